"""The room `coding`: the date that goes with a word: of its own clause, else of its sentence, else carried from the
sentence before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relazione.coding.date_context import FoundDate
from relazione.coding.parsed import ParsedChunk
from relazione.model.dates import When

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT_WHEN = ("before", "after", "until", "since")


def date_near(parsed: ParsedChunk, token: Token, carry: bool = True) -> When | None:
    """The date of what is told at `token`. A date that stands in a name ("the 2019 offensive") comes last; `carry` lets the
    last date of the sentences before in the same paragraph stand in where the sentence tells none."""
    sentence = token.sent
    start, end = sentence.start_char, sentence.end_char
    own = [d for d in parsed.dates_in(start, end) if d.edtf]
    plain = [d for d in own if not d.words.attributive and d.words.relation not in _NOT_WHEN]
    rest = [d for d in own if d not in plain and d.words.relation not in _NOT_WHEN]
    for group in (plain, rest):
        if group:
            return nearest(parsed, token, group).when(parsed.text)
    return carried_date(parsed, start) if carry else None


def carried_date(parsed: ParsedChunk, start: int) -> When | None:
    """The last date told in the paragraph before text[start], marked as carried over."""
    before = [
        d for d in parsed.dates_in(0, start) if d.edtf and not d.words.attributive and d.words.relation not in ("until", "before")
    ]
    if not before:
        return None
    last = before[-1].when(parsed.text)
    return When(last.edtf, "carried", last.wording) if last else None


def nearest(parsed: ParsedChunk, token: Token, dates: list[FoundDate]) -> FoundDate:
    """The date nearest to a token: one under the same verb first, one across "and" or a full clause last."""

    def distance(date: FoundDate) -> tuple[int, int]:
        gap = parsed.text[min(date.end, token.idx) : max(date.start, token.idx)]
        return gap.count(";") * 4 + gap.count(" and ") + gap.count(", "), abs(date.start - token.idx)

    return min(dates, key=distance)
