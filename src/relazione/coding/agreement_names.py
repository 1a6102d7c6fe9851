"""The room `coding`: the name of an agreement in the text, and the one name under which the record keeps it.

"the 1923 Treaty of Lausanne", "the Treaty of Lausanne of 1923" and "the Lausanne Treaty" are the Treaty of Lausanne. One
without a name of its own is called what the source calls it: "secret agreement", "agreement for aerospace cooperation".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.coding.columns import columns
from relazione.model.dates import MONTHS
from relazione.reference.places import find_place
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

_DATA = Path(__file__).parent / "data"
_LINKS = frozenset(
    ["of", "on", "for", "between", "and", "to", "the", "in", "with", "concerning", "against", "regarding", "about"]
)
_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-9]{2})\b")
_LONGEST_NAME = 14
"""Tokens behind the form word that a name may take."""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _, (kind, listed, value) in rows(_DATA / "agreement_words.tsv", ("kind", "words", "value")):
        found.setdefault(kind, {}).update(dict.fromkeys(listed.split(), value))
    return found


def listed(kind: str) -> dict[str, str]:
    """The words of a kind in the table, with their value."""
    return _table()[kind]


@dataclass(frozen=True, slots=True)
class AgreementName:
    """The name of an agreement on tokens first..last. `proper` tells a name of its own from a description."""

    name: str
    form: str
    first: int
    last: int
    proper: bool
    secret: bool = False
    plural: bool = False
    count: int | None = None


def agreement_names(sentence: Span) -> Iterator[tuple[Token, AgreementName]]:
    """The agreements that a sentence names or describes, each with its noun."""
    forms, told, doc = listed("form"), columns(sentence.doc).lowers, sentence.doc
    for i in range(sentence.start, sentence.end):
        if told[i] in forms and (name := agreement_name(doc[i])) is not None:
            yield doc[i], name


def agreement_name(token: Token) -> AgreementName | None:
    """The agreement that a noun names or describes; None where the noun belongs to something else ("treaty port", "Treaty
    Organization")."""
    form = listed("form").get(token.lower_)
    if form is None or token.pos_ not in ("NOUN", "PROPN") or not _is_head(token):
        return None
    proper = token.text[0].isupper() and not (token.i == token.sent.start and token.tag_ == "NN")
    first, last = _left(token, proper), _right(token, proper)
    if proper and first == token.i == last and token.lower_ in ("memorandum", "mou", "mous"):
        last = token.i
    doc = token.doc
    modifiers = {t.lower_ for t in doc[first : token.i]}
    name = canonical(doc[first : last + 1].text)
    if name[:3] == "and":
        return None
    has_name = proper and (last > token.i or first < token.i) and name.lower() not in listed("form")
    return AgreementName(
        name, form, first, last, has_name, "secret" in modifiers, token.tag_ in ("NNS", "NNPS") and form != "accord"
    )


def _is_head(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is not None and (following.lower_ in listed("apart") or following.text == "-"):
        return False
    joined = token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i
    return not joined or token.head.i - token.i > 3 or token.head.lower_ in ("treaty",)


def _left(token: Token, proper: bool) -> int:
    """The first token of the name: modifiers right before the form word, without article, year and number."""
    doc, first = token.doc, token.i
    for i in range(token.i - 1, max(token.sent.start - 1, token.i - 8), -1):
        t = doc[i]
        if t.text in ("-", "–") and i > token.sent.start and doc[i - 1].text[0].isupper():
            first = i
            continue
        if t.dep_ == "poss" or t.tag_ == "POS" or t.like_num or t.pos_ == "DET" or _YEAR.fullmatch(t.text):
            break
        if (
            (proper and t.text[0].isupper() and t.pos_ in ("PROPN", "ADJ", "NOUN"))
            or (
                not proper
                and t.pos_ in ("ADJ", "NOUN", "PROPN")
                and t.lower_
                not in (
                    "same",
                    "such",
                    "first",
                    "second",
                    "last",
                    "new",
                    "own",
                    "earlier",
                    "previous",
                    "several",
                    "many",
                    "few",
                    "other",
                    "various",
                    "multiple",
                    "certain",
                )
            )
            or (not proper and t.tag_ in ("VBG", "VBN") and t.dep_ in ("amod", "compound"))
        ):
            first = i
        else:
            break
    while first < token.i and doc[first].text in ("-", "–", "'s"):
        first += 1
    return first


def _right(token: Token, proper: bool) -> int:
    """The last token of the name."""
    doc, last = token.doc, token.i
    end = min(token.sent.end, token.i + _LONGEST_NAME)
    if proper:
        i = token.i + 1
        while i < end:
            t = doc[i]
            if t.text in MONTHS:
                break
            if t.text[0].isupper() and t.is_alpha and t.pos_ != "PRON":
                last = i
            elif (t.text in ("-", "–") and i + 1 < end and (doc[i + 1].text[0].isupper() or not doc[i - 1].whitespace_)) or (
                t.text == "," and i + 1 < end and doc[i + 1].text[0].isupper() and _in_list(doc, token.i, i)
            ):
                pass
            elif t.lower_ not in _LINKS or (t.lower_ in ("in", "with", "and", "to") and (i == token.i + 1 or (t.lower_ == "in"))):
                break
            i += 1
        return last
    for child in token.children:
        if child.dep_ == "prep" and child.i == token.i + 1 and child.lower_ in ("on", "for", "of", "concerning", "regarding"):
            tail = [t for t in child.subtree if t.i < end]
            stop = next(
                (
                    t.i
                    for t in tail
                    if t.pos_ in ("VERB", "AUX", "PUNCT")
                    or _YEAR.fullmatch(t.text)
                    or t.lower_ in ("in", "during", "with", "between")
                ),
                None,
            )
            last = (stop - 1) if stop is not None else tail[-1].i
            if last <= child.i:
                last = token.i
    return last


def _in_list(doc: Doc, first: int, at: int) -> bool:
    """Whether a comma at `at` goes on with a list inside the name ("on Educational, Cultural and Sports Affairs", "between
    A, B and C")."""
    return doc[at - 1].pos_ == "ADJ" or any(t.lower_ == "between" for t in doc[first + 1 : at])


def canonical(name: str) -> str:
    """The name without article, year and quotation marks; "Lausanne Treaty" turned to "Treaty of Lausanne"."""
    said = re.sub(r"^[Tt]he\s|[\"“”]", "", name).strip()
    said = re.sub(r"^(?:1[0-9]{3}|20[0-9]{2})\s|\s(?:of|in)\s(?:1[0-9]{3}|20[0-9]{2})$", "", said)
    said = re.sub(r"\s([–-])\s", r"\1", said)
    said = re.sub(r"^(\w+ of [A-Z].*?),? (?:between|with) .*$", r"\1", said)
    found = re.fullmatch(r"([A-Z]\w+(?: [A-Z]\w+)?) (Treaty|Peace Treaty|Armistice)", said)
    if found and (place := find_place(found[1])) and place.is_city:
        return f"{found[2].removeprefix('Peace ')} of {found[1]}"
    return said
