"""The record: what is kept, what is one fact, what people add, and what happens when things go wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.model.claims import Actor, Agreement, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.model.documents import Document, Unread
from relazione.model.errors import LockedRecord, NewerRecord, NoRecord, NotARecord, RecordError, WrongUse
from relazione.model.record import Fact
from relazione.record import schema
from relazione.record.resolve import resolve
from relazione.record.store import Record

SRC = Path(__file__).resolve().parents[2] / "src"


def add(record: Record, seed: ModuleType, id: str, *bodies: Any, **more: Any) -> list[str]:
    """Add a document of these claims; gives their ids."""
    document, claims = seed.told(id, *(body if isinstance(body, tuple) else (body, {}) for body in bodies), **more)
    record.add(document, claims, coder="hand")
    return [claim.id for claim in claims]


def field(fact: Fact, name: str) -> Any:
    return next(field for field in fact.fields if field.name == name)


# what is kept


def test_reading_the_same_again_adds_nothing(seed: ModuleType, record: Record) -> None:
    document, claims = seed.document(), seed.claims()
    first = record.add(document, claims, coder="1")
    assert (first.new_document, first.new_version, first.new_claims) == (True, True, len(claims))
    size = record.status()
    again = record.add(document, claims, coder="1")
    assert (again.new_document, again.new_version, again.new_reading, again.new_claims) == (False, False, False, 0)
    assert again.kept_claims == len(claims)
    assert record.status() == size
    assert record.is_read(document, "1")
    assert not record.is_read(document, "2")


def test_a_changed_text_is_a_new_version_and_claims_keep_their_ids(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims(), coder="1")
    before = {claim.id: claim.evidence[0].start for claim in record.claims()}
    decision = record.decide(record.claims()[0].id, "accept", "Ada")
    changed = seed.document(before="A sentence on top.\n")
    added = record.add(changed, seed.claims(changed), coder="1")
    assert (added.new_document, added.new_version, added.new_claims, added.gone_claims) == (False, True, 0, 0)
    after = {claim.id: claim.evidence[0].start for claim in record.claims()}
    assert set(after) == set(before)
    assert all(after[id_] == start + 19 for id_, start in before.items())
    assert record.decisions() == [decision]
    text = record.document("italy-turkey").text
    assert all(text[e.start : e.end] == e.exact for claim in record.claims() for e in claim.evidence)
    assert record.documents()[0].versions == 2


def test_claims_that_a_new_reading_lacks_are_gone_and_stay_in_the_history(seed: ModuleType, record: Record) -> None:
    document, claims = seed.document(), seed.claims()
    record.add(document, claims, coder="1")
    added = record.add(document, claims[1:], coder="2")
    assert (added.new_version, added.new_reading, added.gone_claims) == (False, True, 1)
    assert record.claim(claims[0].id).body == claims[0].body
    assert claims[0].id not in {claim.id for claim in record.claims()}
    assert record.fact(claims[0].id).claims == tuple(c.id for c in claims if c.id in record.fact(claims[0].id).claims)


def test_history_cannot_be_changed(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims(), [Unread(0, 5, "no frame")], coder="1")
    with sqlite3.connect(record.path) as connection:
        for table in ("texts", "documents", "versions", "readings", "claims", "reading_claims"):
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid"):
                if table == "reading_claims" and "rowid" in statement:
                    statement = "UPDATE reading_claims SET position = position"
                with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                    connection.execute(statement)
    assert record.unread("italy-turkey") == (Unread(0, 5, "no frame"),)


def test_claims_of_another_document_are_refused(seed: ModuleType, record: Record) -> None:
    document, _ = seed.told("one")
    _, claims = seed.told("two", (Event("visit"), {}))
    with pytest.raises(ValueError, match="is of document 'two'"):
        record.add(document, claims)
    assert record.documents() == []


# what is one fact


def test_embassy_told_often_is_one_fact(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims())
    (ankara,) = [fact for fact in record.facts(kind="mission") if fact.label.startswith("Embassy of Italy in Ankara")]
    assert len(ankara.claims) == 3
    assert ankara.id == ankara.claims[0]
    assert field(ankara, "kind").agreement == "same"


def test_milan_is_one_fact_with_a_conflict_and_naples_is_against_the_list(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims())
    facts = {fact.label: fact for fact in record.facts(kind="mission")}
    milan = facts["Consulate-General of Türkiye in Milan"]
    assert milan.conflicts == ("kind",)
    assert [value.value for value in field(milan, "kind").values] == ["consulate-general", "consulate"]
    assert [len(value.claims) for value in field(milan, "kind").values] == [2, 1]
    naples = facts["Consulate of Türkiye in Naples"]
    assert milan.id in naples.against
    assert milan.against == ()
    assert all(not fact.against for label, fact in facts.items() if label != naples.label)


def test_a_list_that_is_withdrawn_speaks_no_more(seed: ModuleType, record: Record) -> None:
    now = {"current": True}
    add(record, seed, "a", (Mission(seed.turkey(), "consulate", seed.italy(), "Naples"), now))
    add(record, seed, "b", (Mission(seed.turkey(), "consulate", seed.italy(), "Milan"), {**now, "complete": True}))
    assert [len(fact.against) for fact in record.facts()] == [1, 0]
    record.withdraw_source("b", "Ada")
    assert [fact.against for fact in record.facts()] == [()]


def test_a_list_that_is_not_complete_speaks_against_nothing(seed: ModuleType, record: Record) -> None:
    now = {"current": True}
    add(record, seed, "a", (Mission(seed.turkey(), "consulate", seed.italy(), "Naples"), now))
    add(record, seed, "b", (Mission(seed.turkey(), "consulate", seed.italy(), "Milan"), now))
    assert all(not fact.against for fact in record.facts())


def test_honorary_consulates_are_apart_from_consulates(seed: ModuleType, record: Record) -> None:
    for kind in ("consulate", "honorary-consulate"):
        add(record, seed, kind, (Mission(seed.italy(), kind, seed.turkey(), "İzmir"), {"current": True}))
    assert len(record.facts()) == 2


def test_an_embassy_without_a_city_is_in_the_capital(seed: ModuleType, record: Record) -> None:
    now = {"current": True}
    add(record, seed, "a", (Mission(seed.turkey(), "embassy", seed.italy()), now))
    add(record, seed, "b", (Mission(seed.turkey(), "embassy", seed.italy(), "Roma"), now))
    assert len(record.facts()) == 1


@pytest.mark.parametrize(
    ("dates", "agreement", "shown"),
    [
        (("1912", "1912"), "same", "1912"),
        (("1912", "1912", "1912-10-18"), "refines", "1912-10-18"),
        (("1912-03", "1912-10-18"), "conflicts", "1912-10-18"),
    ],
)
def test_dates_that_agree_refine_or_conflict(
    seed: ModuleType, record: Record, dates: tuple[str, ...], agreement: str, shown: str
) -> None:
    for number, date in enumerate(dates):
        add(record, seed, f"d{number}", Holding("Libya", seed.kingdom(), "possession", When(date)))
    (fact,) = record.facts()
    assert field(fact, "since").agreement == agreement
    assert fact.start == shown
    assert fact.conflicts == (("since",) if agreement == "conflicts" else ())


def test_a_war_by_years_and_by_days_is_one(seed: ModuleType, record: Record) -> None:
    for number, date in enumerate(("1911/1912", "1911-09-29/1912-10-18")):
        add(record, seed, f"d{number}", Event("war", (seed.kingdom(), seed.ottomans()), When(date)))
    (fact,) = record.facts()
    assert (fact.start, fact.end) == ("1911-09-29", "1912-10-18")
    assert fact.label == "War: Kingdom of Italy, Ottoman Empire, 29 September 1911 to 18 October 1912"


def test_an_end_told_before_the_start_is_no_end(seed: ModuleType, record: Record) -> None:
    add(record, seed, "a", Holding("Libya", seed.ottomans(), "sovereign", When("1943"), When("1939-01-09")))
    (fact,) = record.facts()
    assert (fact.start, fact.end) == ("1943", None)
    assert fact.label.endswith("since 1943")
    assert field(fact, "until").values[0].value == "1939-01-09"


def test_two_spells_are_two_facts(seed: ModuleType, record: Record) -> None:
    add(
        record,
        seed,
        "d",
        Holding("Otranto", seed.ottomans(), "occupied", When("1480"), When("1481")),
        Holding("Otranto", seed.ottomans(), "occupied", When("1537")),
    )
    assert len(record.facts()) == 2


@pytest.mark.parametrize(
    ("first", "second", "facts"),
    [
        (Event("visit", (), When("1998-03-01")), Event("visit", (), When("1998-03-01")), 1),
        (Event("visit", (), When("1998-03-01")), Event("visit", (), When("1998-03-02")), 2),
        (Event("visit", (), When("1998")), Event("visit", (), When("1998-03-02")), 2),
        (Event("visit"), Event("visit"), 2),
        (Event("siege", (), When("1480"), place="Otranto"), Event("siege", (), When("1480"), place="Malta"), 2),
        (Event("incident", (), None, name="Sofagate"), Event("incident", (), When("2021-04"), name="Sofagate"), 1),
        (Agreement("Treaty of Paris", "treaty", (), When("1763")), Agreement("Treaty of Paris", "treaty", (), When("1856")), 2),
        (Agreement("Treaty of Paris", "treaty", (), When("1856-03")), Agreement("Treaty of Paris", "treaty"), 1),
        (Agreement("agreement", "agreement", (), When("1950")), Agreement("agreement", "agreement", (), When("1951")), 2),
        (Measure("exports", 5, unit="bn", when=When("2001")), Measure("exports", 6, unit="bn", when=When("2001")), 1),
        (Measure("casualties", 5, when=When("2001")), Measure("casualties", 6, when=When("2001")), 2),
        (Tenure("Recep Tayyip Erdoğan", "president"), Tenure("Erdogan", "president"), 1),
        (Tenure("A. Smith", "president"), Tenure("B. Smith", "president"), 2),
    ],
)
def test_what_is_the_same_thing_in_two_documents(seed: ModuleType, record: Record, first: Any, second: Any, facts: int) -> None:
    add(record, seed, "one", first)
    add(record, seed, "two", second)
    assert len(record.facts()) == facts


def test_direction_matters(seed: ModuleType, record: Record) -> None:
    there = Event("condemnation", (seed.italy(), seed.turkey(role="recipient")), When("2019-10-10"))
    back = Event("condemnation", (seed.turkey(), seed.italy(role="recipient")), When("2019-10-10"))
    add(record, seed, "one", there)
    add(record, seed, "two", back)
    assert len(record.facts()) == 2


def test_a_merged_fact_keeps_the_first_id_and_the_others_lead_to_it(seed: ModuleType, record: Record) -> None:
    (first,) = add(record, seed, "one", (Tenure("A. B.", "president", seed.turkey(), since=When("2001")), {}))
    (second,) = add(record, seed, "two", (Tenure("A. B.", "president", seed.turkey(), since=When("2001")), {}))
    assert record.fact(second).id == first
    assert record.fact_of_claim(second) == record.fact(first)


# what people add


def test_a_rejected_claim_does_not_count(seed: ModuleType, record: Record) -> None:
    (one,) = add(record, seed, "d", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
    decision = record.decide(one, "reject", "Ada", note="misread")
    assert record.facts() == []
    record.decide(one, "withdraw", "Ada", withdraws=decision.id)
    assert [fact.id for fact in record.facts()] == [one]
    assert len(record.decisions(one)) == 2


def test_an_accepted_claim_counts_even_if_a_later_reading_lost_it(seed: ModuleType, record: Record) -> None:
    document, claims = seed.told("d", (Event("visit", (seed.italy(), seed.turkey()), When("1998")), {}))
    record.add(document, claims, coder="1")
    record.decide(claims[0].id, "accept", "Ada")
    record.add(document, [], coder="2")
    assert [fact.id for fact in record.facts()] == [claims[0].id]
    assert record.facts()[0].confidence == 1.0


def test_an_edit_takes_the_place_of_the_claim_and_its_id_leads_there(seed: ModuleType, record: Record) -> None:
    (one,) = add(record, seed, "d", (Mission(seed.italy(), "consulate", seed.turkey(), "Bursa"), {"current": True}))
    record.decide(one, "edit", "Ada", edit=Mission(seed.italy(), "consulate", seed.turkey(), "Edirne"))
    (fact,) = record.facts()
    assert fact.label == "Consulate of Italy in Edirne"
    assert record.fact(one) == fact
    assert fact.id == one
    record.rebuild()
    assert record.facts() == [fact]


def test_two_who_disagree_are_both_kept_and_the_claim_counts(seed: ModuleType, record: Record) -> None:
    (one,) = add(record, seed, "d", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
    record.decide(one, "reject", "Ada")
    record.decide(one, "accept", "Ben")
    assert {decision.verdict for decision in record.decisions(one)} == {"reject", "accept"}
    assert len(record.facts()) == 1


def test_a_rejection_goes_over_only_to_equal_fields(seed: ModuleType, record: Record) -> None:
    body = Event("visit", (seed.italy(), seed.turkey()), When("1998"))
    (one,) = add(record, seed, "d", body)
    record.decide(one, "reject", "Ada")
    corrected = Event("visit", (seed.italy(), seed.turkey()), When("1999"))
    document, claims = seed.told("d", (corrected, {}))
    record.add(document, claims, coder="2")
    assert len(record.facts()) == 1, "a rejection never falls on the corrected reading"
    document, claims = seed.told("d", (Event("summit"), {}), (body, {}))
    record.add(document, claims, coder="3")
    assert claims[1].id != one
    assert [fact.kind for fact in record.facts()] == ["event"], "the same reading in other words stays rejected"


def test_links_join_and_part(seed: ModuleType, record: Record) -> None:
    (one,) = add(record, seed, "a", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
    (two,) = add(record, seed, "b", Event("summit", (seed.italy(), seed.turkey()), When("1998-03")))
    assert len(record.facts()) == 2
    record.link(one, two, True, "Ada")
    (fact,) = record.facts()
    assert (fact.id, fact.claims) == (one, (one, two))
    assert record.fact(two) == fact
    record.link(two, one, False, "Ada")
    assert [fact.id for fact in record.facts()] == [one, two]


def test_a_link_parts_what_would_be_one(seed: ModuleType, record: Record) -> None:
    body = Event("visit", (seed.italy(), seed.turkey()), When("1998-03-01"))
    (one,), (two,) = add(record, seed, "a", body), add(record, seed, "b", body)
    assert len(record.facts()) == 1
    record.link(one, two, False, "Ada")
    assert [fact.id for fact in record.facts()] == [one, two]


def test_a_withdrawn_source_stops_counting(seed: ModuleType, record: Record) -> None:
    add(record, seed, "d", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
    record.withdraw_source("d", "Ada", "a forgery")
    assert record.facts() == []
    assert record.documents()[0].withdrawn
    record.withdraw_source("d", "Ada", withdrawn=False)
    assert len(record.facts()) == 1


def test_decisions_that_do_not_fit(seed: ModuleType, record: Record) -> None:
    (one,) = add(record, seed, "d", Event("visit"))
    with pytest.raises(WrongUse, match="no claim"):
        record.decide("c0", "accept", "Ada")
    with pytest.raises(WrongUse, match="name"):
        record.decide(one, "accept", " ")
    with pytest.raises(WrongUse, match="corrected claim"):
        record.decide(one, "edit", "Ada")
    with pytest.raises(WrongUse, match="no decision"):
        record.decide(one, "withdraw", "Ada", withdraws="d0")
    with pytest.raises(WrongUse, match="two different"):
        record.link(one, one, True, "Ada")
    with pytest.raises(WrongUse, match="no fact"):
        record.fact("c0")


# search and status


def test_search_folds_accents_and_case(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims())
    for words in ("OMER GUCUK", "ömer gücük", "gucuk", "Gucu"):
        assert any(hit.kind == "fact" and "Gücük" in hit.text for hit in record.search(words)), words
    assert any("İzmir" in hit.text for hit in record.search("izmir"))
    (hit, *_) = [hit for hit in record.search("championship") if hit.kind == "passage"]
    assert "championship" in record.document(hit.id).text[hit.start : hit.end]


@pytest.mark.parametrize(
    "words", ['"', "(", "a AND", "NEAR(", "x*", "^", "-", "col:umn", "'; DROP TABLE facts; --", "", "\0", "İ" * 99]
)
def test_any_sign_can_be_searched_for(seed: ModuleType, record: Record, words: str) -> None:
    record.add(seed.document(), seed.claims())
    assert isinstance(record.search(words), list)
    assert record.status().facts > 0


def test_search_finds_nothing_of_an_older_version(seed: ModuleType, record: Record) -> None:
    record.add(Document("d", "D", "The zebra came."), [])
    record.add(Document("d", "D", "The lion came."), [])
    assert record.search("zebra") == []
    assert len(record.search("lion")) == 1


def test_status(seed: ModuleType, record: Record) -> None:
    claims = seed.claims()
    record.add(seed.document(), claims, coder="1")
    status = record.status()
    assert (status.documents, status.claims, status.schema_version, status.coders) == (1, len(claims), 1, ("1",))
    assert status.pairs == (("ITA", "TUR"),)
    assert status.covers == ("1396-01-01", "2021-04-30")
    assert status.claims_by_kind["membership"] == 9
    assert status.facts_by_kind["membership"] == 8
    assert status.conflicts == 2
    assert record.pairs() == [("ITA", "TUR")]


def test_the_dates_of_a_row_do_not_date_its_page(seed: ModuleType, record: Record) -> None:
    """A row of a page of today that tells of 1856 only is no page of 1856: what it tells in the present tense holds at present."""
    told = ((seed.mission(seed.italy(), "embassy", seed.turkey(), "Ankara"), {"current": True}), Event("visit", (), When("1856")))
    add(record, seed, "alone", *told)
    assert record.documents()[0].told_on == "1856"
    document, claims = seed.told("row", (told[0][0], {"current": True}), (told[1], {}))
    record.add(msgspec.structs.replace(document, part_of="page"), claims)
    assert next(line.told_on for line in record.documents() if line.id == "row") is None


def test_facts_by_pair_state_and_kind(seed: ModuleType, record: Record) -> None:
    france = Actor("France", state="FRA", polity="france")
    add(record, seed, "d", Event("visit", (seed.italy(), seed.turkey()), When("1998")), Membership(seed.italy(), "NATO", "nato"))
    add(record, seed, "e", Event("visit", (seed.italy(), france), When("1999")), pair=("ITA", "FRA"))
    assert len(record.facts(pair=("TUR", "ITA"))) == 2
    assert len(record.facts(pair=("FRA", "ITA"))) == 1
    assert len(record.facts(state="ITA")) == 3
    assert len(record.facts(state="ITA", kind="membership")) == 1


def test_planned_and_past_are_told_apart_in_the_documents_date(seed: ModuleType, record: Record) -> None:
    add(record, seed, "d", Event("visit", (), When("1998")), (Event("visit", (), When("2019")), {"realis": "planned"}))
    assert record.documents()[0].told_on == "1998"
    add(record, seed, "e", Event("visit", (), When("9000")), Event("visit", (), When("1990-05")))
    assert record.documents()[1].told_on == "1990-05", "what lies after the reading cannot be past"
    assert record.documents()[1].covers == ("1990-05-01", "1990-05-31")


# made anew


def snapshot(record: Record) -> dict[str, list[Any]]:
    with sqlite3.connect(record.path) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for table in schema.PROJECTED
            if table not in ("passages", "passage_words")
        }


def test_facts_can_be_dropped_and_made_anew(seed: ModuleType, record: Record) -> None:
    record.add(seed.document(), seed.claims())
    add(record, seed, "e", (Mission(seed.turkey(), "consulate", seed.italy(), "Napoli"), {"current": True}))
    before = snapshot(record)
    record.rebuild()
    assert snapshot(record) == before


def test_adding_touches_only_what_is_concerned(seed: ModuleType, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.add(seed.document(), seed.claims())
    seen: list[int] = []
    from relazione.record import projection

    def counting(claims: Any, links: Any = ()) -> Any:
        seen.append(len(claims))
        return resolve(claims, links)

    monkeypatch.setattr(projection, "resolve", counting)
    add(record, seed, "e", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
    assert seen == [1]


def test_many_documents_at_once(seed: ModuleType, record: Record) -> None:
    with record.deferred():
        record.add(seed.document(), seed.claims())
        add(record, seed, "e", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
        assert record.facts() == []
    assert len(record.facts()) > 60


def test_what_a_killed_bulk_left_behind_is_made_good_when_opened(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    record = Record.open(path, create=True)
    record._deferred = set()  # as inside `deferred`, which a killed process never leaves
    record.add(seed.document(), seed.claims())
    record.close()
    with Record.open(path) as opened:
        assert len(opened.facts()) > 60


# when things go wrong


def test_there_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(NoRecord, match="relazione read") as raised:
        Record.open(tmp_path / "none.db")
    assert raised.value.exit_code == 3
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"= Italy and Turkey =\n" * 20, b"SQLite format 3\0" + b"\0" * 200])
def test_another_file_is_no_record(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(NotARecord, match=r"x\.db"):
        Record.open(path)
    assert path.read_bytes() == content


def test_a_folder_and_another_database_are_no_record(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="folder"):
        Record.open(tmp_path, create=True)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (a)")
    with pytest.raises(NotARecord, match="no record"):
        Record.open(tmp_path / "other.db", create=True)


def test_a_newer_record(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Record.open(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    with pytest.raises(NewerRecord, match="later version"):
        Record.open(path)


def test_a_record_that_was_cut_off(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(NotARecord, match="cut off"):
        Record.open(path)


def test_a_damaged_record(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims())
    content = bytearray(path.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)
    path.write_bytes(bytes(content))
    with pytest.raises(NotARecord, match="damaged"), Record.open(path) as record:
        record.facts()


def test_a_locked_record(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Record.open(path, create=True).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with Record.open(path, patience=0.05) as record:
            assert record.facts() == [], "reading goes on while another writes"
            with pytest.raises(LockedRecord, match="in use by another process"):
                record.add(seed.document(), seed.claims())
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_full_disk_adds_nothing_and_loses_nothing(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Record.open(path, create=True) as record:
        add(record, seed, "first", Event("visit", (seed.italy(), seed.turkey()), When("1998")))
        with record.reading() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(RecordError, match="no room left") as raised:
            record.add(seed.document(), seed.claims())
        assert raised.value.exit_code == 3
        assert [document.id for document in record.documents()] == ["first"]
    with Record.open(path) as record:
        assert len(record.facts()) == 1
        record.add(seed.document(), seed.claims())
        assert len(record.documents()) == 2


def test_a_record_opened_for_reading_is_not_written(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Record.open(path, create=True).close()
    with Record.open(path, read_only=True) as record, pytest.raises(RecordError, match="cannot be written"):
        record.add(seed.document(), seed.claims())


_WRITER = """
import sys
from relazione.model.claims import Event
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

