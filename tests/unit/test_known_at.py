"""As known at a moment: the record of then for the library, the commands and the pages, and what cannot be asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from relazione.analysis.as_of import standing
from relazione.cli.door import COMMANDS, SECTIONS, relazione
from relazione.model.claims import Event, Mission
from relazione.model.dates import When
from relazione.model.errors import ImpossibleMoment, WrongUse
from relazione.model.moments import moment
from relazione.record import kept, past, schema
from relazione.record.store import Record
from relazione.record.turns import Turns
from relazione.record.writing import now
from relazione.web.app import create_app
from relazione.web.rendering import HERE

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where projections of earlier moments are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "relazione" / "known-at"


class Told:
    """A record that was told of an embassy, then of a visit, then that the embassy is none; and when."""

    def __init__(self, path: Path, seed: ModuleType) -> None:
        self.path = path
        self.nothing = "1999-12-31"
        with Record.open(path, create=True) as record:
            mission = Mission(seed.turkey(), "embassy", seed.italy(), "Rome")
            document, claims = seed.told("a", (mission, {"current": True}), date="2001")
            record.add(document, claims, coder="hand")
            self.embassy, self.first = claims[0].id, now()
            visit = Event("visit", (seed.italy(), seed.turkey(role="recipient")), When("1998-03-01"))
            document, claims = seed.told("b", (visit, {}))
            record.add(document, claims, coder="hand")
            self.visit, self.second = claims[0].id, now()
            record.decide(self.embassy, "reject", "Ada")
            self.third = now()
            record.withdraw_source("b", "Ada", "not reliable")


@pytest.fixture
def told(seed: ModuleType, tmp_path: Path) -> Told:
    return Told(tmp_path / "told.db", seed)


# --- moments


@pytest.mark.parametrize(
    ("text", "shown", "until"),
    [
        ("2026-11-01", "2026-11-01", "2026-11-01T23:59:59.999999+00:00"),
        (" 2026-11-01T12:00Z ", "2026-11-01T12:00Z", "2026-11-01T12:00:59.999999+00:00"),
        ("2026-11-01 12:00:07", "2026-11-01T12:00:07Z", "2026-11-01T12:00:07.999999+00:00"),
        ("2026-11-01T12:00:07.5Z", "2026-11-01T12:00:07.500000Z", "2026-11-01T12:00:07.500000+00:00"),
        ("2026-11-01T01:00+02:00", "2026-10-31T23:00Z", "2026-10-31T23:00:59.999999+00:00"),
        ("2026-11-01T01:00 02:00", "2026-10-31T23:00Z", "2026-10-31T23:00:59.999999+00:00"),
        ("0999-01-01", "0999-01-01", "0999-01-01T23:59:59.999999+00:00"),
    ],
)
def test_a_moment_is_the_end_of_what_is_named(text: str, shown: str, until: str) -> None:
    found = moment(text, NOON)
    assert (found.text, found.until) == (shown, until)
    assert moment(found.text, NOON) == found


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "yesterday",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-02-30",
            "2026-11-01T25:00",
            "2026-11-02",
            "20261101",
            "2026-W01-1",
        ),
        *("0000-01-01", "2026-11-01T12:00+99:00", "9999-12-31", "0001-01-01T00:00+14:00", "²026-11-01"),
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleMoment, match="impossible moment"):
        moment(text, NOON)


def test_a_moment_in_words() -> None:
    assert moment("2026-11-01", NOON).words == "1 November 2026"
    assert moment("2026-11-01T11:30Z", NOON).words == "1 November 2026, 11:30 UTC"


# --- the record


def test_what_came_later_does_not_count(told: Told) -> None:
    with Record.open(told.path, known_at=told.first) as record:
        assert [fact.id for fact in record.facts()] == [told.embassy]
        assert [line.id for line in record.documents()] == ["a"]
        assert [item.city for item in standing(record, "ITA", "TUR").missions] == ["Rome"]
        with pytest.raises(WrongUse, match="no document 'b'"):
            record.document("b")
        with pytest.raises(WrongUse, match="no claim"):
            record.claim(told.visit)
        assert record.decisions() == []
    with Record.open(told.path, known_at=told.second) as record:
        assert [fact.id for fact in record.facts()] == [told.embassy, told.visit]
    with Record.open(told.path, known_at=told.third) as record:
        assert [fact.id for fact in record.facts()] == [told.visit]
        assert [decision.verdict for decision in record.decisions()] == ["reject"]
        assert record.withdrawn() == {}
    with Record.open(told.path, known_at=now()) as record:
        assert record.facts() == []
        assert list(record.withdrawn()) == ["b"]


def test_before_its_first_document_a_record_is_empty(told: Told) -> None:
    with Record.open(told.path, known_at=told.nothing) as record:
        assert record.is_empty()
        assert (record.facts(), record.documents(), record.search("embassy"), record.pair_lines()) == ([], [], [], [])
        assert str(record.first_told()) < told.first


def test_it_cannot_be_written_to(told: Told) -> None:
    for when in (told.first, now()):
        with Record.open(told.path, known_at=when) as record:
            with pytest.raises(WrongUse, match="cannot be written to"):
                record.decide(told.embassy, "accept", "Ada")
            with pytest.raises(WrongUse, match="cannot be written to"):
                record.rebuild()


def test_where_nothing_came_later_no_file_is_made(told: Told, cache: Path) -> None:
    with Record.open(told.path, known_at=now()) as record:
        assert record.known_at is not None
    assert not cache.exists()


def test_what_is_added_while_it_is_open_is_not_seen(told: Told, seed: ModuleType) -> None:
    with Record.open(told.path, known_at=now()) as then, Record.open(told.path) as record:
        document, claims = seed.told("c", (Event("visit", (seed.italy(),), When("1999")), {}))
        record.add(document, claims, coder="hand")
        assert len(record.documents()) == 3
        assert len(then.documents()) == 2


def test_a_projection_is_made_once_for_moments_between_which_nothing_came(told: Told, cache: Path) -> None:
    soon = moment(told.first).until[:-6]
    made = []
    for when in (told.first, told.first, soon + "Z"):
        Record.open(told.path, known_at=when).close()
        made.append({file.name for file in cache.iterdir()})
    assert len(made[0]) == 1
    assert made[0] == made[1] == made[2]
    assert all(file.stat().st_mode & 0o077 == 0 for file in [cache, *cache.iterdir()])


def test_moment_after_moment_takes_no_place_from_other_questions(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(create_app(told.path), base_url="http://127.0.0.1")
    assert client.get("/pair/ITA/TUR", params={"known-at": told.first}).status_code == 200
    monkeypatch.setattr(kept, "TURNS", Turns("they are being worked out", at_once=1, patience=0.05))
    with kept.TURNS.turn():
        answer = client.get("/pair/ITA/TUR", params={"known-at": told.second})
        assert answer.status_code == 503 and answer.headers["retry-after"] == "5" and "being worked out" in answer.text
        assert client.get("/pair/ITA/TUR", params={"known-at": told.first}).status_code == 200, "what is kept is not waited for"
        assert client.get("/pair/ITA/TUR").status_code == 200
    assert client.get("/pair/ITA/TUR", params={"known-at": told.second}).status_code == 200


def test_files_are_kept_within_bounds(told: Told, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for when in (told.nothing, told.first, told.second, told.third):
        Record.open(told.path, known_at=when).close()
    assert len(list(cache.iterdir())) == 2
    monkeypatch.setattr(kept, "LARGEST", 1)
    with Record.open(told.path, known_at=told.first) as record:
        assert len(record.facts()) == 1
    assert len(list(cache.iterdir())) == 1


def test_where_no_file_can_be_written_it_is_made_in_memory(told: Told, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way")
    with Record.open(told.path, known_at=told.first) as record:
        assert [fact.id for fact in record.facts()] == [told.embassy]
        assert [hit.id for hit in record.search("rome", 5) if hit.kind == "fact"] == [told.embassy]


def test_every_table_of_the_history_is_seen_as_it_was() -> None:
    by_number_only = {"texts", "data_columns"}
    assert set(past.VIEWS) == set(schema.APPEND_ONLY) - by_number_only


def test_both_ways_of_making_it_agree_on_the_seed(
    seed: ModuleType, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "seed.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
        then, facts = now(), record.facts()
        document, claims = seed.told("b", (Mission(seed.turkey(), "embassy", seed.italy(), "Rome"), {"current": True}))
        record.add(document, claims, coder="hand")
        record.link(claims[0].id, facts[0].claims[0], False, "Ada")
        assert record.facts() != facts
    for stepping_back in (True, False):
        monkeypatch.setattr(past, "_is_mostly_known", lambda connection, way=stepping_back: way)
        with Record.open(path, known_at=then) as record:
            assert record.facts() == facts
        for file in cache.iterdir():
            file.unlink()


# --- commands


def run(*arguments: str) -> Any:
    return CliRunner().invoke(relazione, list(arguments), standalone_mode=False, catch_exceptions=False)


@pytest.mark.parametrize("name", [*SECTIONS["Asking"], "article", "brief", "export", "site", "changes"])
def test_every_asking_command_takes_the_moment(name: str) -> None:
    command = relazione.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None and name in COMMANDS
    assert "--known-at" in {option for param in command.params for option in param.opts}


def test_commands_answer_as_the_record_stood(told: Told) -> None:
    db = ("--db", str(told.path), "--known-at", told.first)
    found = run("pair", "ITA", "TUR", *db)
    assert "Rome" in found.stdout
    assert "the record as it stood on" in found.stderr
    assert "Rome" not in run("pair", "ITA", "TUR", "--db", str(told.path)).stdout
    data = json.loads(run("pair", "ITA", "TUR", *db, "--json").stdout)
    assert data["known_at"] == moment(told.first).text
    assert [item["city"] for item in data["missions"]] == ["Rome"]
    listed = json.loads(run("facts", *db, "--json").stdout)
    assert [fact["id"] for fact in listed["answer"]] == [told.embassy]
    assert json.loads(run("status", *db, "--json").stdout)["documents"] == 1
    assert "as the record stood on" in run("brief", "ITA", "TUR", *db).stdout
    assert "Rome" in run("article", "ITA", "TUR", *db).stdout
    assert "Rome" not in run("article", "ITA", "TUR", "--db", str(told.path)).stdout


def test_a_command_before_the_first_document_says_so(told: Told) -> None:
    found = run("facts", "--db", str(told.path), "--known-at", told.nothing)
    assert found.stdout == ""
    assert "nothing was on record on 31 December 1999: its first document came on" in found.stderr


def test_panels_are_made_of_what_was_known(told: Told) -> None:
    asked = ("panel", "--pairs", "325:640", "--years", "1998-1998", "--add", "events", "--db", str(told.path))
    assert run(*asked, "--known-at", told.first).stdout != run(*asked, "--known-at", told.second).stdout


# --- pages


@pytest.fixture
def client(told: Told) -> Iterator[TestClient]:
    with TestClient(create_app(told.path), base_url="http://127.0.0.1") as found:
        yield found


def test_pages_show_the_record_of_then_and_lead_on_in_it(told: Told, client: TestClient) -> None:
    when = moment(told.first)
    page = client.get("/pair/ITA/TUR", params={"known-at": told.first, "as-of": "2001-06-01"})
    assert page.status_code == 200
    assert f"As the record stood on {when.words}" in page.text
    addresses = [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"]*)"', page.text) if "/static/" not in found]
    (now_,) = [address for address in addresses if "known-at" not in address]
    assert now_ == "/pair/ITA/TUR?as-of=2001-06-01"
    assert client.get(now_).status_code == 200
    fact = next(address for address in addresses if address.startswith("/fact/"))
    assert told.embassy in fact and "Embassy" in client.get(fact).text
    assert client.get(f"/fact/{told.visit}", params={"known-at": told.first}).status_code == 404
    forms = re.findall(r"<form.*?</form>", page.text, re.DOTALL)
    assert forms and all('name="known-at"' in form for form in forms)


def test_data_of_then_names_the_moment(told: Told, client: TestClient) -> None:
    data = client.get("/pair/ITA/TUR.json", params={"known-at": told.first}).json()
    assert data["known_at"] == moment(told.first).text
    assert "known_at" not in client.get("/pair/ITA/TUR.json").json()


def test_a_page_before_the_first_document_says_so(told: Told, client: TestClient) -> None:
    page = client.get("/", params={"known-at": told.nothing})
    assert page.status_code == 200
    assert "Nothing was on record on 31 December 1999: its first document came on" in page.text


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "<b>", (datetime.now(UTC) + timedelta(days=9)).date().isoformat()])
def test_an_impossible_moment_is_a_page_that_says_so(client: TestClient, text: str) -> None:
    page = client.get("/", params={"known-at": text})
    assert page.status_code == 400
    assert "impossible moment" in page.text
    assert "<b>" not in page.text


def test_every_form_carries_the_moment() -> None:
    for path in (HERE / "templates").rglob("*.html"):
        for form in re.findall(r"<form.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
            posts = re.match(r'<form[^>]*method="post"', form, re.IGNORECASE)
            assert posts or "moment_field(links)" in form or 'name="known-at"' in form, (path.name, form[:120])


def test_the_site_of_then_says_so_on_every_page(told: Told, tmp_path: Path) -> None:
    from relazione.web.site import write_site

    start = write_site(told.path, tmp_path / "site", told.first)
    for page in start.parent.rglob("*.html"):
        assert "As the record stood on" in page.read_text(encoding="utf-8"), page
    assert (start.parent / "fact" / f"{told.embassy}.html").exists()
    assert not (start.parent / "fact" / f"{told.visit}.html").exists()
