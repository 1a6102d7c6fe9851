"""The room `coding`: what of a page about many pairs stands in none of its parts, and why: counted, so that nothing is lost unseen."""

from __future__ import annotations

from typing import NamedTuple

from relazione.coding.parts import home_of, is_header, outside
from relazione.coding.row_state import states_named
from relazione.coding.text import is_apparatus
from relazione.model.documents import Block, Document

SHOWN = 100
"""Characters of a passage that are told."""


class LeftOut(NamedTuple):
    """A passage of a page, text[start:end], that is read with no pair; how it begins, and why it is left out."""

    start: int
    end: int
    words: int
    why: str
    text: str


class Page(NamedTuple):
    """A page that is read as its parts: its words, how many of them stand in its parts, and what is left out."""

    id: str
    title: str
    words: int
    parts: int
    words_in_parts: int
    left_out: tuple[LeftOut, ...]


def page_of(document: Document, parts: list[Document]) -> Page:
    """What became of a page's words. What is neither in a part nor left out are the signs that part the cells."""
    home = home_of(document) or ""
    left = tuple(_left(document, block, home) for block in outside(document, parts))
    return Page(document.id, document.title, document.words, len(parts), sum(part.words for part in parts), left)


def _left(document: Document, block: Block, home: str) -> LeftOut:
    words = document.shown_words(block.start, block.end)
    return LeftOut(block.start, block.end, len(words.split()), _why(document, block, words, home), words[:SHOWN])


def _why(document: Document, block: Block, words: str, home: str) -> str:
    if block.kind in ("title", "heading"):
        return "headings"
    if is_apparatus(block):
        return "references and links"
    if block.kind == "row" and is_header(tuple(document.shown_words(a, b) for a, b in block.cells)):
        return "headers of tables"
    kind = {"row": "rows", "item": "lines of lists"}.get(block.kind, "paragraphs")
    named = states_named(words)
    others = {one.state for one in named} - {home}
    if not others:
        return f"{kind} that name no other state"
    if "" in others and (len(others) == 1 or kind == "rows"):
        return f"{kind} about organisations"
    if len(others) == 1:
        return f"{kind} that name one other state in passing"
    return f"{kind} that name several other states"
