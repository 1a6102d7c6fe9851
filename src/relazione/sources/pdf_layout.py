"""The room `sources`: words drawn on pages, read into lines and these into blocks, by where they stand and how large they are.

Running headers and footers are what stands at the head or foot of several pages alike but for its numbers; they and lone page numbers
are blanked out. A word cut at a line's end is joined again, unless the text writes it with the hyphen elsewhere. Headings are
larger or bolder than the body; a row is what stands beside each other, twice at least. Sizes and places are in points.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from relazione.model.documents import JOIN, Block, BlockKind

PAGE_END = "\f"
_BULLET = re.compile(r"(?:[•●◦▪■○∙–*-]|\(?\d{1,2}[.)]|\([a-z]\))(?:\s+|$)")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]\d]*$")
_CUT = re.compile(r"[^\W\d_](?:-|\u00ad|\u2010)$")
_DASH = re.compile(r"\w[-\u2010-\u2014]$")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,60}+-[^\W\d_]{1,60}")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
MOST_LEVEL = 6
LONGEST_HEADING = 160
LARGER = 1.12
"""Times the body's size from which on a line may be a heading."""
SAME_HEIGHT = 2.0
MOST_BEFORE_TITLE = 300
"""Letters that may stand before the title on its page."""
EDGE_LINES = 3
"""Lines at a page's head and foot among which running lines are looked for."""


class Piece(NamedTuple):
    """Words drawn at one go."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end], without the white space around it; its cells where it was drawn in several, far apart."""

    start: int
    end: int
    page: int
    x: float
    y: float
    size: float
    bold: bool
    words: str
    cells: tuple[tuple[int, int], ...] = ()


