"""PDF: where the words stand becomes lines, paragraphs, headings, lists and rows; what cannot be read is said."""

from __future__ import annotations

import zlib
from types import ModuleType
from typing import Any

import pytest

from relazione.model.documents import JOIN, Document
from relazione.model.errors import InputError
from relazione.sources import pdf
from relazione.sources.originals import Original, Page

FULL = "Ruritania sent an envoy to the court of Graustark, where he stayed for years."  # a full line: the width of the text


def read(data: bytes, **options: Any) -> Page:
    return next(pdf.read(Original("a.pdf", "a.pdf", data, **options)))


@pytest.fixture
def page_of(format_files: ModuleType) -> Any:
    """A page of lines: (words, left, height, size, font)."""

    def make(*pages: list[tuple[str, float, float, float, str]]) -> Page:
        return read(format_files.pdf_of(list(pages)))

    return make


def body(*lines: str, top: float = 700.0, left: float = 72.0, step: float = 12.0) -> list[tuple[str, float, float, float, str]]:
    return [(words, left, top - step * i, 10.0, "F1") for i, words in enumerate(lines)]


def told(page: Page) -> list[tuple[str, str]]:
    return [(b.kind, " ".join(page.visible[b.start : b.end].replace(JOIN, "").split())) for b in page.blocks]


def test_lines_are_joined_into_paragraphs(page_of: Any) -> None:
    page = page_of([*body(FULL, "He left in 1901."), *body(FULL, "She came in 1902.", top=660)])
    assert told(page) == [("paragraph", f"{FULL} He left in 1901."), ("paragraph", f"{FULL} She came in 1902.")]


def test_a_short_last_line_ends_a_paragraph_without_a_gap(page_of: Any) -> None:
    page = page_of(body(FULL, "He left.", FULL, "She came."))
    assert told(page) == [("paragraph", f"{FULL} He left."), ("paragraph", f"{FULL} She came.")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The treaty was diplo-", "matic at best.", "The treaty was diplomatic at best."),
        ("They opened a consulate-", "general in Zenda.", "They opened a consulate-general in Zenda."),
        ("It was the Austro-", "Hungarian envoy.", "It was the Austro-Hungarian envoy."),
        ("From 1901-", "1904 there was peace.", "From 1901-1904 there was peace."),
    ],
)
def test_words_cut_at_a_line_end(page_of: Any, first: str, second: str, expected: str) -> None:
    page = page_of(
        [
            *body("The consulate-general in Strelsau stayed open, as all of the consuls wanted it to."),
            *body(first, second, top=640),
        ]
    )
    assert told(page)[-1] == ("paragraph", expected)
    # What is left out is left out of the reading only: the text itself is kept.
    assert f"{first}\n{second}" in page.text and len(page.visible) == len(page.text)


def test_a_word_cut_at_a_page_end_is_joined_over_footer_and_header(page_of: Any) -> None:
    def framed(number: int, lines: list[Any]) -> list[Any]:
        return [("Annals of Ruritania", 72, 800, 8, "F1"), *lines, (str(number), 300, 30, 8, "F1")]

    page = page_of(
        framed(7, body(FULL, "The two were not on diplo-")), framed(8, body("matic terms.", "After that they were.", top=720))
    )
    assert told(page) == [("paragraph", f"{FULL} The two were not on diplomatic terms."), ("paragraph", "After that they were.")]
    document = Document("a", "a", page.text, page.blocks, shown=page.shown)
    assert [document.page_at(page.text.index(word)) for word in ("Ruritania sent", "diplo-", "matic terms", "After")] == [
        1,
        1,
        2,
        2,
    ]


def test_running_lines_are_left_out_and_a_year_in_the_text_is_not(page_of: Any) -> None:
    pages = [
        [
            ("Vol. 3", 72, 800, 8, "F1"),
            *body(FULL, f"That was in the year of the {word} war,", "1904", "as is told."),
            (f"– {n} –", 290, 40, 8, "F1"),
        ]
        for n, word in enumerate(("first", "second", "third"), 1)
    ]
    said = " ".join(words for _, words in told(page_of(*pages)))
    assert said.count("1904") == 3 and "Vol" not in said and "–" not in said


