"""Web: the page of a document that stands for a data file: what it is, and the first of the facts that rest on its rows."""

from __future__ import annotations

from typing import Any

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.web.links import Links
from relazione.web.rendering import render

MOST_ROWS = 500
"""Claims that are listed; a whole dataset would make a page of megabytes."""


def dataset_page(record: Any, document: Document, links: Links) -> str:
    """What the file is, under what terms it comes, which rows were left out, and its claims with their rows."""
    claims: list[Claim] = record.claims(document.id)
    rows = []
    for claim in claims[:MOST_ROWS]:
        fact = record.fact_of_claim(claim.id)
        if fact is not None:
            rows.append(
                (claim.evidence[0].line if claim.evidence else 0, claim.evidence[0].exact if claim.evidence else "", fact)
            )
    told = [line.partition(": ") for line in document.text.splitlines()[1:]]
    return render(
        "dataset.html",
        links=links,
        document=document,
        told=[(name, value) for name, _, value in told if value],
        file=next((file for file in record.data_files() if file.document == document.id), None),
        rows=rows,
        claims=len(claims),
        most=MOST_ROWS,
    )
