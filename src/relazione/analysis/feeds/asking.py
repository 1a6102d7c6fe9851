"""The feeds: the door to the questions. Which files to read, which engine to ask, and the answer as an Arrow table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.weights import HALF_LIFE
from relazione.analysis.feeds.engines import Engine, open_engine
from relazione.analysis.feeds.question import (
    BLOCK,
    RANKS,
    WINDOW,
    Breaks,
    Panel,
    Question,
    Rank,
    Series,
    Side,
    Span,
    Top,
    checked_count,
    checked_feeds,
    checked_half_life,
)
from relazione.model.errors import SameState, WrongUse

if TYPE_CHECKING:
    import pyarrow as pa

EARLIEST, LATEST = -120_000, 120_000
"""Months and years that are asked where none is given: 10,000 years either way."""
ALL = ("", "")
MOST_PAIRS = 1_000_000


class Lake(Protocol):
    """A folder of Parquet, as far as it is asked here."""

    def files(self, years: Collection[int] | None = None) -> list[Path]:
        """The files in force, each in the folder of its year; of these years only where any are given."""

    def months(self) -> list[Path]:
        """The files in force of what the rows of each pair, month and feed tell."""


class Feeds:
    """The questions to one lake. Times are whole numbers: years, or months counted as 12 x year + month - 1 (`month_ix`)."""

    def __init__(self, lake: Lake, engine: Engine) -> None:
        self.lake = lake
        self.engine = engine

    def series(
        self,
        a: str,
        b: str,
        by: By = "month",
        first: int | None = None,
        last: int | None = None,
        half_life: float = HALF_LIFE,
        by_feed: bool = False,
        feeds: Sequence[str] = (),
    ) -> pa.Table:
        """A row for each month (year) in which something is told of the two. The index at `first` knows what was told before it."""
        asked = Series(by, True, checked_half_life(half_life), by_feed, checked_feeds(feeds))
        return self._series(asked, _pair(a, b), first, last)

    def series_all(
        self,
        by: By = "month",
        first: int | None = None,
        last: int | None = None,
        half_life: float = HALF_LIFE,
        by_feed: bool = False,
        feeds: Sequence[str] = (),
    ) -> pa.Table:
        """The same of all pairs, in the order of their codes."""
        asked = Series(by, False, checked_half_life(half_life), by_feed, checked_feeds(feeds))
        return self._series(asked, ALL, first, last)

    def panel(
        self,
        first: int | None = None,
        last: int | None = None,
        pair: tuple[str, str] | None = None,
        feeds: Sequence[str] = (),
    ) -> pa.Table:
        """A row for each pair (or of one) and year in which something is told: as `series` by year and by feed, without an index."""
        asked = Panel(pair is not None, checked_feeds(feeds))
        return self._ask(asked, _pair(*pair) if pair else ALL, first, last)

    def top(self, by: Rank, first: int, last: int, limit: int = 10, least: bool = False, feeds: Sequence[str] = ()) -> pa.Table:
        """The pairs that come first in the years first..last, by one of RANKS; with `least` those that come last."""
        if by not in RANKS:
            raise WrongUse(f"pairs are not ranked by {by!r}; there are {', '.join(RANKS)}")
        if first > last:
            raise WrongUse(f"the years {first} to {last} end before they begin")
        asked = Top(by, checked_count(limit, "the number of pairs", MOST_PAIRS), least, checked_feeds(feeds))
        begin = first - (last - first + 1) if by == "change" else first
        return self._ask(asked, ALL, first, last, begin)

    def changes(
        self,
        a: str,
        b: str,
        first: int | None = None,
        last: int | None = None,
        window: int = WINDOW,
        limit: int = 5,
        of: Side = "net",
        feeds: Sequence[str] = (),
    ) -> pa.Table:
        """The months in which the level between the two changed most, the strongest first. `first` and `last` are the months between
        which the feeds are taken to tell everything; without them, those in which they tell anything."""
        limit = checked_count(limit, "the number of change points", 1_000)
        return self._changes(Breaks(True, window, limit, limit, of, checked_feeds(feeds)), _pair(a, b), first, last)

    def changes_all(
        self,
        first: int | None = None,
        last: int | None = None,
        window: int = WINDOW,
        limit: int = 10,
        each: int = 1,
        of: Side = "net",
        feeds: Sequence[str] = (),
    ) -> pa.Table:
        """The same of all pairs, with at most `each` of a pair."""
        limit = checked_count(limit, "the number of change points", MOST_PAIRS)
        each = checked_count(each, "the number of change points of a pair", 1_000)
        return self._changes(Breaks(False, window, each, limit, of, checked_feeds(feeds)), ALL, first, last)

    def span(self, feeds: Sequence[str] = ()) -> tuple[int, int] | None:
        """The first and last month in which feeds tell something; None where they never do."""
        found = self._ask(Span(checked_feeds(feeds)), ALL, None, None).to_pylist()
        return (found[0]["first"], found[0]["last"]) if found and found[0]["first"] is not None else None

    def _series(self, asked: Series, pair: tuple[str, str], first: int | None, last: int | None) -> pa.Table:
        unit = 12 if asked.by == "month" else 1
        begin, end = _periods(self.lake.files(), unit)
        fits = (end - begin) <= BLOCK * asked.half_life_in_periods
        return self._ask(asked._replace(long=not fits), pair, first, last, begin)

    def _changes(self, asked: Breaks, pair: tuple[str, str], first: int | None, last: int | None) -> pa.Table:
        if not 2 <= asked.window <= 1_200:
            raise WrongUse(f"a window is 2 to 1,200 months, and not {asked.window!r}")
        if first is None or last is None:
            begin, end = self.span(asked.feeds) or (0, 0)
            first, last = begin if first is None else first, end if last is None else last
        return self._ask(asked, pair, first, last)

    def _ask(
        self,
        question: Question,
        pair: tuple[str, str],
        first: int | None,
        last: int | None,
        begin: int = 0,
    ) -> pa.Table:
        files = self.lake.months()
        if not files:
            from relazione.analysis.feeds.compiled import schema

            return schema(question).empty_table()
        values: Mapping[str, object] = {
            "a": pair[0],
            "b": pair[1],
            "begin": begin,
            "first": EARLIEST if first is None else first,
            "last": LATEST if last is None else last,
        }
        return self.engine.answer(question, values, files)

    def close(self) -> None:
        """End what the engine started."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def connect(lake: Lake, engine: str = "duckdb", master: str | None = None) -> Feeds:
    """The questions to a lake, asked by an engine of ENGINES; `master` is Spark's. To be closed, or used in a `with`.

    Raises WrongUse where the engine is not known or not installed, RelazioneError where a master does not answer.
    """
    return Feeds(lake, open_engine(engine, master))


def _pair(a: str, b: str) -> tuple[str, str]:
    if a == b:
        raise SameState(a)
    return (a, b) if a < b else (b, a)


def _periods(files: Sequence[Path], unit: int) -> tuple[int, int]:
    """The first and last period that files can hold, by the years that their folders are named for."""
    years = [int(path.parent.name) for path in files]
    return (min(years) * unit, (max(years) + 1) * unit - 1) if years else (0, 0)
