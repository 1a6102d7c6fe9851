"""Publish: the lines of the basemap as maps need them: thinned to what can be seen, where each lies, so that what is far is soon left
out, and as paths."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from relazione.model.thinning import weights
from relazione.publish.basemap import Point, basemap
from relazione.publish.projection import vector


def apart(a: Point, b: Point) -> float:
    """Degrees between two points of the globe."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


Cap = tuple[Point, float]
"""A point, and how many degrees around it something reaches."""


def is_beyond(cap: Cap, centre: Point, reach: float) -> bool:
    """Whether all that a cap holds is farther than that from a centre."""
    return apart(cap[0], centre) - cap[1] > reach


class Placed(dict[int, list[Point]]):
    """Lines on the plane of a map, by their numbers, each placed when it is first asked for: most belong to two states and a border."""

    def __init__(self, lines: Sequence[Sequence[Point]], place: Callable[[Point], Point]) -> None:
        super().__init__()
        self._lines = lines
        self._place = place

    def __missing__(self, number: int) -> list[Point]:
        self[number] = found = [self._place(point) for point in self._lines[number]]
        return found


@cache
def caps() -> tuple[dict[str, list[Cap]], dict[int, Cap]]:
    """What holds the outer ring of each polygon of each state, and each border."""
    atlas = basemap()
    states = {code: [_cap(atlas.ring(polygon[0])) for polygon in polygons] for code, polygons in atlas.states.items()}
    return states, {number: _cap(atlas.lines[number]) for number in atlas.borders}


def _cap(points: Sequence[Point]) -> Cap:
    x, y, z = (sum(part) for part in zip(*map(vector, points), strict=True))
    middle = math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
    return middle, max(apart(middle, point) for point in points)


@cache
def _weights() -> tuple[list[float], ...]:
    return tuple(weights(line) for line in basemap().lines)


_STEPS = (2, 3, 4, 6, 8, 12, 16, 24, 30, 45, 60)
"""Hundredths of a degree to which lines are thinned, so that maps of like scale share them."""


@cache
def _thinned_to(hundredths: int) -> tuple[list[Point], ...]:
    most = hundredths / 100
    return tuple(
        [point for point, weight in zip(line, found, strict=True) if weight > most]
        for line, found in zip(basemap().lines, _weights(), strict=True)
    )


def thinned_lines(tolerance: float) -> tuple[list[Point], ...]:
    """All lines, thinned to the greatest step that the tolerance allows; as good as they are where it is finer than all steps."""
    return _thinned_to(max((step for step in _STEPS if step <= tolerance * 100 + 1e-9), default=0))


def path_of(rings: Iterable[list[Point]], *, closed: bool = True) -> str:
    """Rings or lines as one path of whole units, each point relative to the one before."""
    parts: list[str] = []
    for ring in rings:
        previous: tuple[int, int] | None = None
        steps: list[str] = []
        for x, y in ring:
            here = round(x), round(y)
            if previous is None:
                steps.append(f"M{here[0]} {here[1]}l")
            elif here != previous:
                dx, dy = here[0] - previous[0], here[1] - previous[1]
                steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}")
            previous = here
        if len(steps) > 1:
            # A minus sign parts two numbers as well as a blank does.
            body = steps[0] + " ".join(steps[1:]).replace(" -", "-")
            parts.append(body + ("z" if closed else ""))
        elif closed and previous is not None:
            parts.append(f"M{previous[0] - 1} {previous[1] - 1}h2v2h-2z")
    return "".join(parts)
