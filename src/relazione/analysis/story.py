"""The analysis room: how a fact came to be what it is: every claim that came or went, every decision, link and withdrawal, by date.

The record's own clock: when it was told what, by which coder or person. What happened in the world is the fact itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from relazione.analysis.changes import FieldChange, body_changes
from relazione.record.counted import chunks, decisions_of
from relazione.record.opening import has_table
from relazione.record.store import Record

What = Literal[
    "told",
    "told-again",
    "dropped",
    "accept",
    "edit",
    "reject",
    "unsure",
    "withdraw",
    "link",
    "part",
    "unlink",
    "withdrawn",
    "restored",
]
"""told, told-again, dropped: a reading of its document makes the claim, makes it again, makes it no more; accept to withdraw: what a
person decided (withdraw: took a decision back); link, part: that two claims are one thing, or are not; unlink: that was taken back; withdrawn,
restored: the source counts no more, or again."""


class Act(msgspec.Struct, frozen=True):
    """One thing that was done to the claims behind a fact."""

    at: Annotated[str, Meta(description="UTC, ISO 8601")]
    what: What
    by: Annotated[str, Meta(description="the person; of readings the coder")]
    claim: Annotated[str, Meta(description="the claim; empty: all claims of the document")] = ""
    other: Annotated[str, Meta(description="of a link the other claim; of an edit the claim that took its place")] = ""
    document: str = ""
    title: str = ""
    note: str = ""
    takes_back: Annotated[str, Meta(description="of a decision taken back: what had been decided")] = ""
    fields: Annotated[tuple[FieldChange, ...], Meta(description="of an edit what it changed")] = ()


def claims_of(record: Record, fact: str) -> list[str]:
    """All claims that lead to a fact, also those that do not count, in the order in which the record learnt of them."""
    query = (
        "SELECT c.id FROM facts f JOIN fact_claims fc ON fc.fact = f.number JOIN claims c ON c.number = fc.claim WHERE f.id = ?1 "
        "UNION SELECT r.id FROM facts f JOIN fact_redirects r ON r.fact = f.number WHERE f.id = ?1 UNION SELECT ?1"
    )
    with record.reading() as connection:
        ids = [row[0] for row in connection.execute(query, (fact,))]
        numbers: dict[str, int] = {}
        for part in chunks(ids):
            marks = ", ".join("?" * len(part))
            numbers.update(connection.execute(f"SELECT id, number FROM claims WHERE id IN ({marks})", part))
    return sorted(numbers, key=numbers.__getitem__)


def story(record: Record, claims: Iterable[str]) -> list[Act]:
    """What was done to these claims, the oldest first."""
    ids = list(dict.fromkeys(claims))
    acts = [*_readings(record, ids), *_decisions(record, ids), *_links(record, ids)]
    acts += _withdrawals(record, {act.document for act in acts if act.document})
    titles = record.titles({act.document for act in acts if act.document})
    acts = [msgspec.structs.replace(act, title=titles.get(act.document, act.document)) for act in acts]
    return sorted(acts, key=lambda act: act.at)


def _readings(record: Record, ids: list[str]) -> Iterator[Act]:
    made: dict[str, set[int]] = {}
    home: dict[str, str] = {}
    with record.reading() as connection:
        for part in chunks(ids):
            query = (
                "SELECT c.id, c.document, rc.reading FROM claims c LEFT JOIN reading_claims rc ON rc.claim = c.number "
                f"WHERE c.id IN ({', '.join('?' * len(part))})"
            )
            for id_, document, reading in connection.execute(query, part):
                home[id_] = document
                if reading is not None:
                    made.setdefault(id_, set()).add(reading)
        lines = {
            document: connection.execute(
                "SELECT number, coder, added FROM readings WHERE document = ? ORDER BY number", (document,)
            ).fetchall()
            for document in sorted(set(home.values()))
        }
    for id_, readings in made.items():
        is_made, was_made = False, False
        for number, coder, added in lines[home[id_]]:
            if (number in readings) != is_made:
                is_made = not is_made
                what: What = "dropped" if not is_made else "told-again" if was_made else "told"
                was_made = True
                yield Act(added, what, coder, id_, document=home[id_])


def _decisions(record: Record, ids: list[str]) -> Iterator[Act]:
    with record.reading() as connection:
        found = decisions_of(connection, ids)
    verdicts = {decision.id: decision.verdict for of_claim in found.values() for decision in of_claim}
    for id_ in ids:
        for one in found.get(id_, ()):
            fields = body_changes(record.claim(id_), record.claim(one.replacement)) if one.replacement else ()
            taken = verdicts.get(one.withdraws or "", "")
            yield Act(one.at, one.verdict, one.by, id_, one.replacement or "", note=one.note, takes_back=taken, fields=fields)


def _links(record: Record, ids: list[str]) -> Iterator[Act]:
    with record.reading() as connection:
        rows: dict[str, tuple[str, ...]] = {}
        for part in chunks(ids):
            marks = ", ".join("?" * len(part))
            for side in ("left", "right"):
                query = f"SELECT id, at, by, left, right, note, same FROM links WHERE {side} IN ({marks})"
                rows.update((row[0], row[1:]) for row in connection.execute(query, part))
        taken = (
            connection.execute("SELECT link, at, by FROM link_withdrawals").fetchall()
            if rows and has_table(connection, "link_withdrawals")
            else []
        )
    known = set(ids)
    for at, by, left, right, note, same in rows.values():
        claim, other = (left, right) if left in known else (right, left)
        yield Act(at, "link" if same else "part", by, claim, other, note=note)
    for link, at, by in taken:
        if link in rows:
            yield Act(at, "unlink", by, rows[link][2], rows[link][3])


def _withdrawals(record: Record, documents: Iterable[str]) -> Iterator[Act]:
    for document in sorted(documents):
        for one in record.withdrawals(document):
            yield Act(one.at, "withdrawn" if one.withdrawn else "restored", one.by, document=document, note=one.why)
