"""The record room: what a record holds, in numbers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.dates import bounds, iso_day
from relazione.record import datasets, schema

_kinds = msgspec.json.Decoder(dict[str, int])


class DocumentLine(msgspec.Struct, frozen=True):
    """One document in the record."""

    id: str
    title: str
    pair: tuple[str, str] | None
    date: Annotated[str | None, Meta(description="its own date, where known")]
    told_on: Annotated[str | None, Meta(description="its own date, else its latest dated past event (EDTF)")]
    versions: int
    claims: int
    unread: int
    withdrawn: bool
    covers: Annotated[
        tuple[str, str] | None,
        Meta(description="first and last day that its dated claims speak of; of a data file that its publisher says it covers"),
    ]
    origin: str = ""
    words: int = 0
    part_of: Annotated[str, Meta(description="id of the page of which it is a part")] = ""


class Status(msgspec.Struct, frozen=True):
    """The record in numbers."""

    path: str
    schema_version: int
    documents: int
    versions: int
    claims: Annotated[int, Meta(description="in the latest readings")]
    facts: int
    claims_by_kind: dict[str, int]
    facts_by_kind: dict[str, int]
    conflicts: Annotated[int, Meta(description="facts with values or lists that contradict")]
    decisions: int
    links: int
    pairs: tuple[tuple[str, str], ...]
    coders: tuple[str, ...]
    covers: tuple[str, str] | None
    size: Annotated[int, Meta(description="bytes of the file")] = 0


def counts(connection: sqlite3.Connection, query: str) -> dict[str, int]:
    """The rows of a query for (name, count) as a dictionary, sorted by name."""
    return dict(sorted((str(name), int(count)) for name, count in connection.execute(query)))


def pairs(connection: sqlite3.Connection) -> Counter[tuple[str, str]]:
    """Pairs of states -> how many documents are about them."""
    found: Counter[tuple[str, str]] = Counter()
    for (text,) in connection.execute("SELECT pair FROM document_states WHERE pair IS NOT NULL AND withdrawn = 0"):
        first, second = sorted(msgspec.json.decode(text, type=tuple[str, str]))
        found[first, second] += 1
    return found


def covers(first: int | None, last: int | None) -> tuple[str, str] | None:
    """Two day numbers as days, None where one is missing."""
    return None if first is None or last is None else (iso_day(first), iso_day(last))


def declared_days(connection: sqlite3.Connection) -> dict[str, tuple[int | None, int | None]]:
    """Data files -> the first and last day that their publishers say they cover."""
    return {
        file.document: (bounds(file.first).start_earliest, bounds(file.last).end_latest) for file in datasets.files(connection)
    }


def status(connection: sqlite3.Connection, path: str, size: int) -> Status:
    """Documents, claims and facts by kind, coverage and versions."""
    claims: Counter[str] = Counter()
    for (kinds,) in connection.execute("SELECT kinds FROM document_states WHERE withdrawn = 0"):
        claims.update(_kinds.decode(kinds))
    facts = counts(connection, "SELECT kind, count(*) FROM facts GROUP BY kind")

    def one(query: str) -> int:
        return int(connection.execute(query).fetchone()[0])

    declared = declared_days(connection)
    spans = [
        declared.get(document, (first, last))
        for document, first, last in connection.execute(
            "SELECT document, first_day, last_day FROM document_states WHERE withdrawn = 0"
        )
    ]
    firsts, lasts = [first for first, _ in spans if first is not None], [last for _, last in spans if last is not None]
    return Status(
        path=path,
        schema_version=schema.SCHEMA_VERSION,
        documents=one("SELECT count(*) FROM documents"),
        versions=one("SELECT count(*) FROM versions"),
        claims=sum(claims.values()),
        facts=sum(facts.values()),
        claims_by_kind=dict(sorted(claims.items())),
        facts_by_kind=facts,
        conflicts=one("SELECT count(*) FROM facts WHERE disputed"),
        decisions=one("SELECT count(*) FROM decisions"),
        links=one("SELECT count(*) FROM links"),
        pairs=tuple(sorted(pairs(connection))),
        coders=tuple(
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT r.coder FROM document_states s JOIN readings r ON r.number = s.reading ORDER BY 1"
            )
        ),
        covers=covers(min(firsts, default=None), max(lasts, default=None)),
        size=size,
    )
