"""The room `sources`: tables that come as shapes: the properties of the features of a GeoJSON or TopoJSON file, plain or as `.xz`.

The shapes themselves are read by `polygons`, made coarse enough for a map of the world; no claim is made of them.
"""

from __future__ import annotations

import itertools
import json
import lzma
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from relazione.model.errors import InputError, TooLarge
from relazione.model.thinning import Point, thinned

LARGEST = 1 << 29
"""Bytes of a file once it is unpacked."""


class _Shape(msgspec.Struct):
    properties: dict[str, Any] | None = None


class _Group(msgspec.Struct):
    geometries: list[_Shape] = []


class _File(msgspec.Struct):
    """Either of the two forms; whatever else is in the file is not read."""

    features: list[_Shape] = []
    objects: dict[str, _Group] = {}


def property_names(path: Path) -> list[str]:
    """The properties that any feature has, in the order in which they first come; none where it is JSON of another sort.

    Raises InputError, TooLarge."""
    return list(dict.fromkeys(name for shape in _shapes(path, _stamp(path)) for name in shape))


def properties(path: Path, header: tuple[str, ...]) -> Iterator[list[str]]:
    """The properties of each feature as cells in the order of `header` (lower case); "" where it has none."""
    for shape in _shapes(path, _stamp(path)):
        lower = {name.lower(): value for name, value in shape.items()}
        yield [_text(lower.get(name)) for name in header]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


@lru_cache(maxsize=1)
def _shapes(path: Path, stamp: int) -> list[Mapping[str, Any]]:
    try:
        found = msgspec.json.decode(_bytes(path), type=_File)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    shapes = [*found.features, *(shape for group in found.objects.values() for shape in group.geometries)]
    return [shape.properties or {} for shape in shapes]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(5) == b"\xfd7zXZ"
        with lzma.open(path, "rb") if packed else path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(f"{path}: damaged, or cannot be read ({str(error)[:100]})") from error
    if len(data) > LARGEST:
        raise TooLarge(f"{path}: over {LARGEST >> 20} MB unpacked")
    return data


# --- the shapes -----------------------------------------------------------------------------------------------------------------

TOLERANCE = 0.08
"""Degrees by which a border that is kept may lie beside that of the file."""
SMALLEST = 0.02
"""Square degrees of a ring below which it is left out, unless it is the largest of its shape."""
DIGITS = 2

Polygons = list[list[list[Point]]]
"""Polygons, each of rings (the outer one first), each of points."""


class _Drawn(msgspec.Struct):
    type: str = ""
    coordinates: Any = None
    arcs: Any = None


class _Feature(msgspec.Struct):
    geometry: _Drawn | None = None


class _DrawnGroup(msgspec.Struct):
    geometries: list[_Drawn] = []


class _Transform(msgspec.Struct):
    scale: tuple[float, float]
    translate: tuple[float, float]


class _DrawnFile(msgspec.Struct):
    features: list[_Feature] = []
    objects: dict[str, _DrawnGroup] = {}
    arcs: list[list[tuple[float, float]]] = []
    transform: _Transform | None = None


def polygons(path: Path) -> list[Polygons]:
    """The shape of each feature, in the order of `properties`, thinned to TOLERANCE; none where it is no polygon, or cannot be read."""
    try:
        found = msgspec.json.decode(_bytes(path), type=_DrawnFile)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    arcs = [thinned(line, TOLERANCE) for line in _placed(found)]
    shapes = [_of_coordinates(feature.geometry) for feature in found.features]
    return shapes + [_of_arcs(one, arcs) for group in found.objects.values() for one in group.geometries]


def _placed(file: _DrawnFile) -> Iterator[list[Point]]:
    """The arcs in degrees: where the file has a transform, they are steps of whole units."""
    for arc in file.arcs:
        if file.transform is None:
            yield list(arc)
            continue
        (sx, sy), (tx, ty) = file.transform.scale, file.transform.translate
        x = y = 0.0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield line


def _of_coordinates(drawn: _Drawn | None) -> Polygons:
    """The polygons of a GeoJSON geometry; none where it is none, or damaged."""
    if drawn is None or drawn.type not in ("Polygon", "MultiPolygon"):
        return []
    try:
        told = msgspec.convert(
            [drawn.coordinates] if drawn.type == "Polygon" else drawn.coordinates, list[list[list[list[float]]]], strict=False
        )
        return _coarse([[thinned([(p[0], p[1]) for p in ring], TOLERANCE) for ring in polygon] for polygon in told])
    except (msgspec.ValidationError, IndexError):
        return []


def _of_arcs(drawn: _Drawn, arcs: list[list[Point]]) -> Polygons:
    """The polygons of a TopoJSON geometry, whose rings are numbers of arcs (~n: backwards)."""
    if drawn.type not in ("Polygon", "MultiPolygon"):
        return []
    try:
        told = msgspec.convert([drawn.arcs] if drawn.type == "Polygon" else drawn.arcs, list[list[list[int]]])
        return _coarse([[_ring(numbers, arcs) for numbers in polygon] for polygon in told])
    except (msgspec.ValidationError, IndexError):
        return []


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(line[1:] if points else line)
    return points


def _coarse(told: Polygons) -> Polygons:
    """Rounded, and without rings that no map of this scale shows."""
    kept: Polygons = []
    largest = max((_area(polygon[0]) for polygon in told if polygon), default=0.0)
    for polygon in told:
        rings = [[(round(x, DIGITS), round(y, DIGITS)) for x, y in ring] for ring in polygon]
        if rings and len(rings[0]) > 3 and (_area(rings[0]) >= SMALLEST or _area(polygon[0]) == largest):
            kept.append([rings[0], *(ring for ring in rings[1:] if len(ring) > 3 and _area(ring) >= SMALLEST)])
    return kept


def _area(ring: list[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise([*ring, *ring[:1]]))) / 2
