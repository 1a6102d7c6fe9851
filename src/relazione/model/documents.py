"""The model room: sources, documents and their parts; and readings, which tell what was read by which coder."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

BlockKind = Literal["title", "infobox", "heading", "paragraph", "item", "row", "leftover"]


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line or paragraph of a document: text[start:end] of the document's text.

    `level` is the depth of a heading (1 = title) or of a list item. `key` is an infobox line's key, whose value is the block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    key: str = ""
    section: Annotated[tuple[str, ...], Meta(description="headings above it, outermost first, without the title")] = ()
    cells: Annotated[tuple[tuple[int, int], ...], Meta(description="for a row: start and end of each cell")] = ()


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of a text: its id does not come from a path, its text is kept exactly as it came (after decoding)."""

    id: Annotated[str, Meta(description="given (an address, an id), or made from the title")]
    title: str
    text: str
    blocks: tuple[Block, ...] = ()
    pair: Annotated[tuple[str, str] | None, Meta(description="state codes of the two sides")] = None
    date: Annotated[str | None, Meta(description="EDTF day of the document itself, where known")] = None
    origin: Annotated[str, Meta(description="file name or address it came from, as told by the user")] = ""
    format: str = "plain"
    shown: Annotated[
        str | None, Meta(description="the text with markup blanked out, of the same length; absent where that is the text itself")
    ] = None

    @property
    def visible(self) -> str:
        """What is read: the text without markup, at the same offsets."""
        return self.text if self.shown is None else self.shown

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


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
