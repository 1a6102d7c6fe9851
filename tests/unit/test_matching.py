"""Unit: when tellings of different sources are one event, and the links by which people join and part them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from relazione.model.claims import Actor, Claim, Event, Mission
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import row_evidence
from relazione.model.identity import Draft, number_claims
from relazione.record.matching import ENOUGH, match_dates
from relazione.record.reasons import reasons
from relazione.record.store import Record

ITALY = Actor("Kingdom of Italy", polity="kingdom-of-italy", state="ITA")
OTTOMANS = Actor("Ottoman Empire", polity="ottoman-empire", state="TUR")


def source(id_: str) -> Document:
    return Document(id=id_, title=id_, text=id_)


def event(document: str, type_: str, date: str, words: str = "war", place: str | None = None) -> Claim:
    body = Event(type_, (ITALY, OTTOMANS), When(date), place=place, words=words)
    return number_claims(document, [Draft(body, (row_evidence(2, f"id={words}", f"id={words}, date={date}"),))])[0]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "r.db", create=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("1911-09-29/1912-10-18", "1911-09-29/1912-10-18", 1, 1),
        ("1911-09-12/1912-10-18", "1911-09-29/1912-10-18", 0.9, 0.99),
        ("1911/1912", "1911-09-29/1912-10-18", 0.9, 0.9),
        ("1911-09/1912-10-18", "1911-09-29/1912-10", 0.9, 0.9),
        ("1914-10-28/1918-10-30", "1915-05-23/1918-11-11", 0.8, 0.9),
        ("1911-09-29/1912-10-18", "1915-08-21/1918-10-30", 0, 0),
        ("1911-09-29/..", "1912/..", 0, 0),
    ],
)
def test_dates_of_one_event(one: str, other: str, least: float, most: float) -> None:
    found = match_dates(one, other)
    assert least <= found.score <= most
    assert match_dates(other, one).score == found.score
    assert found.why


def test_a_war_that_four_sources_date_differently_is_one_fact_in_any_order(tmp_path: Path) -> None:
    told = {
        "article": "1911/1912",
        "wars": "1911-09-29/1912-10-18",
        "dyads": "1911-09-12/1912-10-18",
        "gml": "1911-09/1912-10-18",
    }
    shown = set()
    for number, order in enumerate(permutations(told)):
        with Record.open(tmp_path / f"{number}.db", create=True) as record:
            for name in order:
                record.add(source(name), [event(name, "war", told[name])])
            (fact,) = record.facts()
            field = next(field for field in fact.fields if field.name == "when")
            assert field.agreement == "conflicts" and fact.conflicts == ("when",)
            shown.add(tuple(sorted(str(value.value) for value in field.values)))
    assert shown == {tuple(sorted(told.values()))}


def test_one_sources_two_disputes_stay_two_and_its_numbers_decide(record: Record) -> None:
    record.add(
        source("dyads"),
        [event("dyads", "militarized-dispute", "1914-12-11/1915-08-21", "dispute 257"),
         event("dyads", "militarized-dispute", "1915-01-12/1915-05-23", "dispute 320"),
         event("dyads", "militarized-dispute", "1905-01-11/1905-12-06", "dispute 128")],
    )  # fmt: skip
    record.add(
        source("gml"),
        [event("gml", "militarized-dispute", "1915-01-12/1915-05-20", "dispute 320"),
         event("gml", "militarized-dispute", "1905-11-15/1905-12-05", "dispute 128"),
         event("gml", "militarized-dispute", "1915-01-12/1915-05-23", "dispute 999")],
    )  # fmt: skip
    found = [[record.claim(id_).body.words for id_ in fact.claims] for fact in record.facts()]  # type: ignore[union-attr]
    assert sorted(found) == [
        ["dispute 128", "dispute 128"], ["dispute 257"], ["dispute 320", "dispute 320"], ["dispute 999"],
    ]  # fmt: skip


def test_sieges_of_two_places_are_two(record: Record) -> None:
    record.add(source("a"), [event("a", "siege", "1911-10", place="Tripoli")])
    record.add(source("b"), [event("b", "siege", "1911-10", place="Benghazi")])
    assert len(record.facts()) == 2


def test_reasons_tell_the_score_and_what_it_rests_on(record: Record) -> None:
    claims = [event("wars", "war", "1911-09-29/1912-10-18"), event("dyads", "war", "1911-09-12/1912-10-18", "dispute 114")]
    (reason,) = reasons(claims)
    assert (reason.claim, reason.other) == (claims[1].id, claims[0].id)
    assert reason.score > ENOUGH and "386 of 403 days are shared" in reason.why and "the same parties" in reason.why


def test_a_persons_link_parts_and_joins_and_survives_another_import(record: Record) -> None:
    one, other = event("wars", "war", "1911-09-29/1912-10-18"), event("dyads", "war", "1911-09-12/1912-10-18", "dispute 114")
    later = event("gml", "war", "1915-08-21/1918-10-30", "dispute 257")
    for claim in (one, other, later):
        record.add(source(claim.document), [claim])
    assert len(record.facts()) == 2
    record.link(one.id, other.id, same=False, by="Ada", note="two phases")
    record.link(one.id, later.id, same=True, by="Ada")
    assert len(record.facts()) == 2
    for claim in (one, other, later):
        record.add(source(claim.document), [claim], coder="a later release of the importer")
    joined = next(fact for fact in record.facts() if one.id in fact.claims)
    assert set(joined.claims) == {one.id, later.id}
    (reason,) = reasons([record.claim(id_) for id_ in joined.claims], record.links())
    assert reason.why.startswith("linked by Ada")


def test_missions_seen_now_and_then_are_assumed_between(record: Record) -> None:
    from relazione.analysis.as_of import standing

    rows = tuple(row_evidence(year, f"ccode1=325, ccode2=640, year={year}", f"year={year}") for year in (1909, 1914))
    body = Mission(OTTOMANS, "embassy", receiver=ITALY, attested=When("1909/1914"))
    record.add(source("exchange"), number_claims("exchange", [Draft(body, rows)]))
    seen = {day: standing(record, "ITA", "TUR", day, today="2026-01-01") for day in ("1909-05-01", "1910-05-01", "1915-01-01")}
    assert [[item.certainty for item in one.missions] for one in seen.values()] == [["attested"], ["assumed"], []]
    assert [one.on for one in seen["1910-05-01"].relations.seen] == ["1909", "1914"]
    record.add(source("wars"), [event("wars", "war", "1911-09-29/1912-10-18")])
    at_war = standing(record, "ITA", "TUR", "1912-06-01", today="2026-01-01")
    assert (at_war.at_war, at_war.missions) == (True, ())
    assert (at_war.relations.status, at_war.relations.certainty) == ("severed", "assumed")
    assert [(one.on, one.sender, one.kind) for one in at_war.relations.seen] == [
        ("1909", "Ottoman Empire", "embassy"), ("1914", "Ottoman Empire", "embassy"),
    ]  # fmt: skip


def test_of_dates_that_conflict_the_one_that_vaguer_ones_bear_out_is_shown(record: Record) -> None:
    told = {"a": "1911-09-12/1911-10-18", "b": "1911-09-12/1912-10-18", "c": "1911/1912", "d": "1911-09/1912-10-18"}
    for id_, date in told.items():
        record.add(source(id_), [event(id_, "war", date, "dispute 114")])
    (fact,) = record.facts()
    when = next(field for field in fact.fields if field.name == "when")
    assert (when.agreement, when.values[0].value) == ("conflicts", "1911-09-12/1912-10-18")
