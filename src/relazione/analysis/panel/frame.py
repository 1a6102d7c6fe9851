"""The panel: its rows, the dyad-years of a system. Days first, years last: a dyad-year exists where both states are members on at
least one common day of the year.

Everything is numbered, so that a lookup is arithmetic on arrays: a state by its place in `numbers`, a year by its distance from
`first`, and `at[a, b, year]` is the row (-1: there is none). Rows are in the order of a, b, year.

    len(Frame.of("cow", (1816, 2016)))                   1,912,290
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from relazione.model.errors import WrongUse
from relazione.reference.systems import Spell, spells

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
FIRST, LAST = 1500, 2200
"""Years that can be asked for: no list of states reaches farther."""
FAR = 1 << 30
"""A day after all days."""


def day_of(date: datetime.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - 719163


class Overlaps(NamedTuple):
    """Intervals in which two states are members at once, in the order of the rows that they give: places of the states, first and
    last day, places of the years of those."""

    a: Ints
    b: Ints
    start: Ints
    end: Ints
    first: Ints
    last: Ints

    def kept(self, which: Flags) -> Overlaps:
        """Those that are wanted."""
        return Overlaps(*(one[which] for one in self))


class Frame:
    """The dyad-years. `a`, `b`: places in `numbers` (COW or Gleditsch-Ward state numbers, ascending); `year`: years since `first`.
    `one_way`: no pair has rows in both directions."""

    def __init__(
        self,
        system: str,
        years: tuple[int, int],
        numbers: Ints,
        overlaps: Overlaps,
        keys: NDArray[np.int32],
        one_way: bool = False,
    ) -> None:
        self.system = system
        self.one_way = one_way
        self.first, self.last = years
        self.numbers = numbers
        self._overlaps = overlaps
        self._keys = keys
        self._length = self.last - self.first + 1
        self.at = np.full((len(numbers), len(numbers), self._length), -1, np.int32)
        self.at.reshape(-1)[keys] = np.arange(len(keys), dtype=np.int32)
        pair = keys // self._length
        self.year = (keys - pair * self._length).astype(np.int16)
        self.a = (pair // max(1, len(numbers))).astype(np.int16)
        self.b = (pair - self.a.astype(np.int32) * len(numbers)).astype(np.int16)

    def __len__(self) -> int:
        return len(self._keys)

    @classmethod
    def of(
        cls,
        system: str,
        years: tuple[int, int],
        states: tuple[Collection[int], Collection[int]] | None = None,
        directed: bool = True,
        microstates: bool = True,
    ) -> Frame:
        """The dyad-years of a system ("cow", "gw") in the years, both included.

        `states`: the numbers that may stand first, and those that may stand second (None: all with all). `directed` false: each
        dyad once, the smaller number first. `microstates` false: without those that Gleditsch and Ward list apart. Raises WrongUse
        for an unknown system, for years of which the first is after the last, and for those before FIRST or after LAST.
        """
        first, last = years
        if not FIRST <= first <= last <= LAST:
            raise WrongUse(f"years {first}-{last}: two years from {FIRST} to {LAST} are needed, the first no later than the last")
        wanted = None if states is None else {*states[0], *states[1]}
        own = [
            spell
            for spell in spells(system)
            if (wanted is None or spell.number in wanted)
            and spell.start.year <= last
            and (spell.end is None or spell.end.year >= first)
            and (microstates or not spell.microstate)
        ]
        numbers = np.array(sorted({spell.number for spell in own}), np.int32)
        over = _overlaps(own, numbers, first, last)
        if states is not None:
            allowed = [np.isin(numbers, np.array(list(some), np.int32)) for some in states]
            over = over.kept(allowed[0][over.a] & allowed[1][over.b])
        if not directed:
            over = over.kept(over.a < over.b)
        one_way = not directed or (states is not None and not {*states[0]} & {*states[1]})
        return cls(system, years, numbers, over, _keys(over, len(numbers), last - first + 1), one_way)

    def only(self, which: Flags) -> Frame:
        """The frame with those of its rows alone."""
        return Frame(self.system, (self.first, self.last), self.numbers, self._overlaps, self._keys[which], self.one_way)

    def places(self, numbers: Ints) -> Ints:
        """Places of states by their numbers; -1 for one that is not in the frame."""
        if not len(self.numbers):
            return np.full(len(numbers), -1, np.int32)
        last = int(self.numbers[-1])
        found = np.full(last + 2, -1, np.int32)
        found[self.numbers] = np.arange(len(self.numbers))
        return found[np.where((numbers < 0) | (numbers > last), last + 1, numbers)]

    def rows(self, a: Ints, b: Ints, year: Ints) -> Ints:
        """Rows of places and calendar years; -1 where the panel has none."""
        if not len(self):
            return np.full(len(a), -1, np.int32)
        since = year - self.first
        inside = (a >= 0) & (b >= 0) & (since >= 0) & (since < self._length)
        found = self.at[np.where(inside, a, 0), np.where(inside, b, 0), np.where(inside, since, 0)]
        return np.where(inside, found, -1)

    @cached_property
    def calendar(self) -> Ints:
        """The calendar year of each row."""
        return self.year.astype(np.int32) + self.first

    @cached_property
    def new_years(self) -> Ints:
        """1 January of each year of the frame and of the year after it, in days since 1970-01-01."""
        return _new_years(self.first, self.last + 1)

    @cached_property
    def first_days(self) -> Ints:
        """The first common day of each row's year: 1 January, or when the later of the two became a member."""
        over = self._overlaps
        return self._edge(self.new_years[self.year], over.start, over.first, over.last, np.minimum)

    @cached_property
    def last_days(self) -> Ints:
        """The last common day of each row's year: 31 December, or when the first of the two ceased to be a member."""
        over = self._overlaps
        return self._edge(self.new_years[self.year + 1] - 1, over.end, over.last, over.first, np.maximum)

    def _edge(self, usual: Ints, day: Ints, year: Ints, other_year: Ints, nearest: np.ufunc) -> Ints:
        """Days that are the usual one but where an interval has its edge in the year and none reaches over the usual day."""
        found, a, b = usual.copy(), self._overlaps.a, self._overlaps.b
        edges = self.at[a, b, year]
        inner = (edges >= 0) & (day != usual[edges])
        found[edges[inner]] = FAR if nearest is np.minimum else -FAR
        nearest.at(found, edges[inner], day[inner])
        across = self.at[a, b, other_year]
        across = across[(across >= 0) & (year != other_year)]
        found[across] = usual[across]
        return found


