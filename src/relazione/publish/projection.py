"""Publish: from the globe to the plane. Natural Earth for the whole world, Lambert's equal-area azimuthal for a part of it.

Coordinates are degrees on the globe; on the plane x grows to the right and y downwards, in radii of the globe. Formulas:
J. P. Snyder, Map Projections: A Working Manual (1987), for Lambert's; B. Šavrič and others (2011) for the polynomial of
Natural Earth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from relazione.publish.basemap import Point

Projection = Callable[[Point], Point]


def lambert(centre: Point) -> Projection:
    """Lambert's azimuthal equal-area projection around a point; its antipode is sent far away, not to infinity."""
    lon0, lat0 = math.radians(centre[0]), math.radians(centre[1])
    sin0, cos0 = math.sin(lat0), math.cos(lat0)

    def project(point: Point) -> Point:
        lon, lat = math.radians(point[0]) - lon0, math.radians(point[1])
        sin_lat, cos_lat, cos_lon = math.sin(lat), math.cos(lat), math.cos(lon)
        nearness = 1 + sin0 * sin_lat + cos0 * cos_lat * cos_lon
        k = math.sqrt(2 / max(nearness, 1e-6))
        return k * cos_lat * math.sin(lon), -k * (cos0 * sin_lat - sin0 * cos_lat * cos_lon)

    return project


def natural_earth(lon0: float) -> Projection:
    """The Natural Earth projection; longitudes are taken as they come, so cut them with `cut_at_seam` before."""

    def project(point: Point) -> Point:
        lam, phi = math.radians(point[0] - lon0), math.radians(point[1])
        p2 = phi * phi
        p4 = p2 * p2
        x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
        y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
        return x, -y

    return project


def unrolled(ring: Sequence[Point]) -> list[Point]:
    """The ring with longitudes that never jump by more than 180 degrees from one point to the next."""
    out: list[Point] = []
    for lon, lat in ring:
        if out:
            lon += 360 * round((out[-1][0] - lon) / 360)
        out.append((lon, lat))
    return out


def cut_at_seam(ring: Sequence[Point], lon0: float) -> list[list[Point]]:
    """The parts of a ring on a map that runs from lon0 - 180 to lon0 + 180."""
    flat = unrolled(ring)
    west, east = lon0 - 180, lon0 + 180
    parts = []
    for turn in (-360, 0, 360):
        moved = [(lon + turn, lat) for lon, lat in flat]
        if max(p[0] for p in moved) <= west or min(p[0] for p in moved) >= east:
            continue
        if part := clipped(moved, west, -91, east, 91):
            parts.append(part)
    return parts


def clipped(ring: Sequence[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The part of a ring inside a rectangle (Sutherland and Hodgman, 1974); empty where nothing of it is."""
    points = list(ring)
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: list[Point] = []
        for i, b in enumerate(points):
            a = points[i - 1]
            a_in, b_in = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if a_in != b_in:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if b_in:
                kept.append(b)
        points = kept
    return points


def vector(point: Point) -> tuple[float, float, float]:
    """A point of the globe as x, y and z, in radii."""
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def enclosing_cap(points: Iterable[Point]) -> tuple[Point, float]:
    """The centre, and the radius in degrees, of a small cap of the globe that holds the points.

    The centre moves towards the farthest point in ever smaller steps (Bădoiu and Clarkson, 2003).
    """
    vectors = [vector(p) for p in points]
    x, y, z = (sum(v[i] for v in vectors) for i in range(3))
    near, seen_from, reach = vectors, (0.0, 0.0, 0.0), -1.0
    for step in range(1, 120):
        norm = math.sqrt(x * x + y * y + z * z) or 1.0
        x, y, z = x / norm, y / norm, z / norm
        if math.dist((x, y, z), seen_from) > reach:
            # All are looked at; until the centre has moved by `reach`, the farthest is one of those now within twice that of being it.
            found = [a * x + b * y + c * z for a, b, c in vectors]
            far = vectors[found.index(min(found))]
            seen_from, reach = (x, y, z), 2 * math.dist((x, y, z), far) / (step + 2)
            limit = min(found) + 2 * reach + 1e-9
            near = [vector for vector, one in zip(vectors, found, strict=True) if one <= limit]
        else:
            found = [a * x + b * y + c * z for a, b, c in near]
            far = near[found.index(min(found))]
        weight = 1 / (step + 1)
        x, y, z = x + weight * (far[0] - x), y + weight * (far[1] - y), z + weight * (far[2] - z)
    norm = math.sqrt(x * x + y * y + z * z) or 1.0
    x, y, z = x / norm, y / norm, z / norm
    nearest = min(v[0] * x + v[1] * y + v[2] * z for v in vectors)
    centre = (math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z)))))
    return centre, math.degrees(math.acos(max(-1.0, min(1.0, nearest))))
