"""Events as sentences: every type of the ontology has its patterns, and what is told is only what the fields say."""

from string import Formatter

import pytest

from relazione.publish.telling import event_sentence, patterns, when_words
from relazione.reference.ontology import ontology

ITALY = {"name": "Italy", "state": "ITA"}
TURKEY = {"name": "Türkiye", "state": "TUR"}


def test_every_type_has_a_pattern_and_no_other_is_there() -> None:
    assert set(patterns()) == set(ontology())


@pytest.mark.parametrize("type_", sorted(ontology()))
def test_a_pattern_names_those_that_it_is_about(type_: str) -> None:
    fields = {
        way: {field for _, field, _, _ in Formatter().parse(text) if field} for way, text in patterns()[type_]._asdict().items()
    }
    assert fields == {"directed": {"a", "b"}, "joint": {"all"}, "alone": {"a"}}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"type": "condemnation", "actors": [ITALY, {**TURKEY, "role": "recipient"}]}, "Italy condemned Türkiye"),
        ({"type": "agreement", "actors": [ITALY, TURKEY]}, "Italy and Türkiye signed an agreement"),
        ({"type": "visit", "actors": [{**ITALY, "person": "A. B."}]}, "Italy (A. B.) paid a visit"),
        ({"type": "attack", "actors": [ITALY, {**TURKEY, "role": "about"}]}, "Italy attacked"),
        ({"type": "battle", "actors": [ITALY, TURKEY], "place": "Preveza"}, "Italy and Türkiye fought a battle, at Preveza"),
        ({"type": "incident", "actors": [], "name": "Sofagate"}, "Incident (Sofagate)"),
        ({"type": "no-such-type", "actors": [ITALY]}, "No such type: Italy"),
    ],
)
def test_sentences(fields: dict[str, object], sentence: str) -> None:
    assert event_sentence(fields) == sentence


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1932-01-04", "on 4 January 1932"),
        ("1932", "in 1932"),
        ("1911/1912", "from 1911 to 1912"),
        ("1902/..", "since 1902"),
        ("../1902", "until 1902"),
        ("", ""),
    ],
)
def test_when(edtf: str, words: str) -> None:
    assert when_words(edtf) == words
