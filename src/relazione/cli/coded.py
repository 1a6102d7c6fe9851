"""The room `cli`: how a folder of coded documents is told from one of texts, before anything of reading at scale is loaded."""

from __future__ import annotations

from pathlib import Path

MANIFEST = "coded-documents.json"
"""The file in it that says what it holds."""


def is_coded(path: Path) -> bool:
    """Whether the path is a folder of coded documents."""
    return (path / MANIFEST).is_file()
