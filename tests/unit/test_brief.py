"""The brief: each line has its passages, each passage is in the document, nothing is told more exactly than it was, and all forms say the same."""

import io
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relazione.model.dates import parse_day
from relazione.publish.brief import FORMS, NOTHING, brief, brief_bytes, brief_html, brief_markdown
from relazione.publish.brief.shape import ASSUMED, LONGEST, Brief
from relazione.publish.visible import visible
from relazione.record.store import Record

DATES = [None, "1480", "1912-06-01", "1914-12-01", "1925-01-01", "1950", "2020-05"]


def lines(made: Brief) -> list[str]:
    return [f"{line.label} {line.text}" for section in made.sections for line in section.lines]


# --- each line is cited -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", DATES)
def test_every_part_has_its_passages(seed_record: Record, on: str | None) -> None:
    made = brief(seed_record, "ITA", "TUR", on)
    parts = list(made.parts())
    assert parts
    assert all(part.numbers and part.text for part in parts)
    cited = {number for part in parts for number in part.numbers}
    assert cited == {source.number for source in made.sources} == set(range(1, len(made.sources) + 1))
    assert [source for work in made.documents for source in made.behind(work)] == list(made.sources)


@pytest.mark.parametrize("on", DATES)
def test_every_passage_stands_in_its_document(seed_record: Record, on: str | None) -> None:
    from_documents = [source for source in brief(seed_record, "ITA", "TUR", on).sources if source.document]
    assert from_documents
    for source in from_documents:
        text = " ".join(seed_record.document(source.document).text.split())
        assert source.quote.removeprefix("… ").removesuffix(" …") in text


def test_what_rests_on_a_table_says_so(seed_record: Record) -> None:
    made = brief(seed_record, "ITA", "TUR", "1912-06-01")
    assert [source.quote for source in made.sources if not source.document] == [
        "the Kingdom of Italy (since 17 March 1861), capital Rome",
        "the Ottoman Empire (since 1299), capital Constantinople",
    ]
    assert "Relazione, table of polities" in brief_markdown(seed_record, "ITA", "TUR", "1912-06-01")


# --- as of then -----------------------------------------------------------------------------------------------------------------


def test_june_1912_reads_as_1912(seed_record: Record) -> None:
    made = brief(seed_record, "ITA", "TUR", "1912-06-01")
    assert made.title == "The Kingdom of Italy and the Ottoman Empire"
    said = "\n".join(lines(made))
    assert "The Kingdom of Italy and the Ottoman Empire are at war and have been since 1911." in said
    assert "capital Constantinople" in said and "Istanbul" not in said
    assert "The Kingdom of Italy occupies the Dodecanese (since 1911)." in said
    assert "Türkiye" not in said and "Turkey" not in said
    assert "Ouchy" not in said, "its source says 1912 only: it may have come after the day"
    years = [int(year) for year in re.findall(r"\b(?:1[0-9]|20)\d\d\b", said)]
    assert max(years) == 1911
    assert made.notes == ("Left out: 2 entries whose sources do not tell whether they came before or after this day.",)


@pytest.mark.parametrize("on", [date for date in DATES if date])
def test_nothing_that_came_later_is_in_it(seed_record: Record, on: str) -> None:
    limit = parse_day(on)
    years = [int(year) for year in re.findall(r"\b(?:1[0-9]|20)\d\d\b", "\n".join(lines(brief(seed_record, "ITA", "TUR", on))))]
    assert years and max(parse_day(str(year)) for year in years) <= limit


def test_a_state_of_several_polities_keeps_its_name_unless_the_record_tells_of_one_alone(seed_record: Record) -> None:
    assert brief(seed_record, "ITA", "TUR", "1500").title == "Italy and the Ottoman Empire"


def test_it_answers_who_held_kastellorizo_in_1925(seed_record: Record) -> None:
    text = brief_markdown(seed_record, "ITA", "TUR", "1925-01-01")
    assert "The Kingdom of Italy possesses Kastellorizo (since 1921)" in " ".join(text.split())
    assert text.startswith("# The Kingdom of Italy and Türkiye, 1 January 1925\n")


@pytest.mark.parametrize(("on", "words"), [("1925", "1 January 1925"), ("1912-06-01", "1 June 1912"), (None, "at present")])
def test_it_says_for_which_day_it_stands(seed_record: Record, on: str | None, words: str) -> None:
    assert brief_markdown(seed_record, "ITA", "TUR", on).splitlines()[0].endswith(words)


