"""The room `coding`: one page, many pairs. "Foreign relations of X" tells of X and one other state in each row of a table or section.

Each row or section becomes a document of its own, a part of the page, whose text is that stretch of the page's text. The other state
is told by the heading, or by the row's own words (`row_state`) and by the rows around it (`row_order`): the flag that named it is lost.
So does each paragraph elsewhere on the page, in its introduction too, that names one other state only. What is left is `left_out`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

import msgspec

from relazione.coding.row_order import decide
from relazione.coding.row_state import scores, states_named
from relazione.coding.text import is_apparatus
from relazione.model.documents import JOIN, Block, Document
from relazione.model.identity import slug
from relazione.reference import polities

_BEGAN = re.compile(
    r"(?:date of |start of )?(?:(?:formal|diplomatic|official|bilateral) )?(?:relations?|recognition)(?: (?:began|established|started|since|b))?[\w ]{0,12}",
    re.IGNORECASE,
)
"""The heading of a column that tells since when there are relations."""
_WHO = re.compile(r"(?:country|state|nation|region|entity|territory|partner|name|organi[sz]ation)s?", re.IGNORECASE)
_NO_STATES = re.compile(r"organi[sz]ations?", re.IGNORECASE)
_ITEM = re.compile(
    rf"(?:(?<=[.\])\n])|(?<=elations)|^)[\s{JOIN}]{{0,20}}+-\s{{1,20}}(?={JOIN}*[A-Z])|(?<=\w)\s-\s{{1,20}}(?={JOIN}*[A-Z](?!(?:[\w'’]+\s){{1,5}}[Rr]elations\b))"
)
"""Where an item of a cell's list begins: after a full stop, after the page it refers to, or after a word, if no "X - Y relations" is parted."""
_POINTER = re.compile(r"[Ss]ee(?: also)?:?\s[^.]{1,80}[Rr]elations\.?|[Ss]ee(?: also)?:?\s[Ff]oreign relations of[^.]{1,60}\.?")
_SEE_FOREIGN = re.compile(r"\s*[Ss]ee(?: also)?:?\s[Ff]oreign [Rr]elations of (?:the )?")
_TITLE = re.compile(r"\b(?:foreign|diplomatic|international|bilateral) relations of\b", re.IGNORECASE)
_STYLE = re.compile(r"(?:< ?)?(?:[\w-]{1,30}=\"[^\"]{0,80}\"\s?)+")
LONGEST_NAME = 50
"""Characters; a longer first cell is no country's name."""
FEWEST_PARTS = 3
"""A page with fewer rows or sections about other states is read as a whole."""


@dataclass(slots=True)
class _Rows:
    """The rows of a table below one header, of which each is about another state."""

    header: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


def split(document: Document) -> list[Document]:
    """The parts of a page that is about one state and many others, in order; empty for any other document."""
    home = home_of(document)
    if home is None or document.pair:
        return []
    parts: list[Document] = []
    sections: dict[tuple[str, ...], list[Block]] = {}
    for block in document.blocks:
        if block.section and block.kind in ("paragraph", "item"):
            sections.setdefault(block.section, []).append(block)
    for table in _tables(document):
        parts += _table_parts(document, table, home)
    for section, blocks in sections.items():
        if part := _section_part(document, section, blocks, home):
            parts.append(part)
    if len(parts) < FEWEST_PARTS:
        return []
    return sorted(parts + _paragraph_parts(document, parts, home), key=lambda p: p.offset)


