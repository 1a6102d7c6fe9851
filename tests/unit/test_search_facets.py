"""The search with filters: on the record, on the page, and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from relazione.cli.door import relazione
from relazione.record.finding import MOST, Filters
from relazione.record.search import match_of
from relazione.record.store import Record
from relazione.web.app import create_app


@pytest.fixture(scope="module")
def path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "seed.db"
    greece = seed.actor("Greece", "GRC", "greece")
    with Record.open(path, create=True) as record:
        seed.tell(record)
        events = [seed.event("visit", greece, seed.turkey(), on=f"19{year}") for year in range(10, 99)]
        more, claims = seed.told("many", *((event, {}) for event in events), pair=("GRC", "TUR"))
        record.add(more, claims, coder="hand")
    return path


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record.open(path, read_only=True) as found:
        yield found


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


ASKED = [
    (Filters(kind="mission"), lambda fact: fact.kind == "mission"),
    (Filters(state="GRC"), lambda fact: "GRC" in fact.states),
    (Filters(realis="planned"), lambda fact: fact.realis == "planned"),
    (Filters(disputed=True), lambda fact: bool(fact.conflicts or fact.against)),
    (Filters(kind="event", state="ITA", century=20), lambda fact: (
        fact.kind == "event" and "ITA" in fact.states and (fact.start or "").startswith("19") and fact.start != "1900")),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "fits"), ASKED)
def test_each_filter_gives_the_facts_that_it_says(record: Record, asked: Filters, fits: Any) -> None:
    found = record.find(asked, 0, 1000)
    assert {hit.id for hit in found.facts} == {fact.id for fact in record.facts() if fits(fact)}
    assert found.total == len(found.facts) > 0


def test_a_pair_and_a_source(record: Record) -> None:
    pair = record.find(Filters(pair=("ITA", "TUR")), 0, 1000)
    assert {hit.id for hit in pair.facts} == {fact.id for fact in record.facts(pair=("ITA", "TUR"))}
    source = record.find(Filters(source="many"), 0, 1000)
    assert source.total == 89 and source.facets.sources == [("many", 89)]


def test_words_and_filters_together_and_as_before_without(record: Record) -> None:
    plain = record.find(Filters("ankara"), 0, 50, (0, 50))
    before = record.search("ankara", 50)
    assert [hit.id for hit in plain.facts] == [hit.id for hit in before if hit.kind == "fact"]
    assert [(hit.id, hit.start) for hit in plain.passages] == [(hit.id, hit.start) for hit in before if hit.kind == "passage"]
    only = record.find(Filters("ankara", kind="mission"))
    assert 0 < only.total < plain.total and only.passages_total == 0
    assert record.find(Filters("ankara", pair=("GRC", "TUR"))).passages_total == 0


def test_facets_add_up(record: Record) -> None:
    found = record.find(Filters(state="TUR"))
    assert sum(found.facets.kinds.values()) == sum(found.facets.realis.values()) == found.total
    assert found.facets.states[0] == ("TUR", found.total) and len(found.facets.states) <= MOST
    for kind, count in found.facets.kinds.items():
        assert record.find(Filters(state="TUR", kind=kind)).total == count
    for century, count in found.facets.centuries.items():
        assert record.find(Filters(state="TUR", century=century)).total == count


def test_pages_follow_each_other_without_gap(record: Record) -> None:
    whole = [hit.id for hit in record.find(Filters("visit"), 0, 1000).facts]
    pages = [hit.id for first in range(0, 100, 7) for hit in record.find(Filters("visit"), first, 7).facts]
    assert pages == whole and len(whole) >= 89


def test_the_newest_come_first_and_undated_last(record: Record) -> None:
    starts = [record.fact(hit.id).start for hit in record.find(Filters(kind="event"), 0, 1000).facts]
    dated = [start for start in starts if start]
    assert starts[: len(dated)] == dated
    assert [start[:2] for start in dated] == sorted((start[:2] for start in dated), reverse=True)


def test_a_misspelt_word_finds_its_neighbours(record: Record) -> None:
    assert "embassy" in record.near_words("embasy")
    assert record.near_words("embassy") == [] and record.near_words("(") == []
    assert record.near_words("1926") == [], "another year is no misspelling"


def test_of_too_many_words_those_that_stand_together_are_offered(record: Record) -> None:
    assert record.fewer_words("why did Italy hold Kastellorizo in 2099?") == "Italy Kastellorizo"
    assert record.fewer_words("zzzz 2099") == "" and record.fewer_words("?") == ""


# --- the page -------------------------------------------------------------------------------------------------------------------


def test_the_page_has_facets_that_lead_on(client: TestClient) -> None:
    shown = client.get("/search?q=visit").text
    assert 'href="/search?q=visit&amp;state=GRC"' in shown
    narrowed = client.get("/search?q=visit&state=GRC").text
    assert 'href="/search?q=visit"' in narrowed and "take it out" in narrowed
    assert 'href="/search?q=visit&amp;page=2"' in shown and 'rel="prev"' in client.get("/search?q=visit&page=2").text


def test_of_too_many_words_those_are_offered_that_are_there(client: TestClient, path: Path) -> None:
    page = client.get("/search?q=Kastellorizo+2099").text
    assert 'href="/search?q=Kastellorizo"' in page and "Fewer words" not in page
    told = CliRunner().invoke(relazione, ["search", "Kastellorizo 2099", "--db", str(path)]).stderr
    assert "all these words: Kastellorizo 2099; it has these of them: Kastellorizo" in " ".join(told.split())


def test_without_words_it_helps_and_with_none_found_too(client: TestClient) -> None:
    assert "/search?kind=mission" in client.get("/search").text
    nothing = client.get("/search?q=embasy").text
    assert "Nothing on record" in nothing and 'href="/search?q=embassy"' in nothing
    assert 'href="/polities/' in client.get("/search?q=Siam").text


@pytest.mark.parametrize(
    "query",
    [
        "kind=evil",
        "state=QQQ",
        "pair=ITA",
        "pair=ITA-TUR-GRC",
        "century=x",
        "century=0",
        "realis=maybe",
        "century=9999",
        "pair=-",
    ],
)
def test_what_cannot_be_asked_is_said(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["source=%00", "source=' OR 1=1 --", "page=0", "page=99999999999", "in=x", "order='", "disputed=x", "q=%F0%9F"]
)
def test_odd_questions_find_nothing_or_something(client: TestClient, query: str) -> None:
    assert client.get(f"/search?q=visit&{query}").status_code == 200


def test_the_twins(client: TestClient) -> None:
    data = client.get("/search.json?q=visit&state=GRC&page=2").json()
    assert (
        data["facts"] == 89
        and data["page"] == 2
        and data["asked"]["state"] == "GRC"
        and data["facets"]["centuries"] == {"20": 89}
    )
    rows = client.get("/search.csv?q=visit&state=GRC").text.splitlines()
    assert rows[0] == "fact,kind,label" and len(rows) == 90
    assert len(client.get("/search.json?q=ankara&in=texts").json()["hits"]) > 0


def test_the_words_are_matched_once_for_all_snippets(record: Record) -> None:
    asked: list[str] = []
    with record.reading() as connection:
        connection.set_trace_callback(asked.append)
        assert len(record.find(Filters(words="visit"), 0, 1000).facts) == 89
        connection.set_trace_callback(None)
        (snippets,) = (one for one in asked if "snippet(fact_words" in one and one.startswith("SELECT"))
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {snippets}")]
    scan = next(line for line in plan if "VIRTUAL TABLE" in line)
    assert "=" not in scan, f"FTS5 is asked anew for every number: {scan}"


def test_a_word_that_is_asked_for_often_is_looked_for_once() -> None:
    assert match_of("a b a a") == '"a" "b" "a"*'


# --- the command ----------------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Any:
    return CliRunner().invoke(relazione, arguments)


def test_the_command_has_the_same_filters(path: Path) -> None:
    shown = run("search", "visit", "--state", "Greece", "--limit", "5", "--db", str(path))
    assert shown.exit_code == 0 and "Facts: 1 to 5 of 89" in shown.output
    found = json.loads(run("search", "--kind", "mission", "--disputed", "--json", "--db", str(path)).output)
    assert found and all(hit["fact_kind"] == "mission" for hit in found)
    counts = json.loads(run("search", "visit", "--pair", "Greece:Turkey", "--counts", "--json", "--db", str(path)).output)
    assert counts["facts"] == 89 and counts["facets"]["kinds"] == {"event": 89}
    assert "20th century" in run("search", "visit", "--counts", "--db", str(path)).output
    assert run("search", "--db", str(path)).exit_code == 2
    assert run("search", "x", "--century", "0", "--db", str(path)).exit_code == 2
