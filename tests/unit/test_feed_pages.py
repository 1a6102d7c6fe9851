"""Feeds in the pages: the curve with what they report, lists of rows, one row with its report's address, and what comes when a lake is not there."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from starlette.testclient import TestClient

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from relazione.analysis.curve import Curve, curve, json_schema
from relazione.analysis.curve.reported import Reports
from relazione.publish.curve_panels import panel_marks, panels_svg
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.site import write_site

HOST = "http://127.0.0.1"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def db(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


@pytest.fixture(scope="module")
def client(db: Path, lake_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(db, lake=lake_path), base_url=HOST, follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def drawn(db: Path, lake_path: Path) -> Curve:
    with Record.open(db, read_only=True) as record, Reports(lake_path) as reports:
        return curve(record, "ITA", "TUR", feeds=reports.of("ITA", "TUR"))


def links(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]*)"', text)]


# --- the picture -----------------------------------------------------------------------------------------------------------------


def test_the_picture_has_a_part_for_each_source_and_one_for_all(drawn: Curve) -> None:
    root = ET.fromstring(panels_svg(drawn))
    titles = [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "side"]
    assert titles == ["Together", "Prose", "GDELT 2.0, on its own scale", "ICEWS, on its own scale", "Covered by"]
    assert len([one for one in root.iter(f"{SVG}path") if one.get("class") == "cooperation"]) == 4
    apart = [one.text for one in ET.fromstring(panels_svg(drawn, "apart")).iter(f"{SVG}text") if one.get("class") == "side"]
    alone = [one.text for one in ET.fromstring(panels_svg(drawn, "together")).iter(f"{SVG}text") if one.get("class") == "side"]
    assert apart == titles[1:] and alone == ["Together", "Covered by"]


def test_bands_say_what_is_covered_and_what_in_part(drawn: Curve) -> None:
    bands = [one for one in ET.fromstring(panels_svg(drawn)).iter(f"{SVG}rect") if "covered" in (one.get("class") or "")]
    told = {one.findtext(f"{SVG}title"): one.get("class") for one in bands}
    assert told["ICEWS covers 1995 to 2017"] == "covered" and told["ICEWS covers a part of 2018"] == "covered partly"
    assert told["GDELT 2.0 covers a part of 2015"] == "covered partly"


def test_marks_are_those_of_prose_and_only_where_it_is_shown(drawn: Curve) -> None:
    shown = panel_marks(drawn, "all")
    assert [mark.act.fact for mark in shown] and panel_marks(drawn, "together") == []
    root = ET.fromstring(panels_svg(drawn, href="/fact/{}".format))
    assert [one.get("href") for one in root.iter(f"{SVG}a") if "act" in (one.get("class") or "")] == [
        f"/fact/{mark.act.fact}" for mark in shown
    ]


# --- the page of the curve -------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_feeds_report_and_leads_to_their_rows(client: TestClient) -> None:
    text = client.get("/curve/ITA/TUR").text
    assert "What feeds report" in text and "ICEWS covers 1 January 1995 to 29 June 2018" in text
    rows = [one for one in links(text) if one.startswith("/feed/ITA/TUR?")]
    assert any("feed=icews" in one for one in rows) and client.get(rows[0]).status_code == 200
    by_month = client.get("/curve/ITA/TUR?by=month&from=2011&to=2011").text
    month = next(one for one in links(by_month) if "from=2011-03" in one and one.startswith("/feed/"))
    assert "between" in client.get(month).text.lower()


def test_the_views_and_weights_are_kept_in_the_addresses(client: TestClient) -> None:
    text = client.get("/curve/ITA/TUR?show=apart&weight-icews=3").text
    moved = [one for one in links(text) if one.startswith("/curve/ITA/TUR?")]
    assert moved and all("weight-icews=3" in one for one in moved)
    assert 'name="show" value="apart"' in text and 'name="weight-icews" value="3"' in text
    for wrong in ("show=sideways", "weight-icews=much", "weight-prose=-1", "weight-prose=nan"):
        assert client.get(f"/curve/ITA/TUR?{wrong}").status_code == 400


def test_the_data_behind_it_have_the_feeds(client: TestClient, drawn: Curve) -> None:
    told = client.get("/curve/ITA/TUR.json").json()
    assert set(told) == set(json_schema()["$defs"]["Curve"]["properties"])
    assert told == msgspec.json.decode(msgspec.json.encode(drawn))
    header = next(csv.reader(io.StringIO(client.get("/curve/ITA/TUR.csv").text)))
    assert "together_net" in header and "icews_rows" in header


def test_without_a_lake_or_of_an_earlier_moment_the_page_is_that_of_prose(db: Path, client: TestClient) -> None:
    with TestClient(create_app(db), base_url=HOST) as alone:
        text = alone.get("/curve/ITA/TUR").text
        assert "What feeds report" not in text and "weights of the sources" not in text
        assert alone.get("/feed/ITA/TUR").status_code == 404 and alone.get("/feed/ITA/TUR.json").status_code == 404
    earlier = client.get("/curve/ITA/TUR?known-at=2020-01-01")
    assert earlier.status_code == 200 and "What feeds report" not in earlier.text
    assert client.get("/feed/ITA/TUR?known-at=2020-01-01").status_code == 404


def test_a_lake_that_cannot_be_read_leaves_the_record_to_be_shown(db: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.lake"
    broken.mkdir()
    (broken / "loads.db").write_bytes(b"no lake at all")
    with TestClient(create_app(db, lake=broken), base_url=HOST) as found:
        page = found.get("/curve/ITA/TUR")
        assert page.status_code == 200 and "The feeds cannot be read now" in page.text
        assert found.get("/feed/ITA/TUR").status_code == 503


# --- rows ------------------------------------------------------------------------------------------------------------------------


def test_rows_come_page_by_page_and_none_is_missed(client: TestClient) -> None:
    address, seen = "/feed/ITA/TUR?feed=icews", []
    while address:
        text = client.get(address).text
        seen += [one for one in links(text) if one.startswith("/feed/row/")]
        following = re.search(r'rel="next" href="([^"]*)"', text)
        address = unescape(following[1]) if following else ""
    data = client.get("/feed/ITA/TUR.json?feed=icews").json()
    assert len(seen) == len(set(seen)) == data["count"] == len(data["rows"]) > 500
    assert [one["day"] for one in data["rows"]] == sorted(one["day"] for one in data["rows"])
    table = list(csv.DictReader(io.StringIO(client.get("/feed/ITA/TUR.csv?feed=icews").text)))
    assert [one["key"] for one in table] == [one["key"] for one in data["rows"]]


def test_a_name_leads_to_the_codes_and_wrong_things_are_told(client: TestClient) -> None:
    assert client.get("/feed/Italy/Turkey?from=2011").headers["location"] == "/feed/ITA/TUR?from=2011"
    assert client.get("/feed/ITA/TUR?feed=reuters").status_code == 400
    assert client.get("/feed/ITA/TUR?from=2016&to=2011").status_code == 400
    assert client.get("/feed/ITA/TUR?from=2011-02-30").status_code == 400
    assert client.get("/feed/ITA/ITA").status_code == 400
    assert "report nothing" in client.get("/feed/ITA/TUR?from=1890&to=1891").text
    assert client.get("/feed/ITA/TUR?sheet=99").status_code == 200


def test_addresses_of_reports_are_links_only_where_they_are_of_the_web(client: TestClient) -> None:
    rows = client.get("/feed/ITA/TUR.json?feed=gdelt2").json()["rows"]
    assert {one["address"].partition(":")[0] for one in rows} >= {"javascript", "https", "ftp", ""}
    for one in {row["address"].partition("/2")[0]: row for row in rows}.values():
        page = client.get(f"/feed/row/ITA/TUR/{one['day']}/gdelt2/{one['key']}")
        assert page.status_code == 200 and "<script>alert" not in page.text and "<b>The Daily" not in page.text
        outside = re.findall(r'<a href="([^"]*)" rel="([^"]*)"', page.text)
        if one["address"].startswith("https:"):
            assert unescape(outside[0][0]) == one["address"] and {"noopener", "noreferrer", "nofollow"} <= set(
                outside[0][1].split()
            )
        else:
            assert outside == [] and not any(link.startswith(("javascript:", "ftp:")) for link in links(page.text))
        assert page.headers["content-security-policy"] == client.get("/").headers["content-security-policy"]


def test_a_row_has_all_its_columns_and_the_polities_of_its_day(client: TestClient) -> None:
    row = client.get("/feed/ITA/TUR.json?feed=icews&from=2011&to=2011").json()["rows"][0]
    address = f"/feed/row/ITA/TUR/{row['day']}/icews/{row['key']}"
    text = client.get(address).text
    assert all(f"<code>{name}</code>" in text for name in ("cameo", "quad", "source_intensity", "a_polity", "load"))
    assert f"/polities/italian-republic?as-of={row['day']}" in links(text)
    told = client.get(f"{address}.json").json()["rows"]
    assert told == [row]
    assert client.get(f"{address}.csv").text.count("\n") == 2
    for missing in (f"/feed/row/ITA/TUR/{row['day']}/icews/nothing", f"/feed/row/ITA/TUR/{row['day']}/reuters/{row['key']}"):
        assert client.get(missing).status_code == 404
    assert client.get(f"/feed/row/ITA/TUR/2011-02-30/icews/{row['key']}").status_code == 400


def test_the_site_as_files_leaves_feeds_out(db: Path, tmp_path: Path) -> None:
    write_site(db, tmp_path / "site")
    text = (tmp_path / "site" / "curve" / "ITA-TUR.html").read_text(encoding="utf-8")
    assert "What feeds report" not in text and not (tmp_path / "site" / "feed").exists()


# --- the API ---------------------------------------------------------------------------------------------------------------------


def test_the_api_gives_rows_and_the_curve_with_feeds(client: TestClient) -> None:
    base = "/api/v1/pairs/ITA/TUR"
    found, after = [], 0
    while after is not None:
        page = client.get(f"{base}/feed-rows", params={"feed": "icews", "limit": 200, "after": after}).json()
        found += [one["key"] for one in page["items"]]
        after = page["next"]
    assert len(found) == len(set(found)) == page["count"]
    assert set(client.get(f"{base}/curve").json()) >= {"feeds", "together"}
    weighed = client.get(f"{base}/curve", params={"weights": "prose:1,icews:0.25"}).json()["together"]["sources"]
    assert {one["source"]: one["weight"] for one in weighed} == {"prose": 1.0, "gdelt2": None, "icews": 0.25}
    assert "feeds" not in client.get(f"{base}/curve", params={"feeds": "false"}).json()
    for wrong in ("prose", "prose:x", "reuters:1", "icews:-1"):
        assert client.get(f"{base}/curve", params={"weights": wrong}).status_code == 422


def test_the_tag_of_the_api_changes_with_the_lake(db: Path, lake_path: Path, client: TestClient) -> None:
    with TestClient(create_app(db), base_url=HOST) as alone:
        address = "/api/v1/pairs/ITA/TUR/curve"
        assert alone.get(address).headers["etag"] != client.get(address).headers["etag"]
        assert alone.get("/api/v1/pairs/ITA/TUR/feed-rows").status_code == 404
