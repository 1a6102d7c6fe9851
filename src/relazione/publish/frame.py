"""Publish: what part of the world a locator map of two states shows, and the shapes in it on the map's own plane.

Two states that are near each other are shown from near, others on a map of the world, turned so that the seam runs
through neither the Atlantic nor the Pacific between them. The plane is `WIDTH` units wide.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from relazione.publish.basemap import Point, basemap, degrees_area, ring_area
from relazione.publish.outlines import Placed, apart, caps, is_beyond, path_of, thinned_lines
from relazione.publish.projection import Projection, clipped, cut_at_seam, enclosing_cap, lambert, natural_earth

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

    @cached_property
    def paths(self) -> dict[str, str]:
        """The shapes as paths of SVG, by state."""
        return {code: path_of(rings) for code, rings in self.shapes.items()}

    @cached_property
    def border_path(self) -> str:
        """The borders as a path."""
        return path_of(self.borders, closed=False)


@cache
def core(code: str) -> tuple[Point, ...]:
    """The points by which a state is framed: its largest part, and others that are large and not far from it."""
    atlas = basemap()
    if code not in atlas.states:
        return (atlas.points[code],)
    outer = [atlas.ring(polygon[0]) for polygon in atlas.states[code]]
    areas = [degrees_area(ring) for ring in outer]
    main = outer[areas.index(max(areas))]
    middle = _middle(tuple(main))
    chosen = list(main)
    for ring, size in zip(outer, areas, strict=True):
        if ring is not main and size >= max(areas) / 10 and apart(middle, _middle(tuple(ring))) < FAR_PART:
            chosen.extend(ring)
    return tuple(chosen)


@cache
def _middle(ring: tuple[Point, ...]) -> Point:
    return enclosing_cap(ring)[0]


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
    lons = [_middle(core(code))[0] for code in (a, b)]
    shifted = [(lon - ATLANTIC + 180) % 360 for lon in lons]
    return _world_frame((a, b), PACIFIC if abs(shifted[0] - shifted[1]) > 180 else ATLANTIC)


@lru_cache(maxsize=1)
def world_frame() -> Frame:
    """The frame of the whole world, with a spot for each state."""
    atlas = basemap()
    return _world_frame(tuple(sorted({*atlas.states, *atlas.points})), ATLANTIC, every_ring=False)


def _near_frame(a: str, b: str, points: Sequence[Point], centre: Point, margin: float) -> Frame:
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
    lines = thinned_lines(math.degrees(1 / scale))
    drawn = Placed(lines, place)
    reach = math.degrees(math.hypot(wide, high)) / 2 + 20
    state_caps, line_caps = caps()
    shapes = {}
    for code, polygons in atlas.states.items():
        rings = []
        for polygon, cap in zip(polygons, state_caps[code], strict=True):
            if is_beyond(cap, centre, reach):
                continue
            for ring in polygon:
                part = clipped(atlas.ring(ring, drawn), -EDGE, -EDGE, WIDTH + EDGE, height + EDGE)
                if part and (code in (a, b) or ring_area(part) >= 4):
                    rings.append(part)
        if rings:
            shapes[code] = rings
    borders = []
    for number in atlas.borders:
        if not is_beyond(line_caps[number], centre, reach):
            borders += _inside(drawn[number], height)
    return Frame(height, shapes, borders, {code: _spot(code, shapes, place) for code in (a, b)}, near=True, place=place)


def _world_plane(lon0: float) -> tuple[int, Projection]:
    """Height of the map of the world around a meridian, and the way to it."""
    project = natural_earth(lon0)
    half = project((lon0 + 180, 0))[0]
    top, bottom = project((lon0, WORLD_TOP))[1], project((lon0, WORLD_BOTTOM))[1]
    scale = WIDTH / (2 * half)

    def place(point: Point) -> Point:
        x, y = project(point)
        return (x + half) * scale, (y - top) * scale

    return round((bottom - top) * scale), place


@cache
def _world_shapes(lon0: float) -> tuple[dict[str, list[tuple[Ring, float]]], list[Ring]]:
    """All rings of all states on that map, each with what it covers in square units; and the borders."""
    _, place = _world_plane(lon0)
    atlas = basemap()
    lines = thinned_lines(0.3)
    shapes = {}
    for code in (code for code in atlas.states if code != "ATA"):
        numbers = (ring for polygon in atlas.states[code] for ring in polygon)
        parts = (part for ring in numbers for part in cut_at_seam(atlas.ring(ring, lines), lon0))
        shapes[code] = [(ring, ring_area(ring)) for part in parts for ring in ([place(point) for point in part],)]
    borders = []
    for number in atlas.borders:
        line = [place(((lon - lon0 + 180) % 360 + lon0 - 180, lat)) for lon, lat in lines[number]]
        if all(abs(p[0] - q[0]) < WIDTH / 2 for p, q in itertools.pairwise(line)):
            borders.append(line)
    return shapes, borders


def _world_frame(codes: tuple[str, ...], lon0: float, *, every_ring: bool = True) -> Frame:
    """The world with spots for these states, of which no ring is too small to be kept (or the largest alone)."""
    height, place = _world_plane(lon0)
    drawn, borders = _world_shapes(lon0)
    shapes = {
        code: [ring for ring, area in rings if (every_ring and code in codes) or area >= 4] for code, rings in drawn.items()
    }

    def place_turned(point: Point) -> Point:
        return place(((point[0] - lon0 + 180) % 360 + lon0 - 180, point[1]))

    return Frame(
        height, shapes, borders, {code: _spot(code, shapes, place_turned) for code in codes}, near=False, place=place_turned
    )


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
