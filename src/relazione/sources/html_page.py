"""The room `sources`: a saved web page: its main text; menus, references and boxes of links are left out.

Where a page tells which of its parts is the main one (Wikipedia's content, `<main>`, a single `<article>`), only that is read.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator

from relazione.model.documents import Block
from relazione.sources.canvas import Canvas, blocks_of
from relazione.sources.decode import decode
from relazione.sources.html_blocks import Reader
from relazione.sources.html_tags import Tag, find_tags
from relazione.sources.originals import Head, Original, Page

_CHARSET = re.compile(rb"<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}[\"']?([A-Za-z][\w-]{1,30})", re.IGNORECASE)
_SURE = re.compile(r"\s*+(?:<\?xml[^<>]{0,200}>\s*+|<!--.{0,500}?-->\s*+)?<(?:!DOCTYPE\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?:body|table|div|p|span|a|h[1-6]|ul|ol|li|tr|td|br)(?=[\s/>])", re.IGNORECASE)
_WIKI = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}\n]{1,200}(?:\}\}|\n)")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,9}\)(https?://\S{1,2000}) -->")
_REVISION = re.compile(r"\"wgRevisionId\"\s{0,9}:\s{0,9}(\d{1,15})")
_JSON_DATE = re.compile(r"\"date(?:Modified|Published)\"\s{0,9}:\s{0,9}\"(\d{4}-\d{2}-\d{2})(?!\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_SITE = re.compile(r"\s(?:[-–—|]|::)\s[^-–—|]{1,60}$")
_DATES = ("article:modified_time", "article:published_time", "dcterms.modified", "dcterms.date", "dc.date", "date")


def matches(head: Head) -> bool:
    """Whether the beginning says that it is HTML, or has tags as web pages have them and less of wikitext."""
    if _SURE.match(head.text):
        return True
    start = head.text[:20_000]
    tags = len(_TAG.findall(start))
    return (tags >= 2 or ("<!--" in start[:200] and tags >= 1)) and tags > 4 * len(_WIKI.findall(start))


def read(original: Original) -> Iterator[Page]:
    """The page, in the encoding that it tells where it is not UTF-8."""
    yield page_of(_text(original))


def _text(original: Original) -> str:
    data = b"" if isinstance(original.source, str) else original.data()
    said = _CHARSET.search(data[:4096])
    if said is None or said[1].lower().startswith(b"utf"):
        return original.text()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return decode(data.decode(said[1].decode("ascii")).encode("utf-8"), original.where)
    return original.text()


def page_of(text: str) -> Page:
    """The page of an HTML text."""
    tags = find_tags(text)
    heading = next((at for at, tag in enumerate(tags) if tag.name == "h1" and not tag.is_closing and tag.partner >= 0), -1)
    for first, last in (_main(tags, text), (-1, len(tags))):
        seen, title, blocks = _read(text, tags, first, last, heading)
        if any(block.kind not in ("title", "heading", "leftover") for block in blocks):
            break
    told = _Told(tags, text)
    return Page(
        text,
        blocks,
        shown=seen,
        title=title or told.title(),
        date=told.date(),
        address=told.address(),
        revision=told.revision(),
        licence=told.link("license"),
    )


def _read(text: str, tags: list[Tag], first: int, last: int, heading: int) -> tuple[str, str, tuple[Block, ...]]:
    """What is seen, the title and the blocks between two tags. A main heading before them is the title."""
    canvas = Canvas(text)
    start, end = (tags[first].end if first >= 0 else 0), (tags[last].start if last < len(tags) else len(text))
    reader = Reader(canvas, has_title=False)
    if heading >= 0 and tags[tags[heading].partner].end <= start:
        partner = tags[heading].partner
        reader.read(tags, heading, partner + 1, tags[heading].start, tags[partner].end)
    reader.read(tags, first + 1, last, start, end)
    seen = canvas.finish()
    title, blocks = blocks_of(reader.finish(seen), seen)
    return seen, title, blocks


def _main(tags: list[Tag], text: str) -> tuple[int, int]:
    """The numbers of the tags around the main part, the longest where there are several of a kind; of the whole where none is told."""
    best: tuple[int, int, int, int] | None = None
    articles = 0
    for number, tag in enumerate(tags):
        if tag.is_closing or tag.partner < 0 or tag.name not in ("div", "main", "article", "section", "td"):
            continue
        attributes = tag.attributes(text)
        classes = attributes.get("class", "").split()
        articles += tag.name == "article"
        is_content = "mw-parser-output" in classes or attributes.get("id") == "mw-content-text"
        is_main = tag.name == "main" or attributes.get("role") == "main"
        rank = 3 if is_content else 2 if is_main else 1 if tag.name == "article" else 0
        if rank:
            found = (rank, tags[tag.partner].start - tag.end, number, tag.partner)
            best = max(best, found) if best else found
    if best is None or (best[0] == 1 and articles > 1):
        return -1, len(tags)
    return best[2], best[3]


class _Told:
    """What a page tells of itself in its head."""

    def __init__(self, tags: list[Tag], text: str) -> None:
        self.text = text
        self.tags = tags
        self.metas: dict[str, str] = {}
        self.links: dict[str, str] = {}
        for tag in tags:
            if tag.name == "meta":
                given = tag.attributes(text)
                self.metas.setdefault(
                    (given.get("property") or given.get("name") or "").lower(), given.get("content", "").strip()
                )
            elif tag.name == "link":
                given = tag.attributes(text)
                for relation in given.get("rel", "").lower().split():
                    self.links.setdefault(relation, given.get("href", "").strip())

    def title(self) -> str:
        """The words of <title>, without the site's name behind them."""
        for tag in self.tags:
            if tag.name == "title" and not tag.is_closing:
                end = self.text.find("</", tag.end, tag.end + 2000)
                words = " ".join(html.unescape(self.text[tag.end : max(end, tag.end)]).split())
                return _SITE.sub("", words)
        return self.metas.get("og:title", "")

    def link(self, relation: str) -> str:
        """The address of a <link>."""
        return self.links.get(relation, "")

    def address(self) -> str:
        """Where the page stands."""
        saved = _SAVED_FROM.search(self.text[:5000])
        return self.link("canonical") or self.metas.get("og:url", "") or (saved[1] if saved else "")

    def date(self) -> str | None:
        """The day of the page, where its head tells it."""
        for name in _DATES:
            if found := _DAY.match(self.metas.get(name, "")):
                return found[0]
        found = _JSON_DATE.search(self.text)
        return found[1] if found else None

    def revision(self) -> str:
        """MediaWiki's number of the version."""
        found = _REVISION.search(self.text[:100_000])
        return found[1] if found else ""
