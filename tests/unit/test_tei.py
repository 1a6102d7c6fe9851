"""TEI: what is read of an edition and what is not, at the offsets of the file as it came."""

from __future__ import annotations

import pytest

from relazione.model.documents import JOIN
from relazione.model.errors import InputError
from relazione.sources import tei
from relazione.sources.originals import Original, Page

HEADER = "<teiHeader><fileDesc><titleStmt><title>Ruritania and Graustark</title></titleStmt></fileDesc></teiHeader>"


def read(body: str, header: str = HEADER) -> Page:
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text>{body}</text></TEI>'
    return next(tei.read(Original("a.xml", "a.xml", text)))


def lines(page: Page) -> list[tuple[str, int, tuple[str, ...], str]]:
    return [(b.kind, b.level, b.section, " ".join(page.visible[b.start : b.end].replace(JOIN, "").split())) for b in page.blocks]


def words(body: str) -> list[str]:
    return [line[3] for line in lines(read(body))]


def test_divisions_nest_and_their_heads_are_sections() -> None:
    body = (
        "<front><p>Before.</p></front><body><div><head>War</head><p>It began.</p>"
        "<div><head>Peace</head><p>It ended.</p></div><p>After.</p></div><div><head>Trade</head><p>Much.</p></div></body>"
    )
    assert lines(read(body)) == [
        ("paragraph", 0, (), "Before."),
        ("heading", 2, ("War",), "War"),
        ("paragraph", 0, ("War",), "It began."),
        ("heading", 3, ("War", "Peace"), "Peace"),
        ("paragraph", 0, ("War", "Peace"), "It ended."),
        ("paragraph", 0, ("War",), "After."),
        ("heading", 2, ("Trade",), "Trade"),
        ("paragraph", 0, ("Trade",), "Much."),
    ]


def test_lists_nest_and_tables_have_cells() -> None:
    body = (
        "<body><list><head>Posts</head><item>One<list><item><p>Two</p></item></list></item></list>"
        "<table><head>Visits</head><row><cell>1901</cell><cell><p>Rome</p><p>Milan</p></cell><cell/></row></table></body>"
    )
    page = read(body)
    assert lines(page) == [
        ("paragraph", 0, (), "Posts"),
        ("item", 1, (), "One"),
        ("item", 2, (), "Two"),
        ("paragraph", 0, (), "Visits"),
        ("row", 1, (), "1901 Rome Milan"),
    ]
    assert [" ".join(page.visible[a:b].split()) for a, b in page.blocks[-1].cells] == ["1901", "Rome Milan"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>The <persName>Dey</persName>’s fleet</p>", "The Dey’s fleet"),
        ("<p>sailed<note place='bottom'>See <p>page 4</p>.</note> home</p>", "sailed home"),
        ("<p>In <date when='1922-07-25'>July 1922</date> it fell</p>", "In July 1922 it fell"),
        ("<p>one<lb/>two</p>", "one two"),
        ("<p>dip<!-- a comment -->lomats</p>", "diplomats"),
        ("<p>M&amp;S, na&#239;ve, &#x2014;, <![CDATA[a <b>]]></p>", "M&S, naïve, —, a <b>"),
        ("<p><choice><sic>embasy</sic><corr>embassy</corr></choice> of <abbr>U.S.</abbr></p>", "embassy of U.S."),
        ("<p>kept <del>struck</del><figure><head>A flag</head></figure>out</p>", "kept out"),
        ("<p>İstanbul’da <hi>Türkiye</hi> 𝔄b</p>", "İstanbul’da Türkiye 𝔄b"),
    ],
)
def test_what_is_read_of_a_line(markup: str, expected: str) -> None:
    assert words(f"<body>{markup}</body>") == [expected]


def test_offsets_are_those_of_the_file() -> None:
    page = read("<body><p>The <hi>Şah</hi> of\r\nPersia &amp; his court</p></body>")
    block = page.blocks[0]
    assert page.text[block.start : block.end] == "The <hi>Şah</hi> of\r\nPersia &amp; his court"
    assert page.shown is not None and len(page.shown) == len(page.text)
    assert page.shown.index("Persia") == page.text.index("Persia")


def test_page_breaks_give_pages() -> None:
    from relazione.model.documents import Document

    page = read("<body><pb n='12'/><p>On twelve <pb n='13'/>on thirteen</p><pb/><p>On fourteen</p></body>")
    document = Document("a", "a", page.text, page.blocks, shown=page.shown)
    assert [document.page_at(page.text.index(word)) for word in ("twelve", "thirteen", "fourteen")] == [12, 13, 14]


def test_the_complete_title_is_the_title_and_the_short_one_begins_the_id() -> None:
    titles = '<title type="complete">A long guide: <hi>Albania</hi></title><title type="short">Albania</title>'
    page = read("<body><p>Text.</p></body>", f"<teiHeader><fileDesc><titleStmt>{titles}</titleStmt></fileDesc></teiHeader>")
    assert (page.title, page.id) == ("A long guide: Albania", "albania-a-long-guide-albania")


def test_without_a_title_the_first_head_is_taken() -> None:
    assert read("<body><div><head>Of Peace</head><p>Text.</p></div></body>", "").title == "Of Peace"


@pytest.mark.parametrize("start", ["", "\ufeff", '<?xml version="1.0"?>\n', "<!-- <html> -->", "<!DOCTYPE TEI>"])
def test_it_is_known_by_its_first_element(start: str) -> None:
    assert tei.matches(Original("a", "a", f"{start}<TEI xmlns='x'><text/></TEI>").head())
    assert tei.matches(Original("a", "a", f"{start}<t:TEI xmlns:t='x'/>").head())


@pytest.mark.parametrize("text", ["<html><TEI/></html>", "<?xml version='1.0'?><mediawiki/>", "On <TEI>", "", "<TEIcorpus/>"])
def test_what_is_no_tei(text: str) -> None:
    assert not tei.matches(Original("a", "a", text).head())


def test_another_encoding_is_read_where_the_file_names_it() -> None:
    text = f'<?xml version="1.0" encoding="iso-8859-9"?><TEI>{HEADER}<text><body><p>İzmir’e değil</p></body></text></TEI>'
    page = next(tei.read(Original("a", "a", text.replace("’", "'").encode("iso-8859-9"))))
    assert "İzmir'e değil" in page.visible


@pytest.mark.parametrize(
    ("declared", "said"),
    [("utf-99", "no known encoding"), ("utf-16-le", "breaks at byte")],
)
def test_a_wrong_encoding_is_told(declared: str, said: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?><TEI><text><p>x</p></text></TEI>  '.encode() + b"\xd8"
    with pytest.raises(InputError, match=said):
        next(tei.read(Original("a.xml", "a.xml", data)))


def test_broken_xml_tells_the_line() -> None:
    with pytest.raises(InputError, match=r"a\.xml: no well-formed XML \(line 2, column"):
        read("<body>\n<p>Text</body>")