def test_what_the_source_dates_to_a_year_has_no_month_or_day(seed_record: Record) -> None:
    """The Treaty of Lausanne is told with its year only."""
    told = [line for line in lines(brief(seed_record, "ITA", "TUR", "1925-01-01")) if "Treaty of Lausanne" in line]
    assert told
    assert not re.search(r"\d+ \w+ 1923|(?:January|July) 1923", " ".join(told))


def test_the_last_twelve_months_are_those_before_the_day(seed_record: Record) -> None:
    section = brief(seed_record, "ITA", "TUR", "1902-12-01").section("year")
    assert section and [line.label for line in section.lines] == ["31 October 1902", "10 November 1902"]
    empty = brief(seed_record, "ITA", "TUR", "1950-01-01").section("year")
    assert empty and not empty.lines and empty.note == "Nothing is on record for the twelve months before 1 January 1950."


def test_disputes_show_every_side_with_its_own_sources(seed_record: Record) -> None:
    section = brief(seed_record, "ITA", "TUR").section("disagree")
    assert section
    milan = next(line for line in section.lines if "Milan" in line.text)
    general, plain = (part for part in milan.parts if "consulate" in part.text)
    assert "consulate-general" in general.text and plain.text == "or as consulate"
    assert set(general.numbers) != set(plain.numbers)


def test_shared_memberships_are_told_in_one_line(seed_record: Record) -> None:
    section = brief(seed_record, "ITA", "TUR").section("memberships")
    assert section and section.lines[0].text == "Both: NATO; the Union for the Mediterranean."
    assert len(section.lines) == 3


def test_what_is_assumed_is_marked_and_the_mark_explained(seed_record: Record) -> None:
    text = brief_markdown(seed_record, "ITA", "TUR", "1925-01-01")
    assert text.count(ASSUMED) > 2
    assert f"\n{ASSUMED} told before this date" in text


# --- two pages ------------------------------------------------------------------------------------------------------------------


def crowded(seed: ModuleType, record: Record) -> None:
    """A record with more between the two than two pages hold."""
    told = []
    for year in range(1900, 2020):
        for at, type_ in enumerate(("condemnation", "visit", "agreement", "sanction", "crisis")):
            words = f"In {year} there was a matter of the sort {type_}, of which a source has a long sentence to tell, number {year * 5 + at}."
            told.append((seed.event(type_, seed.italy(), seed.turkey(role="recipient"), on=str(year)), {"words": words}))
    for at in range(80):
        told.append((seed.member(seed.italy(), f"Organisation of the Sea {at}", f"sea-{at}"), {"current": True}))
        told.append((seed.member(seed.turkey(), f"Organisation of the Sea {at}", f"sea-{at}"), {"current": True}))
    document, claims = seed.told(
        "crowded", *((body, {key: value for key, value in more.items() if key != "words"}) for body, more in told)
    )
    record.add(document, claims)


def test_a_rich_pair_is_cut_by_rank_and_says_how_much(seed: ModuleType, record: Record) -> None:
    from relazione.publish.brief.pdf import pages

    crowded(seed, record)
    made = brief(record, "ITA", "TUR")
    assert sum(section.more for section in made.sections) > 100
    assert "more on record" in brief_markdown(record, "ITA", "TUR")
    assert made.section("facts") or made.section("stand")
    assert pages(brief_bytes(record, "ITA", "TUR", form="pdf")) <= 2


@pytest.mark.parametrize("on", DATES)
def test_it_has_two_pages_at_most(seed_record: Record, on: str | None) -> None:
    from relazione.publish.brief.pdf import pages

    assert pages(brief_bytes(seed_record, "ITA", "TUR", on, form="pdf")) <= 2


def test_less_room_keeps_what_counts_most(seed_record: Record) -> None:
    whole, small = (brief(seed_record, "ITA", "TUR", room=room) for room in (516.0, 200.0))
    assert set(lines(small)) < set(lines(whole))
    assert small.section("facts") == small.section("facts") and small.section("facts") is not None


# --- all forms say the same -----------------------------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    """Letters alone: without blanks, line ends, marks of sources and the shapes of joined letters."""
    plain = unicodedata.normalize("NFKC", visible(text)).replace("\u200b", "").replace("\\", "").replace("*", "")
    return re.sub(r"\s+|\[\d+\]", "", plain)


