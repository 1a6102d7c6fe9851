"""The tables of organisations hold together, and names lead to the right body."""

from __future__ import annotations

import re

import pytest

from relazione.reference.organisations import KINDS, find_organisation, names, organisations


def test_every_row_is_whole() -> None:
    for row in organisations().values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)
        assert row.name
        assert row.kind in KINDS
        assert not row.wikidata or re.fullmatch(r"Q[1-9]\d*", row.wikidata)
        assert row.span.first <= row.span.last, row.id


def test_wikidata_items_are_used_once() -> None:
    items = [row.wikidata for row in organisations().values() if row.wikidata]
    assert len(items) == len(set(items))


def test_there_are_enough() -> None:
    assert len(organisations()) >= 300
    assert len(names()) >= 900


def test_display_names_and_shorts_find_their_own_organisation() -> None:
    for row in organisations().values():
        found = find_organisation(row.name, row.start)
        assert found is not None and found.id == row.id, row.name


def test_no_name_means_two_bodies_at_once() -> None:
    """Where a name is shared, a date must be able to tell the bodies apart."""
    shared = {text for text, owner in names() for other, second in names() if text == other and owner != second}
    assert shared <= {
        "Allied Powers",
        "Allied powers",
        "Allies",
        "Balkan Alliance",
        "Balkan Pact",
        "Grand Alliance",
        "Quadruple Alliance",
        "United Nations",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU", "European Union"),
        ("the E.U.", "European Union"),
        ("European union", "European Union"),
        ("U.N.", "United Nations"),
        ("North Atlantic Treaty Organisation", "NATO"),
        ("OECD", "Organisation for Economic Co-operation and Development"),
        (
            "Organization for Economic Cooperation and Development",
            "Organisation for Economic Co-operation and Development",
        ),
        ("OSCE", "Organization for Security and Co-operation in Europe"),
        ("Organization of the Islamic Conference", "Organisation of Islamic Cooperation"),
        ("Visegrad Group", "Visegrád Group"),
        ("Triple Entente", "Entente"),
        ("Central Powers", "Central Powers"),
        ("the Commonwealth", "Commonwealth of Nations"),
        ("Baghdad Pact", "Central Treaty Organization"),
        ("G-20", "Group of Twenty"),
        ("UN Security Council", "United Nations Security Council"),
        ("South Pacific Forum", "Pacific Islands Forum"),
        ("D-8 Organization for Economic Cooperation", "Developing 8"),
        ("Asia-Europe Meeting", "Asia\u2013Europe Meeting"),
        ("Turkic Council", "Organization of Turkic States"),
        ("Union for the Mediterranean", "Union for the Mediterranean"),
    ],
)
def test_finds(text: str, expected: str) -> None:
    found = find_organisation(text)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize("text", ["who", "allies", "quad", "eco", "can", "eu", "", "Italy", "the", "Union"])
def test_words_are_no_organisations(text: str) -> None:
    assert find_organisation(text) is None


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Allies", "1915", "entente"),
        ("Allies", "1943-07-10", "allies-second-world-war"),
        ("Balkan Pact", "1934-02", "balkan-pact-1934"),
        ("Balkan Pact", "1954", "balkan-pact-1953"),
        ("United Nations", "1947", "united-nations"),
        ("Quadruple Alliance", "1916", "central-powers"),
        ("Grand Alliance", "1690", "league-of-augsburg"),
    ],
)
def test_shared_names_are_told_apart_by_date(text: str, on: str, expected: str) -> None:
    found = find_organisation(text, on)
    assert found is not None
    assert found.id == expected
