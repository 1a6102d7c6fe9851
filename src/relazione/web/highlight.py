"""Web: a document's text with the passages that say something marked, and a numbered link behind each to its fact.

Passages may lie in each other or across each other. They become nested elements; one that crosses the end of another is
closed there and goes on behind it. Each passage has an id of its own, so that a link can lead to the very words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from relazione.model.documents import JOIN, Block, Document
from relazione.publish.visible import visible

DEEPEST = 6
"""Depth of lists and headings from which on deeper ones look alike."""


@dataclass(frozen=True)
class Passage:
    """Text[start:end] that a claim rests on. `number` and `href` are of the note behind it; `href` "" for none."""

    start: int
    end: int
    id: str
    kind: str
    number: int = 0
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class Part:
    """One block of the document, ready to be shown."""

    kind: str
    level: int
    key: str
    anchor: str
    content: Markup


def parts(document: Document, passages: Iterable[Passage]) -> list[Part]:
    """The blocks of a document with the passages marked. A document without blocks is one block for each line."""
    text = document.visible
    blocks = blocks_of(document)
    waiting = sorted(passages, key=lambda p: (p.start, -p.end))
    out = []
    at = 0
    for block in blocks:
        # Passages come in the order of the text, so each block looks only at its own and at those that began before it.
        inside = []
        while at < len(waiting) and waiting[at].start < block.end:
            if waiting[at].end > block.start:
                inside.append(waiting[at])
            at += 1
        content = marked(text, block.start, block.end, inside)
        if content.strip() or inside:
            out.append(Part(block.kind, min(max(block.level, 1), DEEPEST), block.key, f"p-{block.start}", content))
    return out


def blocks_of(document: Document) -> Sequence[Block]:
    """The blocks of a document; without any, one for each line."""
    return document.blocks or _lines(document.visible)


def _lines(text: str) -> list[Block]:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", start=start, end=start + len(line)))
        start += len(line) + 1
    return blocks


def marked(text: str, start: int, end: int, passages: Sequence[Passage]) -> Markup:
    """text[start:end] with its passages (sorted by start, the longer first) marked."""
    out: list[str] = []
    open_: list[Passage] = []
    begun: set[str] = set()
    at = start
    pending = list(passages)

    def write(upto: int) -> None:
        nonlocal at
        if upto > at:
            out.append(str(escape(visible(text[at:upto].replace(JOIN, "")))))
            at = upto

    def begin(passage: Passage) -> None:
        again = passage.id in begun
        begun.add(passage.id)
        ident = "" if again else f' id="{escape(passage.id)}"'
        out.append(f'<span class="said {escape(passage.kind)}"{ident}>')
        open_.append(passage)

    def close_until(position: int) -> None:
        """Close what ends at or before the position; what was opened later and goes on is opened again."""
        while ended := [p for p in open_ if min(p.end, end) <= position]:
            upto = min(min(p.end, end) for p in ended)
            write(upto)
            finished = [p for p in open_ if min(p.end, end) <= upto]
            first = open_.index(finished[0])
            tail = open_[first:]
            del open_[first:]
            out.append("</span>" * len(tail))
            out.extend(_note(p) for p in sorted(finished, key=lambda p: p.number))
            for passage in tail:
                if passage not in finished:
                    begin(passage)

    while pending:
        passage = pending.pop(0)
        close_until(max(passage.start, start))
        write(max(passage.start, start))
        begin(passage)
    close_until(end)
    write(end)
    return Markup("".join(out))


def _note(passage: Passage) -> str:
    if not passage.href:
        return ""
    return (
        f'<a class="note" href="{escape(passage.href)}" title="{escape(visible(passage.label))}">'
        f'<span class="hidden">Fact </span>{passage.number}</a>'
    )
