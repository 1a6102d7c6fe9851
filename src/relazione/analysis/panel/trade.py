"""The panel: trade between the two (Correlates of War), in current US dollars."""

from __future__ import annotations

import numpy as np

from relazione.analysis.panel.column import NOT_COVERED, UNKNOWN, Addition, Column
from relazione.analysis.panel.frame import Frame
from relazione.analysis.panel.inputs import Inputs
from relazione.analysis.panel.matching import matched

WANTED = ("cow-trade-dyadic",)


def trade(frame: Frame, inputs: Inputs) -> Addition:
    """What a imported from b and b from a. The list is not complete: a dyad-year without a row is not covered, never 0."""
    data = inputs.dataset(WANTED, ("a", "b", "year", "imports_a", "imports_b"), "trade")
    row, place, source = matched(frame, data, directed=False)
    turned = place < 0
    place = np.where(turned, -1 - place, place)
    columns = []
    for name, own, other, who in (("a", "imports_a", "imports_b", "a from b"), ("b", "imports_b", "imports_a", "b from a")):
        value = np.zeros(len(frame), np.float64)
        absent = data.absent(frame)
        absent[absent == 0] = NOT_COVERED
        told = np.where(turned, data[other][place], data[own][place])
        unknown = np.isnan(told)
        value[row] = np.where(unknown, 0, told)
        absent[row] = np.where(unknown, UNKNOWN, 0)
        columns.append(Column(f"trade_imports_{name}", value, f"imports of {who}", "million current US dollars", absent))
    return Addition("trade", tuple(columns), source, "Not the smoothed columns, which hide what a war does to trade.")
