"""The model room: sources, documents and their parts; and readings, which tell what was read by which coder."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Literal
from urllib.parse import unquote

import msgspec
from msgspec import Meta

BlockKind = Literal["title", "infobox", "heading", "paragraph", "item", "row", "leftover"]


JOIN = "\u2060"
"""Stands in `Document.shown` for a sign that is left out within a word (an inline tag, a hyphen at a line's end): what is before it
and what is behind it are one word. Readers drop it; a space would cut the word in two."""


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line or paragraph of a document: text[start:end] of the document's text.

    `level` is the depth of a heading (1 = title) or of a list item. `key` is an infobox line's key, whose value is the block.
    `page` is the page on which it starts, where the original has pages that it tells of; a form feed within it starts the next.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    key: str = ""
    section: Annotated[tuple[str, ...], Meta(description="headings above it, outermost first, without the title")] = ()
    cells: Annotated[tuple[tuple[int, int], ...], Meta(description="for a row: start and end of each cell")] = ()
    page: Annotated[int, Meta(description="page of the original on which it starts; 0 where it has none")] = 0


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of a text: its id does not come from a path, its text is kept exactly as it came (after decoding)."""

    id: Annotated[str, Meta(description="given (an address, an id), or made from the title")]
    title: str
    text: str
    blocks: tuple[Block, ...] = ()
    pair: Annotated[tuple[str, str] | None, Meta(description="state codes of the two sides")] = None
    date: Annotated[str | None, Meta(description="EDTF day of the document itself, where known")] = None
    origin: Annotated[str, Meta(description="file name or address it came from, as told by the user")] = ""
    address: Annotated[str, Meta(description="web address, where the original tells it")] = ""
    revision: Annotated[str, Meta(description="the original's own number of this version")] = ""
    licence: Annotated[str, Meta(description="licence of the text, where the original tells it")] = ""
    format: Annotated[str, Meta(description="format of the original, by its name in the table of formats")] = "plain"
    shown: Annotated[
        str | None, Meta(description="the text with markup blanked out, of the same length; absent where that is the text itself")
    ] = None

    part_of: Annotated[str, Meta(description="id of the page of which this is a part: a row or section about one pair")] = ""
    offset: Annotated[int, Meta(description="where the part's text starts in the page's text")] = 0

    @property
    def visible(self) -> str:
        """What is read: the text without markup, at the same offsets."""
        return self.text if self.shown is None else self.shown

    def page_at(self, offset: int) -> int:
        """The page of the original on which this character stands; 0 where the original has no pages. Blocks are in text order."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if at < 0 or not self.blocks[at].page:
            return 0
        start = self.blocks[at].start
        return self.blocks[at].page + max(self.text.count("\f", start, offset), self.visible.count("\f", start, offset))

    def row_at(self, offset: int) -> int:
        """The row of its table in which this character stands, from 1; 0 where it stands in none. Rows that follow each other are a table."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if at < 0 or self.blocks[at].kind != "row":
            return 0
        first = at
        while first and self.blocks[first - 1].kind == "row":
            first -= 1
        return at - first + 1

    def shown_words(self, start: int, end: int) -> str:
        """The words of text[start:end] as a person reads them: without markup, with single spaces."""
        return " ".join(self.visible[start:end].replace(JOIN, "").split())

    @property
    def words(self) -> int:
        """How many words there are to read."""
        return len(self.visible.replace(JOIN, "").split())


def same_page(one: str, other: str) -> bool:
    """Whether two addresses may be of one page: where one is not known they may. Scheme, escapes and "m." for phones aside."""
    return not one or not other or _page_key(one) == _page_key(other)


def _page_key(address: str) -> str:
    host, slash, path = unquote(address.partition("://")[2] or address).partition("/")
    return f"{host.lower().replace('.m.', '.').removeprefix('m.')}{slash}{path.rstrip('/')}"


class Unread(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage that looks as if it said something and yielded no claim: what was not understood."""

    start: int
    end: int
    why: str


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of a document read by one version of the coder; it says which claims it made."""

    document: str
    version: Annotated[str, Meta(description="hash of the text that was read")]
    coder: Annotated[str, Meta(description="version of the coder")]
    claims: Annotated[tuple[str, ...], Meta(description="ids of the claims, in text order")] = ()
    unread: tuple[Unread, ...] = ()
