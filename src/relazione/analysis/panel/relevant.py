"""The panel: politically relevant dyads: the two are contiguous in the year, or one of them is a major power on one of its days."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import numpy as np

from relazione.analysis.panel.contiguity import NAMES, NONE, WANTED, by_month
from relazione.analysis.panel.frame import Flags, Frame
from relazione.analysis.panel.inputs import Inputs, translated
from relazione.reference.tables import rows

TABLE = Path(__file__).parents[1] / "data" / "major_powers.tsv"


@cache
def major_powers() -> tuple[tuple[int, datetime.date, datetime.date | None], ...]:
    """COW numbers of the major powers, with the first and last day (None: still). Raises ReferenceTableError, ValueError."""
    return tuple(
        (int(number), datetime.date.fromisoformat(first), datetime.date.fromisoformat(last) if last else None)
        for _, (number, _, first, last) in rows(TABLE, ("number", "name", "from", "to"))
    )


def relevant(frame: Frame, inputs: Inputs) -> Flags:
    """The rows that are relevant. Raises WrongUse where there is no file of contiguity."""
    data = inputs.dataset(WANTED, NAMES, "contiguity (for --pairs relevant)")
    closest, _ = by_month(frame, data)
    major = np.zeros((len(frame.numbers), frame.last - frame.first + 1), bool)
    for number, start, end in major_powers():
        years = np.arange(max(start.year, frame.first), min(end.year if end else frame.last, frame.last) + 1, dtype=np.int32)
        places = frame.places(translated(np.full(len(years), number, np.int32), years, "cow", frame.system))
        known = places >= 0
        major[places[known], years[known] - frame.first] = True
    found: Flags = (closest != NONE) | major[frame.a, frame.year] | major[frame.b, frame.year]
    return found
