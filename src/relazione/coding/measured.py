"""The room `coding`: what a number measures, told by the words nearest to it in the parse.

First the noun that it counts, then what happens to them (killed, arrested: kind "fate" of `data/measure_frames.tsv`), then
the noun and the words around it, outwards to the verb and the verb's other arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.coding.numbers import Number
from relazione.coding.parsed import ParsedChunk
from relazione.coding.syntax import governor
from relazione.model.identity import slug
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

_DATA = Path(__file__).parent / "data"
_TELLING = ("NOUN", "PROPN", "VERB", "ADJ", "ADV")
_ARGUMENTS = ("compound", "amod", "pobj", "nmod", "attr", "dobj")
_MODIFIERS = ("nummod", "quantmod", "compound", "npadvmod", "amod", "nmod")
_ALSO_OF_THINGS = frozenset(
    {"capture", "loss", "survive", "survivor", "rescue", "shoot", "perish", "drown", "victim", "dead", "displace"}
)
_SKIPPED = ("of", "the", "their", "his", "its", "whom", "-", "–", "'s", "other")

Frames = dict[tuple[str, ...], tuple[str, str]]


@lru_cache(maxsize=1)
def _frames() -> dict[str, Frames]:
    """By kind of number: what is measured and in which unit, by the lemmas that must all be near; in the order of the table."""
    frames: dict[str, Frames] = {}
    for _, (kind, words, what, unit) in rows(_DATA / "measure_frames.tsv", ("kind", "words", "what", "unit")):
        for word in words.split():
            frames.setdefault(kind, {}).setdefault(tuple(word.split("+")), (what, unit))
    return frames


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    return frozenset(noun for _, (noun,) in rows(_DATA / "person_nouns.tsv", ("noun",)))


def singular(noun: Token) -> str:
    """The lemma of a noun in lower case; names in the plural lose their s."""
    lemma = noun.lemma_.lower()
    return lemma.removesuffix("s") if noun.pos_ == "PROPN" and len(lemma) > 4 else lemma


def _plural(noun: Token) -> str:
    return noun.text.lower() if noun.tag_ in ("NNS", "NNPS") else noun.lemma_.lower()


def counted_noun(number: Number, anchor: Token) -> Token | None:
    """The noun that a bare number counts: "killed 40 people", "seven Chinese doctors", "200 of the passengers"."""
    token = anchor
    for _ in range(4):
        head = token.head
        if token.dep_ not in _MODIFIERS or head is token:
            break
        token = head
        if token.pos_ in ("NOUN", "PROPN") and 0 < token.i - anchor.i < 8:
            return _end_of_compound(token)
    doc = anchor.doc
    for token in doc[anchor.i + 1 : min(anchor.i + 7, anchor.sent.end)]:
        if token.pos_ in ("NOUN", "PROPN") or token.lemma_.lower() in _persons():
            return _end_of_compound(token)
        if token.tag_ not in ("VBN", "VBG") and token.pos_ not in ("ADJ", "ADV", "NUM", "PART") and token.lower_ not in _SKIPPED:
            break
    return None


def _end_of_compound(token: Token) -> Token:
    """The last noun of a run: "Indo-Tibetan police commandos", "the world's nations"; of "consulates general" the first."""
    doc = token.doc
    for _ in range(8):
        after = [doc[i] for i in range(token.i + 1, min(token.i + 4, token.sent.end))]
        if after and after[0].pos_ in ("NOUN", "PROPN") and after[0].lemma_.lower() not in ("general", "generals"):
            if after[0].tag_ == "NNP" and token.tag_ in ("NNS", "NNPS"):
                break
            token = after[0]
        elif len(after) > 1 and after[0].text in ("-", "'s", "’s", "–") and after[1].pos_ in ("NOUN", "PROPN", "ADJ"):
            if after[1].lemma_.lower() in ("general", "generals"):
                break
            token = after[1] if after[0].text != "'s" or after[1].pos_ != "ADJ" else after[min(2, len(after) - 1)]
        elif len(after) > 2 and after[0].text in ("'s", "’s") and after[2].pos_ in ("NOUN", "ADJ"):
            token = after[2]
        else:
            break
    return token


def subject_counted(anchor: Token) -> Token | None:
    """ "Settlers never numbered more than 400": the subject is what is counted."""
    verb = governor(anchor)
    if verb is None:
        return None
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN")), None)
    return _what_is_numbered(subject)


def _near(anchor: Token, noun: Token | None) -> Iterator[Token]:
    """The words that may tell what a number measures, the nearest first."""
    seen: set[int] = set()

    def new(tokens: Iterable[Token]) -> Iterator[Token]:
        for t in tokens:
            if t.i not in seen and t.pos_ in _TELLING:
                seen.add(t.i)
                yield t

    def inside(token: Token, reach: int) -> list[Token]:
        return sorted((t for t in token.subtree if abs(t.i - token.i) < reach), key=lambda t: abs(t.i - token.i))

    token = noun if noun is not None else anchor
    yield from new([token, *inside(token, 5)])
    for step in range(6):
        head = token.head
        if head is token:
            break
        yield from new([head])
        if step == 0:
            yield from new(inside(token, 12))
        for child in sorted(head.children, key=lambda t: ("subj" not in t.dep_, abs(t.i - anchor.i))):
            if child is not token and child.dep_ not in ("punct", "conj", "advcl", "parataxis", "cc"):
                yield from new([child])
                yield from new(t for t in child.subtree if t.dep_ in _ARGUMENTS and abs(t.i - child.i) < 9)
        token = head


def _fate(anchor: Token, noun: Token | None) -> tuple[str, str, Token] | None:
    """What is told to happen to the persons counted: their verb, a clause that modifies them, the act noun that governs them."""
    table = _frames()["fate"]
    token = noun if noun is not None else anchor
    closest = [c for c in token.children if c.dep_ in ("acl", "relcl", "amod") and c.pos_ in ("VERB", "ADJ")]
    chain = [token]
    current = token
    whole = (
        token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ == "VERB"
    )  # "of the 200 aboard, 32 survived"
    for _ in range(0 if whole else 4):
        head = current.head
        if head.i == current.i:
            break
        chain.append(head)
        if head.pos_ in ("VERB", "AUX"):
            chain += [
                c
                for c in head.children
                if c.dep_ in ("acomp", "attr", "dobj", "nsubj", "oprd", "ccomp") and c.i != current.i and abs(c.i - token.i) < 8
            ]
            break
        current = head
    for word in [*closest, *chain, *_passive_after(token)]:
        if found := table.get((word.lemma_.lower(),)):
            return *found, word
    return None


_NUMBERS = frozenset({"estimate", "number", "figure", "total", "count", "tally", "size"})


def _what_is_numbered(noun: Token | None) -> Token | None:
    """Of "estimates of the number of Turks" the Turks."""
    while noun is not None and noun.lemma_.lower() in _NUMBERS:
        deeper = [t for c in noun.children if c.lower_ == "of" for t in c.children if t.dep_ == "pobj"]
        if not deeper:
            return noun
        noun = deeper[0]
    return noun


def _passive_after(token: Token) -> list[Token]:
    """The passive verb right after a noun and its parenthesis, where the parse lost the tie: "12,000 men (all of them) were killed"."""
    doc, i = token.doc, token.i + 1
    if i < len(doc) and doc[i].text == "(":
        while i < len(doc) and doc[i].text != ")" and i - token.i < 16:
            i += 1
        i += 1
    if i < len(doc) and doc[i].text == ",":
        i += 1
    while i < len(doc) and doc[i].pos_ in ("AUX", "ADV") and i - token.i < 20:
        i += 1
    if [t.lower_ for t in doc[i : i + 3]] in (["put", "to", "death"], ["put", "to", "flight"]):
        return [doc[i + 2]]
    return [doc[i]] if i < len(doc) and doc[i].tag_ == "VBN" and doc[i - 1].pos_ in ("AUX", "ADV") else []


def what_is_measured(chunk: ParsedChunk, number: Number, anchor: Token, noun: Token | None) -> tuple[str, str, Token | None]:
    """(what is measured, its unit, the word that tells it; None where nothing in the table does)."""
    kind = number.kind
    if noun is None and not kind:
        noun = subject_counted(anchor)
    people = noun is not None and _is_people(chunk, noun)
    person = people or noun is None or singular(noun) in _persons()
    if not kind and (fate := _fate(anchor, noun)) and (person or fate[2].lemma_.lower() not in _ALSO_OF_THINGS):
        return fate
    if kind == "length" and re.match(r"\s(?:from|away|off|inland|into|north|south|east|west|of)\b", chunk.text[number.end :]):
        return "distance", "", None
    frame, unit = (kind if kind in ("money", "share", "duration") else "other"), ""
    if not kind:
        frame, unit = ("people", "people") if person else ("count", _plural(noun) if noun is not None else "")
    near = list(_near(anchor, noun if not kind else None))
    if found := _first_told(_frames().get(frame, {}), near, singular(noun) if frame == "count" and noun is not None else ""):
        return found[0], found[1] or unit, found[2]
    if kind == "duration":
        following = re.match(r"\s(?:\w+\s){0,2}?(?:after|before)\b", chunk.text[number.end : number.end + 20])
        return ("interval" if following or anchor.head.head.lower_ == "after" else "duration"), "", None
    if kind:
        return {"money": "amount", "ratio": "times"}.get(kind, kind), "", None
    if people:
        return "diaspora", "people", None
    return (slug(_plural(noun)), unit, None) if noun is not None else ("number", "", None)


def _first_told(frames: Frames, near: list[Token], counted: str) -> tuple[str, str, Token] | None:
    """The frame told by the nearest word; frames of two words first, of which one must be what is counted, if anything is."""
    lemmas = {t.lemma_.lower() for t in near}
    for words, (what, unit) in frames.items():
        if len(words) > 1 and lemmas.issuperset(words) and (not counted or counted in words):
            return what, unit, next(t for t in near if t.lemma_.lower() == words[0])
    for token in near:
        if found := frames.get((token.lemma_.lower(),)):
            return *found, token
    return None


def _is_people(chunk: ParsedChunk, noun: Token) -> bool:
    """Whether the noun is the name of a people: "Turks", "Afghans"."""
    return any(
        m.hit is not None and m.hit.has("people", "adjective") and not m.hit.has("name") and m.first <= noun.i <= m.last
        for m in chunk.mentions
    )
