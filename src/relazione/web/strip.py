"""Web: the timeline of a pair as a strip of SVG: a lane for each theme, a mark for each entry.

What lasted, or is dated inexactly, is a band and not a point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from relazione.model.dates import bounds, civil
from relazione.publish.visible import visible

WIDTH, LEFT, RIGHT, LANE, TOP = 1200, 190, 24, 38, 14
POINT = 5
"""Units that a single day is wide."""
YEAR_DAYS = 365.2425
LANES = (("conflict", "Conflict"), ("cooperation", "Cooperation"), ("agreement", "Agreements"), ("other", "Other"))
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Mark:
    """One entry on the strip, in days since 1970-01-01."""

    lane: str
    first: int
    last: int
    label: str
    target: str


def lane_of(entry: Mapping[str, Any]) -> str:
    """The lane of a timeline's entry: an event's by its quad class, an agreement's its own, all else in the last."""
    quad = entry.get("quad")
    if quad:
        return "cooperation" if quad <= 2 else "conflict"
    return "agreement" if entry.get("kind") == "agreement" else "other"


def mark_of(entry: Mapping[str, Any], target: str) -> Mark:
    """The mark of an entry. What began and is not told to have ended is drawn where it began."""
    b = bounds(entry["date"])
    first = b.start_earliest if b.start_earliest is not None else b.end_earliest
    last = b.end_latest if b.end_latest is not None else b.start_latest
    if first is None or last is None:
        raise ValueError(f"{entry['date']} has no day")
    return Mark(lane_of(entry), first, max(first, last), str(entry["label"]), target)


def strip(marks: Sequence[Mark], on: int | None = None) -> Markup:
    """The strip; empty where nothing is dated. `on`: the day of the question, drawn as a line."""
    if not marks:
        return Markup("")
    first = min(mark.first for mark in marks)
    last = max(max(mark.last for mark in marks), first + 366)
    lanes = [(key, name) for key, name in LANES if any(mark.lane == key for mark in marks)]
    height = TOP + LANE * len(lanes) + 44

    def x(day: float) -> float:
        return LEFT + (day - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    out = [
        # The list below tells the same in words: who listens, or goes by keys, is spared the strip.
        f'<svg class="strip" viewBox="0 0 {WIDTH} {height}" aria-hidden="true">',
    ]
    bottom = TOP + LANE * len(lanes)
    for year in _ticks(_year(first), _year(last)):
        place = x((year - 1970) * YEAR_DAYS)
        if LEFT <= place <= WIDTH - RIGHT:
            out.append(f'<path class="tick" d="M{place:.0f} {TOP}V{bottom + 8}"/>')
            out.append(f'<text class="year" x="{place:.0f}" y="{bottom + 36}" text-anchor="middle">{year}</text>')
    for row, (key, name) in enumerate(lanes):
        middle = TOP + LANE * row + LANE / 2
        out.append(f'<text class="lane" x="0" y="{middle + 9:.0f}">{name}</text>')
        out.append(f'<path class="axis" d="M{LEFT} {middle:.0f}H{WIDTH - RIGHT}"/>')
        for mark in sorted((m for m in marks if m.lane == key), key=lambda m: m.first - m.last):
            wide = x(mark.last) - x(mark.first)
            left, wide = (x(mark.first), wide) if wide >= POINT else (x(mark.first) - POINT / 2, POINT)
            classes = f"{key} band" if wide > 2 * POINT else key
            shape = f'x="{left:.1f}" y="{middle - 11:.0f}" width="{wide:.1f}" height="22" rx="2"'
            out.append(
                f'<a href="#{escape(mark.target)}" tabindex="-1"><rect class="{classes}" {shape}>'
                f"<title>{escape(visible(mark.label))}</title></rect></a>"
            )
    if on is not None and first <= on <= last:
        out.append(f'<path class="now" d="M{x(on):.0f} {TOP - 8}V{bottom + 8}"/>')
    return Markup("".join([*out, "</svg>"]))


def _year(day: int) -> int:
    return civil(day)[0]


def _ticks(first: int, last: int) -> range:
    step = next((step for step in _STEPS if (last - first) / step <= 9), _STEPS[-1])
    return range(-(-first // step) * step, last + 1, step)
