"""Forms tried only at the words with which one begins: the same as Python's own search for all of them."""

from __future__ import annotations

import re

import pytest

from relazione.coding.at_words import AtWords

FORMS = ["consul", "consul general", "people's bureau", "alliance française", "3rd secretary"]


@pytest.mark.parametrize(
    "text",
    [
        "The Consul General, two consuls and a CONSUL; the pro-consul's consul",
        "A People's Bureau, no peoples bureau; the alliance Française of the 3rd secretary",
        "consul general consul",
        "",
    ],
)
def test_the_same_is_found_as_by_a_search(text: str) -> None:
    every = re.compile(rf"\b(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})\b", re.IGNORECASE)
    for start in range(len(text) + 1):
        for end in (len(text), start + 9):
            found = [match.span() for match in AtWords(FORMS).find(text, start, end)]
            assert found == [match.span() for match in every.finditer(text, start, end)]
