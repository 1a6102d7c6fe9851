"""The review: what may be the same thing as a claim, or was kept apart from it: for the keys s (same) and d (different)."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import msgspec
from msgspec import Meta
from rapidfuzz import fuzz

from relazione.model.claims import Claim
from relazione.model.dates import bounds
from relazione.model.record import Fact, Link
from relazione.record.counted import chunks
from relazione.record.schema import OPEN_DAY
from relazione.record.store import Record

MOST = 6
MATES = 3
"""Claims of the same fact that are shown at most: those that tell something else first."""
TRIED = 200
"""Facts that are compared at most."""
LEAST = 70.0
"""Per cent of likeness of their lines from which on two facts of one kind, date and states are shown as candidates."""

_fact = msgspec.json.Decoder(Fact)


class Near(msgspec.Struct, frozen=True):
    """Another claim that is counted as the same thing (`joined`), or may be it. `claim` is what a link joins or parts."""

    fact: Annotated[Fact, Meta(description="the fact that it counts for: the claim's own where `joined`")]
    claim: str
    quote: Annotated[str, Meta(description="its words")]
    why: str
    joined: bool = False
    link: Annotated[Link | None, Meta(description="the latest word of a person on the two, if there is one")] = None


def near(record: Record, claim: Claim, fact: Fact | None) -> tuple[Near, ...]:
    """What a person parted from the claim's fact; other claims of this fact; then other facts that are most like it."""
    found: dict[str, Near] = {}

    def add(one: Fact, why: str, link: Link | None = None) -> None:
        if one.id not in found and one.claims and (fact is None or one.id != fact.id):
            found[one.id] = Near(one, one.claims[0], _quote(record.claim(one.claims[0])), why, link=link)

    for link in _links(record, claim, fact):
        apart = record.fact_of_claim(link.right if link.left in _ids(claim, fact) else link.left)
        if apart:
            add(apart, f"{'joined, but not counted' if link.same else 'kept apart'} by {link.by}, {link.at[:10]}", link)
    parted = len(found)
    mates = _mates(record, claim, fact)
    with record.reading() as connection:
        for one in _of_block(connection, claim):
            add(one, "kept apart by the rules")
        for one in _alike(connection, fact) if fact is not None and len(found) + len(mates) < MOST else ():
            add(one, "alike")
    others = list(found.values())
    return tuple([*others[:parted], *mates, *others[parted:]][:MOST])


def _mates(record: Record, claim: Claim, fact: Fact | None) -> list[Near]:
    """Other claims of the claim's own fact."""
    if fact is None or claim.id not in fact.claims:
        return []
    claims = [record.claim(id_) for id_ in fact.claims[:TRIED] if id_ != claim.id]
    claims.sort(key=lambda one: one.body == claim.body)
    why = {True: "counted as one with it, and tells the same", False: "counted as one with it"}
    return [Near(fact, one.id, _quote(one), why[one.body == claim.body], joined=True) for one in claims[:MATES]]


def _quote(claim: Claim) -> str:
    return " ".join(claim.evidence[0].exact.split()) if claim.evidence else ""


def _ids(claim: Claim, fact: Fact | None) -> set[str]:
    return {claim.id, *(fact.claims if fact else ())}


def _links(record: Record, claim: Claim, fact: Fact | None) -> list[Link]:
    ids = _ids(claim, fact)
    latest: dict[frozenset[str], Link] = {}
    for link in record.links(ids):
        if (link.left in ids) != (link.right in ids):
            latest[frozenset((link.left, link.right))] = link
    return list(latest.values())


def _of_block(connection: sqlite3.Connection, claim: Claim) -> list[Fact]:
    query = (
        "SELECT DISTINCT f.fact FROM claims c JOIN claim_blocks b ON b.claim = c.number JOIN claim_blocks o ON o.block = b.block "
        f"JOIN fact_claims fc ON fc.claim = o.claim JOIN facts f ON f.number = fc.fact WHERE c.id = ? LIMIT {TRIED}"
    )
    facts = [_fact.decode(row[0]) for row in connection.execute(query, (claim.id,))]
    date = next(
        (value.edtf for name in ("when", "signed", "since", "opened", "attested") if (value := getattr(claim.body, name, None))),
        None,
    )
    return sorted(facts, key=lambda fact: (_apart(date, fact.start), fact.id))[:MOST]


def _apart(one: str | None, other: str | None) -> int:
    """Days between two dates; very many where one is not told."""
    days = [bounds(edtf).start_earliest if edtf else None for edtf in (one, other)]
    return abs(days[0] - days[1]) if days[0] is not None and days[1] is not None else OPEN_DAY


def _alike(connection: sqlite3.Connection, fact: Fact) -> list[Fact]:
    """Facts of the same kind and states around the same days, the likest by their line first."""
    if not fact.states:
        return []
    first, last = connection.execute(
        "SELECT first_day, last_day FROM fact_states WHERE fact = (SELECT number FROM facts WHERE id = ?) LIMIT 1", (fact.id,)
    ).fetchone() or (None, None)
    marks = " ".join(
        "AND EXISTS (SELECT 1 FROM fact_states o WHERE o.state = ? AND o.kind = s.kind AND o.fact = s.fact)"
        for _ in fact.states[1:3]
    )
    when = "AND s.last_day >= ? AND s.first_day <= ?" if first is not None else ""
    values = [
        fact.states[0],
        fact.kind,
        *fact.states[1:3],
        *((first - 400, min(last, first + 36600) + 400) if first is not None else ()),
    ]
    query = f"SELECT s.fact FROM fact_states s WHERE s.state = ? AND s.kind = ? {marks} {when} LIMIT {TRIED}"
    numbers = [row[0] for row in connection.execute(query, values)]
    found = []
    for part in chunks(numbers):
        rows = connection.execute(f"SELECT fact FROM facts WHERE number IN ({', '.join('?' * len(part))})", part)
        found += [_fact.decode(row[0]) for row in rows]
    scored = [(fuzz.token_sort_ratio(fact.label, one.label), one) for one in found if one.id != fact.id]
    return [one for score, one in sorted(scored, key=lambda item: (-item[0], item[1].id)) if score >= LEAST][:MOST]
