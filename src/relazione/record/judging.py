"""The record room: what people add. Decisions on claims, links between claims, and the withdrawal of a source."""

from __future__ import annotations

import secrets
import sqlite3

import msgspec

from relazione.model.claims import Body, Claim
from relazione.model.errors import WrongUse
from relazione.model.identity import claim_id
from relazione.model.record import Decision, Link, Verdict
from relazione.record.history import unknown_document
from relazione.record.writing import encode, now

_claim = msgspec.json.Decoder(Claim)


def document_of(connection: sqlite3.Connection, claim: str) -> str:
    """The document of a claim; WrongUse if there is no such claim."""
    row = connection.execute("SELECT document FROM claims WHERE id = ?", (claim,)).fetchone()
    if row is None:
        raise WrongUse(f"there is no claim {claim!r} in the record: see `relazione facts` for ids.")
    return str(row[0])


def write_decision(
    connection: sqlite3.Connection, claim: Claim, verdict: Verdict, by: str, note: str, edit: Body | None, withdraws: str | None
) -> Decision:
    """Append a decision; an edit comes with the new body, from which the person's own claim is made."""
    if not by.strip():
        raise WrongUse("a decision needs the name of the person who took it.")
    if (verdict == "edit") != (edit is not None):
        raise WrongUse("an edit needs the corrected claim, and nothing else does.")
    if (verdict == "withdraw") != (withdraws is not None):
        raise WrongUse("a withdrawal needs the id of the decision that it takes back, and nothing else does.")
    if withdraws is not None:
        row = connection.execute("SELECT claim FROM decisions WHERE id = ?", (withdraws,)).fetchone()
        if row is None or row[0] != claim.id:
            raise WrongUse(f"there is no decision {withdraws!r} on claim {claim.id}.")
    replacement = _write_edit(connection, claim, edit, by) if edit is not None else None
    decision = Decision(_new_id("d"), claim.id, verdict, by, now(), note, replacement, withdraws)
    connection.execute(
        "INSERT INTO decisions (id, claim, verdict, by, at, note, replacement, withdraws) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        msgspec.structs.astuple(decision),
    )
    return decision


def _write_edit(connection: sqlite3.Connection, claim: Claim, edit: Body, by: str) -> str:
    words = claim.evidence[0].exact if claim.evidence else ""
    id_ = claim_id(claim.document, edit, f"{words}\0{by}", 1, claim.realis)
    own = msgspec.structs.replace(claim, id=id_, body=edit, rule=f"person: {by}", confidence=1.0)
    connection.execute(
        "INSERT INTO claims (id, document, kind, claim, person) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (id_, own.document, own.kind, encode(own), by),
    )
    return id_


def write_link(connection: sqlite3.Connection, left: str, right: str, same: bool, by: str, note: str) -> Link:
    """Append a link between two claims."""
    if left == right:
        raise WrongUse("a link needs two different claims.")
    if not by.strip():
        raise WrongUse("a link needs the name of the person who made it.")
    link = Link(_new_id("l"), left, right, same, by, now(), note)
    connection.execute(
        "INSERT INTO links (id, left, right, same, by, at, note) VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(link)
    )
    return link


def write_withdrawal(connection: sqlite3.Connection, document: str, withdrawn: bool, by: str, note: str) -> None:
    """Append that a source is withdrawn, or is taken back in."""
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone() is None:
        raise unknown_document(connection, document)
    if not by.strip():
        raise WrongUse("a withdrawal needs the name of the person who made it.")
    connection.execute(
        "INSERT INTO withdrawals (document, withdrawn, by, at, note) VALUES (?, ?, ?, ?, ?)",
        (document, int(withdrawn), by, now(), note),
    )


def _new_id(letter: str) -> str:
    return letter + secrets.token_hex(8)
