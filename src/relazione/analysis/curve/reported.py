"""The curve: what a lake's feeds report of two states, as `curve` takes it. Needs the extra `feeds`.

with Reports(Path("relazione.lake")) as reports:
    curve(record, "ITA", "TUR", feeds=reports.of("ITA", "TUR"))
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from relazione.analysis.curve.covered import Days
from relazione.analysis.curve.feed_days import covered_days
from relazione.analysis.curve.feed_levels import FeedMonth, FeedMonths
from relazione.record.lake.lake import Lake
from relazione.record.lake.rows import FeedRow, RowReader, days_of, mark_of
from relazione.sources.feeds.columns import FEEDS


class _Whole(NamedTuple):
    """What is known of a feed in a lake, whichever states are asked about: the days that loads cover, and its acts by year."""

    days: Sequence[Days]
    acts: Mapping[int, int]


class Reports:
    """A lake that is asked again and again, by several threads at once. It is opened at each question, so that what another process has
    just loaded is seen; what is asked of all its rows is kept while they stay as they are. Use it as a context manager, or call `close`.

    Its methods raise the errors of a lake (RecordError), and WrongUse where the extra is not installed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._reader: RowReader | None = None
        self._known: tuple[str, dict[str, _Whole]] = ("", {})

    def check(self) -> None:
        """Raises what keeps the lake from being read."""
        with Lake.open(self.path):
            self._reads()

    def of(self, a: str, b: str, feeds: Collection[str] = ()) -> list[FeedMonths]:
        """The months of each feed that the lake has (of those in `feeds` only, where any are given), in the order of FEEDS."""
        with Lake.open(self.path) as lake:
            whole = self._of_all(lake)
            wanted = [feed for feed in FEEDS if feed in whole and (not feeds or feed in feeds)]
            months: dict[str, list[FeedMonth]] = {feed: [] for feed in wanted}
            for one in self._reads().months(lake, a, b) if wanted else ():
                if one.feed in months:
                    months[one.feed].append(FeedMonth(one.month_ix, one.rows, one.acts, one.cooperation, one.conflict))
        return [FeedMonths(feed, months[feed], *whole[feed]) for feed in wanted]

    def covers(self) -> dict[str, Sequence[Days]]:
        """The stretches of days that the loads of each feed cover, in the order of FEEDS."""
        with Lake.open(self.path) as lake:
            whole = self._of_all(lake)
        return {feed: whole[feed].days for feed in FEEDS if feed in whole}

    def mark(self) -> str:
        """What changes whenever the rows do."""
        with Lake.open(self.path) as lake:
            return mark_of(lake)

    def count(self, a: str, b: str, first: int, last: int, feeds: Collection[str] = ()) -> int:
        """How many rows there are between the two in these days."""
        with Lake.open(self.path) as lake:
            return self._reads().count(lake, a, b, first, last, feeds)

    def rows(
        self, a: str, b: str, first: int, last: int, feeds: Collection[str] = (), limit: int = 100, skip: int = 0
    ) -> list[FeedRow]:
        """These rows by day, `limit` of them after the first `skip`."""
        with Lake.open(self.path) as lake:
            return self._reads().rows(lake, a, b, first, last, feeds, limit, skip)

    def of_key(self, a: str, b: str, day: int, feed: str, key: str) -> list[FeedRow]:
        """The rows of one event of a feed: one for each direction in which it is told."""
        with Lake.open(self.path) as lake:
            return self._reads().of_key(lake, a, b, day, feed, key)

    def _of_all(self, lake: Lake) -> dict[str, _Whole]:
        mark = mark_of(lake)
        with self._lock:
            known, found = self._known
        if known != mark:
            acts: dict[str, dict[int, int]] = defaultdict(dict)
            for feed, year, count in self._reads().acts_by_year(lake):
                acts[feed][year] = count
            found = {feed: _Whole(covered_days(rows), acts[feed]) for feed, rows in days_of(lake).items()}
            with self._lock:
                self._known = (mark, found)
        return found

    def _reads(self) -> RowReader:
        with self._lock:
            self._reader = self._reader or RowReader()
            return self._reader

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
