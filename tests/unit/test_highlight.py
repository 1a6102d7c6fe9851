"""A text with its passages marked: well nested whatever way they lie, and the text itself unchanged."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from relazione.model.documents import Block, Document
from relazione.web.highlight import Passage, marked, parts


def passage(start: int, end: int, number: int = 1, id: str | None = None, href: str = "") -> Passage:
    return Passage(start, end, id or f"c-{number}", "event", number, href, f"Fact {number}")


class Reader(HTMLParser):
    """Reads back the text, and for each passage the words inside its elements; fails on what is not well nested."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.stack: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    assert reader.stack == []
    return reader


def sorted_(passages: list[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda p: (p.start, -p.end))


def test_one_passage_and_its_note() -> None:
    html = marked("Both belong to NATO.", 0, 20, [passage(0, 19, href="/fact/x")])
    assert html == (
        '<span class="said event" id="c-1">Both belong to NATO</span>'
        '<a class="note" href="/fact/x" title="Fact 1"><span class="hidden">Fact </span>1</a>.'
    )


def test_passages_that_cross_each_other() -> None:
    html = marked("abcdef", 0, 6, [passage(0, 4, 1), passage(2, 6, 2)])
    assert html == (
        '<span class="said event" id="c-1">ab<span class="said event" id="c-2">cd</span></span><span class="said event">ef</span>'
    )


def test_equal_passages_have_a_note_each_in_the_order_of_their_numbers() -> None:
    html = marked("abc", 0, 3, [passage(0, 3, n, href=f"/{n}") for n in (1, 2, 3)])
    assert re.findall(r'href="/(\d)"', html) == ["1", "2", "3"]
    assert html.startswith('<span class="said event" id="c-1"><span class="said event" id="c-2">')


def test_what_looks_like_markup_is_text() -> None:
    text = "<script>alert(1)</script> &lt;b&gt; \u202egnp"
    html = marked(text, 0, len(text), [passage(0, 8, id='"><img src=x>')])
    assert "<script" not in html and "<img" not in html
    assert read(html).text == text.replace("\u202e", "⟨U+202E⟩")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
def test_whatever_way_they_lie(spans: list[tuple[int, int]]) -> None:
    text = "The quick <brown> fox & dog ran."
    passages = sorted_([passage(a, min(a + n, len(text)), i) for i, (a, n) in enumerate(spans) if a < len(text)])
    reader = read(marked(text, 0, len(text), passages))
    assert reader.text == text
    assert sorted(reader.ids) == sorted(p.id for p in passages)


@given(st.integers(0, 20), st.integers(1, 20))
def test_the_element_holds_the_very_words(start: int, length: int) -> None:
    text = "Italy & Türkiye <fought> in 1911"
    end = min(start + length, len(text))
    inside = re.search(r'id="c-1">(.*?)</span>', marked(text, 0, len(text), [passage(start, end)]))
    assert inside and unescape(inside[1]) == text[start:end]


def test_each_block_has_its_own_passages() -> None:
    text = "= T =\nFirst line.\nSecond line."
    blocks = (Block("title", 2, 3, level=1), Block("paragraph", 6, 17), Block("item", 18, 30, level=90))
    found = parts(Document("d", "T", text, blocks), [passage(6, 11, 1), passage(18, 24, 2)])
    assert [(part.kind, part.anchor) for part in found] == [("title", "p-2"), ("paragraph", "p-6"), ("item", "p-18")]
    assert ['id="c-1"' in part.content for part in found] == [False, True, False]
    assert ['id="c-2"' in part.content for part in found] == [False, False, True]
    assert found[2].level <= 6


def test_a_text_without_blocks_is_shown_line_by_line() -> None:
    found = parts(Document("d", "T", "one\n\n  \ntwo\n"), [passage(8, 11)])
    assert [read(part.content).text for part in found] == ["one", "two"]
    assert 'id="c-1"' in found[1].content


def test_thousands_of_passages_are_quick() -> None:
    text = "word " * 20_000
    document = Document("d", "T", text, (Block("paragraph", 0, len(text)),))
    (part,) = parts(document, [passage(i * 25, i * 25 + 20, i) for i in range(4_000)])
    assert part.content.count('class="said event"') == 4_000
