"""The record room: what the record was told of one document over time: its readings, its withdrawals, and near ids."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.errors import WrongUse

_claim = msgspec.json.Decoder(Claim)
_document = msgspec.json.Decoder(Document)
NEAR = 3
"""Near ids that are named where there is none such."""


class ReadingLine(msgspec.Struct, frozen=True):
    """One reading of a document: which of its versions, by which coder, when."""

    name: Annotated[str, Meta(description="version and the reading of it, both from 1: 2.1")]
    version: Annotated[int, Meta(description="versions count from 1, in the order in which the record learnt of them")]
    coder: str
    added: Annotated[str, Meta(description="UTC, ISO 8601")]
    number: Annotated[int, Meta(description="number of the reading in the record")]


class Withdrawal(msgspec.Struct, frozen=True):
    """A source was withdrawn, or taken back in (`withdrawn` false)."""

    document: str
    withdrawn: bool
    by: str
    at: Annotated[str, Meta(description="UTC, ISO 8601")]
    why: str = ""


def unknown_document(connection: sqlite3.Connection, id: str) -> WrongUse:
    """The error that there is no such document; it names the ids and titles that are near."""
    import difflib

    rows = connection.execute(
        "SELECT s.document, json_extract(v.head, '$.title') FROM document_states s JOIN versions v ON v.number = s.version"
    ).fetchall()
    names = {str(name).lower(): str(id_) for id_, title in rows for name in (title or id_, id_)}
    near = [names[name] for name in difflib.get_close_matches(id.lower(), names, n=NEAR, cutoff=0.5)]
    near += [id_ for name, id_ in names.items() if len(id) > 2 and id.lower() in name]
    hint = f"did you mean {' or '.join(list(dict.fromkeys(near))[:NEAR])}?" if near else "see `relazione status`."
    return WrongUse(f"there is no document {id!r} in the record: {hint}")


def readings(connection: sqlite3.Connection, id: str) -> list[ReadingLine]:
    """The readings of a document, the oldest first. Raises WrongUse where there is no such document."""
    query = "SELECT number, version, coder, added FROM readings WHERE document = ? ORDER BY number"
    rows = connection.execute(query, (id,)).fetchall()
    if not rows:
        raise unknown_document(connection, id)
    versions = [row[0] for row in connection.execute("SELECT number FROM versions WHERE document = ? ORDER BY number", (id,))]
    turns: dict[int, int] = {}
    found = []
    for number, version, coder, added in rows:
        turns[version] = turns.get(version, 0) + 1
        place = versions.index(version) + 1
        found.append(ReadingLine(f"{place}.{turns[version]}", place, coder, added, number))
    return found


def reading(connection: sqlite3.Connection, number: int) -> tuple[Document, list[Claim]]:
    """The document as it was at a reading, and the claims that the reading made."""
    head, text = connection.execute(
        "SELECT v.head, t.text FROM readings r JOIN versions v ON v.number = r.version JOIN texts t ON t.number = v.text "
        "WHERE r.number = ?",
        (number,),
    ).fetchone()
    claims = connection.execute(
        "SELECT coalesce(rc.told, c.claim) FROM reading_claims rc JOIN claims c ON c.number = rc.claim "
        "WHERE rc.reading = ? ORDER BY rc.position",
        (number,),
    )
    return msgspec.structs.replace(_document.decode(head), text=text), [_claim.decode(row[0]) for row in claims]


def withdrawals(connection: sqlite3.Connection, id: str | None = None) -> list[Withdrawal]:
    """What was said of a source's withdrawal (None: of all sources), the oldest first."""
    query = "SELECT document, withdrawn, by, at, note FROM withdrawals WHERE ?1 IS NULL OR document = ?1 ORDER BY at, number"
    return [Withdrawal(row[0], bool(row[1]), *row[2:]) for row in connection.execute(query, (id,))]


def withdrawn(connection: sqlite3.Connection) -> dict[str, Withdrawal]:
    """The sources that are withdrawn now, each with the word that made them so."""
    latest = {one.document: one for one in withdrawals(connection)}
    return {id: one for id, one in latest.items() if one.withdrawn}


def withdrawn_claims(connection: sqlite3.Connection, fact: str) -> list[Claim]:
    """The claims that spoke of a fact, and do not count because their source is withdrawn."""
    query = (
        "SELECT coalesce(rc.told, c.claim) FROM facts f JOIN fact_redirects d ON d.fact = f.number JOIN claims c ON c.id = d.id "
        "JOIN document_states s ON s.document = c.document AND s.withdrawn "
        "JOIN reading_claims rc ON rc.claim = c.number AND rc.reading = s.reading WHERE f.id = ?1 "
        "UNION SELECT coalesce(rc.told, c.claim) FROM claims c JOIN document_states s ON s.document = c.document AND s.withdrawn "
        "JOIN reading_claims rc ON rc.claim = c.number AND rc.reading = s.reading WHERE c.id = ?1"
    )
    return [_claim.decode(row[0]) for row in connection.execute(query, (fact,))]
