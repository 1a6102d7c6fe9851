"""Publish: the curve of two states as SVG: cooperation above the axis, conflict below it, years that no source covers as gaps.

Heights follow the square root of the level, so that a visit is seen beside a war. The strongest acts are numbered marks that lead to
their facts; what lasts, or is dated inexactly, has a bar as long as its time. The picture holds no script, style or font: the page's
style sheet (`web/static/pages/curve.css`) gives the colours, for light, dark and print. Who does not see it reads the list of the same
acts (`marks`), or the table of the page /curve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from markupsafe import Markup, escape

from relazione.analysis.curve import Act, Curve
from relazione.analysis.curve.spans import first_day, period_number, period_of
from relazione.model.dates import MONTHS, bounds, civil, day_number, humanize, parse_day
from relazione.publish.visible import visible

WIDTH, HALF, TOP, FOOT, LEFT, RIGHT = 820, 140, 34, 40, 56, 14
COLUMNS = 440
"""Most steps that are drawn; of more periods several share a step, which shows the strongest of them."""
MARKS = 6
"""Most numbered acts on each side."""
APART = 26
"""Units between two marks of one side."""
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_LEVELS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)

Href = Callable[[str], str]


@dataclass(frozen=True)
class Mark:
    """A numbered act: where it stands (units), how far its time reaches, and on which side."""

    number: int
    act: Act
    x: float
    y: float
    left: float
    right: float

    @property
    def side(self) -> str:
        return "cooperation" if self.act.score > 0 else "conflict"


@dataclass(frozen=True)
class _Step:
    """One or several periods together."""

    first: int
    after: int
    cooperation: float | None
    conflict: float | None
    net: float | None


class _Scale:
    """From days and levels to units."""

    def __init__(self, curve: Curve) -> None:
        self.by = curve.by
        self.first = period_number(curve.points[0].period)
        self.after = self.first + len(curve.points)
        self.day, self.last_day = first_day(self.first, self.by), first_day(self.after, self.by)
        self.top = max([10.0, *(max(point.cooperation or 0, -(point.conflict or 0)) for point in curve.points)])
        self.axis = TOP + HALF

    def x(self, day: float) -> float:
        share = (day - self.day) / max(1, self.last_day - self.day)
        return LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT)

    def at(self, period: int) -> float:
        return self.x(first_day(period, self.by))

    def y(self, level: float) -> float:
        height = sqrt(abs(level) / self.top) * HALF
        return self.axis - height if level > 0 else self.axis + height


def curve_svg(curve: Curve, on: str | None = None, href: Href = "#{}".format) -> Markup:
    """The picture; empty where the curve has no points. `on`: the day of the question (EDTF), drawn as a line. `href`: from the id of
    a fact to the address of its page."""
    if not curve.points:
        return Markup("")
    scale = _Scale(curve)
    height = TOP + 2 * HALF + FOOT
    heading = f"Cooperation and conflict, {humanize(curve.points[0].period)} to {humanize(curve.points[-1].period)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" viewBox="0 0 {WIDTH} {height}" role="group"'
        f' aria-label="{escape(heading)}"><title>{escape(heading)}</title><desc>{escape(description(curve))}</desc>',
        *_gaps(curve, scale),
        *_grid(scale),
        *_areas(_steps(curve, scale), scale),
        *_marks(marks(curve), href),
        *_day(on, scale),
        f'<text class="side" x="{LEFT}" y="{TOP - 12}">Cooperation</text>',
        f'<text class="side" x="{LEFT}" y="{TOP + 2 * HALF - 6}">Conflict</text></svg>',
    ]
    return Markup("".join(parts))


def description(curve: Curve) -> str:
    """The picture in words: its highest and lowest point, and the gaps."""
    told = [point for point in curve.points if point.net is not None]
    if not told:
        return "Nothing that is told moves the curve."
    best = max(told, key=lambda point: point.cooperation or 0)
    worst = min(told, key=lambda point: point.conflict or 0)
    parts = []
    if best.cooperation:
        parts.append(f"Cooperation is highest in {humanize(best.period)}.")
    if worst.conflict:
        parts.append(f"Conflict is strongest in {humanize(worst.period)}.")
    gaps = [f"{humanize(first)} to {humanize(last)}" if first != last else humanize(first) for first, last in gaps_of(curve)]
    if gaps:
        more = f" and {len(gaps) - 3} more times" if len(gaps) > 3 else ""
        parts.append(f"No source covers {', '.join(gaps[:3])}{more}.")
    return " ".join(parts)


def gaps_of(curve: Curve) -> list[tuple[str, str]]:
    """The first and last periods of each stretch that no source covers."""
    found = []
    for is_gap, run in groupby(curve.points, key=lambda point: point.cooperation is None and point.conflict is None):
        if is_gap:
            periods = [point.period for point in run]
            found.append((periods[0], periods[-1]))
    return found


def marks(curve: Curve, most: int = MARKS) -> list[Mark]:
    """The strongest acts of each side that leave each other room, numbered from left to right."""
    if not curve.points:
        return []
    scale = _Scale(curve)
    levels = {period_number(point.period): (point.cooperation or 0.0, point.conflict or 0.0) for point in curve.points}
    found: list[tuple[float, float, float, float, Act]] = []
    for side in (1, -1):
        taken: list[float] = []
        own = [act for act in curve.acts if act.score * side > 0]
        for act in sorted(own, key=lambda act: (-abs(act.score), act.date, act.label, act.fact)):
            left, right = _reach(act, scale)
            x = left if act.lasts else (left + right) / 2
            if len(taken) < most and all(abs(x - other) >= APART for other in taken):
                taken.append(x)
                day = scale.day + (x - LEFT) / (WIDTH - LEFT - RIGHT) * (scale.last_day - scale.day)
                period = period_of(min(int(day + 0.5), scale.last_day - 1), curve.by)
                level = levels.get(period, (0.0, 0.0))[side < 0]
                found.append((x, scale.y(level) - 11 * side, left, right, act))
    found.sort(key=lambda one: (one[0], one[1]))
    return [Mark(number, act, x, y, left, right) for number, (x, y, left, right, act) in enumerate(found, 1)]


def _reach(act: Act, scale: _Scale) -> tuple[float, float]:
    b = bounds(act.date)
    first = b.start_earliest if b.start_earliest is not None else b.end_earliest
    last = b.end_latest if b.end_latest is not None else b.start_latest
    low = scale.day if first is None else first
    return scale.x(low), scale.x((low if last is None else last) + 1)


# --- parts of the picture --------------------------------------------------------------------------------------------------------


def _gaps(curve: Curve, scale: _Scale) -> list[str]:
    out = []
    for first, last in gaps_of(curve):
        left, right = scale.at(period_number(first)), scale.at(period_number(last) + 1)
        words = f"{humanize(first)} to {humanize(last)}" if first != last else humanize(first)
        out.append(
            f'<rect class="gap" x="{left:.1f}" y="{TOP}" width="{max(0.5, right - left):.1f}" height="{2 * HALF}">'
            f"<title>{words}: no source tells anything of the two</title></rect>"
        )
    return out


def _grid(scale: _Scale) -> list[str]:
    out = []
    for level in _levels(scale.top):
        for side in (1, -1):
            y = scale.y(level * side)
            out.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
            sign = "" if side > 0 else "−"
            out.append(f'<text class="level" x="{LEFT - 8}" y="{y:.1f}" text-anchor="end" dy=".35em">{sign}{level}</text>')
    bottom = TOP + 2 * HALF
    for day, words in _ticks(scale):
        x = scale.x(day)
        out.append(f'<path class="tick" d="M{x:.1f} {bottom}v6"/>')
        out.append(f'<text class="year" x="{x:.1f}" y="{bottom + FOOT - 10}" text-anchor="middle">{words}</text>')
    out.append(f'<path class="axis" d="M{LEFT} {scale.axis}H{WIDTH - RIGHT}"/>')
    return out


def _levels(top: float) -> list[int]:
    """Two levels that are named: near a tenth and a half of the highest."""
    fits = [level for level in _LEVELS if level <= top]
    small = [level for level in fits if level <= top / 6]
    return [*small[-1:], *[level for level in fits if level > top / 3][-1:]] or [fits[-1]]


def _ticks(scale: _Scale) -> list[tuple[int, str]]:
    """Days with the years (or months) that name them: at most seven."""

    first, last = civil(scale.day), civil(scale.last_day - 1)
    years = last[0] - first[0]
    if years < 3 and scale.by == "month":
        months = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
        step = next(step for step in (1, 2, 3, 6, 12) if len(months) / step <= 6)
        named = [number for number in months if number % step == 0]
        return [(day_number(n // 12, n % 12 + 1, 1), f"{MONTHS[n % 12][:3]} {n // 12}") for n in named]
    step = next((step for step in _STEPS if years / step <= 6), _STEPS[-1])
    return [
        (day_number(year, 1, 1), str(year) if year > 0 else f"{1 - year} BC")
        for year in range(-(-first[0] // step) * step, last[0] + 1, step)
        if day_number(year, 1, 1) >= scale.day
    ]


def _steps(curve: Curve, scale: _Scale) -> list[_Step]:
    wide = -(-len(curve.points) // COLUMNS)
    found = []
    for place in range(0, len(curve.points), wide):
        group = curve.points[place : place + wide]
        cooperation = [point.cooperation for point in group if point.cooperation is not None]
        conflict = [point.conflict for point in group if point.conflict is not None]
        net = [point.net for point in group if point.net is not None]
        found.append(
            _Step(
                scale.first + place,
                scale.first + place + len(group),
                max(cooperation, default=None),
                min(conflict, default=None),
                max(net, key=abs, default=None),
            )
        )
    return found


def _areas(steps: Sequence[_Step], scale: _Scale) -> list[str]:
    """The two areas, and the line of their sum: a path for each stretch without a gap."""
    out = []
    for name in ("cooperation", "conflict"):
        paths = [_area([(step, getattr(step, name)) for step in run], scale) for run in _runs(steps, name)]
        out.append(f'<path class="{name}" d="{"".join(paths)}"/>')
    lines = []
    for run in _runs(steps, "net"):
        corners = [f"{scale.at(step.first):.1f} {scale.y(step.net or 0):.1f}H{scale.at(step.after):.1f}" for step in run]
        lines.append(f"M{'V'.join(corner if not place else corner.split(' ')[1] for place, corner in enumerate(corners))}")
    out.append(f'<path class="net" d="{"".join(lines)}"/>')
    return out


def _runs(steps: Sequence[_Step], name: str) -> list[list[_Step]]:
    return [list(run) for told, run in groupby(steps, key=lambda step: getattr(step, name) is not None) if told]


def _area(run: Sequence[tuple[_Step, float]], scale: _Scale) -> str:
    top = "".join(f"V{scale.y(level):.1f}H{scale.at(step.after):.1f}" for step, level in run)
    return f"M{scale.at(run[0][0].first):.1f} {scale.axis}{top}V{scale.axis}z"


def _marks(found: Sequence[Mark], href: Href) -> list[str]:
    out = []
    for mark in found:
        label = f"{mark.number}: {visible(mark.act.label)}"
        bar = f'<path d="M{mark.left:.1f} {mark.y:.1f}H{mark.right:.1f}"/>' if mark.right - mark.left > 12 else ""
        out.append(
            f'<a class="act {mark.side}" href="{escape(href(mark.act.fact))}" tabindex="-1" aria-label="{escape(label)}">'
            f'{bar}<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="10"/>'
            f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" dy=".35em" text-anchor="middle">{mark.number}</text>'
            f"<title>{escape(label)}</title></a>"
        )
    return out


def _day(on: str | None, scale: _Scale) -> list[str]:
    day = parse_day(on) if on else None
    if day is None or on is None or not scale.day <= day < scale.last_day:
        return []
    x = scale.x(day)
    anchor = "end" if x > WIDTH * 0.8 else "start" if x < WIDTH * 0.2 else "middle"
    return [
        f'<path class="now" d="M{x:.1f} {TOP - 8}V{TOP + 2 * HALF + 8}"/>',
        f'<text class="now" x="{x:.1f}" y="{TOP - 12}" text-anchor="{anchor}">{humanize(on)}</text>',
    ]
