"""The page of a pair, the pages of its sections and its timeline: what they show of little and of much, and that every link leads."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

from relazione.analysis.pair_facts import pair_rows, tellers, told_by
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.publish.sections import section_of, sections
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.standing_view import cut, shown

HOST = "http://127.0.0.1"
HEAVIEST = 300_000
"""Bytes of a page."""


@pytest.fixture(scope="module")
def client(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of the hand-made claims."""
    path = tmp_path_factory.mktemp("pair") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    with TestClient(create_app(path), base_url=HOST, follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def dense(dense_path: Path) -> Iterator[TestClient]:
    """The pages of a pair with thousands of facts."""
    with TestClient(create_app(dense_path), base_url=HOST, follow_redirects=False) as found:
        yield found


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_fact_of_a_pair_is_in_one_section(seed_record: Record) -> None:
    rows = pair_rows(seed_record, "ITA", "TUR")
    assert {fact.id for fact in seed_record.facts(pair=("ITA", "TUR"))} <= {
        fact.id for fact in seed_record.numbered(row.number for row in rows).values()
    }
    assert len({row.number for row in rows}) == len(rows)
    assert sum(sum(section_of(row.kind, row.type) is one for row in rows) for one in sections()) == len(rows)
    assert pair_rows(seed_record, "TUR", "ITA") == rows


def test_the_sources_of_a_pair_are_counted(seed_record: Record) -> None:
    rows = pair_rows(seed_record, "ITA", "TUR")
    (line,) = tellers(seed_record, "ITA", "TUR", rows)
    assert (line.id, line.facts, line.about_pair, line.withdrawn) == ("italy-turkey", len(rows), True, False)
    fact = next(iter(seed_record.numbered([rows[0].number]).values()))
    assert told_by(seed_record, [fact.id]) == {fact.id: [("italy-turkey", line.title)]}


def test_the_sections_of_the_page_count_what_their_pages_list(client: TestClient) -> None:
    text = client.get("/pair/ITA/TUR").text
    found = re.findall(r'<section id="s-(\w+)".*?<span class="meta number">([\d,]+)</span>', text, re.DOTALL)
    assert len(found) >= 9
    for id_, count in found:
        data = client.get(f"/pair/ITA/TUR/{id_}.json").json()
        assert data["count"] == len(data["facts"]) == int(count)
        assert {fact["section"] for fact in data["facts"]} == {id_}
        table = rows_of(client.get(f"/pair/ITA/TUR/{id_}.csv").text)
        assert [row["fact"] for row in table] == [fact["fact"] for fact in data["facts"]]
        assert all(row["words"] and row["source_ids"] == "italy-turkey" for row in table)
        listed = client.get(f"/pair/ITA/TUR/{id_}").text
        assert all(f'href="/fact/{fact["fact"]}"' in listed for fact in data["facts"])


def test_with_a_date_the_sections_hold_what_had_begun(client: TestClient) -> None:
    data = client.get("/pair/ITA/TUR/conflict.json?as-of=1913").json()
    assert 0 < data["count"] < client.get("/pair/ITA/TUR/conflict.json").json()["count"]
    assert all(int(fact["date"][:4].strip("./")) < 1913 for fact in data["facts"] if fact["date"])
    text = client.get("/pair/ITA/TUR?as-of=1913").text
    assert f'<span class="meta number">{data["count"]} of ' in text
    held = client.get("/pair/ITA/TUR/territory?as-of=1925-01-01").text
    assert "held then" in held


def test_the_page_of_what_held_as_csv(client: TestClient) -> None:
    answer = client.get("/pair/ITA/TUR.csv?as-of=1925-01-01")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="ITA-TUR-1925-01-01.csv"'
    rows = rows_of(answer.text)
    data = client.get("/pair/ITA/TUR.json?as-of=1925-01-01").json()
    assert [row["fact"] for row in rows if row["list"] == "holdings"] == [item["fact"] for item in data["holdings"]]
    assert all(row["words"] and row["sources"] for row in rows)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/pair/ITA/TUR?year=1925", "/pair/ITA/TUR?as-of=1925"),
        ("/pair/ITA/TUR?year=980", "/pair/ITA/TUR?as-of=0980"),
        ("/pair/ITA/TUR?year=9999", "/pair/ITA/TUR"),
        ("/pair/italy/Turkey/conflict.csv?as-of=1925", "/pair/ITA/TUR/conflict.csv?as-of=1925"),
        ("/timeline/italy/Turkey?from=1911&lane=conflict", "/timeline/ITA/TUR?from=1911&lane=conflict"),
    ],
)
def test_addresses_lead_to_the_one_that_stays(client: TestClient, asked: str, address: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/pair/ITA/TUR/nothing", 404, "has no section"),
        ("/pair/ITA/QQQ/conflict", 404, "unknown state"),
        ("/pair/ITA/ITA/conflict", 400, "two different states"),
        ("/timeline/ITA/TUR?from=1990&to=1980", 400, "end before it begins"),
        ("/timeline/ITA/TUR?from=soon", 400, "impossible date"),
        ("/timeline/ITA/TUR?lane=poetry", 400, "no lane"),
        ("/timeline/ITA/TUR?realis=dreamt", 400, "no realis"),
        ("/timeline/ITA/ITA", 400, "two different states"),
    ],
)
def test_what_cannot_be_asked_is_said(client: TestClient, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.text


def test_a_pair_of_which_nothing_is_told_says_so(client: TestClient) -> None:
    assert "No document on record tells of the two" in client.get("/pair/CHL/NOR").text
    assert "Nothing is on record here" in client.get("/pair/CHL/NOR/conflict").text
    assert "Nothing that is dated is on record" in client.get("/timeline/CHL/NOR").text
    assert client.get("/timeline/CHL/NOR.json").json()["facts"] == []


def test_the_timeline_lists_what_its_data_hold(client: TestClient) -> None:
    for query in ("", "?from=1911&to=1912", "?lane=territory&lane=conflict", "?realis=planned"):
        data = client.get(f"/timeline/ITA/TUR.json{query}").json()
        text = client.get(f"/timeline/ITA/TUR{query}").text
        assert data["facts"]
        assert set(re.findall(r'id="t-([^"]+)"', text)) == {fact["fact"] for fact in data["facts"]}
        table = rows_of(client.get(f"/timeline/ITA/TUR.csv{query}").text)
        assert [row["fact"] for row in table] == [fact["fact"] for fact in data["facts"]]
        assert all(row["date"] for row in table)
    assert {fact["section"] for fact in client.get("/timeline/ITA/TUR.json?lane=territory").json()["facts"]} == {"territory"}
    assert {fact["realis"] for fact in client.get("/timeline/ITA/TUR.json?realis=planned").json()["facts"]} == {"planned"}


def test_the_timeline_begins_with_the_first_date_and_says_what_is_left_out(client: TestClient) -> None:
    text = client.get("/timeline/ITA/TUR").text
    assert text.index("The 1390s") < text.index("The 1910s") < text.index("The 2010s")
    assert "The shaded strips stand for a time to which nothing is dated" in text
    assert '<rect class="break"' in text


def test_how_exactly_a_thing_is_dated_can_be_seen(client: TestClient) -> None:
    text = client.get("/timeline/ITA/TUR?from=1900&to=1999").text
    marks = re.findall(r'<a href="#t-[^"]+" tabindex="-1"[^>]*>(.*?)</a>', text, re.DOTALL)
    by_words: dict[str, str] = {re.search(r"<title>(.*?)</title>", mark)[1]: mark for mark in marks}  # type: ignore[index]
    decade = next(mark for title, mark in by_words.items() if title.endswith("the 1990s"))
    assert 'mask="url(#fade-both)"' in decade and 'class="is"' not in decade
    assert any('mask="url(#fade-out)"' in mark for title, mark in by_words.items() if ", since " in title)
    certain = next(mark for title, mark in by_words.items() if title.endswith("4 January 1932"))
    assert 'class="is"' in certain and "mask" not in certain


def test_a_year_is_no_january(client: TestClient) -> None:
    text = client.get("/timeline/ITA/TUR?from=1912&to=1912").text
    zoom = re.search(r'<nav class="zoom".*?</nav>', text, re.DOTALL)
    assert zoom and "January 1912" not in zoom[0]
    groups = re.findall(r'<h2 id="d-[^"]+" class="decade">([^<]+?) <', text)
    assert "1912" in groups and "January 1912" not in groups


def links_of(text: str) -> set[str]:
    return {href.replace("&amp;", "&").partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', text)} - {""}


@pytest.mark.parametrize(
    "address",
    [
        "/pair/ITA/TUR",
        "/pair/ITA/TUR?as-of=1912-01-15",
        "/pair/ITA/TUR/agreements?as-of=1933",
        "/timeline/ITA/TUR?from=1900&to=1999",
    ],
)
def test_every_link_leads_somewhere(client: TestClient, address: str) -> None:
    text = client.get(address).text
    ids = set(re.findall(r'id="([^"]+)"', text))
    assert {anchor for anchor in re.findall(r'href="#([^"]+)"', text)} <= ids
    for link in links_of(text):
        assert client.get(link, follow_redirects=True).status_code == 200, (address, link)


def test_the_picture_of_a_zoom_leads_closer_until_the_list(client: TestClient) -> None:
    for address in ("/timeline/ITA/TUR", "/timeline/ITA/TUR?from=1480&to=1480", "/timeline/ITA/TUR?from=1480-07&to=1480-07"):
        text = client.get(address).text
        for bundle in re.findall(r'<a href="([^"]+)" tabindex="-1" class="bundle">', text):
            assert bundle.startswith(("/timeline/ITA/TUR?from=", "#d-"))
            assert bundle.replace("&amp;", "&") != address


@pytest.mark.parametrize("address", ["/pair/ITA/TUR", "/pair/ITA/TUR?as-of=1913", "/pair/ITA/TUR/positions", "/timeline/ITA/TUR"])
def test_pages_of_thousands_of_facts_are_light(dense: TestClient, address: str) -> None:
    assert len(dense.get(address).content) < HEAVIEST


def test_all_facts_of_a_section_are_reached_by_its_pages(dense: TestClient) -> None:
    wanted = {fact["fact"] for fact in dense.get("/pair/ITA/TUR/positions.json").json()["facts"]}
    assert len(wanted) > 300
    reached: set[str] = set()
    address: str | None = "/pair/ITA/TUR/positions"
    while address:
        text = dense.get(address).text
        reached |= set(re.findall(r'class="what" href="/fact/([^"]+)"', text))
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else None
    assert reached == wanted


def test_all_facts_of_the_timeline_are_reached_by_its_links(dense: TestClient) -> None:
    text = dense.get("/timeline/ITA/TUR?lane=meetings").text
    wanted = {fact["fact"] for fact in dense.get("/timeline/ITA/TUR.json?lane=meetings").json()["facts"]}
    reached = set(re.findall(r'id="t-([^"]+)"', text))
    for link in links_of(text):
        if link.startswith("/timeline/ITA/TUR?from="):
            reached |= set(re.findall(r'id="t-([^"]+)"', dense.get(link).text))
    assert reached == wanted


def members(seed: ModuleType, codes: dict[str, Any], count: int) -> list[Draft]:
    text = "One sentence."
    return [
        Draft(seed.member(actor, f"Organisation {number}", None), (quote(text, 0, 13),), current=True)
        for actor in codes.values()
        for number in range(count)
    ]


def test_memberships_of_both_are_told_together(seed: ModuleType, tmp_path: Path) -> None:
    drafts = members(seed, {"ITA": seed.italy(), "TUR": seed.turkey()}, 60)
    drafts += [Draft(seed.member(seed.italy(), "Club of its own", None), (quote("One sentence.", 0, 13),), current=True)]
    with Record.open(tmp_path / "many.db", create=True) as record:
        document = Document("many", "Many", "One sentence.", pair=("ITA", "TUR"), date="2024-01-01")
        record.add(document, number_claims("many", drafts), coder="hand")
    with TestClient(create_app(tmp_path / "many.db"), base_url=HOST) as client:
        text = client.get("/pair/ITA/TUR").text
    assert "Both are members of 60 organisations" in text
    assert text.count("Organisation 17<") == 1
    assert "Club of its own" in text
    assert len(text) < 60_000


def test_lists_are_cut_only_where_it_saves_something() -> None:
    assert (cut(range(9), 8).shown, cut(range(9), 8).hidden) == (range(9), 0)
    found = cut(range(100), 8, 40)
    assert (list(found.shown), len(found.folded), found.beyond, found.hidden) == (list(range(8)), 40, 52, 92)


def test_few_memberships_are_told_one_by_one(client: TestClient) -> None:
    lists = {one.key: one for one in shown(client.get("/pair/ITA/TUR.json").json())}
    assert lists["memberships"].memberships is None
    assert lists["memberships"].page == "memberships"
    assert lists["missions"].count == sum(len(group.shown) + group.hidden for _, group in lists["missions"].groups)
