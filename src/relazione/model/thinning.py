"""The model room: lines of longitude and latitude made shorter without being moved by more than a tolerance."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on a plane."""


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
