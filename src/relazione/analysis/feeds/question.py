"""The feeds: what can be asked of them. A question does not hold its states and times: these are parameters of its expression."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.weights import HALF_LIFE
from relazione.model.errors import WrongUse
from relazione.sources.feeds.columns import FEEDS


class Series(NamedTuple):
    """What is told in each month or year. `feeds`: of these only; none: of all. `by_feed`: with sums for each feed. `one_block`: whether
    all years of the lake are in one block of the index (see `expressions`), which makes it cheaper."""

    by: By = "month"
    one_pair: bool = True
    half_life: float = HALF_LIFE
    by_feed: bool = False
    feeds: tuple[str, ...] = ()
    one_block: bool = False

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


Question = Series | Panel


def checked_feeds(feeds: tuple[str, ...]) -> tuple[str, ...]:
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
