"""The feeds: what can be asked of them. A question does not hold its states and times: these are parameters of its expression."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Literal, NamedTuple

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.weights import HALF_LIFE
from relazione.model.errors import WrongUse
from relazione.sources.feeds.columns import FEEDS

Side = Literal["net", "cooperation", "conflict"]
Rank = Literal["conflict", "cooperation", "events", "reports", "net", "change"]

RANKS: dict[Rank, str] = {
    "conflict": "the most conflict first",
    "cooperation": "the most cooperation first",
    "events": "the most events first, what is told again of a day counted once",
    "reports": "the most rows of the feeds first",
    "net": "cooperation less conflict, the friendliest first",
    "change": "how far this net value went up or down against as many years before, the largest change first",
}
"""By what pairs are ranked."""
BLOCK = 256
"""Half-lives after which the sums of the decayed index begin anew: 2^256 is far from any overflow, and what lies a whole block further
back counts less than 2^-256, that is nothing."""
WINDOW = 12
"""Months before and after a change point that are compared."""


class Series(NamedTuple):
    """What is told in each month or year. `feeds`: of these only; none: of all. `by_feed`: with sums for each feed. `long`: the time may
    be longer than one block of the decayed index (BLOCK)."""

    by: By = "month"
    one_pair: bool = True
    half_life: float = HALF_LIFE
    by_feed: bool = False
    feeds: tuple[str, ...] = ()
    long: bool = True

    @property
    def period(self) -> str:
        """The column of the period."""
        return "month_ix" if self.by == "month" else "year"

    @property
    def half_life_in_periods(self) -> float:
        """The half-life, counted in periods."""
        return self.half_life * (12 if self.by == "month" else 1)


class Panel(NamedTuple):
    """What is told in each year, by feed too, without an index."""

    one_pair: bool = False
    feeds: tuple[str, ...] = ()


class Top(NamedTuple):
    """The pairs that come first by RANKS (`least`: last) in some years."""

    by: Rank = "conflict"
    limit: int = 10
    least: bool = False
    feeds: tuple[str, ...] = ()


class Breaks(NamedTuple):
    """The months in which a pair's level changed most: at most `each` of a pair and `limit` in all."""

    one_pair: bool = True
    window: int = WINDOW
    each: int = 5
    limit: int = 5
    of: Side = "net"
    feeds: tuple[str, ...] = ()


class Span(NamedTuple):
    """The first and last month in which feeds tell something."""

    feeds: tuple[str, ...] = ()


Question = Series | Panel | Top | Breaks | Span


def checked_feeds(feeds: Sequence[str]) -> tuple[str, ...]:
    """The ids in the order of FEEDS. Raises WrongUse at one that is none."""
    for one in feeds:
        if one not in FEEDS:
            raise WrongUse(f"there is no feed {one!r}; there are {', '.join(FEEDS)}")
    return tuple(one for one in FEEDS if one in feeds)


def checked_half_life(years: float) -> float:
    """The half-life. Raises WrongUse at one below 0 or without end."""
    if not (isfinite(years) and 0 <= years <= 1e6):
        raise WrongUse(f"a half-life is a number of years from 0 to 1,000,000, and not {years!r}")
    return float(years)


def checked_count(count: int, what: str, most: int) -> int:
    """A whole number from 1 to `most`. Raises WrongUse at another."""
    if not 1 <= count <= most:
        raise WrongUse(f"{what} is a whole number from 1 to {most:,}, and not {count!r}")
    return count
