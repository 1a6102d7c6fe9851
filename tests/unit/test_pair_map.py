"""The map of a pair: what is where on a day, the borders of the day, marks that do not overlap, and the page's forms."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

from relazione.analysis.borders import borders_on
from relazione.analysis.places import Spot, Thing, places
from relazione.cli.commands.datasets import add_to_record
from relazione.model.dates import parse_day
from relazione.publish.frame import WIDTH
from relazione.publish.pair_map import TOGETHER, VIEWS, marks, pair_map_svg, view_of
from relazione.record.store import Record
from relazione.sources.datasets.imported import import_file
from relazione.sources.datasets.shapes import polygons
from relazione.web.app import create_app

SVG = "{http://www.w3.org/2000/svg}"
TODAY = "2026-01-01"


def square(x: float, y: float, side: float = 4.0) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(code: int, name: str, start: str, end: str, status: str, owner: int, ring: list[list[float]]) -> dict[str, Any]:
    told = {"gwcode": code, "country_name": name, "start": start, "end": end, "status": status, "owner": str(owner)}
    more = {"capname": "Town", "caplong": ring[0][0], "caplat": ring[0][1]}
    return {"type": "Feature", "properties": {**told, **more}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture(scope="module")
def shapes_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shapes") / "CShapes-2.0.geojson"
    ocean = "1912-10-18"
    features = [
        feature(325, "Italy/Sardinia", "1886-01-01", "2019-12-31", "independent", 325, square(10, 41)),
        feature(640, "Turkey (Ottoman Empire)", "1886-01-01", ocean, "independent", 640, square(28, 37, 9)),
        feature(640, "Turkey (Ottoman Empire)", "1912-10-19", "2019-12-31", "independent", 640, square(28, 37, 7)),
        feature(620, "Libya", "1912-10-18", "1951-12-23", "colony", 325, square(12, 25, 8)),
        feature(338, "Malta", "1964-09-21", "2019-12-31", "independent", 338, square(14.3, 35.8, 0.05)),
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def path(seed: ModuleType, shapes_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
        add_to_record(shapes_file, import_file(shapes_file), record)
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


def test_missions_stand_in_the_city_of_their_host(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        found = places(record, "ITA", "TUR", None, TODAY)
    spots = {spot.name: spot for spot in found.spots}
    assert {thing.side for thing in spots["Ankara"].things if thing.kind == "mission"} == {"ITA"}
    assert {thing.side for thing in spots["Rome"].things if thing.kind == "mission"} == {"TUR"}
    assert (round(spots["Rome"].lat), int(spots["Rome"].lon)) == (42, 12)


def test_events_and_territories_are_those_of_the_day(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        early, late = (places(record, "ITA", "TUR", on, TODAY) for on in ("1481", "1925"))
    assert "Otranto" in {spot.name for spot in early.spots for thing in spot.things if thing.kind == "event"}
    assert not any(thing.kind == "mission" for spot in early.spots for thing in spot.things)
    held = {thing.label for spot in late.spots for thing in spot.things if thing.kind == "holding"}
    assert any("Kastellorizo" in label for label in held)
    starts = [thing.start for spot in early.spots for thing in spot.things if thing.start]
    assert all(start < "1482" for start in starts)


def test_borders_are_those_of_the_day_with_their_holder(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        before, after = (borders_on(record, parse_day(day)) for day in ("1912-10-17", "1913-01-01"))
        assert borders_on(record, parse_day("1850-01-01")) is None
    assert before is not None and after is not None
    assert {shape.name: shape.holder for shape in before.shapes} == {"Italy/Sardinia": "ITA", "Turkey (Ottoman Empire)": "TUR"}
    libya = next(shape for shape in after.shapes if shape.name == "Libya")
    assert (libya.state, libya.holder, libya.status) == ("LBY", "ITA", "colony")
    widths = [
        max(x for x, _ in one.polygons[0][0]) - min(x for x, _ in one.polygons[0][0])
        for found in (before, after) for one in found.shapes if one.state == "TUR"
    ]  # fmt: skip
    assert widths == [9.0, 7.0]


def test_a_file_that_was_imported_before_shapes_were_kept_gets_them(seed: ModuleType, shapes_file: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "old.db", create=True) as record:
        imported = import_file(shapes_file)
        old = [column for column in imported.columns if column.name != "shape"]
        add_to_record(shapes_file, type(imported)(**{**_fields(imported), "columns": old}), record)
        assert borders_on(record, parse_day("1930-01-01")) is None
        add_to_record(shapes_file, imported, record)
        assert borders_on(record, parse_day("1930-01-01")) is not None
        assert len(record.data_files()) == 1


def _fields(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_the_same_shape_from_geojson_and_topojson(tmp_path: Path) -> None:
    ring = square(10, 40)
    plain, arcs = tmp_path / "a.geojson", tmp_path / "b.topojson"
    plain.write_text(json.dumps({"features": [{"geometry": {"type": "Polygon", "coordinates": [ring]}}]}))
    geometry = {"type": "Polygon", "arcs": [[0, ~1]]}
    whole = {"type": "Topology", "arcs": [ring[:3], ring[2:][::-1]], "objects": {"a": {"geometries": [geometry]}}}
    arcs.write_text(json.dumps(whole))
    assert polygons(plain) == polygons(arcs) != [[]]
    steps = {"transform": {"scale": [0.5, 0.5], "translate": [10, 40]}, "arcs": [[[0, 0], [8, 0], [0, 8], [-8, 0], [0, -8]]]}
    arcs.write_text(json.dumps({**whole, **steps, "objects": {"a": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}}}))
    assert polygons(arcs) == polygons(plain)


@pytest.mark.parametrize("geometry", [None, {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": "x"},
    {"type": "Polygon", "coordinates": [[[1], [2]]]}, {"type": "Polygon", "arcs": [[99]]}, {"type": "Polygon"}])  # fmt: skip
def test_a_damaged_shape_is_none_and_the_others_stay(tmp_path: Path, geometry: Any) -> None:
    path = tmp_path / "a.geojson"
    good = {"geometry": {"type": "Polygon", "coordinates": [square(10, 40)]}}
    path.write_text(json.dumps({"features": [{"geometry": geometry}, good]}))
    found = polygons(path)
    assert found[0] == [] and len(found[1]) == 1


def test_near_places_share_a_mark_and_names_do_not_overlap() -> None:
    thing = Thing("mission", "c1", "label", "ITA", "embassy", "attested")
    near = [Spot(f"Town {i}", 41.9 + i * 0.01, 12.5, (thing,)) for i in range(5)] + [Spot("Ankara", 39.9, 32.9, (thing, thing))]
    shown = view_of("ITA", "TUR", "both")
    found = marks(near, shown)
    assert sorted(len(mark.spots) for mark in found) == [1, 5]
    assert all(math.dist((p.x, p.y), (q.x, q.y)) >= TOGETHER for p in found for q in found if p is not q)
    assert marks([Spot("Far", -40.0, 175.0, (thing,))], shown) == []
    root = ET.fromstring(pair_map_svg("ITA", "TUR", "both", near))
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "count"] == ["5"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("pair", [("ITA", "TUR"), ("FJI", "USA"), ("MCO", "VAT"), ("CAN", "RUS")])
def test_every_view_of_near_far_and_tiny_states_is_drawn(view: Any, pair: tuple[str, str]) -> None:
    root = ET.fromstring(pair_map_svg(*pair, view, []))
    assert root.get("viewBox", "").split()[2] == str(WIDTH)


def test_a_hostile_name_is_text() -> None:
    spot = Spot("<script>\u202e", 41.9, 12.5, (Thing("event", "c", "x", "", "visit", "attested"),))
    drawn = pair_map_svg("ITA", "TUR", "both", [spot])
    assert "<script" not in drawn and "\u202e" not in drawn


def test_the_page_lists_what_the_map_shows(client: TestClient) -> None:
    shown = client.get("/map/ITA/TUR?as-of=1925").text
    data = client.get("/map/ITA/TUR.json?as-of=1925").json()
    for spot in data["spots"]:
        for thing in spot["things"]:
            assert f'href="/fact/{thing["fact"]}"' in shown
    anchors = {part.split('"')[0] for part in shown.split('href="#spot-')[1:]}
    assert anchors and all(f'id="spot-{anchor}"' in shown for anchor in anchors)
    assert "Borders of the day" in shown and "Borders of today" in client.get("/map/ITA/TUR?as-of=1850").text


def test_the_twins_and_the_ways_of_asking(client: TestClient) -> None:
    collection = client.get("/map/ITA/TUR.geojson")
    assert collection.headers["content-type"].startswith("application/geo+json")
    facts = {thing["fact"] for spot in client.get("/map/ITA/TUR.json").json()["spots"] for thing in spot["things"]}
    assert {one["id"] for one in collection.json()["features"]} <= facts
    assert "Ankara" in client.get("/map/ITA/TUR.csv").text
    assert client.get("/map/italy/Turkey/world?as-of=1925").headers["location"] == "/map/ITA/TUR/world?as-of=1925"
    assert client.get("/map/ITA/TUR/moon").status_code == 404
    assert client.get("/map/ITA/ITA").status_code == 400
    for view in VIEWS:
        assert 'class="pairmap"' in client.get(f"/map/ITA/TUR/{view}").text
