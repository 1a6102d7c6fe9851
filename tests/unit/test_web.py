"""The pages: what they show, where they lead, and that nothing from outside is more than text on them."""

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import quote, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from relazione.model.claims import Agreement, Holding, Mission, Tenure
from relazione.model.documents import Block, Document, Unread
from relazione.model.evidence import quote as evidence
from relazione.model.identity import Draft, number_claims
from relazione.publish.words import holding
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.guard import host_name
from relazione.web.rendering import after, before
from relazione.web.site import write_site

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "seed.db"
    with Record.open(path, create=True) as record:
        document = seed.document(date="2025-05-01")
        record.add(document, seed.claims(document), [Unread(0, 20, "no frame fits")], coder="hand")
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url=HOST, follow_redirects=False) as found:
        yield found


class Page(HTMLParser):
    """A page's elements; fails on what a browser would have to guess."""

    VOID = frozenset(("meta", "link", "input", "br", "img"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.elements if (value := attrs.get(name)) is not None]

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def page(client: TestClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:300])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


def crawl(client: TestClient) -> dict[str, Page]:
    """Every page that links lead to from the home page; of pages that are alike (dated ones, states, polities) only some."""
    found: dict[str, Page] = {}
    waiting = ["/"]
    left = {"?": 6, "/state/": 6, "/polities/": 30}
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("/explain/"):  # these ask the language model; see below
            continue
        alike = next((sign for sign in left if sign in address), None)
        if alike is not None:
            left[alike] -= 1
            if left[alike] < 0:
                continue
        answer = client.get(address)
        if answer.status_code == 303:  # to the address that has what is usual in it
            waiting.append(answer.headers["location"])
            continue
        assert answer.status_code == 200, address
        if "text/html" not in answer.headers["content-type"] or "content-disposition" in answer.headers:  # a file to be saved
            continue
        found[address] = Page(answer.text)
        for href in found[address].values("href"):
            parts = urlsplit(urljoin(HOST + address, href))
            assert f"{parts.scheme}://{parts.netloc}" == HOST, (address, href)
            waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def test_all_pages_are_found_by_following_links(client: TestClient, path: Path) -> None:
    found = crawl(client)
    with Record.open(path, read_only=True) as record:
        facts = {f"/fact/{fact.id}" for fact in record.facts(pair=("ITA", "TUR"))}
    assert {"/", "/pair/ITA/TUR", "/document/italy-turkey", *facts} <= set(found)


def test_each_page_is_sound(client: TestClient) -> None:
    for address, found in crawl(client).items():
        ids = found.values("id")
        assert len(ids) == len(set(ids)), (address, sorted(i for i in ids if ids.count(i) > 1))
        for href in found.values("href"):
            if href.startswith("#"):
                assert href[1:] in ids, (address, href)
        assert [tag for tag, _ in found.elements].count("h1") == 1, address
        levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), (address, levels)
        labelled = {value for tag, attrs in found.elements if tag == "label" and (value := attrs.get("for"))}
        assert {attrs["id"] for tag, attrs in found.elements if tag == "input" and attrs.get("type") != "hidden"} <= labelled, (
            address
        )
        assert {"main", "header", "footer"} <= found.tags()
        scripts = [attrs for tag, attrs in found.elements if tag == "script"]
        assert scripts == (
            [{"src": "/static/asof.js", "defer": None}] if re.fullmatch(r"/pair/\w+/\w+(\?.*)?", address) else []
        ), address
        assert "style" not in found.values("style") and not found.values("style")


def test_links_between_fact_and_document_lead_both_ways(client: TestClient) -> None:
    document = page(client, "/document/italy-turkey")
    anchors = set(document.values("id"))
    facts = [href for href in document.values("href") if href.startswith("/fact/")]
    assert len(facts) > 60
    for href in facts[::7]:
        back = [h for h in page(client, href).values("href") if h.startswith("/document/italy-turkey#")]
        assert back
        assert {h.partition("#")[2] for h in back} <= anchors


def test_from_the_pair_to_the_words_on_kastellorizo(client: TestClient) -> None:
    answer = client.get("/pair/ITA/TUR?as-of=1925-01-01").text
    fact = re.search(r'href="(/fact/[^"]+)"><bdi>The Kingdom of Italy holds Kastellorizo as a possession', answer)
    if fact is None:
        fact = re.search(r'href="(/fact/[^"]+)"><bdi>Holds Kastellorizo as a possession', answer)
    assert fact
    words = client.get(fact[1]).text
    assert "<mark>Kastellorizo had been an Italian possession since 1921.</mark>" in words
    there = re.search(r'href="/document/italy-turkey#(c-[^"]+)"', words)
    assert there
    assert re.search(rf'id="{there[1]}">Kastellorizo had been', client.get("/document/italy-turkey").text)


