"""What the sources cover: of documents what their dated claims speak of, of data files what their publishers say."""

from __future__ import annotations

from array import array
from types import ModuleType

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from relazione.analysis.coverage import coverage, years_told
from relazione.cli.door import relazione
from relazione.model.documents import Document
from relazione.publish.words import coverage_kind, coverage_years
from relazione.record.datasets import DataColumn, DataFile
from relazione.record.spells import Spell
from relazione.record.store import Record
from relazione.sources.datasets.catalogue import catalogue
from relazione.web.app import create_app


def with_rows(record: Record) -> Record:
    """The record with a data file of which the columns alone are kept."""
    known = catalogue()["cow-states"]
    document = Document(id="dataset:cow-states", title=known.title, text="states\n", format="dataset")
    file = DataFile(dataset="cow-states", release="2016", sha256="0" * 64, first=known.covers[0], last=known.covers[1], rows=3)
    numbers = array("i", [325, 640, 640, -(1 << 31)])
    record.add_data(document, [], file, [DataColumn("code", "int", numbers.tobytes())])
    return record


def test_a_document_covers_what_its_dated_claims_speak_of(seed_record: Record) -> None:
    lines = {line.kind: line for line in coverage(seed_record)}
    assert set(lines) >= {"event", "agreement", "mission", "membership", "holding"}
    events = lines["event"]
    assert (events.form, events.declared, events.complete) == ("document", False, False)
    assert events.first is not None and events.last is not None and events.first < 1911 < events.last
    assert {"ITA", "TUR"} <= set(events.codes) and events.states == len(events.codes)
    assert lines["mission"].claims > 10


def test_some_sources_are_told_as_all_are(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims(), coder="hand")
    more = seed.document(date="2020-01-01", id="again")
    record.add(more, [claim for claim in seed.claims(more)][:30], coder="hand")
    with_rows(record)
    whole = coverage(record)
    ids = list(dict.fromkeys(line.source for line in whole))
    assert len(ids) == 3
    assert whole == tuple(line for id in ids for line in coverage(record, [id])) == coverage(record, ids)


def test_a_data_file_covers_what_its_publisher_says(record: Record) -> None:
    line = coverage(with_rows(record))[0]
    assert (line.form, line.kind, line.claims, line.first, line.last) == ("data file", "rows", 3, 1816, 2016)
    assert (line.declared, line.complete, line.states) == (True, True, 2)


def test_status_tells_the_time_that_a_data_file_covers(record: Record) -> None:
    with_rows(record)
    assert [line.covers for line in record.documents()] == [("1816-01-01", "2016-12-31")]
    assert record.status().covers == ("1816-01-01", "2016-12-31")


def test_of_a_dataset_with_editions_the_latest_or_the_one_named(record: Record) -> None:
    for year in ("2019", "2016"):
        document = Document(id=f"dataset:posts:{year}", title="Posts", text="posts\n", format="dataset")
        file = DataFile(dataset="posts", release=year, sha256=year * 16, first=year, last=year, rows=1)
        record.add_data(document, [], file, [DataColumn("year", "int", array("i", [int(year)]).tobytes())])

    def year_of(edition: str | None) -> int | None:
        columns = record.data_columns("posts", edition=edition)
        return None if columns is None else array("i", columns["year"].data)[0]

    assert [year_of(edition) for edition in (None, "2016", "2019", "2017")] == [2019, 2016, 2019, None]


def test_a_withdrawn_source_covers_nothing(seed: ModuleType, record: Record) -> None:
    document = seed.document()
    record.add(document, seed.claims(), coder="hand")
    assert coverage(record)
    record.withdraw_source(document.id, by="somebody")
    assert coverage(record) == ()


def test_open_and_unknown_ends_are_no_years() -> None:
    assert years_told(Spell("c1", since="1911-09-29", until=None)) == [1911, 1911]
    assert set(years_told(Spell("c1", since="199X", until="2001", seen=("1995",)))) == {1990, 1999, 2001, 1995}
    assert years_told(Spell("c1", current=True, told_on="2021")) == []


def test_words_of_the_table() -> None:
    assert [coverage_kind(kind) for kind in ("mission", "rows")] == ["missions", "rows"]
    assert coverage_years(1816, 2014) == "1816 to 2014"
    assert coverage_years(-26, 30) == "27 BC to 30"
    assert coverage_years(None, None) == "not dated"


def test_the_command_the_page_and_its_twin_say_the_same(record: Record) -> None:
    path = with_rows(record).path
    record.close()
    told = CliRunner().invoke(relazione, ["coverage", "--db", str(path)])
    assert told.exit_code == 0 and "1816 to 2016" in told.output and "complete" in told.output
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        page, twin = client.get("/coverage"), client.get("/coverage.json").json()
    assert page.status_code == 200 and "<td>1816 to 2016</td>" in page.text
    assert [line["source"] for line in twin["lines"]] == ["dataset:cow-states"]


def test_the_page_of_many_sources_has_several_and_all_stand_on_one(
    record: Record, seed: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relazione.web.pages.coverage.A_PAGE", 2)
    for number in range(5):
        document, claims = seed.told(f"source-{number}", (seed.event("war", seed.italy(), seed.turkey(), on="1911"), {}))
        record.add(document, claims, coder="hand")
    with TestClient(create_app(record.path), base_url="http://127.0.0.1") as client:
        pages = [client.get(f"/coverage?page={number}").text for number in (1, 2, 3, 99)]
    for number in range(5):
        assert [f"/document/source-{number}" in page for page in pages[:3]] == [number // 2 == at for at in range(3)]
    assert "/document/source-4" in pages[3] and 'rel="next"' in pages[0] and 'rel="next"' not in pages[2]
    assert "Page 2 of 3: 5 sources" in pages[1]
