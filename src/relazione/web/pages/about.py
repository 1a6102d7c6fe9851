"""Web: status and method: what the record holds and from whom, the versions of what made it, and how to read it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione import __version__
from relazione.coding.coder import CODER_VERSION
from relazione.publish.basemap import basemap
from relazione.record import schema
from relazione.reference.ontology import ONTOLOGY_VERSION
from relazione.sources.datasets.catalogue import catalogue
from relazione.web.asking import json_answer, links_of, opened
from relazione.web.links import Links
from relazione.web.remembered import remembered
from relazione.web.rendering import render


class Licence(msgspec.Struct, frozen=True):
    """Under what documents came, as their originals tell ("": they tell nothing), how many they are, and some of them."""

    licence: str
    documents: int
    some: list[tuple[str, str]]


class Source(msgspec.Struct, frozen=True):
    """A data file, with its publisher's terms and how it wants to be cited."""

    document: str
    title: str
    release: str
    covers: tuple[str, str]
    rows: int
    terms: str
    cite: str
    page: str


def about_data(record: Any) -> dict[str, Any]:
    """Status and versions as plain data."""
    status = msgspec.to_builtins(remembered(record, "status", record.status))
    status.pop("path")
    pairs = status.pop("pairs")
    return {
        "record": {
            **status,
            "pairs": len(record.pair_lines()),
            "pairs_of_documents": len(pairs),
            "fingerprint": _fingerprint(record),
        },
        "versions": versions(),
        "licences": msgspec.to_builtins(_licences(record)),
        "data_files": msgspec.to_builtins(_sources(record)),
        "basemap": dict(basemap().about),
    }


def versions() -> dict[str, str]:
    """The versions of what makes and shows the record."""
    return {
        "relazione": __version__,
        "coder": CODER_VERSION,
        "ontology": ONTOLOGY_VERSION,
        "record schema": str(schema.SCHEMA_VERSION),
        "projection": str(schema.PROJECTION_VERSION),
        "basemap": basemap().about["source"],
    }


def _fingerprint(record: Any) -> str:
    found: str = remembered(record, "fingerprint", record.fingerprint)
    return found


SOME = 5


def _licences(record: Any) -> list[Licence]:
    """Documents by the licence that their original tells, the most frequent first; data files have terms of their own."""

    def told() -> list[Licence]:
        query = (
            "SELECT coalesce(json_extract(v.head, '$.licence'), ''), s.document, s.title FROM document_states s "
            "JOIN versions v ON v.number = s.version WHERE s.document NOT LIKE 'dataset:%' ORDER BY s.document"
        )
        groups: dict[str, list[tuple[str, str]]] = {}
        with record.reading() as connection:
            for licence, id, title in connection.execute(query):
                groups.setdefault(licence, []).append((id, title))
        found = [Licence(licence, len(those), those[:SOME]) for licence, those in groups.items()]
        return sorted(found, key=lambda one: (-one.documents, one.licence))

    made: list[Licence] = remembered(record, "licences", told)
    return made


def _sources(record: Any) -> list[Source]:
    known = catalogue()
    titles = record.titles(file.document for file in record.data_files())
    found = []
    for file in record.data_files():
        dataset = known.get(file.dataset)
        told = (dataset.terms, dataset.cite, dataset.page) if dataset else ("", "", "")
        covers = (file.first, file.last)
        found.append(Source(file.document, titles.get(file.document, file.dataset), file.release, covers, file.rows, *told))
    return found


def about_page(record: Any, links: Links) -> str:
    """Status and method as a page."""
    return render(
        "about.html",
        links=links,
        status=remembered(record, "status", record.status),
        pairs=len(record.pair_lines()),
        fingerprint=_fingerprint(record),
        versions=versions(),
        licences=_licences(record),
        sources=_sources(record),
        basemap=basemap().about,
    )


def _about(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(about_page(record, links_of(request)))


def _data(request: Request) -> Response:
    with opened(request) as record:
        return json_answer(about_data(record))


ROUTES = (Route("/about", _about), Route("/about.json", _data))
