"""The review: a claim's fields as a person edits them: what is taken, and what is refused with which words."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.analysis import review
from relazione.model.claims import Actor, Agreement, Claim, Event, Holding, Measure, Membership, Mission
from relazione.model.dates import When
from relazione.model.errors import NotThen, UnknownPolity, UnknownState, WrongUse
from relazione.record.store import Record


def claim_of(seed: ModuleType, body: Any, **more: Any) -> Claim:
    return seed.told("a", (body, more))[1][0]  # type: ignore[no-any-return]


@pytest.fixture
def war(seed: ModuleType) -> Claim:
    body = Event(
        "war", (seed.kingdom(side="a", mention="Italy"), seed.ottomans(role="recipient")), When("1911/1912", "carried", "then")
    )
    return claim_of(seed, body)


def test_every_field_written_back_as_it_is_changes_nothing(seed: ModuleType) -> None:
    """For each claim of the seed article and each field of it: the text of a field is read as the value it is of."""
    for claim in seed.claims():
        for field in review.fields_of(claim):
            if not field.text:
                continue
            with pytest.raises(WrongUse, match="nothing was changed"):
                review.edited(claim, {field.name: field.text})
            if field.name == "realis" or field.form == "date" or not isinstance(field.text, str):
                continue
            with pytest.raises(WrongUse, match="nothing was changed"):
                review.edited(claim, {field.name: f" {field.text} "})


def test_dates_types_and_realis(war: Claim) -> None:
    body, realis = review.edited(war, {"when": "1911-09-29/1912-10-18", "type": "occupation", "realis": "planned"})
    assert isinstance(body, Event)
    assert (body.when, body.type, realis) == (When("1911-09-29/1912-10-18"), "occupation", "planned")
    assert body.actors == war.body.actors  # type: ignore[union-attr]
    assert review.edited(war, {"when": ""})[0].when is None  # type: ignore[union-attr]
    assert review.edited(war, {"when": {"edtf": "1911", "how": "implied"}})[0].when == When("1911", "implied")  # type: ignore[union-attr]


def test_actors_are_names_of_their_time(war: Claim) -> None:
    def actors(text: Any) -> tuple[Actor, ...]:
        return review.edited(war, {"actors": text})[0].actors  # type: ignore[union-attr]

    turned = actors("Ottoman Empire; Kingdom of Italy (recipient)")
    assert [(one.name, one.role, one.side, one.mention) for one in turned] == [
        ("Ottoman Empire", "actor", "", ""),
        ("Kingdom of Italy", "recipient", "a", "Italy"),
    ]
    assert [(one.polity, one.state) for one in actors("Italy; Turkey (recipient)")] == [
        ("kingdom-of-italy", "ITA"),
        ("ottoman-empire", "TUR"),
    ]
    assert actors(["Kingdom of Italy", "NATO (about)"])[1] == Actor("NATO", organisation="nato", role="about")
    with pytest.raises(UnknownPolity, match="did you mean Italy"):
        actors("Itly; Ottoman Empire")
    with pytest.raises(NotThen):
        review.edited(war, {"actors": "Kingdom of Italy; Byzantine Empire", "when": "1990"})
    with pytest.raises(UnknownState, match="Atlantis"):
        review.edited(war, {"winner": "Atlantis"})
    assert review.edited(war, {"winner": "Italy"})[0].winner == "ITA"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"when": "1911-02-30"}, WrongUse, "when: impossible date '1911-02-30'"),
        ({"when": "1912/1911"}, WrongUse, "ends before it starts"),
        ({"when": "in 1911"}, WrongUse, "YYYY-MM-DD"),
        ({"when": 1911}, WrongUse, "a date as text"),
        ({"when": {"edtf": 5}}, WrongUse, "an event cannot be so: Expected `str`"),
        ({"when": {"edtf": "1911-13"}}, WrongUse, "when: impossible date '1911-13'"),
        ({"type": "warr"}, WrongUse, "did you mean war"),
        ({"type": "zzz"}, WrongUse, "codebook"),
        ({"type": ""}, WrongUse, "needs its type"),
        ({"realis": "maybe"}, WrongUse, "fact, planned, claimed, denied, hypothetical"),
        ({"city": "Rome"}, WrongUse, "an event has no field 'city': it has type, actors"),
        ({"actors": ""}, WrongUse, "needs its actors"),
        ({"actors": 3}, WrongUse, "a list"),
        ({"place": 7}, WrongUse, "place is a text"),
        ({"actors": [{"name": 7}]}, WrongUse, "cannot be so"),
        ({"actors": [{"name": "Italy", "role": "king"}]}, WrongUse, "Invalid enum value 'king'"),
        ({}, WrongUse, "nothing was changed"),
    ],
)
def test_what_is_refused(war: Claim, changes: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        review.edited(war, changes)
    assert words in str(caught.value)
    assert isinstance(caught.value, WrongUse)


def test_other_kinds(seed: ModuleType) -> None:
    measure = claim_of(seed, Measure("casualties", 12000.0, unit="people", about=(seed.ottomans(),)))
    body, _ = review.edited(measure, {"value": "12,500", "value_max": 13000, "target": "yes", "qualifier": "about"})
    assert (body.value, body.value_max, body.target, body.qualifier) == (12500.0, 13000.0, True, "about")  # type: ignore[union-attr]
    for wrong in ({"value": "many"}, {"value": "nan"}, {"value": True}, {"target": "perhaps"}, {"qualifier": "roughly"}):
        with pytest.raises(WrongUse):
            review.edited(measure, wrong)
    mission = claim_of(seed, Mission(seed.turkey(), "consulate", seed.italy(), "Naples", opened=When("1900")))
    body, _ = review.edited(mission, {"kind": "embassy", "city": "", "offers": "courses; a school"})
    assert (body.kind, body.city, body.offers) == ("embassy", None, ("courses", "a school"))  # type: ignore[union-attr]
    with pytest.raises(WrongUse, match=r"closed \(1890\) lies before opened \(1900\)"):
        review.edited(mission, {"closed": "1890"})
    with pytest.raises(WrongUse, match="needs its sender"):
        review.edited(mission, {"sender": None})
    member = claim_of(seed, Membership(seed.italy(), "NATO", "nato"))
    with pytest.raises(WrongUse, match="did you mean founding"):
        review.edited(member, {"status": "foundin"})
    holding = claim_of(seed, Holding("Rhodes", seed.kingdom(), "occupied"))
    assert review.edited(holding, {"holder": "Ottoman Empire"})[0].holder.polity == "ottoman-empire"  # type: ignore[union-attr]
    agreement = claim_of(seed, Agreement("Treaty", count=3))
    assert review.edited(agreement, {"count": "4", "secret": True})[0].count == 4  # type: ignore[union-attr]
    with pytest.raises(WrongUse, match="whole number"):
        review.edited(agreement, {"count": "4.5"})


def test_an_edit_has_the_evidence_of_the_original(seed: ModuleType, record: Record, war: Claim) -> None:
    record.add(seed.told("a", (war.body, {}))[0], [war], coder="1")
    decision = review.edit(record, war.id, {"when": "1911-09-29/1912-10-18"}, "ada", note="Treaty of Ouchy")
    own = record.claim(decision.replacement or "")
    assert (own.evidence, own.section, own.rule, own.confidence) == (war.evidence, war.section, "person: ada", 1.0)
    fact = record.fact(war.id)
    assert (fact.claims, fact.start) == ((own.id,), "1911-09-29")
    item = review.item(record, war.id, "bob")
    assert item.opinions[0].edit == own
    review.edit(record, war.id, {"realis": "denied"}, "bob")
    assert {fact.realis for fact in record.facts()} == {"fact", "denied"}
    review.undo(record, "bob")
    review.undo(record, "ada")
    assert record.fact(war.id).claims == (war.id,)


def test_what_a_form_shows(war: Claim) -> None:
    fields = {field.name: field for field in review.fields_of(war)}
    assert (fields["when"].form, fields["when"].text) == ("date", "1911/1912")
    assert fields["actors"].text == "Kingdom of Italy; Ottoman Empire (recipient)"
    assert "siege" in fields["type"].choices and fields["type"].needed
    assert fields["place"].help
    assert msgspec.json.encode(list(fields.values()))
