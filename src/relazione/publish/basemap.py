"""Publish: the basemap, a picture of the world's states to find them by; it is never evidence.

The file is made by scripts/build_basemap.py, which names its source and licence. Borders are kept once, as lines that
neighbours share; a state is polygons, a polygon is rings (the outer one first), a ring is numbers of lines (~n: backwards).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).parent / "data" / "basemap.json"

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on the plane."""


@dataclass(frozen=True)
class Basemap:
    """`lines` in degrees; `states` by our state code; `points` of entities without a shape; `borders`: lines of two states."""

    about: dict[str, str]
    lines: tuple[tuple[Point, ...], ...]
    states: dict[str, list[list[list[int]]]]
    points: dict[str, Point]
    borders: tuple[int, ...]

    def ring(self, numbers: Sequence[int], lines: Sequence[Sequence[Point]] | None = None) -> list[Point]:
        """The points of a ring, from these lines (thinned ones, for instance) or the map's own; not closed."""
        source = self.lines if lines is None else lines
        points: list[Point] = []
        for number in numbers:
            line = source[number] if number >= 0 else source[~number][::-1]
            points.extend(line[1:] if points else line)
        return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


class _File(msgspec.Struct):
    about: dict[str, str]
    unit: float
    points: dict[str, tuple[float, float]]
    states: dict[str, list[list[list[int]]]]
    arcs: list[list[int]]


def _line(steps: list[int], unit: float) -> tuple[Point, ...]:
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * unit, y * unit))
    return tuple(points)


@cache
def basemap() -> Basemap:
    """The map that comes with the product, read at the first call."""
    file = msgspec.json.decode(_FILE.read_bytes(), type=_File)
    uses = Counter(
        number if number >= 0 else ~number
        for state in file.states.values()
        for polygon in state
        for ring in polygon
        for number in ring
    )
    return Basemap(
        about=file.about,
        lines=tuple(_line(steps, file.unit) for steps in file.arcs),
        states=file.states,
        points=file.points,
        borders=tuple(sorted(number for number, times in uses.items() if times > 1)),
    )


def thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line without the points that change it by less than `tolerance` degrees (Douglas and Peucker, 1973)."""
    if len(line) < 3:
        return list(line)
    flat = [(x * math.cos(math.radians(y)), y) for x, y in line]
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        middle = max(range(len(line)), key=lambda i: math.dist(flat[0], flat[i]))
        keep.add(middle)
        stack = [(0, middle), (middle, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, where = _farthest(flat, first, last)
        if worst > tolerance:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [line[i] for i in sorted(keep)]


def _farthest(flat: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """How far, and which point between first and last is farthest from the straight line that joins them."""
    (ax, ay), (bx, by) = flat[first], flat[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    worst, where = 0.0, first
    for i in range(first + 1, last):
        px, py = flat[i]
        off = abs(dx * (ay - py) - (ax - px) * dy) / length if length else math.hypot(px - ax, py - ay)
        if off > worst:
            worst, where = off, i
    return worst, where


def ring_area(ring: Sequence[Point]) -> float:
    """What a ring on the plane encloses, in the square of its unit."""
    total = 0.0
    for i, (bx, by) in enumerate(ring):
        ax, ay = ring[i - 1]
        total += ax * by - bx * ay
    return abs(total) / 2


def degrees_area(ring: Sequence[Point]) -> float:
    """What a ring of longitudes and latitudes encloses, roughly, in square degrees as at the equator."""
    return ring_area(ring) * math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
