"""Web: the page of a fact: every field with its values, the claims behind each and the words that say so; how sure it is, how it came to be
what it is, and what is near it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.analysis.neighbours import Neighbours, neighbours
from relazione.analysis.story import claims_of, story
from relazione.model.claims import Claim
from relazione.model.record import Fact
from relazione.publish.lessons import day as act_day
from relazione.publish.lessons import said
from relazione.publish.quoting import places, quotation
from relazione.publish.sureness import sureness
from relazione.publish.tables import csv_text
from relazione.publish.words import DATE_FIELDS, value_words
from relazione.record.counted import active
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
        "how_sure": _sureness(record, fact, claims),
        "history": msgspec.to_builtins(story(record, claims_of(record, fact.id))),
        "neighbours": _ids(neighbours(record, fact, _pair_of(record, fact, claims))),
    }


def _ids(found: Neighbours) -> dict[str, Any]:
    """The neighbours as ids and labels."""

    def one(fact: Fact | None) -> dict[str, str] | None:
        return {"fact": fact.id, "label": fact.label} if fact else None

    groups = {name: getattr(found, name) for name in found.__struct_fields__}
    return {name: [one(fact) for fact in group] if isinstance(group, tuple) else one(group) for name, group in groups.items()}


def _sureness(record: Any, fact: Fact, claims: list[Claim]) -> list[str]:
    decisions = {claim.id: active(record.decisions(claim.id)) for claim in claims}
    files = (
        {file.document for file in record.data_files()}
        if any(claim.evidence[0].line for claim in claims if claim.evidence)
        else ()
    )
    return sureness(fact, claims, decisions, files)


def _pair_of(record: Any, fact: Fact, claims: list[Claim]) -> tuple[str, str] | None:
    """The two states among whose facts this one stands: its own, else those that a document which tells it is about."""
    if len(fact.states) == 2:
        return fact.states[0], fact.states[1]
    documents = dict.fromkeys(claim.document for claim in claims)
    return next((pair for id in documents if (pair := record.document(id).pair)), None)


COLUMNS = (
    "field",
    "value",
    "agreement",
    "claim",
    "document",
    "title",
    "date",
    "quote",
    "start",
    "end",
    "line",
    "confidence",
    "rule",
)


def fact_table(record: Any, id: str) -> str:
    """A fact as a table: a row for each value of each field and each claim behind it, with the words that say so."""
    fact = record.fact(id)
    claims = {claim: record.claim(claim) for claim in fact.claims}
    titles = record.titles({claim.document for claim in claims.values()})
    dates = {line: record.document(line).date for line in titles}
    rows = []
    for field in fact.fields:
        for value in field.values:
            for claim in (claims[one] for one in value.claims if one in claims):
                said = next(
                    (one for one in claim.evidence if field.name in one.fields), claim.evidence[0] if claim.evidence else None
                )
                rows.append((
                    field.name, value_words(field.name, value.value), field.agreement, claim.id, claim.document,
                    titles.get(claim.document, ""), dates.get(claim.document) or "", said.exact if said else "",
                    said.start if said else "", said.end if said else "", (said.line or "") if said else "",
                    f"{claim.confidence:.2f}", claim.rule,
                ))  # fmt: skip
    return csv_text(COLUMNS, rows)


def _not_counted(record: Any, fact: Fact) -> dict[str, str]:
    """The words of claims that lead to the fact and do not count (rejected, corrected, read no more), as many as a page holds."""
    others = [id for id in claims_of(record, fact.id) if id not in fact.claims][:MOST_OTHERS]
    claims = (record.claim(id) for id in others)
    return {claim.id: " ".join(claim.evidence[0].exact.split())[:120] if claim.evidence else "" for claim in claims}


MOST_OTHERS = 50
GROUPS = (
    ("part_of", "Part of"),
    ("given_by", "Given by"),
    ("parts", "Its parts, and what it gave"),
    ("time", "At the same time"),
    ("place", "At the same place"),
)
"""Groups of neighbours, with their headings."""


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
        sure=_sureness(record, fact, claims),
        history=list(said(story(record, claims_of(record, fact.id)))),
        others=_not_counted(record, fact),
        day_of=act_day,
        near=neighbours(record, fact, _pair_of(record, fact, claims)),
        groups=GROUPS,
        shown_span={"from": fact.start, "to": fact.end},
        date_fields=DATE_FIELDS,
    )


def _fact(request: Request) -> Response:
    return page_or_data(request, fact_page, fact_data, fact_table)


ROUTES = (Route("/fact/{id:path}", _fact),)