def test_what_a_browser_prints_around_a_page_is_left_out(page_of: Any) -> None:
    """Its date and title at the head, close to the text and smaller than it; the address and "1/3" at the foot."""
    pages = [
        [
            ("11/29/26, 6:31 PM", 24, 712, 8, "F1"),
            ("Envoys", 260, 712, 8, "F1"),
            *body(FULL, f"He left in 190{number}.", FULL, FULL, "She came back."),
            ("https://example.org/envoys", 24, 17, 8, "F1"),
            (f"{number}/3", 560, 17, 8, "F1"),
        ]
        for number in (1, 2, 3)
    ]
    words = " ".join(words for _, words in told(page_of(*pages)))
    assert "PM" not in words and "example.org" not in words and "1/3" not in words
    assert "He left in 1902." in words and "She came back." in words


def test_the_title_may_stand_below_a_word_of_a_menu(page_of: Any) -> None:
    page = page_of([("Home", 72, 760, 10, "F1"), ("Envoys", 72, 730, 20, "F2"), *body(FULL, "He left.")])
    assert page.title == "Envoys"
    assert told(page) == [("paragraph", "Home"), ("title", "Envoys"), ("paragraph", f"{FULL} He left.")]
    assert page.blocks[-1].section == ()


def test_a_number_that_ends_a_sentence_begins_no_item(page_of: Any) -> None:
    page = page_of(body("The embassy of Ruritania has kept its seat ever since in the Street of Palms at", "28. He left."))
    assert [kind for kind, _ in told(page)] == ["paragraph"]
    page = page_of(
        body("Things that were to be settled in the year after that by the envoys of both:", "28. Borders, the", "sea.")
    )
    assert [kind for kind, _ in told(page)] == ["paragraph", "item"]


def test_a_line_that_is_bold_in_part_is_no_heading(page_of: Any) -> None:
    page = page_of(
        [*body(FULL, FULL), ("Envoys of Ruritania", 72, 640, 10, "F2"), ("left", 180, 640, 10, "F1"), *body(FULL, top=600)]
    )
    assert [kind for kind, _ in told(page)] == ["paragraph", "paragraph", "paragraph"]


def test_headings_by_size_and_weight(page_of: Any) -> None:
    page = page_of(
        [
            ("Ruritania and Graustark", 72, 780, 20, "F2"),
            ("History", 72, 740, 14, "F2"),
            *body(FULL, top=720),
            ("The war", 72, 690, 10, "F2"),
            *body(FULL, top=675),
            ("A summary of trade between", 72, 640, 14, "F2"),
            ("the two states", 72, 624, 14, "F2"),
            *body(FULL, top=600),
        ]
    )
    assert page.title == "Ruritania and Graustark"
    assert [(b.level, b.section) for b in page.blocks if b.kind == "heading"] == [
        (2, ("History",)),
        (3, ("History", "The war")),
        (2, ("A summary of trade between the two states",)),
    ]


def test_lists_with_bullets_apart_or_not(page_of: Any) -> None:
    page = page_of(
        [
            *body(FULL, "They are:"),
            ("•", 72, 670, 10, "F1"),
            *body("One of the two,", top=670, left=90),
            *body("• Another.", "2. A third", "of two lines.", top=650),
        ]
    )
    assert told(page)[1:] == [("item", "One of the two,"), ("item", "Another."), ("item", "A third of two lines.")]


def test_rows_are_what_stands_beside_each_other_twice(page_of: Any) -> None:
    rows = [
        (cell, 72.0 + 150 * i, 600.0 - 15 * n, 10.0, "F1")
        for n, row in enumerate((("Post", "Opened"), ("Zenda", "1901")))
        for i, cell in enumerate(row)
    ]
    page = page_of([*body(FULL), *rows, *body(FULL, top=500)])
    found = [b for b in page.blocks if b.kind == "row"]
    assert [[page.text[a:z] for a, z in b.cells] for b in found] == [["Post", "Opened"], ["Zenda", "1901"]]


