"""The plain layout: what each line is, where its words stand, and under which headings."""

from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest

from relazione.model.documents import Block, Document
from relazione.sources.plain import parse_plain
from relazione.sources.read import document_from_text, read_document

ARTICLE = dedent(
    """\
    = Freedonia–Sylvania relations =

    See Freedonia–Sylvania relations and The Long conflict Freedonia and Sylvania share a river.

    Infobox
    - Envoy: Embassy in Sylvan City, Ruritania
    - Relations began: 4 May 1901
    - Map:

    Both are kingdoms.The river freezes.
    == History ==
    They met in 1904.
    === The war of 1911 ===
    - A first raid
      - on the mill
        - and the ford
    ==== The truce ====
    See .
    === After the war ===
    Main article: Truce of Graustark.
    == Missions ==
    - Sylvan City | Embassy | 1901
    -  Millford |  | Consulate
    1. Zenda
    2) Strelsau
    • Hentzau
    """
)


def told(text: str, *kinds: str) -> list[str]:
    return [text[b.start : b.end] for b in parse_plain(text)[1] if not kinds or b.kind in kinds]


def test_the_whole_article() -> None:
    title, blocks = parse_plain(ARTICLE)
    assert title == "Freedonia–Sylvania relations"
    assert [(b.kind, b.level, b.key, ARTICLE[b.start : b.end]) for b in blocks] == [
        ("title", 1, "", "Freedonia–Sylvania relations"),
        ("leftover", 0, "", "See Freedonia–Sylvania relations and The Long conflict"),
        ("paragraph", 0, "", "Freedonia and Sylvania share a river."),
        ("infobox", 1, "Envoy", "Embassy in Sylvan City, Ruritania"),
        ("infobox", 1, "Relations began", "4 May 1901"),
        ("infobox", 1, "Map", ""),
        ("paragraph", 0, "", "Both are kingdoms.The river freezes."),
        ("heading", 2, "", "History"),
        ("paragraph", 0, "", "They met in 1904."),
        ("heading", 3, "", "The war of 1911"),
        ("item", 1, "", "A first raid"),
        ("item", 2, "", "on the mill"),
        ("item", 3, "", "and the ford"),
        ("heading", 4, "", "The truce"),
        ("leftover", 0, "", "See ."),
        ("heading", 3, "", "After the war"),
        ("leftover", 0, "", "Main article: Truce of Graustark."),
        ("heading", 2, "", "Missions"),
        ("row", 1, "", "Sylvan City | Embassy | 1901"),
        ("row", 1, "", "Millford |  | Consulate"),
        ("item", 1, "", "Zenda"),
        ("item", 1, "", "Strelsau"),
        ("item", 1, "", "Hentzau"),
    ]


def test_sections_nest_and_close() -> None:
    paths = {ARTICLE[b.start : b.end]: b.section for b in parse_plain(ARTICLE)[1]}
    assert paths["Both are kingdoms.The river freezes."] == ()
    assert paths["They met in 1904."] == ("History",)
    assert paths["A first raid"] == ("History", "The war of 1911")
    assert paths["See ."] == ("History", "The war of 1911", "The truce")
    assert paths["Main article: Truce of Graustark."] == ("History", "After the war")
    assert paths["Zenda"] == ("Missions",)
    assert paths["The truce"][-1] == "The truce", "a heading stands in its own section"


def test_a_section_left_out_between_two_levels() -> None:
    text = "== A ==\n==== C ====\nunder C\n=== B ===\nunder B\n"
    paths = {text[b.start : b.end]: b.section for b in parse_plain(text)[1]}
    assert paths["under C"] == ("A", "C") and paths["under B"] == ("A", "B")


def cells(line: str) -> list[str]:
    row = next(b for b in parse_plain(line)[1] if b.kind == "row")
    return [line[a:b] for a, b in row.cells]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- a | b", ["a", "b"]),
        ("-   a one|b two  |  c", ["a one", "b two", "c"]),
        ("- a || c", ["a", "", "c"]),
        ("- | b |", ["", "b", ""]),
        ("- |", ["", ""]),
        ("  - Zürich | İzmir", ["Zürich", "İzmir"]),
        ("- a: b | c", ["a: b", "c"]),
    ],
)
def test_cells_of_a_row(line: str, found: list[str]) -> None:
    assert cells(line) == found


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("= Only a title =", "title", "Only a title"),
        ("==   Wide   ==  ", "heading", "Wide"),
        ("==Tight==", "heading", "Tight"),
        ("== 1 = 1 ==", "heading", "1 = 1"),
        ("== Uneven ===", "heading", "Uneven ="),
        ("======= Seven =======", "heading", "= Seven ="),
        ("a == b", "paragraph", "a == b"),
        ("====", "paragraph", "===="),
        ("= = =", "paragraph", "= = ="),
        ("== no end", "paragraph", "== no end"),
        ("\tindented prose  ", "paragraph", "indented prose"),
        ("-no space", "paragraph", "-no space"),
        ("- item", "item", "item"),
        ("– dash", "item", "dash"),
        ("12. twelfth", "item", "twelfth"),
        ("1911 was a dry year.", "paragraph", "1911 was a dry year."),
        ("1911. A dry year.", "paragraph", "1911. A dry year."),
        ("** deep", "item", "deep"),
        ("# counted", "item", "counted"),
        (": indented", "item", "indented"),
        ("See .", "leftover", "See ."),
        ("See also Zenda.", "leftover", "See also Zenda."),
        ("Further information: Zenda", "leftover", "Further information: Zenda"),
        ("Seeds were sold in 1911.", "paragraph", "Seeds were sold in 1911."),
    ],
)  # fmt: skip
def test_one_line(line: str, kind: str, words: str) -> None:
    (block,) = parse_plain(line)[1]
    assert (block.kind, line[block.start : block.end]) == (kind, words)


