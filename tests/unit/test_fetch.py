"""Pages of a live wiki, from a small API on loopback that can be busy, wrong, endless or elsewhere. No language model."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from click.testing import CliRunner, Result

from relazione.cli.door import relazione
from relazione.model.documents import Document
from relazione.model.errors import InputError, TooLarge, Unreachable, WikiError, WrongUse
from relazione.sources.read import fetch_documents, read_document
from relazione.sources.wiki_address import api_addresses, api_named_by, page_address, wiki_address
from relazione.sources.wiki_cache import Cache, Leads, Text
from relazione.sources.wiki_client import Client, user_agent
from relazione.sources.wiki_pages import Fetch

TITLE = "Bulgaria–Greece relations"
WORDS = "'''Bulgaria''' and [[Greece]] signed a treaty in 1904."
Reply = tuple[int, dict[str, str], bytes]


class Wiki:
    """A wiki of a few pages. `first` holds replies that are given before it answers; `asked` what was asked for."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[int, str]] = {TITLE: (7, WORDS)}
        self.redirects: dict[str, tuple[str, str]] = {}
        self.extra: dict[str, dict[str, Any]] = {}
        self.near: list[str] = []
        self.first: list[Reply] = []
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.paths: list[str] = []
        self.api = "/w/api.php"
        self.at_once = 50
        self.front: Reply = (404, {}, b"none")
        self.address = ""

    def reply(self, target: str, agent: str) -> Reply:
        parts = urlsplit(target)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.paths.append(parts.path)
        self.agents.add(agent)
        if parts.path != self.api:
            return self.front if parts.path == "/" else (404, {}, b"<title>Not here</title>")
        if "action" not in asked:
            return 200, {}, b"<title>MediaWiki API help</title>"
        self.asked.append(asked)
        if self.first:
            return self.first.pop(0)
        return 200, {"Content-Type": "application/json"}, json.dumps(self.answer(asked)).encode()

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        if asked.get("meta") == "siteinfo":
            rights = {"url": "https://creativecommons.org/licenses/by-sa/4.0/", "text": "CC BY-SA 4.0"}
            general = {"base": f"{self.address}/wiki/Main_Page", "generator": "MediaWiki 1.43.0", "sitename": "Rivers"}
            return {"batchcomplete": True, "query": {"general": general, "rightsinfo": rights}}
        if "list" in asked:
            return {"query": {"search": [{"title": one} for one in self.near], "prefixsearch": []}}
        if "revids" in asked:
            return self.contents(asked)
        query: dict[str, Any] = {"normalized": [], "redirects": [], "pages": []}
        for title in asked["titles"].split("|"):
            spelt = title[:1].upper() + title[1:]
            if spelt != title:
                query["normalized"].append({"fromencoded": False, "from": title, "to": spelt})
            while spelt in self.redirects:
                to, section = self.redirects[spelt]
                query["redirects"].append({"from": spelt, "to": to, **({"tofragment": section} if section else {})})
                spelt = to
            page = self.page(spelt)
            if page not in query["pages"]:
                query["pages"].append(page)
        return {"batchcomplete": True, "query": query}

    def page(self, title: str) -> dict[str, Any]:
        if title in self.extra:
            return {"title": title, **self.extra[title]}
        if title not in self.texts:
            return {"ns": 0, "title": title, "missing": True}
        number, words = self.texts[title]
        revision = {"revid": number, "timestamp": f"2024-05-{number:02d}T10:11:12Z", "size": len(words.encode())}
        return {
            "pageid": 5,
            "ns": 0,
            "title": title,
            "revisions": [{**revision, "slots": {"main": {"contentmodel": "wikitext"}}}],
        }

    def contents(self, asked: dict[str, str]) -> dict[str, Any]:
        wanted = asked["revids"].split("|")
        start = int(asked.get("from", 0))
        pages = []
        for one in wanted[start : start + self.at_once]:
            title = next(title for title, (number, _) in self.texts.items() if str(number) == one)
            page = self.page(title)
            page["revisions"][0]["slots"]["main"]["content"] = self.texts[title][1]
            pages.append(page)
        more = start + self.at_once < len(wanted)
        return {"query": {"pages": pages}, **({"continue": {"from": start + self.at_once, "continue": "||"}} if more else {})}

    def texts_asked_for(self) -> list[str]:
        return [asked["revids"] for asked in self.asked if "revids" in asked]


