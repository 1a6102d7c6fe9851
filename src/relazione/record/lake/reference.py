"""The record room: the mark of the tables by which the codes of a feed become states, so that it can be told when they changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from relazione.reference.tables import DATA

_TABLES = ("polities/**/*.tsv", "systems/**/*.tsv", "ontology.tsv", "cameo*.tsv", "plover*.tsv")


@cache
def reference_mark() -> str:
    """The first 16 signs of the SHA-256 over the tables."""
    return mark_of(DATA)


def mark_of(folder: Path) -> str:
    """The same of the tables in another folder."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _TABLES for path in folder.glob(pattern)}):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
