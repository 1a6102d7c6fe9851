"""What changed between two dates, and what the record learnt between two moments: for the library, the command and the page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from relazione.analysis.diff import difference
from relazione.analysis.learnt import learnt
from relazione.cli.door import relazione
from relazione.model.claims import Agreement, Event, Holding, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.model.errors import WrongUse
from relazione.publish.differences import tell
from relazione.record.store import Record
from relazione.record.writing import now
from relazione.web.app import create_app


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def path(seed: ModuleType, tmp_path: Path) -> Path:
    """A record of things that begin and end on known days, two of them without a beginning."""
    italy, turkey = seed.italy(), seed.turkey()
    path = tmp_path / "changes.db"
    bodies = (
        Mission(italy, "embassy", turkey, "Ankara", opened=When("1930-05-01")),
        Mission(turkey, "consulate", italy, "Milan", opened=When("1925"), closed=When("1935-06-01")),
        Agreement("Treaty of Friendship", "treaty", (italy, turkey), When("1928-05-30"), ended=When("1938-02-01")),
        Agreement("Shipping Convention", "convention", (italy, turkey), When("1932-01-04")),
        Membership(turkey, "NATO", "nato", "member", When("1952-02-18")),
        Holding("Kastellorizo", italy, "possession", When("1921"), When("1947-02-10")),
        Event("war", (italy, turkey), When("1934-01-01/1934-03-01")),
        Event("visit", (italy, turkey), When("1932-11-01")),
        Event("visit", (italy, turkey), When("1960-11-01")),
        Event("embargo", (italy, turkey), When("1935-11-18/1936-07-15")),
        Tenure("A. Smith", "ambassador", italy, since=When("1931"), until=When("1933")),
        Tenure("B. Jones", "ambassador", italy, since=When("1933-05-01"), until=When("1939-05-01")),
    )
    document, claims = seed.told("a", *((body, {}) for body in bodies), date="1965")
    with Record.open(path, create=True) as record:
        record.add(document, claims, coder="hand")
    return path


def told(path: Path, start: str, end: str | None) -> list[tuple[str, str, str]]:
    with Record.open(path, read_only=True) as record:
        found = difference(record, "ITA", "TUR", start, end)
    return [(change.section, change.what, change.label) for change in found.changes]


def test_what_began_and_ended_between_two_dates(path: Path) -> None:
    found = told(path, "1930-01-01", "1936-01-01")
    assert ("missions", "began", "Embassy of Italy in Ankara, since 1 May 1930") in found
    assert ("missions", "ended", "Consulate of Türkiye in Milan, 1925 to 1 June 1935") in found
    assert [(what, label.partition(",")[0]) for section, what, label in found if section == "agreements"] == [
        ("began", "Shipping Convention (Italy")
    ]
    assert [what for section, what, _ in found if section == "ongoing"] == ["began"]
    assert not [section for section, _, _ in found if section in ("holdings", "memberships")]


def test_it_is_the_mirror_of_the_standings(path: Path) -> None:
    """Whatever two dates are asked: what came stands on the later day only, what went on the earlier one only."""
    from relazione.analysis.as_of import standing

    days = ["1920-01-01", "1927-03-05", "1934-02-01", "1938-06-01", "1950-01-01", "1965-01-01"]
    sections = ("missions", "memberships", "agreements", "holdings", "ongoing", "tenures")
    with Record.open(path, read_only=True) as record:
        stood = {day: standing(record, "ITA", "TUR", day) for day in days}
        for first, last in ((a, b) for a in days for b in days if a < b):
            found = difference(record, "ITA", "TUR", first, last)
            for section in sections:
                before, after = ({item.fact for item in getattr(stood[day], section)} for day in (first, last))
                came = {one.fact for one in found.changes if one.section == section and one.what in ("began", "told")}
                went = {one.fact for one in found.changes if one.section == section and one.what in ("ended", "untold")}
                assert (came, went) == (after - before, before - after)


def test_what_comes_and_goes_between_is_among_the_events(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        found = difference(record, "ITA", "TUR", "1931-01-01", "1936-01-01")
    assert [(entry.type, entry.date) for entry in found.events] == [("visit", "1932-11-01"), ("war", "1934-01-01/1934-03-01")]
    assert found.at_war_before in (False, None) and found.at_war in (False, None)


def test_what_goes_on_through_both_days_is_no_news(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        found = difference(record, "ITA", "TUR", "1935-12-01", "1936-06-01")
    assert found.changes == () and found.events == () and found.is_nothing


def test_what_is_older_and_told_first_between_is_newly_told(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "told.db"
    document, claims = seed.told("a", (Mission(seed.turkey(), "embassy", seed.italy(), "Rome"), {"current": True}), date="2001")
    with Record.open(path, create=True) as record:
        record.add(document, claims, coder="hand")
    assert [what for _, what, _ in told(path, "1990", "2002")] == ["told"]


def test_the_later_date_is_later(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        for start, end in (("1930", "1930"), ("1931", "1930"), ("2999", None)):
            with pytest.raises(WrongUse, match="is not earlier than"):
                difference(record, "ITA", "TUR", start, end)


def test_each_line_is_cited(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        made = tell(record, difference(record, "ITA", "TUR", "1920", "1965"))
        lines = [line for of in made.lines.values() for line in of]
        assert lines and all(line.numbers for line in lines)
        numbers = {source.number: source for source in made.sources}
        for line in lines:
            said = {numbers[number].claim for number in line.numbers}
            assert said <= set(record.fact(line.fact).claims)


# --- what the record learnt


def test_what_the_record_learnt(path: Path, seed: ModuleType) -> None:
    start = now()
    with Record.open(path) as record:
        facts = {fact.label.partition(",")[0]: fact for fact in record.facts()}
        milan, ankara, nato = (facts[label] for label in facts if label.startswith(("Consulate", "Embassy", "Türkiye")))
        if not ankara.label.startswith("Embassy"):
            milan, ankara = ankara, milan
        record.decide(milan.claims[0], "reject", "Ada", "misread")
        body = record.claim(ankara.claims[0]).body
        record.decide(ankara.claims[0], "edit", "Bo", edit=msgspec.structs.replace(body, opened=When("1931-05-01")))
        document, claims = seed.told("b", (Event("visit", (seed.italy(), seed.turkey()), When("1932-11-01")), {}),
                                     (Event("visit", (seed.italy(), seed.turkey()), When("1999-11-01")), {}))  # fmt: skip
        record.add(document, claims, coder="hand")
    with Record.open(path, known_at=start) as before, Record.open(path, read_only=True) as after:
        found = learnt(before, after, "ITA", "TUR")
        assert learnt(after, after, "ITA", "TUR").unchanged == len(after.facts(pair=("ITA", "TUR")))
    assert [lesson.label_before for lesson in found.gone] == [milan.label]
    assert [lesson.now for lesson in found.came] == [(claims[1].id,)]
    (changed,) = found.changed
    assert [(field.name, field.before, field.now) for field in changed.fields] == [("opened", ("1930-05-01",), ("1931-05-01",))]
    assert [lesson.claims - lesson.claims_before for lesson in found.borne_out] == [1]
    assert [(act.what, act.by) for act in found.acts][:2] == [("reject", "Ada"), ("edit", "Bo")]
    assert {act.what for act in found.acts} == {"reject", "edit", "told"}
    assert nato.id


def test_facts_that_were_joined_changed_and_did_not_go(path: Path) -> None:
    start = now()
    with Record.open(path) as record:
        one, other = [fact for fact in record.facts(kind="event") if fact.label.startswith(("Visit", "Bilateral"))][:2]
        record.link(one.claims[0], other.claims[0], True, "Ada", "one visit, misdated")
    with Record.open(path, known_at=start) as before, Record.open(path, read_only=True) as after:
        found = learnt(before, after, "ITA", "TUR")
    assert found.gone == () and found.came == ()
    assert {lesson.before for lesson in found.changed} == {(one.id,), (other.id,)}
    assert [(act.what, act.note) for act in found.acts] == [("link", "one visit, misdated")]


# --- the command


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(relazione, list(map(str, arguments)))


def test_the_command_prints_lines_that_fit_with_ids_and_citations(path: Path) -> None:
    done = run("diff", "Italy", "Turkey", "--from", "1930", "--to", "1936", "--db", path)
    assert done.exit_code == 0
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "+ opened: The Kingdom of Italy: embassy in Ankara, since 1 May 1930" in done.stdout
    assert " ".join(done.stdout.split()).count("[c") == 7
    assert "[1] “" in done.stdout


def test_json_and_csv_say_the_same(path: Path) -> None:
    asked = ("diff", "ITA", "TUR", "--from", "1930", "--to", "1936", "--db", path)
    data = json.loads(run(*asked, "--json").stdout)
    assert (data["from"], data["to"]) == ("1930-01-01", "1936-01-01")
    table = list(csv.DictReader(io.StringIO(run(*asked, "--csv", "-").stdout)))
    assert [row["fact"] for row in table] == [one["fact"] for one in data["changes"] + data["events"]]
    assert all(row["sources"] for row in table)
    assert {number for one in data["changes"] for number in one["sources"]} <= {one["number"] for one in data["sources"]}


def test_both_clocks_at_once(path: Path) -> None:
    start = now()
    with Record.open(path) as record:
        record.withdraw_source("a", "Ada", "forged")
    asked = ("diff", "ITA", "TUR", "--from", "1930", "--to", "1936", "--db", path, "--json")
    assert json.loads(run(*asked).stdout)["changes"] == []
    then = json.loads(run(*asked, "--known-at", start).stdout)
    assert then["changes"] and then["known_at"]
    learnt_ = run("diff", "ITA", "TUR", "--known-from", start, "--db", path)
    assert "a withdrawn by Ada: forged" in learnt_.stdout
    assert learnt_.stdout.count("\n- ") == 12
    assert all(len(line) <= 80 for line in learnt_.stdout.splitlines())
    table = list(csv.DictReader(io.StringIO(run("diff", "ITA", "TUR", "--known-from", start, "--db", path, "--csv", "-").stdout)))
    assert {row["what"] for row in table} == {"gone"}


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--to", "1930"),
        ("--from", "1930", "--known-from", "2020-01-01"),
        ("--known-to", "2020-01-01"),
        ("--known-from", "2020-01-01", "--to", "1930"),
        ("--known-from", "2020-01-01", "--known-at", "2020-01-01"),
        ("--from", "1936", "--to", "1930"),
        ("--known-from", "tomorrow"),
    ],
)
def test_what_cannot_be_asked_is_said(path: Path, asked: tuple[str, ...]) -> None:
    done = run("diff", "ITA", "TUR", *asked, "--db", path)
    assert done.exit_code == 2
    assert done.stdout == ""


# --- the page


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url="http://127.0.0.1") as found:
        yield found


def test_the_page_and_its_twins(client: TestClient) -> None:
    page = client.get("/diff/ITA/TUR?from=1930&to=1936")
    assert page.status_code == 200
    assert "embassy in Ankara, since 1 May 1930" in page.text
    assert 'href="/diff/ITA/TUR.json?from=1930&amp;to=1936"' in page.text
    data = client.get("/diff/ITA/TUR.json?from=1930&to=1936").json()
    assert all(one["text"].replace("&", "&amp;") in page.text for one in data["changes"])
    table = client.get("/diff/ITA/TUR.csv?from=1930&to=1936")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 1 + len(data["changes"]) + len(data["events"])
    assert "/diff/ITA/TUR" in client.get("/pair/ITA/TUR").text


def test_a_page_of_very_many_lines_says_that_the_data_have_all(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relazione.web.pages.diff.MOST", 1)
    page = client.get("/diff/ITA/TUR?from=1930&to=1936").text
    assert "and 1 more" in page
    numbers = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    assert numbers == {int(number) for number in re.findall(r'id="source-(\d+)"', page)}
    assert len(client.get("/diff/ITA/TUR.json?from=1930&to=1936").json()["events"]) == 2


def test_names_and_no_date_lead_to_a_lasting_address(client: TestClient) -> None:
    page = client.get("/diff/Italy/Turkey", follow_redirects=True)
    assert page.status_code == 200
    assert page.url.path == "/diff/ITA/TUR" and page.url.params["from"].endswith("-01-01")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/diff/ITA/ITA?from=1930", 400),
        ("/diff/ITA/Atlantis?from=1930", 404),
        ("/diff/ITA/TUR?from=1936&to=1930", 400),
        ("/diff/ITA/TUR?from=soon", 400),
        ("/diff/ITA/TUR?known-from=soon", 400),
    ],
)
def test_pages_that_cannot_be_made_say_so(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_page_of_what_was_learnt(client: TestClient, path: Path) -> None:
    start = now()
    with Record.open(path) as record:
        record.decide(record.facts(kind="holding")[0].claims[0], "reject", "Ada <b>", "note & more")
    page = client.get("/diff/ITA/TUR", params={"known-from": start})
    assert page.status_code == 200
    assert "rejected by Ada &lt;b&gt;: note &amp; more" in page.text
    data = client.get("/diff/ITA/TUR.json", params={"known-from": start}).json()
    assert len(data["gone"]) == 1 and data["came"] == []
    assert client.get("/diff/ITA/TUR.csv", params={"known-from": start}).text.count("\n") == 2
