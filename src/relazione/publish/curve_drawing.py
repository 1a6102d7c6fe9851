"""Publish: what the pictures of curves are drawn with: one axis of time, panels with an axis of levels, areas, gaps and ticks.

Heights follow the square root of the level, so that a visit is seen beside a war. What is drawn is fragments of SVG without script, style
or font: the page's style sheet (`web/static/pages/curve.css`) gives the colours, for light, dark and print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from typing import Protocol

from relazione.analysis.curve import By
from relazione.analysis.curve.spans import first_day, period_number
from relazione.model.dates import MONTHS, civil, day_number, humanize

WIDTH, LEFT, RIGHT = 820, 56, 14
COLUMNS = 440
"""Most steps that are drawn; of more periods several share a step, which shows the strongest of them."""
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
ROOM = 6
"""Letters that have room in the middle under the first tick."""
_FIGURES = (1, 2, 5)


class Leveled(Protocol):
    """A period with its levels; null: not covered."""

    @property
    def period(self) -> str: ...
    @property
    def cooperation(self) -> float | None: ...
    @property
    def conflict(self) -> float | None: ...
    @property
    def net(self) -> float | None: ...


class Axis:
    """The axis of time: from days and periods to units, from the left."""

    def __init__(self, by: By, first: str, last: str) -> None:
        self.by = by
        self.first, self.after = period_number(first), period_number(last) + 1
        self.day, self.last_day = first_day(self.first, by), first_day(self.after, by)
        self.wide = -(-(self.after - self.first) // COLUMNS)

    def x(self, day: float) -> float:
        share = (day - self.day) / max(1, self.last_day - self.day)
        return LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT)

    def at(self, period: int) -> float:
        return self.x(first_day(period, self.by))

    def ticks(self) -> list[tuple[int, str]]:
        """Days with the years (or months) that name them: at most seven."""
        first, last = civil(self.day), civil(self.last_day - 1)
        years = last[0] - first[0]
        if years < 3 and self.by == "month":
            months = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
            step = next(step for step in (1, 2, 3, 6, 12) if len(months) / step <= 6)
            named = [number for number in months if number % step == 0]
            return [(day_number(n // 12, n % 12 + 1, 1), f"{MONTHS[n % 12][:3]} {n // 12}") for n in named]
        step = next((step for step in _STEPS if years / step <= 6), _STEPS[-1])
        return [
            (day_number(year, 1, 1), str(year) if year > 0 else f"{1 - year} BC")
            for year in range(-(-first[0] // step) * step, last[0] + 1, step)
            if day_number(year, 1, 1) >= self.day
        ]

    def draw(self, bottom: float, foot: float) -> Iterator[str]:
        """The ticks under a picture that ends at `bottom`, with their words `foot` below it."""
        for day, words in self.ticks():
            x = self.x(day)
            yield f'<path class="tick" d="M{x:.1f} {bottom}v6"/>'
            anchor = "start" if len(words) > ROOM and x < LEFT + 20 else "middle"  # "Jan 2014" at the edge would be cut off
            yield f'<text class="year" x="{x:.1f}" y="{bottom + foot}" text-anchor="{anchor}">{words}</text>'


@dataclass(frozen=True)
class Panel:
    """A part of a picture with an axis of levels in its middle: from `top`, twice `half` high, for levels up to `most`."""

    top: float
    half: float
    most: float

    @property
    def middle(self) -> float:
        return self.top + self.half

    @property
    def bottom(self) -> float:
        return self.top + 2 * self.half

    def y(self, level: float) -> float:
        height = sqrt(abs(level) / self.most) * self.half
        return self.middle - height if level > 0 else self.middle + height

    def grid(self) -> Iterator[str]:
        """Two levels of each side, named, and the axis."""
        for level in _levels(self.most):
            for side in (1, -1):
                y = self.y(level * side)
                yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
                sign = "" if side > 0 else "−"
                yield f'<text class="level" x="{LEFT - 8}" y="{y:.1f}" text-anchor="end" dy=".35em">{sign}{_short(level)}</text>'
        yield f'<path class="axis" d="M{LEFT} {self.middle}H{WIDTH - RIGHT}"/>'


def highest(points: Sequence[Leveled], least: float = 10.0) -> float:
    """The strongest level of either side, and no less than that."""
    return max([least, *(max(point.cooperation or 0, -(point.conflict or 0)) for point in points)])


def _levels(top: float) -> list[int]:
    """Two levels that are named: near a tenth and a half of the highest."""
    fits, tens = [1], 1
    while tens <= top:
        fits += [figure * tens for figure in _FIGURES if 1 < figure * tens <= top]
        tens *= 10
    small = [level for level in fits if level <= top / 6]
    return [*small[-1:], *[level for level in fits if level > top / 3][-1:]] or [fits[-1]]


def _short(level: int) -> str:
    """ "500", "20k": what has room beside the axis."""
    return f"{level // 1000}k" if level >= 1000 and level % 1000 == 0 else str(level)


@dataclass(frozen=True)
class Step:
    """One or several periods together."""

    first: int
    after: int
    cooperation: float | None
    conflict: float | None
    net: float | None


def steps(points: Sequence[Leveled], axis: Axis) -> list[Step]:
    """Points as they are drawn: each alone, or where there are too many the strongest of several."""
    found = []
    for place, run in groupby(points, key=lambda point: (period_number(point.period) - axis.first) // axis.wide):
        group = list(run)
        cooperation = [point.cooperation for point in group if point.cooperation is not None]
        conflict = [point.conflict for point in group if point.conflict is not None]
        net = [point.net for point in group if point.net is not None]
        found.append(
            Step(
                axis.first + place * axis.wide,
                min(axis.first + (place + 1) * axis.wide, axis.after),
                max(cooperation, default=None),
                min(conflict, default=None),
                max(net, key=abs, default=None),
            )
        )
    return found


def areas(drawn: Sequence[Step], axis: Axis, panel: Panel) -> list[str]:
    """The two areas, and the line of their sum: a path for each stretch without a gap."""
    out = []
    for name in ("cooperation", "conflict"):
        paths = [_area([(step, getattr(step, name)) for step in run], axis, panel) for run in _runs(drawn, name)]
        out.append(f'<path class="{name}" d="{"".join(paths)}"/>')
    lines = []
    for run in _runs(drawn, "net"):
        corners = [f"{axis.at(step.first):.1f} {panel.y(step.net or 0):.1f}H{axis.at(step.after):.1f}" for step in run]
        lines.append(f"M{'V'.join(corner if not place else corner.split(' ')[1] for place, corner in enumerate(corners))}")
    out.append(f'<path class="net" d="{"".join(lines)}"/>')
    return out


def _runs(drawn: Sequence[Step], name: str) -> list[list[Step]]:
    """The steps that have a value, those that follow each other without a hole together."""
    found: list[list[Step]] = []
    for step in drawn:
        if getattr(step, name) is None:
            continue
        if found and found[-1][-1].after == step.first:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def _area(run: Sequence[tuple[Step, float]], axis: Axis, panel: Panel) -> str:
    top = "".join(f"V{panel.y(level):.1f}H{axis.at(step.after):.1f}" for step, level in run)
    return f"M{axis.at(run[0][0].first):.1f} {panel.middle}{top}V{panel.middle}z"


def gaps_of(points: Sequence[Leveled], axis: Axis | None = None) -> list[tuple[str, str]]:
    """The first and last periods of each stretch without levels; with an axis also those before the first point and after the last."""
    from relazione.analysis.curve.spans import period_text

    if axis is None:
        runs = groupby(points, key=lambda point: point.cooperation is None and point.conflict is None)
        periods = ([point.period for point in run] for is_gap, run in runs if is_gap)
        return [(run[0], run[-1]) for run in periods]
    told = {period_number(point.period) for point in points if point.cooperation is not None or point.conflict is not None}
    found = []
    for is_gap, numbers in groupby(range(axis.first, axis.after), key=lambda period: period not in told):
        if is_gap:
            stretch = list(numbers)
            found.append((period_text(stretch[0], axis.by), period_text(stretch[-1], axis.by)))
    return found


def span_words(first: str, last: str) -> str:
    """ "1950 to 1960", "1950"."""
    return f"{humanize(first)} to {humanize(last)}" if first != last else humanize(first)


def gap_marks(gaps: Sequence[tuple[str, str]], axis: Axis, panel: Panel, words: str) -> Iterator[str]:
    """Gaps as bands behind a panel. `words`: what there is nothing of."""
    for first, last in gaps:
        left, right = axis.at(period_number(first)), axis.at(period_number(last) + 1)
        yield (
            f'<rect class="gap" x="{left:.1f}" y="{panel.top}" width="{max(0.5, right - left):.1f}" height="{2 * panel.half}">'
            f"<title>{span_words(first, last)}: {words}</title></rect>"
        )
