"""The analysis room: the whole record on a day: what each state has, which agreements bind which pairs, who belongs to what.

worldwide(record, stances(record, "1925-01-01")).totals["ITA"].sent
"""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.network import Network, network
from relazione.analysis.stances import IN_RELATIONS, Pair, Stances
from relazione.record.store import Record


class Totals(msgspec.Struct):
    """What a state has on the day."""

    code: str
    relations: Annotated[int, Meta(description="states with which it has relations")] = 0
    wars: Annotated[list[str], Meta(description="codes of those with which it is at war")] = msgspec.field(default_factory=list)
    severed: Annotated[list[str], Meta(description="codes of those with which relations are severed")] = msgspec.field(
        default_factory=list
    )
    sent: Annotated[int, Meta(description="its missions abroad")] = 0
    received: Annotated[int, Meta(description="missions of others in it")] = 0
    agreements: Annotated[int, Meta(description="ties by agreements in force: one for each agreement and other party")] = 0
    memberships: int = 0
    facts: Annotated[int, Meta(description="facts that it shares with others, of any date")] = 0


class Body(msgspec.Struct):
    """An organisation with its members."""

    id: str
    name: str
    members: list[str]


class Worldwide(msgspec.Struct):
    """The record's world on a day. Treat as read-only."""

    as_of: str
    stances: Stances
    agreements: dict[Pair, int]
    bodies: dict[str, Body]
    totals: dict[str, Totals]


def worldwide(record: Record, all_: Stances, on: str | None = None) -> Worldwide:
    """The world on a day (None: at present), given how all pairs stand on it. Only present-day states have totals."""
    from relazione.reference.polities import states

    agreements = {(tie.source, tie.target): tie.count for tie in network(record, "agreement", on).ties}
    bodies = _bodies(network(record, "membership", on))
    totals: dict[str, Totals] = defaultdict(lambda: Totals(""))
    for one in all_.pairs.values():
        for own, other, sent, received in ((one.a, one.b, *one.missions), (one.b, one.a, *one.missions[::-1])):
            found = totals[own]
            found.facts += one.facts
            found.sent += sent
            found.received += received
            found.relations += one.stance in IN_RELATIONS
            if one.stance in ("war", "severed"):
                (found.wars if one.stance == "war" else found.severed).append(other)
    for pair, count in agreements.items():
        for own in pair:
            totals[own].agreements += count
    for body in bodies.values():
        for own in body.members:
            totals[own].memberships += 1
    known = sorted(set(totals) & set(states()), key=lambda code: states()[code].name)
    return Worldwide(
        all_.as_of, all_, agreements, bodies, {code: msgspec.structs.replace(totals[code], code=code) for code in known}
    )


def _bodies(found: Network) -> dict[str, Body]:
    names = {node.id: node.name for node in found.nodes}
    bodies: dict[str, Body] = {}
    for tie in found.ties:
        bodies.setdefault(tie.target, Body(tie.target, names[tie.target], [])).members.append(tie.source)
    return bodies