with Record.open(sys.argv[1], create=True) as record:
    for number in range(100000):
        text = "\\n".join(f"Line {line} of document {number}." for line in range(40))
        document = Document(f"d{number}", f"Document {number}", text, pair=("ITA", "TUR"))
        starts = [text.index(f"Line {line} of") for line in range(40)]
        drafts = [Draft(Event("visit", (), When(f"{1000 + number % 900}")), (quote(text, start, start + 9),)) for start in starts]
        record.add(document, number_claims(document.id, drafts), coder="1")
        print(number, flush=True)
"""


def test_kill_minus_nine_leaves_all_or_nothing_of_each_document(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    for round_ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        assert writer.stdout is not None
        for _ in range(round_ + 2):
            last = int(writer.stdout.readline())
        time.sleep(0.003 * round_)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        with Record.open(path) as record:
            documents = record.documents()
            assert len(documents) >= last + 1, "what was reported as added is there"
            assert {document.claims for document in documents} == {40}
            facts = {claim for fact in record.facts() for claim in fact.claims}
            assert facts == {claim.id for claim in record.claims()}
            with record.reading() as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_an_end_told_before_the_start_does_not_break_the_record() -> None:
    from relazione.model.record import Field, Value
    from relazione.record.resolve import start_and_end

    def told(since: str, until: str) -> tuple[str | None, str | None]:
        return start_and_end([Field("since", (Value(since, ("c1",)),)), Field("until", (Value(until, ("c2",)),))], "tenure")

    assert told("1939", "1943-01-09") == ("1939", "1943-01-09")
    assert told("1943", "1939-01-09") == ("1943", None)


def test_what_was_added_and_not_settled_is_settled_when_opened(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    cut_short = Record.open(path, create=True)
    deferring = cut_short.deferred()
    deferring.__enter__()
    cut_short.add(seed.document(), seed.claims(), coder="hand")
    with Record.open(path, read_only=True) as before:
        assert before.status().facts == 0
    del deferring
    cut_short.close()
    with Record.open(path) as after, Record.open(tmp_path / "plain.db", create=True) as plain:
        plain.add(seed.document(), seed.claims(), coder="hand")
        assert after.facts() == plain.facts() != []
