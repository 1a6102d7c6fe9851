"""Reference: reading the tables, which are tab-separated text with a header line and # comments.

Every row keeps the file and the line it stands in, so that a mistake in a table is reported where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from relazione.model.errors import ReferenceTableError

DATA = Path(__file__).parent / "data"


def table_error(path: Path, line: int, problem: str) -> ReferenceTableError:
    """The error for a wrong line: folder, file and line, and what to correct."""
    return ReferenceTableError(f"{path.parent.name}/{path.name}, line {line}: {problem}")


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table as (line number, cells), cells in the order of `columns`.

    Missing cells at the end of a row are blank; further columns (a note) are left out. Raises ReferenceTableError if
    the header is another one or a row has no first cell.
    """
    width = len(columns)
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line[0] == "#" or not line.strip():
            continue
        cells = line.split("\t")
        if " \t" in line or "\t " in line or line[0] == " " or line[-1] == " ":
            cells = [cell.strip() for cell in cells]
        if header is None:
            header = cells
            if header[:width] != list(columns):
                raise table_error(path, number, f"the header must begin with {' '.join(columns)}")
            continue
        if len(cells) > len(header):
            raise table_error(path, number, f"{len(cells)} cells where the header has {len(header)}")
        if not cells[0]:
            raise table_error(path, number, "the first cell is blank")
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        yield number, cells[:width]
