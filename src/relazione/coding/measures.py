"""The room `coding`: quantities. Every number that measures something becomes a Measure: what it measures, how much, of
when, whose.

What it measures is told by `measured`, whether it measures at all by `countable`. A row of a table ("- POPULATION |
1,200,000 | 84,000,000") gives one measure a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from relazione.coding.clause_date import date_near
from relazione.coding.countable import is_quantity
from relazione.coding.measured import counted_noun, what_is_measured
from relazione.coding.mentions import Mention
from relazione.coding.numbers import Number, find_numbers
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.syntax import governor
from relazione.model.claims import Actor, Measure
from relazione.model.dates import When
from relazione.model.evidence import quote
from relazione.model.identity import Draft, slug

if TYPE_CHECKING:
    from spacy.tokens import Token

_PREDICATE_REACH, _VERB_REACH, _PHRASE_REACH = 14, 6, 12
_DATE_REACH = 16  # characters
"""Tokens; a quote reaches to the word that tells what is measured, to the verb, to the end of the noun phrase if no further
away."""
_COUNTS_NOTHING = re.compile(r"\s?(?:[.,;)]|$|(?:in|from|to|for|and|by|while|during|a year|annually|respectively)\b)")
_WORTH = re.compile(
    r"\b(?:worth|of|to|at|reached|totall?ed|totall?ing|was|were|with|by|another|and|just|about|from|over|than|nearly|almost|only)\s(?:\w+\s){0,2}$"
)
_PHRASE_ENDS = ("advcl", "relcl", "punct")
_TARGET = frozenset(["target", "goal", "aim", "objective", "ambition"])
_INTENDED = frozenset(["plan", "intend", "aim", "hope", "target", "offer", "promise", "propose"])


def read_measures(parsed: ParsedDocument) -> list[Draft]:
    """The quantities of a document, one draft a number."""
    drafts: list[Draft] = []
    for chunk in parsed.chunks:
        if chunk.chunk.block.kind == "infobox":
            continue
        if chunk.chunk.block.kind == "row":
            drafts += _cell(parsed, chunk)
            continue
        money: Number | None = None
        for number in find_numbers(chunk.text):
            if _in_date(chunk, number):
                continue
            if money is not None and _is_of_same_currency(chunk, money, number):
                number = replace(number, kind="money", unit=money.unit)
            drafts += _measures(parsed, chunk, number)
            money = number if number.kind == "money" else money
    return drafts


def _is_of_same_currency(chunk: ParsedChunk, money: Number, number: Number) -> bool:
    """ "exports of 400 million dollars and imports of 250 million": a large number that counts nothing, after an amount of money in its
    sentence."""
    return (
        not number.kind
        and bool(number.scale)
        and bool(_COUNTS_NOTHING.match(chunk.text, number.end))
        and not re.search(r"[.;!?]\s", chunk.text[money.end : number.start])
        and bool(_WORTH.search(chunk.text, max(0, number.start - 60), number.start))
    )


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
    noun = counted_noun(number, anchor)
    if not is_quantity(number, chunk.text, chunk.doc, noun):
        return
    what, unit, teller = what_is_measured(chunk, number, anchor, noun)
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
    """The stretch to quote: the number with its noun phrase, out to the verb or word that tells what is measured if that is
    near."""
    phrase = noun if noun is not None and not number.kind else anchor
    tokens = [*_phrase(anchor, phrase)]
    head = (_money_head(anchor) if phrase is anchor else phrase).head
    if head.pos_ in ("VERB", "AUX") and 0 < anchor.i - head.i <= _VERB_REACH:
        tokens.append(head)
    if teller is not None and abs(teller.i - anchor.i) <= _PREDICATE_REACH and not _number_between(teller, anchor):
        tokens.append(teller)
    if number.kind and head.pos_ == "NOUN" and 0 < head.i - anchor.i <= 5:
        tokens.append(head)  # "a 19-year occupation"
    start = min(number.said_from, *(t.idx for t in tokens))
    end = max(number.end, *(t.idx + len(t) for t in tokens))
    span = chunk.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return start, end
    first, last = span.start, span.end
    before = chunk.doc[first - 1] if first > anchor.sent.start else None
    if before is not None and (
        before.dep_ in ("det", "poss") or before.lower_ in ("another", "total", "only") or last - first < 2
    ):
        first -= 1
    if before is not None and before.text == "(":
        first = max(before.i - 2, anchor.sent.start)
    elif last - first < 2 and last < anchor.sent.end:
        last += 1
    words = chunk.doc[first:last]
    start, end = min(words.start_char, start), max(words.end_char, end)
    told = next((d for d in chunk.dates if 0 < d.start - end <= _DATE_REACH and d.end <= anchor.sent.end_char), None)
    if told is not None and re.fullmatch(
        r"\s(?:in|at|on|by|for|during|since)?\s?(?:the )?(?:\w+ of )?(?:the )?", chunk.text[end : told.start]
    ):
        end = told.end
    return start, end


def _number_between(teller: Token, anchor: Token) -> bool:
    """Whether another number stands between the two."""
    first, last = sorted((teller.i, anchor.i))
    return any(t.pos_ == "NUM" and t.head.i != anchor.i and t.head.i != anchor.head.i for t in anchor.doc[first + 1 : last])


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
            or token.dep_ in _PHRASE_ENDS
            or (token.dep_ == "cc" and any(t.like_num or t.pos_ in ("VERB", "AUX") for t in token.doc[token.i + 1 : token.i + 3]))
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
    head = re.sub(r"\([^()]*\)", "", label).strip()
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
