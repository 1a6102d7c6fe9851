"""Unit: what an article and data files tell of one thing is one fact, with its values side by side; what only looks alike stays two.

The claims are made here: an article tells in its present or of the past, a data file in rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from relazione.analysis.as_of import standing
from relazione.model.claims import Actor, Agreement, Body, Claim, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote, row_evidence
from relazione.model.identity import Draft, number_claims
from relazione.model.record import Fact
from relazione.record.datasets import DataFile
from relazione.record.matching import ENOUGH
from relazione.record.reasons import reasons
from relazione.record.store import Record

ITALY = Actor("Italy", polity="italian-republic", state="ITA")
KINGDOM = Actor("Kingdom of Italy", polity="kingdom-of-italy", state="ITA")
TURKEY = Actor("Türkiye", polity="republic-of-turkiye", state="TUR")
OTTOMANS = Actor("Ottoman Empire", polity="ottoman-empire", state="TUR")
GREECE = Actor("Greece", polity="hellenic-republic", state="GRC")
TODAY = "2026-01-01"
NOW = {"current": True}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "r.db", create=True) as opened:
        yield opened


def article(
    body: Body, id_: str = "article", date: str = "2025-04-29", pair: Any = ("ITA", "TUR"), **more: Any
) -> tuple[Document, Claim]:
    document = Document(id=id_, title=id_, text=f"Words of {id_}.", date=date, pair=pair)
    return document, number_claims(id_, [Draft(body, (quote(document.text, 0, 5),), **more)])[0]


def row(body: Body, id_: str = "dataset", line: int = 2, **more: Any) -> tuple[Document, Claim]:
    evidence = row_evidence(line, f"row={line}", f"row={line}")
    return Document(id=id_, title=id_, text=id_), number_claims(id_, [Draft(body, (evidence,), **more)])[0]


Told = tuple[Document, Claim]


def facts(record: Record, *told: Told) -> list[Fact]:
    by_document: dict[str, tuple[Document, list[Claim]]] = {}
    for document, claim in told:
        by_document.setdefault(document.id, (document, []))[1].append(claim)
    for document, claims in by_document.values():
        record.add(document, claims)
    return record.facts()


def values(fact: Fact, name: str) -> list[Any]:
    return next((([value.value for value in field.values]) for field in fact.fields if field.name == name), [])


def post(
    kind: str = "embassy", city: str | None = "Ankara", sender: Actor = ITALY, receiver: Actor = TURKEY, **more: Any
) -> Mission:
    return Mission(sender, kind, receiver, city, **{name: When(value) for name, value in more.items()})  # type: ignore[arg-type]


def held(
    title: str, since: str | None, until: str | None = None, territory: str = "Dodecanese", holder: Actor = KINGDOM
) -> Holding:
    return Holding(territory, holder, title, When(since) if since else None, When(until) if until else None)  # type: ignore[arg-type]


def pact(name: str, form: str, parties: tuple[Actor, ...], provisions: tuple[str, ...] = (), **more: Any) -> Agreement:
    return Agreement(name, form, parties, provisions=provisions, **{key: When(date) for key, date in more.items()})


BOTH = (KINGDOM, TURKEY)
ONE: dict[str, tuple[Told, ...]] = {
    "an embassy told now and seen by lists six years before": (
        article(post(), **NOW), row(post(attested="2016"), "lowy:2016"), row(post(attested="2019"), "lowy:2019"),
    ),
    "a consulate under the city's older name": (
        article(post("consulate", "Smyrna"), **NOW), row(post("consulate", "Izmir", attested="2019")),
    ),
    "a consulate whose rank is disputed": (
        article(post("consulate", "Milan", TURKEY, ITALY), **NOW), article(post("consulate-general", "Milano", TURKEY, ITALY), "b", **NOW),
        row(post("consulate-general", "Milan", TURKEY, ITALY, attested="2019")),
    ),
    "an embassy without a city, in the capital of the day": (
        article(post(city="Constantinople", sender=KINGDOM, receiver=OTTOMANS, opened="1908")),
        row(post(city=None, sender=KINGDOM, receiver=OTTOMANS, attested="1909/1914")),
    ),
    "what opened and is seen later": (article(post("consulate", "Bursa", opened="1998")), row(post("consulate", "Bursa", attested="2019"))),
    "what is seen, and is told to have closed soon after": (
        row(post("consulate", "Bursa", attested="2016")), article(post("consulate", "Bursa", closed="2018")),
    ),
    "an alliance by year and by day": (
        row(pact("alliance", "alliance", BOTH, ("neutrality",), signed="1928-05-30", ended="1935-11-18"), "cow"),
        row(pact("alliance between Kingdom of Italy and Türkiye", "alliance", BOTH, ("neutrality",), in_force="1928", ended="1935"), "atop"),
    ),
    "a treaty of neutrality and the alliance that pledges it": (
        article(pact("1928 treaty of neutrality", "treaty", BOTH, signed="1928")),
        row(pact("alliance", "alliance", BOTH, ("neutrality",), signed="1928-05-30"), "cow"),
    ),
    "signature and entry into force": (
        row(pact("alliance", "alliance", BOTH, ("defence",), signed="1951-10-22"), "cow"),
        row(pact("alliance", "alliance", BOTH, ("defence",), in_force="1952-02-18"), "atop"),
    ),
    "a treaty's name in another order": (
        article(pact("Treaty of Lausanne", "treaty", BOTH, signed="1923")),
        row(pact("Lausanne Treaty", "treaty", (*BOTH, GREECE), signed="1923-07-24")),
    ),
    "a usual name in brackets": (
        article(pact("Ankara Agreement", "agreement", (TURKEY,), signed="1963")),
        row(pact("EC Turkey Association Agreement (Ankara Agreement)", "agreement", (ITALY, TURKEY), signed="1963")),
    ),
    "a membership now and since a day": (
        article(Membership(TURKEY, "NATO", organisation_id="nato", status="member"), **NOW),
        row(Membership(TURKEY, "North Atlantic Treaty Organization", organisation_id="nato", status="member", since=When("1952"))),
    ),
    "one taking under two titles": (article(held("administered", "1912")), row(held("possession", "1912-05", "1947-02"))),
    "one holding whose transfer is dated twice": (
        row(held("possession", "1912-03", "1947-02", "Libya"), "tc"), row(held("possession", "1912-10-18", "1943-05-12", "Libya"), "cshapes"),
    ),
    "the dead of one side, counted twice": (
        article(Measure("casualties", 5900.0, unit="killed", when=When("1911/1912"), about=(KINGDOM,))),
        row(Measure("casualties", 6000.0, unit="killed", when=When("1911-09-29/1912-10-18"), about=(KINGDOM,))),
    ),
    "a person by surname in one office": (
        row(Tenure("Mussolini", "prime minister", KINGDOM, since=When("1922-10-31"))),
        article(Tenure("Benito Mussolini", "prime minister", KINGDOM, since=When("1922"))),
    ),
}  # fmt: skip
APART: dict[str, tuple[Told, ...]] = {
    "an embassy in the old capital and one in the new": (
        row(post(city=None, sender=KINGDOM, receiver=OTTOMANS, attested="1909/1914")), article(post(), **NOW),
    ),
    "one list's snapshots with a gap in which it looked": (
        row(post(city=None, attested="1925/1940")), row(post(city=None, attested="1950"), line=3),
    ),
    "seen again after more than ten years": (row(post("consulate", "Bursa", attested="1990"), "a"), article(post("consulate", "Bursa"), **NOW)),
    "closed, and seen again": (
        article(post("consulate", "Bursa", closed="2017")),
        row(post("consulate", "Bursa", attested="2019"), "c"),
    ),
    "a legation and an embassy": (row(post("legation", attested="1930")), article(post(attested="1935"), "b")),
    "an alliance and a trade treaty of one year": (
        row(pact("alliance", "alliance", BOTH, ("neutrality",), signed="1928-05-30")), article(pact("treaty of commerce", "treaty", BOTH, signed="1928")),
    ),
    "alliances of two years": (
        row(pact("alliance", "alliance", BOTH, signed="1928-05-30"), "a"), row(pact("alliance", "alliance", BOTH, in_force="1930"), "b"),
    ),
    "alliances of other parties": (
        row(pact("alliance", "alliance", BOTH, signed="1928"), "a"), row(pact("alliance", "alliance", (KINGDOM, GREECE), signed="1928"), "b"),
    ),
    "two rows of one list of alliances": (
        row(pact("alliance", "alliance", BOTH, signed="1928"), line=2), row(pact("alliance", "alliance", BOTH, in_force="1928"), line=3),
    ),
    "two treaties of one name": (
        article(pact("Treaty of Lausanne", "treaty", BOTH, signed="1912")), row(pact("Treaty of Lausanne", "treaty", BOTH, signed="1923")),
    ),
    "an occupation and a possession that began in other years": (article(held("occupied", "1911")), row(held("possession", "1912-05"))),
    "a claim and a possession": (article(held("claimed", "1912")), row(held("possession", "1912-05"))),
    "one holder's territory and another's": (row(held("possession", "1912")), article(held("possession", "1912", holder=OTTOMANS))),
    "lost and won back in one month": (
        row(held("sovereign", "1919-09", "1920-11", "Trieste")), row(held("sovereign", "1920-11", "1947-02", "Trieste"), line=3),
    ),
    "the dead of two sides": (
        row(Measure("casualties", 6000.0, unit="killed", when=When("1911/1912"), about=(KINGDOM,))),
        article(Measure("casualties", 6000.0, unit="killed", when=When("1911/1912"), about=(OTTOMANS,))),
    ),
    "a raid's dead and a war's": (
        row(Measure("casualties", 6000.0, unit="killed", when=When("1911/1912"), about=(KINGDOM,))),
        article(Measure("casualties", 40.0, unit="killed", when=When("1911/1912"), about=(KINGDOM,))),
    ),
    "an effective leader and a prime minister": (
        row(Tenure("Mussolini", "effective leader", KINGDOM, since=When("1922-10-30"))),
        article(Tenure("Benito Mussolini", "prime minister", KINGDOM, since=When("1922"))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_what_is_one_in_any_order(tmp_path: Path, name: str) -> None:
    for number, order in enumerate(permutations(ONE[name])):
        with Record.open(tmp_path / f"{number}.db", create=True) as record:
            (fact,) = facts(record, *order)
            assert len(fact.claims) == len(order)
            told = reasons([record.claim(id_) for id_ in fact.claims], spells=record.spells(fact.id))
            assert all(reason.score >= ENOUGH and reason.why for reason in told)


@pytest.mark.parametrize("name", APART)
def test_what_stays_apart(tmp_path: Path, name: str) -> None:
    for number, order in enumerate(permutations(APART[name])):
        with Record.open(tmp_path / f"{number}.db", create=True) as record:
            found = facts(record, *order)
            assert len(found) == len(order)
            assert not any(fact.conflicts for fact in found)


@pytest.mark.parametrize(
    ("name", "field", "told", "conflicts"),
    [
        ("a consulate whose rank is disputed", "kind", ["consulate-general", "consulate"], ("kind",)),
        ("one taking under two titles", "title", ["administered", "possession"], ("title",)),
        ("one taking under two titles", "since", ["1912-05", "1912"], ("title",)),
        ("one holding whose transfer is dated twice", "since", ["1912-10-18", "1912-03"], ("since", "until")),
        ("the dead of one side, counted twice", "value", [5900.0, 6000.0], ("value",)),
    ],
)
def test_conflicts_are_shown_side_by_side(
    record: Record, name: str, field: str, told: list[Any], conflicts: tuple[str, ...]
) -> None:
    (fact,) = facts(record, *ONE[name])
    assert sorted(map(str, values(fact, field))) == sorted(map(str, told))
    assert fact.conflicts == conflicts


def test_a_score_says_what_it_rests_on(record: Record) -> None:
    (fact,) = facts(record, *ONE["an embassy told now and seen by lists six years before"])
    told = reasons([record.claim(id_) for id_ in fact.claims], spells=record.spells(fact.id))
    (reason,) = [reason for reason in told if "its present (29 April 2025)" in reason.why]
    assert "2019" in reason.why and "5 years apart, and no closing told between" in reason.why and 0.7 < reason.score < 0.8


def test_the_more_exact_date_begins_a_pact(record: Record) -> None:
    (fact,) = facts(record, *ONE["an alliance by year and by day"])
    assert (fact.start, fact.end) == ("1928-05-30", "1935-11-18")


@pytest.mark.parametrize("name", [*ONE, *APART])
def test_a_persons_word_survives_another_import(record: Record, name: str) -> None:
    """What the rules join a person parts, what they part she joins, and reading it all again changes neither."""
    told = (ONE | APART)[name]
    is_one = name in ONE
    before = len(facts(record, *told))
    record.link(told[0][1].id, told[1][1].id, same=not is_one, by="Ada")
    linked = [fact.claims for fact in record.facts()]
    assert len(linked) == before + (1 if is_one else -1)
    for document, _ in told:
        record.add(document, [claim for other, claim in told if other.id == document.id], coder="a later one")
    assert [fact.claims for fact in record.facts()] == linked


def test_a_complete_list_speaks_only_of_its_own_time(record: Record) -> None:
    listed = row(post("consulate", "Izmir", attested="2016"), "lowy:2016", complete=True)
    found = facts(
        record, listed, article(post("consulate", "Bursa"), **NOW), row(post("consulate", "Adana", attested="2017"), "l:2017")
    )
    assert all(not fact.against for fact in found)
    of_then = facts(record, article(post("consulate", "Mersin", opened="2010"), "c"))[-1]
    assert of_then.against == (found[0].id,)


def test_a_war_is_dated_by_the_list_of_wars_and_relations_rest_on_it(record: Record) -> None:
    def war(when: str, words: str, id_: str) -> Told:
        return row(Event("war", (KINGDOM, OTTOMANS), When(when), words=words), id_)

    (fact,) = facts(
        record,
        war("1911-09-29/1912-10-18", "war 97", "wars"),
        war("1911-09-12/1912-10-18", "dispute 114", "dyads"),
        war("1911-09/1912-10-18", "dispute 114", "gml"),
    )
    assert (fact.start, fact.conflicts) == ("1911-09-29", ("when",))
    relations = standing(record, "ITA", "TUR", "1912-06-01", today=TODAY).relations
    assert (relations.status, relations.since, relations.certainty) == ("severed", "1911-09-29", "assumed")
    assert relations.fact == fact.id


def test_who_heads_it_now_did_not_head_it_then(record: Record) -> None:
    now = Mission(TURKEY, "embassy", ITALY, "Rome", head="Ada Öz", address="1 Some Street")
    facts(record, article(now, **NOW), row(post(city="Rome", sender=TURKEY, receiver=ITALY, attested="2016")))
    then, today = (standing(record, "ITA", "TUR", day, today=TODAY).missions for day in ("2016-06-01", "2025-06-01"))
    assert [(item.head, item.address) for item in (*then, *today)] == [(None, None), ("Ada Öz", "1 Some Street")]


def test_who_was_in_office_when_a_list_ended_is_not_assumed_for_ever(record: Record) -> None:
    document, claim = row(Tenure("Ada", "effective leader", ITALY, since=When("2014-02-22")), "dataset:leaders")
    file = DataFile(dataset="leaders", release="1", sha256="0" * 64, first="1840", last="2015", rows=1)
    record.add_data(document, [claim], file, [])

    def on(day: str) -> list[str]:
        return [item.person for item in standing(record, "ITA", "TUR", day, today=TODAY).tenures]

    assert (on("2018-01-01"), on("2026-01-01")) == (["Ada"], [])


def test_a_state_bears_the_name_of_the_day(record: Record) -> None:
    facts(record, row(post(city="Rome", sender=OTTOMANS, receiver=KINGDOM, attested="1909/1927")))
    found = standing(record, "ITA", "TUR", "1925-01-01", today=TODAY)
    assert [(item.sender, item.receiver) for item in found.missions] == [("Türkiye", "Kingdom of Italy")]


def test_colonies_elsewhere_do_not_fill_the_answer(record: Record) -> None:
    facts(
        record,
        row(held("possession", "1890", "1941", "Eritrea"), "tc", 2),
        row(held("possession", "1912", "1943", "Libya"), "tc", 3),
        row(held("sovereign", "1551", "1912", "Libya", OTTOMANS), "tc", 4),
        article(held("possession", "1921", "1947", "Kastellorizo")),
    )
    found = standing(record, "ITA", "TUR", "1925-01-01", today=TODAY).holdings
    assert [item.territory for item in found] == ["Kastellorizo", "Libya"]
    assert [item.territory for item in standing(record, "ITA", "ETH", "1925-01-01", today=TODAY).holdings] == []


def test_sanctions_of_both_against_a_third_do_not_fill_the_answer(record: Record) -> None:
    target = Actor("Iran", polity="iran", state="IRN", role="recipient")
    against_her = Actor("Türkiye", polity="republic-of-turkiye", state="TUR", role="recipient")
    together = Event("sanction", (ITALY, TURKEY, GREECE, target), When("2012/2014"), words="case 1")
    apart = Event("sanction", (ITALY, GREECE, against_her), When("2012/2014"), words="case 2")
    found = facts(record, row(together, line=2), row(apart, line=3))
    shown = standing(record, "ITA", "TUR", "2013-01-01", today=TODAY).ongoing
    assert [item.fact for item in shown] == [next(fact.id for fact in found if values(fact, "words") == ["case 2"])]


def test_agreements_of_the_whole_world_do_not_fill_the_answer(record: Record) -> None:
    states = [Actor(f"State {number}", state=f"X{number:02}") for number in range(60)]
    charter = pact("Charter of All", "treaty", (ITALY, TURKEY, *states), signed="1990")
    small = pact("Charter of Some", "treaty", (ITALY, TURKEY, *states[:9]), signed="1991")
    facts(record, row(charter, line=2), row(small, line=3))
    assert [item.name for item in standing(record, "ITA", "TUR", "2000-01-01", today=TODAY).agreements] == ["Charter of Some"]
    facts(record, article(charter))
    assert len(standing(record, "ITA", "TUR", "2000-01-01", today=TODAY).agreements) == 2
