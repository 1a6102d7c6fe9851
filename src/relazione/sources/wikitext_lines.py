"""The room `sources`: the lines of a wikitext page, its inline markup painted over: headings, lists, tables, paragraphs.

Lines that follow each other without a blank one are one paragraph, as MediaWiki has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relazione.sources.canvas import Canvas, Piece
from relazione.sources.rows import Table

_SKIPPED = " \t\u2060"
_PREFIX = re.compile(r"[*#:;]+")
_BARS = re.compile(r"\|\|")
_EITHER = re.compile(r"\|\||!!")
_SPAN = re.compile(r"(row|col)span\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,12})", re.IGNORECASE)
_CLASS = re.compile(r"class\s{0,9}=\s{0,9}[\"']?([^\"'\n|]{0,300})", re.IGNORECASE)
_LEFT_OUT = frozenset(["navbox", "toc", "sidebar", "ambox", "metadata", "vertical-navbox", "mbox", "succession-box", "noprint"])
MOST_DEPTH = 6


def pieces_of_lines(canvas: Canvas, seen: str, without: Sequence[tuple[int, int]]) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The pieces of the text outside the stretches `without`, which do not overlap, and the signs of list items within cells."""
    reader = _Lines(canvas, seen)
    outside = list(seen)
    for start, end in without:
        outside[start:end] = "\n\n" + " " * (end - start - 2)
    at = 0
    for line in "".join(outside).split("\n"):
        reader.line(line, at)
        at += len(line) + 1
    reader.end()
    return reader.pieces, reader.bullets


class _Lines:
    def __init__(self, canvas: Canvas, seen: str) -> None:
        self.text = canvas.text
        self.hidden = canvas.hidden
        self.seen = seen
        self.pieces: list[Piece] = []
        self.bullets: list[tuple[int, int]] = []
        self.paragraph: tuple[int, int] | None = None
        self.tables: list[Table] = []
        self.cell: tuple[int, int, int, int, bool] | None = None

    def line(self, line: str, at: int) -> None:
        """One line, at its offset."""
        body = line.lstrip(_SKIPPED)
        start, end = at + len(line) - len(body), at + len(line)
        if not body.strip(_SKIPPED):
            self._end_paragraph()
            return
        if self._table_line(body, start, end):
            return
        if self.tables:
            if self.cell is not None:
                if prefix := _PREFIX.match(body):
                    self.bullets.append((start, start + prefix.end()))
                self.cell = (self.cell[0], end, *self.cell[2:])
            return
        prefix = _PREFIX.match(body)
        if heading := _heading(body):
            self._end_paragraph()
            level, first, last = heading
            self.pieces.append(Piece("heading" if level > 1 else "title", start + first, start + last, level=level))
        elif body.startswith("----"):
            self._end_paragraph()
        elif prefix:
            self._end_paragraph()
            self._item(body, start, end, prefix)
        elif self.paragraph:
            self.paragraph = (self.paragraph[0], end)
        else:
            self.paragraph = (start, end)

    def _item(self, body: str, start: int, end: int, prefix: re.Match[str]) -> None:
        """A list item; what is only indented is a paragraph, and so is the first word of a definition."""
        kind = "paragraph" if set(prefix[0]) <= {":"} else "item"
        level = min(MOST_DEPTH, len(prefix[0]))
        self.pieces.append(
            Piece("item" if kind == "item" else "paragraph", start + prefix.end(), end, level=level if kind == "item" else 0)
        )

    def end(self) -> None:
        """The text is over, and with it what is still open."""
        self._end_paragraph()
        while self.tables:
            self._end_table()

    def _end_paragraph(self) -> None:
        if self.paragraph:
            self.pieces.append(Piece("paragraph", *self.paragraph))
        self.paragraph = None

    def _table_line(self, body: str, start: int, end: int) -> bool:
        """Whether the line is a table's: its beginning, end, row or cells."""
        opening = body.lstrip(":*# ")
        if opening.startswith("{|") and not self._is_hidden(start + len(body) - len(opening)):
            self._end_paragraph()
            self._end_row()
            given = _CLASS.search(body[:1000])
            classes = set(given[1].lower().split()) if given else set()
            self.tables.append(Table("none" if classes & _LEFT_OUT else "infobox" if "infobox" in classes else "rows"))
            return True
        if not self.tables or self._is_hidden(start):
            return False
        if body.startswith("|}"):
            self._end_table()
            if rest := body[2:].strip(_SKIPPED):
                self.line(rest, end - len(body) + body.index(rest, 2))
        elif body.startswith("|-"):
            self._end_row()
        elif body.startswith("|+"):
            self._end_row()
            if self.tables[-1].kind != "none":
                self.pieces.append(Piece("paragraph", self._content(start + 2, end), end))
        elif body[0] in "|!":
            self._cells(body[0], start + 1, end)
        else:
            return False
        return True

    def _is_hidden(self, at: int) -> bool:
        return at < len(self.hidden) and bool(self.hidden[at])

    def _cells(self, sign: str, start: int, end: int) -> None:
        """The cells of a line, parted by "||" (or "!!" where it begins with "!")."""
        is_header = sign == "!"
        marks = [m for m in (_EITHER if is_header else _BARS).finditer(self.text, start, end) if not self._is_hidden(m.start())]
        at = start
        for stop, behind in [*(mark.span() for mark in marks), (end, end)]:
            self._end_cell()
            content = self._content(at, stop)
            spans = {kind.lower(): int(number) for kind, number in _SPAN.findall(self.text[at : min(content, at + 1000)])}
            self.cell = (content, stop, spans.get("col", 1), spans.get("row", 1), is_header)
            at = behind

    def _content(self, start: int, end: int) -> int:
        """Where a cell's words begin: behind its attributes and their "|"."""
        bar = self.text.find("|", start, end)
        while bar >= 0 and self._is_hidden(bar):
            bar = self.text.find("|", bar + 1, end)
        return bar + 1 if bar >= 0 else start

    def _end_cell(self) -> None:
        if self.cell is not None:
            start, end, columns, rows, is_header = self.cell
            self.tables[-1].add(start, end, columns, rows, is_header)
        self.cell = None

    def _end_row(self) -> None:
        if not self.tables:
            return
        self._end_cell()
        table = self.tables[-1]
        headers = table.headers
        cells = table.row()
        if not any(end > start for start, end in cells) or table.kind == "none":
            return
        if table.kind == "infobox" and len(cells) == 2 and headers < 2:
            key = " ".join(self.seen[slice(*cells[0])].replace("\u2060", "").split())[:60]
            if key:
                self.pieces.append(Piece("infobox", *cells[1], level=1, key=key))
                return
        if len(cells) == 1:
            self.pieces.append(Piece("paragraph", *cells[0]))
        else:
            self.pieces.append(Piece("row", cells[0][0], cells[-1][1], level=1, cells=tuple(cells)))

    def _end_table(self) -> None:
        self._end_row()
        if self.tables:
            self.tables.pop()


def _heading(body: str) -> tuple[int, int, int] | None:
    """Level of a heading and where its words start and end; None for any other line."""
    line = body.rstrip(_SKIPPED + "\r")
    if len(line) < 3 or line[0] != "=" or line[-1] != "=":
        return None
    level = min(len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("=")), MOST_DEPTH)
    return (level, level, len(line) - level) if line[level:-level].strip(_SKIPPED) else None
