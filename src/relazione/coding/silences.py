"""The room `coding`: what was not understood: sentences that look as if they said something of the pair and yielded no claim."""

from __future__ import annotations

from bisect import bisect_right

from relazione.coding.linking import state_name
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.model.claims import Claim
from relazione.model.documents import Unread

FEWEST_WORDS = 4
"""Shorter lines are labels, not sentences."""


def silences(document: ParsedDocument, claims: list[Claim]) -> tuple[Unread, ...]:
    """Passages with a date or a side of the pair that no claim rests on, in text order."""
    spans = _merged(sorted((e.start, e.end) for c in claims for e in c.evidence))
    starts = [start for start, _ in spans]
    found = []
    for parsed, sentence in document.sentences():
        tokens = sentence.tokens
        if len(tokens) < FEWEST_WORDS or parsed.chunk.block.kind == "infobox":
            continue
        text = parsed.text[tokens.start_char : tokens.end_char].rstrip()
        if not text:
            continue
        start, end = sentence.offsets(tokens.start_char, tokens.start_char + len(text))
        at = bisect_right(starts, end - 1)
        if at and spans[at - 1][1] > start:
            continue
        why = _why(document, parsed, tokens.start, tokens.end, tokens.start_char, tokens.end_char)
        if why:
            found.append(Unread(start, end, why))
    return tuple(found)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans joined, so that one look to the left is enough."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _why(document: ParsedDocument, parsed: ParsedChunk, first: int, last: int, start: int, end: int) -> str:
    """What the passage has that a claim could rest on; empty where it has nothing."""
    dates = [d for d in parsed.dates_in(start, end) if d.edtf]
    sides = []
    for mention in parsed.mentions_in(first, last - 1):
        if mention.kind == "polity" and not mention.inert:
            sides += [a.state for a in document.actor(parsed, mention, None) if a.state in document.pair]
    named = " and ".join(state_name(code) for code in dict.fromkeys(sides) if code)
    if dates and named:
        return f"tells a date and names {named}, and no frame fits"
    if dates:
        return "tells a date, and no frame fits"
    return f"names {named}, and no frame fits" if named else ""
