"""The room `sources`: pages of a live MediaWiki through its Action API: titles in, Pages out.

For a batch of titles the wiki is asked first where they lead and which revision is the latest; a text is asked for only if the cache
does not hold that revision. A page comes out as it would from a dump of the same wiki.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from relazione.model.errors import InputError, TooLarge, Unreachable, WikiError
from relazione.sources.decode import MAX_SIZE
from relazione.sources.originals import Page
from relazione.sources.refusals import bare
from relazione.sources.wiki_address import api_addresses, api_named_by, is_web, page_address, wiki_address
from relazione.sources.wiki_answers import Answer, Query, Rights, Told
from relazione.sources.wiki_cache import Cache, Leads, Site, Text
from relazione.sources.wiki_client import LARGEST, Client
from relazione.sources.wikitext import page_of

ENGLISH = "https://en.wikipedia.org"
MOST_TITLES = 50
"""Titles in one request, which is the API's own limit, and LONGEST_ASKED bytes, because servers limit addresses."""
LONGEST_ASKED = 5000
MOST_TEXT = 4_000_000
"""Bytes of texts asked for together."""
MOST_REQUESTS = 20
"""Requests at most for the parts of one answer."""
SOUGHT = 5
"""Missing titles for which near ones are looked up."""
_NO_TITLE = re.compile(r"[|\x00-\x1f\x7f\ud800-\udfff]")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(?=T)")


class Found(msgspec.Struct, frozen=True):
    """What became of a title: the page it led to, and where its text came from."""

    asked: str
    title: str
    revision: str
    address: str
    section: str = ""
    from_cache: bool = False


class Wanted(NamedTuple):
    """A page whose revision is known."""

    asked: str
    section: str
    title: str
    page: int
    revision: int
    timestamp: str
    size: int


