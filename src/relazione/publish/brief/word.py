"""The brief as a Word file: real headings and styles, the map with a text in its place, links from the marks to the sources.

The same brief gives the same bytes: no clock is asked, and the parts of the file carry a fixed date.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from relazione.publish.brief.pdf import alternative, map_png
from relazione.publish.brief.shape import NOTHING, Brief, Line, Section, closing, more_words, quoted
from relazione.publish.extra import needed
from relazione.publish.visible import visible

_DATE = (1980, 1, 1, 0, 0, 0)
_SERIF = "Georgia"
_SIZES = {"Normal": 9.5, "Title": 19, "Subtitle": 10.5, "Heading 1": 12, "Heading 2": 8, "List Bullet": 9.5}


def docx(made: Brief) -> bytes:
    """A brief as a Word file. Raises MissingExtra where python-docx is not installed; without typst it has no map."""
    document = needed("docx", "Word").Document()
    _Writer(document).write(made)
    raw = io.BytesIO()
    document.save(raw)
    return _with_fixed_dates(raw.getvalue())


class _Writer:
    """Puts a brief into an empty document of python-docx."""

    def __init__(self, document: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.document, self.element, self.qn, self.mm, self.points = document, OxmlElement, qn, Mm, Pt
        self.grey = RGBColor(0x5B, 0x64, 0x70)
        self._styles()

    def _styles(self) -> None:
        from docx.shared import RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = self.mm(210), self.mm(297)
        section.left_margin = section.right_margin = self.mm(19)
        section.top_margin, section.bottom_margin = self.mm(16), self.mm(16)
        for name, size in _SIZES.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = _SERIF, self.points(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(self.qn(which), None)
            fonts.set(self.qn("w:cs"), _SERIF)
            style.paragraph_format.space_before = self.points(8 if name == "Heading 1" else 4 if name == "Heading 2" else 0)
            style.paragraph_format.space_after = self.points(2)
            style.font.color.rgb = RGBColor(0x1D, 0x5C, 0x8C) if name == "Heading 1" else RGBColor(0x1C, 0x24, 0x30)

    def write(self, made: Brief) -> None:
        """Title, sections, sources, closing notes."""
        document, properties = self.document, self.document.core_properties
        properties.title, properties.author, properties.language = visible(f"{made.title}, {made.on}")[:250], "Relazione", "en-GB"
        properties.comments, properties.subject = "", "A brief with sources"
        properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
        document.add_paragraph(visible(made.title), style="Title")
        today = f" · today {visible(made.today)}" if made.today else ""
        document.add_paragraph(f"{visible(made.on)}{today}", style="Subtitle")
        for section in made.sections:
            if section.form == "facts":
                self._facts(section, made)
            else:
                self._section(section)
        if not made.sections:
            document.add_paragraph(NOTHING)
        if made.sources:
            self._sources(made)
        for note in closing(made):
            self._small(document.add_paragraph(), visible(note))

    def _facts(self, section: Section, made: Brief) -> None:
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        left, right = table.rows[0].cells
        left.width, right.width = self.mm(112), self.mm(60)
        left.paragraphs[0].style = self.document.styles["Heading 1"]
        left.paragraphs[0].add_run(section.heading)
        for line in section.lines:
            self._line(left.add_paragraph(), line)
        drawing = map_png(*made.pair)
        if drawing:
            picture = right.paragraphs[0].add_run().add_picture(io.BytesIO(drawing), width=self.mm(58))
            picture._inline.docPr.set("descr", alternative(made))
            picture._inline.docPr.set("title", "Locator map")

    def _section(self, section: Section) -> None:
        self.document.add_heading(section.heading, level=1)
        if section.form == "prose":
            paragraph = self.document.add_paragraph()
            for line in section.lines:
                self._line(paragraph, line)
                paragraph.add_run(" ")
        else:
            for line in section.lines:
                self._line(self.document.add_paragraph(style="List Bullet"), line)
        if section.more:
            self._small(self.document.add_paragraph(), more_words(section.more))
        if section.note:
            self.document.add_paragraph(visible(section.note))

    def _line(self, paragraph: Any, line: Line) -> None:
        if line.label:
            paragraph.add_run(f"{visible(line.label)}: ").bold = True
        for place, part in enumerate(line.parts):
            paragraph.add_run((" " if place else "") + visible(part.text))
            for number in part.numbers:
                self._mark(paragraph, number)

    def _mark(self, paragraph: Any, number: int) -> None:
        """The number of a source as a link to it."""
        link = self.element("w:hyperlink")
        link.set(self.qn("w:anchor"), f"s{number}")
        run = paragraph.add_run(f"[{number}]")
        run.font.superscript, run.font.color.rgb = True, self.grey
        link.append(run._r)
        paragraph._p.append(link)

    def _sources(self, made: Brief) -> None:
        from docx.enum.section import WD_SECTION

        self.document.add_heading("Sources", level=1)
        columns = self.document.add_section(WD_SECTION.CONTINUOUS)
        self._columns(columns, 2)
        for work in made.documents:
            self.document.add_heading(visible(work.words), level=2)
            for source in made.behind(work):
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.left_indent = self.mm(7)
                paragraph.paragraph_format.first_line_indent = self.mm(-7)
                paragraph.paragraph_format.space_after = self.points(1)
                begin, end = self.element("w:bookmarkStart"), self.element("w:bookmarkEnd")
                for one in (begin, end):
                    one.set(self.qn("w:id"), str(source.number))
                begin.set(self.qn("w:name"), f"s{source.number}")
                paragraph._p.append(begin)
                paragraph.add_run(f"[{source.number}] {visible(quoted(source))}").font.size = self.points(7.5)
                paragraph._p.append(end)
        self._columns(self.document.add_section(WD_SECTION.CONTINUOUS), 1)

    def _columns(self, section: Any, count: int) -> None:
        found = section._sectPr.find(self.qn("w:cols"))
        columns = found if found is not None else self.element("w:cols")
        columns.set(self.qn("w:num"), str(count))
        if found is None:
            section._sectPr.append(columns)

    def _small(self, paragraph: Any, text: str) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.italic, run.font.color.rgb = self.points(8), True, self.grey


def _with_fixed_dates(content: bytes) -> bytes:
    """The same file, its parts under a fixed date in place of that of the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, _DATE)
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(fixed, old.read(info.filename))
    return out.getvalue()
