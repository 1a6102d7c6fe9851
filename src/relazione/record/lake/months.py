"""The record room: the months of a lake: what the rows of each pair, month and feed tell, counted and summed beforehand.

One Parquet file for all years, sorted by pair and month: a tenth of the rows or fewer, and opened in an instant, where the rows lie in a file
for each year. It is made of the sorted rows whenever these change, so that both come in force together. Questions by month or year are asked of
it; whoever wants rows, or days, reads the rows.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from relazione.record.lake.engine import literal
from relazione.record.lake.folder import MONTHS, Pending, listed_file
from relazione.record.lake.opening import transaction

GROUP = 65_536
"""Rows in a row group: for one pair one or two are read. With smaller ones looking through their list takes longer than reading them."""


class MonthColumn(NamedTuple):
    """A column: its name, its type as Ibis and Arrow name it, how it is made of rows (SQL), what it holds."""

    name: str
    type: str
    made: str
    holds: str


_SCORE = "CASE WHEN once = 1 AND intensity {} 0 THEN intensity * weight ELSE 0.0 END"
COLUMNS = (
    MonthColumn("a", "string", "a", "as in the rows"),
    MonthColumn("b", "string", "b", "as in the rows"),
    MonthColumn("month_ix", "int32", "month_ix", "12 x year + month - 1"),
    MonthColumn("year", "int32", "year", "the year of the month"),
    MonthColumn("feed", "string", "feed", "id of the feed"),
    MonthColumn("n", "int32", "count(*)", "rows"),
    MonthColumn(
        "acts", "int32", "count_if(once = 1)", "rows that count once: the first of their feed with their day, direction, type"
    ),
    *(MonthColumn(f"quad{quad}", "int32", f"count_if(quad = {quad})", f"rows of quad class {quad}") for quad in (1, 2, 3, 4)),
    MonthColumn("intensity", "float64", "sum(intensity)", "sum of the intensity of all rows"),
    MonthColumn("cooperation", "float64", f"sum({_SCORE.format('>')})", "sum of intensity x weight above 0 of the acts"),
    MonthColumn("conflict", "float64", f"sum({_SCORE.format('<')})", "sum of intensity x weight below 0 of the acts"),
)
KEYS = ("a", "b", "month_ix", "year", "feed")
"""One row for each; the order of the file is that of a, b, month_ix, feed."""
_SQL_TYPES = {"string": "VARCHAR", "int32": "INTEGER", "float64": "DOUBLE"}
_NAMES = ", ".join(one.name for one in COLUMNS)
_MADE = ", ".join(f"CAST({one.made} AS {_SQL_TYPES[one.type]}) AS {one.name}" for one in COLUMNS)
_OF_A_FILE = f"SELECT {_MADE} FROM read_parquet($files) GROUP BY {', '.join(KEYS)}"


def write(sorting: Any, rows: Mapping[int, Sequence[Path]], before: Path | None, path: Path) -> int:
    """Write the months of years, from the sorted files of each, and those of other years as they were before.

    Returns how many rows the file has. `sorting` is an engine. Raises what the engine raises.
    """
    parts = []
    try:
        for year, files in rows.items():
            parts.append(path.with_name(f"{path.name}.{year}"))
            _copy(sorting, _OF_A_FILE, {"files": literal(files)}, parts[-1])
        kept = f"SELECT {_NAMES} FROM read_parquet($parts)"
        given: dict[str, object] = {"parts": literal(parts)}
        if before is not None:
            kept += f" UNION ALL SELECT {_NAMES} FROM read_parquet($before) WHERE NOT list_contains($years, year)"
            given |= {"before": literal([before]), "years": [*rows]}
        return _copy(sorting, f"SELECT * FROM ({kept}) ORDER BY a, b, month_ix, feed", given, path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _copy(sorting: Any, query: str, given: Mapping[str, object], path: Path) -> int:
    text = f"COPY ({query}) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
    return int(sorting.execute(text, {**given, "path": str(path)}).fetchall()[0][0])


def renew(place: Path, connection: sqlite3.Connection, opened: Callable[[Path], AbstractContextManager[Any]]) -> None:
    """Make the months anew where years are sorted that are not in force yet, for when they come in force. `opened` gives an engine."""
    before = in_force(place, connection)
    rows = _years(place, connection, ("ready",) if before else ("in force", "ready"))
    if not rows:
        return
    pending = Pending(place)
    try:
        number = int(
            connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'months'").fetchone()[0]
        )
        name = f"{MONTHS}/{number:07d}.parquet"
        with opened(place) as sorting:
            count = write(sorting, rows, before, pending.temporary(name))
        size = pending.settle(name)
        with transaction(connection):
            connection.execute("DELETE FROM months WHERE state = 'ready'")
            connection.execute("INSERT INTO months VALUES (?, 'ready', ?, ?, ?, NULL)", (number, name, count, size))
        pending.done()
    finally:
        pending.undo()


def bring_in_force(connection: sqlite3.Connection) -> None:
    """The months that are ready, in place of those before. Within the transaction that brings their rows in force."""
    if connection.execute("SELECT 1 FROM months WHERE state = 'ready'").fetchone():
        connection.execute("UPDATE months SET state = 'replaced', replaced_at = ? WHERE state = 'in force'", (time.time(),))
        connection.execute("UPDATE months SET state = 'in force' WHERE state = 'ready'")


def in_force(place: Path, connection: sqlite3.Connection) -> Path | None:
    """The file of the months; None where there are no rows."""
    found = connection.execute("SELECT name FROM months WHERE state = 'in force'").fetchone()
    return listed_file(place, found[0]) if found else None


def _years(place: Path, connection: sqlite3.Connection, states: tuple[str, ...]) -> dict[int, list[Path]]:
    """The sorted file of each year in these states; of two of a year that in the last of the states."""
    return {
        year: [listed_file(place, name)]
        for state in states
        for year, name in connection.execute("SELECT year, name FROM files WHERE state = ? ORDER BY year", (state,))
    }
