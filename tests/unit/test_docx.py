"""Word files: paragraphs, headings, lists and tables in order; what was deleted, hidden or is a field's code is left out."""

from __future__ import annotations

import io
import zipfile
from types import ModuleType
from typing import Any

import pytest

from relazione.model.documents import Document
from relazione.model.errors import InputError
from relazione.sources import docx
from relazione.sources.originals import Original, Page


def read(data: bytes) -> Page:
    return next(docx.read(Original("a.docx", "a.docx", data)))


@pytest.fixture
def page_of(format_files: ModuleType) -> Any:
    """The page of a body, as WordprocessingML."""
    return lambda body: read(format_files.docx(body))


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def said(page: Page) -> list[str]:
    return [page.text[b.start : b.end] for b in page.blocks]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run("The en") + run("voy ") + run("came."), "The envoy came."),
        (
            run("kept ")
            + f"<w:del>{run('struck')}<w:r><w:delText>out</w:delText></w:r></w:del>"
            + f"<w:ins>{run('new')}</w:ins>",
            "kept new",
        ),
        (f"<w:moveFrom>{run('here ')}</w:moveFrom><w:moveTo>{run('there')}</w:moveTo>", "there"),
        (run("seen ") + run("unseen", "<w:vanish/>") + run("seen again", '<w:vanish w:val="0"/>'), "seen seen again"),
        ("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>" + f"<w:hyperlink>{run('a link')}</w:hyperlink>", "a link"),
        (run("one") + "<w:r><w:tab/></w:r>" + run("two") + "<w:r><w:br/></w:r>" + run("three"), "one two three"),
        (run("vice") + "<w:r><w:noBreakHyphen/></w:r>" + run("consul"), "vice-consul"),
        (run("R&amp;D &lt;x&gt;"), "R&D <x>"),
        (run("x") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run("y"), "xy"),
    ],
)
def test_what_is_read_of_a_paragraph(page_of: Any, runs: str, expected: str) -> None:
    assert said(page_of(paragraph(runs))) == [expected]


def test_text_boxes_are_read_once(page_of: Any) -> None:
    inner = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    both = f"<mc:AlternateContent xmlns:mc='m'><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
    assert said(page_of(paragraph(run("Around it."), f"<w:r>{both}</w:r>"))) == ["In the box.", "Around it."]


def test_headings_by_style_outline_and_weight(page_of: Any) -> None:
    page = page_of(
        paragraph(run("First"), properties='<w:pStyle w:val="H1"/>')
        + paragraph(run("Text."))
        + paragraph(run("Second"), properties='<w:outlineLvl w:val="1"/>')
        + paragraph(run("Bold head", "<w:b/>"))
        + paragraph(run("A bold sentence.", "<w:b/>"))
        + paragraph(run("Half", "<w:b/>") + run(" bold"))
        + paragraph(run("Not bold", '<w:b w:val="0"/>'))
        + paragraph(run("Third"), properties='<w:pStyle w:val="H1"/>')
    )
    assert [(b.kind, b.level, b.section) for b in page.blocks] == [
        ("heading", 2, ("First",)),
        ("paragraph", 0, ("First",)),
        ("heading", 3, ("First", "Second")),
        ("heading", 5, ("First", "Second", "Bold head")),
        *[("paragraph", 0, ("First", "Second", "Bold head"))] * 3,
        ("heading", 2, ("Third",)),
    ]


def test_a_lone_first_heading_is_the_title(page_of: Any) -> None:
    page = page_of(paragraph(run("Notes"), properties='<w:pStyle w:val="H1"/>') + paragraph(run("Text.")))
    assert (page.title, page.blocks[0].kind, page.blocks[1].section) == ("Notes", "title", ())


def test_tables_in_order_and_frames_around_text(page_of: Any) -> None:
    def table(*rows: list[str]) -> str:
        return (
            "<w:tbl>"
            + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
            + "</w:tbl>"
        )

    one, two = paragraph(run("one")), paragraph(run("two"))
    nested = table([paragraph(run("deep")), paragraph(run("deeper"))])
    page = page_of(one + table([one + two, nested, paragraph()], [one, two, one]) + table([one + two]))
    rows = [[page.text[a:z] for a, z in b.cells] for b in page.blocks if b.kind == "row"]
    assert rows == [["one\ntwo", "deep\ndeeper", ""], ["one", "two", "one"]]
    assert [b.kind for b in page.blocks] == ["paragraph", "row", "row", "paragraph", "paragraph"]


def test_pages_where_word_noted_them(page_of: Any) -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    page = page_of(paragraph(run("On one, ") + turn + run("on two.")) + paragraph(turn + run("On three.")))
    document = Document("a", "a", page.text, page.blocks)
    assert [document.page_at(page.text.index(words)) for words in ("On one", "on two", "On three")] == [1, 2, 3]
    assert {b.page for b in page_of(paragraph(run("No breaks."))).blocks} == {0}


# --- what is refused ------------------------------------------------------------------------------------------------------------


def office(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old kind \(\.doc\), or one with a password"),
        (office(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument"),
        (office(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "without a text"),
        (office(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document"}), "no well-formed XML"),
        (office(**{"[Content_Types].xml": "<Types/>", "word/document.xml": ""}), "main part is empty"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "a damaged zip file"),
    ],
)
def test_other_files_are_told(data: bytes, expected: str) -> None:
    assert docx.matches(Original("a.docx", "a.docx", data).head())
    with pytest.raises(InputError, match=f"^a\\.docx.*{expected}"):
        read(data)


def test_entities_are_refused(format_files: ModuleType) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    with pytest.raises(InputError, match="XML entity 'a'"):
        read(office(**{"[Content_Types].xml": "<Types/>", "word/document.xml": bomb}))


def test_a_plain_zip_file_is_no_word_file() -> None:
    assert not docx.matches(Original("a.zip", "a.zip", office(**{"letters/word/a.txt": "x"})).head())
