"""Web: the page of a fact: every field with its values, the claims behind each, and the words that say so."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.model.claims import Claim
from relazione.publish.quoting import places, quotation
from relazione.publish.words import DATE_FIELDS
from relazione.record.reasons import reasons
from relazione.web.asking import page_or_data
from relazione.web.days import plain_date
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.pages.polity import named_in
from relazione.web.rendering import render


def fact_data(record: Any, id: str) -> dict[str, Any]:
    """A fact with the claims behind it and what was decided of them. Raises WrongUse where there is none."""
    fact = record.fact(id)
    claims = [record.claim(claim) for claim in fact.claims]
    return {
        "fact": msgspec.to_builtins(fact),
        "claims": [{"kind": claim.kind, **msgspec.to_builtins(claim)} for claim in claims],
        "decisions": [msgspec.to_builtins(one) for claim in fact.claims for one in record.decisions(claim)],
        "places": {claim.id: places(record.document(claim.document), claim) for claim in claims},
        "withdrawn": [msgspec.to_builtins(claim) for claim in record.withdrawn_claims(fact.id)],
    }


def fact_page(record: Any, id: str, links: Links) -> str:
    """A fact: every field with its values, the claims behind each, and the words that say so."""
    fact = record.fact(id)
    claims: list[Claim] = [record.claim(claim) for claim in fact.claims]
    documents = {claim.document: record.document(claim.document) for claim in claims}
    withdrawn, withdrawals = record.withdrawn_claims(fact.id), record.withdrawn()
    documents |= {claim.document: record.document(claim.document) for claim in withdrawn}
    home: tuple[str, str] | None = next((documents[c.document].pair for c in claims if documents[c.document].pair), None)
    return render(
        "fact.html",
        links=links,
        fact=fact,
        claims=claims,
        documents=documents,
        quotation=quotation,
        withdrawn=[(claim, withdrawals[claim.document]) for claim in withdrawn],
        polities=named_in(claims),
        numbers={claim.id: number for number, claim in enumerate(claims, start=1)},
        decisions={claim.id: record.decisions(claim.id) for claim in claims},
        reasons=reasons(claims, record.links(), record.spells(fact.id)) if len(documents) > 1 else [],
        against=[record.fact(other) for other in fact.against],
        pair=ordered(*home) if home else None,
        day=plain_date(fact.start),
        shown_span={"from": fact.start, "to": fact.end},
        date_fields=DATE_FIELDS,
    )


def _fact(request: Request) -> Response:
    return page_or_data(request, fact_page, fact_data)


ROUTES = (Route("/fact/{id:path}", _fact),)
