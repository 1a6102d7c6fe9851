"""The record room: what a lake holds, for people and as data."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

import msgspec

from relazione.record.lake.folder import size_of
from relazione.record.lake.reference import reference_mark


class FeedStatus(msgspec.Struct, frozen=True):
    """A feed: files loaded, rows read in them, what became of the rows, days (as numbers from 1970-01-01) that rows are of."""

    feed: str
    files: int
    read: int
    kept: int
    repeated: int
    left_out: dict[str, int]
    bad: int
    bad_by: dict[str, int]
    rows: int
    days: int
    first_day: int | None
    last_day: int | None


class YearStatus(msgspec.Struct, frozen=True):
    """A year: its rows in force and bytes."""

    year: int
    rows: int
    bytes: int


class LakeStatus(msgspec.Struct, frozen=True):
    """A lake. `waiting` rows are loaded and not sorted in yet; `stale` loads were made with other reference tables."""

    path: str
    rows: int
    bytes: int
    waiting: int
    stale: int
    both_gdelt: int
    feeds: tuple[FeedStatus, ...]
    years: tuple[YearStatus, ...]


def status(place: Path, connection: sqlite3.Connection) -> LakeStatus:
    """Ask the list of loads. Raises what SQLite raises."""
    years = tuple(
        YearStatus(*row)
        for row in connection.execute(
            "SELECT year, sum(rows), sum(bytes) FROM files WHERE state = 'in force' GROUP BY year ORDER BY year"
        )
    )
    days: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for feed, day, rows in connection.execute(
        "SELECT feed, day, sum(d.rows) FROM days AS d JOIN files ON number = file WHERE state = 'in force' GROUP BY feed, day ORDER BY feed, day"
    ):
        days[feed][day] = rows
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for feed, what, why, rows in connection.execute(
        "SELECT feed, what, why, sum(rows) FROM counts JOIN loads ON number = load WHERE state <> 'replaced' GROUP BY feed, what, why"
    ):
        counts[feed, what][why] = rows
    feeds = tuple(
        FeedStatus(
            feed,
            files,
            read,
            kept,
            repeated,
            dict(counts[feed, "left out"].most_common()),
            bad,
            dict(counts[feed, "bad"].most_common()),
            sum(days[feed].values()),
            len(days[feed]),
            min(days[feed], default=None),
            max(days[feed], default=None),
        )
        for feed, files, read, kept, bad, repeated in connection.execute(
            "SELECT feed, count(*), sum(read), sum(kept), sum(bad), "
            "sum((SELECT coalesce(sum(repeated), 0) FROM load_years WHERE load = number)) "
            "FROM loads WHERE state <> 'replaced' GROUP BY feed ORDER BY feed"
        )
    )
    return LakeStatus(
        str(place),
        sum(one.rows for one in years),
        size_of(place),
        connection.execute("SELECT coalesce(sum(rows), 0) FROM files WHERE state = 'waiting'").fetchone()[0],
        connection.execute(
            "SELECT count(*) FROM loads WHERE state <> 'replaced' AND reference <> ?", (reference_mark(),)
        ).fetchone()[0],
        both(days["gdelt1"], days["gdelt2"]),
        feeds,
        years,
    )


def both(one: dict[int, int], other: dict[int, int]) -> int:
    """Days that two feeds cover both, by their rows on each day. Some rows of a file are of days long before it: a day with less than a
    twentieth of the rows of a usual day does not count."""
    least, least_other = usual(one) / 20, usual(other) / 20
    return sum(1 for day, rows in one.items() if rows >= least and other.get(day, 0) >= max(least_other, 1))


def usual(days: dict[int, int]) -> float:
    """How many rows the day has on which the usual row is."""
    total = sum(days.values())
    return sum(rows * rows for rows in days.values()) / total if total else 0.0
