"""Web: the page of a document's versions: what each reading was of, which words came and went between two of them, and which facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.analysis.changes import Changes, changes_between
from relazione.analysis.wording import wording
from relazione.model.errors import WrongUse
from relazione.publish.tables import csv_text
from relazione.publish.words import spaced, value_words
from relazione.web.asking import page_or_data
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.rendering import render

CAUSES = {
    "text": "",
    "coder": "the same words, read differently by another coder",
    "around": "the same sentence, in other surroundings",
    "told": "the same words; the document's own date or pair is another",
}


def versions_data(record: Any, id: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """The readings of a document, and what is different between two of them (the last two versions; None where it was read once).

    Raises WrongUse where there is no such document or version.
    """
    readings = record.readings(id)
    found = changes_between(record, id, start, end) if len(readings) > 1 else None
    before, now = _texts(record, found) if found else ("", "")
    return {
        "document": id,
        "readings": [msgspec.to_builtins(line) for line in readings],
        "changes": msgspec.to_builtins(found) if found else None,
        "words": msgspec.to_builtins(wording(before, now)) if found else None,
    }


def _texts(record: Any, found: Changes) -> tuple[str, str]:
    lines = {line.name: line for line in record.readings(found.document)}
    sides = (found.before, found.now)
    documents = [record.as_read(lines[side.version])[0] for side in sides if side]
    return documents[0].visible, documents[-1].visible


def versions_page(record: Any, id: str, links: Links, start: str | None = None, end: str | None = None) -> str:
    """Two versions of a document: words added and removed, and the facts that came, went and changed with them."""
    document, readings = record.document(id), record.readings(id)
    found = changes_between(record, id, start, end) if len(readings) > 1 else None
    known = {fact for change in (*found.came, *found.changed) for fact in (change.now,)} if found else set()
    return render(
        "versions.html",
        links=links,
        document=document,
        readings=readings,
        found=found,
        words=wording(*_texts(record, found)) if found and not found.same_text else None,
        groups=[("Facts that came", found.came), ("Facts that went", found.gone), ("Facts that changed", found.changed)]
        if found
        else [],
        facts={fact: record.fact_of_claim(fact) for fact in known},
        causes=CAUSES,
        withdrawals=record.withdrawals(id),
        pair=ordered(*document.pair) if document.pair else None,
        values=lambda name, values: _told(name, values) or "not told",
        spaced=spaced,
    )


COLUMNS = (
    "what",
    "kind",
    "before",
    "now",
    "label_before",
    "label_now",
    "field",
    "value_before",
    "value_now",
    "words_before",
    "words_now",
    "cause",
)


def versions_table(record: Any, id: str, start: str | None = None, end: str | None = None) -> str:
    """The facts that came, went and changed as a table: a row for each, and for each field that changed. Raises as `versions_data`."""
    found = changes_between(record, id, start, end) if len(record.readings(id)) > 1 else None
    rows = []
    for what in ("came", "gone", "changed") if found else ():
        for change in getattr(found, what):
            for field in change.fields or (None,):
                values = (field.name, _told(field.name, field.before), _told(field.name, field.now)) if field else ("", "", "")
                rows.append((
                    what, change.kind, change.before, change.now, change.label_before, change.label_now, *values,
                    " | ".join(change.words_before), " | ".join(change.words_now), change.cause,
                ))  # fmt: skip
    return csv_text(COLUMNS, rows)


def _told(name: str, values: Iterable[Any]) -> str:
    return " / ".join(value_words(name, value) for value in values)


def _versions(request: Request) -> Response:
    start, end = (request.query_params.get(key, "").strip() or None for key in ("from", "to"))
    if end and not start:
        raise WrongUse("the later version alone compares nothing: name the earlier one, too")
    return page_or_data(
        request,
        lambda record, id, links: versions_page(record, id, links, start, end),
        lambda record, id: versions_data(record, id, start, end),
        lambda record, id: versions_table(record, id, start, end),
    )


ROUTES = (Route("/versions/{id:path}", _versions),)
