"""Whatever is told, in whatever order: the record holds the same facts, reading twice changes nothing, and a rebuild neither."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from relazione.model.claims import Actor, Agreement, Body, Claim, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

ITALY = Actor("Italy", state="ITA", polity="italian-republic")
TURKEY = Actor("Türkiye", state="TUR", polity="republic-of-turkiye")
FRANCE = Actor("France", state="FRA", polity="france")

actors = st.sampled_from([ITALY, TURKEY, FRANCE])
whens = st.sampled_from(["1911", "1911/1912", "1911-09-29/1912-10-18", "1912-10", "1923/..", "199X", "1998-03-01"]).map(When)
maybe = st.none() | whens
pairs = st.sampled_from([(ITALY, TURKEY), (TURKEY, ITALY), (ITALY, FRANCE)])

bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(Event, st.sampled_from(["war", "visit", "relations-established"]), pairs, maybe, st.sampled_from([None, "Rome"])),
    st.builds(Agreement, st.sampled_from(["Treaty of Ouchy", "agreement"]), st.just("treaty"), pairs, maybe),
    st.builds(
        Mission,
        actors,
        st.sampled_from(["embassy", "consulate", "consulate-general"]),
        st.none() | actors,
        st.sampled_from([None, "Milan", "Milano", "Naples"]),
        opened=maybe,
    ),
    st.builds(Membership, actors, st.just("NATO"), st.just("nato"), st.sampled_from(["member", "founding", "candidate"]), maybe),
    st.builds(Holding, st.sampled_from(["Libya", "Kastellorizo"]), actors, st.sampled_from(["possession", "occupied"]), maybe),
    st.builds(Measure, st.sampled_from(["exports", "casualties"]), st.sampled_from([1.0, 2.0]), when=maybe, about=pairs),
    st.builds(Tenure, st.sampled_from(["A. B. Smith", "Smith", "C. Smith"]), st.just("president"), actors, since=maybe),
)
told = st.tuples(bodies, st.booleans(), st.booleans(), st.sampled_from(["fact", "fact", "fact", "planned"]))
library = st.lists(st.tuples(st.lists(told, max_size=6), st.sampled_from([None, "2001", "2020-05-01"])), min_size=1, max_size=4)


def documents(of: list[tuple[list[Any], str | None]]) -> list[tuple[Document, list[Claim]]]:
    found = []
    for number, (lines, date) in enumerate(of):
        text = "".join(f"Sentence {n:03} of {number}.\n" for n in range(len(lines))) or "Nothing."
        document = Document(f"d{number}", f"D {number}", text, pair=("ITA", "TUR"), date=date)
        drafts = [
            Draft(
                body,
                (quote(text, text.index(f"Sentence {n:03}"), text.index(f"Sentence {n:03}") + 12),),
                realis,
                current,
                complete,
            )
            for n, (body, current, complete, realis) in enumerate(lines)
        ]
        found.append((document, number_claims(document.id, drafts)))
    return found


def shape(record: Record) -> list[Any]:
    """The facts without their ids, in a fixed order: their claims, fields, states and conflicts."""
    facts = record.facts()
    claims_of = {fact.id: tuple(sorted(fact.claims)) for fact in facts}
    return sorted(
        (
            claims_of[fact.id],
            fact.label,
            sorted(fact.states),
            [(f.name, f.agreement, [(repr(v.value), sorted(v.claims)) for v in f.values]) for f in fact.fields],
            (fact.start, fact.end, fact.current, fact.conflicts),
            sorted(claims_of[id_] for id_ in fact.against),
        )
        for fact in facts
    )


def filled(folder: str, name: str, entries: list[tuple[Document, list[Claim]]]) -> Record:
    record = Record.open(Path(folder) / name, create=True)
    for document, claims in entries:
        record.add(document, claims, coder="1")
    return record


@settings(max_examples=40, deadline=None)
@given(library, st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(of: list[Any], random: Any) -> None:
    entries = documents(of)
    mixed = list(entries)
    random.shuffle(mixed)
    with tempfile.TemporaryDirectory() as folder, filled(folder, "a", entries) as one, filled(folder, "b", mixed) as other:
        assert shape(one) == shape(other)


@settings(max_examples=40, deadline=None)
@given(library)
def test_reading_twice_and_rebuilding_change_nothing(of: list[Any]) -> None:
    entries = documents(of)
    with tempfile.TemporaryDirectory() as folder, filled(folder, "a", entries) as record:
        before, status = record.facts(), record.status()
        for document, claims in entries:
            assert not record.add(document, claims, coder="1").new_reading
        assert record.facts() == before
        assert record.status() == status
        record.rebuild()
        assert record.facts() == before


PEOPLE = st.sampled_from(["ada", "bob", "eve"])
ACTS = st.sampled_from(["accept", "reject", "unsure", "edit", "bulk", "same", "different", "undo", "withdraw"])


def act(record: Record, data: st.DataObject) -> None:
    """Something that a person may do, on claims that are there."""
    by, what = data.draw(PEOPLE), data.draw(ACTS)
    with record.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM claims ORDER BY number")]
    one = data.draw(st.sampled_from(ids))
    if what in ("same", "different"):
        two = data.draw(st.sampled_from(ids))
        if one != two:
            record.link(one, two, what == "same", by)
    elif what == "undo":
        record.undo(by)
    elif what == "withdraw":
        document = record.claim(one).document
        record.withdraw_source(document, by, withdrawn=document not in record.withdrawn())
    elif what == "bulk":
        record.decide_all(data.draw(st.lists(st.sampled_from(ids), max_size=4)), "accept", by)
    elif what == "edit":
        body = data.draw(bodies.filter(lambda body: type(body) is type(record.claim(one).body)))
        record.decide(one, "edit", by, edit=body, realis=data.draw(st.sampled_from(["fact", "planned"])))
    else:
        record.decide(one, what, by)  # type: ignore[arg-type]


def projected(record: Record) -> list[Any]:
    """Facts and what is to be reviewed."""
    tables = ("review", "standing", "rereads", "fact_claims", "fact_redirects")
    with record.reading() as connection:
        return [record.facts(), *(connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables)]


@settings(max_examples=60, deadline=None)
@given(library, library, st.data())
def test_making_facts_bit_by_bit_equals_making_them_all(of: list[Any], later: list[Any], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, filled(folder, "a", documents(of)) as record:
        has_claims = bool(record.claims())
        for _ in range(data.draw(st.integers(0, 5)) if has_claims else 0):
            act(record, data)
        for document, claims in documents(later):
            record.add(document, claims, coder="2")
        for _ in range(data.draw(st.integers(0, 3)) if has_claims else 0):
            act(record, data)
        before = projected(record)
        record.rebuild()
        assert projected(record) == before


@settings(max_examples=60, deadline=None)
@given(library, st.data())
def test_documents_and_a_file_of_decisions_are_the_record(of: list[Any], data: st.DataObject) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        filled(folder, "a", documents(of)) as record,
        filled(folder, "b", documents(of)) as fresh,
    ):
        for _ in range(data.draw(st.integers(1, 8)) if record.claims() else 0):
            act(record, data)
        lines = record.decision_lines()
        taken = fresh.take_in(lines)
        assert not (taken.unknown or taken.bad)
        assert fresh.facts() == record.facts()
        assert fresh.decision_lines() == lines
        again = fresh.take_in(lines)
        assert (again.decisions, again.links, again.sources, again.known) == (0, 0, 0, len(lines) - 1)
        assert fresh.decision_lines() == lines


@settings(max_examples=60, deadline=None)
@given(library)
def test_every_claim_that_counts_is_in_one_fact(of: list[Any]) -> None:
    entries = documents(of)
    with tempfile.TemporaryDirectory() as folder, filled(folder, "a", entries) as record:
        held = [claim for fact in record.facts() for claim in fact.claims]
        assert sorted(held) == sorted({claim.id for _, claims in entries for claim in claims})
        for fact in record.facts():
            assert fact.id in fact.claims
            for field in fact.fields:
                assert {claim for value in field.values for claim in value.claims} <= set(fact.claims)
