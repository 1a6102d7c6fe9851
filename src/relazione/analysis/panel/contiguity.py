"""The panel: direct contiguity (Correlates of War), by the months of its intervals.

The year's value is the closest type that held in one of its months: a border of eleven months counts, and so does the border that
two states share after a sea was all between them until June.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import Addition, Column
from relazione.analysis.panel.frame import Flags, Frame, Ints
from relazione.analysis.panel.inputs import NO_NUMBER, Dataset, Inputs, translated

WANTED = ("cow-contiguity",)
NAMES = ("a", "b", "type", "begin", "end")
NONE = 9
"""Farther than any type, while the closest is looked for."""
_MONTHS = np.array([bin(mask).count("1") for mask in range(1 << 12)], np.int8)


def contiguity(frame: Frame, inputs: Inputs) -> Addition:
    """The closest type of the year, and the months with any."""
    data = inputs.dataset(WANTED, NAMES, "contiguity")
    closest, months = by_month(frame, data)
    absent = data.absent(frame, np.flatnonzero(closest != NONE).astype(np.int32))
    closest = np.where(closest == NONE, 0, closest).astype(np.int8)
    return Addition(
        "contiguity",
        (
            Column(
                "contiguity", closest,
                "closest direct contiguity in a month of the year: 1 by land or river, 2 up to 12 miles of water, 3 up to 24, 4 up to 150, "
                "5 up to 400; 0 none", "type", absent,
            ),
            Column("contiguity_months", _MONTHS[months], "months of the year with a direct contiguity of any type", "months", absent),
        ),
        data.source,
    )  # fmt: skip


def by_month(frame: Frame, data: Dataset) -> tuple[Ints, Ints]:
    """By row: the closest type (NONE: none), and the months with any as a mask of twelve bits."""
    closest = np.full(len(frame), NONE, np.int32)
    months = np.zeros(len(frame), np.int32)
    first, last = frame.first * 12, frame.last * 12 + 11
    good = (data["begin"] != NO_NUMBER) & (data["type"] != NO_NUMBER)
    begin, kind = _month(data["begin"][good]), data["type"][good].astype(np.int32)
    end = np.where(data["end"][good] == NO_NUMBER, last, _month(data["end"][good]))
    # An interval that reaches the last month of the coverage is open, and goes no further here than the coverage does.
    begin, end = np.maximum(begin, first), np.minimum(end, last)
    counts = np.maximum(end // 12 - begin // 12 + 1, 0)
    counts[end < begin] = 0
    which = np.repeat(np.arange(len(counts)), counts)
    year = begin[which] // 12 + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    low = np.maximum(begin[which], year * 12) % 12
    high = np.minimum(end[which], year * 12 + 11) % 12
    mask = (np.int32(1) << (high + 1)) - (np.int32(1) << low)
    year = year.astype(np.int32)
    a, b = (_places(frame, data, name, good, which, year) for name in ("a", "b"))
    for left, right in ((a, b), (b, a)):
        row = frame.rows(left, right, year)
        found = row >= 0
        np.minimum.at(closest, row[found], kind[which][found])
        np.bitwise_or.at(months, row[found], mask[found].astype(np.int32))
    return closest, months


def _places(frame: Frame, data: Dataset, name: str, good: Flags, which: NDArray[np.intp], year: Ints) -> Ints:
    """Places of the states of a column, in each year of each interval."""
    return frame.places(translated(data[name][good][which].astype(np.int32), year, data.system, frame.system))


def _month(told: Ints) -> Ints:
    """YYYYMM as months since year 0."""
    return (told // 100 * 12 + told % 100 - 1).astype(np.int32)
