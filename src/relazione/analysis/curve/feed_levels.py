"""The curve: the levels of one feed between two states, from its months.

A feed reports thousands of events that each happen on a day, so that the formula of `levels` becomes

    level(p) = d x level(p - 1) + sum of the scores of p

Feeds grow: GDELT has many times as many reports of a year as of one forty years before, of the same world. So the scores of a year are divided
by how much the feed reports of all other states in it, its mean over the years being 1.

What loads do not cover is not 0. A period of which they cover less than half of the days has no level; the scores of one that they cover in
part are divided by the share. What came before the first load, or between two, is carried as if it had been like the first year that
follows: else the curve of every pair would rise from nothing where the loads begin, for years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.covered import Days
from relazione.analysis.curve.levels import PERIODS, decay
from relazione.analysis.curve.spans import first_day, period_of

ALONE = 0.1
"""Share of a feed's acts from which on the two are so much of what is loaded that the rest does not tell how the feed grew."""
ENOUGH = 0.5
"""Share of a period's days that loads must cover for it to have a level."""


class FeedMonth(NamedTuple):
    """A month of one feed between two states: 12 x year + month - 1, rows, acts (`once`), and the sums of intensity x weight over the
    acts, above and below 0."""

    month_ix: int
    rows: int
    acts: int
    cooperation: float
    conflict: float


class FeedMonths(NamedTuple):
    """What one feed reports of two states, and the stretches of days that its loads cover, in order and apart. `acts`: by year those of all
    states; empty where that is not known, and nothing is divided by it."""

    feed: str
    months: Sequence[FeedMonth]
    days: Sequence[Days]
    acts: Mapping[int, int] = {}


class FeedLevels:
    """A feed by periods, `first` to `last` covered one: which share of each is covered (`covered`), what is reported in each (`reported`:
    rows, acts and the two sums), and the levels of those that are covered enough. `outside`: rows of periods that no load covers, which
    a feed has where it tells late of something long past, or has read a date wrongly."""

    def __init__(self, given: FeedMonths, by: By, half_life: float) -> None:
        self.feed, self.days = given.feed, tuple(given.days)
        self.covered = _covered(given.days, by)
        self.reported: dict[int, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
        for month in given.months:
            sums = self.reported[month.month_ix if by == "month" else month.month_ix // 12]
            for place, value in enumerate(month[1:]):
                sums[place] += value
        self.first, self.last = (min(self.covered), max(self.covered)) if self.covered else (0, -1)
        self.outside = int(sum(sums[0] for period, sums in self.reported.items() if period not in self.covered))
        enough = {period: share for period, share in self.covered.items() if share >= ENOUGH}
        by_year = _volumes(given)
        self.volume = {period: by_year.get(period if by == "year" else period // 12, 1.0) for period in self.covered}
        rates: dict[int, tuple[float, float]] = {}
        for period, share in enough.items():
            part = share * self.volume[period]
            score = self.reported[period][2:] if period in self.reported else (0.0, 0.0)
            rates[period] = score[0] / part, score[1] / part
        self.acts = {period: int(sums[1]) for period, sums in self.reported.items() if period in enough}
        left, year = decay(by, half_life), PERIODS[by]
        cooperation, conflict = (_run({p: rate[side] for p, rate in rates.items()}, left, year) for side in (0, 1))
        self.levels = {period: (round(cooperation[period], 4), round(conflict[period], 4)) for period in rates}


def _volumes(given: FeedMonths) -> dict[int, float]:
    """How much the feed reports of all other states on a covered day of each year, its mean being 1; empty where that is not known."""
    own: dict[int, int] = defaultdict(int)
    for month in given.months:
        own[month.month_ix // 12] += month.acts
    days = {
        year: share * (first_day(year + 1, "year") - first_day(year, "year"))
        for year, share in _covered(given.days, "year").items()
    }
    every = sum(given.acts.get(year, 0) for year in days)
    others = {year: given.acts.get(year, 0) - own[year] for year in days}
    if not every or sum(own[year] for year in days) > ALONE * every:
        return {}
    mean = sum(others.values()) / sum(days.values())
    return {year: round(others[year] / days[year] / mean, 6) for year in days if others[year] > 0}


def _covered(days: Iterable[Days], by: By) -> dict[int, float]:
    """Which share of the days of each period the stretches cover."""
    found: dict[int, int] = defaultdict(int)
    for first, last in days:
        for period in range(period_of(first, by), period_of(last, by) + 1):
            found[period] += min(last, first_day(period + 1, by) - 1) - max(first, first_day(period, by)) + 1
    return {
        period: min(1.0, count / (first_day(period + 1, by) - first_day(period, by))) for period, count in sorted(found.items())
    }


def _run(rates: dict[int, float], left: float, year: int) -> dict[int, float]:
    """The level of each period that has a rate. `left`: what is left of a level one period later; `year`: periods in a year."""
    periods = sorted(rates)
    found: dict[int, float] = {}
    level, before = 0.0, None
    for place, period in enumerate(periods):
        if before is None or period - before > 1:
            following = [rates[one] for one in periods[place : place + year] if one - period < year]
            usual = sum(following) / len(following)
            # Of a rate that has always been the same the level is rate / (1 - left); a gap closes a part of the way there.
            kept = left ** (period - before - 1) if before is not None else 0.0
            level = level * kept + usual / (1.0 - left) * (1.0 - kept)
        level = level * left + rates[period]
        found[period] = level
        before = period
    return found
