"""Publish: the basemap, a picture of the world's states to find them by; it is never evidence.

The file is made by scripts/build_basemap.py, which names its source and licence. Borders are kept once, as lines that
neighbours share; a state is polygons, a polygon is rings (the outer one first), a ring is numbers of lines (~n: backwards).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from relazione.model.thinning import Point, thinned

__all__ = ["Basemap", "Point", "basemap", "degrees_area", "ring_area", "thinned"]

_FILE = Path(__file__).parent / "data" / "basemap.json"


@dataclass(frozen=True)
class Basemap:
    """`lines` in degrees; `states` by our state code; `points` of entities without a shape; `borders`: lines of two states."""

    about: dict[str, str]
    lines: tuple[tuple[Point, ...], ...]
    states: dict[str, list[list[list[int]]]]
    points: dict[str, Point]
    borders: tuple[int, ...]

    def ring(
        self, numbers: Sequence[int], lines: Sequence[Sequence[Point]] | Mapping[int, Sequence[Point]] | None = None
    ) -> list[Point]:
        """The points of a ring, from these lines (thinned ones, for instance) or the map's own; not closed."""
        source: Any = self.lines if lines is None else lines
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
