"""The room `coding`: which date belongs to which trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relazione.coding.date_context import FoundDate
from relazione.coding.parsed import ParsedChunk
from relazione.model.dates import When, is_edtf

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def _ancestors(token: Token) -> list[Token]:
    found = []
    current, steps = token, 0
    while current.head.i != current.i and steps < 60:
        current, steps = current.head, steps + 1
        found.append(current)
    return found


def date_token(parsed: ParsedChunk, date: FoundDate) -> Token | None:
    """The head token of a date expression."""
    span = parsed.doc.char_span(date.start, date.end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def distance(trigger: Token, token: Token) -> tuple[int, int]:
    """How far a date stands from a trigger: verbs to be crossed on the way through the tree, then tokens between."""
    up = [token, *_ancestors(token)]
    mine = [trigger, *_ancestors(trigger)]
    meeting = next((t for t in up if t in mine), None)
    if meeting is None:
        return 9, abs(trigger.i - token.i)
    crossed = sum(t.pos_ in ("VERB", "AUX") and t.dep_ != "aux" and t.i != trigger.i for t in up[: up.index(meeting)])
    climbed = sum(t.pos_ in ("VERB", "AUX") and t.dep_ != "aux" for t in mine[1 : mine.index(meeting) + 1] if t.i != meeting.i)
    same = 0 if meeting.i == trigger.i or (meeting.pos_ not in ("VERB", "AUX")) else 1
    return crossed * 2 + climbed + same, abs(trigger.i - token.i)


Best = tuple[FoundDate | None, int, int]
"""A date, the verbs crossed on the way to it, and the tokens between."""


def best_date(parsed: ParsedChunk, trigger: Token, sentence: Span, is_noun: bool) -> Best:
    """The date of the sentence that belongs to a trigger, with its distance; None where each belongs to something else."""
    dates = [d for d in parsed.dates_in(sentence.start_char, sentence.end_char) if d.edtf]
    if not dates:
        return None, 9, 99
    ranked: list[tuple[int, int, FoundDate]] = []
    for date in dates:
        token = date_token(parsed, date)
        if token is None:
            continue
        crossed, gap = distance(trigger, token)
        if date.words.attributive:
            holder = next((t for t in [token, *_ancestors(token)] if t.pos_ in ("NOUN", "PROPN") and t.i != token.i), None)
            if is_noun and holder is not None and holder.i == trigger.i:
                return date, 0, gap
            crossed += 4
        if date.words.relation in ("before", "after") and token.i > trigger.i - 12:
            crossed += 2
        if date.words.relation == "until":
            crossed += 1
        # a date that opens the sentence governs it
        if token.i - sentence.start <= 4 and not date.words.attributive and date.words.relation not in ("before", "after"):
            crossed = min(crossed, 2)
        ranked.append((crossed, gap, date))
    if not ranked:
        return None, 9, 99
    crossed, gap, best = min(ranked, key=lambda r: (r[0], r[1]))
    limit = (9 if trigger.dep_ == "ROOT" else 5) if len(ranked) == 1 else 4
    return (best, crossed, gap) if crossed <= limit else (None, crossed, gap)


def carried_date(parsed: ParsedChunk, trigger: Token, sentence: Span) -> FoundDate | None:
    """The date told last before a trigger in its paragraph, where its own sentence tells none that fits."""
    before = [
        d for d in parsed.dates if d.edtf and d.end <= max(trigger.idx, sentence.start_char) and d.words.relation != "before"
    ]
    free = [d for d in before if not d.words.attributive and d.words.relation in ("", "by")]
    return free[-1] if free else before[-1] if before else None


def carried_when(date: FoundDate, text: str) -> When | None:
    """A date carried over from the sentence before, no more exact than its year (or decade, or interval of years)."""
    when = date.when(text)
    if when is None:
        return None
    start, slash, end = when.edtf.partition("/")
    if slash and end not in ("", "..") and start not in ("", ".."):
        edtf = f"{_year(start)}/{_year(end)}" if _year(start) != _year(end) else _year(start)
    else:
        edtf = _year(start if start not in ("", "..") else end)
    return When(edtf, "carried", when.wording) if is_edtf(edtf) else None


def _year(date: str) -> str:
    """The year (or decade, or century) of a date without a slash; those before Christ have a sign and four digits."""
    return date[:5] if date.startswith("-") else date[:4]


def when_of(date: FoundDate, text: str, lasting: bool, of_noun: bool = False) -> When | None:
    """The date as a claim tells it; since and until make it an interval where the event lasts."""
    when = date.when(text)
    if when is None:
        return None
    if "/" in when.edtf or (of_noun and date.words.attributive):
        return when
    if date.words.relation == "since" and lasting:
        return When(f"{when.edtf}/..", when.how, when.wording)
    if date.words.relation == "until" and lasting:
        return When(f"../{when.edtf}", when.how, when.wording)
    return when