def test_the_pair_page_tells_what_the_contract_tells(client: TestClient) -> None:
    for on in ("", "?as-of=1912-06-01", "?as-of=1925", "?as-of=1950-05"):
        data = client.get(f"/pair/ITA/TUR.json{on}").json()
        assert data["schema"] == 1 and data["pair"] == ["ITA", "TUR"]
        hrefs = page(client, f"/pair/ITA/TUR{on}").values("href")
        for key, items in data.items():
            if isinstance(items, list) and items and isinstance(items[0], dict) and "fact" in items[0]:
                held = holding(key, data)
                assert {f"/fact/{item['fact']}" for item in held} <= set(hrefs), key
                assert len(held) == len(items) or key == "measures"


def test_war_is_told(client: TestClient) -> None:
    assert re.search(r"<dt>At war</dt><dd><strong>Yes", client.get("/pair/ITA/TUR?as-of=1912-01-15").text)
    assert re.search(r"<dt>At war</dt><dd>No", client.get("/pair/ITA/TUR?as-of=1925").text)


def test_a_conflict_is_shown_with_its_values(client: TestClient) -> None:
    shown = page(client, "/pair/ITA/TUR")
    assert "What is disputed" in shown.text and "against" in shown.text


def test_names_as_people_write_them_lead_to_the_address(client: TestClient) -> None:
    answer = client.get("/pair", params={"a": "Italy", "b": "Turkey", "as-of": "1925-01-01"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/pair/ITA/TUR?as-of=1925-01-01")
    assert client.get("/pair/italy/Turkey.json").headers["location"] == "/pair/ITA/TUR.json"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nope", 404, "No page has this address"),
        ("/fact/c0", 404, "there is no fact"),
        ("/document/none", 404, "there is no document"),
        ("/pair/ITA/QQQ", 404, "unknown state"),
        ("/pair?a=Itally&b=Turkey", 404, "did you mean Italy"),
        ("/pair/ITA/ITA", 400, "two different states"),
        ("/pair/ITA/TUR?as-of=1990-02-30", 400, "no day 30"),
        ("/pair/ITA/TUR?as-of=yesterday", 400, "impossible date"),
        ("/pair/ITA/TUR?as-of=<script>alert(1)</script>", 400, "impossible date"),
    ],
)
def test_what_cannot_be_answered_is_said(client: TestClient, address: str, status: int, words: str) -> None:
    found = page(client, address, status)
    assert words in found.text
    assert "script" not in found.tags()


