"""The record room: what `loads.db` is told of files that were loaded. To be called within a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from relazione.record.lake.gathering import Came
from relazione.record.lake.parts import Part
from relazione.record.lake.reference import reference_mark
from relazione.record.lake.same import Place, as_text
from relazione.record.writing import now


def last_load(connection: sqlite3.Connection) -> int:
    """The highest number of a load."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM loads").fetchone()[0])


def enter_parts(connection: sqlite3.Connection, parts: Sequence[Part]) -> None:
    """List files of rows that wait."""
    connection.executemany("INSERT INTO files (state, year, name, rows, bytes) VALUES ('waiting', ?, ?, ?, ?)", parts)


def enter(
    connection: sqlite3.Connection, one: Came, sha256: str, crc: int | None, places: Sequence[Place], replaces: int | None
) -> None:
    """List a load."""
    out = one.outcome
    row = {
        "number": out.load,
        "state": "waiting",
        "feed": out.feed,
        "name": as_text(out.path.name),
        "sha256": sha256,
        "content": one.content,
        "size": one.size,
        "crc": crc,
        "at": now(),
        "reference": reference_mark(),
        "read": out.read,
        "kept": out.kept,
        "bad": out.bad,
        "first_day": out.first_day,
        "last_day": out.last_day,
        "replaces": replaces,
        "aside": out.aside,
        "cut_off": out.message,
    }
    connection.execute(f"INSERT INTO loads ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    connection.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", [(*place, out.load) for place in places])
    for what, counts in (("left out", out.left_out), ("bad", out.bad_by)):
        connection.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?)", [(out.load, what, why, rows) for why, rows in counts.items()]
        )
    connection.executemany(
        "INSERT INTO load_years (load, year, rows) VALUES (?, ?, ?)", [(out.load, year, rows) for year, rows in one.years.items()]
    )
