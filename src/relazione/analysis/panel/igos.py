"""The panel: intergovernmental organisations that both are full members of (Correlates of War IGO data)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import NOT_COVERED, Addition, Column, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import NO_NUMBER, Dataset, Inputs
from relazione.analysis.panel.matching import matched

BY_STATE = ("cow-igo-state-year", "cow-igo-year")
BY_DYAD = ("cow-igo-dyad-year",)
FULL = 1


def igos(frame: Frame, inputs: Inputs) -> Addition:
    """How many organisations both are full members of, and of how many that is not known."""
    if any(map(inputs.has, BY_STATE)) or not any(map(inputs.has, BY_DYAD)):
        data = inputs.dataset(BY_STATE, ("code", "igo", "status", "year"), "igos")
        shared, unknown = _by_state(frame, data)
        source = data.source
    else:
        data = inputs.dataset(BY_DYAD, ("a", "b", "year", "shared", "unknown"), "igos")
        shared, unknown = np.zeros(len(frame), np.int32), np.zeros(len(frame), np.int32)
        row, place, source = matched(frame, data, directed=False)
        place = np.where(place < 0, -1 - place, place)
        shared[row], unknown[row] = data["shared"][place].clip(0), data["unknown"][place].clip(0)
    absent = data.absent(frame)
    # Up to 1965 the list has one year in five: the years between are not covered.
    absent[(absent == 0) & ~np.isin(frame.calendar, np.unique(data["year"]))] = NOT_COVERED
    return Addition(
        "igos",
        (
            Column("igos_shared", smallest(shared), "organisations of which both were full members in the year", "organisations", absent),
            Column(
                "igos_unknown", smallest(unknown),
                "organisations that both may share: one is a full member or may be one, and the list does not know of the other",
                "organisations", absent,
            ),
        ),
        source,
        "Associates and observers do not count. Years without a row in the list (four in five up to 1965) are not covered.",
    )  # fmt: skip


def _by_state(frame: Frame, data: Dataset) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Year by year the product of the states' rows of memberships."""
    year = data["year"].astype(np.int32)
    place = data.places(frame, "code", year)
    inside = (place >= 0) & (year >= frame.first) & (year <= frame.last) & (data["igo"] >= 0)
    status = data["status"]
    shared, unknown = np.zeros(len(frame), np.int32), np.zeros(len(frame), np.int32)
    order = np.argsort(frame.year, kind="stable")
    starts = np.searchsorted(frame.year[order], np.arange(frame.last - frame.first + 2))
    by_year = np.argsort(year, kind="stable")
    for one in np.unique(year[inside]).tolist():
        low, high = np.searchsorted(year[by_year], (one, one + 1))
        here = by_year[low:high]
        here = here[inside[here]]
        rows: Ints = order[starts[one - frame.first] : starts[one - frame.first + 1]].astype(np.int32)
        full = _matrix(frame, place[here], data["igo"][here], status[here] == FULL)
        maybe = _matrix(frame, place[here], data["igo"][here], (status[here] == FULL) | (status[here] == NO_NUMBER))
        both, may = full @ full.T, maybe @ maybe.T
        a, b = frame.a[rows], frame.b[rows]
        shared[rows] = both[a, b]
        unknown[rows] = may[a, b] - both[a, b]
    return shared, unknown


def _matrix(frame: Frame, place: Ints, igo: Ints, which: NDArray[np.bool_]) -> NDArray[np.float32]:
    """States x organisations of the year, 1 where the status is wanted."""
    known, column = np.unique(igo, return_inverse=True)
    found = np.zeros((len(frame.numbers), len(known)), np.float32)
    found[place[which], column[which]] = 1
    return found
