"""The panel: alliances of the Alliance Treaty Obligations and Provisions project (ATOP): what a is bound to towards b in the year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import UNKNOWN, Addition, Column
from relazione.analysis.panel.frame import Frame
from relazione.analysis.panel.inputs import NO_NUMBER, Inputs
from relazione.analysis.panel.matching import matched

PLEDGES = {
    "defense": "to help the other if it is attacked",
    "offense": "to help the other in a conflict that it begins",
    "neutrality": "to stay neutral in a conflict of the other",
    "nonaggression": "not to attack the other",
    "consultation": "to consult the other in a crisis",
}
WANTED = ("atop-dyad-year", "atop-dyad-year-extract")


def atop(frame: Frame, inputs: Inputs) -> Addition:
    """A column for each pledge, 0 or 1: what a owes to b; where a panel has one row for a pair, what one of the two owes."""
    data = inputs.dataset(WANTED, ("a", "b", "year", *PLEDGES), "atop")
    row, place, source = matched(frame, data, directed=not frame.one_way)
    place = np.where(place < 0, -1 - place, place)
    who = "a or b" if frame.one_way else "a"
    absent = data.absent(frame, row)
    columns = []
    for pledge, meaning in PLEDGES.items():
        told = data[pledge][place]
        value = np.zeros(len(frame), np.int8)
        value[row[told == 1]] = 1
        definition = f"1: {who} is bound {meaning}, by an alliance in force at some time of the year; 0: no such pledge"
        columns.append(Column(f"atop_{pledge}", value, definition, "", _lacking(absent, row[told == NO_NUMBER], value)))
    return Addition(
        "atop", tuple(columns), source, "Pledges are directed: what a owes to b. A dyad-year without an entry has none."
    )


def _lacking(absent: NDArray[np.uint8], unknown: NDArray[np.int32], value: NDArray[np.int8]) -> NDArray[np.uint8]:
    """The absences, with those entries whose value the list does not know and no other entry tells."""
    unknown = unknown[value[unknown] == 0]
    if not len(unknown):
        return absent
    found = absent.copy()
    found[unknown] = UNKNOWN
    return found
