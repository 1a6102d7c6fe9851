"""The panel: which row of the panel each row of a dyadic file belongs to."""

from __future__ import annotations

import msgspec
import numpy as np

from relazione.analysis.panel.column import Source
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import Dataset


def matched(frame: Frame, data: Dataset, directed: bool = True) -> tuple[Ints, Ints, Source]:
    """Panel rows, the places in the file of the rows that they belong to, and the source with the count of those that met no row.

    `directed` false: a row of the file speaks of both directions, and is given for each (places of the second turn are negative,
    -1 - place).
    """
    year = data["year"].astype(np.int32)
    a, b = data.places(frame, "a", year), data.places(frame, "b", year)
    row = frame.rows(a, b, year)
    place = np.arange(len(row), dtype=np.int32)
    met = row >= 0
    if not directed:
        turned = frame.rows(b, a, year)
        met |= turned >= 0
        row, place = np.concatenate((row, turned)), np.concatenate((place, -1 - place))
    lost = int(np.count_nonzero(~met & (year >= frame.first) & (year <= frame.last)))
    found = row >= 0
    return row[found], place[found], msgspec.structs.replace(data.source, unmatched=lost)
