"""The room `sources`: pages out of a MediaWiki XML export (Special:Export, or a dump of a whole wiki), one after another.

The file is streamed: one page is in memory at a time, whatever the dump's size, also where it is compressed. Read are articles (namespace
0) that are no redirects and hold wikitext; of several revisions of a page the latest. `title_matches` leaves out all other pages.

Source: the export format, versions 0.3 to 0.11 (https://www.mediawiki.org/wiki/Help:Export).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.parsers import expat

from relazione.model.errors import EmptyInput, InputError, TooLarge
from relazione.sources import safe_xml
from relazione.sources.originals import DAMAGED, Head, Original, Page
from relazione.sources.wiki_address import page_address
from relazione.sources.wikitext import page_of

_FIRST = re.compile(r"<(?![!?])(?:[A-Za-z]{1,20}:)?([A-Za-z_][\w.-]{0,60})")
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).){0,5000}+-->", re.DOTALL)
_REDIRECT = re.compile(r"\s*#redirect\b", re.IGNORECASE)
_TIMESTAMP = re.compile(r"(\d{4}-\d{2}-\d{2})T[\d:]{8}Z?")
_TAKEN = frozenset(("base", "title", "ns", "id", "timestamp", "model", "text"))
CHUNK = 1 << 18
LONGEST_FIELD = 2000
MOST_TIMES = 500
"""A compressed file that unpacks to more than so many times its size, and more than LARGE bytes, is no dump."""
LARGE = 1_000_000_000


def matches(head: Head) -> bool:
    """Whether the first element is that of a MediaWiki export."""
    if not head.text.lstrip("\ufeff \r\n\t").startswith("<"):
        return False
    first = _FIRST.search(_COMMENT.sub("", head.text[:20_000]))
    return first is not None and first[1] == "mediawiki"


def read(original: Original) -> Iterator[Page | InputError]:
    """The articles, in the order of the dump. Raises InputError where the XML ends or breaks: what stands before it was read."""
    dump = _Dump(original)
    for chunk in itertools.chain(_chunks(original), [b""]):
        try:
            dump.feed(chunk)
        except InputError:
            yield from dump.taken()
            raise
        yield from dump.taken()
    if not dump.given:
        why = f"none of them matches {original.title_matches.pattern!r}" if original.title_matches else "none is an article"
        raise EmptyInput(f"{original.where}: {dump.pages} pages, and {why}; nothing to read")


def _chunks(original: Original) -> Iterator[bytes]:
    """The export's bytes. Raises InputError where what is compressed is damaged, or is a bomb."""
    with original.open() as stream:
        packed = original.size()
        unpacked = 0
        while True:
            try:
                chunk = stream.read(CHUNK)
            except DAMAGED as error:
                raise InputError(f"{original.where}: compressed, and damaged ({error}); fetch it again") from error
            if not chunk:
                return
            unpacked += len(chunk)
            if unpacked > max(LARGE, MOST_TIMES * packed):
                raise TooLarge(f"{original.where}: unpacks to more than {MOST_TIMES} times its size; that is no dump of a wiki")
            yield chunk


class _Dump:
    """What expat tells, gathered page by page."""

    def __init__(self, original: Original) -> None:
        self.original = original
        self.parser = safe_xml.parser(original.where)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.path: list[str] = []
        self.base = ""
        self.pages = 0
        self.given = 0
        self._words: list[str] | None = None
        self._length = 0
        self._page: dict[str, str] = {}
        self._revision: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._done: list[Page | InputError] = []

    def feed(self, chunk: bytes) -> None:
        """The next bytes; none at the end. Raises InputError with line and column where they are no well-formed XML."""
        try:
            self.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            what = expat.errors.messages.get(error.code, str(error))
            raise InputError(
                f"{self.original.where}: no well-formed XML (line {error.lineno}, column {error.offset + 1}: {what}); "
                "what stands before it was read; fetch the dump again"
            ) from error

    def taken(self) -> list[Page | InputError]:
        """The pages that are complete, each given once."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = safe_xml.local(name)
        self.path.append(name)
        if len(self.path) > safe_xml.MOST_NESTING:
            raise InputError(f"{self.original.where}: elements more than {safe_xml.MOST_NESTING} deep; that is no dump of a wiki")
        if name == "page":
            self.pages += 1
            self._page, self._latest = {}, {}
        elif name == "revision":
            self._revision = {}
        elif name == "redirect":
            self._page["redirect"] = attributes.get("title", "")
        self._words = [] if name in _TAKEN and (name != "text" or self._is_wanted()) else None
        self._length = 0

    def _is_wanted(self) -> bool:
        """Whether the page's text is needed, as far as is known where it begins."""
        titles = self.original.title_matches
        return (
            self._page.get("ns", "0") == "0"
            and "redirect" not in self._page
            and (titles is None or titles.search(self._page.get("title", "")) is not None)
        )

    def _letters(self, words: str) -> None:
        if self._words is None:
            return
        self._length += len(words)
        if self._length > (self.original.max_size if self.path[-1] == "text" else LONGEST_FIELD):
            self._words = None
            if self.path[-1] == "text":
                self._revision["too large"] = "yes"
        else:
            self._words.append(words)

    def _end(self, name: str) -> None:
        name = self.path.pop()
        words = None if self._words is None else "".join(self._words)
        self._words = None
        above = self.path[-1] if self.path else ""
        if name == "base" and words:
            self.base = words.strip()
        elif above == "page" and name == "revision":
            if self._revision.get("timestamp", "") >= self._latest.get("timestamp", ""):
                self._latest = self._revision
        elif above == "page" and words is not None:
            self._page[name] = words.strip()
        elif above == "revision" and words is not None:
            self._revision[name] = words if name == "text" else words.strip()
        elif name == "page":
            self._finish()

    def _finish(self) -> None:
        """A page is over: an article becomes a Page."""
        latest, title = self._latest, self._page.get("title", "")
        where = f"{self.original.where}: {title}"
        if not self._is_wanted() or latest.get("model", "wikitext") != "wikitext":
            return
        if "too large" in latest:
            self.given += 1
            limit = f"{self.original.max_size / 1e6:.0f} MB, which is the limit"
            self._done.append(TooLarge(f"{where}: more than {limit}; raise it with --max-size if you mean it"))
            return
        text = latest.get("text", "")
        if not text.strip() or _REDIRECT.match(text):
            return
        self.given += 1
        stamp = _TIMESTAMP.match(latest.get("timestamp", ""))
        made = page_of(text, title)
        self._done.append(
            Page(
                text,
                made.blocks,
                shown=made.shown,
                title=title or made.title,
                date=stamp[1] if stamp else None,
                address=page_address(self.base, title),
                revision=latest.get("id", ""),
                origin=f"{self.original.name}: {title}",
                where=where,
            )
        )
