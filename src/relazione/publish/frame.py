"""Publish: what part of the world a locator map of two states shows, and the shapes in it on the map's own plane.

Two states that are near each other are shown from near, others on a map of the world, turned so that the seam runs
through neither the Atlantic nor the Pacific between them. The plane is `WIDTH` units wide.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

from relazione.publish.basemap import Basemap, Point, basemap, degrees_area, ring_area, thinned
from relazione.publish.projection import Projection, clipped, cut_at_seam, enclosing_cap, lambert, natural_earth, vector

WIDTH = 1200
"""Units across; the map is meant to be shown at half as many pixels."""
NEAR = 50.0
"""Degrees of radius up to which two states are shown from near."""
POLAR, POLAR_NEAR = 62.0, 25.0
"""Latitude of a map's centre from which on it must be nearer still: seen from the pole, few know Canada and Russia again."""
CLOSEST = 7.0
"""Degrees of radius that a map shows at least, so that the neighbours help to know the place."""
FAR_PART = 40.0
"""Degrees from a state's largest part beyond which its other parts do not move the frame (French Guiana, Hawaii)."""
WORLD_TOP, WORLD_BOTTOM = 83.7, -57.0
ATLANTIC, PACIFIC = 11.0, 150.0
EDGE = 12
"""Units that shapes may reach over the edge of the map."""

Ring = list[Point]


@dataclass(frozen=True)
class Frame:
    """The plane of one map. `shapes`: rings of each state on it; `borders`: lines between states; `spots`: the middle of
    each of the two states' largest part, and what it covers in square units; `place`: from the globe to the plane."""

    height: int
    shapes: dict[str, list[Ring]]
    borders: list[Ring]
    spots: dict[str, tuple[Point, float]]
    near: bool
    place: Projection


def core(code: str) -> list[Point]:
    """The points by which a state is framed: its largest part, and others that are large and not far from it."""
    atlas = basemap()
    if code not in atlas.states:
        return [atlas.points[code]]
    outer = [atlas.ring(polygon[0]) for polygon in atlas.states[code]]
    areas = [degrees_area(ring) for ring in outer]
    main = outer[areas.index(max(areas))]
    middle = _middle(main)
    chosen = list(main)
    for ring, size in zip(outer, areas, strict=True):
        if ring is not main and size >= max(areas) / 10 and _apart(middle, _middle(ring)) < FAR_PART:
            chosen.extend(ring)
    return chosen


def _middle(ring: Ring) -> Point:
    return enclosing_cap(ring)[0]


