"""Ids of claims: from what is said and the words that say it, and from nothing else."""

from typing import Any

import pytest

from relazione.model.claims import Actor, Event, Membership
from relazione.model.dates import When
from relazione.model.evidence import CONTEXT, quote
from relazione.model.identity import Draft, claim_id, content_hash, fold_words, number_claims, slug

TEXT = "Ruritania met Graustark in 1904. Later on, Ruritania met Graustark in 1904. Ruritania joined the league."
MEETING = Event("summit", (Actor("Ruritania"), Actor("Graustark")), When("1904"))
FIRST = quote(TEXT, 0, 31)
SECOND = quote(TEXT, 43, 74)


def ids(*drafts: Draft, document: str = "doc") -> list[str]:
    return [claim.id for claim in number_claims(document, drafts)]


def test_an_id_looks_like_one() -> None:
    found = claim_id("doc", MEETING, "met", 1)
    assert len(found) == 17 and found[0] == "c" and set(found[1:]) <= set("0123456789abcdef")


def test_an_id_is_for_ever() -> None:
    """Records hold decisions by id: a release that changes them loses what people judged."""
    assert claim_id("doc", MEETING, "met in 1904", 1) == claim_id("doc", MEETING, "met in 1904", 1, "fact") == KNOWN_ID


KNOWN_ID = "c62550404a06133c1"


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.99},
        {"rule": "frame:summit/meet/V"},
        {"section": "History / Before the war"},
        {"current": True},
        {"complete": True},
        {"evidence": (quote("  " + TEXT, 2, 33),)},
        {"evidence": (quote(TEXT, 0, 31, ("when",), "carried"), quote(TEXT, 75, 84))},
        {"evidence": (quote(TEXT.replace("met Graustark", "met\n Graustark"), 0, 32),)},
    ],
    ids=["confidence", "rule", "section", "current", "complete", "offsets", "more evidence", "white space"],
)
def test_an_id_is_not_of(change: dict[str, Any]) -> None:
    assert ids(Draft(MEETING, **{"evidence": (FIRST,), **change})) == ids(Draft(MEETING, (FIRST,)))


@pytest.mark.parametrize(
    "other",
    [
        Draft(MEETING, (quote(TEXT, 0, 23),)),
        Draft(MEETING, (FIRST,), realis="planned"),
        Draft(Event("visit", MEETING.actors, MEETING.when), (FIRST,)),
        Draft(Event("summit", MEETING.actors[::-1], MEETING.when), (FIRST,)),
        Draft(Event("summit", MEETING.actors, When("1905")), (FIRST,)),
        Draft(Event("summit", MEETING.actors, When("1904", "carried")), (FIRST,)),
        Draft(Membership(Actor("Ruritania"), "League"), (FIRST,)),
    ],
    ids=["words", "realis", "type", "order of actors", "date", "how the date was got", "kind"],
)
def test_an_id_is_of(other: Draft) -> None:
    assert ids(other) != ids(Draft(MEETING, (FIRST,)))


def test_an_id_is_of_the_document() -> None:
    assert ids(Draft(MEETING, (FIRST,)), document="other") != ids(Draft(MEETING, (FIRST,)))


def test_the_same_told_twice_in_equal_words_is_two_claims() -> None:
    first, second = ids(Draft(MEETING, (FIRST,)), Draft(MEETING, (SECOND,)))
    assert FIRST.exact == SECOND.exact and first != second
    assert ids(Draft(MEETING, (FIRST,))) == [first]
    assert ids(Draft(MEETING, (SECOND,))) == [first], "alone, it is the first of its words"


def test_occurrence_counts_in_the_text_not_in_the_order_of_the_readers() -> None:
    drafts = Draft(MEETING, (FIRST,)), Draft(MEETING, (SECOND,))
    assert ids(*drafts) == ids(*reversed(drafts))


def test_occurrence_is_counted_apart_by_kind_body_and_realis() -> None:
    alone = ids(Draft(MEETING, (SECOND,)))[0]
    others = [
        Draft(MEETING, (FIRST,), realis="denied"),
        Draft(Event("visit", MEETING.actors), (FIRST,)),
        Draft(Membership(Actor("Ruritania"), "League"), (FIRST,)),
    ]
    assert ids(*others, Draft(MEETING, (SECOND,)))[-1] == alone


def test_claims_come_in_text_order_with_what_the_drafts_say() -> None:
    joined = Draft(
        Membership(Actor("Ruritania"), "League"), (quote(TEXT, 75, 104),), current=True, confidence=0.9, rule="r", section="s"
    )
    claims = number_claims("doc", [joined, Draft(MEETING, (SECOND,), "claimed"), Draft(MEETING, (FIRST,))])
    assert [c.evidence[0].start for c in claims] == [0, 43, 75]
    assert [c.realis for c in claims] == ["fact", "claimed", "fact"]
    last = claims[-1]
    assert (last.kind, last.document, last.current, last.confidence, last.rule, last.section) == (
        "membership",
        "doc",
        True,
        0.9,
        "r",
        "s",
    )
    assert last.body == joined.body and last.evidence == joined.evidence


def test_an_unknown_realis_is_refused() -> None:
    with pytest.raises(ValueError, match="rumour"):
        number_claims("doc", [Draft(MEETING, (FIRST,), realis="rumour")])


def test_a_quote_has_its_context() -> None:
    text = "x" * 50 + "words" + "y" * 50
    found = quote(text, 50, 55)
    assert (found.exact, found.prefix, found.suffix) == ("words", "x" * CONTEXT, "y" * CONTEXT)
    assert quote("words", 0, 5).prefix == quote("words", 0, 5).suffix == ""


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 6)])
def test_a_quote_of_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no passage"):
        quote("words", start, end)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Italy–Türkiye relations", "italy-turkiye-relations"),
        ("Diyarbakır & Iğdır", "diyarbakir-igdir"),
        ("  Côte d'Ivoire / São Tomé  ", "cote-d-ivoire-sao-tome"),
        ("日本", "document"),
        ("", "document"),
        ("a" * 200, "a" * 80),
    ],
)
def test_slug(text: str, made: str) -> None:
    assert slug(text) == made


def test_words_fold_white_space_alone() -> None:
    assert fold_words(" met \n\t in\u00a01904 ") == "met in 1904"
    assert fold_words("Met") != fold_words("met")


def test_the_hash_of_a_text_is_of_every_letter() -> None:
    assert content_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content_hash("a\n") != content_hash("a\r\n")
    assert len(content_hash("\ud800")) == 64, "a lone surrogate is hashed, too"
