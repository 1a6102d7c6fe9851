"""The review: the passages behind a claim, each with enough around it to judge by, and where it stands."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.claims import Claim
from relazione.model.documents import JOIN, Document
from relazione.model.evidence import Evidence

REACH = 400
"""Characters shown on either side of the words, within their paragraph or row; one paragraph more where these are few."""


class Passage(msgspec.Struct, frozen=True):
    """A passage: the words and what stands around them, without markup."""

    before: str
    words: str
    after: str
    section: Annotated[str, Meta(description="headings above it, joined by ' / '")] = ""
    start: Annotated[
        int, Meta(description="offset of the first character in the document's text; -1: not in its latest version")
    ] = -1
    end: int = -1
    page: Annotated[int, Meta(description="page of the original; 0 where it has none")] = 0
    row: Annotated[int, Meta(description="row of its table; 0 where it stands in none")] = 0
    line: Annotated[int, Meta(description="line in a data file; 0 where the source is a text")] = 0
    key: Annotated[str, Meta(description="the row's key in a data file")] = ""
    how: Annotated[str, Meta(description="how the values were got from these words: said, carried, inherited, implied")] = "said"
    fields: Annotated[tuple[str, ...], Meta(description="the fields that it supports; empty: the claim as a whole")] = ()


def passages(document: Document, claim: Claim) -> tuple[Passage, ...]:
    """The passages of a claim in the order of its evidence, the first being the clause that says it."""
    return tuple(_passage(document, claim.section, one) for one in claim.evidence)


def _passage(document: Document, section: str, one: Evidence) -> Passage:
    if one.line:
        return Passage("", one.exact, "", section, line=one.line, key=one.key, how=one.how, fields=one.fields)
    if document.text[one.start : one.end] != one.exact:  # an earlier version's words
        before, words, after = map(_squeezed, (one.prefix, one.exact, one.suffix))
        return Passage(before, words, after, section, how=one.how, fields=one.fields)
    first, last = _around(document, one)
    text = document.visible
    before, after = _squeezed(text[first : one.start]), _squeezed(text[one.end : last])
    return Passage(
        before=_cut_front(before) if first else before,
        words=document.shown_words(one.start, one.end),
        after=_cut_back(after) if last < len(text) else after,
        start=one.start,
        end=one.end,
        page=document.page_at(one.start),
        row=document.row_at(one.start),
        section=section,
        how=one.how,
        fields=one.fields,
    )


def _around(document: Document, one: Evidence) -> tuple[int, int]:
    """Where the surroundings begin and end: in the paragraph or row (whole where that is short), at most REACH away."""
    block = next((block for block in document.blocks if block.start <= one.start < block.end), None)
    low, high = (block.start, max(block.end, one.end)) if block else (0, len(document.text))
    return max(low, one.start - REACH), min(high, one.end + REACH)


def _squeezed(text: str) -> str:
    words = text.replace(JOIN, "")
    inner = " ".join(words.split())
    return f"{' ' if words[:1].isspace() else ''}{inner}{' ' if inner and words[-1:].isspace() else ''}"


def _cut_front(text: str) -> str:
    """Without the word that was cut at the front of a long text."""
    if len(text) < REACH - 40:
        return text
    rest = text.partition(" ")[2]
    return f"… {rest}" if rest else text


def _cut_back(text: str) -> str:
    if len(text) < REACH - 40:
        return text
    rest = text.rpartition(" ")[0]
    return f"{rest} …" if rest else text
