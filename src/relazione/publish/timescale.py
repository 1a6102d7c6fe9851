"""Publish: a scale of time on which nothing is crammed: full stretches are wide, empty ones are narrow, and long silences are cut out.

The time that is shown is divided into equal bins (decades, years or months, as suits its length). A bin is the wider the more is dated
in it, by the logarithm of the number; two or more empty bins in a row are a break of one fixed width.

    scale = Scale.of([day, ...], first, last, width=1000)
    scale.x(day)              units from the left
    scale.breaks              what was cut out, to be told
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Literal, Self

from relazione.model.dates import MONTHS, civil, day_number

Unit = Literal["decade", "year", "month"]
BREAK = 30.0
"""Units that a cut-out stretch is wide."""
LONGEST_KEPT = 12
"""Bins that what is dated vaguely keeps from being cut out, at most."""
GROWTH = 1.3
"""How much wider a bin grows each time that what is dated in it doubles."""
TICKS_APART = 52.0
"""Units between two labels of the axis, at least."""
FIRST = 12.0
"""Units that the second label keeps away from the first, beyond that."""


@dataclass(frozen=True)
class Bin:
    """One stretch of the scale: days (the last one excluded), units from the left, and whether it stands for a silence."""

    first: int
    after: int
    left: float
    width: float
    is_break: bool = False


@dataclass(frozen=True)
class Tick:
    """A label of the axis. `x`: units from the left."""

    x: float
    label: str


@dataclass(frozen=True)
class Scale:
    """Days to units, monotonously."""

    bins: tuple[Bin, ...]
    unit: Unit

    @classmethod
    def of(cls, days: Sequence[int], first: int, last: int, width: float, vague: Sequence[tuple[int, int]] = ()) -> Self:
        """The scale from the day `first` to the day `last`, `width` units wide, for what is dated on `days`. `vague`: first and last days
        within which something lies, no more exactly known than that; these keep their room, and get no more of it."""
        unit = unit_of(first, last)
        edges = _edges(first, last, unit)
        counts = [0] * (len(edges) - 1)
        for day in days:
            if edges[0] <= day < edges[-1]:
                counts[bisect_right(edges, day) - 1] += 1
        kept = [False] * len(counts)
        for begin, end in vague:
            low, high = (min(max(bisect_right(edges, day) - 1, 0), len(counts) - 1) for day in (begin, end))
            if high - low < LONGEST_KEPT:
                kept[low : high + 1] = [True] * (high + 1 - low)
        return cls(tuple(_bins(edges, counts, kept, width)), unit)

    @cached_property
    def _firsts(self) -> list[int]:
        return [one.first for one in self.bins]

    @property
    def first(self) -> int:
        """The first day shown."""
        return self.bins[0].first

    @property
    def last(self) -> int:
        """The last day shown."""
        return self.bins[-1].after - 1

    def x(self, day: float) -> float:
        """Units from the left; a day outside is put at the edge."""
        found = self.bins[max(0, min(bisect_right(self._firsts, day) - 1, len(self.bins) - 1))]
        share = (day - found.first) / (found.after - found.first)
        return found.left + min(max(share, 0.0), 1.0) * found.width

    def day(self, x: float) -> int:
        """The day at so many units from the left."""
        found = next((one for one in self.bins if x < one.left + one.width), self.bins[-1])
        share = min(max((x - found.left) / found.width, 0.0), 0.999999)
        return int(found.first + share * (found.after - found.first))

    @property
    def breaks(self) -> list[Bin]:
        """The silences that were cut out."""
        return [one for one in self.bins if one.is_break]

    def ticks(self) -> list[Tick]:
        """Labels where bins begin, no two too near each other; of months the first and each January with its year."""
        found: list[Tick] = []
        for one in self.bins:
            for day, label in _labels(one, self.unit):
                x = self.x(day)
                # The first label stands beside its line and not under it.
                if not found or x - found[-1].x >= TICKS_APART + (FIRST if len(found) == 1 else 0):
                    year, month, _ = civil(day)
                    dated = self.unit == "month" and (not found or month == 1)
                    found.append(Tick(x, f"{label} {year_words(year)}" if dated else label))
        return found


def unit_of(first: int, last: int) -> Unit:
    """The bins that suit a stretch of days."""
    years = (last - first) / 365.25
    return "decade" if years > 130 else "year" if years > 3 else "month"


def year_words(year: int) -> str:
    """ "1912"; "27 BC" of the year -26."""
    return str(year) if year > 0 else f"{1 - year} BC"


def _edges(first: int, last: int, unit: Unit) -> list[int]:
    """The first days of the bins that hold the stretch, and the day after the last."""
    year, month, _ = civil(first)
    if unit == "month":
        at = (year, month)
        found = [day_number(*at, 1)]
        while found[-1] <= last:
            at = (at[0], at[1] + 1) if at[1] < 12 else (at[0] + 1, 1)
            found.append(day_number(*at, 1))
        return found
    step = 10 if unit == "decade" else 1
    year -= year % step
    found = [day_number(year, 1, 1)]
    while found[-1] <= last:
        year += step
        found.append(day_number(year, 1, 1))
    return found


def _bins(edges: Sequence[int], counts: Sequence[int], kept: Sequence[bool], width: float) -> list[Bin]:
    """The bins side by side: runs of empty ones are breaks where that is narrower, the others share the rest by their weight."""
    runs: list[tuple[int, int, bool]] = []  # index of the first, index after the last, is a break
    at = 0
    while at < len(counts):
        end = at
        while end < len(counts) and not counts[end] and not kept[end]:
            end += 1
        if end - at >= 2:
            runs.append((at, end, True))
            at = end
        else:
            runs.append((at, at + 1, False))
            at += 1
    weights = [0.0 if cut else 1 + GROWTH * log2(1 + counts[start]) for start, _, cut in runs]
    free = width - BREAK * sum(cut for _, _, cut in runs)
    if not sum(weights) or free < width / 3:  # almost nothing is dated, or only scattered days: an even scale
        runs = [(number, number + 1, False) for number in range(len(counts))]
        weights, free = [1.0] * len(runs), width
    found: list[Bin] = []
    left = 0.0
    for (start, end, cut), weight in zip(runs, weights, strict=True):
        wide = BREAK if cut else free * weight / sum(weights)
        found.append(Bin(edges[start], edges[end], left, wide, cut))
        left += wide
    return found


def _labels(one: Bin, unit: Unit) -> list[tuple[int, str]]:
    """The labels that a bin offers: its beginning, and of a wide decade each year."""
    if one.is_break:
        return []
    year, month, _ = civil(one.first)
    if unit == "month":
        return [(one.first, MONTHS[month - 1][:3])]
    if unit == "decade" and one.width > 2.5 * TICKS_APART:
        step = 1 if one.width > 10 * TICKS_APART else 2 if one.width > 5 * TICKS_APART else 5
        return [(day_number(year + more, 1, 1), year_words(year + more)) for more in range(0, 10, step)]
    return [(one.first, year_words(year))]
