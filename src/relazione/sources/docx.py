"""The room `sources`: Word files (.docx). The text is made of their paragraphs, list items and table rows, in order, one a line.

Headings are told by style (built-in names, which are the same in every language of Word, and what is based on them), by outline
level, or, as many people write them, by being short and wholly bold. Left out are deleted and moved words, hidden words, notes, fields'
codes, and the second copy of a drawing's text. Where Word noted its page breaks, blocks tell their page.

Source: ECMA-376, part 1, chapter 17 (WordprocessingML).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from relazione.model.documents import Block
from relazione.model.errors import InputError
from relazione.sources import safe_xml
from relazione.sources.originals import Head, Original, Page
from relazione.sources.zipped import open_zip, taken

_OFFICE = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/", b"customXml/", b"mimetype", b"xl/", b"ppt/")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "rt", "footnotePr", "endnotePr"))
_HEADING = re.compile(r"heading ([1-9])")
_WORDS_END = (".", ",", ";", ":")
LARGEST_PART = 80_000_000
"""Bytes of the main part after unpacking; a thousand pages take about ten million."""
LONGEST_BOLD_HEADING = 100
MOST_LEVEL = 6
BOLD_LEVEL = 5
"""Level of headings that are only bold: below all that have a style."""
CELL_END = "\t"


def matches(head: Head) -> bool:
    """Whether it is an office file: a zip file that begins with one of its parts, or a Word file of the old kind (to say so)."""
    if head.data.startswith(_OLE):
        return True
    if not head.data.startswith(b"PK\x03\x04"):
        return False
    return head.data[30:].startswith(_OFFICE) or head.name.endswith((".docx", ".docm"))


def read(original: Original) -> Iterator[Page]:
    """The document. Raises InputError where it is another office file, damaged, or has a password."""
    where = original.where
    data = original.data()
    if data.startswith(_OLE):
        raise InputError(f"{where}: a Word file of the old kind (.doc), or one with a password; save it as .docx without one")
    with open_zip(io.BytesIO(data), where) as archive:
        main = _main_part(archive, where)
        styles = _styles(_part(archive, posixpath.join(posixpath.dirname(main), "styles.xml"), where))
        body = _Body(_part(archive, main, where), styles, where)
        told = _told_title(_part(archive, "docProps/core.xml", where))
    yield Page(body.text(), tuple(body.blocks()), title=body.title or told)


def _part(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    """A part's bytes; none where there is no such part."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return b""
    return taken(archive, member, LARGEST_PART, f"{where} ({name})")


def _main_part(archive: zipfile.ZipFile, where: str) -> str:
    """The name of the part that holds the text, as the file's relations say."""
    found: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if safe_xml.local(name) == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/"))

    _walk(_part(archive, "_rels/.rels", where), where, begin)
    names = set(archive.namelist())
    main = next((name for name in [*found, "word/document.xml"] if name in names), None)
    if main is None and "mimetype" in names:
        raise InputError(f"{where}: an OpenDocument or EPUB file, which is not read; save it as .docx")
    if main is None or not main.startswith("word"):
        raise InputError(f"{where}: an office file without a text, such as a table or slides; save its text as .docx")
    return main


def _walk(data: bytes, where: str, begin: Callable[[str, dict[str, str]], None]) -> None:
    if data:
        made = safe_xml.parser(where)
        made.StartElementHandler = begin
        safe_xml.parse(made, data, where)


