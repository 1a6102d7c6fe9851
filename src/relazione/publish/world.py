"""Publish: the map of the world as SVG: states shaded by a class each, ties between them as arcs; each may lead somewhere.

The picture holds no script, no style and no font: the page that shows it brings those (classes `s0` to `s5` and the words of
`analysis.stances` for states, `w1` to `w4` for the width of arcs). A list beside it tells the same to those who do not see it, so that
its links take no part in the order of the keys.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from relazione.publish.frame import WIDTH, world_frame
from relazione.publish.visible import visible

TINY = 14.0
"""Square units under which a state is drawn as a dot as well."""
DOT = 4.5
NOTHING = "s0"
"""The class of a state of which nothing is told."""
BULGE = 0.18
"""How far an arc leaves the straight line, as a share of its length."""


@dataclass(frozen=True)
class Shade:
    """How a state is drawn: a class for its colour, what a pointer shows, and where it leads ("": nowhere)."""

    shade: str
    label: str
    href: str = ""


@dataclass(frozen=True)
class Arc:
    """A tie of two states: its class, its width (1 to 4), what a pointer shows."""

    a: str
    b: str
    kind: str
    width: int
    label: str
    href: str = ""


def world_svg(shades: Mapping[str, Shade], arcs: Iterable[Arc] = (), *, chosen: str | None = None) -> str:
    """The map. States that are not among `shades` are land; one that is `chosen` gets a ring. Arcs of unknown states are left out."""
    view = world_frame()
    land = "".join(path for code, path in view.paths.items() if code not in shades)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 {WIDTH} {view.height}" aria-hidden="true">',
        f'<rect class="sea" width="{WIDTH}" height="{view.height}"/>',
        f'<path class="land" d="{land}"/>',
        *(_state(code, shade) for code, shade in shades.items() if code in view.spots),
        f'<path class="borders" d="{view.border_path}"/>',
        *(_dot(code, shade) for code, shade in shades.items() if code in view.spots and _needs_dot(code, shade)),
        *(_arc(arc) for arc in arcs if arc.a in view.spots and arc.b in view.spots),
    ]
    if chosen in view.spots:
        (x, y), _ = view.spots[str(chosen)]
        parts.append(f'<circle class="chosen" cx="{x:.0f}" cy="{y:.0f}" r="11"/>')
    return "".join([*parts, "</svg>"])


def _linked(inner: str, label: str, href: str) -> str:
    titled = f"<title>{escape(visible(label))}</title>"
    if href:
        return f'<a href="{escape(href)}" tabindex="-1">{titled}{inner}</a>'
    return f"<g>{titled}{inner}</g>"


def _state(code: str, shade: Shade) -> str:
    path = world_frame().paths.get(code, "")
    return _linked(f'<path class="state {shade.shade}" d="{path}"/>', shade.label, shade.href) if path else ""


def _needs_dot(code: str, shade: Shade) -> bool:
    """Whether a state is too small to be seen. One of which nothing is told hides no other: the Vatican's dot covers Rome."""
    return world_frame().spots[code][1] < TINY and shade.shade != NOTHING


def _dot(code: str, shade: Shade) -> str:
    (x, y), _ = world_frame().spots[code]
    return _linked(f'<circle class="state {shade.shade}" cx="{x:.0f}" cy="{y:.0f}" r="{DOT}"/>', shade.label, shade.href)


def _arc(arc: Arc) -> str:
    (ax, ay), (bx, by) = world_frame().spots[arc.a][0], world_frame().spots[arc.b][0]
    length = math.dist((ax, ay), (bx, by)) or 1.0
    lift = BULGE * length
    # The middle is lifted at right angles to the line, always to the north.
    nx, ny = (by - ay) / length, (ax - bx) / length
    if ny > 0:
        nx, ny = -nx, -ny
    mx, my = (ax + bx) / 2 + nx * lift, (ay + by) / 2 + ny * lift
    line = f'<path class="arc {arc.kind} w{arc.width}" d="M{ax:.0f} {ay:.0f}Q{mx:.0f} {my:.0f} {bx:.0f} {by:.0f}"/>'
    return _linked(line, arc.label, arc.href)
