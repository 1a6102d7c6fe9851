"""The room `cli`: from the paths that a user names to the documents to read, and one line for each that is bad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from relazione.model.errors import InputError
from relazione.sources.folders import files_in
from relazione.sources.formats import ENDINGS


def documents_in(paths: Iterable[Path]) -> Iterator[Path | InputError]:
    """The files to read, each once, folders walked in the order of their names; an InputError for a folder without documents."""
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found = [path]
        else:
            found = list(files_in(path))
            if not found:
                yield InputError(f"{path}: a folder without documents ({', '.join('*' + e for e in ENDINGS)}); name a file")
        for file in found:
            place = file.resolve()
            if place not in seen:
                seen.add(place)
                yield file
