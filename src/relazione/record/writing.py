"""The record room: adding one document with what was read in it, all of it or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from relazione.model.claims import Claim
from relazione.model.documents import Document, Unread
from relazione.model.identity import content_hash
from relazione.model.moments import written

_json = msgspec.json.Encoder(order="deterministic")


class Added(msgspec.Struct, frozen=True):
    """What a document brought: counts of claims that are new, that were known already, and that the new reading no
    longer makes.
    """

    document: str
    new_document: bool = False
    new_version: bool = False
    new_reading: bool = False
    new_claims: int = 0
    kept_claims: int = 0
    gone_claims: int = 0


def now() -> str:
    """The present moment, UTC, ISO 8601: the record's own clock."""
    return written(datetime.now(UTC))


def encode(value: object) -> str:
    """JSON with keys in a fixed order."""
    return _json.encode(value).decode()


def head_of(document: Document) -> str:
    """The document as JSON without its text."""
    return encode(msgspec.structs.replace(document, text=""))


def version_digest(document: Document) -> str:
    """What makes two versions the same: text, title, date and pair (not the file's name)."""
    return content_hash(encode([content_hash(document.text), document.title, document.date, document.pair]))


def write(
    connection: sqlite3.Connection,
    document: Document,
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    coder: str,
) -> Added:
    """Append document, version, reading and claims, each only if it is new. To be called inside a transaction."""
    at = now()
    new_document = connection.execute(
        "INSERT INTO documents (id, added) VALUES (?, ?) ON CONFLICT DO NOTHING", (document.id, at)
    ).rowcount
    version, new_version = _write_version(connection, document, at)
    latest = connection.execute(
        "SELECT number, version, coder, digest FROM readings WHERE document = ? ORDER BY number DESC LIMIT 1", (document.id,)
    ).fetchone()
    unique = list({claim.id: claim for claim in claims}.values())
    told = [encode(claim) for claim in unique]
    digest = content_hash("\n".join(told))
    before = _claims_of(connection, latest[0]) if latest else set()
    if latest and latest[1:] == (version, coder, digest):
        return Added(document=document.id, kept_claims=len(unique))
    numbers = [_write_claim(connection, claim, text) for claim, text in zip(unique, told, strict=True)]
    reading = connection.execute(
        "INSERT INTO readings (document, version, coder, digest, unread, added) VALUES (?, ?, ?, ?, ?, ?)",
        (document.id, version, coder, digest, encode(list(unread)), at),
    ).lastrowid
    connection.executemany(
        "INSERT INTO reading_claims VALUES (?, ?, ?, ?)",
        [
            (reading, position, number, None if first == text else text)
            for position, ((number, first, _), text) in enumerate(zip(numbers, told, strict=True))
        ],
    )
    new = sum(is_new for _, _, is_new in numbers)
    return Added(
        document=document.id,
        new_document=bool(new_document),
        new_version=new_version,
        new_reading=True,
        new_claims=new,
        kept_claims=len(unique) - new,
        gone_claims=len(before - {number for number, _, _ in numbers}),
    )


def _write_version(connection: sqlite3.Connection, document: Document, at: str) -> tuple[int, bool]:
    digest = version_digest(document)
    known = connection.execute("SELECT number FROM versions WHERE document = ? AND digest = ?", (document.id, digest)).fetchone()
    if known:
        return int(known[0]), False
    hash_ = content_hash(document.text)
    connection.execute("INSERT INTO texts (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", (hash_, document.text))
    text = connection.execute("SELECT number FROM texts WHERE hash = ?", (hash_,)).fetchone()[0]
    inserted = connection.execute(
        "INSERT INTO versions (document, digest, text, head, added) VALUES (?, ?, ?, ?, ?)",
        (document.id, digest, text, head_of(document), at),
    )
    return int(inserted.lastrowid or 0), True


def _claims_of(connection: sqlite3.Connection, reading: int) -> set[int]:
    return {row[0] for row in connection.execute("SELECT claim FROM reading_claims WHERE reading = ?", (reading,))}


def _write_claim(connection: sqlite3.Connection, claim: Claim, text: str) -> tuple[int, str, bool]:
    """(number, JSON as first written, whether it is new) of a claim."""
    known = connection.execute("SELECT number, claim, document FROM claims WHERE id = ?", (claim.id,)).fetchone()
    if known:
        if known[2] != claim.document:
            raise ValueError(f"claim {claim.id} is of document {known[2]!r}, not of {claim.document!r}")
        return int(known[0]), str(known[1]), False
    inserted = connection.execute(
        "INSERT INTO claims (id, document, kind, claim) VALUES (?, ?, ?, ?)", (claim.id, claim.document, claim.kind, text)
    )
    return int(inserted.lastrowid or 0), text, True


def check(document: Document, claims: Iterable[Claim]) -> list[Claim]:
    """The claims as a list. Raises ValueError where one is of another document."""
    found = list(claims)
    for claim in found:
        if claim.document != document.id:
            raise ValueError(f"claim {claim.id} is of document {claim.document!r}, not of {document.id!r}")
    return found
