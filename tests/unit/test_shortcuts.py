"""What is looked for before a costly search gives the same as the search."""

from __future__ import annotations

import pytest

from relazione.coding import mission_words, text
from relazione.coding.mission_words import find_nouns
from relazione.model.documents import Block


@pytest.mark.parametrize("form", sorted(mission_words._nouns()[1]))
def test_every_noun_of_a_mission_passes_the_look_ahead(form: str) -> None:
    for said in (form, form.upper(), form.replace(" ", "\n")):
        line = f"Ruritania has the {said} there."
        assert [line[noun.start : noun.end] for noun in find_nouns(line, 0, len(line))] == [said]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Ruritania \n\t and\u00a0Graustark  ", "Ruritania and Graustark"),
        ("", ""),
        (" \n ", ""),
        ("It re-opened[3] its  embassy.", "It reopened its embassy."),
        ("Both\u2019s “treaty”", 'Both\'s "treaty"'),
        ("A\x1cB\u2028C", "A B C"),
    ],
)
def test_a_chunk_leads_back_to_its_letters(raw: str, shown: str) -> None:
    found = text.chunk_of(Block("paragraph", 2, 2 + len(raw)), f"= {raw} =", 2, 2 + len(raw))
    assert found.text == shown
    assert len(found.offsets) == len(shown)
    for letter, at in zip(found.text, found.offsets, strict=True):
        original = f"= {raw} ="[at]
        assert original.isspace() if letter == " " else original.translate(text._PLAIN) == letter
