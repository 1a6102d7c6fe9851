"""Titles and state bodies: the tables hold together, and the usual wordings are known."""

from __future__ import annotations

import pytest

from relazione.reference.offices import acting_bodies, find_body, find_office, offices


def test_titles_are_lower_case_and_many() -> None:
    assert len(offices()) >= 300
    assert all(row.text == row.text.lower() for row in offices().values())


def test_an_office_has_one_class_and_one_voice() -> None:
    seen: dict[str, tuple[str, bool]] = {}
    for row in offices().values():
        assert seen.setdefault(row.office, (row.kind, row.speaks_for_state)) == (row.kind, row.speaks_for_state)


@pytest.mark.parametrize(
    ("text", "office", "kind"),
    [
        ("President", "president", "head-of-state"),
        ("Prime Minister", "prime minister", "head-of-government"),
        ("premier", "prime minister", "head-of-government"),
        ("Minister of Foreign Affairs", "foreign minister", "minister"),
        ("US Secretary of State", "foreign minister", "minister"),
        ("minister of defense", "defence minister", "minister"),
        ("Grand Vizier", "grand vizier", "head-of-government"),
        ("Sultan", "sultan", "head-of-state"),
        ("chargé d’affaires", "chargé d'affaires", "diplomat"),
        ("charge d'affaires", "chargé d'affaires", "diplomat"),
        ("Consul-General", "consul general", "diplomat"),
        ("special envoy", "envoy", "diplomat"),
        ("Admiral", "admiral", "military"),
        ("crown prince", "crown prince", "other"),
        ("bailo", "bailo", "diplomat"),
    ],
)
def test_titles(text: str, office: str, kind: str) -> None:
    found = find_office(text)
    assert found is not None
    assert (found.office, found.kind, found.speaks_for_state) == (office, kind, True)


@pytest.mark.parametrize("text", ["mayor", "opposition leader", "Secretary-General", "first lady", "former president"])
def test_titles_that_do_not_speak_for_a_state(text: str) -> None:
    found = find_office(text)
    assert found is not None
    assert not found.speaks_for_state


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("government", "executive"),
        ("Foreign Ministry", "ministry"),
        ("troops", "military"),
        ("warships", "military"),
        ("parliament", "legislature"),
        ("delegation", "diplomacy"),
        ("police", "police"),
        ("secret service", "intelligence"),
    ],
)
def test_bodies_of_a_state(text: str, kind: str) -> None:
    found = find_body(text)
    assert found is not None
    assert (found.kind, found.state) == (kind, True)


@pytest.mark.parametrize("text", ["tourists", "companies", "rebels", "citizens"])
def test_people_are_not_the_state(text: str) -> None:
    found = find_body(text)
    assert found is not None
    assert not found.state


def test_unknown_words() -> None:
    assert find_office("plumber") is None
    assert find_body("weather") is None
    assert len(acting_bodies()) >= 200
