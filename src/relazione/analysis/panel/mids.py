"""The panel: militarized disputes, of the Correlates of War and of Gibler, Miller and Little.

Every dispute of a dyad-year is kept: counts and the list of numbers stand beside a *first* one. The first is the dispute with the
highest hostility level; of several, the one that began in the year before one that went on; of several, the lowest number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import UNKNOWN, Addition, Column, Lists, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import NO_NUMBER, Dataset, Inputs
from relazione.analysis.panel.matching import matched

NAMES = (
    "dispute", "a", "b", "year", "onset", "hostility", "hostility_a", "hostility_b", "fatalities", "fatalities_a", "fatalities_b",
    "war", "side_a", "start_year",
)  # fmt: skip
WAR = 5
"""Hostility level of war."""


def disputes(frame: Frame, inputs: Inputs, name: str, wanted: tuple[str, ...]) -> Addition:
    """The columns of one list of disputes, each name beginning with `name`."""
    data = inputs.dataset(wanted, NAMES, name)
    row, order, source = matched(frame, data)
    absent = data.absent(frame, row)
    onset = _onset(data)[order]
    hostility = _of_both(data, "hostility")[order]
    number = data["dispute"][order]
    by = np.lexsort((number, -onset, -hostility, row))
    row, number, onset, hostility, order = row[by], number[by], onset[by], hostility[by], order[by]
    # A file may give a dispute of a dyad-year in several rows (spells): it counts once, by its most hostile row.
    kept = _once(row, number)
    row, number, onset, hostility, order = row[kept], number[kept], onset[kept], hostility[kept], order[kept]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    counts = np.bincount(row, minlength=len(frame)).astype(np.int32)
    offsets = np.concatenate((np.zeros(1, np.int32), np.cumsum(counts, dtype=np.int32)))

    def spread(values: NDArray[np.int32], of: Ints = row) -> NDArray[np.int32]:
        found = np.zeros(len(frame), np.int32)
        found[of] = values
        return found

    war = _war(data, hostility, order)
    columns = [
        Column(f"{name}_count", smallest(counts), "disputes between the two that went on in the year", "disputes", absent),
        Column(
            f"{name}_onsets", smallest(np.bincount(row, onset == 1, len(frame))), "of those, disputes that began in the year",
            "disputes", absent,
        ),
        Column(f"{name}_disputes", Lists(offsets, number), "numbers of all disputes of the year, the first one first", "", absent),
        Column(
            f"{name}_hostility", smallest(spread(hostility[first].clip(0), row[first])),
            "highest hostility level that one of the two reached in the year's disputes: 1 no militarized action, 2 threat, 3 display, 4 use of force, 5 war; 0 "
            "where there is no dispute", "level", absent,
        ),
        Column(
            f"{name}_war", smallest(_most(row, first, war, len(frame))), "1: a dispute of the year was a war (as the list codes it for "
            "the dyad, or hostility level 5)", "", absent,
        ),
        Column(
            f"{name}_first", spread(number[first], row[first]), "number of the first dispute (see the note); 0 where there is none",
            "", absent,
        ),
    ]  # fmt: skip
    if "side_a" in data:
        side = _known(data, "side_a")[order]
        columns.append(
            Column(
                f"{name}_side_a", smallest(np.bincount(row, side == 1, len(frame))),
                "disputes of the year in which a was on side A, the side that took the first militarized action", "disputes", absent,
            )
        )  # fmt: skip
    if "fatalities" in data:
        deaths = _of_both(data, "fatalities")[order]
        level = _most(row, first, deaths, len(frame))
        lacking = absent.copy()
        lacking[row[first][level[row[first]] < 0]] = UNKNOWN
        columns.append(
            Column(
                f"{name}_fatalities", smallest(level.clip(0)),
                "highest fatality level that is known of the year's disputes: 0 none, 1 1-25, 2 26-100, 3 101-250, 4 251-500, 5 501-999, "
                "6 more than 999 deaths", "level", lacking,
            )
        )  # fmt: skip
    return Addition(
        name,
        tuple(columns),
        source,
        "First is the dispute with the highest hostility level; of several the one that began in the year before one that went on; "
        "of several the one with the lowest number.",
    )


def mids(frame: Frame, inputs: Inputs) -> Addition:
    """Correlates of War."""
    return disputes(frame, inputs, "mids", ("cow-mid-dyadic",))


def gml(frame: Frame, inputs: Inputs) -> Addition:
    """Gibler, Miller and Little."""
    return disputes(frame, inputs, "gml", ("gml-mid-directed",))


def _known(data: Dataset, name: str) -> NDArray[np.int32]:
    """A column of whole numbers in which unknown is -1."""
    return np.where(data[name] == NO_NUMBER, -1, data[name]).astype(np.int32)


def _of_both(data: Dataset, name: str) -> NDArray[np.int32]:
    """The higher of the levels of the two where the list gives one for each side, else the dispute's."""
    if f"{name}_a" in data:
        higher: NDArray[np.int32] = np.maximum(_known(data, f"{name}_a"), _known(data, f"{name}_b"))
        return higher
    return _known(data, name)


def _onset(data: Dataset) -> NDArray[np.int32]:
    """1 where the row's year is the one in which the dispute began for the two."""
    began: NDArray[np.bool_] = data["onset"] == 1 if "onset" in data else data["start_year"] == data["year"]
    return began.astype(np.int32)


def _war(data: Dataset, hostility: Ints, order: Ints) -> NDArray[np.int32]:
    war: NDArray[np.bool_] = hostility == WAR
    return (war | (data["war"][order] == 1) if "war" in data else war).astype(np.int32)


def _once(row: Ints, number: Ints) -> NDArray[np.int64]:
    """Places of the first entry of each dispute of a row, in the order that they have."""
    key = row.astype(np.int64) << 32 | number.astype(np.int64)
    return np.sort(np.unique(key, return_index=True)[1])


def _most(row: Ints, first: NDArray[np.intp], values: Ints, rows: int) -> NDArray[np.int32]:
    """The highest value of each row; 0 where the row has none."""
    found = np.zeros(rows, np.int32)
    if len(first):
        found[row[first]] = np.maximum.reduceat(values, first)
    return found