class Layout:
    """The pages of a file, added one by one, then read as a whole."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._lines: list[Line] = []
        self._length = 0
        self.pages = 0

    @property
    def text(self) -> str:
        """All pages, parted by form feeds."""
        return PAGE_END.join(self._texts)

    def add(self, pieces: list[Piece]) -> None:
        """One more page."""
        self.pages += 1
        text = "".join(piece.text for piece in pieces)
        self._lines += _lines(pieces, text, self._length, self.pages)
        self._texts.append(text)
        self._length += len(text) + len(PAGE_END)

    def read(self) -> tuple[str, tuple[Block, ...], str]:
        """Title, blocks, and the text as it is to be read: of the same length, running lines blanked out, cut words joined."""
        text = self.text
        shown = list(text)
        running = _running(self._lines, self.pages, _pitch(self._lines))
        for line in running:
            shown[line.start : line.end] = " " * (line.end - line.start)
        left = [line for line in self._lines if line not in running]
        written = Counter(word.lower() for word in _HYPHENATED.findall(text))
        groups = _groups(left)
        for group in groups:
            _join(group.lines, text, shown, written)
        title, blocks = _blocks(groups, left)
        return title, blocks, "".join(shown)


def _lines(pieces: list[Piece], text: str, offset: int, page: int) -> list[Line]:
    """The lines of a page. Each takes its size from the most of its letters and its place from its first piece; it is bold if all is."""
    spans: list[tuple[int, int, Piece]] = []
    at = 0
    for piece in pieces:
        spans.append((at, at + len(piece.text), piece))
        at += len(piece.text)
    found: list[Line] = []
    at = first = 0
    for raw in text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        at += len(raw) + 1
        if end <= start:
            continue
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        within: list[tuple[int, int, Piece]] = []
        for number in range(first, len(spans)):
            a, b, piece = spans[number]
            if a >= end:
                break
            if text[max(a, start) : min(b, end)].strip():
                within.append((max(a, start), min(b, end), piece))
        weights: Counter[tuple[float, bool]] = Counter()
        for a, b, piece in within:
            weights[round(piece.size, 1), piece.bold] += b - a
        size = weights.most_common(1)[0][0][0] if weights else 0.0
        bold = bool(weights) and all(is_bold for _, is_bold in weights)
        place = within[0][2] if within else Piece("", 0.0, 0.0, 0.0, False)
        cells = tuple((offset + a, offset + b) for a, b in _cells(within, text))
        found.append(Line(offset + start, offset + end, page, place.x, place.y, size, bold, text[start:end], cells))
    return found


def _cells(within: list[tuple[int, int, Piece]], text: str) -> list[tuple[int, int]]:
    """The parts of a line between which there is a wide gap; none where there is no such gap. Letters are half as wide as tall."""
    cells: list[list[int]] = []
    left = right = 0.0
    for a, b, piece in within:
        words = text[a:b]
        start, end = a + len(words) - len(words.lstrip()), a + len(words.rstrip())
        width = 0.5 * piece.size * (end - start)
        if cells and piece.x - right < 2 * piece.size + 0.12 * (right - left):
            cells[-1][1] = end
        else:
            cells.append([start, end])
            left = piece.x
        right = piece.x + width
    return [(a, b) for a, b in cells] if len(cells) > 1 else []


def _running(lines: list[Line], pages: int, pitch: float) -> set[Line]:
    """Lines that stand at the head or foot of several pages alike, apart from the text; and lone page numbers there."""
    alike: dict[tuple[str, int], set[Line]] = defaultdict(set)
    found: set[Line] = set()
    by_page = [sorted(on_page, key=lambda line: -line.y) for _, on_page in groupby(lines, key=lambda line: line.page)]
    for by_height in by_page:
        edges = {*by_height[:EDGE_LINES], *by_height[-EDGE_LINES:]}
        for line in edges:
            alike[_DIGITS.sub("#", line.words.lower()), round(line.y / 6)].add(line)
        for line in (by_height[0], by_height[-1]):
            # A number inside the text block is a cell or a year; a page number stands off from what is next to it.
            if _PAGE_NUMBER.fullmatch(line.words) and _stands_off(line, by_height):
                found.add(line)
    repeated: set[Line] = set()
    for same in alike.values():
        if len({line.page for line in same}) >= max(2, min(3, pages), pages // 5):
            repeated |= same
    for by_height in by_page:
        found |= _edge(by_height, repeated | found, pitch)
        found |= _edge(by_height[::-1], repeated | found, pitch)
    return found


def _edge(lines: list[Line], repeated: set[Line], pitch: float) -> set[Line]:
    """The repeated lines with which a page begins (or ends), up to the last one that stands off from the next, by place or size."""
    count = 0
    while count < len(lines) and lines[count] in repeated:
        count += 1
    while (
        count
        and count < len(lines)
        and abs(lines[count - 1].y - lines[count].y) <= 1.25 * pitch
        and lines[count - 1].size > 0.9 * lines[count].size
    ):
        count -= 1
    return set(lines[:count])


def _stands_off(line: Line, by_height: list[Line]) -> bool:
    others = [abs(line.y - other.y) for other in by_height if other is not line]
    return not others or min(others) > 1.6 * max(line.size, 1.0)


class _Group(NamedTuple):
    """Lines that belong together: a heading, a paragraph, an item, or the row whose cells they are."""

    kind: BlockKind
    lines: list[Line]
    cells: tuple[tuple[int, int], ...] = ()


def _groups(lines: list[Line]) -> list[_Group]:
    body = _body(lines)
    pitch = _pitch(lines)
    wide = _width(lines)
    groups: list[_Group] = []
    for row in _rows(lines):
        line = row[0]
        last = groups[-1] if groups else None
        if len(row) > 1 or line.cells:
            cells = tuple((one.start, one.end) for one in row) if len(row) > 1 else line.cells
            groups.append(_Group("row", row, cells))
        elif _is_heading(line, body):
            if last and last.kind == "heading" and _goes_on_heading(last.lines[-1], line):
                last.lines.append(line)
            else:
                groups.append(_Group("heading", [line]))
        elif (bullet := _BULLET.match(line.words)) and not _is_in_sentence(last, line, pitch, wide):
            if bullet.end() < len(line.words):
                line = replace(line, start=line.start + bullet.end(), words=line.words[bullet.end() :])
                groups.append(_Group("item", [line]))
            else:
                groups.append(_Group("item", []))
        elif (last and last.kind == "item" and not last.lines) or (
            last and last.kind in ("paragraph", "item") and _goes_on(last.lines, line, pitch, wide)
        ):
            last.lines.append(line)
        else:
            groups.append(_Group("paragraph", [line]))
    return [group for group in groups if group.lines]


def _is_in_sentence(last: _Group | None, line: Line, pitch: float, wide: int) -> bool:
    """Whether a line that begins like a numbered item goes on with a sentence: "Its address is Via Palestro / 28. The post"."""
    if not _NUMBERED.match(line.words) or last is None or last.kind not in ("paragraph", "item") or not last.lines:
        return False
    before = last.lines[-1]
    is_left = abs(before.x - line.x) <= line.size or len(last.lines) == 1
    return is_left and not _SENTENCE_END.search(before.words) and _goes_on(last.lines, line, pitch, wide)


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Lines drawn beside each other, from left to right, in one list where that happens in two lines running; else each alone.

    A bullet and its item stand beside each other too, and are no row.
    """
    beside: list[list[Line]] = []
    for line in lines:
        last = beside[-1][-1] if beside else None
        if (
            last
            and last.page == line.page
            and abs(last.y - line.y) <= SAME_HEIGHT
            and line.x > last.x + last.size
            and not _BULLET.fullmatch(last.words)
        ):
            beside[-1].append(line)
        else:
            beside.append([line])
    counts = [max(len(row), len(row[0].cells)) for row in beside]
    out: list[list[Line]] = []
    for i, row in enumerate(beside):
        near = counts[max(0, i - 1) : i] + counts[i + 1 : i + 2]
        if counts[i] > 1 and any(n > 1 for n in near):
            out.append(row)
        else:
            out += [[replace(line, cells=())] for line in row]
    return out


