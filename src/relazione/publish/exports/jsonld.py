"""Publish: facts with where they come from as JSON-LD: PROV-O for what rests on what, Web Annotation for the words that say it.

A fact is a prov:Entity derived from its claims; a claim is an oa:Annotation whose target is a passage of a document, given by
its words (TextQuoteSelector) and its place (TextPositionSelector), or by the row of a data file. The terms of facts and claims are
our own, under urn:relazione:.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

import msgspec

from relazione import __version__
from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.evidence import Evidence
from relazione.model.record import Fact
from relazione.publish.exports.extract import Extract, citation, days
from relazione.publish.visible import visible
from relazione.sources.wiki_address import is_web

CONTEXT = {
    "@version": 1.1,
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rel": "urn:relazione:term:",
    "label": "rdfs:label",
    "kind": "rel:kind",
    "states": {"@id": "rel:state", "@container": "@set"},
    "start": "rel:start",
    "end": "rel:end",
    "startEarliest": {"@id": "rel:startEarliest", "@type": "xsd:date"},
    "startLatest": {"@id": "rel:startLatest", "@type": "xsd:date"},
    "endEarliest": {"@id": "rel:endEarliest", "@type": "xsd:date"},
    "endLatest": {"@id": "rel:endLatest", "@type": "xsd:date"},
    "realis": "rel:realis",
    "current": "rel:current",
    "confidence": {"@id": "rel:confidence", "@type": "xsd:double"},
    "conflicts": {"@id": "rel:conflict", "@container": "@set"},
    "fields": {"@id": "rel:fields", "@type": "@json"},
    "body": {"@id": "rel:body", "@type": "@json"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id", "@container": "@set"},
    "by": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@container": "@set"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@container": "@set"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "from": {"@id": "oa:start", "@type": "xsd:integer"},
    "to": {"@id": "oa:end", "@type": "xsd:integer"},
    "row": {"@id": "rel:row", "@type": "xsd:integer"},
    "key": "rel:rowKey",
    "title": "dcterms:title",
    "date": "dcterms:date",
    "address": {"@id": "dcterms:source", "@type": "@id"},
    "licence": "dcterms:rights",
    "revision": "dcterms:identifier",
    "citation": "dcterms:bibliographicCitation",
    "hash": "rel:sha256",
    "version": "rel:version",
}
_FIELD = {"fact": "urn:relazione:fact:", "claim": "urn:relazione:claim:", "document": "urn:relazione:document:"}
_CODER = "urn:relazione:coder"


def graph(taken: Extract) -> tuple[bytes, Counter[str]]:
    """One JSON-LD document with the record, its facts, claims and documents."""
    nodes: list[dict[str, Any]] = [
        {
            "@id": f"urn:relazione:record:{taken.record}",
            "@type": ["prov:Entity", "prov:Collection"],
            "title": taken.about,
            "hash": taken.record,
            "derivedFrom": [_id("document", id) for id in taken.documents],
        },
        {"@id": _CODER, "@type": "prov:SoftwareAgent", "label": "Relazione", "version": __version__},
    ]
    nodes += [_fact(fact) for fact in taken.facts]
    nodes += [_claim(claim) for claim in taken.claims.values()]
    nodes += [_document(document) for document in taken.documents.values()]
    whole = {"@context": CONTEXT, "@graph": nodes}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n", Counter()


def _id(what: str, id: str) -> str:
    return _FIELD[what] + quote(id, safe="", errors="backslashreplace")


def _fact(fact: Fact) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": _id("fact", fact.id),
        "@type": ["prov:Entity", "rel:Fact"],
        "kind": fact.kind,
        "label": visible(fact.label),
        "states": list(fact.states),
        "realis": fact.realis,
        "current": fact.current,
        "confidence": fact.confidence,
        "fields": {field.name: msgspec.to_builtins([one.value for one in field.values]) for field in fact.fields},
        "derivedFrom": [_id("claim", id) for id in fact.claims],
    }
    if fact.conflicts:
        found["conflicts"] = list(fact.conflicts)
    found |= {key: told for key, told in (("start", fact.start), ("end", fact.end)) if told}
    names = ("startEarliest", "startLatest", "endEarliest", "endLatest")
    return found | {key: day for key, day in zip(names, days(fact), strict=True) if day}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "@id": _id("claim", claim.id),
        "@type": ["oa:Annotation", "prov:Entity", "rel:Claim"],
        "motivation": "oa:describing",
        "kind": claim.kind,
        "realis": claim.realis,
        "confidence": claim.confidence,
        "body": msgspec.to_builtins(claim.body),
        "by": _CODER,
        "derivedFrom": [_id("document", claim.document)],
        "target": [_target(claim.document, one) for one in claim.evidence],
    }


def _target(document: str, one: Evidence) -> dict[str, Any]:
    words = {
        "@type": "oa:TextQuoteSelector",
        "exact": visible(one.exact),
        "prefix": visible(one.prefix),
        "suffix": visible(one.suffix),
    }
    if one.line:
        where: dict[str, Any] = {"@type": "rel:RowSelector", "row": one.line, "key": visible(one.key)}
    else:
        where = {"@type": "oa:TextPositionSelector", "from": one.start, "to": one.end}
    return {"@type": "oa:SpecificResource", "source": _id("document", document), "selector": [words, where]}


def _document(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": _id("document", document.id),
        "@type": ["prov:Entity", "rel:Document"],
        "title": visible(document.title),
        "citation": citation(document),
    }
    told = {"date": document.date, "licence": document.licence, "revision": document.revision}
    found |= {key: visible(text) for key, text in told.items() if text}
    if is_web(document.address):
        found["address"] = quote(document.address, safe=":/?#[]@!$&'()*+,;=%~-._", errors="backslashreplace")
    return found
