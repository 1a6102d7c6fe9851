"""The subjects under which a pair's facts are told: complete over all types, and each type in one of them."""

from collections import Counter
from typing import get_args

import pytest

from relazione.model.claims import KINDS, MissionKind
from relazione.publish.sections import find_section, section_of, sections
from relazione.reference.offices import OFFICE_KINDS, find_office
from relazione.reference.ontology import ontology


def test_every_event_type_is_named_in_one_section_or_by_the_type_that_it_refines() -> None:
    named = Counter(type_ for section in sections() for type_ in section.events)
    assert not set(named) - set(ontology())
    assert max(named.values()) == 1
    for row in ontology().values():
        assert named[row.id] or (row.type != "other" and named[row.type]), f"{row.id} is in no section"
        assert section_of("event", row.id).id in {section.id for section in sections()}


def test_every_kind_of_fact_and_mission_has_a_section() -> None:
    kinds = Counter(kind for section in sections() for kind in section.kinds)
    assert set(kinds) == set(KINDS) and max(kinds.values()) == 1
    missions = Counter(kind for section in sections() for kind in section.missions)
    assert set(missions) == set(get_args(MissionKind)) and max(missions.values()) == 1
    assert {office for section in sections() for office in section.offices} <= OFFICE_KINDS


@pytest.mark.parametrize(
    ("kind", "type_", "section"),
    [
        ("event", "siege", "conflict"),
        ("event", "scholarship", "culture"),
        ("event", "armistice", "conflict"),
        ("event", "other", "other"),
        ("event", "a type of tomorrow", "other"),
        ("agreement", "treaty", "agreements"),
        ("mission", "school", "culture"),
        ("mission", "embassy", "missions"),
        ("membership", "", "memberships"),
        ("holding", "", "territory"),
        ("measure", "trade-volume", "economy"),
        ("measure", "diaspora", "people"),
        ("measure", "murals", "other"),
        ("tenure", "ambassador", "missions"),
        ("tenure", "prime minister", "government"),
        ("tenure", "keeper of the seal", "government"),
    ],
)
def test_what_belongs_where(kind: str, type_: str, section: str) -> None:
    assert section_of(kind, type_).id == section


def test_an_ambassador_is_a_diplomat() -> None:
    office = find_office("ambassador")
    assert office and office.kind == "diplomat"


def test_sections_are_found_by_id() -> None:
    assert len({section.id for section in sections()}) == len(sections()) >= 9
    found = find_section("economy")
    assert found and found.title == "Economy and aid"
    assert find_section("nothing") is None
