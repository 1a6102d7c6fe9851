"""The room `sources`: the files of a folder that are read where the folder is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from relazione.sources.formats import is_readable_name


def files_in(folder: Path) -> Iterator[Path]:
    """Documents in a folder and those below it, in the order of their names; hidden ones are left out, and links to folders are not
    followed.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if is_readable_name(name) and not name.startswith("."):
                yield Path(place, name)
