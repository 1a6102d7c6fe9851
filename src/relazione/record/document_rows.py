"""The record room: what the projection keeps of a document: which reading of it counts, what it covers, what lists show of it."""

from __future__ import annotations

import sqlite3
from collections import Counter

import msgspec

from relazione.model.claims import Claim
from relazione.model.dates import day_number
from relazione.model.documents import Document, Unread
from relazione.record.coverage import covered, told_on
from relazione.record.search import index_passages
from relazione.record.writing import encode

_claim = msgspec.json.Decoder(Claim)
_document = msgspec.json.Decoder(Document)
_unread = msgspec.json.Decoder(tuple[Unread, ...])


def state_document(connection: sqlite3.Connection, document: str) -> None:
    """Which reading of the document counts, what it covers and when it was written; its passages for the search."""
    reading, version, added, unread = connection.execute(
        "SELECT number, version, added, unread FROM readings WHERE document = ? ORDER BY number DESC LIMIT 1", (document,)
    ).fetchone()
    head = _document.decode(connection.execute("SELECT head FROM versions WHERE number = ?", (version,)).fetchone()[0])
    told = connection.execute(
        "SELECT coalesce(rc.told, c.claim) FROM reading_claims rc JOIN claims c ON c.number = rc.claim WHERE rc.reading = ?",
        (reading,),
    )
    claims = [_claim.decode(row[0]) for row in told]
    read_on = day_number(int(added[:4]), int(added[5:7]), int(added[8:10]))
    days = covered(claims, read_on)
    withdrawn = connection.execute(
        "SELECT withdrawn FROM withdrawals WHERE document = ? ORDER BY at DESC, number DESC LIMIT 1", (document,)
    ).fetchone()
    before = connection.execute("SELECT version, words FROM document_states WHERE document = ?", (document,)).fetchone()
    is_new = before is None or before[0] != version
    query = "SELECT t.text FROM versions v JOIN texts t ON t.number = v.text WHERE v.number = ?"
    text = connection.execute(query, (version,)).fetchone()[0] if is_new else ""
    connection.execute(
        f"INSERT OR REPLACE INTO document_states VALUES ({', '.join('?' * 16)})",
        (
            document,
            reading,
            version,
            encode(head.pair) if head.pair else None,
            told_on(head.date, () if head.part_of else claims, read_on),  # a row's own dates do not date its page
            days[0] if days else None,
            days[1] if days else None,
            withdrawn[0] if withdrawn else 0,
            head.title,
            head.date,
            head.origin,
            head.part_of,
            len(text.split()) if is_new else before[1],
            connection.execute("SELECT count(*) FROM versions WHERE document = ?", (document,)).fetchone()[0],
            len(_unread.decode(unread)),
            encode(Counter(claim.kind for claim in claims)),
        ),
    )
    if is_new:
        index_passages(connection, document, head.blocks, head.shown or text)
