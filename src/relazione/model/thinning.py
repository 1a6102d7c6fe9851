"""The model room: lines of longitude and latitude made shorter without being moved by more than a tolerance."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on a plane."""


def thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line without the points that change it by less than `tolerance` degrees (Douglas and Peucker, 1973)."""
    return [point for point, weight in zip(line, weights(line, tolerance), strict=True) if weight > tolerance]


def weights(line: Sequence[Point], least: float = 0.0) -> list[float]:
    """For each point the tolerance, in degrees, from which on the line is thinned of it; infinite for its ends. Below `least` they are
    not told apart, and are 0."""
    found = [0.0] * len(line)
    if len(line) < 3:
        return [math.inf] * len(line)
    flat = [(x * math.cos(math.radians(y)), y) for x, y in line]
    found[0] = found[-1] = math.inf
    stack = [(0, len(line) - 1, math.inf)]
    if line[0] == line[-1]:
        middle = max(range(len(line)), key=lambda i: math.dist(flat[0], flat[i]))
        found[middle] = math.inf
        stack = [(0, middle, math.inf), (middle, len(line) - 1, math.inf)]
    while stack:
        first, last, above = stack.pop()
        worst, where = _farthest(flat, first, last)
        if worst > least:
            found[where] = min(worst, above)
            stack += [(first, where, found[where]), (where, last, found[where])]
    return found


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
