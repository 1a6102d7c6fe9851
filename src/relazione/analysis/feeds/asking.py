"""The feeds: the door to the questions. Which files to read, which engine to ask, and the answer as an Arrow table."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.weights import HALF_LIFE
from relazione.analysis.feeds.engines import Engine, open_engine
from relazione.analysis.feeds.question import Panel, Question, Series, checked_feeds, checked_half_life
from relazione.model.errors import SameState

if TYPE_CHECKING:
    import pyarrow as pa

EARLIEST, LATEST = -120_000, 120_000
"""Months and years that are asked where none is given: 10,000 years either way."""


class Lake(Protocol):
    """A folder of Parquet, as far as it is asked here."""

    def files(self, years: Collection[int] | None = None) -> list[Path]:
        """The files in force, in a folder for each year; of these years only where any are given."""

    def months(self) -> list[Path]:
        """The files in force of what the rows of each pair, month and feed tell."""


class Feeds:
    """The questions to one lake. Times are whole numbers: years, or months counted as 12 x year + month - 1."""

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
        feeds: tuple[str, ...] = (),
    ) -> pa.Table:
        """A row for each month (year) in which something is told of the two. The index at `first` knows what was told before it."""
        asked = Series(by, True, checked_half_life(half_life), by_feed, checked_feeds(feeds))
        return self._ask(self._in_blocks(asked), _pair(a, b), first, last)

    def series_all(
        self,
        by: By = "month",
        first: int | None = None,
        last: int | None = None,
        half_life: float = HALF_LIFE,
        by_feed: bool = False,
        feeds: tuple[str, ...] = (),
    ) -> pa.Table:
        """The same of all pairs."""
        asked = Series(by, False, checked_half_life(half_life), by_feed, checked_feeds(feeds))
        return self._ask(self._in_blocks(asked), ("", ""), first, last)

    def panel(
        self,
        first: int | None = None,
        last: int | None = None,
        pair: tuple[str, str] | None = None,
        feeds: tuple[str, ...] = (),
    ) -> pa.Table:
        """A row for each pair (or of one) and year in which something is told."""
        asked = Panel(pair is not None, checked_feeds(feeds))
        return self._ask(asked, _pair(*pair) if pair else ("", ""), first, last)

    def _in_blocks(self, asked: Series) -> Series:
        """The question, which knows whether all years of the lake are in one block of the index."""
        years = [int(path.parent.name) for path in self.lake.files()]
        if not years or not asked.half_life:
            return asked
        from relazione.analysis.feeds.expressions import block_length

        unit = 12 if asked.by == "month" else 1
        length = block_length(asked.half_life_in_periods)
        return asked._replace(one_block=min(years) * unit // length == (max(years) * unit + unit - 1) // length)

    def _ask(self, question: Question, pair: tuple[str, str], first: int | None, last: int | None) -> pa.Table:
        files = self.lake.months()
        if not files:
            from relazione.analysis.feeds.compiled import schema

            return schema(question).empty_table()
        values = {
            "a": pair[0],
            "b": pair[1],
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

    Raises WrongUse where the engine is not known or not installed.
    """
    return Feeds(lake, open_engine(engine, master))


def _pair(a: str, b: str) -> tuple[str, str]:
    if a == b:
        raise SameState(a)
    return (a, b) if a < b else (b, a)
