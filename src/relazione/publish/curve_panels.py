"""Publish: the curve with feeds as one SVG: all sources together, and each apart, under one another on one axis of time, with bands that
show what each covers.

Nothing is told by colour alone: cooperation is above each line and conflict below it, each part has its name, a band is full where a
source covers the time and hollow where it does so in part. Together and prose have one scale; each feed has its own, with its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markupsafe import Markup, escape
from msgspec import UnsetType

from relazione.analysis.curve import Curve
from relazione.analysis.curve.spans import period_number, period_text
from relazione.model.dates import humanize
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
from relazione.publish.curve_feeds_table import NAMES
from relazione.publish.curve_svg import Href, Mark, day_line, described, mark_signs, marks, opening

View = Literal["all", "apart", "together"]
HEAD, SPACE, BAND, FOOT = 34, 12, 40, 36
"""Units: over a panel for its name, under it, of a line of the bands, under the picture for the years."""
HALVES = {"together": 95.0, "prose": 110.0}
OF_A_FEED = 55.0
MOST_LINKS = 130
"""Steps of a feed up to which each is a link to its rows; where there are more, they would be too narrow to be met."""

RowsHref = Callable[[str, str, str], str]


@dataclass(frozen=True)
class _Part:
    """A part of the picture: of which source, its name, its points, and where it is drawn."""

    source: str
    title: str
    points: Sequence[Leveled]
    panel: Panel


def panels_svg(
    curve: Curve, view: View = "all", on: str | None = None, href: Href = "#{}".format, rows: RowsHref | None = None
) -> Markup:
    """The picture; empty where nothing is covered. `rows`: from a feed and the first and last period to the address of its rows."""
    axis = axis_of(curve)
    if axis is None:
        return Markup("")
    drawn = _parts(curve, view)
    bottom = drawn[-1].panel.bottom + SPACE
    bands = list(_bands(curve))
    end = bottom + HEAD + BAND * len(bands)
    first, last = period_text(axis.first, axis.by), period_text(axis.after - 1, axis.by)
    heading = f"Cooperation and conflict as prose and feeds tell, {span_words(first, last)}"
    parts = opening(heading, about(curve), end + FOOT)
    parts += [f'<path class="grid" d="M{axis.x(day):.1f} {drawn[0].panel.top:g}V{end:g}"/>' for day, _ in axis.ticks()]
    for part in drawn:
        parts += _part(part, axis, rows)
        if part.source == "prose":
            parts += mark_signs(marks(curve, axis=axis, panel=part.panel), href)
    parts += day_line(on, axis, drawn[0].panel.top, end)
    parts += _drawn_bands(bands, axis, bottom)
    return Markup("".join([*parts, *axis.draw(end, FOOT - 8), "</svg>"]))


def axis_of(curve: Curve) -> Axis | None:
    """The time of a curve with its feeds; None where nothing covers any."""
    together = () if isinstance(curve.together, UnsetType) else curve.together.points
    feeds = () if isinstance(curve.feeds, UnsetType) else curve.feeds
    given: list[Sequence[Leveled]] = [curve.points, together, *(feed.points for feed in feeds)]
    told = [points for points in given if points]
    if not told:
        return None
    return Axis(
        curve.by,
        min((points[0].period for points in told), key=period_number),
        max((points[-1].period for points in told), key=period_number),
    )


def panel_marks(curve: Curve, view: View) -> list[Mark]:
    """The numbered acts of the picture; none where prose is not drawn apart."""
    axis = axis_of(curve)
    prose = [part for part in _parts(curve, view) if part.source == "prose"] if axis else []
    return marks(curve, axis=axis, panel=prose[0].panel) if prose else []


def about(curve: Curve) -> str:
    """The picture in words."""
    if isinstance(curve.together, UnsetType):
        return ""
    together = described(curve.together.points, "No source tells anything that moves the curve.")
    feeds = () if isinstance(curve.feeds, UnsetType) else curve.feeds
    covers = [
        f"{NAMES[feed.feed]} covers {', '.join(f'{humanize(first)} to {humanize(last)}' for first, last in feed.covers[:3])}"
        + (f" and {len(feed.covers) - 3} more times" if len(feed.covers) > 3 else "")
        for feed in feeds
        if feed.covers
    ]
    return " ".join([together, *(f"{words}." for words in covers)])


def _parts(curve: Curve, view: View) -> list[_Part]:
    """What is drawn, from the top down."""
    together = () if isinstance(curve.together, UnsetType) else curve.together.points
    feeds = () if isinstance(curve.feeds, UnsetType) else curve.feeds
    common = max(highest(curve.points), highest(together))
    wanted: list[tuple[str, str, Sequence[Leveled], float, float]] = []
    if view != "apart":
        wanted.append(("together", "Together", together, HALVES["together"], common))
    if view != "together":
        wanted.append(("prose", "Prose", curve.points, HALVES["prose"], common))
        wanted += [
            (feed.feed, f"{NAMES[feed.feed]}, on its own scale", feed.points, OF_A_FEED, highest(feed.points, 1.0))
            for feed in feeds
        ]
    found, top = [], 0.0
    for source, title, points, half, most in wanted:
        panel = Panel(top + HEAD, half, most)
        found.append(_Part(source, title, points, panel))
        top = panel.bottom + SPACE
    return found


def _part(part: _Part, axis: Axis, rows: RowsHref | None) -> Iterator[str]:
    nothing = {"together": "no source covers it", "prose": "no source tells anything of the two"}
    yield from gap_marks(gaps_of(part.points, axis), axis, part.panel, nothing.get(part.source, "too little of it is loaded"))
    yield from part.panel.grid()
    drawn = steps(part.points, axis)
    yield from areas(drawn, axis, part.panel)
    yield f'<text class="side" x="{LEFT}" y="{part.panel.top - 10:g}">{escape(part.title)}</text>'
    for name, y in (("cooperation", part.panel.top - 10), ("conflict", part.panel.bottom - 5)):
        if part.source in HALVES:
            yield f'<text class="which" x="{WIDTH - RIGHT}" y="{y:g}" text-anchor="end">{name}</text>'
    if rows is None or part.source in HALVES or len(drawn) > MOST_LINKS:
        return
    for step in drawn:
        first, last = period_text(step.first, axis.by), period_text(step.after - 1, axis.by)
        told = sum(getattr(point, "rows", 0) for point in part.points if step.first <= period_number(point.period) < step.after)
        if told:
            left, right = axis.at(step.first), axis.at(step.after)
            label = f"{NAMES[part.source]}, {span_words(first, last)}: {told:,} {'row' if told == 1 else 'rows'}"
            yield (
                f'<a class="rows" href="{escape(rows(part.source, first, last))}" tabindex="-1" aria-label="{escape(label)}">'
                f'<rect x="{left:.1f}" y="{part.panel.top:g}" width="{right - left:.1f}" height="{2 * part.panel.half:g}"/>'
                f"<title>{escape(label)}</title></a>"
            )


# --- coverage --------------------------------------------------------------------------------------------------------------------


def _bands(curve: Curve) -> Iterator[tuple[str, list[tuple[int, bool]]]]:
    """Each source with the periods that it covers, and whether it covers the whole of each."""
    yield "prose", [(period_number(point.period), True) for point in curve.points if point.net is not None]
    for feed in () if isinstance(curve.feeds, UnsetType) else curve.feeds:
        yield feed.feed, [(period_number(point.period), point.covered > 0.99) for point in feed.points if point.covered > 0]


def _drawn_bands(bands: Sequence[tuple[str, Sequence[tuple[int, bool]]]], axis: Axis, top: float) -> Iterator[str]:
    yield f'<text class="side" x="{LEFT}" y="{top + HEAD - 14:g}">Covered by</text>'
    for line, (source, periods) in enumerate(bands):
        y = top + HEAD + BAND * line
        yield f'<text class="band" x="{LEFT}" y="{y + 16:g}">{NAMES[source]}</text>'
        for whole, first, last in _stretches(periods):
            left, right = axis.at(first), axis.at(last + 1)
            words = span_words(period_text(first, axis.by), period_text(last, axis.by))
            yield (
                f'<rect class="{"covered" if whole else "covered partly"}" x="{left:.1f}" y="{y + 22:g}" width="{max(1.0, right - left):.1f}" height="9">'
                f"<title>{NAMES[source]} covers {'' if whole else 'a part of '}{words}</title></rect>"
            )


def _stretches(periods: Sequence[tuple[int, bool]]) -> Iterator[tuple[bool, int, int]]:
    """Periods that follow each other and are covered alike, as one."""
    numbered = ((period - place, whole, period) for place, (period, whole) in enumerate(periods))
    for (_, whole), run in groupby(numbered, key=lambda one: one[:2]):
        stretch = [period for _, _, period in run]
        yield whole, stretch[0], stretch[-1]
