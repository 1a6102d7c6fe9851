"""The room `sources`: what a MediaWiki's Action API answers, as far as it is used. Any other form is refused when it is decoded.

Source: https://www.mediawiki.org/wiki/API:Query, formatversion 2 (MediaWiki 1.25 and later).
"""

from __future__ import annotations

from typing import Any

import msgspec


class General(msgspec.Struct, frozen=True):
    """meta=siteinfo, siprop=general: `base` is the address of the main page."""

    base: str = ""
    generator: str = ""


class Rights(msgspec.Struct, frozen=True):
    """meta=siteinfo, siprop=rightsinfo: the licence of the texts."""

    url: str | None = ""
    text: str | None = ""


class Moved(msgspec.Struct, frozen=True, rename={"asked": "from"}):
    """A title that was asked for, and the one that it leads to: a spelling or a redirect."""

    asked: str
    to: str
    tofragment: str = ""


class Elsewhere(msgspec.Struct, frozen=True):
    """A title that is one of another wiki."""

    title: str
    iw: str = ""


class Slot(msgspec.Struct, frozen=True):
    """The text of a revision, where it was asked for and may be seen."""

    contentmodel: str = "wikitext"
    content: str | None = None


class Revision(msgspec.Struct, frozen=True):
    """One version of a page. Before MediaWiki 1.32 the text stands here and not in a slot."""

    revid: int
    timestamp: str = ""
    size: int = 0
    contentmodel: str = "wikitext"
    content: str | None = None
    slots: dict[str, Slot] = {}

    @property
    def main(self) -> Slot:
        """The page's text and its model."""
        return self.slots.get("main") or Slot(self.contentmodel, self.content)


class Told(msgspec.Struct, frozen=True):
    """A page, or why there is none."""

    title: str = ""
    pageid: int = 0
    missing: bool = False
    invalid: bool = False
    invalidreason: str = ""
    special: bool = False
    revisions: list[Revision] = []


class Near(msgspec.Struct, frozen=True):
    """A title that the wiki's search found."""

    title: str


class Query(msgspec.Struct, frozen=True):
    """What was asked for."""

    general: General | None = None
    rightsinfo: Rights = Rights()
    normalized: list[Moved] = []
    redirects: list[Moved] = []
    interwiki: list[Elsewhere] = []
    pages: list[Told] = []
    search: list[Near] = []
    prefixsearch: list[Near] = []


class Fault(msgspec.Struct, frozen=True):
    """Why there is no answer."""

    code: str = ""
    info: str = ""


class Answer(msgspec.Struct, frozen=True, rename={"more": "continue"}):
    """The whole answer; `more` holds what is to be asked for the rest of it."""

    query: Query = Query()
    error: Fault | None = None
    more: dict[str, Any] | None = None
