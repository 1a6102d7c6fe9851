"""The review: one claim with all that a person needs to judge it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.review.near import Near, near
from relazione.analysis.review.passage import Passage, passages
from relazione.analysis.review.reasons import Seen, reasons
from relazione.model.claims import Claim
from relazione.model.record import Decision, Fact, Value
from relazione.record import judging
from relazione.record.counted import active
from relazione.record.store import Record

__all__ = ["Item", "Near", "Opinion", "Passage", "item"]


class Opinion(msgspec.Struct, frozen=True):
    """What somebody decided, and whether it stands."""

    decision: Decision
    standing: Annotated[bool, Meta(description="false: withdrawn, or followed by another word of the same person")]
    edit: Annotated[Claim | None, Meta(description="the claim that an edit put in the place of this one")] = None
    of: Annotated[
        str,
        Meta(
            description="carried: of an equal claim of an earlier reading; earlier: of a claim that stood here and is read no more; empty: of this claim"
        ),
    ] = ""
    earlier: Annotated[Claim | None, Meta(description="the claim that was judged, where it is another one")] = None


class Conflict(msgspec.Struct, frozen=True):
    """A field of the fact of which the sources tell different values, with the claims behind each."""

    field: str
    values: tuple[Value, ...]


class Item(msgspec.Struct, frozen=True):
    """A claim as it is put before a reviewer."""

    claim: Claim
    kind: str
    fact: Annotated[Fact | None, Meta(description="the fact that it counts for, or would if it were not rejected")]
    document: str
    title: str
    date: str | None
    passages: tuple[Passage, ...]
    state: Annotated[str, Meta(description="a key of STATES; empty where it is not up for review")]
    why: Annotated[tuple[str, ...], Meta(description="why it is in the queue, in plain words, the gravest first")]
    opinions: Annotated[tuple[Opinion, ...], Meta(description="all that was decided of it, the oldest first")]
    mine: Annotated[Decision | None, Meta(description="this reviewer's word that stands")]
    conflicts: tuple[Conflict, ...]
    against: tuple[Fact, ...]
    near: Annotated[tuple[Near, ...], Meta(description="what may be the same thing, or was kept apart")]
    counts: Annotated[bool, Meta(description="whether it counts for its fact at present")]
    read: Annotated[bool, Meta(description="whether the latest reading of its document makes it")]


def item(record: Record, claim: str, by: str) -> Item:
    """A claim with its fact, passages, decisions, near-same candidates and why it is in the queue. Raises WrongUse where there is none."""
    by = judging.person(by)
    told = record.claim(claim)
    document = record.document(told.document)
    fact = record.fact_of_claim(claim)
    opinions = _opinions(record, told)
    seen = _seen(record, told)
    against = tuple(record.fact(id_) for id_ in fact.against) if fact else ()
    return Item(
        claim=told,
        kind=told.kind,
        fact=fact,
        document=document.id,
        title=document.title,
        date=document.date,
        passages=passages(document, told),
        state=seen.state,
        why=reasons(told, fact, seen, opinions, against),
        opinions=opinions,
        mine=next(
            (one.decision for one in reversed(opinions) if one.standing and one.of != "earlier" and one.decision.by == by), None
        ),
        conflicts=tuple(Conflict(one.name, one.values) for one in fact.fields if one.name in fact.conflicts) if fact else (),
        against=against,
        near=near(record, told, fact),
        counts=bool(fact and claim in fact.claims),
        read=seen.read,
    )


def _opinions(record: Record, claim: Claim) -> tuple[Opinion, ...]:
    """What was decided of the claim, and of the claims before it in whose place it stands."""
    with record.reading() as connection:
        carried = [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT d.claim FROM claims c JOIN standing s ON s.claim = c.number JOIN decisions d ON d.id = s.decision "
                "WHERE c.id = ?1 AND d.claim != ?1",
                (claim.id,),
            )
        ]
        earlier = [
            row[0]
            for row in connection.execute(
                "SELECT o.id FROM claims c JOIN rereads r ON r.claim = c.number JOIN claims o ON o.number = r.earlier WHERE c.id = ?",
                (claim.id,),
            )
        ]
    found: list[Opinion] = []
    for id_, of in [(claim.id, ""), *((id_, "carried") for id_ in carried), *((id_, "earlier") for id_ in earlier)]:
        decisions = record.decisions(id_)
        standing = {decision.id for decision in active(decisions)}
        other = record.claim(id_) if id_ != claim.id else None
        for decision in decisions:
            edit = record.claim(decision.replacement) if decision.replacement else None
            if decision.verdict != "withdraw":
                found.append(Opinion(decision, decision.id in standing, edit, of, other))
    return tuple(sorted(found, key=lambda one: one.decision.at))


def _seen(record: Record, claim: Claim) -> Seen:
    query = (
        "SELECT r.state, EXISTS (SELECT 1 FROM document_states s JOIN reading_claims rc ON rc.reading = s.reading "
        "WHERE s.document = c.document AND rc.claim = c.number), c.person "
        "FROM claims c LEFT JOIN review r ON r.claim = c.number WHERE c.id = ?"
    )
    with record.reading() as connection:
        row = connection.execute(query, (claim.id,)).fetchone()
    return Seen(state=row[0] or "", read=bool(row[1]), person=row[2])
