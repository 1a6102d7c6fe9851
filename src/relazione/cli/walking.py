"""The room `cli`: from the paths that a user names to the documents to read, and one line for each that is bad."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from relazione.model.errors import InputError

ENDINGS = (".txt", ".md")
"""Files that are read where a folder is named; a file that is named itself may have any ending."""


def documents_in(paths: Iterable[Path]) -> Iterator[Path | InputError]:
    """The files to read, each once, folders walked in the order of their names; an InputError for a folder without documents."""
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found = [path]
        else:
            found = list(_walk(path))
            if not found:
                yield InputError(f"{path}: a folder without documents ({' or '.join('*' + e for e in ENDINGS)}); name a file")
        for file in found:
            place = file.resolve()
            if place not in seen:
                seen.add(place)
                yield file


def _walk(folder: Path) -> Iterator[Path]:
    """Documents in a folder and those below it; hidden ones are left out, and links to folders are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(place, name)
