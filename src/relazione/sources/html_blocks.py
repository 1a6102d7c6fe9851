"""The room `sources`: the blocks of an HTML page: headings, paragraphs, list items, rows of tables and lines of infoboxes.

A table whose cells hold headings or tables of their own, or that has one cell to a row, only lays out the page: what is in its cells
is read as if there were no table.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from importlib.resources import files

from relazione.sources.canvas import Canvas, Piece, words_of
from relazione.sources.elements import elements
from relazione.sources.html_tags import Tag
from relazione.sources.rows import Table

_HEADING = re.compile(r"h[1-6]")
_UNSEEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]?\s{0,99}$")
_LISTS = frozenset(("ul", "ol", "dir"))
MOST_DEPTH = 6
LONGEST_KEY = 60
MOST_TABLES = 40
"""Tables within tables; deeper ones are read as if they were none."""


@dataclass(slots=True)
class _Cell:
    """A cell that is being read: what it spans and the pieces in it."""

    columns: int
    rows: int
    is_header: bool
    at: int
    pieces: list[Piece] = field(default_factory=list)
    lays_out: bool = False

    def span(self) -> tuple[int, int]:
        return (self.pieces[0].start, self.pieces[-1].end) if self.pieces else (self.at, self.at)


@dataclass(slots=True)
class _Table:
    """A table that is being read. `target` takes its rows, `lists` is how deep in lists it stands."""

    is_infobox: bool
    target: list[Piece]
    lists: tuple[int, int]
    table: Table = field(default_factory=Table)
    cells: list[_Cell] = field(default_factory=list)
    cell: _Cell | None = None


@functools.cache
def _left_out() -> frozenset[tuple[str, str]]:
    """Words of class, id and role whose elements are not read. data/left_out.tsv."""
    table = files("relazione.sources").joinpath("data/left_out.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return frozenset((by, word.lower()) for by, word in lines[1:])


def is_left_out(tag: Tag, attributes: dict[str, str]) -> bool:
    """Whether an element is not read: a menu, a reference, what is not shown."""
    if "hidden" in attributes or _UNSEEN.search(attributes.get("style", "")[:2000]):
        return True
    words = {("class", word) for word in attributes.get("class", "").lower().split()}
    words |= {("id", attributes.get("id", "").lower()), ("role", attributes.get("role", "").lower())}
    return tag.name not in ("html", "body", "main") and not words.isdisjoint(_left_out())


class Reader:
    """Reads tags and the text between them into pieces, and paints the canvas. `title` tells whether the first h1 is the title."""

    def __init__(self, canvas: Canvas, has_title: bool) -> None:
        self.canvas = canvas
        self.text = canvas.text
        self.roles = elements("html")
        self.pieces: list[Piece] = []
        self.has_title = has_title
        self.tables: list[_Table] = []
        self.lists = 0
        self.items = 0
        self.deeper_tables = 0
        self.is_term = False
        self.heading = 0
        self.run: tuple[int, int] | None = None
        self.keys: list[tuple[Piece, tuple[int, int]]] = []

    def read(self, tags: list[Tag], first: int, last: int, start: int, end: int) -> None:
        """Tags number first to last-1, and the text from start to end."""
        number, at = first, start
        while number < last:
            tag = tags[number]
            self._words(at, tag.start)
            at, number = tag.end, number + 1
            if tag.name == "":
                self.canvas.join(tag.start, tag.end)
                continue
            role = self.roles.get(tag.name, "")
            if not tag.is_closing and tag.partner >= 0:
                attributes = tag.attributes(self.text) if tag.end - tag.start > len(tag.name) + 2 else {}
                if role in ("left out", "raw") or is_left_out(tag, attributes):
                    number = tag.partner + 1
                    at = tags[tag.partner].end
                    self._skip(tag.start, at, is_block=role != "")
                    continue
            else:
                attributes = tag.attributes(self.text) if tag.name in ("td", "th", "table") and not tag.is_closing else {}
            self._tag(tag, attributes, role)
        self._words(at, end)
        self._flush()
        self.deeper_tables = 0
        while self.tables:
            self._end_table()

    def finish(self, seen: str) -> list[Piece]:
        """The pieces, with the keys of infobox lines."""
        for piece, span in self.keys:
            piece.key = words_of(seen, *span)[:LONGEST_KEY]
            if not piece.key:
                piece.kind = "paragraph"
        return self.pieces

    def _skip(self, start: int, end: int, is_block: bool) -> None:
        if is_block:
            self._flush()
            self.canvas.cut(start, end)
        else:
            self.canvas.hide(start, end)

    def _words(self, start: int, end: int) -> None:
        if start < end and not self.text[start:end].isspace():
            self.run = (self.run[0] if self.run else start, end)

    def _target(self) -> list[Piece]:
        if not self.tables:
            return self.pieces
        table = self.tables[-1]
        return table.cell.pieces if table.cell else table.target

    def _flush(self) -> None:
        """The run of words is over: it is a block."""
        run, self.run = self.run, None
        if run is None:
            return
        if self.heading:
            if self.heading == 1 and not self.has_title:
                self.has_title = True
                self._target().append(Piece("title", *run, level=1))
            else:
                self._target().append(Piece("heading", *run, level=self.heading))
        elif self.is_term or (self.items and self.lists):
            self._target().append(Piece("item", *run, level=max(1, min(self.lists, MOST_DEPTH))))
        else:
            self._target().append(Piece("paragraph", *run))

    def _tag(self, tag: Tag, attributes: dict[str, str], role: str) -> None:
        name, closing = tag.name, tag.is_closing
        if name == "br":
            self._line_break(tag)
            return
        if role != "block":
            self.canvas.join(tag.start, tag.end)
            return
        self._flush()
        if name == "li" and not closing and self.tables and self.tables[-1].cell:
            self.canvas.write(tag.start, tag.end, "\n- ", pad=" ")
        else:
            self.canvas.cut(tag.start, tag.end)
        self.heading = 0
        if _HEADING.fullmatch(name):
            self.heading = 0 if closing else int(name[1])
            if not closing and self.tables and self.tables[-1].cell:
                self.tables[-1].cell.lays_out = True
        elif name in _LISTS:
            self.lists = max(0, self.lists + (-1 if closing else 1))
            self.items = min(self.items, self.lists)
        elif name == "li":
            self.items = min(self.items, max(0, self.lists - 1)) + (not closing and self.lists > 0)
        elif name in ("dl", "dt", "dd"):
            self.is_term = name == "dt" and not closing
        elif name in ("table", "tr", "td", "th"):
            self._table_tag(tag, attributes)

    def _line_break(self, tag: Tag) -> None:
        """A line ends a paragraph where a sentence ends with it, or where the line before is empty; else it parts words."""
        before = self.text[max(0, tag.start - 40) : tag.start].rstrip()
        if self.tables and self.tables[-1].cell:
            self.canvas.gap(tag.start, tag.end)
        elif _SENTENCE_END.search(before) or re.search(r"<br\s?/?>$", before, re.IGNORECASE):
            self._flush()
            self.canvas.cut(tag.start, tag.end)
        else:
            self.canvas.gap(tag.start, tag.end)

    def _table_tag(self, tag: Tag, attributes: dict[str, str]) -> None:
        if tag.name == "table":
            if tag.is_closing:
                self._end_table()
            elif len(self.tables) >= MOST_TABLES:
                self.deeper_tables += 1
            else:
                if self.tables and self.tables[-1].cell:
                    self.tables[-1].cell.lays_out = True
                is_infobox = "infobox" in attributes.get("class", "").lower().split()
                self.tables.append(_Table(is_infobox, self._target(), (self.lists, self.items)))
                self.lists = self.items = 0
        elif self.tables:
            table = self.tables[-1]
            if tag.name == "tr":
                self._end_row(table)
            else:
                self._end_cell(table)
                if not tag.is_closing:
                    table.cell = _Cell(
                        _number(attributes.get("colspan")), _number(attributes.get("rowspan")), tag.name == "th", tag.end
                    )

    def _end_cell(self, table: _Table) -> None:
        if table.cell:
            table.cells.append(table.cell)
            table.cell = None
            self.lists = self.items = 0

    def _end_row(self, table: _Table) -> None:
        """A row: a line of an infobox, cells side by side, or only a part of the page."""
        self._end_cell(table)
        cells, table.cells = table.cells, []
        told = [cell for cell in cells if cell.pieces]
        for cell in cells:
            table.table.add(*cell.span(), cell.columns, cell.rows, cell.is_header)
        spans = tuple(table.table.row())
        if (len(cells) == 1 and len(spans) <= cells[0].columns) or any(cell.lays_out for cell in told):
            for cell in told:
                table.target.extend(cell.pieces)
        elif table.is_infobox and len(told) == 2 and told[0].is_header and not told[1].is_header:
            piece = Piece("infobox", *told[1].span(), level=1)
            self.keys.append((piece, told[0].span()))
            table.target.append(piece)
        elif told:
            table.target.append(Piece("row", spans[0][0], spans[-1][1], level=1, cells=spans))

    def _end_table(self) -> None:
        if self.deeper_tables:
            self.deeper_tables -= 1
        elif self.tables:
            self._end_row(self.tables[-1])
            self.lists, self.items = self.tables.pop().lists


def _number(said: str | None) -> int:
    """A span as it is said, within a bound; 1 where it is no number."""
    said = (said or "").strip()
    return int(said[:9]) if said[:9].isdecimal() and said.isascii() else 1
