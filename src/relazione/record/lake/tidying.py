"""The record room: a year of a lake made one sorted run of rows, each once.

What waits and what was sorted before is sorted together (what memory has no room for goes to the lake's tmp/), rows that stand for the
same row (`columns.UNIQUE`) are made one, and `once` is set. Of rows that are the same by their key and differ, the one with most
mentions stands, then the one that comes last in the order of its columns, so that the order in which files were loaded does not matter.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from relazione.record.lake import months
from relazione.record.lake.engine import engine, literal, needed
from relazione.record.lake.folder import ROWS, TMP, Pending, listed_file, remove
from relazione.record.lake.once import Once
from relazione.record.lake.opening import told, transaction
from relazione.record.lake.parts import parquet_options
from relazione.sources.feeds.columns import COLUMNS, SORTED_BY, UNIQUE, arrow_schema

GROUP = 65_536
"""Rows in a row group."""
_NAMES = [column.name for column in COLUMNS]
_KEY = ", ".join(UNIQUE)
_BEST = ", ".join(
    ["mentions DESC", *(f"{name} DESC NULLS LAST" for name in _NAMES if name not in ("load", "once", *UNIQUE)), "load"]
)
_IN_FORCE = "FROM read_parquet($files) WHERE NOT list_contains($gone::INTEGER[], load)"
_TWICE = f"CREATE TEMP TABLE twice AS SELECT hash({_KEY}) AS h {_IN_FORCE} GROUP BY h HAVING count(*) > 1"
_JUDGED = (
    f"CREATE TEMP TABLE judged AS SELECT {', '.join(_NAMES)}, row_number() OVER (PARTITION BY {_KEY} ORDER BY {_BEST}) AS place "
    f"{_IN_FORCE} AND hash({_KEY}) IN (SELECT h FROM twice)"
)
_SIMPLE = f"SELECT {', '.join(_NAMES)} {_IN_FORCE} ORDER BY {', '.join(SORTED_BY)}"
_WITHOUT_REPEATED = (
    f"SELECT * FROM (SELECT {', '.join(_NAMES)} {_IN_FORCE} AND hash({_KEY}) NOT IN (SELECT h FROM twice) "
    f"UNION ALL SELECT {', '.join(_NAMES)} FROM judged WHERE place = 1) ORDER BY {', '.join(SORTED_BY)}"
)


class Tidied(NamedTuple):
    """A year that was sorted: its rows, and those for which another row stands."""

    year: int
    rows: int
    repeated: int


class _Year(NamedTuple):
    """What a year is made of."""

    year: int
    sources: list[str]
    removed: list[str]
    gone: list[int]


def years_to_tidy(connection: sqlite3.Connection) -> list[int]:
    """Years with rows that wait, or with rows of a load that another one that waits replaces."""
    return [
        year
        for (year,) in connection.execute(
            "SELECT year FROM files WHERE state = 'waiting' UNION SELECT y.year FROM loads AS n JOIN load_years AS y ON y.load = n.replaces "
            "WHERE n.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM files WHERE files.year = y.year AND files.state = 'ready' AND last_load >= n.number) ORDER BY 1"
        )
    ]


def tidy(place: Path, connection: sqlite3.Connection, sorting: Callable[[int], None] | None = None) -> Iterator[Tidied]:
    """Sort all years that need it, each as it is done; then bring all of them in force at once.

    Broken off, it goes on where it was when it is called again, and until its end readers see what they saw before.
    """
    for year in years_to_tidy(connection):
        if sorting:
            sorting(year)
        with told(place):
            done = _tidy_year(place, connection, year)
        yield done
    with told(place):
        months.renew(place, connection, _sorting)
        with transaction(connection):
            _bring_in_force(connection)
            months.bring_in_force(connection)


def _bring_in_force(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE files SET state = 'replaced', replaced_at = ? WHERE state = 'in force' "
        "AND year IN (SELECT year FROM files WHERE state = 'ready')",
        (time.time(),),
    )
    connection.execute("UPDATE files SET state = 'in force' WHERE state = 'ready'")
    connection.execute(
        "UPDATE loads SET state = 'replaced' WHERE number IN (SELECT replaces FROM loads WHERE state = 'waiting' AND replaces IS NOT NULL)"
    )
    connection.execute("UPDATE loads SET state = 'in force' WHERE state = 'waiting'")


def _made_of(connection: sqlite3.Connection, year: int) -> _Year:
    files = connection.execute(
        "SELECT state, name FROM files WHERE year = ? AND state <> 'replaced' ORDER BY number", (year,)
    ).fetchall()
    states = {state for state, _ in files}
    unwanted = "in force" if "ready" in states else ""
    gone = connection.execute(
        "SELECT number FROM loads WHERE state = 'replaced' UNION SELECT replaces FROM loads WHERE replaces IS NOT NULL AND state = 'waiting'"
    )
    return _Year(
        year,
        [name for state, name in files if state != unwanted],
        [name for state, name in files if state in ("waiting", "ready")],
        [number for (number,) in gone],
    )


def _tidy_year(place: Path, connection: sqlite3.Connection, year: int) -> Tidied:
    made_of = _made_of(connection, year)
    number = int(connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'files'").fetchone()[0])
    name = f"{ROWS}/{year:04d}/{number:07d}.parquet"
    pending = Pending(place)
    try:
        with _sorting(place) as sorting:
            files = literal([listed_file(place, one) for one in made_of.sources])
            repeated = _find_repeated(sorting, files, made_of.gone)
            rows, days = _write_sorted(sorting, files, made_of.gone, pending.temporary(name), bool(repeated))
        size = pending.settle(name)
        with transaction(connection):
            connection.execute(
                "DELETE FROM days WHERE file IN (SELECT number FROM files WHERE year = ? AND state = 'ready')", (year,)
            )
            connection.execute("DELETE FROM files WHERE year = ? AND state IN ('waiting', 'ready')", (year,))
            connection.execute(
                "INSERT INTO files SELECT ?, 'ready', ?, ?, ?, ?, NULL, max(number) FROM loads", (number, year, name, rows, size)
            )
            connection.executemany("INSERT INTO days VALUES (?, ?, ?, ?)", [(number, *key, count) for key, count in days.items()])
            connection.executemany(
                "UPDATE load_years SET repeated = repeated + ? WHERE load = ? AND year = ?",
                [(count, load, year) for load, count in repeated.items()],
            )
        pending.done()
    finally:
        pending.undo()
    remove(place, made_of.removed)
    return Tidied(year, rows, sum(repeated.values()))


@contextmanager
def _sorting(place: Path) -> Iterator[Any]:
    spill = place / TMP / "spill"
    try:
        with engine(spill) as sorting:
            yield sorting
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _find_repeated(sorting: Any, files: list[str], gone: Sequence[int]) -> dict[int, int]:
    """How many rows of each load are repeated; leaves the tables `twice` and `judged`."""
    values = {"files": files, "gone": list(gone)}
    sorting.execute(_TWICE, values)
    if not sorting.execute("SELECT count(*) FROM twice").fetchall()[0][0]:
        return {}
    sorting.execute(_JUDGED, values)
    return dict(sorting.execute("SELECT load, count(*) FROM judged WHERE place > 1 GROUP BY load").fetchall())


def _write_sorted(
    sorting: Any, files: list[str], gone: Sequence[int], path: Path, is_repeated: bool
) -> tuple[int, Counter[tuple[str, int]]]:
    """Write the sorted rows; how many there are, in all and by feed and day."""
    pa, pq = needed("pyarrow"), needed("pyarrow.parquet")
    query = _WITHOUT_REPEATED if is_repeated else _SIMPLE
    stream = sorting.sql(query, params={"files": files, "gone": list(gone)}).to_arrow_reader(GROUP)
    once = Once()
    schema = arrow_schema()
    with pq.ParquetWriter(path, schema, **parquet_options()) as writer:
        for rows in _in_groups(stream, pa):
            writer.write_table(once.set(rows.cast(schema)), row_group_size=GROUP)
    return once.rows, once.days


def _in_groups(stream: Any, pa: Any) -> Iterator[Any]:
    """The rows of a stream in tables of GROUP rows."""
    held: list[Any] = []
    count = 0
    for batch in stream:
        while batch.num_rows:
            taken = batch.slice(0, GROUP - count)
            batch = batch.slice(taken.num_rows)
            held.append(taken)
            count += taken.num_rows
            if count == GROUP:
                yield pa.Table.from_batches(held)
                held, count = [], 0
    if held:
        yield pa.Table.from_batches(held)
