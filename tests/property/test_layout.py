"""Any text, however it is laid out: blocks stand in the text, in order, never over one another; what is visible stays in place."""

import html

from hypothesis import given
from hypothesis import strategies as st

from relazione.model.documents import JOIN, Block
from relazione.sources.html_page import page_of as html_page
from relazione.sources.originals import Page
from relazione.sources.plain import parse_plain
from relazione.sources.wikitext import page_of as wikitext_page

pieces = st.sampled_from(
    ["= ", " =", "==", "===", "- ", "  - ", "* ", "1. ", " | ", ": ", "Infobox", "See .", "Main article: ", "See a relations", "\n", "\r\n",
     "\n\n", "\u2028", "<p>", "</p>", "<ref>", "</ref>", "<!--", "-->", "{{", "}}", "[[", "]]", "|", "&amp;", "'''", "Zenda", "1911",
     "İ", "🏰", " ", "\t", "\u00a0"]
)  # fmt: skip
marks = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td rowspan=2>", "<th>", "</td>", "<table class=infobox>", "<ul>", "<li>", "</ul>", "<h1>", "</h1>", "<h2>",
     "<main>", "</main>", "<div class=toc>", "</div>", "<br>", "<dt>", "<dd>", "<b>", "</b>", "<script>", "</script>", "\n{|", "\n|-", "\n|}",
     "\n|+", "\n! ", "\n| ", "||", "!!", " rowspan=3 | ", "\n* ", "\n== A ==\n", "{{Infobox x", "{{Infobox y|a=", "|b = ", "{{nowrap|", "{{start date|1911",
     "{{plainlist|", "[[File:", "[//a ", "]", "<nowiki>", "</nowiki>", "__TOC__", "{{{", "}}}"]
)  # fmt: skip
marked = st.lists(pieces | marks | st.text(max_size=4), max_size=60).map("".join)
texts = st.lists(pieces | st.text(max_size=6), max_size=60).map("".join)


def edges(block: Block) -> list[int]:
    return [block.start, *(edge for cell in block.cells for edge in cell), block.end]


@given(texts)
def test_blocks_stand_in_order_inside_the_text(text: str) -> None:
    title, blocks = parse_plain(text)
    flat = [edge for block in blocks for edge in edges(block)]
    assert flat == sorted(flat)
    assert all(0 <= edge <= len(text) for edge in flat)
    for block in blocks:
        words = text[block.start : block.end]
        assert words == words.strip() and (words or block.kind in ("infobox", "row"))
        assert not any(c in words for c in "\n\r\u2028")
        assert [text[a:b] for a, b in block.cells] == [text[a:b].strip() for a, b in block.cells]
        assert (block.kind == "row") == bool(block.cells)
    assert not title or title in text


@given(texts)
def test_every_letter_is_in_a_block_or_is_layout(text: str) -> None:
    _, blocks = parse_plain(text)
    taken = {i for block in blocks for i in range(block.start, block.end)}
    keys = "".join(block.key for block in blocks)
    rest = "".join(c for i, c in enumerate(text) if i not in taken).replace("Infobox", "")
    # what may be left out: marks of headings, lists and infobox keys, numbers of items
    assert len([c for c in rest if c.isalpha()]) <= len([c for c in keys if c.isalpha()])


@given(marked)
def test_wikitext_is_painted_in_place(text: str) -> None:
    stands(wikitext_page(text))


@given(marked)
def test_html_is_painted_in_place(text: str) -> None:
    stands(html_page(text))


def stands(page: Page) -> None:
    """Blocks in order, inside the text, never over one another, without blanks at their ends; no letter that was not there."""
    assert len(page.visible) == len(page.text)
    flat = [edge for block in page.blocks for edge in edges(block)]
    assert flat == sorted(flat)
    assert all(0 <= edge <= len(page.text) for edge in flat)
    for block in page.blocks:
        words = page.visible[block.start : block.end]
        assert block.kind == "row" or words == words.strip(" \n" + JOIN) != ""
        assert (block.kind == "row") == bool(block.cells)
    added = {c for c, own in zip(page.visible, page.text, strict=True) if c != own} - set(" \n-" + JOIN)
    assert all(c in html.unescape(page.text) or c.isdigit() for c in added)


@given(texts, texts)
def test_what_stands_above_moves_blocks_and_changes_none(above: str, below: str) -> None:
    """Paragraphs put before a headed part shift it as a whole. Both have a title: the first heading of one sign would be it."""
    title, head, above = "= T =\n", "\n== Part ==\n", above.replace("=", "-")
    _, apart = parse_plain(title + head + below)
    _, together = parse_plain(title + above + head + below)
    shift, start = len(above), len(title)
    tail = [b for b in together if b.start >= start + shift]
    assert [(b.kind, b.start - shift, b.end - shift, b.level, b.section) for b in tail] == [
        (b.kind, b.start, b.end, b.level, b.section) for b in apart if b.start >= start
    ]