@pytest.fixture
def wiki(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    told = Wiki()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = told.reply(self.path, self.headers.get("User-Agent", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Asker:
    """Fetches, and keeps what was said and how long was waited."""

    def __init__(self, wiki: Wiki, cache: Path) -> None:
        self.wiki = wiki
        self.cache = cache
        self.said: list[str] = []
        self.waits: list[float] = []
        self.found: list[Any] = []

    def __call__(self, *titles: str, address: str = "", offline: bool = False, cached: bool = True, **told: Any) -> list[Any]:
        self.said.clear()
        self.waits.clear()
        with Client("editor@example.org", self.said.append, self.waits.append) as client:
            fetch = Fetch(
                address or self.wiki.address,
                client=None if offline else client,
                cache=self.cache if cached else None,
                tell=self.said.append,
                **told,
            )
            made = list(fetch_documents(fetch, titles))
        self.found = fetch.found
        return made


@pytest.fixture
def ask(wiki: Wiki, tmp_path: Path) -> Asker:
    return Asker(wiki, tmp_path / "cache")


def one(made: list[Any]) -> Document:
    assert len(made) == 1 and isinstance(made[0], Document), made
    return made[0]


def wrong(made: list[Any]) -> str:
    assert len(made) == 1 and isinstance(made[0], InputError), made
    assert made[0].exit_code == 4
    return str(made[0])


# --- a page ---------------------------------------------------------------------------------------------------------------------


def test_a_page_with_what_the_wiki_tells_of_it(ask: Asker, wiki: Wiki) -> None:
    document = one(ask(TITLE))
    assert (document.id, document.title, document.text) == ("bulgaria-greece-relations", TITLE, WORDS)
    assert (document.revision, document.date, document.format) == ("7", "2024-05-07", "wikitext")
    assert document.licence == "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
    assert document.address == f"{wiki.address}/wiki/Bulgaria%E2%80%93Greece_relations"
    assert ask.said == []


def test_it_is_the_document_that_a_dump_of_the_wiki_gives(ask: Asker, wiki: Wiki, tmp_path: Path) -> None:
    wiki.texts["Bulgaria, Greece & the $ (*)"] = (8, WORDS)
    dump = tmp_path / "dump.xml"
    for title, (number, _) in wiki.texts.items():
        dump.write_text(
            f"<mediawiki><siteinfo><base>{wiki.address}/wiki/Main_Page</base></siteinfo><page><title>{title.replace('&', '&amp;')}</title>"
            f"<ns>0</ns><revision><id>{number}</id><timestamp>2024-05-{number:02d}T10:11:12Z</timestamp><text>{WORDS}</text></revision>"
            "</page></mediawiki>",
            encoding="utf-8",
        )
        fetched, dumped = one(ask(title)), read_document(dump)
        for name in ("id", "title", "text", "blocks", "shown", "date", "revision", "address"):
            assert getattr(fetched, name) == getattr(dumped, name), name


def test_requests_are_polite(ask: Asker, wiki: Wiki) -> None:
    ask(TITLE)
    assert {asked["maxlag"] for asked in wiki.asked} == {"5"}
    [agent] = wiki.agents
    assert agent.startswith("relazione/") and "editor@example.org" in agent


@pytest.mark.parametrize("contact", ["a\r\nCookie: x", "é" * 3, "x" * 300])
def test_a_contact_is_one_plain_line(contact: str) -> None:
    with pytest.raises(WrongUse):
        user_agent(contact)


def test_a_redirect_is_followed_and_said(ask: Asker, wiki: Wiki) -> None:
    wiki.redirects = {"Greece–Bulgaria relations": ("Ties", ""), "Ties": (TITLE, "History")}
    assert one(ask("Greece–Bulgaria relations")).title == TITLE
    assert any(f"Greece–Bulgaria relations is a redirect to {TITLE}, section History" in said for said in ask.said)
    assert [(found.asked, found.title, found.section) for found in ask.found] == [("Greece–Bulgaria relations", TITLE, "History")]


def test_redirects_in_a_circle_end(ask: Asker, wiki: Wiki) -> None:
    circle = [{"from": "A", "to": "B"}, {"from": "B", "to": "A"}]
    wiki.answer = lambda asked, plain=wiki.answer: plain(asked) if "meta" in asked else {"query": {"redirects": circle}}  # type: ignore[method-assign, misc]
    assert "A" in wrong(ask("A"))


def test_a_title_in_another_spelling(ask: Asker) -> None:
    assert one(ask("bulgaria–Greece_relations")).title == TITLE
    assert any("spelt" in said for said in ask.said)


def test_two_titles_of_one_page_are_read_once(ask: Asker, wiki: Wiki) -> None:
    wiki.redirects = {"Ties": (TITLE, "")}
    assert one(ask("Ties", TITLE, TITLE)).title == TITLE
    assert any("read once" in said for said in ask.said)


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("No page", {}, "there is no such page; did you mean Near page?"),
    ("", {}, "no title of a page"),
    ("A|B", {}, "no title of a page"),
    ("A\udc80", {}, "no title of a page"),
    ("A<b", {"invalid": True, "invalidreason": 'invalid characters: "<"'}, "invalid characters"),
    ("Special:Version", {"special": True, "ns": -1}, "a page that the wiki makes itself"),
    ("A.js", {"revisions": [{"revid": 9, "slots": {"main": {"contentmodel": "javascript"}}}]}, "javascript"),
    ("Large", {"revisions": [{"revid": 9, "size": 30_000_000}]}, "more than 20 MB"),
]


@pytest.mark.parametrize(("title", "told", "says"), BAD)
def test_a_bad_title_is_named_and_the_others_go_on(ask: Asker, wiki: Wiki, title: str, told: dict[str, Any], says: str) -> None:
    wiki.near = ["Near page"]
    if told:
        wiki.extra = {title: told}
    bad, good = ask(title, TITLE)
    assert isinstance(bad, InputError) and title in str(bad) and says in str(bad)
    assert isinstance(good, Document)


def test_a_hidden_text_is_said(ask: Asker, wiki: Wiki) -> None:
    page = wiki.page(TITLE)
    page["revisions"][0]["slots"]["main"]["texthidden"] = True
    plain = wiki.answer
    wiki.answer = lambda asked: {"query": {"pages": [page]}} if "revids" in asked else plain(asked)  # type: ignore[method-assign]
    assert "may not be seen" in wrong(ask(TITLE))


def test_many_titles_go_in_batches_in_their_order(ask: Asker, wiki: Wiki) -> None:
    for number in range(8, 28):
        wiki.texts[f"Page {number}"] = (number, f"{WORDS} It was number {number}.")
    titles = [f"Page {number}" for number in range(27, 7, -1)]
    wiki.at_once = 6
    assert [document.title for document in ask(*titles)] == titles
    assert sum("titles" in asked for asked in wiki.asked) == 1
    assert len(wiki.texts_asked_for()) == 4


def test_long_titles_make_no_endless_address(ask: Asker, wiki: Wiki) -> None:
    titles = [f"{'–' * 200}{number}" for number in range(12)]
    made = ask(*titles)
    assert len(made) == 12 and all(isinstance(bad, WikiError) for bad in made)
    assert all(len(quote(asked.get("titles", ""))) < 6000 for asked in wiki.asked)


# --- the cache ------------------------------------------------------------------------------------------------------------------


def test_a_text_is_asked_for_again_only_if_it_changed(ask: Asker, wiki: Wiki) -> None:
    first = one(ask(TITLE))
    assert not ask.found[0].from_cache
    assert one(ask(TITLE)) == first and ask.found[0].from_cache
    assert wiki.texts_asked_for() == ["7"]
    wiki.texts[TITLE] = (9, WORDS + " They met in 1911.")
    assert one(ask(TITLE)).revision == "9"
    assert wiki.texts_asked_for() == ["7", "9"]


def test_without_a_cache_every_text_is_asked_for(ask: Asker, wiki: Wiki) -> None:
    ask(TITLE, cached=False)
    ask(TITLE, cached=False)
    assert wiki.texts_asked_for() == ["7", "7"] and not ask.cache.exists()


def test_offline_reads_what_was_fetched(ask: Asker, wiki: Wiki) -> None:
    wiki.redirects = {"Ties": (TITLE, "")}
    first = one(ask("Ties"))
    asked = len(wiki.paths)
    assert one(ask("Ties", offline=True)) == one(ask(TITLE, offline=True)) == first
    assert "not in the cache" in wrong(ask("No page", offline=True))
    with pytest.raises(WikiError, match="nothing of this wiki"):
        ask(TITLE, address="https://other.example.org", offline=True)
    assert len(wiki.paths) == asked


def test_a_damaged_cache_counts_as_none(ask: Asker) -> None:
    first = one(ask(TITLE))
    for file in ask.cache.rglob("*.json"):
        file.write_bytes(b'{"title": 5')
    assert one(ask(TITLE)) == first and not ask.found[0].from_cache


def test_a_cache_that_cannot_be_written_is_said_once(ask: Asker, tmp_path: Path) -> None:
    ask.cache = tmp_path / "file"
    ask.cache.write_text("no folder")
    one(ask(TITLE))
    assert sum("without a cache" in said for said in ask.said) == 1


def test_no_title_becomes_a_path(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    title = "../../../etc/passwd"
    cache.keep_text("https://example.org/api.php", Text(title, 1, 2, "", "words"))
    cache.keep_leads("https://example.org/api.php", title, Leads("x"))
    assert cache.text("https://example.org/api.php", title) == Text(title, 1, 2, "", "words")
    assert {path.parent.parent for path in tmp_path.rglob("*.json")} == {tmp_path / "cache"}


# --- a wiki that is busy, or wrong ----------------------------------------------------------------------------------------------

LAG = json.dumps({"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1: 7 seconds lagged."}}).encode()
BUSY: list[tuple[str, Reply, float]] = [
    # what, reply, seconds waited
    ("maxlag", (200, {"Retry-After": "6"}, LAG), 6),
    ("maxlag without a time", (200, {}, LAG), 1),
    ("429", (429, {"Retry-After": "11"}, b"slow down"), 11),
    ("503", (503, {}, b"<html>"), 1),
    ("a date that is over", (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, b""), 1),
    ("a time that is none", (429, {"Retry-After": "soon"}, b""), 1),
]


@pytest.mark.parametrize(("what", "reply", "wait"), BUSY)
def test_a_busy_wiki_is_asked_again_when_it_wants(ask: Asker, wiki: Wiki, what: str, reply: Reply, wait: float) -> None:
    wiki.first = [reply]
    assert one(ask(TITLE)).revision == "7"
    assert ask.waits == [wait]


def test_waits_grow_and_end(ask: Asker, wiki: Wiki) -> None:
    wiki.first = [(503, {}, b"")] * 20
    with pytest.raises(Unreachable, match=r"503.*asked 5 times"):
        ask(TITLE)
    assert ask.waits == [1, 2, 4, 8] and len(wiki.first) == 15


def test_a_wiki_that_wants_too_much_patience_is_left(ask: Asker, wiki: Wiki) -> None:
    wiki.first = [(429, {"Retry-After": "86400"}, b"")]
    with pytest.raises(Unreachable, match="86400 s"):
        ask(TITLE)
    assert ask.waits == []


def test_nobody_there(ask: Asker) -> None:
    with pytest.raises(Unreachable, match="no connection"):
        ask(TITLE, address="http://127.0.0.1:9/w/api.php")
    assert ask.waits == [1, 2]


WRONG: list[tuple[str, Reply, type[InputError], str]] = [
    ("a web page", (200, {}, b"<html><title>Log in first</title>"), WikiError, "Log in first"),
    ("another form", (200, {}, b'{"query": {"pages": 5}}'), WikiError, "form"),
    ("JSON without end", (200, {}, b'{"query": ' + b"[" * 100_000), WikiError, "form"),
    ("letters that are none", (200, {}, b'{"query": "\xff"}'), WikiError, "form"),
    ("a refusal", (403, {}, b""), WikiError, "403.*--contact"),
    ("an error", (200, {}, b'{"error": {"code": "readapidenied", "info": "no"}}'), WikiError, "readapidenied.*closed"),
    ("no wiki", (200, {}, b'{"query": {"general": {"generator": "Else"}}}'), WikiError, "is not the API of a MediaWiki"),
    ("a huge answer", (200, {}, b" " * 5_000_000), WikiError, "more than 4 MB"),
    ("a small bomb", (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 50_000_000)), WikiError, "more than 4 MB"),
    ("damaged gzip", (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bnothing"), WikiError, "damaged"),
    (
        "a host elsewhere",
        (302, {"Location": "http://localhost:1/w/api.php?x=y"}, b""),
        WikiError,
        "another host, http://localhost:1/",
    ),
    ("a file", (302, {"Location": "file:///etc/passwd"}, b""), WikiError, "leads to file:"),
]


@pytest.mark.parametrize(("what", "reply", "kind", "says"), WRONG)
def test_what_is_no_answer_is_refused(ask: Asker, wiki: Wiki, what: str, reply: Reply, kind: type[InputError], says: str) -> None:
    wiki.first = [reply]
    with pytest.raises(kind, match=says) as caught:
        ask(TITLE, address=f"{wiki.address}/w/api.php")
    assert caught.value.exit_code == 4


def test_a_circle_of_addresses_ends(ask: Asker, wiki: Wiki) -> None:
    wiki.first = [(302, {"Location": "/w/api.php?action=query"}, b"")] * 20
    with pytest.raises(WikiError, match="without end"):
        ask(TITLE, address=f"{wiki.address}/w/api.php")


def test_a_text_larger_than_told_takes_no_other_with_it(ask: Asker, wiki: Wiki) -> None:
    wiki.texts |= {"Before": (1, WORDS), "Large": (2, "x" * 9_000_000), "Behind": (3, WORDS)}
    plain = wiki.page

    def page(title: str) -> dict[str, Any]:
        told = plain(title)
        told["revisions"][0]["size"] = 10
        return told

    wiki.page = page  # type: ignore[method-assign]
    before, large, behind = ask("Before", "Large", "Behind")
    assert isinstance(large, TooLarge) and "Large" in str(large)
    assert [before.title, behind.title] == ["Before", "Behind"]


def test_titles_that_the_api_refuses_are_named(ask: Asker, wiki: Wiki) -> None:
    plain = wiki.answer
    wiki.answer = lambda asked: {"error": {"code": "toomany", "info": "no"}} if "titles" in asked else plain(asked)  # type: ignore[method-assign]
    assert [TITLE in str(bad) and "toomany" in str(bad) for bad in ask(TITLE, "A")] == [True, False]


# --- addresses ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    ["", "/", "/wiki/Main_Page", "/wiki/", "/w/api.php", "/w/index.php?title=Main_Page", "/w/index.php/Main_Page"],
)
def test_the_wiki_is_found_by_any_of_its_addresses(ask: Asker, wiki: Wiki, told: str) -> None:
    assert one(ask(TITLE, address=wiki.address + told)).revision == "7"
    assert ask.said == []


def test_the_wiki_is_found_by_its_page(ask: Asker, wiki: Wiki) -> None:
    wiki.api = "/deep/down/api.php"
    wiki.front = (200, {}, b'<head><link rel="EditURI" href="/deep/down/api.php?action=rsd&amp;x" /></head>')
    assert one(ask(TITLE)).revision == "7"
    seen = len(wiki.paths)
    assert one(ask(TITLE)).revision == "7"
    assert wiki.paths[seen:] == ["/deep/down/api.php"] * 2, "it is found once, and then remembered"


def test_another_host_is_said(ask: Asker, wiki: Wiki) -> None:
    wiki.api = "/deep/api.php"
    there = wiki.address.replace("127.0.0.1", "localhost")
    wiki.front = (200, {}, f'<link rel="EditURI" href="{there}/deep/api.php?action=rsd">'.encode())
    assert one(ask(TITLE)).revision == "7"
    assert any("another host" in said and there in said for said in ask.said)


def test_no_wiki_there(ask: Asker, wiki: Wiki) -> None:
    wiki.api = "/nowhere"
    for front in ((404, {}, b""), (200, {}, b"<html>A shop</html>")):
        wiki.front = front
        with pytest.raises(WikiError, match="no MediaWiki found there"):
            ask(TITLE)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "ftp://example.org",
        "file:///etc/passwd",
        "https://",
        "https://u:p@example.org",
        "https://a b",
        "http://[",
        "http://a:x",
    ],
)
def test_what_is_no_address_is_wrong_use(told: str) -> None:
    with pytest.raises(WrongUse):
        wiki_address(told)


