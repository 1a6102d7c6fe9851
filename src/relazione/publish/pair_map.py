"""Publish: the map of a pair as SVG: both states, borders of the day where there are any, and marks for what is where.

Places that would overlap share a mark with their number; names are written where they find room. A list beside the picture tells the
same, and each mark leads to its place there.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from relazione.analysis.borders import Borders
from relazione.analysis.places import Spot
from relazione.publish.basemap import Point
from relazione.publish.frame import WIDTH, Frame, frame, world_frame
from relazione.publish.outlines import path_of
from relazione.publish.projection import clipped, cut_at_seam
from relazione.publish.visible import visible

View = Literal["both", "a", "b", "region", "world"]
VIEWS: tuple[View, ...] = ("both", "a", "b", "region", "world")
REGION = 1.9
"""How many times as wide the region is as what shows both."""
TOGETHER = 20.0
"""Units of distance below which places share a mark."""
LETTER, LINE = 9.4, 24
"""Units of a letter's width and a line's height in names."""


@dataclass(frozen=True)
class Mark:
    """Places that share a mark: where it is on the plane, and the numbers of the spots."""

    x: float
    y: float
    spots: tuple[int, ...]


def view_of(a: str, b: str, view: View) -> Frame:
    """The frame of a view."""
    if view == "world":
        return world_frame()
    if view in ("a", "b"):
        code = a if view == "a" else b
        return frame(code, code)
    return frame(a, b, REGION) if view == "region" else frame(a, b)  # the very question of the locator map: it is answered once


def marks(spots: Sequence[Spot], shown: Frame) -> list[Mark]:
    """The marks of the spots inside the frame, those with most things first; near ones are drawn together."""
    found: list[Mark] = []
    order = sorted(range(len(spots)), key=lambda i: (-len(spots[i].things), spots[i].name))
    for number in order:
        x, y = shown.place((spots[number].lon, spots[number].lat))
        if not (0 <= x <= WIDTH and 0 <= y <= shown.height):
            continue
        near = next((i for i, mark in enumerate(found) if math.dist((x, y), (mark.x, mark.y)) < TOGETHER), None)
        if near is None:
            found.append(Mark(x, y, (number,)))
        else:
            found[near] = Mark(found[near].x, found[near].y, (*found[near].spots, number))
    return found


def pair_map_svg(a: str, b: str, view: View, spots: Sequence[Spot], borders: Borders | None = None) -> str:
    """The map. Anchors are "#spot-N", N the number of the first spot of a mark."""
    shown = view_of(a, b, view)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pairmap" viewBox="0 0 {WIDTH} {shown.height}" aria-hidden="true">',
        f'<rect class="sea" width="{WIDTH}" height="{shown.height}"/>',
        f'<svg width="{WIDTH}" height="{shown.height}" viewBox="0 0 {WIDTH} {shown.height}">',
        *(_present(a, b, shown) if borders is None else _then(a, b, shown, borders)),
        *_marked(a, spots, marks(spots, shown), shown.height),
    ]
    return "".join([*parts, "</svg></svg>"])


def _present(a: str, b: str, shown: Frame) -> list[str]:
    """The states of today."""
    paths = shown.paths
    sides = [f'<path class="side-{side}" d="{paths[code]}"/>' for code, side in ((a, "a"), (b, "b")) if code in paths]
    land = "".join(path for code, path in paths.items() if code not in (a, b))
    return [f'<path class="land" d="{land}"/>', *sides, f'<path class="borders" d="{shown.border_path}"/>']


def _then(a: str, b: str, shown: Frame, borders: Borders) -> list[str]:
    """The borders of the day: each side's own land, what each holds, and all others."""
    parts = []
    for shape in sorted(borders.shapes, key=lambda one: (one.holder in (a, b), one.name)):
        rings = [part for polygon in shape.polygons for ring in polygon for part in _placed(ring, shown)]
        if not rings:
            continue
        side = {a: "a", b: "b"}.get(shape.holder or "", "")
        kind = "land" if not side else f"side-{side}" if shape.state == shape.holder else f"held-{side}"
        title = visible(shape.name) + (f" ({visible(shape.status)})" if shape.status != "independent" else "")
        parts.append(f'<path class="{kind} shape" fill-rule="evenodd" d="{path_of(rings)}"><title>{escape(title)}</title></path>')
    return parts


