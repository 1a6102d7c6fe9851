"""Any text, however it is laid out: blocks stand in the text, in order, never over one another; what is visible stays in place."""

from hypothesis import given
from hypothesis import strategies as st

from relazione.model.documents import Block
from relazione.sources.markup import visible_text
from relazione.sources.plain import parse_plain

pieces = st.sampled_from(
    ["= ", " =", "==", "===", "- ", "  - ", "* ", "1. ", " | ", ": ", "Infobox", "See .", "Main article: ", "See a relations", "\n", "\r\n",
     "\n\n", "\u2028", "<p>", "</p>", "<ref>", "</ref>", "<!--", "-->", "{{", "}}", "[[", "]]", "|", "&amp;", "'''", "Zenda", "1911",
     "İ", "🏰", " ", "\t", "\u00a0"]
)  # fmt: skip
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


@given(texts)
def test_markup_is_blanked_in_place(text: str) -> None:
    shown = visible_text(text)
    assert len(shown) == len(text)
    assert all(c == text[i] or c in " \n" for i, c in enumerate(shown))
    _, blocks = parse_plain(text, shown)
    assert all(0 <= block.start <= block.end <= len(text) for block in blocks)


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
