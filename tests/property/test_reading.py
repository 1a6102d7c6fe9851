"""Reading: the same text gives the same claims, what is put above changes no id, and evidence always is the text itself."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relazione.coding.coder import Coded, code
from relazione.sources.read import document_from_text, read_document

pytestmark = pytest.mark.model

SENTENCES = [
    "Italy and Turkey established diplomatic relations in 1856.",
    "On 29 September 1911 Italy declared war on the Ottoman Empire.",
    "Italy recognized Turkey on 29 October 1923.",
    "The Ottoman navy sank an Italian ship in 1912.",
    "Italy has an embassy in Ankara and a consulate-general in Istanbul.",
    "Turkey has an embassy in Rome.",
    "Both countries are members of NATO.",
    "In 2009 Italian exports to Turkey were worth 8 billion dollars.",
    "Prime Minister Mario Monti visited Turkey in May 2012.",
    "A treaty of friendship was signed in Rome on 30 May 1928.",
    "From 1912 to 1947 Italy held Kastellorizo.",
    "In May 2019 Turkey condemned the remark.",
]
EXTRA = st.sampled_from(
    ["In 1950 France sold 30 ships to Spain.", "Nothing was said.", "The river — İ’s river — froze. 🏰", "In 1866 Greece closed its ports."]
)  # fmt: skip


@cache
def read(text: str) -> Coded:
    return code(document_from_text(text, pair=("ITA", "TUR"), id="article"))


def paragraphs(*sentences: str) -> str:
    return "= Italy–Turkey relations =\n\n" + "\n".join(sentences) + "\n"


def ids(coded: Coded) -> list[str]:
    return [claim.id for claim in coded.claims]


few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True)


def test_the_sentences_say_something() -> None:
    """Else the properties below would hold for nothing."""
    for sentence in SENTENCES:
        assert read(paragraphs(sentence)).claims, sentence


@few
@given(texts)
def test_reading_twice_gives_equal_claims(sentences: list[str]) -> None:
    text = paragraphs(*sentences)
    assert code(document_from_text(text, pair=("ITA", "TUR"), id="article")).claims == read(text).claims


@few
@given(texts, EXTRA)
def test_a_paragraph_above_changes_no_id(sentences: list[str], above: str) -> None:
    before, after = read(paragraphs(*sentences)), read(paragraphs(above, *sentences))
    assert [i for i in ids(before) if i not in set(ids(after))] == []
    shift = len(above) + 1
    moved = {claim.id: claim for claim in after.claims}
    for claim in before.claims:
        pieces = moved[claim.id].evidence
        assert [(p.start, p.end, p.exact) for p in pieces] == [(p.start + shift, p.end + shift, p.exact) for p in claim.evidence]


@few
@given(texts, st.sampled_from(["\r\n", "\n\n\n"]))
def test_another_line_end_changes_no_id(sentences: list[str], end: str) -> None:
    text = paragraphs(*sentences)
    assert ids(read(text.replace("\n", end))) == ids(read(text))


@few
@given(texts)
def test_the_same_paragraph_again_keeps_the_first_ids_and_adds_its_own(sentences: list[str]) -> None:
    once, twice = read(paragraphs(*sentences)), read(paragraphs(*sentences, *sentences))
    assert set(ids(once)) <= set(ids(twice))
    assert len(set(ids(twice))) == len(ids(twice))


def as_wikitext(sentence: str) -> str:
    linked = re.sub(r"\b(Italy|Turkey|NATO|Rome|Ankara)\b", r"[[\1]]", sentence)
    return re.sub(r"\b(Ottoman)\b", r"[[Ottoman Empire|\1]]", linked) + "<ref>{{cite web|title=In 1866 Italy fell}}</ref>"


def as_html(sentence: str) -> str:
    linked = re.sub(r"\b(Italy|Turkey|NATO|Rome|Ankara)\b", r'<a href="/w/\1">\1</a>', sentence)
    return f"<p>{linked}<!-- In 1866 Italy fell --></p>"


@few
@given(texts, st.sampled_from([as_wikitext, as_html]))
def test_markup_is_quoted_as_it_stands_and_hides_nothing(sentences: list[str], mark_up: object) -> None:
    assert callable(mark_up)
    text = "\n".join(map(mark_up, [*sentences, "Italy met Turkey in 1999."]))
    coded = read(text)
    assert coded.document.format in ("wikitext", "html")
    for claim in coded.claims:
        for piece in claim.evidence:
            assert coded.document.text[piece.start : piece.end] == piece.exact
            assert "1866" not in coded.document.visible[piece.start : piece.end]
    plain = read(paragraphs(*sentences, "Italy met Turkey in 1999."))
    assert {claim.kind for claim in plain.claims} <= {claim.kind for claim in coded.claims}


@few
@given(st.lists(st.sampled_from([*SENTENCES, "= T =", "== 1912 ==", "- Rome | Ankara | 1999", "- In 1912:", "[1]", "“", "\u00a0", "İ", "See ."]), max_size=8),
       st.sampled_from([" ", "\n", "", "\u2009", " \t\n "]))  # fmt: skip
def test_evidence_is_the_text_however_it_is_put(pieces: list[str], between: str) -> None:
    coded = read(between.join([*pieces, "Italy met Turkey in 1999."]))
    text = coded.document.text
    for claim in coded.claims:
        assert claim.evidence
        for piece in claim.evidence:
            assert 0 <= piece.start < piece.end <= len(text) and text[piece.start : piece.end] == piece.exact
            assert piece.exact.strip() == piece.exact


def test_the_example_read_twice_is_the_same(example_path: Path) -> None:
    first, second = code(read_document(example_path)), code(read_document(example_path))
    assert first.claims == second.claims and len(first.claims) > 80


def test_a_sentence_above_the_example_changes_no_id(example_path: Path) -> None:
    text = example_path.read_text(encoding="utf-8")
    at = text.index("\n== ")
    longer = text[:at] + "\nIn 1950 France sold 30 ships to Spain.\n" + text[at:]
    before, after = ids(code(document_from_text(text))), ids(code(document_from_text(longer)))
    assert [i for i in before if i not in set(after)] == []