def _new_years(first: int, last: int) -> Ints:
    return np.array([day_of(datetime.date(year, 1, 1)) for year in range(first, last + 1)], np.int32)


def _overlaps(own: list[Spell], numbers: Ints, first: int, last: int) -> Overlaps:
    """Spells come by number and start, and those of one state do not meet: what follows is in the order of a, b and day."""
    place = np.searchsorted(numbers, np.array([spell.number for spell in own], np.int32)).astype(np.int32)
    begin, end = day_of(datetime.date(first, 1, 1)), day_of(datetime.date(last, 12, 31))
    starts = np.array([max(begin, day_of(spell.start)) for spell in own], np.int32)
    ends = np.array([min(end, day_of(spell.end)) if spell.end else end for spell in own], np.int32)
    start, stop = np.maximum.outer(starts, starts), np.minimum.outer(ends, ends)
    left, right = np.nonzero((start <= stop) & (place[:, None] != place[None, :]))
    order = np.lexsort((start[left, right], place[right], place[left]))
    left, right = left[order], right[order]
    start, stop = start[left, right], stop[left, right]
    new_years = _new_years(first, last)
    years = ((np.searchsorted(new_years, day, side="right") - 1).astype(np.int32) for day in (start, stop))
    return Overlaps(place[left], place[right], start, stop, *years)


def _keys(over: Overlaps, states: int, years: int) -> NDArray[np.int32]:
    """Places in states x states x years, ascending: of every year that an interval touches, once."""
    pair = over.a * np.int32(states) + over.b
    first = over.first.copy()
    again = np.flatnonzero((pair[1:] == pair[:-1]) & (first[1:] == over.last[:-1])) + 1
    first[again] += 1  # two intervals that touch the same year
    counts = over.last - first + 1
    begins = np.cumsum(counts) - counts
    return np.repeat(pair * np.int32(years) + first - begins, counts).astype(np.int32) + np.arange(counts.sum(), dtype=np.int32)
