"""The record room: what people add. Decisions on claims, links between claims, and the withdrawal of a source.

What one person adds at one instant (`at`) is one act: a judgement of one claim, a link, or hundreds of judgements by a rule. `undo` takes
back a person's latest act as a whole. Instants of one person only grow, whatever the computer's clock does.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from relazione.model.claims import Body, Claim, Realis
from relazione.model.errors import WrongUse
from relazione.model.identity import claim_id
from relazione.model.record import Decision, Link, Verdict
from relazione.record.history import unknown_document
from relazione.record.writing import encode, now

LONGEST_NAME = 200
LONGEST_NOTE = 5_000


def document_of(connection: sqlite3.Connection, claim: str) -> str:
    """The document of a claim; WrongUse if there is no such claim."""
    row = connection.execute("SELECT document FROM claims WHERE id = ?", (claim,)).fetchone()
    if row is None:
        raise WrongUse(f"there is no claim {claim!r} in the record: see `relazione facts` for ids.")
    return str(row[0])


def person(by: str, act: str = "a decision") -> str:
    """The name of a person, checked. Raises WrongUse where it is blank, has several lines or is very long."""
    name = " ".join(by.split())
    if not name:
        raise WrongUse(f"{act} needs the name of the person who took it.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongUse(f"a name has at most {LONGEST_NAME} printable signs, and this one is {name[:LONGEST_NAME]!r}.")
    return name


def noted(note: str) -> str:
    """The reason that a person gives, checked. Raises WrongUse where it is longer than LONGEST_NOTE."""
    if len(note) > LONGEST_NOTE:
        raise WrongUse(f"a note has at most {LONGEST_NOTE:,} signs, and this one has {len(note):,}: give the source instead.")
    return note.strip()


def instant(connection: sqlite3.Connection, by: str) -> str:
    """The present moment, later than all that this person did before. To be called inside a transaction."""
    query = (
        "SELECT max(at) FROM (SELECT max(at) AS at FROM decisions WHERE by = ?1 UNION SELECT max(at) FROM links WHERE by = ?1)"
    )
    last = connection.execute(query, (by,)).fetchone()[0]
    at = now()
    if last is None or at > last:
        return at
    return (datetime.fromisoformat(last) + timedelta(microseconds=1)).isoformat(timespec="microseconds")


def write_decision(
    connection: sqlite3.Connection,
    claim: Claim,
    verdict: Verdict,
    by: str,
    note: str,
    edit: Body | None,
    withdraws: str | None,
    realis: Realis | None = None,
) -> Decision:
    """Append a decision; an edit comes with the new body (and realis), from which the person's own claim is made."""
    by, note = person(by), noted(note)
    if (verdict == "edit") != (edit is not None):
        raise WrongUse("an edit needs the corrected claim, and nothing else does.")
    if (verdict == "withdraw") != (withdraws is not None):
        raise WrongUse("a withdrawal needs the id of the decision that it takes back, and nothing else does.")
    if withdraws is not None:
        row = connection.execute("SELECT claim, by FROM decisions WHERE id = ?", (withdraws,)).fetchone()
        if row is None or row[0] != claim.id:
            raise WrongUse(f"there is no decision {withdraws!r} on claim {claim.id}.")
        if row[1] != by:
            raise WrongUse(
                f"decision {withdraws} is {row[1]}'s, who alone can take it back: decide otherwise, and both are shown."
            )
    replacement = write_edit(connection, claim, edit, realis or claim.realis, by) if edit is not None else None
    decision = Decision(new_id("d"), claim.id, verdict, by, instant(connection, by), note, replacement, withdraws)
    append(connection, [decision])
    return decision


