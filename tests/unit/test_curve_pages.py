"""The curve as it reaches people: the command, the table in words, CSV, the page and its twins, the files of the site."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from relazione.analysis.curve import Curve, curve
from relazione.cli.door import relazione
from relazione.publish.curve_table import COLUMNS, curve_csv, rows
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.site import write_site


@pytest.fixture(scope="module")
def db(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("curve") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


@pytest.fixture(scope="module")
def drawn(db: Path) -> Curve:
    with Record.open(db, read_only=True) as record:
        return curve(record, "ITA", "TUR")


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(db), base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(relazione, [str(argument) for argument in arguments])


# --- in words --------------------------------------------------------------------------------------------------------------------


def test_the_rows_are_the_whole_curve_in_order(drawn: Curve) -> None:
    found = rows(drawn)
    assert (found[0].first, found[-1].last) == (drawn.start, drawn.end)
    periods = [point.period for point in drawn.points]
    assert [row.first for row in found[1:]] == [periods[periods.index(row.last) + 1] for row in found[:-1]]
    assert sum(row.acts for row in found) == len(drawn.acts)


def test_gaps_and_quiet_times_are_one_row_each(drawn: Curve) -> None:
    states = [row.state for row in rows(drawn)]
    assert {"gap", "quiet", "told"} <= set(states)
    assert all(one == "told" or one != other for one, other in itertools.pairwise(states))
    assert all(row.cooperation is row.conflict is None for row in rows(drawn) if row.state == "gap")


def test_a_short_part_has_a_row_for_each_month(db: Path) -> None:
    with Record.open(db, read_only=True) as record:
        part = curve(record, "ITA", "TUR", by="month", start="1911-09", end="1912-11")
    found = rows(part)
    assert (found[0].words, found[-1].words) == ("Sep 1911", "Nov 1912")
    assert found[6].main == () and found[6].ongoing[0].type == "war"


def test_csv_has_a_row_for_each_period_and_no_number_in_a_gap(drawn: Curve) -> None:
    found = list(csv.DictReader(io.StringIO(curve_csv(drawn))))
    assert tuple(found[0]) == COLUMNS
    assert [line["period"] for line in found] == [point.period for point in drawn.points]
    gap = next(line for line, point in zip(found, drawn.points, strict=True) if point.net is None)
    assert (gap["cooperation"], gap["conflict"], gap["net"], gap["facts"]) == ("", "", "", "")


# --- the command -----------------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_decades_with_their_acts(db: Path) -> None:
    shown = run("curve", "Italy", "Turkey", "--db", db)
    assert shown.exit_code == 0
    assert "Italy and Türkiye: cooperation and conflict" in shown.stdout
    war = next(line for line in shown.stdout.splitlines() if line.startswith("1910s"))
    assert "█│" in war and "War: Kingdom of Italy, Ottoman Empire" in war and re.search(r"\[c[0-9a-f]{16}\]", war)
    assert "no source tells anything of the two" in shown.stdout


def test_the_command_gives_the_same_curve_as_the_function(db: Path) -> None:
    with Record.open(db, read_only=True) as record:
        found = curve(record, "ITA", "TUR", by="month", start="1910", end="1915", half_life=1)
    asked = ("--by", "month", "--from", "1910", "--to", "1915", "--half-life", "1", "--db", db)
    data = json.loads(run("curve", "ITA", "TUR", *asked, "--json").stdout)
    assert [point["net"] for point in data["points"]] == [point.net for point in found.points]
    assert run("curve", "ITA", "TUR", *asked, "--csv").stdout == curve_csv(found)
    properties = json.loads(run("schema", "curve").stdout)["$defs"]["Curve"]["properties"]
    assert set(data) == set(properties) - {"feeds", "together"}  # only where feeds are asked


def test_the_command_says_what_is_wrong(db: Path) -> None:
    assert run("curve", "Italy", "Italy", "--db", db).exit_code == 2
    assert run("curve", "Italy", "Turkey", "--half-life", "-1", "--db", db).exit_code == 2
    assert run("curve", "Italy", "Turkey", "--half-life", "nan", "--db", db).exit_code == 2
    nothing = run("curve", "Chad", "Bhutan", "--db", db)
    assert nothing.exit_code == 0 and "nothing dated between Chad and Bhutan" in nothing.stderr


# --- the page --------------------------------------------------------------------------------------------------------------------


def test_the_page_shows_picture_acts_table_and_method(client: TestClient) -> None:
    html = client.get("/curve/ITA/TUR?as-of=1925-01-01").text
    assert html.count('class="curve"') == 1 and "1 January 1925" in html
    for heading in ("The strongest acts", "In words", "How the curve is made"):
        assert heading in html
    assert "<script" not in html and "style=" not in html
    assert 'href="/curve/ITA/TUR.json?as-of=1925-01-01"' in html


def test_the_page_zooms_by_links_and_by_form(client: TestClient) -> None:
    whole = client.get("/curve/ITA/TUR").text
    assert 'href="/curve/ITA/TUR?by=month&amp;from=1910&amp;to=1919"' in whole
    part = client.get("/curve/ITA/TUR?by=month&from=1910&to=1919").text
    assert "Earlier" in part and "All years" in part and "January 1910 to December 1919" in part
    assert '<option value="month" selected>' in part


def test_its_twins_are_the_same_curve(client: TestClient) -> None:
    data: dict[str, Any] = client.get("/curve/ITA/TUR.json?from=1911&to=1912").json()
    lines = list(csv.DictReader(io.StringIO(client.get("/curve/ITA/TUR.csv?from=1911&to=1912").text)))
    assert [point["period"] for point in data["points"]] == [line["period"] for line in lines] == ["1911", "1912"]
    assert client.get("/curve/ITA/TUR.csv").headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/curve/ITA/ITA", 400),
        ("/curve/ITA/QQQ", 404),
        ("/curve/ITA/TUR?by=week", 400),
        ("/curve/ITA/TUR?from=1950&to=1940", 400),
        ("/curve/ITA/TUR?from=%3Cscript%3E", 400),
        ("/curve/ITA/TUR?half-life=long", 400),
        ("/curve/ITA/TUR?half-life=nan", 400),
        ("/curve/ITA/TUR?half-life=1e400", 400),
        ("/curve/ITA/TUR.json?as-of=1990-02-30", 400),
    ],
)
def test_what_cannot_be_asked_is_said(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "<script" not in answer.text


def test_the_record_as_it_stood_is_kept_by_links_and_form(client: TestClient) -> None:
    then = client.get("/curve/ITA/TUR?known-at=1999-01-01").text
    assert "tells of nothing dated between the two" in then
    assert '<input type="hidden" name="known-at" value="1999-01-01' in then
    assert 'href="/curve/ITA/TUR.csv?known-at=1999-01-01' in then


def test_names_lead_to_the_address(client: TestClient) -> None:
    answer = client.get("/curve/italy/Turkey.csv?from=1900")
    assert (answer.status_code, answer.headers["location"]) == (303, "/curve/ITA/TUR.csv?from=1900")


def test_a_pair_without_anything_has_a_page_that_says_so(client: TestClient) -> None:
    assert "tells of nothing dated between the two" in client.get("/curve/BTN/TCD").text


def test_the_site_has_the_curve_of_each_pair(db: Path, tmp_path: Path) -> None:
    write_site(db, tmp_path)
    html = (tmp_path / "curve" / "ITA-TUR.html").read_text(encoding="utf-8")
    assert "<form" not in html and 'href="../pair/ITA-TUR.html"' in html
    for href in re.findall(r'href="([^"#]+)"', html):
        assert (tmp_path / "curve" / href).resolve().exists(), href