def _placed(ring: Sequence[Point], shown: Frame) -> list[list[Point]]:
    """The parts of a ring that lie on the map."""
    whole = [list(ring)] if shown.near else cut_at_seam(ring, 11.0)
    found = []
    for part in whole:
        placed = [
            shown.place(point) if shown.near else shown.place((max(-168.99, min(190.99, point[0])), point[1])) for point in part
        ]
        if shown.near and any(math.dist(p, q) > 4 * WIDTH for p, q in itertools.pairwise(placed)):
            continue  # beyond the horizon of the projection
        inside = clipped(placed, -12, -12, WIDTH + 12, shown.height + 12)
        if inside:
            found.append(inside)
    return found


def _marked(a: str, spots: Sequence[Spot], found: Sequence[Mark], height: int) -> list[str]:
    """Marks, the largest first, and the names that find room."""
    taken = [(mark.x - 14, mark.y - 14, mark.x + 14, mark.y + 14) for mark in found]
    drawn, names = [], []
    for mark in found:
        there = [spots[number] for number in mark.spots]
        kinds = {thing.kind for spot in there for thing in spot.things}
        sides = {("a" if thing.side == a else "b") for spot in there for thing in spot.things if thing.kind == "mission"}
        kind = "mission" if "mission" in kinds else "holding" if "holding" in kinds else "event"
        side = " of-both" if len(sides) > 1 else f" of-{min(sides)}" if sides else ""
        told = "; ".join(f"{spot.name}: {len(spot.things)}" for spot in there)
        drawn.append(
            f'<a href="#spot-{mark.spots[0]}" tabindex="-1"><title>{escape(visible(told))}</title>'
            f"{_sign(kind, side, mark, len(there))}</a>"
        )
        text = visible(there[0].name) + (f" +{len(there) - 1}" if len(there) > 1 else "")
        names += _name(text, mark, taken, height)
    return [*reversed(drawn), *names]


def _sign(kind: str, side: str, mark: Mark, count: int) -> str:
    x, y = mark.x, mark.y
    if count > 1:
        return f'<circle class="mark {kind}{side} many" cx="{x:.0f}" cy="{y:.0f}" r="13"/>' + (
            f'<text class="count" x="{x:.0f}" y="{y + 6:.0f}" text-anchor="middle">{count}</text>'
        )
    if kind == "mission":
        return f'<circle class="mark mission{side}" cx="{x:.0f}" cy="{y:.0f}" r="9"/>'
    if kind == "holding":
        return f'<rect class="mark holding" x="{x - 8:.0f}" y="{y - 8:.0f}" width="16" height="16"/>'
    return f'<path class="mark event" d="M{x:.0f} {y - 10:.0f}l10 10l-10 10l-10 -10z"/>'


def _name(text: str, mark: Mark, taken: list[tuple[float, float, float, float]], height: int) -> list[str]:
    """The name right or left of its mark, above or below, where nothing is yet; nowhere if all is taken."""
    wide = LETTER * len(text) + 4
    for dx, dy, anchor in ((14, 7, "start"), (-14, 7, "end"), (0, -14, "middle"), (0, 30, "middle")):
        left = mark.x + dx - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, mark.y + dy - LINE + 6, left + wide, mark.y + dy + 6)
        outside = box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or box[3] > height - 2
        own = (mark.x - 14, mark.y - 14, mark.x + 14, mark.y + 14)
        if outside or any(_meet(box, other) for other in taken if other != own):
            continue
        taken.append(box)
        return [f'<text x="{mark.x + dx:.0f}" y="{mark.y + dy:.0f}" text-anchor="{anchor}">{escape(text)}</text>']
    return []


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
