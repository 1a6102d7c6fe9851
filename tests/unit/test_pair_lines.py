"""The line that the record keeps for each pair, and how all pairs stand on a day."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relazione.analysis.as_of import standing
from relazione.analysis.stances import stances
from relazione.model.errors import ImpossibleDate, RecordError
from relazione.record.fact_rows import century_of
from relazione.record.pairs import CROWD, PairLine, pairs_in
from relazione.record.store import Record

TODAY = "2024-01-01"


def told(record: Record, seed: ModuleType, id: str, *bodies: Any, **more: Any) -> list[str]:
    document, claims = seed.told(id, *((body, {}) for body in bodies), **more)
    record.add(document, claims, coder="hand")
    return [claim.id for claim in claims]


def line(record: Record, a: str, b: str) -> PairLine:
    return next(one for one in record.pair_lines() if (one.a, one.b) == (a, b))


@pytest.fixture
def greece(seed: ModuleType) -> Any:
    return seed.actor("Greece", "GRC", "greece")


def test_the_line_counts_what_the_record_gives_of_the_pair(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims(), coder="hand")
    found = line(record, "ITA", "TUR")
    facts = record.facts(pair=("ITA", "TUR"))
    assert (found.facts, found.documents) == (len(facts), 1)
    assert found.claims == sum(len(fact.claims) for fact in facts)
    assert found.disputed == sum(bool(fact.conflicts or fact.against) for fact in facts) > 0


def test_the_last_event_is_the_one_that_began_last(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims(), coder="hand")
    found = line(record, "ITA", "TUR")
    last = record.numbered([found.last_event or 0])[found.last_event or 0]
    dated = [fact.start for fact in record.facts(pair=("ITA", "TUR"), kind="event") if fact.start and fact.realis == "fact"]
    assert last.kind == "event" and last.start == max(dated)
    told(record, seed, "later", seed.event("summit", seed.italy(), seed.turkey(), on="2999"))
    assert line(record, "ITA", "TUR").last_event == found.last_event


def test_a_pair_that_no_document_is_about_has_a_line_and_one_that_is_gone_has_none(
    seed: ModuleType, record: Record, greece: Any
) -> None:
    (claim,) = told(record, seed, "g", seed.mission(greece, "embassy", seed.turkey(), "Ankara"), pair=None)
    assert line(record, "GRC", "TUR") == PairLine("GRC", "TUR", 1, 1, 0, 0, None, None)
    assert [one.a for one in record.pair_lines("TUR")] == ["GRC"] and not record.pair_lines("ITA")
    record.decide(claim, "reject", "Ada")
    assert record.pair_lines() == []


def test_lines_follow_withdrawals_and_are_the_same_when_made_anew(seed: ModuleType, record: Record, greece: Any) -> None:
    record.add(seed.document(), seed.claims(), coder="hand")
    told(record, seed, "g", seed.event("war", greece, seed.turkey(), on="1919/1922"), pair=("GRC", "TUR"))
    before = record.pair_lines()
    record.withdraw_source("g", "Ada")
    assert [(one.a, one.b) for one in before if one not in record.pair_lines()] == [("GRC", "TUR")]
    record.withdraw_source("g", "Ada", withdrawn=False)
    assert record.pair_lines() == before
    record.rebuild()
    assert record.pair_lines() == before


def test_what_concerns_the_world_is_of_no_pair() -> None:
    states = [f"S{number:02d}" for number in range(CROWD + 1)]
    assert len(pairs_in(states[:3], ())) == 3
    assert pairs_in(states, [("TUR", "ITA")]) == {("ITA", "TUR")}


@pytest.mark.parametrize(
    ("year", "century"), [(1, 1), (100, 1), (101, 2), (2000, 20), (2001, 21), (0, -1), (-99, -1), (-100, -2)]
)
def test_centuries_begin_with_the_year_one(year: int, century: int) -> None:
    from relazione.model.dates import day_number

    assert century_of(day_number(year, 6, 1)) == century
    assert century_of(None) is None


def test_documents_are_listed_with_their_words(seed: ModuleType, record: Record) -> None:
    document = seed.document()
    record.add(document, seed.claims(), coder="hand")
    (found,) = record.documents()
    assert (found.words, found.title, found.claims) == (len(document.text.split()), document.title, len(seed.claims()))
    longer = seed.document(before="Three more words.\n")
    record.add(longer, seed.claims(longer), coder="hand")
    assert record.documents()[0].words == found.words + 3
    record.withdraw_source(document.id, "Ada")
    assert record.documents()[0].words == found.words + 3
    assert record.titles([document.id, "none"]) == {document.id: document.title}


def test_facts_of_another_version_are_made_anew_for_a_reader(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
        lines = record.pair_lines()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE pair_lines")
        old.execute("UPDATE settings SET value = '1' WHERE key = 'projection'")
    with Record.open(path, read_only=True) as record:
        assert record.pair_lines() == lines


def test_where_they_cannot_be_made_anew_it_is_said(seed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    with sqlite3.connect(path) as old:
        old.execute("UPDATE settings SET value = '1' WHERE key = 'projection'")

    def refused(self: Record) -> None:
        raise RecordError(f"{path} cannot be written.")

    monkeypatch.setattr(Record, "rebuild", refused)
    with pytest.raises(RecordError, match="another version of Relazione"):
        Record.open(path, read_only=True)


# --- how they stand -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["1400", "1800", "1911-12-01", "1912-06-01", "1925-01-01", "1943-01-01", "1950", None])
def test_each_pair_stands_as_the_contract_says(seed: ModuleType, record: Record, on: str | None) -> None:
    record.add(seed.document(date="2023-05-01"), seed.claims(), coder="hand")
    one, whole = stances(record, on, today=TODAY).of("TUR", "ITA"), standing(record, "ITA", "TUR", on, TODAY)
    assert one is not None
    assert (one.stance == "war") == (whole.at_war is True)
    assert sum(one.missions) == len(whole.missions)
    if one.stance != "war":
        words = {"both": "established", "one": "established", "relations": "established", "mentioned": "unknown"}
        assert words.get(one.stance, one.stance) == whole.relations.status
        assert (one.since, one.certainty) == (whole.relations.since, whole.relations.certainty)


def test_embassies_both_ways_one_way_and_none(seed: ModuleType, record: Record, greece: Any) -> None:
    it, tr, when = seed.italy(), seed.turkey(), seed.when
    told(
        record,
        seed,
        "posts",
        seed.mission(it, "embassy", tr, "Ankara", opened=when("1925")),
        seed.mission(tr, "legation", it, "Rome", opened=when("1930")),
        seed.mission(it, "embassy", greece, "Athens", opened=when("1900")),
        seed.mission(it, "consulate", greece, "Patras", opened=when("1900")),
        seed.event("visit", greece, tr, on="1930-10-27"),
        pair=None,
    )
    found = stances(record, "1935", today=TODAY)
    assert {pair: one.stance for pair, one in found.pairs.items()} == {
        ("GRC", "ITA"): "one", ("GRC", "TUR"): "mentioned", ("ITA", "TUR"): "both"
    }  # fmt: skip
    athens = found.of("ITA", "GRC")
    assert athens is not None and (athens.embassies, athens.missions) == (("ITA",), (0, 2))
    before = stances(record, "1927", today=TODAY).of("ITA", "TUR")
    assert before is not None and (before.stance, before.embassies) == ("one", ("ITA",))
    assert stances(record, "1850", today=TODAY).pairs["ITA", "TUR"].stance == "mentioned"


def test_a_state_alone_stands_as_it_does_among_all(seed: ModuleType, record: Record, greece: Any) -> None:
    record.add(seed.document(), seed.claims(), coder="hand")
    told(record, seed, "g", seed.event("war", greece, seed.turkey(), on="1919-05-15/1922-10-11"), pair=None)
    all_, own = stances(record, "1920-06-01", today=TODAY), stances(record, "1920-06-01", "GRC", TODAY)
    assert own.pairs == {pair: one for pair, one in all_.pairs.items() if "GRC" in pair}
    assert own.of_state("GRC")["TUR"].stance == "war"
    with pytest.raises(ImpossibleDate):
        stances(record, "1925-02-30")
