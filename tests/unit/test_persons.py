"""Whom a person acts for, told by the words beside the name; and whose name only lends a colour to another's."""

from __future__ import annotations

from functools import cache

import pytest

from relazione.coding.parsed import ParsedDocument, parse_document
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


@cache
def read(text: str) -> ParsedDocument:
    return parse_document(document_from_text(f"= Italy–Turkey relations =\n\n{text}"))


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("The Italian minister Rossi received the Turkish minister Yilmaz in Rome.", "Yilmaz", "TUR"),
        ("The Italian president Marco Rossi attended the inauguration of President Kemal Yilmaz in 2007.", "Marco Rossi", "ITA"),
        ("The Italian president Marco Rossi attended the inauguration of President Kemal Yilmaz in 2007.", "Kemal Yilmaz", None),
    ],
)
def test_an_office_belongs_to_the_name_beside_it(text: str, name: str, state: str | None) -> None:
    person = read(text).persons.find(name)
    assert (person.state if person else None) == state


@pytest.mark.parametrize("words", ["Italian-backed", "Turkish-held", "Italian-born", "Turkish-speaking"])
def test_who_only_stands_behind_does_not_act(words: str) -> None:
    mentions = [
        m for chunk in read(f"In 1974 {words} rebels took the town.").chunks for m in chunk.mentions if m.kind == "polity"
    ]
    assert mentions and all(m.inert for m in mentions)
    (led,) = [
        m for chunk in read("In 1974 Italian-led troops took the town.").chunks for m in chunk.mentions if m.kind == "polity"
    ]
    assert not led.inert