def _tables(document: Document) -> list[_Rows]:
    """The rows of a page, table by table: a heading or a header ends one and begins the next."""
    tables = [_Rows()]
    for block in document.blocks:
        if block.kind == "heading":
            tables.append(_Rows())
        elif block.kind == "row":
            cells = tuple(document.shown_words(a, b) for a, b in block.cells)
            kept = [i for i, cell in enumerate(cells) if not _STYLE.fullmatch(cell)]
            if is_header(named := tuple(cells[i] for i in kept)):
                tables.append(_Rows(named))
            elif kept:
                tables[-1].blocks.append(msgspec.structs.replace(block, cells=tuple(block.cells[i] for i in kept)))
    return [t for t in tables if t.blocks and not (t.header and _NO_STATES.fullmatch(t.header[0]))]


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether a row names the columns: "Country | Formal relations began | Notes"."""
    return any(_BEGAN.fullmatch(c) for c in cells[1:]) or (
        len(cells) > 1 and bool(_WHO.fullmatch(cells[0])) and len(" ".join(cells)) < 120
    )


def _table_parts(document: Document, table: _Rows, home: str) -> list[Document]:
    found = []
    for block in table.blocks:
        first = document.shown_words(*block.cells[0]) if block.cells else ""
        words = document.visible[block.start : block.end].replace(JOIN, "")
        found.append(scores(words, home, first if len(first) <= LONGEST_NAME else ""))
    parts = []
    for block, other in zip(table.blocks, decide(found), strict=True):
        if other is not None and (part := _row_part(document, block, table.header, home, other)):
            parts.append(part)
    return parts


def home_of(document: Document) -> str | None:
    """The state that the page is about, by its title."""
    if not _TITLE.search(document.title):
        return None
    named = list(dict.fromkeys(n.state for n in states_named(document.title) if n.state))
    return named[0] if len(named) == 1 else None


def _row_part(document: Document, block: Block, header: tuple[str, ...], home: str, other: str) -> Document | None:
    blocks: list[Block] = []
    for i, (start, end) in enumerate(block.cells):
        if end <= start:
            continue
        key = header[i] if i < len(header) else ""
        if i and _BEGAN.fullmatch(key) and i < len(block.cells) - 1:
            blocks.append(Block("infobox", start - block.start, end - block.start, level=1, key=key))
            continue
        cell = document.visible[start:end]
        marks = [m.end() for m in _ITEM.finditer(cell)]
        edges = sorted({0, *marks, _pointer_end(cell)})
        for at, stop in zip(edges, [*edges[1:], len(cell)], strict=True):
            piece = cell[at:stop].rstrip(f" -\n{JOIN}")
            if piece.strip():
                kind = "leftover" if _POINTER.fullmatch(piece.strip()) else "item" if at in marks else "paragraph"
                first = start - block.start + at
                blocks.append(Block(kind, first, first + len(piece), level=1 if kind == "item" else 0))  # type: ignore[arg-type]
    return _part(document, block.start, block.end, home, other, tuple(blocks)) if blocks else None


def _pointer_end(cell: str) -> int:
    """Where a cell goes on behind "See Foreign relations of Latvia", which no full stop ends; 0 where it does not begin so."""
    pointer = _SEE_FOREIGN.match(cell)
    named = next(iter(states_named(cell[pointer.end() : pointer.end() + 60])), None) if pointer else None
    return pointer.end() + named.end if pointer and named and named.start == 0 and pointer.end() + named.end < len(cell) else 0


def _section_part(document: Document, section: tuple[str, ...], blocks: list[Block], home: str) -> Document | None:
    told = list(dict.fromkeys(n.state for n in states_named(section[-1]) if n.state and n.state != home))
    if len(told) != 1 or len(section[-1].split()) > 6:
        return None
    return _blocks_part(document, blocks, home, told[0])


def _blocks_part(document: Document, blocks: list[Block], home: str, other: str) -> Document:
    start, end = blocks[0].start, blocks[-1].end
    moved = tuple(msgspec.structs.replace(b, start=b.start - start, end=b.end - start) for b in blocks)
    return _part(document, start, end, home, other, moved)


def _paragraph_parts(document: Document, parts: list[Document], home: str) -> list[Document]:
    """Paragraphs outside the parts that name one other state only; those that follow each other and name the same are one."""
    runs: list[tuple[str, list[Block]]] = []
    last: Block | None = None
    for block in outside(document, parts):
        other = _only_other(document, block, home) if block.kind == "paragraph" else None
        if other is not None and runs and runs[-1][0] == other and runs[-1][1][-1] is last and last.section == block.section:
            runs[-1][1].append(block)
        elif other is not None:
            runs.append((other, [block]))
        last = block
    found = [_blocks_part(document, blocks, home, other) for other, blocks in runs]
    return [msgspec.structs.replace(part, id=f"{part.id}--told") for part in found]


def _only_other(document: Document, block: Block, home: str) -> str | None:
    if is_apparatus(block):
        return None
    named = [n for n in states_named(document.visible[block.start : block.end].replace(JOIN, "")) if n.state and n.state != home]
    sure = any(n.how in ("name", "adjective", "people") for n in named)
    return named[0].state if sure and len({n.state for n in named}) == 1 else None


def outside(document: Document, parts: list[Document]) -> list[Block]:
    """The blocks of a page that stand in none of its parts, in order. Parts do not overlap."""
    spans = sorted((part.offset, part.offset + len(part.text)) for part in parts)
    starts = [start for start, _ in spans]
    found = []
    for block in document.blocks:
        at = bisect_right(starts, block.start) - 1
        if at < 0 or spans[at][1] < block.end:
            found.append(block)
    return found


def _part(document: Document, start: int, end: int, home: str, other: str, blocks: tuple[Block, ...]) -> Document:
    names = [polities.states()[code].name for code in (home, other)]
    return Document(
        id=f"{document.id}--{slug(names[1])}",
        title=f"{names[0]}–{names[1]} relations",
        text=document.text[start:end],
        blocks=blocks,
        pair=(home, other),
        date=document.date,
        origin=document.origin,
        address=document.address,
        revision=document.revision,
        licence=document.licence,
        format=document.format,
        shown=None if document.shown is None else document.shown[start:end],
        part_of=document.id,
        offset=start,
    )
