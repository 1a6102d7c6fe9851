"""Decisions as a file: out of one record, into another, twice, and what becomes of lines that do not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relazione.analysis import review
from relazione.model.claims import Event
from relazione.model.dates import When
from relazione.model.errors import InputError
from relazione.record.store import Record


@pytest.fixture
def fresh(seed: ModuleType, tmp_path: Path) -> Callable[[str], Record]:
    """Makes records of the same documents."""

    def make(name: str) -> Record:
        record = Record.open(tmp_path / name, create=True)
        record.add(seed.document(), seed.claims(), coder="hand")
        record.add(*seed.told("other", (Event("visit", (seed.italy(), seed.turkey()), When("1999")), {})), coder="hand")
        return record

    return make


def curated(record: Record) -> None:
    """Everything that people can do."""
    ids = [claim.id for claim in record.claims()]
    review.accept(record, ids[0], "ada", note="seen „there“")
    review.reject(record, ids[1], "ada")
    review.accept(record, ids[1], "bob")
    review.edit(record, ids[2], {"city": "Smyrna"}, "ada")
    edit = review.edit(record, ids[3], {"city": "Milan"}, "ada")
    review.reject(record, edit.replacement or "", "bob")
    review.edit(record, ids[4], {"realis": "denied"}, "bob")
    review.undo(record, "bob")
    review.unsure(record, ids[5], "bob")
    review.bulk(record, "accept", "eve", review.Chosen(kind="measure"))
    review.different(record, ids[7], ids[8], "ada")
    review.same(record, ids[3], ids[5], "eve")
    review.undo(record, "eve")
    record.withdraw_source("other", "ada", "a copy")


def parsed(lines: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_documents_and_decisions_are_the_curated_record(fresh: Callable[[str], Record]) -> None:
    one, other = fresh("one.db"), fresh("other.db")
    plain = other.facts()
    curated(one)
    lines = one.decision_lines()
    taken = other.take_in(lines)
    assert not (taken.unknown or taken.bad or taken.known or taken.carried)
    assert taken.decisions + taken.sources + 2 == len(lines) - 1 + 0
    assert other.facts() == one.facts() != plain
    assert other.decision_lines() == lines
    assert review.progress(other) == review.progress(one)
    again = other.take_in(lines)
    assert (again.decisions, again.links, again.sources, again.known) == (0, 0, 0, len(lines) - 1)
    assert other.decision_lines() == lines
    before = other.facts()
    other.rebuild()
    assert other.facts() == before
    assert len(review.undo(other, "eve").decisions) > 1, "a bulk is still one act"


def test_the_file_differs_only_where_the_decisions_differ(fresh: Callable[[str], Record]) -> None:
    record = fresh("one.db")
    curated(record)
    before = record.decision_lines()
    review.reject(record, record.claims()[20].id, "ada")
    after = record.decision_lines()
    assert len(set(after) - set(before)) == 1
    assert set(before) <= set(after)
    assert [line for line in after if line in set(before)] == before
    told = [(line.get("document"), line["at"]) for line in parsed(after)[1:]]
    assert [document for document, _ in told] == sorted(document for document, _ in told)


def test_files_of_two_people_can_be_taken_in_in_any_order(fresh: Callable[[str], Record]) -> None:
    ada, bob = fresh("ada.db"), fresh("bob.db")
    ids = [claim.id for claim in ada.claims()]
    review.reject(ada, ids[0], "ada")
    review.same(ada, ids[3], ids[5], "ada")
    review.accept(bob, ids[0], "bob")
    review.different(bob, ids[3], ids[5], "bob")
    review.accept(ada, ids[0], "ada")
    files = [ada.decision_lines(), bob.decision_lines()]
    facts = []
    for name, order in (("x.db", files), ("y.db", files[::-1])):
        with fresh(name) as record:
            for lines in order:
                record.take_in(lines)
            facts.append((record.facts(), record.decision_lines(), [decision.id for decision in record.decisions(ids[0])]))
    assert facts[0] == facts[1]


def test_the_lines_of_two_files_in_one_are_a_file(fresh: Callable[[str], Record]) -> None:
    """What `merge=union` leaves where two people decided beside each other."""
    ada, bob, other = fresh("ada.db"), fresh("bob.db"), fresh("other.db")
    for record, by in ((ada, "ada"), (bob, "bob")):
        review.bulk(record, "accept", by, review.Chosen(kind="holding"))
    taken = other.take_in([*ada.decision_lines(), *bob.decision_lines()])
    assert (taken.decisions, taken.bad, taken.unknown) == (len(ada.decisions()) + len(bob.decisions()), (), ())
    assert set(other.decision_lines()) == {*ada.decision_lines(), *bob.decision_lines()}


def test_claims_that_are_not_here_are_named(seed: ModuleType, fresh: Callable[[str], Record], tmp_path: Path) -> None:
    record = fresh("one.db")
    curated(record)
    with Record.open(tmp_path / "empty.db", create=True) as empty:
        empty.add(*seed.told("other", (Event("visit", (seed.italy(), seed.turkey()), When("1999")), {})), coder="hand")
        taken = empty.take_in(record.decision_lines())
        assert (taken.decisions, taken.links, taken.sources) == (0, 0, 1)
        assert len(taken.unknown) == len(record.decision_lines()) - 2
        first = next(one for one in taken.unknown if one.act.startswith("accept by ada"))
        assert first.why == "there is no document 'italy-turkey' in the record"
        assert first.quote and first.claim.startswith("c") and first.document == "italy-turkey"


def test_a_decision_goes_to_an_equal_claim_of_another_reading(seed: ModuleType, tmp_path: Path) -> None:
    visit = Event("visit", (seed.italy(), seed.turkey()), When("1999"))
    war = Event("war", (seed.kingdom(), seed.ottomans()), When("1911"))
    with Record.open(tmp_path / "one.db", create=True) as one, Record.open(tmp_path / "two.db", create=True) as two:
        document, claims = seed.told("a", (visit, {}), (war, {}))
        one.add(document, claims, coder="1")
        review.edit(one, claims[0].id, {"when": "1998"}, "ada")
        review.reject(one, claims[1].id, "ada")
        moved, other = seed.told("a", (Event("summit"), {}), (visit, {}), (Event("war", war.actors, When("1912")), {}))
        two.add(moved, other, coder="2")
        taken = two.take_in(one.decision_lines())
        assert (taken.decisions, taken.carried, len(taken.unknown)) == (1, 1, 1)
        assert "does not say it here" in taken.unknown[0].why
        assert {fact.start for fact in two.facts(kind="event")} == {None, "1998", "1912"}
        assert two.take_in(one.decision_lines()).known == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"verdict": "maybe"}, "cannot be read"),
        ({"at": "yesterday"}, "no time"),
        ({"at": "2020-01-01T00:00:00"}, "no time"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "no time"),
        ({"at": "2999-01-01T00:00:00+00:00"}, "no time"),
        ({"by": " "}, "name"),
        ({"by": "a\u001b[31m"}, "name"),
        ({"by": "a" * 300}, "name"),
        ({"id": "d'; DROP TABLE claims"}, "no id"),
        ({"document": "other"}, "is of document 'italy-turkey' here"),
        ({"verdict": "edit"}, "an edit needs"),
        ({"verdict": "withdraw", "withdraws": "d0000000000000000"}, "could be taken back"),
        ({"note": 5}, "cannot be read"),
        ({"edit": {"claim": "c1", "fields": {"of_kind": "event"}}}, "cannot be read"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_are_taken(
    fresh: Callable[[str], Record], change: dict[str, Any], why: str
) -> None:
    one, other = fresh("one.db"), fresh("other.db")
    ids = [claim.id for claim in one.claims()]
    review.accept(one, ids[0], "ada")
    review.accept(one, ids[1], "ada")
    lines = one.decision_lines()
    lines[1] = json.dumps({**json.loads(lines[1]), **change}).encode()
    taken = other.take_in(lines)
    assert (taken.decisions, len(taken.bad)) == (1, 1)
    assert (taken.bad[0].line, why in taken.bad[0].why) == (2, True), taken.bad
    assert len(other.decisions()) == 1


def test_the_same_id_with_another_act_is_refused(fresh: Callable[[str], Record]) -> None:
    one = fresh("one.db")
    review.accept(one, one.claims()[0].id, "ada")
    lines = one.decision_lines()
    forged = json.dumps({**json.loads(lines[1]), "by": "bob"}).encode()
    taken = one.take_in([lines[0], forged])
    assert "another act of the id" in taken.bad[0].why
    assert [decision.by for decision in one.decisions()] == ["ada"]


@pytest.mark.parametrize(
    "lines",
    [
        [b'{"document": "a"}'],
        [b"not json"],
        [b'{"what":"decision","document":"a","claim":"c","verdict":"accept","by":"a","at":"","id":"d"}'],
        [b'{"what":"relazione decisions","version":2}'],
        [b"\xff\xfe\x00"],
        [b"[" * 2_000_000],
        [b"[" * 100_000],
    ],
)
def test_another_file_is_refused_as_a_whole(fresh: Callable[[str], Record], lines: list[bytes]) -> None:
    record = fresh("one.db")
    with pytest.raises(InputError):
        record.take_in(lines)
    assert not record.decisions()


@pytest.mark.parametrize("first", [b"", b"  \r", b"\t"])
def test_an_empty_line_does_not_take_the_place_of_the_first(fresh: Callable[[str], Record], first: bytes) -> None:
    with pytest.raises(InputError):
        fresh("a").take_in([first, b'{"what":"relazione decisions","version":99}'])
    with pytest.raises(InputError):
        fresh("b").take_in([first, b'{"what":"source","document":"x","withdrawn":true,"by":"Ada","at":"2020-01-01T00:00:00Z"}'])


def test_what_is_told_of_a_bad_line_is_bounded(fresh: Callable[[str], Record]) -> None:
    long = b"A" * 100_000
    line = b'{"what":"source","document":"%s","withdrawn":true,"by":"%s","at":"2020-01-01T00:00:00Z"}' % (long, long)
    taken = fresh("a").take_in([b'{"what":"relazione decisions","version":1}', line])
    (bad,) = taken.bad
    assert bad.line == 2 and len(bad.why + bad.document + bad.act) < 1200


def test_an_empty_file_of_decisions_is_one(fresh: Callable[[str], Record]) -> None:
    record = fresh("one.db")
    lines = record.decision_lines()
    assert parsed(lines) == [{"what": "relazione decisions", "version": 1}]
    assert record.take_in([*lines, b"", b"\r"]).known == 0
