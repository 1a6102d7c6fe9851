"""The room `coding`: quantities. Every number that measures something becomes a Measure: what it measures, how much, of when, whose.

What a number measures is told by the words nearest to it in the parse (`data/measure_frames.tsv`): its noun, what depends on the noun,
the verb, the verb's other arguments. A row of a table ("- POPULATION | 2,235,000 | 79,110,000") gives one measure a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.coding.clause_date import date_near
from relazione.coding.countable import is_quantity
from relazione.coding.mentions import Mention
from relazione.coding.numbers import Number, find_numbers
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.syntax import governor
from relazione.model.claims import Actor, Measure
from relazione.model.dates import When
from relazione.model.evidence import quote
from relazione.model.identity import Draft, slug
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

_DATA = Path(__file__).parent / "data"
_PREDICATE_REACH, _VERB_REACH, _PHRASE_REACH = 14, 6, 12
"""Tokens; a quote reaches to the word that tells what is measured, to the verb, to the end of the noun phrase if no further away."""
_SKIPPED = ("of", "the", "their", "his", "its", "whom", "-", "–", "'s", "other")
_ARGUMENTS = ("compound", "amod", "pobj", "nmod", "attr", "dobj")
_TARGET = frozenset(["target", "goal", "aim", "objective", "ambition"])
_INTENDED = frozenset(["plan", "intend", "aim", "hope", "target", "offer", "promise", "propose"])


@lru_cache(maxsize=1)
def _frames() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """By kind of number: (lemmas that must all be near, what, unit), in the order of the table."""
    frames: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for _, (kind, words, what, unit) in rows(_DATA / "measure_frames.tsv", ("kind", "words", "what", "unit")):
        frames.setdefault(kind, []).extend((tuple(w.split("+")), what, unit) for w in words.split())
    return frames


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    return frozenset(noun for _, (noun,) in rows(_DATA / "person_nouns.tsv", ("noun",)))


def read_measures(parsed: ParsedDocument) -> list[Draft]:
    """The quantities of a document, one draft a number."""
    drafts: list[Draft] = []
    for chunk in parsed.chunks:
        if chunk.chunk.block.kind == "infobox":
            continue
        if chunk.chunk.block.kind == "row":
            drafts += _cell(parsed, chunk)
            continue
        for number in find_numbers(chunk.text):
            if not _in_date(chunk, number):
                drafts += _measures(parsed, chunk, number)
    return drafts


def _in_date(chunk: ParsedChunk, number: Number) -> bool:
    """Whether the number belongs to a date; "40 years before its embassy opened" tells an interval as well."""
    for date in chunk.dates:
        if date.start < number.head and number.start < date.end:
            return not (
                number.kind == "duration"
                and re.search(r"(?:before|after)$", chunk.text[date.start : date.end])
                and re.match(r"\s\w", chunk.text[date.end :])
            )
    return False


def _measures(parsed: ParsedDocument, chunk: ParsedChunk, number: Number) -> Iterator[Draft]:
    span = chunk.doc.char_span(number.start, number.head, alignment_mode="expand")
    if span is None:
        return
    anchor = span[-1]
    noun = counted_noun(chunk, number, anchor)
    if not is_quantity(number, chunk.text, chunk.doc, noun):
        return
    what, unit, teller = _what(chunk, number, anchor, noun)
    context = {t.lemma_.lower() for t in anchor.sent}
    target = what.endswith("-target") or (number.kind in ("money", "share") and bool(context & _TARGET))
    verb = governor(anchor)
    present = _is_present(verb)
    when = date_near(chunk, anchor, carry=not present and not target)
    evidence = parsed.evidence(chunk, *_quote(chunk, number, anchor, noun, teller))
    low, high = number.in_scale()
    about = _about(parsed, chunk, anchor, noun, what, when)
    parts = [(low, high)]
    if (
        high is not None
        and re.search(r"\bfrom\s$", chunk.text[max(0, number.start - 6) : number.start])
        and number.kind == "money"
    ):
        parts = [(low, None), (high, None)]  # "doubled from 4 to 8 million": two quantities, no range
    for value, upper in parts:
        body = Measure(what, value, upper, number.written_unit(unit), number.qualifier, target, when, about)
        yield Draft(
            body,
            (evidence,),
            realis="planned" if target or _intended(verb) else "fact",
            current=present and when is None,
            confidence=0.8 if teller is not None else 0.6,
            rule=f"measure:{number.kind or 'count'}",
            section=" / ".join(chunk.chunk.block.section),
        )


def counted_noun(chunk: ParsedChunk, number: Number, anchor: Token) -> Token | None:
    """The noun that a bare number counts: "killed 40 people", "seven Chinese doctors", "200 of the passengers"."""
    doc = chunk.doc
    token = anchor
    for _ in range(4):
        head = token.head
        if token.dep_ in ("nummod", "quantmod", "compound", "npadvmod", "amod", "nmod") and head is not token:
            token = head
            if token.pos_ in ("NOUN", "PROPN") and token.i > anchor.i and token.i - anchor.i < 8:
                return _last_of_compound(token)
        else:
            break
    for token in doc[anchor.i + 1 : min(anchor.i + 7, anchor.sent.end)]:
        if token.pos_ in ("NOUN", "PROPN"):
            return _last_of_compound(token)
        if (
            token.pos_ not in ("ADJ", "ADV", "NUM", "PART")
            and not (token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG"))
            and token.lower_ not in _SKIPPED
        ):
            break
    return None


def _last_of_compound(token: Token) -> Token:
    for _ in range(4):
        if token.dep_ in ("compound", "nmod", "amod") and token.head.pos_ in ("NOUN", "PROPN") and 0 < token.head.i - token.i < 4:
            token = token.head
        else:
            break
    return token


def _near(anchor: Token, noun: Token | None) -> Iterator[Token]:
    """The words that may tell what a number measures, the nearest first."""
    seen: set[int] = set()

    def new(tokens: object) -> Iterator[Token]:
        for t in tokens:  # type: ignore[attr-defined]
            if t.i not in seen and t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "ADV"):
                seen.add(t.i)
                yield t

    token = noun if noun is not None else anchor
    yield from new([token])
    yield from new(sorted((t for t in token.subtree if abs(t.i - token.i) < 5), key=lambda t: abs(t.i - token.i)))
    for step in range(6):
        head = token.head
        if head is token:
            break
        yield from new([head])
        if step == 0:
            yield from new(sorted((t for t in token.subtree if abs(t.i - token.i) < 12), key=lambda t: abs(t.i - token.i)))
        for child in sorted(head.children, key=lambda t: ("subj" not in t.dep_, abs(t.i - anchor.i))):
            if child is not token and child.dep_ not in ("punct", "conj", "advcl", "parataxis", "cc"):
                yield from new([child])
                yield from new(t for t in child.subtree if t.dep_ in _ARGUMENTS and abs(t.i - child.i) < 9)
        token = head


def _what(chunk: ParsedChunk, number: Number, anchor: Token, noun: Token | None) -> tuple[str, str, Token | None]:
    """(what is measured, its unit, the word that tells it)."""
    kind = number.kind
    if noun is None and not kind:
        noun = _subject_counted(anchor)
    person = noun is not None and (noun.lemma_.lower() in _persons() or _is_people(chunk, noun))
    unit = ""
    if kind in ("money", "share", "duration"):
        frame = kind
    elif kind:
        frame = "other"
    elif person or noun is None:
        frame, unit = "people", "people"
    else:
        frame, unit = "count", _plural(noun)
    near = list(_near(anchor, noun if not kind else None))
    lemmas = {t.lemma_.lower() for t in near}
    frames = _frames().get(frame, [])
    for words, what, told in frames:
        if len(words) > 1 and lemmas.issuperset(words):
            return what, told or unit, next(t for t in near if t.lemma_.lower() == words[0])
    single = {words[0]: (what, told) for words, what, told in reversed(frames) if len(words) == 1}
    for token in near:
        if found := single.get(token.lemma_.lower()):
            return found[0], found[1] or unit, token
    if noun is None and not kind:
        return "number", "", None
    if kind == "duration":
        following = re.match(r"\s(?:\w+\s){0,2}?(?:after|before)\b", chunk.text[number.end : number.end + 20])
        return ("interval" if following or anchor.head.head.lower_ == "after" else "duration"), "", None
    if kind:
        return {"money": "amount", "share": "share", "ratio": "times"}.get(kind, kind), "", None
    return (slug(_plural(noun)) if noun is not None else "number"), unit, None


def _subject_counted(anchor: Token) -> Token | None:
    """ "Settlers never numbered more than 400": the subject is what is counted."""
    verb = governor(anchor)
    if verb is None:
        return None
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN")), None)
    if subject is not None and subject.lemma_.lower() in ("number", "total"):
        return next((t for t in subject.subtree if t.dep_ == "pobj" and t.pos_ in ("NOUN", "PROPN")), subject)
    return subject


def _plural(noun: Token) -> str:
    return noun.text.lower() if noun.tag_ in ("NNS", "NNPS") else noun.lemma_.lower()


def _is_people(chunk: ParsedChunk, noun: Token) -> bool:
    """Whether the noun is the name of a people: "Turks", "Afghans"."""
    return any(m.hit is not None and m.hit.has("people") and m.first <= noun.i <= m.last for m in chunk.mentions)


def _is_present(verb: Token | None) -> bool:
    if verb is None:
        return False
    forms = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(t.tag_ in ("VBZ", "VBP") for t in forms) and not any(t.lower_ in ("has", "have") for t in forms if t is not verb)


def _intended(verb: Token | None) -> bool:
    if verb is None:
        return False
    return verb.lemma_ in _INTENDED or any(c.dep_ == "aux" and c.lower_ in ("will", "shall", "would") for c in verb.children)


def _quote(chunk: ParsedChunk, number: Number, anchor: Token, noun: Token | None, teller: Token | None) -> tuple[int, int]:
    """The stretch to quote: the number with its noun phrase, out to the verb or word that tells what is measured if that is near."""
    phrase = noun if noun is not None and not number.kind else anchor
    tokens = [*_phrase(anchor, phrase)]
    head = anchor.head if phrase is anchor else phrase.head
    if head.pos_ in ("VERB", "AUX") and 0 < anchor.i - head.i <= _VERB_REACH:
        tokens.append(head)
    if teller is not None and abs(teller.i - anchor.i) <= _PREDICATE_REACH:
        tokens.append(teller)
    start = min(number.said_from, *(t.idx for t in tokens))
    end = max(number.end, *(t.idx + len(t) for t in tokens))
    span = chunk.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return start, end
    first, last = span.start, span.end
    if last - first < 3 and last < anchor.sent.end:
        last = min(last + 2, anchor.sent.end)
    words = chunk.doc[first:last]
    return min(words.start_char, start), max(words.end_char, end)


def _phrase(anchor: Token, phrase: Token) -> Iterator[Token]:
    """The tokens of the noun phrase of a number, what follows a comma or another clause left out."""
    yield anchor
    yield phrase
    root = phrase if phrase is not anchor else _money_head(anchor)
    last = max(anchor.i, phrase.i, root.i)
    for token in sorted(root.subtree, key=lambda t: t.i):
        if token.i <= last:
            continue
        if (
            token.i > last + 1
            or token.is_punct
            or token.dep_ in ("cc", "advcl", "relcl", "punct")
            or token.i - anchor.i > _PHRASE_REACH
        ):
            break
        last = token.i
        yield token


def _money_head(anchor: Token) -> Token:
    """The head of an amount with its unit: "million", "tons", "%"."""
    token = anchor
    for _ in range(3):
        if token.dep_ in ("nummod", "quantmod", "compound", "nmod", "npadvmod") and 0 < token.head.i - anchor.i < 4:
            token = token.head
        else:
            break
    return token


def _about(
    parsed: ParsedDocument, chunk: ParsedChunk, anchor: Token, noun: Token | None, what: str, when: When | None
) -> tuple[Actor, ...]:
    """Whose it is: those named in the noun phrase and its clause; exporter first, origin of a diaspora first."""
    on = when.edtf if when else None
    sentence = anchor.sent
    mentions = [
        m for m in chunk.mentions_in(sentence.start, sentence.end - 1) if not m.inert and m.kind in ("polity", "both", "pronoun")
    ]
    phrase = noun if noun is not None else anchor
    reach = sorted(mentions, key=lambda m: (not _within(m, anchor, phrase), abs(m.first - anchor.i)))[:4]
    ordered = [m for m in reach if _within(m, anchor, phrase)] + sorted(
        (m for m in reach if not _within(m, anchor, phrase)), key=lambda m: m.first
    )
    found: dict[str, Actor] = {}
    for mention in ordered:
        for actor in parsed.actor(chunk, mention, on):
            found.setdefault(actor.name, actor)
    actors = list(found.values())[:2]
    if what == "imports" and len(actors) == 2:
        actors.reverse()  # exporter first
    return tuple(actors)


def _within(mention: Mention, anchor: Token, noun: Token) -> bool:
    return min(anchor.i, noun.i) <= mention.first and mention.last <= max(anchor.i, noun.i)


def _cell(parsed: ParsedDocument, chunk: ParsedChunk) -> list[Draft]:
    """A cell of a table whose row begins with what is measured: the first number, if it stands alone."""
    block = chunk.chunk.block
    if chunk.chunk.cell < 1 or not block.cells:
        return []
    visible = parsed.document.visible
    label = visible[block.cells[0][0] : block.cells[0][1]]
    numbers = find_numbers(chunk.text)
    if (
        not numbers
        or not re.search(r"[A-Za-z]", label)
        or numbers[0].start > 2
        or re.match(r"\s?/", chunk.text[numbers[0].end :])
    ):
        return []
    number = numbers[0]
    if len([n for n in numbers if n.kind == "share"]) > 1 or (
        not number.kind and not re.fullmatch(r"[\d,. ]+(?:\(.*)?", chunk.text)
    ):
        return []
    if _in_date(chunk, number):
        return []
    head = re.sub(r"\(.*?\)", "", label).strip()
    low, high = number.in_scale()
    people = bool(re.search(r"\bpopulation\b", label, re.IGNORECASE))
    body = Measure(
        slug(head), low, high, number.written_unit("people" if people else ""), number.qualifier, about=_column(parsed, chunk)
    )
    row = quote(parsed.document.text, block.start, block.end)
    return [Draft(body, (row,), current=True, confidence=0.7, rule="measure:row", section=" / ".join(block.section))]


def _column(parsed: ParsedDocument, chunk: ParsedChunk) -> tuple[Actor, ...]:
    """The state that heads the column: named in the cell at the same place of a row above in the same section."""
    for other in reversed(parsed.chunks[: chunk.index]):
        block = other.chunk.block
        if block.kind != "row" or block.section != chunk.chunk.block.section:
            return ()
        if other.chunk.cell != chunk.chunk.cell:
            continue
        for mention in other.mentions:
            if mention.hit is not None and mention.hit.has("name") and (found := parsed.actor(other, mention, None)):
                return found
    return ()