class Fetch:
    """One wiki, asked for pages. `client` None: offline, only what the cache holds. `found` tells what became of each title."""

    def __init__(
        self,
        wiki: str = ENGLISH,
        *,
        client: Client | None,
        cache: Path | None = None,
        max_size: int = MAX_SIZE,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.wiki = wiki_address(wiki)
        self.client = client
        self.cache = Cache(cache, tell)
        self.max_size = max_size
        self.tell = tell
        self.found: list[Found] = []
        self._given: dict[str, str] = {}
        self._sought = 0

    def pages(self, titles: Sequence[str]) -> Iterator[Page | InputError]:
        """The pages in the order of their titles, each once; an InputError for each that is bad.

        Raises WikiError where the wiki cannot be asked, Unreachable also later on.
        """
        site = self._site_of_cache() if self.client is None else self._site(self.client)
        host = urlsplit(site.api).netloc
        for batch in _batches(dict.fromkeys(map(_spaced, titles))):
            if self.client is None:
                known: list[Wanted | InputError] = [self._offline(site, host, title) for title in batch]
            else:
                try:
                    known = self._resolved(self.client, site, host, batch)
                except Unreachable:
                    raise
                except InputError as error:
                    known = [type(error)(f"{host}: {title}: not given ({error})") for title in batch]
            yield from self._read(site, host, [one for one in known if not self._is_given(one)])

    # --- the wiki -------------------------------------------------------------------------------------------------------------

    def _site_of_cache(self) -> Site:
        site = self.cache.site(self.wiki)
        if site is None:
            raise WikiError(f"{self.wiki}: nothing of this wiki is in the cache; fetch it once without --offline")
        return site

    def _site(self, client: Client) -> Site:
        """The wiki's API, as the cache tells or as it is found, and what it says of itself today."""
        known = self.cache.site(self.wiki)
        wrong: list[str] = []
        for address in dict.fromkeys([*([known.api] if known else []), *api_addresses(self.wiki)]):
            try:
                return self._asked_site(client, address)
            except Unreachable:
                raise
            except InputError as error:
                wrong.append(str(error))
        try:
            page = client.page(self.wiki)
        except Unreachable:
            raise
        except InputError as error:
            raise WikiError(f"{self.wiki}: no MediaWiki found there ({wrong[0]}); name its api.php with --wiki") from error
        named = api_named_by(page.body.decode("utf-8", "replace"), page.address)
        if not named or (page.address.startswith("https:") and not named.startswith("https:")):
            raise WikiError(f"{self.wiki}: no MediaWiki found there ({wrong[0]}); name its api.php with --wiki")
        if urlsplit(named).netloc != urlsplit(self.wiki).netloc:
            self.tell(f"{self.wiki}: its API is at another host, {named}")
        return self._asked_site(client, named)

    def _asked_site(self, client: Client, api: str) -> Site:
        answer = client.api(api, {"meta": "siteinfo", "siprop": "general|rightsinfo"})
        general = answer.query.general
        if general is None or not general.generator.startswith("MediaWiki"):
            raise WikiError(f"{api}: is not the API of a MediaWiki")
        site = Site(api, general.base if is_web(general.base) else "", _licence(answer.query.rightsinfo))
        self.cache.keep_site(self.wiki, site)
        return site

    # --- titles ---------------------------------------------------------------------------------------------------------------

    def _resolved(self, client: Client, site: Site, host: str, titles: Sequence[str]) -> list[Wanted | InputError]:
        """For each title the page and its latest revision, or what is wrong."""
        good = [title for title in titles if title and not _NO_TITLE.search(title)]
        told = Query()
        if good:
            asked = {"prop": "revisions", "rvprop": "ids|timestamp|size|contentmodel", "rvslots": "main", "redirects": "1"}
            told = _whole(client, site.api, {**asked, "titles": "|".join(good)}, LARGEST)
        spelt = {one.asked: one.to for one in told.normalized}
        led = {one.asked: one for one in told.redirects}
        pages = {page.title: page for page in told.pages}
        others = {one.title: one.iw for one in told.interwiki}
        known: list[Wanted | InputError] = []
        for asked_title in titles:
            title, section, steps = spelt.get(asked_title, asked_title), "", 0
            while title in led and steps <= len(led):
                section = led[title].tofragment or section
                title, steps = led[title].to, steps + 1
            if steps:
                self.tell(f"{host}: {asked_title} is a redirect to {title}{f', section {section}' if section else ''}")
            elif title != asked_title:
                self.tell(f"{host}: {asked_title} is spelt {title} there")
            where = f"{host}: {asked_title}" + (f" (a redirect to {title})" if steps else "")
            if asked_title not in good:
                known.append(WikiError(f"{where or host}: no title of a page: it is empty, or holds a sign such as |"))
            elif title in others:
                known.append(WikiError(f"{where}: a page of another wiki ({others[title]}); name that wiki with --wiki"))
            else:
                known.append(self._wanted(client, site, where, asked_title, section, pages.get(title)))
        return known

    def _wanted(self, client: Client, site: Site, where: str, asked: str, section: str, page: Told | None) -> Wanted | InputError:
        if page is None:
            return WikiError(f"{where}: the wiki says nothing of this title; try again")
        if page.invalid:
            return WikiError(f"{where}: no title of a page ({' '.join(page.invalidreason.split())[:200]})")
        if page.special:
            return WikiError(f"{where}: a page that the wiki makes itself; it has no text to read")
        if page.missing or not page.revisions:
            return WikiError(f"{where}: there is no such page{self._near(client, site, page.title)}")
        revision = page.revisions[0]
        if revision.main.contentmodel != "wikitext":
            return WikiError(f"{where}: not wikitext but {revision.main.contentmodel}; nothing to read")
        if revision.size > self.max_size:
            return self._too_large(where)
        if self.cache.folder and asked != page.title:
            self.cache.keep_leads(site.api, asked, Leads(page.title, section))
        return Wanted(asked, section, page.title, page.pageid, revision.revid, revision.timestamp, revision.size)

    def _too_large(self, where: str) -> TooLarge:
        limit = f"{self.max_size / 1e6:.0f} MB, which is the limit"
        return TooLarge(f"{where}: more than {limit}; raise it with --max-size if you mean it")

    def _near(self, client: Client, site: Site, title: str) -> str:
        """Titles that the wiki's own search holds to be near, as the end of a message. A search that fails is none."""
        self._sought += 1
        if self._sought > SOUGHT:
            return ""
        words = re.sub(r"[^\w\s]+", " ", title)
        asked = {
            "list": "search|prefixsearch",
            "srsearch": words,
            "srlimit": "5",
            "srprop": "",
            "pssearch": title,
            "pslimit": "3",
        }
        try:
            told = client.api(site.api, asked).query
        except InputError:
            return ""
        near = list(dict.fromkeys(one.title for one in (*told.prefixsearch, *told.search)))[:3]
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def _offline(self, site: Site, host: str, title: str) -> Wanted | InputError:
        capital = title[:1].upper() + title[1:]
        leads = self.cache.leads(site.api, title) or Leads(title)
        text = self.cache.text(site.api, leads.to) or self.cache.text(site.api, capital)
        if text is None:
            return WikiError(f"{host}: {title}: not in the cache; fetch it once without --offline")
        return Wanted(title, leads.section, text.title, text.page, text.revision, text.timestamp, 0)

    def _is_given(self, one: Wanted | InputError) -> bool:
        """Whether the page was given already, under another of its titles."""
        if isinstance(one, InputError):
            return False
        first = self._given.setdefault(one.title, one.asked)
        if first != one.asked:
            self.tell(f"{one.asked} is the page that {first} is; it is read once")
        return first != one.asked

    # --- texts ----------------------------------------------------------------------------------------------------------------

    def _read(self, site: Site, host: str, known: Sequence[Wanted | InputError]) -> Iterator[Page | InputError]:
        """The pages with their texts, those that the cache lacks asked for a few at a time."""
        texts: dict[int, Text | InputError] = {}
        for number, one in enumerate(known):
            if isinstance(one, InputError):
                yield bare(one)
                continue
            kept = self.cache.text(site.api, one.title)
            from_cache = kept is not None and kept.revision == one.revision and one.revision not in texts
            if kept is not None and from_cache:
                text: Text | InputError = kept
            else:
                if one.revision not in texts and self.client is not None:
                    texts.update(self._some_texts(self.client, site, host, self._next(site, known[number:])))
                text = texts.pop(
                    one.revision, WikiError(f"{host}: {one.title}: its text may not be seen, or is gone since; try again")
                )
            if isinstance(text, InputError):
                yield text
                continue
            address = page_address(site.base, one.title)
            self.found.append(Found(one.asked, one.title, str(one.revision), address, one.section, from_cache))
            yield self._page(site, host, text, address)

    def _next(self, site: Site, known: Iterable[Wanted | InputError]) -> list[Wanted]:
        """The next pages whose texts the cache lacks, as many as fit in one request."""
        taken: list[Wanted] = []
        for one in known:
            if isinstance(one, InputError):
                continue
            kept = self.cache.text(site.api, one.title) if taken else None
            if kept is not None and kept.revision == one.revision:
                continue
            if taken and (len(taken) == MOST_TITLES or sum(other.size for other in taken) + one.size > MOST_TEXT):
                break
            taken.append(one)
        return taken

    def _some_texts(self, client: Client, site: Site, host: str, wanted: Sequence[Wanted]) -> dict[int, Text | InputError]:
        """The texts, or of the first one at least what is wrong with it: one bad page does not take others with it."""
        try:
            return self._asked_texts(client, site, wanted)
        except Unreachable:
            raise
        except InputError as error:
            if len(wanted) > 1:
                return self._some_texts(client, site, host, wanted[:1])
            return {wanted[0].revision: bare(type(error)(f"{host}: {wanted[0].title}: not given ({error})"))}

    def _asked_texts(self, client: Client, site: Site, wanted: Sequence[Wanted]) -> dict[int, Text | InputError]:
        asked = {"prop": "revisions", "rvprop": "ids|timestamp|content|contentmodel", "rvslots": "main"}
        # As JSON a letter takes twice its bytes at most.
        limit = LARGEST + 2 * sum(one.size for one in wanted)
        told = _whole(client, site.api, {**asked, "revids": "|".join(str(one.revision) for one in wanted)}, limit)
        seen = {revision.revid: revision.main.content for page in told.pages for revision in page.revisions}
        texts: dict[int, Text | InputError] = {}
        for one in wanted:
            content = seen.get(one.revision)
            if content is None:
                continue
            if len(content.encode("utf-8", "surrogatepass")) > self.max_size:
                texts[one.revision] = self._too_large(f"{urlsplit(site.api).netloc}: {one.title}")
                continue
            text = texts[one.revision] = Text(one.title, one.page, one.revision, one.timestamp, content)
            self.cache.keep_text(site.api, text)
        return texts

    def _page(self, site: Site, host: str, text: Text, address: str) -> Page:
        made = page_of(text.text, text.title)
        stamp = _STAMP.match(text.timestamp)
        return Page(
            text.text,
            made.blocks,
            shown=made.shown,
            title=text.title or made.title,
            date=stamp[0] if stamp else None,
            address=address,
            revision=str(text.revision),
            licence=site.licence,
            format="wikitext",
            origin=host,
            where=f"{host}: {text.title}",
        )


def _spaced(title: str) -> str:
    return " ".join(title.replace("_", " ").split())


def _batches(titles: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    length = 0
    for title in titles:
        size = len(quote(title, errors="replace")) + 3
        if batch and (len(batch) == MOST_TITLES or length + size > LONGEST_ASKED):
            yield batch
            batch, length = [], 0
        batch.append(title)
        length += size
    if batch:
        yield batch


def _whole(client: Client, api: str, asked: dict[str, str], limit: int) -> Query:
    """The whole answer, its parts asked for one after another where the wiki gives it in parts."""
    parts: list[Query] = []
    more: dict[str, str] = {}
    for _ in range(MOST_REQUESTS):
        answer: Answer = client.api(api, {**asked, **more}, limit)
        parts.append(answer.query)
        if not answer.more:
            break
        more = {str(key): str(value) for key, value in answer.more.items()}
    else:
        raise WikiError(f"{api}: gives its answer in more than {MOST_REQUESTS} parts")
    pages: dict[str, Told] = {}
    for part in parts:
        for page in part.pages:
            before = pages.get(page.title)
            pages[page.title] = page if before is None or page.revisions else before
    return Query(
        normalized=[one for part in parts for one in part.normalized],
        redirects=[one for part in parts for one in part.redirects],
        interwiki=[one for part in parts for one in part.interwiki],
        pages=list(pages.values()),
    )


def _licence(rights: Rights) -> str:
    """The licence as a line: its name, and its address where it has one."""
    name = " ".join((rights.text or "").split())[:200]
    address = (rights.url or "").strip()[:300]
    if address.startswith("//"):
        address = f"https:{address}"
    if not is_web(address):
        return name
    return f"{name} ({address})" if name else address
