"""The room `coding`: the words that tell an event: its clause, with its date where it stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relazione.coding.date_context import FoundDate
from relazione.coding.parsed import ParsedChunk
from relazione.coding.syntax import clause_span

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST_QUOTE = 60
"""Words of a clause quoted at most."""


def clause_words(
    parsed: ParsedChunk, sentence: Span, token: Token, heads: frozenset[int], date: FoundDate | None
) -> tuple[int, int]:
    """Characters of a verb's clause."""
    first, last = clause_span(token, heads)
    return _trimmed(parsed, sentence, token, first, last, date)


def noun_words(
    parsed: ParsedChunk, sentence: Span, token: Token, heads: frozenset[int], date: FoundDate | None
) -> tuple[int, int]:
    """Characters of an event noun's phrase."""
    subtree = [t for t in token.subtree if sentence.start <= t.i < sentence.end]
    return _trimmed(parsed, sentence, token, subtree[0].i, subtree[-1].i, date)


def _trimmed(parsed: ParsedChunk, sentence: Span, token: Token, first: int, last: int, date: FoundDate | None) -> tuple[int, int]:
    doc = parsed.doc
    while first < last and doc[first].is_punct and doc[first].text not in ('"', "("):
        first += 1
    while last > first and doc[last].is_punct and doc[last].text not in ('"', ")"):
        last -= 1
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if date is not None and sentence.start_char <= date.start and date.end <= sentence.end_char:
        if date.start < start and start - date.end < 24:
            start = date.start
        elif date.end > end and date.start - end < 24:
            end = date.end
    count = len(parsed.text[start:end].split())
    if count > LONGEST_QUOTE:
        start = max(start, parsed.text.rfind(" ", 0, max(start, token.idx - 160)) + 1)
        end = min(end, token.idx + 240)
    if count < 2:
        start, end = sentence.start_char, sentence.end_char
    return start, end
