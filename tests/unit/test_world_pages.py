"""Home, the world, the matrix and the pages of states: what they show, how they are asked, and their twins."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from relazione.analysis.stances import stances
from relazione.publish.frame import world_frame
from relazione.publish.words import name
from relazione.publish.world import Arc, Shade, world_svg
from relazione.record.store import Record
from relazione.reference.polities import states
from relazione.reference.regions import region_of, regions
from relazione.web.app import create_app
from relazione.web.pages import home, matrix
from relazione.web.paging import page_of
from relazione.web.remembered import remembered
from relazione.web.site import write_site

HOST = "http://127.0.0.1"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made claims, and some of Greece, Libya and Ethiopia."""
    path = tmp_path_factory.mktemp("world") / "world.db"
    greece, libya = seed.actor("Greece", "GRC", "greece"), seed.actor("Libya", "LBY", "libya")
    ethiopia = seed.actor("Ethiopia", "ETH", "ethiopian-empire")
    when = seed.when
    bodies = [
        seed.mission(greece, "embassy", seed.turkey(), "Ankara", opened=when("1925")),
        seed.mission(greece, "consulate", seed.turkey(), "Izmir", opened=when("1925")),
        seed.mission(greece, "embassy", libya, "Tripoli", opened=when("1953")),
        seed.event("war", seed.kingdom(), ethiopia, on="1935-10-03/1936-05-05"),
        seed.event("relations-severed", libya, seed.italy(), on="2020-01-01"),
        seed.member(greece, "NATO", "nato", since="1952-02-18"),
    ]
    with Record.open(path, create=True) as record:
        seed.tell(record)
        more, claims = seed.told("more", *((body, {}) for body in bodies), pair=None)
        record.add(more, claims, coder="hand")
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url=HOST, follow_redirects=False) as found:
        yield found


def text(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:300])
    return answer.text


def table(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/csv") and "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text)))


# --- home -----------------------------------------------------------------------------------------------------------------------


def test_home_lists_pairs_with_their_counts_and_last_event(client: TestClient, path: Path) -> None:
    rows = table(client, "/pairs.csv")
    assert [int(row["facts"]) for row in rows] == sorted((int(row["facts"]) for row in rows), reverse=True)
    first = rows[0]
    assert (first["a"], first["b"]) == ("ITA", "TUR")
    with Record.open(path, read_only=True) as record:
        assert int(first["facts"]) == len(record.facts(pair=("ITA", "TUR")))
        label = record.fact(first["last_event"]).label
    shown = text(client, "/")
    assert f'href="/fact/{first["last_event"]}"' in shown and label.partition(",")[0].split(":")[0] in shown
    assert {row["a"] + row["b"] for row in client.get("/pairs.json").json()["pairs"]} == {row["a"] + row["b"] for row in rows}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("greece", {("GRC", "TUR"), ("GRC", "LBY")}), ("gree turk", {("GRC", "TUR")}), ("Türkiye and Greece", {("GRC", "TUR")}),
     ("LBY", {("GRC", "LBY"), ("ITA", "LBY")}), ("atlantis", set())],
)  # fmt: skip
def test_pairs_are_picked_by_the_beginnings_of_names(path: Path, words: str, expected: set[tuple[str, str]]) -> None:
    with Record.open(path, read_only=True) as record:
        lines = [line for line in home.lines_of(record) if {line.a, line.b} & {"GRC", "LBY"} and "EGY" not in (line.a, line.b)]
        found = {home.ordered(line.a, line.b) for line in home.picked_lines(lines, words)}
    assert {pair for pair in found if set(pair) <= {"GRC", "LBY", "ITA", "TUR"}} >= expected
    assert bool(found) == bool(expected)