def append(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Append decisions as they are."""
    connection.executemany(
        "INSERT INTO decisions (id, claim, verdict, by, at, note, replacement, withdraws) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        map(msgspec.structs.astuple, decisions),
    )


def write_decisions(
    connection: sqlite3.Connection, claims: Sequence[str], verdict: Verdict, by: str, note: str
) -> list[Decision]:
    """Append one person's verdict on many claims, as one act."""
    if verdict not in ("accept", "reject", "unsure"):
        raise WrongUse(f"many claims can be accepted, rejected or left unsure at once, and not: {verdict}.")
    by, note = person(by), noted(note)
    at = instant(connection, by)
    found = [Decision(new_id("d"), claim, verdict, by, at, note) for claim in claims]
    append(connection, found)
    return found


def write_edit(connection: sqlite3.Connection, claim: Claim, edit: Body, realis: Realis, by: str) -> str:
    """The id of the person's own claim that takes a claim's place: its evidence is the original's."""
    words = claim.evidence[0].exact if claim.evidence else ""
    id_ = claim_id(claim.document, edit, f"{words}\0{by}", 1, realis)
    own = msgspec.structs.replace(claim, id=id_, body=edit, realis=realis, rule=f"person: {by}", confidence=1.0)
    connection.execute(
        "INSERT INTO claims (id, document, kind, claim, person) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (id_, own.document, own.kind, encode(own), by),
    )
    return id_


def write_link(connection: sqlite3.Connection, left: str, right: str, same: bool, by: str, note: str) -> Link:
    """Append a link between two claims."""
    if left == right:
        raise WrongUse("a link needs two different claims.")
    by, note = person(by, "a link"), noted(note)
    link = Link(new_id("l"), left, right, same, by, instant(connection, by), note)
    append_link(connection, link)
    return link


def append_link(connection: sqlite3.Connection, link: Link) -> None:
    """Append a link as it is."""
    connection.execute(
        "INSERT INTO links (id, left, right, same, by, at, note) VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(link)
    )


class Undone(msgspec.Struct, frozen=True):
    """What was taken back: the decisions or the links of one act. Both empty: there was nothing to take back."""

    decisions: tuple[Decision, ...] = ()
    links: tuple[Link, ...] = ()


_DECIDED = (
    "FROM decisions d WHERE d.by = ?1 AND d.verdict != 'withdraw' "
    "AND NOT EXISTS (SELECT 1 FROM decisions w WHERE w.claim = d.claim AND w.withdraws = d.id)"
)
_LINKED = "FROM links l WHERE l.by = ?1 AND NOT EXISTS (SELECT 1 FROM link_withdrawals w WHERE w.link = l.id)"


def latest_act(connection: sqlite3.Connection, by: str) -> str:
    """The instant of a person's latest act that stands, which `undo` takes back; "" where there is none."""
    name = person(by)
    query = f"SELECT max(at) FROM (SELECT max(d.at) AS at {_DECIDED} UNION ALL SELECT max(l.at) {_LINKED})"
    return str(connection.execute(query, (name,)).fetchone()[0] or "")


def undo(connection: sqlite3.Connection, by: str) -> Undone:
    """Take back a person's latest act that stands: the decisions, or the link."""
    by = person(by)
    decided = connection.execute(f"SELECT d.at {_DECIDED} ORDER BY d.at DESC LIMIT 1", (by,)).fetchone()
    linked = connection.execute(f"SELECT l.at {_LINKED} ORDER BY l.at DESC LIMIT 1", (by,)).fetchone()
    at = instant(connection, by)
    if linked and (not decided or linked[0] > decided[0]):
        query = f"SELECT id, left, right, same, by, at, note {_LINKED} AND l.at = ?2 ORDER BY number"
        links = [Link(row[0], row[1], row[2], bool(row[3]), *row[4:]) for row in connection.execute(query, (by, linked[0]))]
        connection.executemany(
            "INSERT INTO link_withdrawals (link, by, at) VALUES (?, ?, ?)", [(link.id, by, at) for link in links]
        )
        return Undone(links=tuple(links))
    if not decided:
        return Undone()
    columns = "id, claim, verdict, by, at, note, replacement, withdraws"
    rows = connection.execute(f"SELECT {columns} {_DECIDED} AND d.at = ?2 ORDER BY number", (by, decided[0]))
    found = [Decision(*row) for row in rows]
    append(connection, [Decision(new_id("d"), one.claim, "withdraw", by, at, withdraws=one.id) for one in found])
    return Undone(decisions=tuple(found))


def write_withdrawal(connection: sqlite3.Connection, document: str, withdrawn: bool, by: str, note: str) -> None:
    """Append that a source is withdrawn, or is taken back in."""
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone() is None:
        raise unknown_document(connection, document)
    by, note = person(by, "a withdrawal"), noted(note)
    connection.execute(
        "INSERT INTO withdrawals (document, withdrawn, by, at, note) VALUES (?, ?, ?, ?, ?)",
        (document, int(withdrawn), by, now(), note),
    )


def new_id(letter: str) -> str:
    """A new id: nobody else will ever have it."""
    return letter + secrets.token_hex(8)
