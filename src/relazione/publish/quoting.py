"""Publish: evidence as a person reads it: its words without markup, what stands around them, and the page of the original.

The evidence itself stays as it is, letter by letter of the original: this is how it is shown.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relazione.model.claims import Claim
from relazione.model.documents import JOIN, Document
from relazione.model.evidence import CONTEXT, Evidence

_REACH = 1500
"""Characters of markup at most between a quote and the words beside it."""


class Quotation(NamedTuple):
    """The words, those before and behind them, the page (0: the original has no pages) and the row of a table (0: in none)."""

    before: str
    words: str
    after: str
    page: int = 0
    row: int = 0


def places(document: Document, claim: Claim) -> list[dict[str, Any]]:
    """Where in its original each passage of a claim stands, as plain data: file (and member), page, line, row and characters."""
    found = []
    for one in claim.evidence:
        said = quotation(document, one)
        place = {"origin": document.origin, "page": said.page, "row": said.row, "line": one.line, "key": one.key}
        span = {} if one.line else {"start": one.start, "end": one.end}
        found.append({**{key: value for key, value in place.items() if value}, **span})
    return found


def quotation(document: Document, evidence: Evidence) -> Quotation:
    """The evidence as words. Evidence from an earlier version of the document is shown as it was kept."""
    start, end = evidence.start, evidence.end
    if evidence.line:
        return Quotation("", evidence.exact, "")
    if document.text[start:end] != evidence.exact:
        return Quotation(evidence.prefix, evidence.exact, evidence.suffix)
    page, row = document.page_at(start), document.row_at(start)
    if document.shown is None:
        return Quotation(evidence.prefix, evidence.exact, evidence.suffix, page, row)
    block = next((block for block in document.blocks if block.start <= start < block.end), None)
    first, last = (block.start, block.end) if block else (0, len(document.text))
    before = _squeezed(document.shown[max(first, start - _REACH) : start])
    after = _squeezed(document.shown[end : min(last, end + _REACH)])
    return Quotation(before[-CONTEXT:], document.shown_words(start, end), after[:CONTEXT], page, row)


def _squeezed(text: str) -> str:
    """With single spaces, also at both ends."""
    words = text.replace(JOIN, "")
    inner = " ".join(words.split())
    return f"{' ' if words[:1].isspace() else ''}{inner}{' ' if words[-1:].isspace() and inner else ''}"
