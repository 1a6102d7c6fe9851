"""The annotation of a document: names as annotators write them (the sentences are our own)."""

import pytest

from relazione.coding.annotate import annotation
from relazione.coding.coder import code
from relazione.sources.read import document_from_text

CASES = [
    ("Both countries are members of the League of Arab States.", "League of Arab States"),
    ("Both countries are members of the Arab League.", "Arab League"),
    ("Both countries are members of the OIC.", "Organisation of Islamic Cooperation"),
    ("Both countries are members of the British Commonwealth.", "Commonwealth of Nations"),
    ("Both countries are members of the Minsk Group.", "OSCE Minsk Group"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "name"), CASES, ids=[name for _, name in CASES])
def test_an_organisation_keeps_the_full_name_of_the_text(text: str, name: str) -> None:
    found = annotation(code(document_from_text(text, pair=("EGY", "SOM"))))["memberships"]
    assert {row["organisation"] for row in found} == {name}
    assert len(found) == 2
