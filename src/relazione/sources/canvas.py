"""The room `sources`: a text whose markup is painted over, letter for letter, so that what is left stands at its own offsets.

Inline markup is joined (JOIN: what is before and behind it are one word), hidden elements become a space, or nothing before a comma;
what breaks the line becomes a new line; an entity becomes its letter. Whatever is painted over counts as hidden. Every letter is
painted a bounded number of times: all of it is linear in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from relazione.model.documents import JOIN, Block, BlockKind
from relazione.sources.plain import Sections, is_leftover

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CLOSERS = frozenset('.,;:!?)]”’"')
_FAR = 200
_BLANK = " \t\n\r\f\v\u00a0" + JOIN


class Canvas:
    """The letters of a text, and which of them are markup."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = list(text)
        self.hidden = bytearray(len(text))
        self._soft: list[tuple[int, int]] = []

    def join(self, start: int, end: int) -> None:
        """Inline markup: gone, and what is around it stays one word."""
        self._paint(start, end, JOIN * (end - start))

    def gap(self, start: int, end: int) -> None:
        """Markup that parts words."""
        self._paint(start, end, " " * (end - start))

    def cut(self, start: int, end: int) -> None:
        """Markup that ends the paragraph; it has two letters at least."""
        self._paint(start, end, "\n\n" + " " * (end - start - 2))

    def hide(self, start: int, end: int) -> None:
        """An element that is not read, such as a reference."""
        if end > start:
            self._paint(start, end, " " * (end - start))
            self._soft.append((start, end))

    def write(self, start: int, end: int, words: str, pad: str = JOIN) -> None:
        """Words in the place of markup; they must not be longer. What is over is filled in front of them."""
        self._paint(start, end, pad * (end - start - len(words)) + words)

    def _paint(self, start: int, end: int, paint: str) -> None:
        self.letters[start:end] = paint
        self.hidden[start:end] = b"\1" * (end - start)

    def finish(self) -> str:
        """The text as it is seen, of the same length."""
        for found in _ENTITY.finditer(self.text):
            start, end = found.span()
            letter = html.unescape(found[0])
            if not self.hidden[start] and len(letter) < end - start:
                letter = "".join(" " if c.isspace() or c < " " else c for c in letter)
                self.letters[start:end] = letter + JOIN * (end - start - len(letter))
        for start, end in self._merged():
            at = end
            while at < len(self.letters) and self.letters[at] == JOIN and at - end < _FAR:
                at += 1
            if at < len(self.letters) and self.letters[at] in _CLOSERS:
                self.letters[start:end] = JOIN * (end - start)
        return "".join(self.letters)

    def _merged(self) -> list[tuple[int, int]]:
        """Hidden stretches, those that touch made one."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self._soft):
            if merged and merged[-1][1] == start:
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
        return merged


@dataclass(slots=True)
class Piece:
    """A block before its section is known."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    key: str = ""
    cells: tuple[tuple[int, int], ...] = ()


def trimmed(seen: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks and joins at its ends; (start, start) where nothing else is in it."""
    words = seen[start:end]
    left = len(words) - len(words.lstrip(_BLANK))
    return (start + left, end - (len(words) - len(words.rstrip(_BLANK)))) if left < len(words) else (start, start)


def words_of(seen: str, start: int, end: int) -> str:
    """The words of a stretch, as a person reads them."""
    return " ".join(seen[start:end].replace(JOIN, "").split())


def blocks_of(pieces: Iterable[Piece], seen: str) -> tuple[str, tuple[Block, ...]]:
    """Title and blocks: pieces in text order, trimmed, those empty or within another left out, each under its headings."""
    sections = Sections()
    blocks: list[Block] = []
    title, last = "", 0
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        start, end = trimmed(seen, piece.start, piece.end)
        if start == end or start < last:
            continue  # what stands within another (an infobox in a cell) is read with it
        last = end
        kind, level = piece.kind, piece.level
        if kind in ("title", "heading"):
            name = words_of(seen, start, end)
            if kind == "title" and not title:
                title = name
                blocks.append(Block("title", start, end, level=1))
                continue
            level = max(2, level)
            sections.enter(level, name)
            blocks.append(Block("heading", start, end, level=level, section=sections.names()))
            continue
        if kind == "paragraph" and is_leftover(words_of(seen, start, min(end, start + 2000))):
            kind = "leftover"
        cells = tuple(trimmed(seen, a, b) for a, b in piece.cells)
        if kind == "row":
            start, end = min(start, cells[0][0]), max(end, cells[-1][1])
        blocks.append(Block(kind, start, end, level=level, key=piece.key, section=sections.names(), cells=cells))
    return title, tuple(blocks)


def with_bullets(seen: str, bullets: Iterable[tuple[int, int]]) -> str:
    """The text with "-" for each sign of a list item within a cell or an infobox line, as the plain layout has it."""
    letters = list(seen)
    for start, end in bullets:
        letters[start:end] = "-" + " " * (end - start - 1)
    return "".join(letters)