def test_addresses() -> None:
    assert wiki_address("en.wikipedia.org") == "https://en.wikipedia.org"
    assert api_addresses("https://a.org/wiki/X")[0] == "https://a.org/w/api.php"
    assert api_addresses("https://a.org/x/index.php/Y") == ["https://a.org/x/api.php"]
    assert api_named_by('<link rel="EditURI" href="//b.org/api.php?action=rsd">', "https://a.org/") == "https://b.org/api.php"
    assert api_named_by('<link rel="EditURI" href="javascript:1">', "https://a.org/") == ""
    assert page_address("https://a.org/w/index.php?title=Main_Page", "A b") == "https://a.org/w/index.php?title=A_b"
    assert page_address("javascript:1/x", "A") == page_address("https://a.org/wiki/M", "") == ""


# --- the command ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(wiki: Wiki, seed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, with a stand-in for the coder: one treaty in each text."""
    from relazione.coding import coder as room
    from relazione.coding.pair import Pair
    from relazione.model.evidence import quote as quoted
    from relazione.model.identity import Draft, number_claims

    def code(document: Document, **more: Any) -> Any:
        start = document.text.index("signed")
        body = seed.event("treaty", seed.kingdom(), seed.turkey(), on="1904")
        claims = number_claims(document.id, [Draft(body=body, evidence=(quoted(document.text, start, start + 6),))])
        return room.Coded(document, Pair("BGR", "GRC"), claims, ())

    monkeypatch.setattr(room, "code", code)

    def fetch(*arguments: str, command: str = "fetch", at: str = "") -> Result:
        told = ["--wiki", at or wiki.address] if command == "fetch" else []
        environment = {"XDG_CACHE_HOME": str(tmp_path / "xdg"), "RELAZIONE_DB": str(tmp_path / "r.db")}
        return CliRunner().invoke(relazione, [command, *arguments, *told], env=environment)

    return fetch


