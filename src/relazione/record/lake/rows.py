"""The record room: the rows of a lake as people look at them: those between two states, some at a time; one by its key. And how many
rows there are of each day."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from relazione.model.dates import civil
from relazione.record.lake.engine import connected, literal
from relazione.record.lake.lake import Lake
from relazione.record.lake.opening import told


class FeedRow(msgspec.Struct, frozen=True):
    """A row as `sources.feeds.columns` tells it: a, b, day (from 1970-01-01) and so on."""

    a: str
    b: str
    day: int
    direction: int
    quad: int
    intensity: float
    weight: float
    once: int
    plover: str
    mode: str
    cameo: str
    source_intensity: float | None
    a_polity: str
    b_polity: str
    a_code: str
    b_code: str
    mentions: int
    publisher: str
    address: str
    feed: str
    key: str
    load: int


_COLUMNS = ", ".join(FeedRow.__struct_fields__)
_ORDER = "ORDER BY day, feed, key, direction"


class MonthRow(NamedTuple):
    """What a feed tells of two states in a month (12 x year + month - 1): rows, acts, and the sums of their scores above and below 0."""

    feed: str
    month_ix: int
    rows: int
    acts: int
    cooperation: float
    conflict: float


class RowReader:
    """Reads rows of a lake's files. It may be shared by threads; `close` it."""

    def __init__(self) -> None:
        self._connection = connected(threads=1)
        self._connection.execute("SET parquet_metadata_cache = true")
        self._lock = threading.Lock()

    def close(self) -> None:
        """End it."""
        self._connection.close()

    def months(self, lake: Lake, a: str, b: str) -> list[MonthRow]:
        """What each feed tells of the two in each month, as the lake has counted it beforehand (`lake.months`)."""
        text = "SELECT feed, month_ix, n, acts, cooperation, conflict FROM read_parquet($files) WHERE a = $a AND b = $b ORDER BY feed, month_ix"
        return [MonthRow(*row) for row in self._ask(lake, text, lake.months(), {"a": min(a, b), "b": max(a, b)})]

    def acts_by_year(self, lake: Lake) -> list[tuple[str, int, int]]:
        """How many acts (`once`) each feed tells of all states in each year: feed, year, acts."""
        text = "SELECT feed, year, sum(acts) FROM read_parquet($files) GROUP BY feed, year ORDER BY feed, year"
        return [(str(feed), int(year), int(acts)) for feed, year, acts in self._ask(lake, text, lake.months(), {})]

    def count(self, lake: Lake, a: str, b: str, first: int, last: int, feeds: Collection[str] = ()) -> int:
        """How many rows there are between the two from day `first` to day `last`, of these feeds only where any are given."""
        found = self._of_pair(lake, "count(*)", (a, b), (first, last), *_of_feeds(feeds))
        return int(found[0][0]) if found else 0

    def rows(
        self, lake: Lake, a: str, b: str, first: int, last: int, feeds: Collection[str] = (), limit: int = 100, skip: int = 0
    ) -> list[FeedRow]:
        """These rows by day, feed and key: `limit` of them after the first `skip`."""
        end = f"{_ORDER} LIMIT {int(limit)} OFFSET {int(skip)}"
        return [FeedRow(*row) for row in self._of_pair(lake, _COLUMNS, (a, b), (first, last), *_of_feeds(feeds), end)]

    def of_key(self, lake: Lake, a: str, b: str, day: int, feed: str, key: str) -> list[FeedRow]:
        """The rows of one event of a feed between the two: one for each direction in which it is told."""
        which = "AND feed = $feed AND key = $key"
        found = self._of_pair(lake, _COLUMNS, (a, b), (day, day), which, {"feed": feed, "key": key}, _ORDER)
        return [FeedRow(*row) for row in found]

    def _of_pair(
        self,
        lake: Lake,
        what: str,
        pair: tuple[str, str],
        days: tuple[int, int],
        which: str,
        values: Mapping[str, object],
        end: str = "",
    ) -> Sequence[Any]:
        """Columns of the pair's rows of these days, and `which` of them."""
        text = f"SELECT {what} FROM read_parquet($files) WHERE a = $a AND b = $b AND day BETWEEN $first AND $last {which} {end}"
        files = lake.files(range(civil(days[0])[0], civil(days[1])[0] + 1))
        return self._ask(lake, text, files, {"a": min(pair), "b": max(pair), "first": days[0], "last": days[1], **values})

    def _ask(self, lake: Lake, text: str, files: Sequence[Path], values: Mapping[str, object]) -> Sequence[Any]:
        """The answer from these files. All that is from outside goes beside the text, as a value."""
        if not files:
            return []
        with self._lock, told(lake.path):
            found: Sequence[Any] = self._connection.execute(text, {"files": literal(files), **values}).fetchall()
        return found


def _of_feeds(feeds: Collection[str]) -> tuple[str, dict[str, object]]:
    return ("AND list_contains($feeds, feed)", {"feeds": [*feeds]}) if feeds else ("", {})


def days_of(lake: Lake) -> dict[str, dict[int, int]]:
    """How many rows the lake has of each feed on each day, whichever states they are of."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    with told(lake.path):
        for feed, day, rows in lake._connection.execute(
            "SELECT feed, day, sum(d.rows) FROM days AS d JOIN files ON number = file WHERE state = 'in force' GROUP BY feed, day"
        ):
            found[feed][day] = rows
    return dict(found)


def mark_of(lake: Lake) -> str:
    """What changes whenever the rows do."""
    with told(lake.path):
        found = lake._connection.execute(
            "SELECT coalesce(max(number), 0), count(*) FROM files WHERE state = 'in force'"
        ).fetchone()
    return f"{found[0]}-{found[1]}"