def test_ligatures_are_letters(page_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the ﬁrst eﬀort".translate(pdf._SIGNS) == "the first effort"
    assert "a\0b\x7f\ud800".translate(pdf._SIGNS) == "a\ufffdb•\ufffd"


# --- what is refused ------------------------------------------------------------------------------------------------------------


def locked(user: str) -> bytes:
    """A PDF under a password (RC4, which needs no further library), made by pypdf."""
    import io

    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_told() -> None:
    with pytest.raises(InputError, match="a PDF with a password; save a copy without one"):
        read(locked("secret"))


def test_a_pdf_locked_against_changes_only_is_read() -> None:
    with pytest.raises(InputError, match="1 page without text"):
        read(locked(""))


def test_a_scan_is_told(format_files: ModuleType) -> None:
    with pytest.raises(InputError, match="3 pages without text, a scan as it seems"):
        read(format_files.pdf_of([[], [], []]))


def test_letters_that_cannot_be_told_are_told(format_files: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    data = format_files.pdf_of([body(FULL, FULL)]).replace(b"/WinAnsiEncoding", b"<< /Differences [32 " + b"/x0 " * 95 + b"] >>")
    monkeypatch.setattr(pdf, "_SIGNS", {i: "\ufffd" for i in range(32, 127)})
    with pytest.raises(InputError, match="do not tell which letters"):
        read(data)


def broken(files: ModuleType) -> dict[str, bytes]:
    whole: bytes = files.pdf()
    return {
        "cut off": whole[: len(whole) // 3],
        "the head alone": b"%PDF-1.7\n",
        "no pages": whole.replace(b"/Kids", b"/Lost"),
        "pages that hold themselves": files.assembled(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]
        ),
        "noise": b"%PDF-1.4\n" + bytes(range(256)) * 400,
        "a count of 10^9": files.assembled(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1000000000 /Kids [] >>"]
        ),
    }


@pytest.mark.parametrize(
    "name", ["cut off", "the head alone", "no pages", "pages that hold themselves", "noise", "a count of 10^9"]
)
def test_broken_files_are_told(format_files: ModuleType, name: str) -> None:
    with pytest.raises(InputError, match=r"^a\.pdf: ") as caught:
        read(broken(format_files)[name])
    assert len(str(caught.value)) < 400


def drawing(files: ModuleType, stream: bytes, extra: list[bytes] | None = None, entries: bytes = b"") -> bytes:
    """A page that draws what is given."""
    packed = zlib.compress(stream, 9)
    return bytes(
        files.assembled(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << %b >> >>" % entries,
                b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
                *(extra or []),
            ]
        )
    )


def test_a_page_that_unpacks_to_much_is_refused(format_files: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_DRAWN", 100_000)
    with pytest.raises(InputError, match="page 1 draws more than"):
        read(drawing(format_files, b"q Q " * 100_000))


@pytest.mark.timeout(60)
def test_forms_that_draw_each_other_end(format_files: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of thirty forms draws the next one twice: a thousand million drawings, if nobody counts."""
    monkeypatch.setattr(pdf, "MOST_STEPS", 5_000)
    forms = []
    for number in range(5, 35):
        after = b"<< /XObject << /X %d 0 R >> >>" % (number + 1) if number < 34 else b"<< >>"
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources %b /Length 12 >>" % after
        forms.append(head + b"\nstream\n/X Do /X Do \nendstream")
    with pytest.raises(InputError, match="page 1 draws without end"):
        read(drawing(format_files, b"/X Do", forms, b"/XObject << /X 5 0 R >>"))


def test_the_title_among_the_properties_is_taken_where_there_is_no_heading(format_files: ModuleType) -> None:
    data = format_files.pdf_of([body(FULL, FULL)])
    plain = read(data)
    assert plain.title == ""
    titled = data.replace(b"/Type /Catalog", b"/Type /Catalog").replace(
        b"trailer\n<<", b"trailer\n<< /Info << /Title (Zenda papers) >>"
    )
    assert read(titled).title == "Zenda papers"
    named = data.replace(b"trailer\n<<", b"trailer\n<< /Info << /Title (zenda-final.doc) >>")
    assert read(named).title == ""