@pytest.mark.parametrize("address", ["/fact/c0.json", "/document/none.json", "/pair/ITA/QQQ.json", "/nope.json"])
def test_where_data_was_asked_for_the_error_is_data(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_each_page_of_data_has_a_twin(client: TestClient) -> None:
    twins = [href for found in crawl(client).values() for href in found.values("href") if ".json" in href]
    assert len(twins) > 50
    assert client.get("/search.json?q=ankara").json()["hits"]
    fact = client.get(next(href for href in twins if href.startswith("/fact/"))).json()
    assert set(fact) == {"fact", "claims", "decisions", "places", "withdrawn", "how_sure", "history", "neighbours"}
    assert set(client.get("/document/italy-turkey.json").json()) == {"document", "withdrawn", "claims", "unread"}


def test_search_finds_with_or_without_accents(client: TestClient) -> None:
    found = client.get("/search?q=iskenderun").text
    assert re.search(r"<mark>İskenderun</mark>", found)
    assert "Nothing on record" in client.get("/search?q=zzzz").text
    for odd in ('"', "*", "AND OR", "a" * 900, "(", "%00", "NEAR/3"):
        assert client.get("/search", params={"q": odd}).status_code == 200


def test_a_passage_found_leads_to_its_paragraph(client: TestClient) -> None:
    anchors = [h for h in page(client, "/search?q=sofagate").values("href") if "#p-" in h]
    assert anchors
    assert {h.partition("#")[2] for h in anchors} <= set(page(client, "/document/italy-turkey").values("id"))


def test_pages_are_light(client: TestClient) -> None:
    for address in ("/", "/pair/ITA/TUR", "/document/italy-turkey", "/search?q=italy", "/static/style.css"):
        assert len(client.get(address).content) < 120_000, address


def test_what_was_not_understood_is_shown(client: TestClient) -> None:
    assert "no frame fits" in page(client, "/document/italy-turkey").text


# --- safety ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/pair/ITA/TUR", "/nope", "/static/style.css", "/pair/ITA/TUR.json", "/pair?a=x&b=y"])
def test_every_answer_carries_the_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert re.findall(r"script-src[^;]*", policy) == (["script-src 'self'"] if address == "/pair/ITA/TUR" else [])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"  # with "no-referrer" a form of ours would come from Origin: null


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil:80",
        "",
        "[::2]",
        "evil\\@localhost",
        "localhost:1/login?",
        "127.0.0.1:evil",
        "localhost:80@evil.example",
        "[::1",
        "[::1]evil",
        "localhost#",
    ],
)
def test_only_this_machine_is_answered_for(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "nosniff" in answer.headers["x-content-type-options"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert host_name(host) in ("localhost", "127.0.0.1", "::1")
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    for address in ("/", "/pair/ITA/TUR"):
        assert client.request(method, address, data={"a": "b"}).status_code == (403 if method == "POST" else 405)


@pytest.mark.parametrize(
    "address",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/document/../../etc/passwd", "/document/%2e%2e%2f%2e%2e%2fetc", "/fact/%00"],
)
def test_paths_lead_nowhere_else(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_endless_address_is_refused(client: TestClient) -> None:
    assert client.get("/search?q=" + "a" * 5000).status_code == 414


def test_a_line_end_in_an_address_reaches_no_header(client: TestClient) -> None:
    answer = client.get("/pair", params={"a": "Italy\r\nX-Evil: 1", "b": "Turkey"})
    assert "x-evil" not in answer.headers


def test_a_record_that_is_not_there_is_said(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none.db"), base_url=HOST) as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert "there is no record" in answer.text


def test_a_fault_of_ours_tells_nothing_of_its_inside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("relazione.web.pages.home.home_page", broken)
    with TestClient(create_app(path), base_url=HOST, raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
LINK = "javascript:alert(1)"
ENTITY = "&lt;b&gt;&#x3c;i&#x3e;&colon;"
BIDI = "abc\u202egnp.exe\u2066\u200b"
ATTRIBUTE = "' onmouseover='alert(1)' x='"
TEMPLATE = "{{ 7*7 }}{% raw %}"
HOSTILE = (SCRIPT, IMAGE, LINK, ENTITY, BIDI, ATTRIBUTE, TEMPLATE)
EVIL = " ".join(HOSTILE)
EVIL_NAME = " ".join((SCRIPT, IMAGE, LINK, ENTITY, ATTRIBUTE, TEMPLATE))
"""As far as a person's name goes."""


@pytest.fixture(scope="module")
def hostile_path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record into which all of it was put, in every field that takes words."""
    path = tmp_path_factory.mktemp("hostile") / "evil.db"
    italy, turkey = seed.italy(), seed.turkey()
    who = seed.actor(EVIL, "ITA", EVIL, person=EVIL, office=EVIL, mention=EVIL)
    bodies = [
        Mission(sender=italy, kind="embassy", receiver=turkey, city=EVIL, name=EVIL, address=EVIL, head=EVIL),
        seed.member(italy, EVIL, EVIL),
        Agreement(EVIL, EVIL, (who, turkey), seed.when("1932"), place=EVIL, signatories=(who,), provisions=(EVIL, EVIL)),
        Holding(EVIL, who, "possession", seed.when("1921/.."), by=EVIL),
        seed.event("war", who, turkey, on="1911/1912", place=EVIL, about=EVIL, name=EVIL, outcome=EVIL, words=EVIL),
        Tenure(EVIL, EVIL, italy, turkey),
    ]
    item = "* "
    lines = [f"= {EVIL} =", EVIL, *(f"Claim {n}: {EVIL}" for n in range(len(bodies))), *(item * 50 + "deep" for _ in range(200))]
    text = "\n".join(lines)
    blocks, drafts, start = [], [], 0
    for number, line in enumerate(lines):
        end = start + len(line)
        kind = "title" if number == 0 else "infobox" if number == 1 else "item" if line.startswith(item) else "paragraph"
        blocks.append(Block(kind, start, end, level=line.count(item), key=EVIL if kind == "infobox" else "", section=(EVIL,)))  # type: ignore[arg-type]
        if line.startswith("Claim"):
            body = bodies[int(line[6])]
            drafts.append(
                Draft(body, (evidence(text, start, end), evidence(text, start, start + 9)), current=True, rule=EVIL, section=EVIL)
            )
        start = end + 1
    document = Document(
        f"{LINK}//{EVIL}", EVIL, text, tuple(blocks), ("ITA", "TUR"), "2024-01-01", origin=EVIL,
        address=f"{LINK}//{EVIL}", revision=EVIL, licence=EVIL,
    )  # fmt: skip
    claims = number_claims(document.id, drafts)
    with Record.open(path, create=True) as record:
        record.add(document, claims, [Unread(0, len(lines[0]), EVIL)], coder=EVIL)
        record.decide(claims[0].id, "accept", EVIL_NAME, note=EVIL)
    return path


OUR_SCRIPTS = ("/static/asof.js", "search/0.js", "static/search.js")


def assert_harmless(found: Page, where: str) -> None:
    assert found.tags().isdisjoint({"img", "b", "i", "iframe", "object", "style", "base", "foreignobject"}), where
    for tag, attrs in found.elements:
        assert tag != "script" or attrs in [{"src": src, "defer": None} for src in OUR_SCRIPTS], where
        assert not [name for name in attrs if name.startswith("on")], (where, tag, attrs)
        for name in ("href", "src", "action"):
            value = attrs.get(name)
            assert value is None or not re.match(r"\s*(?:javascript|data|vbscript):", value, re.IGNORECASE), (where, value)
    for sign in "\u202e\u2066\u200b":
        assert sign not in found.text and not any(
            sign in value for _, attrs in found.elements for value in attrs.values() if value
        ), where


def test_a_hostile_article_is_text_everywhere(hostile_path: Path) -> None:
    with TestClient(create_app(hostile_path), base_url=HOST, follow_redirects=False) as client:
        found = crawl(client)
        document = f"/document/{quote(f'{LINK}//{EVIL}', safe='')}"
        assert any(address.startswith("/document/") for address in found) and len(found) >= 8
        found["search"] = page(client, "/search?q=alert")
        found["odd search"] = page(client, f"/search?q={quote(EVIL)}")
        found["error"] = page(client, f"/document/{quote('nothing ' + EVIL, safe='')}", 404)
        found["document"] = page(client, document)
        data = client.get(f"{document}.json")
        assert data.headers["content-type"] == "application/json" and data.json()["document"]["title"] == EVIL
    for where, shown in found.items():
        assert_harmless(shown, where)
    shown_text = found["document"].text
    for words in (SCRIPT, IMAGE, LINK, ENTITY, ATTRIBUTE, TEMPLATE, "abc⟨U+202E⟩gnp.exe⟨U+2066⟩⟨U+200B⟩"):
        assert words in shown_text, words


def test_a_hostile_article_is_text_in_files(hostile_path: Path, tmp_path: Path) -> None:
    write_site(hostile_path, tmp_path)
    files = list(tmp_path.rglob("*.html"))
    assert len(files) >= 9
    for file in files:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", file.name)
        assert_harmless(Page(file.read_text(encoding="utf-8")), file.name)


# --- files ----------------------------------------------------------------------------------------------------------------------


def test_the_site_opens_from_files(path: Path, tmp_path: Path) -> None:
    start = write_site(path, tmp_path / "site")
    root = tmp_path / "site"
    assert start == root / "index.html"
    seen = 0
    for file in root.rglob("*.html"):
        found = Page(file.read_text(encoding="utf-8"))
        assert "form" not in found.tags()
        for href in found.values("href"):
            assert not href.startswith("/") and ":" not in href, (file, href)
            name, _, anchor = href.partition("#")
            target = (file.parent / name).resolve() if name else file
            assert target.is_file(), (file, href)
            if anchor and target.suffix == ".html" and seen < 400:
                seen += 1
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), (file, href)
    assert seen
    assert (root / "pair" / "ITA-TUR.json").is_file()


def test_writing_the_site_again_changes_nothing(path: Path, tmp_path: Path) -> None:
    write_site(path, tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    write_site(path, tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("prefix", "shown"),
    [
        ("anbul. Turkey for its part keeps", "…Turkey for its part keeps"),
        (" following posts and no others: ", "…following posts and no others: "),
        ("It keeps ", "It keeps "),
        ("ends here.\n\n=== ", ""),
        ("a list that is long:\n- Mission1: ", "Mission1: "),
    ],
)
def test_what_stands_before_a_quote_begins_with_a_whole_word(prefix: str, shown: str) -> None:
    assert before(prefix) == shown


@pytest.mark.parametrize(
    ("suffix", "shown"),
    [
        (" as well as by a consulate in İz", " as well as by a consulate in…"),
        (" and has its embassy in Rome. Di", " and has its embassy in Rome."),
        (" and Naples.", " and Naples."),
        (" ===\nIn Turkish", ""),
    ],
)
def test_what_stands_behind_a_quote_ends_with_a_whole_word(suffix: str, shown: str) -> None:
    assert after(suffix) == shown


# --- why it was read so ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A stand-in for the language model's work: three sentences, the second of them hostile. Lists what was explained."""
    from relazione.coding import explain as room
    from relazione.coding import language_model
    from relazione.coding.explained import Explained, Frame, Name, Reason, Token

    asked: list[str] = []

    def explain(document: Document) -> list[Explained]:
        asked.append(document.id)
        length = len(document.text) // 100
        frame = Frame("met", "meeting/meet/V", 7, "meeting", "dropped", "too unlikely", reasons=(Reason("lemma=meet", -0.5),))
        other = Frame("met", "war/meet/V", 8, "war", "not fitting", "“with” does not follow")
        return [
            Explained(
                number=number,
                start=(number - 1) * length,
                end=number * length,
                text="<script>alert(1)</script>\u202e" if number == 2 else f"They met for the {number}th time.",
                section="History",
                block="paragraph",
                tokens=(Token(1, "They", "they", "PRON", "PRP", "nsubj", 2),),
                names=(Name("<b>They</b>", "pronoun"),),
                dates=(),
                frames=(frame, other),
                claims=(),
                silent="no frame fits",
            )
            for number in range(1, 101)
        ]

    monkeypatch.setattr(room, "explain", explain)
    monkeypatch.setattr(language_model, "language_model", lambda: None)
    return asked


def test_why_it_was_read_so_is_a_page_linked_to_and_from_the_document(path: Path, taken_apart: list[str]) -> None:
    with TestClient(create_app(path), base_url=HOST, follow_redirects=False) as client:
        text = page(client, "/document/italy-turkey")
        assert "/explain/italy-turkey" in text.values("href")
        found = page(client, "/explain/italy-turkey")
        assert {"s-1", "s-40"} <= set(found.values("id")) and "s-41" not in found.values("id")
        anchors = {href.partition("#")[2] for href in found.values("href") if href.startswith("/document/italy-turkey#p-")}
        assert anchors and anchors <= set(text.values("id"))
        assert "too unlikely" in found.text and "does not follow" in found.text and "lemma=meet" in found.text
        assert "alert(1)" in found.text and not any(tag == "script" for tag, _ in found.elements)
        assert "/explain/italy-turkey?first=41" in found.values("href")
        assert "s-100" in page(client, "/explain/italy-turkey?first=81").values("id")
        offset = next(href for href in text.values("href") if "?at=" in href)
        there = client.get(offset)
        assert there.status_code == 303 and "#s-" in there.headers["location"]
        data = client.get("/explain/italy-turkey.json").json()
        assert (len(data["sentences"]), data["read_by"]) == (100, "hand")
        assert "The record holds what coder hand read" in found.text
        for odd in ("first=0", "first=99999999999", "first=x", "at=99999999999999", "first=-1"):
            assert client.get(f"/explain/italy-turkey?{odd}").status_code in (200, 303)
        assert client.get("/explain/nothing").status_code == 404
    assert taken_apart == ["italy-turkey"]  # once for all of it


def test_no_explanation_without_a_model_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.coding import language_model
    from relazione.model.errors import RelazioneError

    def missing() -> None:
        raise RelazioneError("no model")

    monkeypatch.setattr(language_model, "language_model", missing)
    with TestClient(create_app(path), base_url=HOST) as client:
        for address in ("/explain/italy-turkey", "/explain/italy-turkey.json", "/explain/italy-turkey?at=5"):
            answer = client.get(address)
            assert answer.status_code == 503 and "language model is installed" in answer.text


def test_explanations_are_kept_within_bounds(seed: ModuleType, taken_apart: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.web.pages import explain

    explainer = explain.Explainer()
    for number in (*range(explain.MOST_KEPT + 1), explain.MOST_KEPT, 0):
        explainer.of(seed.document(id=f"d{number}"))
    assert taken_apart == ["d0", "d1", "d2", "d3", "d4", "d0"]
    monkeypatch.setattr(explain, "MOST_WORDS", 10)
    with pytest.raises(explain.CannotExplain, match="up to 10 are explained"):
        explainer.of(seed.document(id="long"))
    monkeypatch.setattr(explain, "PATIENCE", 0.0)
    explainer._lock.acquire()
    with pytest.raises(explain.CannotExplain, match="another document is being explained"):
        explainer.of(seed.document(id="d1"))
    assert explainer.of(seed.document(id="d0")) is not None, "what is kept is not waited for"
    explainer._lock.release()
    monkeypatch.setattr(explain, "MOST_WORDS", 30_000)
    for _ in range(explain.MOST_WAITING):
        explainer._waiting.acquire()
    with pytest.raises(explain.CannotExplain, match="another document is being explained"):
        explainer.of(seed.document(id="d1"))


def test_a_withdrawn_source_is_named_on_the_pages(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Record.open(path, create=True) as record:
        body = seed.event("war", seed.kingdom(), seed.ottomans(), on="1911/1912")
        for id in ("a", "b"):
            document, claims = seed.told(id, (body, {}))
            record.add(document, claims, coder="hand")
        record.withdraw_source("a", "Ada", "a <forgery>")
        (fact,) = record.facts()
    with TestClient(create_app(path), base_url=HOST) as client:
        assert "a <forgery>" in page(client, "/document/a").text
        assert "Withdrawn and not counted" in page(client, f"/fact/{fact.id}").text
        assert len(client.get(f"/fact/{fact.id}.json").json()["withdrawn"]) == 1
        assert client.get("/document/a.json").json()["withdrawn"]["by"] == "Ada"
        assert "withdrawn, not counted" in page(client, "/pair/ITA/TUR").text


# --- polities -------------------------------------------------------------------------------------------------------------------


def test_a_polity_has_a_page_and_a_twin(client: TestClient) -> None:
    found = page(client, "/polities/papal-states")
    assert "Papal States" in found.text
    assert "1860" in found.text and "Marches" in found.text
    assert "/polities/kingdom-of-italy" in found.values("href")
    data = client.get("/polities/papal-states.json").json()["polity"]
    assert data["codes"]["cow"] == 327
    assert [row["to"] for row in data["membership"]["gw"]] == ["1870-09-22"]


def test_a_name_or_code_leads_to_the_page_of_its_polity(client: TestClient) -> None:
    answer = client.get("/polities/Turkey?as-of=1900")
    assert (answer.status_code, answer.headers["location"]) == (303, "/polities/ottoman-empire?as-of=1900")
    assert client.get("/polities/325?system=cow&as-of=1850").headers["location"].startswith("/polities/kingdom-of-sardinia")
    assert client.get("/polities/Narnia").status_code == 404
    assert "1992-12-31" in client.get("/polities/Czechoslovakia?as-of=1995").text
    assert client.get("/polities/970").status_code == 400
    assert client.get("/polities/Turkey.json?as-of=1900").headers["location"] == "/polities/ottoman-empire.json?as-of=1900"


def test_pairs_and_facts_lead_to_their_polities(client: TestClient) -> None:
    assert "/polities/republic-of-turkiye" in page(client, "/pair/ITA/TUR").values("href")
    then = page(client, "/pair/ITA/TUR?as-of=1911").values("href")
    assert {"/polities/kingdom-of-italy?as-of=1911", "/polities/ottoman-empire?as-of=1911"} <= set(then)


def test_the_static_site_has_the_polities_that_it_names(path: Path, tmp_path: Path) -> None:
    root = write_site(path, tmp_path / "site").parent
    pages_of = {file.stem for file in (root / "polities").glob("*.html")}
    assert {"italian-republic", "republic-of-turkiye", "ottoman-empire"} <= pages_of
    assert {file.stem for file in (root / "polities").glob("*.json")} == pages_of
    for file in root.rglob("*.html"):
        for href in re.findall(r'href="([^"#]*polities/[^"#]+)"', file.read_text(encoding="utf-8")):
            assert (file.parent / href).exists(), (file.name, href)