@dataclass(slots=True)
class _Style:
    """What a paragraph's style says, and on which other it rests."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    is_list: bool = False


MOST_STYLES = 50
"""Styles, one based on the other, that are followed; Word itself allows no more than a dozen."""


def _styles(data: bytes) -> dict[str, _Style]:
    """The styles by id, with what they take over from those they are based on."""
    styles: dict[str, _Style] = {}
    current = _Style()

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        tag, value = safe_xml.local(name), _value(attributes)
        if tag == "style":
            current = styles.setdefault(_attribute(attributes, "styleId"), _Style())
        elif tag == "name":
            current.name = value.lower()
        elif tag == "basedOn":
            current.based_on = value
        elif tag == "outlineLvl":
            current.outline = _number(value)
        elif tag == "numId":
            current.is_list = value != "0"

    _walk(data, "styles.xml", begin)
    for style in styles.values():
        above, seen = style, {id(style)}
        while (above := styles.get(above.based_on, _EMPTY)) is not _EMPTY and id(above) not in seen and len(seen) < MOST_STYLES:
            seen.add(id(above))
            if style.outline is None:
                style.outline = above.outline
            style.is_list = style.is_list or above.is_list
            if _HEADING.fullmatch(above.name) and not _HEADING.fullmatch(style.name):
                style.name = above.name
    return styles


_EMPTY = _Style()


def _told_title(data: bytes) -> str:
    """The title among the file's properties."""
    words: list[str] = []
    within = False

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal within
        within = safe_xml.local(name) == "title"

    def said(text: str) -> None:
        if within:
            words.append(text)

    if data:
        made = safe_xml.parser("core.xml")
        made.StartElementHandler = begin
        made.CharacterDataHandler = said
        safe_xml.parse(made, data, "core.xml")
    return " ".join("".join(words).split())


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read."""

    words: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    list_level: int = 0
    is_list: bool | None = None
    plain: int = 0  # letters that are not bold
    page: int = 0


@dataclass(slots=True)
class _Row:
    """A table row while it is read: the text of each cell."""

    cells: list[list[str]] = field(default_factory=list)
    page: int = 0


class _Body:
    """One pass over the main part. Lines come out as (kind, level, cells' texts, page); offsets are given at the end."""

    def __init__(self, data: bytes, styles: dict[str, _Style], where: str) -> None:
        self.where, self.styles = where, styles
        self.title = ""
        self._lines: list[tuple[str, int, list[str], int]] = []
        self._stack: list[str] = []
        self._left_out = 0
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._tables = 0
        self._is_text = self._bold = self._hidden = False
        self._page = 1 if b"lastRenderedPageBreak" in data else 0
        if not data.strip():
            raise InputError(f"{where}: its main part is empty; save it again as .docx")
        made = safe_xml.parser(where)
        made.StartElementHandler = self._begin
        made.EndElementHandler = self._finish
        made.CharacterDataHandler = self._said
        safe_xml.parse(made, data, where)
        self._choose_title()

    def text(self) -> str:
        """The lines, one after another."""
        return "\n".join(CELL_END.join(cells) for _, _, cells, _ in self._lines) + "\n"

    def blocks(self) -> Iterator[Block]:
        """A block for each line, with its place in the text."""
        path: list[tuple[int, str]] = []
        at = 0
        for kind, level, cells, page in self._lines:
            end = at + sum(map(len, cells)) + len(cells) - 1
            spans: list[tuple[int, int]] = []
            if kind == "heading":
                path = [*(above for above in path if above[0] < level), (level, " ".join(cells[0].split()))]
            if kind == "row":
                start = at
                for cell in cells:
                    spans.append((start, start + len(cell)))
                    start += len(cell) + 1
            section = tuple(name for _, name in path)
            yield Block(kind, at, end, level=level, section=section, cells=tuple(spans), page=page)  # type: ignore[arg-type]
            at = end + 1

    def _choose_title(self) -> None:
        """The paragraph styled as title; else the first line, where it is the only heading of the highest level."""
        if self.title or not self._lines or self._lines[0][0] != "heading":
            return
        _, top, cells, page = self._lines[0]
        levels = [level for kind, level, _, _ in self._lines if kind == "heading"]
        if levels.count(top) == 1 and min(levels) == top:
            self.title = " ".join(cells[0].split())
            self._lines[0] = ("title", 1, cells, page)

    # What expat calls.

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = safe_xml.local(name)
        if len(self._stack) >= safe_xml.MOST_NESTING:
            raise InputError(f"{self.where}: elements nested more than {safe_xml.MOST_NESTING} deep; not read")
        self._stack.append(tag)
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
        elif tag == "p" and self._is_word(name):
            self._paragraphs.append(_Paragraph(page=self._page))
        elif tag == "tbl":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._rows.append(_Row(page=self._page))
        elif tag == "tc" and self._tables == 1 and self._rows:
            self._rows[-1].cells.append([])
        elif tag == "r" and self._is_word(name):
            self._bold = self._hidden = False
        elif tag == "t" and self._is_word(name):
            self._is_text = True
        elif self._paragraphs:
            self._property(tag, attributes, self._paragraphs[-1])

    def _property(self, tag: str, attributes: dict[str, str], paragraph: _Paragraph) -> None:
        value = _value(attributes)
        is_on = value not in ("0", "false", "off", "none")
        if tag == "pStyle":
            paragraph.style = value
        elif tag == "outlineLvl":
            paragraph.outline = _number(value)
        elif tag == "ilvl":
            paragraph.list_level = min(_number(value) or 0, MOST_LEVEL)
        elif tag == "numId":
            paragraph.is_list = value != "0"
        elif tag == "b" and "pPr" not in self._stack[-4:]:
            self._bold = is_on
        elif tag == "vanish" and "pPr" not in self._stack[-4:]:
            self._hidden = is_on
        elif tag in ("tab", "br", "cr") and self._stack[-2:-1] == ["r"]:
            paragraph.words.append(" ")
        elif tag == "noBreakHyphen":
            paragraph.words.append("-")
        elif tag == "lastRenderedPageBreak":
            self._page += 1
            if "".join(paragraph.words).strip():
                paragraph.words.append("\f")
            else:
                paragraph.page = self._page

    def _said(self, text: str) -> None:
        if self._is_text and not self._left_out and not self._hidden and self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.words.append(text)
            if not self._bold:
                paragraph.plain += sum(map(str.isalnum, text))

    def _finish(self, name: str) -> None:
        tag = safe_xml.local(name)
        self._stack.pop()
        if self._left_out:
            self._left_out -= 1
        elif tag == "t":
            self._is_text = False
        elif tag == "p" and self._is_word(name) and self._paragraphs:
            self._end_of_paragraph(self._paragraphs.pop())
        elif tag == "tr" and self._tables == 1 and self._rows:
            self._end_of_row(self._rows.pop())
        elif tag == "tbl":
            self._tables -= 1

    @staticmethod
    def _is_word(name: str) -> bool:
        """Whether an element is of WordprocessingML: drawings and formulas have p, r and t of their own."""
        return "wordprocessingml" in name

    # Lines.

    def _end_of_paragraph(self, paragraph: _Paragraph) -> None:
        words = "".join(paragraph.words).strip()
        if not words:
            return
        if self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(words.replace(CELL_END, " "))
            return
        style = self.styles.get(paragraph.style, _EMPTY)
        outline = paragraph.outline if paragraph.outline is not None else style.outline
        is_list = style.is_list if paragraph.is_list is None else paragraph.is_list
        heading = _HEADING.fullmatch(style.name)
        kind, level = "paragraph", 0
        if style.name == "title" and not self.title:
            self.title = " ".join(words.split())
            kind, level = "title", 1
        elif heading or (outline is not None and outline < 9):
            kind, level = "heading", min(MOST_LEVEL, (int(heading[1]) if heading else (outline or 0) + 1) + 1)
        elif is_list or style.name.startswith(("list bullet", "list number")):
            kind, level = "item", min(MOST_LEVEL, paragraph.list_level + 1)
        elif not paragraph.plain and len(words) <= LONGEST_BOLD_HEADING and not words.endswith(_WORDS_END):
            kind, level = "heading", BOLD_LEVEL
        self._lines.append((kind, level, [words], paragraph.page))

    def _end_of_row(self, row: _Row) -> None:
        cells = ["\n".join(paragraphs) for paragraphs in row.cells]
        if len(cells) == 1:  # a frame around text, not a table
            self._lines += [("paragraph", 0, [words], row.page) for words in row.cells[0]]
        elif any(cells):
            self._lines.append(("row", 1, cells, row.page))


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((value for name, value in attributes.items() if safe_xml.local(name) == wanted), "")


def _value(attributes: dict[str, str]) -> str:
    return _attribute(attributes, "val")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None