@pytest.mark.parametrize(
    "line",
    [
        "See how the river froze in 1911, when the two kings met on the ice and signed a truce that both parliaments refused to ratify.",
        "Main article of trade is timber, of which Sylvania sold 4,000 tons in 1911. Freedonia sold none at all of it in that year, or so it says.",
    ],
)
def test_a_sentence_that_only_begins_like_a_leftover_is_read(line: str) -> None:
    assert told(line, "paragraph") == [line]


def test_only_the_first_title_is_one() -> None:
    title, blocks = parse_plain("= One =\n= Two =\nwords\n")
    assert title == "One" and [b.kind for b in blocks] == ["title", "heading", "paragraph"]


def test_a_line_after_the_infobox_ends_it() -> None:
    text = "Infobox\n- King: Rudolf\nProse.\n- King: Michael\n"
    assert told(text, "infobox") == ["Rudolf"] and told(text, "item") == ["King: Michael"]


def test_an_infobox_line_without_a_key_is_an_item() -> None:
    assert told("Infobox\n- only words\n", "item") == ["only words"]


def test_deep_lists_stop_at_a_depth() -> None:
    text = "".join("  " * i + f"- item {i}\n" for i in range(20))
    levels = [b.level for b in parse_plain(text)[1]]
    assert levels == [min(6, i + 1) for i in range(20)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_line_ends_keep_the_offsets(end: str) -> None:
    text = end.join(["= T =", "", "One.", "- two", "== Three ==", "Four."]) + end
    assert told(text) == ["T", "One.", "two", "Three", "Four."]


def test_letters_outside_the_basic_plane_count_once() -> None:
    text = "= 🏰 T =\n🏰🏰 One.\n- 🏰 | ı | two\n"
    assert told(text, "paragraph") == ["🏰🏰 One."]
    assert cells(text) == ["🏰", "ı", "two"]


def test_what_is_read_may_differ_from_the_text() -> None:
    text, visible = "<b>One</b> two.", "   One     two."
    (block,) = parse_plain(text, visible)[1]
    assert visible[block.start : block.end] == "One     two." and (block.start, block.end) == (3, 15)


def test_documents_have_a_title_and_an_id_from_it() -> None:
    document = document_from_text(ARTICLE)
    assert (document.id, document.format, document.visible) == ("freedonia-sylvania-relations", "plain", ARTICLE)
    assert document_from_text(ARTICLE, id="given").id == "given"


def test_without_a_title_the_first_words_stand_in() -> None:
    document = document_from_text("Freedonia and Sylvania share a river.\nIt freezes.\n")
    assert document.title == "Freedonia and Sylvania share a river."


def in_order(document: Document) -> bool:
    """Whether blocks follow one another without overlap, inside the text, and cells inside their rows."""

    def inside(block: Block) -> bool:
        edges = [block.start, *(edge for cell in block.cells for edge in cell), block.end]
        return edges == sorted(edges)

    ends = [0, *(edge for b in document.blocks for edge in (b.start, b.end)), len(document.text)]
    return all(a <= b for a, b in pairwise(ends)) and all(inside(b) for b in document.blocks)


def test_the_shipped_example_is_read_in_order(example_path: Path) -> None:
    document = read_document(example_path)
    assert in_order(document)
    kinds = {b.kind for b in document.blocks}
    assert kinds == {"title", "infobox", "heading", "paragraph", "item", "leftover"}
    unread = set(range(len(document.text))) - {i for b in document.blocks for i in range(b.start, b.end)}
    rest = "".join(document.text[i] for i in sorted(unread))
    keys = "".join(f"{b.key}:" for b in document.blocks if b.kind == "infobox")
    assert sorted(c for c in rest.replace("Infobox", "") if c.isalnum()) == sorted(c for c in keys if c.isalnum())


@pytest.mark.parametrize(
    "scrap", ["{{Cite web\n", "{{Main article|Trade}}", "a {{dts|format=dmy|1994 | }} date", "[[Treaty of Sylvan City]]"]
)
def test_scraps_of_markup_do_not_make_wikitext_of_it(scrap: str) -> None:
    page = f"= Freedonia–Sylvania relations =\n\nBoth are kingdoms. {scrap}\n\n== History ==\n\n- Year | Notes\n-  | They met in 1904.\n"
    assert document_from_text(page).format == "plain"
    assert document_from_text(page.replace("- Year", "* Year").replace("-  |", "* ")).format == "wikitext"
