"""Web: the page of a document: its text with the passages behind its claims marked and led to their facts."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.model.claims import Claim
from relazione.publish.visible import visible
from relazione.web.asking import page_or_data
from relazione.web.highlight import Passage, parts
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


def document_page(record: Any, id: str, links: Links) -> str:
    """A document's text with the passages behind its claims marked and led to their facts."""
    document = record.document(id)
    if document.format == "dataset":
        return dataset_page(record, document, links)
    claims: list[Claim] = record.claims(id)
    passages = []
    for number, claim in enumerate(claims, start=1):
        fact = record.fact_of_claim(claim.id)
        for index, evidence in enumerate(claim.evidence):
            first = index == 0
            passages.append(
                Passage(
                    start=evidence.start,
                    end=evidence.end,
                    id=f"c-{claim.id}" if first else f"e-{claim.id}-{index + 1}",
                    kind=claim.kind if first else "detail",
                    number=number if first else 0,
                    href=links.fact(fact.id) if first and fact else "",
                    label=fact.label if first and fact else "",
                )
            )
    shown = parts(document, passages)
    # The title stands over the page; the text's own title line is shown where it says more, or has a passage in it.
    again = next((part for part in shown if part.kind == "title" and part.content == escape(visible(document.title))), None)
    text = document.visible
    return render(
        "document.html",
        links=links,
        document=document,
        parts=[part for part in shown if part is not again],
        title_anchor=again.anchor if again else "",
        claims=len(claims),
        withdrawal=record.withdrawn().get(id),
        unread=[(one, text[one.start : one.end]) for one in record.unread(id)],
        pair=ordered(*document.pair) if document.pair else None,
    )


def _document(request: Request) -> Response:
    return page_or_data(request, document_page, document_data)


ROUTES = (Route("/document/{id:path}", _document),)
