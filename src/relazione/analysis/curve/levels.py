"""The curve: sums and decay.

While something goes on it counts in full; once it is over it counts half after each half-life. With d = 2^(-length of a period / half-life):

    level(p)  = d * carried(p - 1) + sum of score * chance that it goes on in p
    carried(p) = d * carried(p - 1) + sum of score * chance that it ends in p

apart for cooperation (scores above 0) and conflict (below 0).
"""

from __future__ import annotations

from collections.abc import Iterable

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.spans import Span, period_of, shares

PERIODS = {"year": 1, "month": 12}


def decay(by: By, half_life: float) -> float:
    """What is left of a thing one period after it is over."""
    return 0.0 if half_life <= 0 else 0.5 ** (1 / (PERIODS[by] * half_life))


class Levels:
    """Cooperation and conflict of the periods first..last, and which acts are there in each (by their places in the order given)."""

    def __init__(self, scored: Iterable[tuple[float, Span]], by: By, first: int, last: int, half_life: float) -> None:
        count = max(0, last - first + 1)
        on = ([0.0] * count, [0.0] * count)
        ends = ([0.0] * count, [0.0] * count)
        self.there: list[list[int]] = [[] for _ in range(count)]
        for place, (score, span) in enumerate(scored):
            side = 0 if score > 0 else 1
            begin = period_of(span.start, by)
            if span.end == span.start and begin <= last:  # by far the most: one day
                on[side][begin - first] += score
                ends[side][begin - first] += score
                self.there[begin - first].append(place)
                continue
            for period, goes_on, over in shares(span, by, last):
                on[side][period - first] += score * goes_on
                ends[side][period - first] += score * over
                if goes_on > 0:
                    self.there[period - first].append(place)
        left = decay(by, half_life)
        self.cooperation = _run(on[0], ends[0], left)
        self.conflict = _run(on[1], ends[1], left)


def _run(on: list[float], ends: list[float], left: float) -> list[float]:
    """The level of each period. `on` and `ends` hold scores: of what goes on, and of what ends."""
    found, carried = [], 0.0
    for goes_on, over in zip(on, ends, strict=True):
        carried *= left
        found.append(carried + goes_on)
        carried += over
    return found
