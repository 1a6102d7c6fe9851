"""Web: the page of a document: its text with the passages behind its claims marked and led to their facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.model.claims import Claim
from relazione.model.documents import Block
from relazione.publish.tables import csv_text
from relazione.publish.visible import visible
from relazione.web.asking import number_asked, page_or_data
from relazione.web.highlight import Passage, blocks_of, parts
from relazione.web.links import Links
from relazione.web.pages.dataset import dataset_page
from relazione.web.pages.home import ordered
from relazione.web.rendering import render


def document_data(record: Any, id: str) -> dict[str, Any]:
    """A document with its text, blocks, claims and what was not understood. Raises WrongUse where there is none."""
    document = record.document(id)
    withdrawal = record.withdrawn().get(id)
    return {
        "document": msgspec.to_builtins(document),
        "withdrawn": msgspec.to_builtins(withdrawal) if withdrawal else None,
        "claims": [
            {
                "kind": claim.kind,
                "fact": fact.id if (fact := record.fact_of_claim(claim.id)) else None,
                **msgspec.to_builtins(claim),
            }
            for claim in record.claims(id)
        ],
        "unread": [msgspec.to_builtins(one) for one in record.unread(id)],
    }


def document_page(record: Any, id: str, links: Links, at: int = 0, part: int = 1) -> str:
    """A document's text with the passages behind its claims marked and led to their facts; of a long one the part of that number, or the one
    in which the sign `at` stands (files have all parts on one page)."""
    document = record.document(id)
    if document.format == "dataset":
        return dataset_page(record, document, links)
    text = document.visible
    pieces = pieces_of(blocks_of(document)) if links.is_live else [list(blocks_of(document))]
    if at:
        part = next((n for n, piece in enumerate(pieces, start=1) if piece and piece[-1].end > at), len(pieces))
    part = max(1, min(part, len(pieces)))
    blocks = pieces[part - 1]
    first, last = (blocks[0].start, blocks[-1].end) if blocks and len(pieces) > 1 else (0, len(text) + 1)
    claims: list[Claim] = record.claims(id)
    shown = parts(msgspec.structs.replace(document, blocks=tuple(blocks)), _passages(record, claims, links, first, last))
    # The title stands over the page; the text's own title line is shown where it says more, or has a passage in it.
    again = next((part for part in shown if part.kind == "title" and part.content == escape(visible(document.title))), None)
    unread = [one for one in record.unread(id) if first <= one.start < last]
    readings = record.readings(id)
    return render(
        "document.html",
        links=links,
        document=document,
        parts=[part for part in shown if part is not again],
        title_anchor=again.anchor if again else "",
        claims=len(claims),
        withdrawal=record.withdrawn().get(id),
        unread=[(one, text[one.start : one.end], f"p-{_start_of(blocks, one.start)}") for one in unread[:MOST_UNREAD]],
        not_understood=len(unread),
        versions=readings[-1].version,
        readings=len(readings),
        part=part,
        count=len(pieces),
        pair=ordered(*document.pair) if document.pair else None,
    )


PIECE = 300_000
"""Signs of text on one page: it becomes some two thirds of a megabyte."""
MOST_UNREAD = 300
"""Passages that were not understood which a page lists."""


def pieces_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks in pieces of about PIECE signs, each block whole."""
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        if pieces[-1] and block.end - pieces[-1][0].start > PIECE:
            pieces.append([])
        pieces[-1].append(block)
    return pieces


def _start_of(blocks: Sequence[Block], offset: int) -> int:
    """Where the block begins in which a sign stands."""
    return max((block.start for block in blocks if block.start <= offset), default=0)


def _passages(record: Any, claims: Sequence[Claim], links: Links, first: int, last: int) -> Iterator[Passage]:
    """What claims rest on between two signs of the text; the number behind a passage is that of its claim in the whole document."""
    for number, claim in enumerate(claims, start=1):
        if not any(evidence.start < last and evidence.end > first for evidence in claim.evidence):
            continue
        fact = record.fact_of_claim(claim.id)
        for index, evidence in enumerate(claim.evidence):
            is_first = index == 0
            if evidence.start < last and evidence.end > first:
                yield Passage(
                    start=evidence.start,
                    end=evidence.end,
                    id=f"c-{claim.id}" if is_first else f"e-{claim.id}-{index + 1}",
                    kind=claim.kind if is_first else "detail",
                    number=number if is_first else 0,
                    href=links.fact(fact.id) if is_first and fact else "",
                    label=fact.label if is_first and fact else "",
                )


COLUMNS = ("claim", "fact", "kind", "label", "realis", "start", "end", "line", "quote", "section", "confidence", "rule")


def document_table(record: Any, id: str) -> str:
    """The claims of a document as a table, in the order of its text, each with its words and its fact."""
    record.readings(id)  # says where there is no such document
    rows = []
    for claim in record.claims(id):
        fact = record.fact_of_claim(claim.id)
        said = claim.evidence[0] if claim.evidence else None
        where = (said.start, said.end, said.line or "", said.exact) if said else ("", "", "", "")
        told = (fact.id, claim.kind, fact.label) if fact else ("", claim.kind, "")
        rows.append((claim.id, *told, claim.realis, *where, claim.section, f"{claim.confidence:.2f}", claim.rule))
    return csv_text(COLUMNS, rows)


def _document(request: Request) -> Response:
    at, part = (number_asked(request, key, 0, 10**9, 0) for key in ("at", "part"))
    return page_or_data(
        request, lambda record, id, links: document_page(record, id, links, at, part), document_data, document_table
    )


ROUTES = (Route("/document/{id:path}", _document),)
