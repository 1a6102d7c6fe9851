"""Publish: the curve of two states as SVG: cooperation above the axis, conflict below it, years that no source covers as gaps.

The strongest acts are numbered marks that lead to their facts; what lasts, or is dated inexactly, has a bar as long as its time. Who does
not see it reads the list of the same acts (`marks`), or the table of the page /curve. `curve_drawing` has what it is drawn with,
`curve_panels` the picture with feeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from relazione.analysis.curve import Act, Curve
from relazione.analysis.curve.spans import period_number, period_of
from relazione.model.dates import bounds, humanize, parse_day
from relazione.publish.curve_drawing import (
    LEFT,
    RIGHT,
    WIDTH,
    Axis,
    Leveled,
    Panel,
    areas,
    gap_marks,
    gaps_of,
    highest,
    span_words,
    steps,
)
from relazione.publish.visible import visible

HALF, TOP, FOOT = 140, 34, 40
MARKS = 6
"""Most numbered acts on each side."""
APART = 26
"""Units between two marks of one side."""
UNTOLD = "no source tells anything of the two"

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


def curve_svg(curve: Curve, on: str | None = None, href: Href = "#{}".format) -> Markup:
    """The picture; empty where the curve has no points. `on`: the day of the question (EDTF), drawn as a line. `href`: from the id of
    a fact to the address of its page."""
    if not curve.points:
        return Markup("")
    axis, panel = _usual(curve)
    heading = f"Cooperation and conflict, {humanize(curve.points[0].period)} to {humanize(curve.points[-1].period)}"
    parts = [
        *opening(heading, description(curve), panel.bottom + FOOT),
        *gap_marks(gaps_of(curve.points), axis, panel, UNTOLD),
        *panel.grid(),
        *axis.draw(panel.bottom, FOOT - 10),
        *areas(steps(curve.points, axis), axis, panel),
        *mark_signs(marks(curve), href),
        *day_line(on, axis, panel.top, panel.bottom),
        *sides(panel),
        "</svg>",
    ]
    return Markup("".join(parts))


def _usual(curve: Curve) -> tuple[Axis, Panel]:
    """The axis and the panel of a picture of the curve alone."""
    return Axis(curve.by, curve.points[0].period, curve.points[-1].period), Panel(TOP, HALF, highest(curve.points))


def opening(heading: str, about: str, height: float) -> list[str]:
    """The beginning of a picture, with what it says to those who do not see it."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" viewBox="0 0 {WIDTH} {height:g}" role="group"'
        f' aria-label="{escape(heading)}"><title>{escape(heading)}</title><desc>{escape(about)}</desc>'
    ]


def sides(panel: Panel) -> list[str]:
    """The names of the two sides."""
    return [
        f'<text class="side" x="{LEFT}" y="{panel.top - 12:g}">Cooperation</text>',
        f'<text class="side" x="{LEFT}" y="{panel.bottom - 6:g}">Conflict</text>',
    ]


def description(curve: Curve) -> str:
    """The picture in words: its highest and lowest point, and the gaps."""
    return described(curve.points, "Nothing that is told moves the curve.")


def described(points: Sequence[Leveled], nothing: str) -> str:
    """Levels in words: the highest and the lowest of them, and the gaps. `nothing`: what is said where there are none."""
    told = [point for point in points if point.net is not None]
    if not told:
        return nothing
    best = max(told, key=lambda point: point.cooperation or 0)
    worst = min(told, key=lambda point: point.conflict or 0)
    parts = []
    if best.cooperation:
        parts.append(f"Cooperation is highest in {humanize(best.period)}.")
    if worst.conflict:
        parts.append(f"Conflict is strongest in {humanize(worst.period)}.")
    gaps = [span_words(first, last) for first, last in gaps_of(points)]
    if gaps:
        more = f" and {len(gaps) - 3} more times" if len(gaps) > 3 else ""
        parts.append(f"No source covers {', '.join(gaps[:3])}{more}.")
    return " ".join(parts)


def marks(curve: Curve, most: int = MARKS, axis: Axis | None = None, panel: Panel | None = None) -> list[Mark]:
    """The strongest acts of each side that leave each other room, numbered from left to right. `axis`, `panel`: of another picture than
    that of the curve alone."""
    if not curve.points:
        return []
    axis, panel = axis or _usual(curve)[0], panel or _usual(curve)[1]
    levels = {period_number(point.period): (point.cooperation or 0.0, point.conflict or 0.0) for point in curve.points}
    found: list[tuple[float, float, float, float, Act]] = []
    for side in (1, -1):
        taken: list[float] = []
        own = [act for act in curve.acts if act.score * side > 0]
        for act in sorted(own, key=lambda act: (-abs(act.score), act.date, act.label, act.fact)):
            left, right = _reach(act, axis)
            x = left if act.lasts else (left + right) / 2
            if len(taken) < most and all(abs(x - other) >= APART for other in taken):
                taken.append(x)
                day = axis.day + (x - LEFT) / (WIDTH - LEFT - RIGHT) * (axis.last_day - axis.day)
                period = period_of(min(int(day + 0.5), axis.last_day - 1), curve.by)
                level = levels.get(period, (0.0, 0.0))[side < 0]
                found.append((x, panel.y(level) - 11 * side, left, right, act))
    found.sort(key=lambda one: (one[0], one[1]))
    return [Mark(number, act, x, y, left, right) for number, (x, y, left, right, act) in enumerate(found, 1)]


def _reach(act: Act, axis: Axis) -> tuple[float, float]:
    b = bounds(act.date)
    first = b.start_earliest if b.start_earliest is not None else b.end_earliest
    last = b.end_latest if b.end_latest is not None else b.start_latest
    low = axis.day if first is None else first
    return axis.x(low), axis.x((low if last is None else last) + 1)


# --- parts of the picture --------------------------------------------------------------------------------------------------------


def mark_signs(found: Sequence[Mark], href: Href) -> list[str]:
    """The numbered marks, each a link to its fact."""
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


def day_line(on: str | None, axis: Axis, top: float, bottom: float) -> list[str]:
    """The day of the question as a line over the picture."""
    day = parse_day(on) if on else None
    if day is None or on is None or not axis.day <= day < axis.last_day:
        return []
    x = axis.x(day)
    anchor = "end" if x > WIDTH * 0.8 else "start" if x < WIDTH * 0.2 else "middle"
    return [
        f'<path class="now" d="M{x:.1f} {top - 8:g}V{bottom + 8:g}"/>',
        f'<text class="now" x="{x:.1f}" y="{top - 12:g}" text-anchor="{anchor}">{humanize(on)}</text>',
    ]
