"""The page of a document and that of its versions: jumps to what was not understood, parts of long texts, words and facts that changed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from relazione.analysis import wording as room
from relazione.analysis.wording import wording
from relazione.model.claims import Event, Mission
from relazione.model.dates import When
from relazione.model.documents import Block, Document, Unread
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.pages import document as page

texts = st.lists(
    st.sampled_from(["Italy has an embassy.", "Türkiye has a consulate in Milan.", "A war broke out.", "a b c d e f g"]),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_both_texts_can_be_read_from_the_difference(old: list[str], new: list[str]) -> None:
    found = wording("\n".join(old), "\n".join(new))
    gone = ["".join(run.text for run in place.runs if run.how != "come") for place in found.places]
    come = ["".join(run.text for run in place.runs if run.how != "gone") for place in found.places]
    assert {line for line in gone if line} <= set(old)
    assert {line for line in come if line} <= set(new)
    assert len([line for line in gone if line]) + found.unchanged == len(old)
    assert len([line for line in come if line]) + found.unchanged == len(new)
    assert found.left_out == 0


def test_words_are_marked_in_their_paragraph() -> None:
    (place,) = wording(
        "One.\nThe embassy opened in 1930 in Ankara.\nEnd.", "One.\nThe embassy opened in 1931 in Ankara.\nEnd."
    ).places
    assert [(run.how, run.text) for run in place.runs] == [
        ("same", "The embassy opened in "), ("gone", "1930"), ("come", "1931"), ("same", " in Ankara.")
    ]  # fmt: skip
    assert (place.before, place.skipped) == ("One.", 0)


def test_very_many_changes_are_spelt_out_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 3)
    found = wording("\n".join(f"old {n}" for n in range(9)), "\n".join(f"new {n}" for n in range(9)))
    assert (len(found.places), found.left_out) == (3, 6)
    monkeypatch.setattr(room, "_are_few", lambda old, new: False)
    rough = wording("a\nb\nc\nd", "a\nx\nc\nd")
    assert [[run.text for run in place.runs] for place in rough.places] == [["b", "x"]]


def versions(seed: ModuleType, path: Path) -> None:
    """A document in two versions, the second with a corrected date and a sentence more, read twice."""
    first = "Visits.\nIn 1930 Italy opened an embassy in Ankara.\nNothing <b>else</b>.\n"
    second = "Visits.\nIn 1931 Italy opened an embassy in Ankara.\nNothing <b>else</b>.\nIn 1932 they met.\n"

    def claims(document: Document, year: str, met: bool) -> list[Draft]:
        def at(words: str) -> tuple[object, ...]:
            start = document.text.index(words)
            return (quote(document.text, start, start + len(words)),)

        embassy = Mission(seed.italy(), "embassy", seed.turkey(), "Ankara", opened=When(year))
        found = [Draft(body=embassy, evidence=at("Italy opened an embassy"))]  # type: ignore[arg-type]
        meeting = Event("visit", (seed.italy(), seed.turkey()), When("1932"))
        return found + ([Draft(body=meeting, evidence=at("they met"))] if met else [])  # type: ignore[arg-type]

    with Record.open(path, create=True) as record:
        for text, year, met, coder in ((first, "1930", False, "1"), (second, "1931", True, "1"), (second, "1931", False, "2")):
            document = Document("doc", "A <title>", text, pair=("ITA", "TUR"), date="1933")
            record.add(document, number_claims("doc", claims(document, year, met)), [Unread(8, 15, "no frame")], coder=coder)


@pytest.fixture
def client(seed: ModuleType, tmp_path: Path) -> Iterator[TestClient]:
    versions(seed, tmp_path / "versions.db")
    with TestClient(create_app(tmp_path / "versions.db"), base_url="http://127.0.0.1") as found:
        yield found


def test_two_versions_with_their_words_and_facts(client: TestClient) -> None:
    found = client.get("/versions/doc?from=1.1&to=2.1").text
    assert "<del>1930</del><ins>1931</ins>" in found
    assert "<ins>In 1932 they met.</ins>" in found
    assert "Facts that came" in found and "Facts that changed" in found
    assert "A &lt;title&gt;" in found and "<title>" not in found.partition("</title>")[2]
    data = client.get("/versions/doc.json?from=1.1&to=2.1").json()
    assert len(data["changes"]["came"]) == len(data["changes"]["changed"]) == 1
    assert data["words"]["words_gone"] == 1
    assert [line["name"] for line in data["readings"]] == ["1.1", "2.1", "2.2"]


def test_the_tables(client: TestClient) -> None:
    changes = list(csv.DictReader(io.StringIO(client.get("/versions/doc.csv?from=1.1&to=2.1").text)))
    assert [(row["what"], row["field"], row["value_now"]) for row in changes] == [("came", "", ""), ("changed", "opened", "1931")]
    claims = list(csv.DictReader(io.StringIO(client.get("/document/doc.csv").text)))
    assert [(row["quote"], row["label"]) for row in claims] == [
        ("Italy opened an embassy", "Embassy of Italy in Ankara, since 1931")
    ]
    assert client.get("/document/none.csv").status_code == 404


def test_the_last_two_versions_where_none_are_named_and_a_reading_by_another_coder(client: TestClient) -> None:
    assert "From version 1.1 to 2.2" in client.get("/versions/doc").text
    again = client.get("/versions/doc?from=2.1&to=2.2").text
    assert "another coder read it" in again and "Facts that went" in again
    assert "<ins>" not in again


@pytest.mark.parametrize(
    ("address", "status"), [("/versions/none", 404), ("/versions/doc?from=7", 404), ("/versions/doc?to=2", 400)]
)
def test_versions_that_are_not_there(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_document_leads_to_its_versions_and_to_what_was_not_understood(client: TestClient) -> None:
    found = client.get("/document/doc").text
    assert 'href="/versions/doc"' in found
    (jump,) = re.findall(r'<li><a href="#(p-\d+)">', found.partition('id="unread"')[2])
    assert f'id="{jump}"' in found


def test_a_document_that_was_read_once(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "once.db"
    document, claims = seed.told("a", (Event("visit", (seed.italy(), seed.turkey()), When("1932")), {}))
    with Record.open(path, create=True) as record:
        record.add(document, claims, coder="1")
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    assert "/versions/" not in client.get("/document/a").text
    assert "read once only" in client.get("/versions/a").text
    assert client.get("/versions/a.json").json()["changes"] is None


def long(seed: ModuleType, path: Path) -> None:
    """A document of 40 paragraphs of a thousand signs, each with a claim at its end and a passage that was not understood."""
    lines = [f"{'word ' * 196}in {1900 + n} they met." for n in range(40)]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    blocks = tuple(Block(kind="paragraph", start=start, end=start + len(line)) for start, line in zip(starts, lines, strict=True))
    drafts = [
        Draft(body=Event("visit", (seed.italy(), seed.turkey()), When(str(1900 + n))),
              evidence=(quote(text, start + len(line) - 9, start + len(line) - 1),))
        for n, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]  # fmt: skip
    document = Document("long", "Long", text, blocks, pair=("ITA", "TUR"))
    with Record.open(path, create=True) as record:
        record.add(document, number_claims("long", drafts), [Unread(start, start + 4, "no frame") for start in starts], coder="1")


def test_a_long_document_comes_in_parts_and_loses_nothing(
    seed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PIECE", 10_000)
    monkeypatch.setattr("relazione.web.links.FIRST_SIGNS", 1_000)
    path = tmp_path / "long.db"
    long(seed, path)
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    pages, address = [], "/document/long"
    while address:
        pages.append(client.get(address).text)
        following = re.findall(r'rel="next" href="([^"]+)"', pages[-1])
        address = following[0] if following else ""
    assert len(pages) == 4
    marked = [id_ for text in pages for id_ in re.findall(r'id="(c-[^"]+)"', text)]
    assert len(marked) == len(set(marked)) == 40
    assert all(text.count("no frame") <= 10 for text in pages) and sum(text.count("no frame") for text in pages) == 40
    with Record.open(path, read_only=True) as record:
        claims = record.claims("long")
    for claim in (claims[0], claims[20], claims[39]):
        link = re.findall(rf'href="(/document/long[^"]*)#c-{claim.id}"', client.get(f"/fact/{claim.id}").text)[0]
        assert f'id="c-{claim.id}"' in client.get(link).text
    link, anchor = re.findall(r'href="(/document/long[^"#]*)#(p-\d+)"', client.get("/search?q=1939").text)[0]
    assert f'id="{anchor}"' in client.get(link.replace("&amp;", "&")).text
