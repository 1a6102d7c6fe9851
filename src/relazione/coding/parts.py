"""The room `coding`: one page, many pairs. "Foreign relations of X" tells of X and one other state in each row of a table or section.

Each row or section becomes a document of its own, a part of the page, whose text is that stretch of the page's text. The other state
is told by the heading, by "See X–Y relations", or else by the row's own words: the flag that named it is lost.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from relazione.coding.gazetteer import find_names
from relazione.coding.pair import states_of
from relazione.model.documents import JOIN, Block, Document
from relazione.model.identity import slug
from relazione.reference import polities

_SEE = re.compile(r"\b[Ss]ee(?: also)?:?\s+((?:[\w.'’()&-]+\s?){1,6}[–—-](?:[\w.'’()&]+\s){1,6}?)[Rr]elations")
_AWAY = re.compile(r"(?:\b(?:in|from|at|based in)\s(?:the\s)?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2},\s(?:the\s)?|,\s)$")
_HOME = re.compile(
    r"\b(?:represented in|accredited to|relations with|embassy of|ties with|recogni[sz]ed)\s(?:the\s)?$", re.IGNORECASE
)
_HEADER = re.compile(r"\b(?:formal relations|relations began|relations established|diplomatic relations)\b", re.IGNORECASE)
_ITEM = re.compile(rf"(?:(?<=[.\]\n])|^)[\s{JOIN}]*-\s+(?={JOIN}*[A-Z])")
_TITLE = re.compile(r"\b(?:foreign|diplomatic|international|bilateral) relations of\b", re.IGNORECASE)
FEWEST_PARTS = 3
"""A page with fewer rows or sections about other states is read as a whole."""


def split(document: Document) -> list[Document]:
    """The parts of a page that is about one state and many others, in order; empty for any other document."""
    home = _home(document)
    if home is None or document.pair:
        return []
    parts: list[Document] = []
    header: tuple[str, ...] = ()
    sections: dict[tuple[str, ...], list[Block]] = {}
    for block in document.blocks:
        if block.kind == "row":
            cells = tuple(document.shown_words(a, b) for a, b in block.cells)
            if _HEADER.search(" | ".join(cells)) and len(" ".join(cells)) < 120:
                header = cells
                continue
            if part := _row_part(document, block, header, home):
                parts.append(part)
        elif block.section and block.kind in ("paragraph", "item"):
            sections.setdefault(block.section, []).append(block)
    for section, blocks in sections.items():
        if part := _section_part(document, section, blocks, home):
            parts.append(part)
    return sorted(parts, key=lambda p: p.offset) if len(parts) >= FEWEST_PARTS else []


def _home(document: Document) -> str | None:
    """The state that the page is about, by its title."""
    if not _TITLE.search(document.title):
        return None
    named = list(dict.fromkeys(s for s, *_ in _named(document.title)))
    return named[0] if len(named) == 1 else None


def _named(text: str) -> list[tuple[str, int, int, bool]]:
    """States named in a text: code, place, and whether only by their capital."""
    found = []
    for hit in find_names(text):
        if not hit.has("name", "adjective", "people", "capital"):
            continue
        for match in polities.resolve_name(text[hit.start : hit.end]):
            states = states_of(match.polity)
            if states:
                found.append((states[0], hit.start, hit.end, match.kind == "capital"))
                break
    return found


def other_state(text: str, home: str) -> str | None:
    """The other state that a row or section is about, None where its words do not tell."""
    if see := _SEE.search(text):
        told = [s for s, *_ in _named(see[1]) if s != home]
        if len(set(told)) == 1:
            return told[0]
    scores: Counter[str] = Counter()
    for state, start, _, capital in _named(text):
        if state == home:
            continue
        head = text[max(0, start - 60) : start]
        if capital:
            scores[state] += 1 if not _AWAY.search(head) else 0
        elif _HOME.search(head):
            scores[state] += 4
        elif _AWAY.search(head):
            scores[state] += 0
        else:
            scores[state] += 3 if start < 4 or text[max(0, start - 2) : start] in ("- ", ". ") else 2
    best = scores.most_common(2)
    return best[0][0] if best and best[0][1] > 0 else None


def _row_part(document: Document, block: Block, header: tuple[str, ...], home: str) -> Document | None:
    other = other_state(document.visible[block.start : block.end].replace(JOIN, ""), home)
    if other is None:
        return None
    blocks: list[Block] = []
    for i, (start, end) in enumerate(block.cells):
        if end <= start:
            continue
        key = header[i].strip() if i < len(header) else ""
        if _HEADER.search(key) and i < len(block.cells) - 1:
            blocks.append(Block("infobox", start - block.start, end - block.start, level=1, key=key))
            continue
        cell = document.visible[start:end]
        marks = [m.end() for m in _ITEM.finditer(cell)]
        edges = sorted({0, *marks})
        for at, stop in zip(edges, [*edges[1:], len(cell)], strict=True):
            piece = cell[at:stop].rstrip(f" -\n{JOIN}")
            if piece.strip():
                kind = "item" if at in marks else "paragraph"
                first = start - block.start + at
                blocks.append(Block(kind, first, first + len(piece), level=1 if kind == "item" else 0))  # type: ignore[arg-type]
    return _part(document, block.start, block.end, home, other, tuple(blocks)) if blocks else None


def _section_part(document: Document, section: tuple[str, ...], blocks: list[Block], home: str) -> Document | None:
    told = list(dict.fromkeys(s for s, *_ in _named(section[-1]) if s != home))
    if len(told) != 1 or len(section[-1].split()) > 6:
        return None
    start, end = blocks[0].start, blocks[-1].end
    moved = tuple(msgspec.structs.replace(b, start=b.start - start, end=b.end - start) for b in blocks)
    return _part(document, start, end, home, told[0], moved)


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
        format=document.format,
        shown=None if document.shown is None else document.shown[start:end],
        part_of=document.id,
        offset=start,
    )