def _body(lines: list[Line]) -> tuple[float, bool]:
    """Size and weight of most letters."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        weights[line.size, line.bold] += len(line.words)
    return weights.most_common(1)[0][0] if weights else (0.0, False)


def _pitch(lines: list[Line]) -> float:
    """How far apart lines usually stand."""
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and a.size == b.size and 0 < a.y - b.y < 4 * max(a.size, 1)]
    return median(gaps) if gaps else 0.0


def _width(lines: list[Line]) -> int:
    """How many letters a full line has."""
    lengths = sorted(len(line.words) for line in lines)
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _is_heading(line: Line, body: tuple[float, bool]) -> bool:
    size, bold = body
    if len(line.words) > LONGEST_HEADING or not any(map(str.isalpha, line.words)):
        return False
    if line.size >= LARGER * size > 0:
        return True
    return line.bold and not bold and line.size >= 0.85 * size and not line.words.endswith((".", ",", ";"))


def _goes_on_heading(last: Line, line: Line) -> bool:
    return (
        last.page == line.page and last.size == line.size and last.bold == line.bold and 0 < last.y - line.y <= 1.35 * line.size
    )


def _goes_on(lines: list[Line], line: Line, pitch: float, wide: int) -> bool:
    """Whether a line goes on with the paragraph: it does unless a sentence ended and there is a gap, an indent or a short line."""
    last = lines[-1]
    down = last.y - line.y
    if last.page == line.page and pitch and down > 2.2 * pitch:
        return False
    if not _SENTENCE_END.search(last.words):
        if (last.size, last.bold) != (line.size, line.bold) and len(last.words) < 0.6 * wide:
            return False
        return not (last.page == line.page and pitch and down > 1.45 * pitch and len(last.words) < 0.6 * wide)
    if last.page != line.page or down < 0:
        return False
    if pitch and down > 1.25 * pitch:
        return False
    if line.x - lines[0].x > 0.8 * line.size and len(lines) > 1 and line.x - last.x > 0.8 * line.size:
        return False
    return len(last.words) >= 0.75 * wide


def _join(lines: list[Line], text: str, shown: list[str], written: Counter[str]) -> None:
    """Words cut at the end of a line: the hyphen, and all between it and the next line, is left out of what is read."""
    for last, line in pairwise(lines):
        if not _CUT.search(last.words) or not text[line.start].islower():
            if _DASH.search(last.words) and text[line.start].isalnum():  # "1877–" and "1878" in the next line
                shown[last.end : line.start] = JOIN * (line.start - last.end)
            continue
        before = _WORD.findall(last.words[-40:])[-1]
        after = _WORD.match(line.words)
        is_own = after is not None and text[last.end - 1] != "\u00ad" and f"{before}-{after[0]}".lower() in written
        start = last.end if is_own else last.end - 1
        shown[start : line.start] = JOIN * (line.start - start)


def _blocks(groups: list[_Group], lines: list[Line]) -> tuple[str, tuple[Block, ...]]:
    """Title and blocks. Larger headings are of a higher level; the first heading is the title where none is larger.

    Before it may stand what is on its page only: a menu's word, a journal's name.
    """
    styles = {_style(group.lines[0]) for group in groups if group.kind == "heading"}
    order = sorted(styles, reverse=True)
    first = next((g for g in groups if g.kind == "heading" and _style(g.lines[0])[0] == order[0][0]), None)
    if first and first is not groups[0]:
        before = groups[: groups.index(first)]
        alone = sum(g.kind == "heading" and _style(g.lines[0])[0] == order[0][0] for g in groups) == 1
        short = sum(len(line.words) for group in before for line in group.lines) <= MOST_BEFORE_TITLE
        if not (alone and short and first.lines[0].page == groups[0].lines[0].page):
            first = None
    has_title = first is not None
    title = ""
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []
    if has_title and first and sum(g.kind == "heading" and _style(g.lines[0]) == order[0] for g in groups) == 1:
        order = order[1:]
    for group in groups:
        start, end, page = group.lines[0].start, group.lines[-1].end, group.lines[0].page
        words = " ".join(" ".join(line.words for line in group.lines).split())
        if group is first and has_title:
            title = words
            blocks.append(Block("title", start, end, level=1, page=page))
            continue
        if group.kind == "heading":
            level = min(MOST_LEVEL, 2 + order.index(_style(group.lines[0])))
            path = [*(above for above in path if above[0] < level), (level, words)]
        section = tuple(name for _, name in path)
        level = path[-1][0] if group.kind == "heading" else 1 if group.kind in ("item", "row") else 0
        blocks.append(Block(group.kind, start, end, level=level, section=section, cells=group.cells, page=page))
    return title, tuple(blocks)


def _style(line: Line) -> tuple[float, bool]:
    return line.size, line.bold