def test_a_changed_page_is_a_new_version(run: Callable[..., Result], wiki: Wiki) -> None:
    first = run(TITLE)
    assert first.exit_code == 0 and f"{TITLE} (Bulgaria and Greece)" in first.stdout, first.output
    assert "nothing new" in run(TITLE).stdout
    wiki.texts[TITLE] = (9, WORDS + " They met in 1911.")
    [told] = json.loads(run(TITLE, "--json").stdout)["documents"]
    assert (told["document"], told["revision"], told["date"]) == ("bulgaria-greece-relations", "9", "2024-05-09")
    assert told["new_version"] and not told["new_document"] and told["kept_claims"] == 1


def test_where_it_is_from_is_shown(run: Callable[..., Result], wiki: Wiki) -> None:
    run(TITLE)
    [line] = json.loads(run("--json", command="facts").stdout)
    shown = run(line["id"], command="fact").stdout
    address = f"{wiki.address}/wiki/Bulgaria%E2%80%93Greece_relations"
    assert f"{TITLE}: revision 7, {address}, licence CC BY-SA 4.0 (https://" in shown
    told = json.loads(run(line["id"], "--json", command="fact").stdout)["documents"]["bulgaria-greece-relations"]
    assert (told["revision"], told["address"]) == ("7", address) and told["licence"].startswith("CC BY-SA")


