"""Saved web pages: what is read of each piece of markup, what is left out, that it stands where it stood, and in linear time."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from relazione.model.documents import JOIN
from relazione.model.errors import EmptyInput
from relazione.sources.html_page import page_of
from relazione.sources.read import document_from_text, read_document


def read(text: str) -> list[str]:
    """Kind and words of each block; the cells of a row with bars between."""
    page = page_of(text)
    seen = page.visible
    return [
        f"{b.kind}{f' {b.key}' if b.key else ''}: "
        + " | ".join(" ".join(seen[x:y].replace(JOIN, "").split()) for x, y in b.cells or ((b.start, b.end),))
        for b in page.blocks
    ]


BLOCKS: list[tuple[str, list[str]]] = [
    # markup, what is read of it
    ("<p>The <b>old</b> <a href='x'>mill</a></p>", ["paragraph: The old mill"]),
    ("<p>Sylvania<a>n</a> <i>kings</i>, <b>two</b>.", ["paragraph: Sylvanian kings, two."]),
    ("<p>4 km<sup>2</sup>, the 19<sup>th</sup>, H<sub>2</sub>O", ["paragraph: 4 km2, the 19th, H2O"]),
    ('<p>told<sup class="reference"><a>[1]</a></sup>. Then', ["paragraph: told. Then"]),
    ('<p>told.<sup id="x" class="noprint reference">[1]</sup>Then', ["paragraph: told. Then"]),
    ("<p>a &amp; b&nbsp;&#8211; c &lt;d&gt; AT&T", ["paragraph: a & b – c <d> AT&T"]),
    ("<p>1 < 2 and 3 > 2", ["paragraph: 1 < 2 and 3 > 2"]),
    ("<p title='a > b'>one</p><p title=\"<x>\">two</p>", ["paragraph: one", "paragraph: two"]),
    ("<p>One.</p><p>Two.</p>three<div>four</div>", ["paragraph: One.", "paragraph: Two.", "paragraph: three", "paragraph: four"]),
    ("<p>one<br>line<br/>or two.<br>New", ["paragraph: one line or two.", "paragraph: New"]),
    ("<p>one<br><br>two", ["paragraph: one", "paragraph: two"]),
    ("<p>a<!-- not <p> this -->b</p>", ["paragraph: ab"]),
    ("<p>a</p><!-- never closed <p>b</p>", ["paragraph: a"]),
    ("<script>if (a < b) { '<p>no</p>' }</script><style>p {}</style><p>yes", ["paragraph: yes"]),
    ("<head><title>t</title></head><body>words", ["paragraph: words"]),
    ("<h1>One</h1><h2>Two</h2><h1>Three</h1><h4>Four</h4>", ["title: One", "heading: Two", "heading: Three", "heading: Four"]),
    ("<h2><span>Two</span><span class='mw-editsection'>[<a>edit</a>]</span></h2>", ["heading: Two"]),
    ("<ul><li>one<ul><li>two</li></ul></li><li>three</ul>four", ["item: one", "item: two", "item: three", "paragraph: four"]),
    ("<ol><li><p>one</p><p>more</p><li>two</ol>", ["item: one", "item: more", "item: two"]),
    ("<dl><dt>one<dd>two</dl>", ["item: one", "paragraph: two"]),
    ("<nav>menu</nav><p>text</p><footer>foot</footer><aside>beside</aside>", ["paragraph: text"]),
    ("<div class='navbox x'>a<div>b</div></div><p>text<p class=toc>c</p>", ["paragraph: text"]),
    ("<div role=navigation>a</div><div style='display: none'>b</div><div hidden>c</div>d", ["paragraph: d"]),
    ("<figure><img><figcaption>The king</figcaption></figure>text", ["paragraph: text"]),
    ("<div class=toc>never closed<p>text", ["paragraph: never closed", "paragraph: text"]),
    ("<p>menu</p><main><p>text</p></main><p>menu", ["paragraph: text"]),
    ("<p>menu</p><article><p>text</p></article><p>menu", ["paragraph: text"]),
    ("<article>one</article><article>two</article>", ["paragraph: one", "paragraph: two"]),
    ("<main><h2>empty</h2></main><p>text", ["heading: empty", "paragraph: text"]),
    ("<h1>T <i>t</i></h1><main><p>text</p></main>", ["title: T t", "paragraph: text"]),
    (
        "<table><caption>Envoys</caption><tr><th>State<th>Since<tr><td>Freedonia</td><td>1911</table>",
        ["paragraph: Envoys", "row: State | Since", "row: Freedonia | 1911"],
    ),
    ("<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e</table>", ["row: a | b", "row: | c", "row: d | e"]),
    ("<table><tr><td colspan='2'>a<td>b</table>", ["row: a | | b"]),
    ("<table><tr><td><img></td><td></td><td>words</td></tr></table>", ["row: | | words"]),
    ("<table><tr><td>a<td><ul><li>One.</li><li>Two.</li></ul></table>", ["row: a | One. - Two."]),
    ("<table><tr><td><p>one<p>two</table>", ["paragraph: one", "paragraph: two"]),
    ("<table><tr><td>left<td><h2>Right</h2><p>text</table>", ["paragraph: left", "heading: Right", "paragraph: text"]),
    ("<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>f", ["paragraph: a", "row: b | c", "paragraph: d", "paragraph: e", "paragraph: f"]),
    (
        '<table class="infobox vcard"><tr><th colspan=2>Both<tr><th>Envoy<td>Rudolf <b>V</b><tr><td>a<td>b</table>',
        ["paragraph: Both", "infobox Envoy: Rudolf V", "row: a | b"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert [" ".join(block.split()) for block in read(text)] == blocks


@pytest.mark.parametrize("text", [text for text, _ in BLOCKS])
def test_offsets_are_those_of_the_text(text: str) -> None:
    page = page_of(text)
    assert len(page.visible) == len(text)
    edges = [edge for b in page.blocks for edge in (b.start, *(e for cell in b.cells for e in cell), b.end)]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)
    assert all(
        page.visible[b.start] not in " \n" + JOIN and page.visible[b.end - 1] not in " \n" + JOIN
        for b in page.blocks
        if not b.cells
    )


PAGE = """<!DOCTYPE html>
<!-- saved from url=(0030)https://example.org/saved -->
<html><head><title>Freedonia–Sylvania relations - Encyclopedia</title>
<link rel="canonical" href="https://example.org/wiki/F%E2%80%93S?a=1&amp;b=2"/><link rel="license" href="https://example.org/free"/>
<script>RLCONF={"wgRevisionId":123456};</script>
<script type="application/ld+json">{"datePublished":"2004-01-02T03:04:05Z"}</script></head>
<body><ul><li>Menu</li></ul><h1 id="firstHeading"><span>Freedonia–Sylvania relations</span></h1>
<div id="mw-content-text"><div class="mw-parser-output"><p>Freedonia and Sylvania met in <a href="/1904">1904</a>.</p>
<h2>History</h2><h3>War</h3><p>They fought.</p></div></div></body></html>"""


def test_what_a_page_tells_of_itself() -> None:
    document = document_from_text(PAGE)
    assert (document.format, document.title, document.date) == ("html", "Freedonia–Sylvania relations", "2004-01-02")
    assert (document.address, document.revision, document.licence) == (
        "https://example.org/wiki/F%E2%80%93S?a=1&b=2",
        "123456",
        "https://example.org/free",
    )
    assert [b.section for b in document.blocks] == [(), (), ("History",), ("History", "War"), ("History", "War")]
    block = document.blocks[1]
    assert document.text[block.start : block.end] == 'Freedonia and Sylvania met in <a href="/1904">1904</a>.'
    assert document.shown_words(block.start, block.end) == "Freedonia and Sylvania met in 1904."


def test_what_the_user_tells_goes_before() -> None:
    assert document_from_text(PAGE, date="1999").date == "1999"


def test_without_a_heading_the_title_is_that_of_the_head() -> None:
    assert page_of("<title>Zenda &amp; its king | The Ministry</title><p>text").title == "Zenda & its king"


@pytest.mark.parametrize("said", ["windows-1254", "iso-8859-9", "ISO-8859-9"])
def test_the_encoding_is_the_one_that_the_page_tells(tmp_path: Path, said: str) -> None:
    path = tmp_path / "page"
    path.write_bytes(
        f"<html><head><meta charset='{said}'></head><p>Dışişleri Bakanlığı was opened in 1923.</p></html>".encode(said)
    )
    document = read_document(path)
    assert document.shown_words(document.blocks[0].start, document.blocks[0].end) == "Dışişleri Bakanlığı was opened in 1923."


@pytest.mark.parametrize("said", ["utf-8", "nonsense", "base64", "utf-16"])
def test_an_encoding_that_is_told_wrongly(tmp_path: Path, said: str) -> None:
    path = tmp_path / "page"
    path.write_bytes(f"<html><head><meta charset='{said}'></head><p>The École was opened in 1923.</p></html>".encode("latin-1"))
    document = read_document(path)
    assert document.shown_words(document.blocks[0].start, document.blocks[0].end) == "The École was opened in 1923."


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (PAGE, "html"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>They met.</html>", "html"),
        ("<p>They met.</p><p>They fought.</p>", "html"),
        ("They met in [[1904]]<br>and [[1905]]<br>, <p>[[x]]</p>", "wikitext"),
        ("1 < 2, and a <b>bold</b> word", "plain"),
        ("He wrote <a> and <b>.", "plain"),
    ],
)
def test_the_form_is_told(text: str, form: str) -> None:
    assert document_from_text(text).format == form


@pytest.mark.parametrize(
    "text", ["<p></p><div><br></div>", "<script>x</script><p><!-- y --></p>", "<html><nav>menu</nav></html>"]
)
def test_markup_without_a_word_is_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        document_from_text(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "lists": lambda n: "<ul><li>" * n + "x" + "</li></ul>" * n,
    "open tags": lambda n: "<a " * n,
    "open quotes": lambda n: '<a b="' * n,
    "angles": lambda n: "<" * n,
    "comments": lambda n: "<!--" * n,
    "declarations": lambda n: "<!" * n,
    "scripts": lambda n: "<script>" * n,
    "tables": lambda n: "<table><tr><td>x" * n,
    "closed tables": lambda n: "<table><tr><td>x" * n + "</td></tr></table>" * n,
    "tables that lay out": lambda n: "<table><tr><td><h2>x</h2>" * n + "</td></tr></table>" * n,
    "spans of 10^9": lambda n: "<table>" + "<tr><td rowspan=1000000000 colspan=1000000000>a<td>b" * n,
    "attributes": lambda n: "<p " + "a=b " * n + ">x",
    "divisions": lambda n: "<div>" * n + "x" + "</div>" * n,
    "hidden": lambda n: "<div class=toc>" * n + "x" + "</div>" * n,
    "hidden and open": lambda n: "<div class=toc>x" * n,
    "main parts": lambda n: "<main>" * n + "<p>x" + "</main>" * n,
    "references": lambda n: "<sup class=reference>1</sup>" * n,
    "line breaks": lambda n: "a.<br>" * n,
    "entities": lambda n: "&amp" * n + "&#" * n,
    "blanks": lambda n: "<p>" + " " * n + "x <i> " * n,
    "titles": lambda n: "<title>" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_doubled_three_times_it_takes_some_eight_times_as_long(name: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[name](size)
        start = time.process_time()
        assert len(page_of(text).visible) == len(text)
        return time.process_time() - start

    eighth, whole = seconds(1_250), seconds(10_000)
    if whole > 0.25:  # a quadratic reader takes 64 times as long; a busy machine some more than 8 times
        eighth = min(eighth, seconds(1_250), seconds(1_250))
        whole = min(whole, seconds(10_000), seconds(10_000))
        assert whole < 40 * max(eighth, 0.005), f"{whole:.2f} s, and {eighth:.3f} s for an eighth of it"
