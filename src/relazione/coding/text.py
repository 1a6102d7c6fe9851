"""The room `coding`: a document cut into chunks for the language model, with the way back to its offsets.

A chunk is a paragraph, a list item, a table cell or an infobox value. White space is squeezed, typographic quotes and dashes are made
plain, and sentences glued without a space ("Turkey.The") are parted: what was changed is undone by `Chunk.span`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relazione.model.documents import JOIN, Block, Document

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_GLUED = re.compile(r"(?<=[a-z0-9)\]”\"][.!?])(?=[A-Z][a-z]+\s)")
_CITATION = re.compile(r"\[(?:\d{1,3}|citation needed|note \d{1,2})\]")
_AGAIN = re.compile(r"\b[Rr]e-(?=[a-z])")
_WORD = re.compile(r"\S+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "–", "\u2011": "-", "\u00ad": " "})
_APPARATUS = frozenset(
    {
        "see also",
        "references",
        "external links",
        "further reading",
        "bibliography",
        "notes",
        "footnotes",
        "citations",
        "notes and references",
    }
)
"""Sections that point elsewhere and tell nothing themselves."""
LONGEST_CHUNK = 6000
"""Characters; longer paragraphs are cut at a sentence end near it, so that one hostile line cannot eat the memory."""

_RUN = re.compile(r"(?<![^\w\s])[^\w\s]{100,}+|(?<!\S)\S{500,}+|(?:[^\w\s]\s{1,9}+){50,}+")
SHORTEST_NOISE = 1000
"""Characters from which on a chunk is asked whether it is language at all."""


@dataclass(slots=True)
class Chunk:
    """A stretch of the document for the language model: `text[i]` stands at `offsets[i]` of the document."""

    block: Block
    text: str
    offsets: list[int]
    cell: int = -1
    doc: Doc | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document of text[start:end]; the span is not empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(slots=True)
class Sentence:
    """One sentence of a chunk, as the language model cut it."""

    chunk: Chunk
    tokens: Span
    index: int
    first_in_section: bool = False

    @property
    def block(self) -> Block:
        """The block it stands in."""
        return self.chunk.block

    @property
    def text(self) -> str:
        """The sentence as the model saw it."""
        return self.tokens.text

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of a character span of the chunk's text."""
        return self.chunk.span(start, end)


def chunks(document: Document) -> list[Chunk]:
    """The chunks of a document in order; headings and leftovers are left out, infobox lines are kept with their key."""
    found: list[Chunk] = []
    visible = document.visible
    for block in document.blocks:
        if block.kind in ("title", "heading", "leftover") or is_apparatus(block):
            continue
        if block.kind == "row":
            found += [chunk_of(block, visible, a, b, i) for i, (a, b) in enumerate(block.cells) if b > a]
            continue
        for first, last in _without_noise(visible, *_without_lead(visible, block.start, block.end)):
            for start, end in _pieces(visible, first, last):
                found.append(chunk_of(block, visible, start, end))
    return [c for c in found if c.text.strip() and not is_noise(c.text)]


def _without_noise(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a long block between runs that are no language: signs without a letter, letters without a space."""
    if end - start >= SHORTEST_NOISE:
        for run in _RUN.finditer(text, start, end):
            if run.start() > start:
                yield start, run.start()
            start = run.end()
    if end > start:
        yield start, end


def is_apparatus(block: Block) -> bool:
    """Whether it stands in a section that only points elsewhere."""
    return bool(block.section) and block.section[0].lower() in _APPARATUS


def is_noise(text: str) -> bool:
    """Whether a long stretch is no language: hardly a letter in it, or hardly a space. It would cost much and tell nothing."""
    if len(text) < SHORTEST_NOISE:
        return False
    return text.count(" ") * 200 < len(text) or sum(map(str.isalnum, text)) * 4 < len(text)


_SEE = re.compile(r"[Ss]ee(?: also)?\s+(?:[\w.'’()–-]+\s){0,8}?[\w.'’()–-]*[Rr]elations\s+(?=[A-Z(\d])")


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """A cell or item without the leftover of a link that opens it: "See China–Kyrgyzstan relations Both countries ..."."""
    lead = _SEE.match(text, start, min(end, start + 160))
    return (lead.end(), end) if lead and lead.end() < end else (start, end)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A block cut where sentences are glued and where it is too long."""
    cuts = [start + m.start() for m in _GLUED.finditer(text[start:end]) if _is_sentence_end(text, start + m.start())]
    edges = [start, *cuts, end]
    pieces: list[tuple[int, int]] = []
    for a, b in itertools.pairwise(edges):
        while b - a > LONGEST_CHUNK:
            stop = text.rfind(". ", a + LONGEST_CHUNK // 2, a + LONGEST_CHUNK)
            stop = a + LONGEST_CHUNK if stop < 0 else stop + 1
            pieces.append((a, stop))
            a = stop
        pieces.append((a, b))
    return pieces


def _is_sentence_end(text: str, at: int) -> bool:
    """Whether the full stop before `at` ends a word of some length ("Turkey.The"), not an initial or an address."""
    word = re.search(r"(\w{1,20})\W?[.!?]$", text[max(0, at - 20) : at])
    return bool(word and len(word[1]) > 2)


def chunk_of(block: Block, text: str, start: int, end: int, cell: int = -1) -> Chunk:
    """The chunk of text[start:end]: white space squeezed, quotes and dashes plain, citations left out."""
    raw = text[start:end].translate(_PLAIN)
    if JOIN not in raw and not _CITATION.search(raw) and not _AGAIN.search(raw):
        return _squeezed(block, raw, start, cell)
    hidden = {i for m in _CITATION.finditer(raw) for i in range(m.start(), m.end())}
    hidden |= {m.end() - 1 for m in _AGAIN.finditer(raw)}  # "re-opened" is one word to the parser
    letters: list[str] = []
    offsets: list[int] = []
    for i, letter in enumerate(raw):
        if i in hidden or letter == JOIN:
            continue
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                offsets.append(start + i)
            continue
        letters.append(letter)
        offsets.append(start + i)
    while letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    return Chunk(block, "".join(letters), offsets, cell)


def _squeezed(block: Block, raw: str, start: int, cell: int) -> Chunk:
    """The chunk of a text in which nothing is left out but white space."""
    words: list[str] = []
    offsets: list[int] = []
    before = 0
    for word in _WORD.finditer(raw):
        if words:
            offsets.append(start + before)
        words.append(word[0])
        offsets += range(start + word.start(), start + word.end())
        before = word.end()
    return Chunk(block, " ".join(words), offsets, cell)
