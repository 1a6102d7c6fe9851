"""The room `sources`: the source text of a MediaWiki page."""

from __future__ import annotations

from collections.abc import Iterator

from relazione.sources.markup import is_wikitext, visible_text
from relazione.sources.originals import Head, Original, Page
from relazione.sources.plain import parse_plain


def matches(head: Head) -> bool:
    """Whether the beginning has links, templates or references as wikitext writes them."""
    return is_wikitext(head.text)


def read(original: Original) -> Iterator[Page]:
    """The page, its markup blanked out."""
    text = original.text()
    visible = visible_text(text)
    title, blocks = parse_plain(text, visible)
    yield Page(text, blocks, shown=visible, title=title)