def words_of(form: str, content: bytes) -> str:
    """What a person reads in a brief of a form."""
    if form == "pdf":
        import pypdf

        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if form == "docx":
        return "\n".join(docx_lines(content))
    if form == "html":
        parser = Words()
        parser.feed(content.decode())
        return "".join(parser.words)
    return content.decode()


def docx_lines(content: bytes) -> list[str]:
    import docx

    document: Any = docx.Document(io.BytesIO(content))
    every = list(document.paragraphs)
    for table in document.tables:
        every += [paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    return ["".join(node.text or "" for node in paragraph._p.iter() if node.tag.endswith("}t")) for paragraph in every]


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        assert not any(name.startswith("on") for name, _ in attrs)
        assert tag not in ("script", "img", "iframe", "link", "object")

    def handle_data(self, data: str) -> None:
        if not self.style:
            self.words.append(data)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("on", [None, "1912-06-01", "1943-07-01"])
def test_all_forms_have_the_same_lines_and_sources(seed_record: Record, on: str | None, form: str) -> None:
    made = brief(seed_record, "ITA", "TUR", on)
    text = squeezed(words_of(form, brief_bytes(seed_record, "ITA", "TUR", on, form=form)))
    for part in made.parts():
        assert squeezed(part.text) in text
    for source in made.sources:
        assert squeezed(source.quote[:200]) in text
    for section in made.sections:
        assert squeezed(section.heading) in text
    assert made.record in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_record_gives_the_same_bytes(seed_record: Record, form: str) -> None:
    first, second = (brief_bytes(seed_record, "ITA", "TUR", "1925-01-01", form=form) for _ in range(2))
    assert first == second
    assert first != brief_bytes(seed_record, "ITA", "TUR", "1925-01-01", form=form, made="2026-01-05")


def test_the_date_of_making_is_the_callers(seed_record: Record) -> None:
    assert "Made on 2026-01-05." in brief_bytes(seed_record, "ITA", "TUR", made="2026-01-05").decode()
    assert "Made on" not in brief_bytes(seed_record, "ITA", "TUR").decode()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_it_keeps_to_the_width_of_a_terminal(seed_record: Record, width: int) -> None:
    text = brief_markdown(seed_record, "ITA", "TUR", width=width).splitlines()
    assert max(map(len, [line for line in text if "SHA-256" not in line and len(line.split()) > 1])) <= width


def test_the_page_is_whole_and_its_marks_lead_to_sources(seed_record: Record) -> None:
    page = brief_html(seed_record, "ITA", "TUR", "1925-01-01")
    targets = set(re.findall(r'href="#(s\d+)"', page))
    assert targets and targets == set(re.findall(r'<li id="(s\d+)"', page))
    assert "<svg" in page and "http://www.w3.org/2000/svg" in page
    assert "<script" not in page and "src=" not in page and "<link" not in page


def test_the_pdf_is_tagged_named_and_linked(seed_record: Record) -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(brief_bytes(seed_record, "ITA", "TUR", "1912-06-01", form="pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] is not None and "/StructTreeRoot" in root
    assert reader.metadata and reader.metadata.title == "The Kingdom of Italy and the Ottoman Empire, 1 June 1912"
    assert reader.outline, "bookmarks"
    links = [note for page in reader.pages for note in page.get("/Annots", ()) if note.get_object()["/Subtype"] == "/Link"]
    marks = sum(len(part.numbers) for part in brief(seed_record, "ITA", "TUR", "1912-06-01").parts())
    assert len(links) >= marks
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts and all("Libertinus" in font or "Computer" in font or "DejaVu" in font for font in fonts), (
        "only typst's own fonts"
    )


def test_the_word_file_has_headings_an_alternative_text_and_links(seed_record: Record) -> None:
    import docx

    content = brief_bytes(seed_record, "ITA", "TUR", "1912-06-01", form="docx")
    document: Any = docx.Document(io.BytesIO(content))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0] == "How things stand" and headings[-1] == "Sources"
    assert document.core_properties.title == "The Kingdom of Italy and the Ottoman Empire, 1 June 1912"
    xml = document.element.xml
    anchors = set(re.findall(r'<w:hyperlink w:anchor="(s\d+)"', xml))
    assert anchors and anchors == set(re.findall(r'<w:bookmarkStart [^>]*w:name="(s\d+)"', xml))
    assert 'descr="Map: Italy in the first colour' in xml


# --- hostile and strange text ---------------------------------------------------------------------------------------------------

EVIL = (
    '#read("/etc/passwd") #import "x.typ" $x$ *b* _i_ @s1 <s1> \\ // `c` = H\n- l\n<img src=x onerror=alert(1)>[x](javascript:alert(1))'
    "\u202e\u0000\u200f\ud800 عربي ﷽ Ελλάδα Қазақстан ği\n\n# Heading {{template}} [[link]]"
)


def hostile(seed: ModuleType, record: Record, evil: str) -> None:
    document, claims = seed.told(
        "evil",
        (seed.mission(seed.italy(), "embassy", seed.turkey(), evil), {"current": True}),
        (seed.member(seed.italy(), evil, "evil"), {"current": True}),
        (seed.event("condemnation", seed.italy(), seed.turkey(role="recipient"), on="2023", place=evil), {}),
        date="2024-01-01",
    )
    record.add(document, claims)


@pytest.mark.parametrize(
    "text", ["\U000f0000", '\u0378\\"x', "\u0600", "`\u0378`", "\U0010ffff {\u0530} 0 u", "\U00010000" * 5000]
)
def test_signs_that_no_font_has_part_no_text_from_another(seed: ModuleType, record: Record, text: str) -> None:
    hostile(seed, record, text)
    content = brief_bytes(record, "ITA", "TUR", "2025", form="pdf")
    said = squeezed(words_of("pdf", content))
    assert "⟨U+" in said or "signsofanotherscript" in said


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_text_stays_text(seed: ModuleType, record: Record, form: str) -> None:
    evil = EVIL.replace("\ud800", "")
    hostile(seed, record, evil)
    content = brief_bytes(record, "ITA", "TUR", "2025", form=form)
    said = words_of(form, content)
    if form in ("md", "html"):
        assert "\u202e" not in said and "⟨U+202E⟩" in said
    assert "root:" not in said, "no file of the machine"
    if form == "md":
        assert "\\](javascript:" in said and "\\<img" in said
        assert not [line for line in said.splitlines() if line.startswith("# Heading")]
    else:
        assert squeezed('#read("/etc/passwd")') in squeezed(said)
    assert content == brief_bytes(record, "ITA", "TUR", "2025", form=form)


def test_typst_refuses_files_outside_of_its_folder(seed_record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a template that asks for one does not get it."""
    import typst

    from relazione.publish.brief import pdf

    secret, template = tmp_path / "secret.txt", tmp_path / "brief.typ"
    secret.write_text("secret")
    for asked in (str(secret), f"../{tmp_path.name}/secret.txt"):
        template.write_text(f'#read("{asked}")')
        monkeypatch.setattr(pdf, "_TEMPLATE", template)
        with pytest.raises(typst.TypstError):
            pdf.pdf(brief(seed_record, "ITA", "TUR"))


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_text_is_cut(seed: ModuleType, record: Record, form: str) -> None:
    hostile(seed, record, "W" * 100_000)
    made = brief(record, "ITA", "TUR", "2025")
    assert max(len(part.text) for part in made.parts()) <= LONGEST + 20
    content = brief_bytes(record, "ITA", "TUR", "2025", form=form)
    assert "WWWWWWWW" in words_of(form, content).replace("\u200b", "")
    if form == "pdf":
        from relazione.publish.brief.pdf import pages

        assert pages(content) <= 2


def test_letters_of_all_europe_come_out_in_the_pdf(seed: ModuleType, record: Record) -> None:
    names = "Şırnak Eskişehir Αθήνα Київ Łódź Győr Đurđevac Ísafjörður"
    hostile(seed, record, names)
    said = words_of("pdf", brief_bytes(record, "ITA", "TUR", "2025", form="pdf"))
    for name in names.split():
        assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", said.replace("\n", " "))


def test_a_pair_of_which_nothing_is_told_is_said_to_be_so(record: Record) -> None:
    text = brief_markdown(record, "FRA", "JPN", "1950")
    assert NOTHING in text
    assert "Sources" not in text
    for form in FORMS:
        assert squeezed(NOTHING) in squeezed(words_of(form, brief_bytes(record, "FRA", "JPN", "1950", form=form)))


@pytest.mark.parametrize(("module", "form"), [("typst", "pdf"), ("docx", "docx")])
def test_a_missing_library_is_named_with_its_extra(
    record: Record, monkeypatch: pytest.MonkeyPatch, module: str, form: str
) -> None:
    from relazione.publish import extra

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(extra, "import_module", missing)
    with pytest.raises(extra.MissingExtra, match=r'pip install "relazione\[brief\]"') as raised:
        brief_bytes(record, "FRA", "JPN", form=form)
    assert module in str(raised.value)
