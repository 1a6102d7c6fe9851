"""Web: the facts of a pair as lines: for the sections of its page and for its timeline, on the screen, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relazione.analysis.pair_facts import Row, facts_of, told_by
from relazione.analysis.timeline import edtf_of
from relazione.model.dates import humanize
from relazione.model.record import Fact
from relazione.publish.sections import section_of
from relazione.publish.tables import csv_bytes
from relazione.publish.words import undated
from relazione.web.days import plain_date

COLUMNS = (
    "fact",
    "section",
    "kind",
    "type",
    "date",
    "date_words",
    "words",
    "realis",
    "claims",
    "conflicts",
    "sources",
    "source_ids",
)
"""Columns of the CSV: a fact a line, its sources beside it."""


def line_of(fact: Fact, section: str) -> dict[str, Any]:
    """A fact as a line of a list: its date in words apart from what it says, and what has to be known beside it."""
    edtf = edtf_of(fact)
    return {
        "fact": fact.id,
        "section": section,
        "kind": fact.kind,
        "date": edtf,
        "words": humanize(edtf) if edtf else "",
        "label": undated(fact.label, edtf) if edtf else fact.label,
        "day": plain_date(edtf),
        "realis": fact.realis,
        "claims": len(fact.claims),
        "disputed": bool(fact.conflicts or fact.against),
    }


def lines_of(record: Any, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The lines of these facts, in their order."""
    facts = facts_of(record, rows)
    return [line_of(fact, section_of(row.kind, row.type).id) for fact, row in zip(facts, rows, strict=True)]


def data_of(record: Any, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The same as plain data, with the documents behind each."""
    facts = facts_of(record, rows)
    sources = told_by(record, [fact.id for fact in facts])
    return [_datum(fact, row, sources.get(fact.id, [])) for fact, row in zip(facts, rows, strict=True)]


def _datum(fact: Fact, row: Row, sources: Sequence[tuple[str, str]]) -> dict[str, Any]:
    edtf = edtf_of(fact)
    return {
        "fact": fact.id,
        "section": section_of(row.kind, row.type).id,
        "kind": fact.kind,
        "type": row.type,
        "label": fact.label,
        "date": edtf,
        "words": humanize(edtf) if edtf else None,
        "from": fact.start,
        "to": fact.end,
        "realis": fact.realis,
        "claims": len(fact.claims),
        "conflicts": list(fact.conflicts),
        "against": list(fact.against),
        "sources": [{"id": id_, "title": title} for id_, title in sources],
    }


def table_of(data: Sequence[dict[str, Any]]) -> bytes:
    """What `data_of` gives as CSV."""
    return csv_bytes(
        COLUMNS,
        (
            (
                one["fact"], one["section"], one["kind"], one["type"], one["date"], one["words"], one["label"], one["realis"],
                one["claims"], " ".join(one["conflicts"]), " | ".join(source["title"] for source in one["sources"]),
                " | ".join(source["id"] for source in one["sources"]),
            )
            for one in data
        ),
    )  # fmt: skip