def test_the_same_title_in_another_wiki_is_another_document(run: Callable[..., Result], wiki: Wiki) -> None:
    run(TITLE)
    there = wiki.address
    wiki.address = there.replace("127.0.0.1", "localhost")
    wiki.texts[TITLE] = (8, WORDS + " So they say elsewhere.")
    made = run(TITLE, "--json", at=wiki.address)
    [told] = json.loads(made.stdout)["documents"]
    assert told["document"] == "bulgaria-greece-relations-2" and told["new_document"]


def test_exit_codes(run: Callable[..., Result], wiki: Wiki, tmp_path: Path) -> None:
    assert run("No page").exit_code == 4 and not (tmp_path / "r.db").exists()
    mixed = run("No page", TITLE)
    assert mixed.exit_code == 1 and "No page: there is no such page" in mixed.stderr
    assert run(TITLE, at="ftp://example.org").exit_code == 2
    assert run(TITLE, "Other", "--id", "x").exit_code == 2
    assert run(TITLE, "--offline", "--no-cache").exit_code == 2
    assert run(TITLE, "--offline").exit_code == 0
    wiki.first = [(403, {}, b"")]
    assert run(TITLE, at=f"{wiki.address}/w/api.php").exit_code == 4


def test_json_says_what_became_of_each_title(run: Callable[..., Result], wiki: Wiki) -> None:
    wiki.redirects = {"Ties": (TITLE, "History")}
    data = json.loads(run("Ties", "No page", "--json").stdout)
    assert [(one["asked"], one["title"], one["revision"]) for one in data["fetched"]] == [("Ties", TITLE, "7")]
    assert "No page" in data["errors"][0]["message"] and data["wiki"] == wiki.address