def test_the_lists_orders(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        lines = home.lines_of(record)
        days = [line.last_day for line in home.sorted_lines(lines, "last")]
        dated = [day for day in days if day is not None]
        assert dated == sorted(dated, reverse=True) and days[: len(dated)] == dated
        names = [tuple(map(name, home.ordered(line.a, line.b))) for line in home.sorted_lines(lines, "name")]
        assert names == sorted(names)


def test_a_state_chosen_on_the_map_leads_to_its_pairs(client: TestClient) -> None:
    assert 'href="/?first=ITA#map"' in text(client, "/")
    shown = text(client, "/?first=ITA")
    assert 'href="/pair/ITA/TUR"' in shown and 'href="/pair/FJI/ITA"' in shown and 'value="Italy"' in shown
    assert "unknown state" in text(client, "/?first=XXX", 404)


@pytest.mark.parametrize("query", ["page=0", "page=999999999", "page=-1", "page=x", "sort=evil", "q=%00", "q=" + "a" * 900])
def test_odd_questions_get_an_answer(client: TestClient, query: str) -> None:
    text(client, f"/?{query}")
    text(client, f"/world/matrix?{query}&size={query}")


def test_pages_of_a_list() -> None:
    assert page_of(range(7), 2, 3).lines == range(3, 6)
    assert (page_of(range(7), 99, 3).number, page_of(range(7), -3, 3).number, page_of([], 1, 3).last) == (3, 1, 1)


# --- the world ------------------------------------------------------------------------------------------------------------------


def test_every_layer_has_a_map_and_a_list(client: TestClient) -> None:
    for address in ("/world", "/world/missions", "/world/wars", "/world/agreements", "/world/memberships"):
        shown = text(client, address)
        assert 'class="world"' in shown and "<table>" in shown, address
        assert 'href="/state/ITA"' in shown
    assert "there is no map of" in text(client, "/world/nothing", 404)


def test_pairs_are_listed_by_the_names_that_are_shown(seed: ModuleType, tmp_path: Path) -> None:
    emirates, austria = seed.actor("United Arab Emirates", "ARE", None), seed.actor("Austria", "AUT", None)
    with Record.open(tmp_path / "severed.db", create=True) as record:
        others = (austria, seed.actor("Bahrain", "BHR", None)), (emirates, seed.actor("Qatar", "QAT", None))
        for number, (one, other) in enumerate(others):
            event = seed.event("relations-severed", one, other, on="2017-06-05")
            record.add(*seed.told(f"d{number}", (event, {}), pair=(one.state, other.state)), coder="hand")
        event = seed.event("relations-severed", emirates, others[0][1], on="2017-06-05")
        record.add(*seed.told("d3", (event, {}), pair=("ARE", "BHR")), coder="hand")
    with TestClient(create_app(tmp_path / "severed.db"), base_url=HOST) as client:
        page = client.get("/world").text
    listed = page[page.index('id="severed"') :]
    told = re.findall(r"<li><a[^>]*><bdi>([^<]+)</bdi> and <bdi>([^<]+)</bdi>", listed)
    assert told[:3] == [("Austria", "Bahrain"), ("Bahrain", "United Arab Emirates"), ("Qatar", "United Arab Emirates")]


def test_a_war_is_told_on_its_days_only(client: TestClient) -> None:
    during = text(client, "/world/wars?as-of=1936-01-01")
    assert "Ethiopia</bdi> and <bdi>Italy" in during and 'class="arc war' in during
    assert 'class="arc war' not in text(client, "/world/wars?as-of=1938")
    pairs = {(one["a"], one["b"]): one for one in client.get("/world.json?as-of=1936-01-01").json()["pairs"]}
    assert pairs["ETH", "ITA"]["stance"] == "war"


def test_one_state_in_the_world_is_coloured_by_how_the_others_stand(client: TestClient) -> None:
    shown = text(client, "/world?state=ITA")
    assert 'class="state own"' in shown and 'class="state severed"' in shown and 'class="state both"' in shown
    assert "unknown state" in text(client, "/world?state=QQQ", 404)


def test_the_members_of_an_organisation(client: TestClient) -> None:
    shown = text(client, "/world/memberships?of=nato&as-of=1960")
    assert "Greece" in shown and "Members of" in shown
    assert "no member of" in text(client, "/world/memberships?of=atlantis", 404)


def test_the_twins_hold_every_pair(client: TestClient, path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        expected = set(stances(record, "1960").pairs)
    assert {(row["a"], row["b"]) for row in table(client, "/world.csv?as-of=1960")} == expected
    matrix_rows = table(client, "/world/matrix.csv?as-of=1960")
    assert {(row["row"], row["column"]) for row in matrix_rows} == expected | {pair[::-1] for pair in expected}


def test_the_matrix_signs_a_one_sided_embassy_by_its_direction(client: TestClient) -> None:
    signs = {(row["row"], row["column"]): row["sign"] for row in table(client, "/world/matrix.csv")}
    assert (signs["GRC", "TUR"], signs["TUR", "GRC"]) == (matrix.SIGNS["one"], matrix.BACK)
    assert signs["ITA", "TUR"] == matrix.SIGNS["both"] and signs["ITA", "LBY"] == "S"
    assert set(matrix.SIGNS) >= {one["stance"] for one in client.get("/world/matrix.json").json()["pairs"]}


def test_the_matrix_of_a_region_and_of_a_size(client: TestClient) -> None:
    shown = text(client, "/world/matrix?of=europe&size=60")
    assert "Italy" in shown and '<abbr title="Türkiye">' not in shown
    assert "there is no region" in text(client, "/world/matrix?of=atlantis", 404)


def test_every_state_lies_in_one_region() -> None:
    assert [code for code in states() if region_of(code) is None] == []
    assert {region.id for region in regions()} == {"europe", "americas", "africa", "middle-east", "asia", "oceania"}
    assert region_of("none") is None


def test_a_tiny_state_of_which_nothing_is_told_covers_no_other() -> None:
    holy_see = "Holy See: told"
    assert "<circle" in world_svg({"VAT": Shade("s1", holy_see, "/state/VAT")})
    assert "<circle" not in world_svg({"VAT": Shade("s0", holy_see, "/state/VAT")})


def test_every_state_has_a_place_on_the_map_and_the_map_is_safe() -> None:
    assert set(states()) <= set(world_frame().spots)
    shades = {code: Shade("s1", f"<b>{code}\u202e", f'/state/{code}"><x') for code in states()}
    drawn = world_svg(shades, [Arc("ITA", "TUR", "tie", 2, "<i>", "/pair"), Arc("ITA", "XXX", "tie", 1, "nowhere")], chosen="ITA")
    root = ET.fromstring(drawn)
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in ("svg", "rect", "path", "g", "a", "title", "circle")}
    assert "\u202e" not in drawn and len(root.findall(f".//{SVG}a")) >= len(states())
    assert all(link.get("tabindex") == "-1" for link in root.iter(f"{SVG}a"))


def test_answers_are_kept_until_the_record_changes(seed: ModuleType, tmp_path: Path) -> None:
    path, made = tmp_path / "r.db", []
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
        for _ in range(2):
            remembered(record, "key", lambda: made.append(1))
        assert len(made) == 1
        more, claims = seed.told("more", (seed.event("visit", seed.italy(), seed.turkey(), on="1998"), {}))
        record.add(more, claims, coder="hand")
        remembered(record, "key", lambda: made.append(1))
    assert len(made) == 2


# --- states ---------------------------------------------------------------------------------------------------------------------


def test_a_state_has_its_missions_both_ways_and_its_pairs(client: TestClient) -> None:
    data = client.get("/state/TUR.json").json()
    assert data["pairs"]["ITA"]["stance"] == "both" and data["pairs"]["GRC"]["embassies"] == ["GRC"]
    assert {one["mission"]["city"] for one in data["received"] if one["other"] == "GRC"} == {"Ankara", "Izmir"}
    assert all(one["mission"]["sender"] != "Greece" for one in data["abroad"])
    shown = text(client, "/state/TUR")
    for item in (*data["abroad"], *data["received"]):
        assert f'href="/fact/{item["mission"]["fact"]}"' in shown
    assert 'href="/pair/GRC/T%C3%BCrkiye"' not in shown and 'href="/pair/GRC/TUR"' in shown


def test_a_state_of_long_ago_is_shown_under_its_polities(client: TestClient) -> None:
    data = client.get("/state/TUR.json?as-of=1900").json()
    assert data["polities"] == ["ottoman-empire"]
    assert {"ottoman-empire", "republic-of-turkiye"} <= {row["id"] for row in data["lineage"]}
    assert 'href="/polities/ottoman-empire?as-of=1900"' in text(client, "/state/TUR?as-of=1900")


def test_names_lead_to_the_state_and_its_rows_are_its_pairs(client: TestClient) -> None:
    assert client.get("/state/turkey.csv?as-of=1925").headers["location"] == "/state/TUR.csv?as-of=1925"
    rows = table(client, "/state/GRC.csv")
    assert {row["other"] for row in rows} >= {"TUR", "LBY"}
    assert "unknown state" in text(client, "/state/Atlantis", 404)


def test_polities_are_found_by_any_name_or_code(client: TestClient) -> None:
    assert client.get("/polities?q=Siam").headers["location"].startswith("/polities/")
    assert client.get("/polities?q=325&system=cow&as-of=1850").headers["location"] == "/polities/kingdom-of-sardinia?as-of=1850"
    several = text(client, "/polities?q=Congo")
    assert several.count('href="/polities/') >= 2
    assert "No polity has this name" in text(client, "/polities?q=zzzzzz")
    assert "followed by" in text(client, "/polities?q=Czechoslovakia&as-of=1995")
    assert 'href="/polities/ottoman-empire"' in text(client, "/polities?letter=O")
    assert 'name="q"' in text(client, "/polities/ottoman-empire") and 'name="q"' in text(client, "/state/ITA")


# --- files ----------------------------------------------------------------------------------------------------------------------


def test_in_files_every_link_leads_to_a_file(path: Path, tmp_path: Path) -> None:
    write_site(path, tmp_path)
    files = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*")}
    assert {"world.html", "world/missions.html", "world/matrix.html", "world.csv", "state/ITA.html", "polities.html"} <= files
    for file in tmp_path.rglob("*.html"):
        content = file.read_text(encoding="utf-8")
        assert "<form" not in content, file
        for href in re.findall(r'href="([^"]+)"', content):
            parts = urlsplit(urljoin(f"file:///{file.relative_to(tmp_path).as_posix()}", href.replace("&amp;", "&")))
            assert parts.scheme != "file" or unquote(parts.path)[1:] in files, (file.name, href)
