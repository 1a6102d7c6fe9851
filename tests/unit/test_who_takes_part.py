"""Who takes part in an event: joint names, places as targets, organisations, offices abroad; and by which name a text calls a polity."""

from __future__ import annotations

from functools import cache

import pytest

from relazione.coding.annotate import annotation
from relazione.coding.called import called, is_name_of
from relazione.coding.coder import Coded
from relazione.coding.events import event_candidates
from relazione.coding.parsed import ParsedDocument, parse_document
from relazione.coding.ranker import Candidate, model
from relazione.model.claims import Event
from relazione.model.identity import number_claims
from relazione.sources.read import document_from_text

TITLE = "Italy–Turkey relations"


@cache
def read(text: str, title: str = TITLE) -> ParsedDocument:
    return parse_document(document_from_text(f"= {title} =\n\n{text}"))


def proposed(text: str, kind: str, title: str = TITLE) -> Candidate:
    """The first event of a type that is proposed."""
    found = [c for c in event_candidates(read(text, title)) if isinstance(c.draft.body, Event) and c.draft.body.type == kind]
    assert found, text
    return found[0]


def actors(candidate: Candidate) -> list[str]:
    body = candidate.draft.body
    assert isinstance(body, Event)
    return [a.name for a in body.actors if a.role != "about"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Italy was neutral during the Austro-Prussian War of 1866.", "war", {"Austrian Empire", "Kingdom of Prussia"}),
        ("In 1881 Chile was at war with Bolivia and Peru.", "war", {"Chile", "Bolivia", "Peru"}),
        ("Turkey watched the Soviet intervention in Hungary in 1956.", "invasion", {"Soviet Union", "Hungary"}),
        ("In 1979 the United Kingdom mediated between the two countries.", "mediation", {"United Kingdom", "Italy", "Türkiye"}),
        ("In 2004 Italy withdrew from the International Atomic Energy Agency.", "rejection", {"Italy"}),
    ],
)  # fmt: skip
def test_all_who_take_part_and_nobody_else(text: str, kind: str, who: set[str]) -> None:
    assert set(actors(proposed(text, kind))) == who


@pytest.mark.model
def test_an_organisation_that_is_joined_does_not_act() -> None:
    body = proposed("Italy was admitted to the United Nations in December 1955.", "membership-accession").draft.body
    assert isinstance(body, Event)
    assert [(a.name, a.role) for a in body.actors] == [("Italy", "actor"), ("United Nations", "about")]


@pytest.mark.model
def test_the_it_of_a_passive_stands_for_nobody() -> None:
    text = "Egypt protested. In May 2011 it was announced that Italy would give Turkey a loan."
    assert "Egypt" not in actors(proposed(text, "statement"))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("The U.S. Minister to Prussia Henry Marlow signed it.", "Henry Marlow", "USA"),
        ("In 1950 Ambassador to Turkey William Marlow signed it.", "William Marlow", "USA"),
        ("In 1850 Minister to Prussia William Marlow signed it.", "William Marlow", None),
    ],
)
def test_an_envoy_speaks_for_who_sent_him(text: str, name: str, state: str | None) -> None:
    person = read(text, "Turkey–United States relations").persons.find(name)
    assert (person.state if person else None) == state


@pytest.mark.model
def test_the_other_side_that_is_left_out_is_still_told() -> None:
    candidate = proposed("In 1923 Italy admired how Turkey had been founded, and the Italian parliament resigned.", "other")
    assert candidate.alone is not None
    body = candidate.alone.body
    assert isinstance(body, Event)
    assert [(a.state, a.role) for a in body.actors] == [("ITA", "actor"), ("TUR", "about")]


@pytest.mark.model
def test_the_model_of_the_other_side_sees_no_words() -> None:
    partner = model("partner")
    assert partner is not None and len(partner.weights) < 600
    candidate = proposed("In 1923 Italy protested while Turkey was silent.", "protest")
    assert candidate.alone is not None and "named:True" in candidate.partner
    assert not [f for f in candidate.partner if "Italy" in f or "Turkey" in f]


def test_a_text_calls_a_polity_by_its_own_name() -> None:
    text = "The Yemen Arab Republic was recognised. Yemen and the Yemen Arab Republic. South Yemen."
    assert called(text, "yemen-arab-republic", ("North Yemen", "Yemen")) == "Yemen Arab Republic"
    assert called("Nothing of it.", "yemen-arab-republic") == ""
    assert is_name_of("kingdom-of-hanover", "Hanover") and not is_name_of("kingdom-of-hanover", "Hanoverian")


@pytest.mark.model
def test_both_countries_are_those_that_the_text_names() -> None:
    text = "The Kingdom of Hanover and the United States traded. In 1840 the two countries signed a treaty."
    parsed = read(text, "Hanover–United States relations")
    candidate = next(c for c in event_candidates(parsed) if isinstance(c.draft.body, Event) and c.draft.body.type == "treaty")
    assert set(actors(candidate)) == {"Kingdom of Hanover", "United States"}
    claims = number_claims("x", [candidate.draft])
    [event] = annotation(Coded(parsed.document, parsed.pair, claims, ()))["events"]
    assert {a.get("mention") for a in event["actors"]} >= {"Hanover"} or {"Kingdom of Hanover"} <= {
        a["name"] for a in event["actors"]
    }
