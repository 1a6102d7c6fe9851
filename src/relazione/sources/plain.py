"""The room `sources`: the plain layout of an encyclopedia dump, read into blocks whose offsets point into the text as it came.

    = Title =                 the title (one equals sign), == Section ==, === Subsection === to any depth
    Infobox                   then lines "- Key: value"
    - item                    list items; two spaces of indent are a level
    - cell | cell             rows of a table
    See Italy–Turkey ...      leftovers of links ("See .", "Main article: ...")

Anything else is a paragraph, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relazione.model.documents import Block
from relazione.sources.originals import Head, Original, Page

_WORD = re.compile(r"\w")
_ITEM = re.compile(r"^(\s*)([-*•–]+|\d{1,3}[.)])\s+")
_WIKI_ITEM = re.compile(r"^([*#:;]+)\s*")
_KEY = re.compile(r"([^:|]{1,60}?)\s*:(?:\s+|$)")
_TITLE = re.compile(r"\s{0,99}= ?[^=\n]{1,200}=\s*\n")
_WIKI_LINE = re.compile(r"^(?:[*#]|\{\||\|-)", re.MULTILINE)
_LEFTOVER = re.compile(r"^\s*(?:See|Main article|Further information|See also)\b[^.]{0,80}\.?\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^\s*[Ss]ee(?: also)?\s+(?:the\s+)?(?:\S+\s){0,8}?\S*(?:relations|Relations)\b(?:\s+and\s+(?:\S+\s){0,6}?\S*conflict)?(?=\s+[A-Z(]|\s*$)"
)
MOST_DEPTH = 6
MOST_LEVEL = 6


def matches(head: Head) -> bool:
    """Always: plain text is what is no other format."""
    return True


def read(original: Original) -> Iterator[Page]:
    """The text as it stands."""
    text = original.text()
    title, blocks = parse_plain(text)
    yield Page(text, blocks, title=title)


def is_laid_out(text: str) -> bool:
    """Whether a text is in this layout, whatever scraps of markup are left in it: "= Title =" first, and lists by "-", none by "*" or "{|"."""
    return bool(_TITLE.match(text)) and not _WIKI_LINE.search(text)


class Sections:
    """The headings above the current line, by level."""

    def __init__(self) -> None:
        self.path: list[tuple[int, str]] = []

    def enter(self, level: int, name: str) -> None:
        """A heading opens its section and closes those of its level and below."""
        self.path = [p for p in self.path if p[0] < level]
        if level > 1:
            self.path.append((level, name))

    def names(self) -> tuple[str, ...]:
        """The headings above, outermost first."""
        return tuple(name for _, name in self.path)


def is_leftover(line: str) -> bool:
    """Whether a line only points elsewhere: "See also ...", "Main article: ..."."""
    return bool(_LEFTOVER.match(line))


def parse_plain(text: str, visible: str | None = None) -> tuple[str, tuple[Block, ...]]:
    """Title and blocks of a text. `visible`, of the same length, is what is read where markup is blanked out. Linear in the text."""
    seen = text if visible is None else visible
    sections = Sections()
    blocks: list[Block] = []
    title = ""
    in_infobox = False
    position = 0
    for raw in seen.splitlines(keepends=True):
        start, position = position, position + len(raw)
        line = raw.rstrip()
        if not line.strip():
            continue
        left = start + len(line) - len(line.lstrip())
        end = start + len(line)
        if heading := _heading(line):
            level, first, last = heading
            name = line[first:last]
            in_infobox = False
            if level == 1 and not title:
                title = name
                blocks.append(Block("title", start + first, start + last, level=1))
                continue
            sections.enter(level, name)
            blocks.append(Block("heading", start + first, start + last, level=level, section=sections.names()))
            continue
        if line.strip() == "Infobox":
            in_infobox = True
            continue
        item = _ITEM.match(line) or _WIKI_ITEM.match(line)
        if item:
            if item.end() == len(line):
                continue
            blocks.append(_item(line, start, end, item, in_infobox, sections.names()))
            continue
        in_infobox = False
        if _LEFTOVER.match(line):
            blocks.append(Block("leftover", left, end, section=sections.names()))
            continue
        if lead := _LEAD.match(line):
            blocks.append(Block("leftover", left, start + lead.end(), section=sections.names()))
            left = start + lead.end() + len(line[lead.end() :]) - len(line[lead.end() :].lstrip())
            if left >= end:
                continue
        blocks.append(Block("paragraph", left, end, section=sections.names()))
    return title, tuple(blocks)


def _heading(line: str) -> tuple[int, int, int] | None:
    """Level of a heading and where its words start and end in the line; None for any other line. No pattern: those take quadratic time."""
    if not line.startswith("=") or not line.endswith("="):
        return None
    level = min(len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("=")), MOST_LEVEL)
    words = line[level:-level]
    if not _WORD.search(words):
        return None
    first = level + len(words) - len(words.lstrip())
    return level, first, first + len(words.strip())


def _item(line: str, start: int, end: int, found: re.Match[str], in_infobox: bool, section: tuple[str, ...]) -> Block:
    """A list line: infobox line, table row or item."""
    body = start + found.end()
    rest = line[found.end() :]
    indent = len(found[1]) if found[1].isspace() or not found[1] else 0
    level = min(MOST_DEPTH, 1 + indent // 2)
    if in_infobox and (key := _KEY.match(rest)):
        return Block("infobox", body + key.end(), end, level=level, key=key[1], section=section)
    if "|" in rest:
        cells, at = [], body
        for cell in rest.split("|"):
            stripped = cell.strip()
            offset = at + len(cell) - len(cell.lstrip()) if stripped else at
            cells.append((offset, offset + len(stripped)))
            at += len(cell) + 1
        return Block("row", body, end, level=level, section=section, cells=tuple(cells))
    return Block("item", body, end, level=level, section=section)