def _apart(a: Point, b: Point) -> float:
    """Degrees between two points of the globe."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def known(code: str) -> bool:
    """Whether the basemap can show the state."""
    return code in basemap().states or code in basemap().points


@lru_cache(maxsize=64)
def frame(a: str, b: str, margin: float = 1.0) -> Frame:
    """The frame of two states (or of one, twice). `margin`: how many times as wide and high as they need. KeyError for a state that the
    basemap does not know."""
    points = core(a) + core(b)
    centre, radius = enclosing_cap(points)
    if radius <= (NEAR if abs(centre[1]) < POLAR else POLAR_NEAR):
        return _near_frame(a, b, points, centre, margin)
    lons = [enclosing_cap(core(code))[0][0] for code in (a, b)]
    shifted = [(lon - ATLANTIC + 180) % 360 for lon in lons]
    return _world_frame((a, b), PACIFIC if abs(shifted[0] - shifted[1]) > 180 else ATLANTIC)


@lru_cache(maxsize=1)
def world_frame() -> Frame:
    """The frame of the whole world, with a spot for each state."""
    atlas = basemap()
    return _world_frame(tuple(sorted({*atlas.states, *atlas.points})), ATLANTIC, every_ring=False)


def _near_frame(a: str, b: str, points: list[Point], centre: Point, margin: float) -> Frame:
    project = lambert(centre)
    xs, ys = zip(*map(project, points), strict=True)
    least = 2 * math.radians(CLOSEST)
    wide = max(max(xs) - min(xs), least) * 1.16
    high = max(max(ys) - min(ys), least / 1.4) * 1.16
    wide, high = max(wide, high * 1.3) * margin, max(high, wide / 1.9) * margin
    scale = WIDTH / wide
    height = round(high * scale)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(point: Point) -> Point:
        x, y = project(point)
        return (x - middle[0]) * scale + WIDTH / 2, (y - middle[1]) * scale + height / 2

    atlas = basemap()
    lines = _thinned_lines(atlas, math.degrees(1 / scale))
    reach = math.degrees(math.hypot(wide, high)) / 2 + 20
    shapes = {}
    for code, polygons in atlas.states.items():
        rings = []
        for polygon in polygons:
            if _out_of_reach(_cap_of_ring(tuple(polygon[0])), centre, reach):
                continue
            for ring in polygon:
                placed = [place(point) for point in atlas.ring(ring, lines)]
                part = clipped(placed, -EDGE, -EDGE, WIDTH + EDGE, height + EDGE)
                if part and (code in (a, b) or ring_area(part) >= 4):
                    rings.append(part)
        if rings:
            shapes[code] = rings
    borders = []
    for number in atlas.borders:
        if not _out_of_reach(_cap_of_line(number), centre, reach):
            borders += _inside([place(point) for point in lines[number]], height)
    return Frame(height, shapes, borders, {code: _spot(code, shapes, place) for code in (a, b)}, near=True, place=place)


def _world_frame(codes: tuple[str, ...], lon0: float, *, every_ring: bool = True) -> Frame:
    """The world with spots for these states, of which no ring is too small to be kept (or the largest alone)."""
    project = natural_earth(lon0)
    half = project((lon0 + 180, 0))[0]
    top, bottom = project((lon0, WORLD_TOP))[1], project((lon0, WORLD_BOTTOM))[1]
    scale = WIDTH / (2 * half)
    height = round((bottom - top) * scale)

    def place(point: Point) -> Point:
        x, y = project(point)
        return (x + half) * scale, (y - top) * scale

    atlas = basemap()
    lines = _thinned_lines(atlas, 0.3)
    shapes = {}
    for code, polygons in atlas.states.items():
        if code == "ATA":
            continue
        rings = []
        for polygon in polygons:
            for ring in polygon:
                for part in cut_at_seam(atlas.ring(ring, lines), lon0):
                    placed = [place(point) for point in part]
                    if (every_ring and code in codes) or ring_area(placed) >= 4:
                        rings.append(placed)
        shapes[code] = rings
    borders = []
    for number in atlas.borders:
        line = [place(((lon - lon0 + 180) % 360 + lon0 - 180, lat)) for lon, lat in lines[number]]
        if all(abs(p[0] - q[0]) < WIDTH / 2 for p, q in itertools.pairwise(line)):
            borders.append(line)

    def place_turned(point: Point) -> Point:
        return place(((point[0] - lon0 + 180) % 360 + lon0 - 180, point[1]))

    return Frame(
        height, shapes, borders, {code: _spot(code, shapes, place_turned) for code in codes}, near=False, place=place_turned
    )


Cap = tuple[Point, float]
"""A centre, and the degrees from it within which all of something lies."""


def _cap(points: list[Point]) -> Cap:
    x, y, z = (sum(part) for part in zip(*map(vector, points), strict=True))
    middle = math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
    return middle, max(_apart(middle, point) for point in points)


@lru_cache(maxsize=8192)
def _cap_of_ring(numbers: tuple[int, ...]) -> Cap:
    return _cap(basemap().ring(numbers))


@lru_cache(maxsize=8192)
def _cap_of_line(number: int) -> Cap:
    return _cap(list(basemap().lines[number]))


def _out_of_reach(cap: Cap, centre: Point, reach: float) -> bool:
    """Whether all within a cap is farther than that from a centre."""
    return _apart(cap[0], centre) - cap[1] > reach


_STEPS = (2, 3, 4, 6, 8, 12, 16, 24, 30, 45, 60)
"""Hundredths of a degree to which lines are thinned, so that maps of like scale share them."""


@lru_cache(maxsize=len(_STEPS))
def _thinned_to(hundredths: int) -> tuple[list[Point], ...]:
    return tuple(thinned(line, hundredths / 100) for line in basemap().lines)


def _thinned_lines(atlas: Basemap, tolerance: float) -> tuple[list[Point], ...]:
    """All lines, thinned to the greatest step that the tolerance allows; as they are where it is finer than all steps."""
    return _thinned_to(max((step for step in _STEPS if step <= tolerance * 100 + 1e-9), default=0))


def _inside(line: Ring, height: int) -> list[Ring]:
    """The runs of a line that touch the map."""
    runs: list[Ring] = []
    run: Ring = []
    for i, (x, y) in enumerate(line):
        near = [line[j] for j in (i - 1, i, i + 1) if 0 <= j < len(line)]
        if any(-EDGE <= px <= WIDTH + EDGE and -EDGE <= py <= height + EDGE for px, py in near):
            run.append((x, y))
        elif run:
            runs.append(run)
            run = []
    if run:
        runs.append(run)
    return [run for run in runs if len(run) > 1]


def _spot(code: str, shapes: dict[str, list[Ring]], place: Projection) -> tuple[Point, float]:
    rings = shapes.get(code)
    if not rings:
        return place(core(code)[0]), 0.0
    main = max(rings, key=ring_area)  # an archipelago is found by its largest island
    xs, ys = zip(*main, strict=True)
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2), ring_area(main)
