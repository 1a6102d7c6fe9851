"""The record room: why several claims are one fact, in words: what the block says they share, how they match, who linked them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from relazione.model.claims import Claim, Event
from relazione.model.record import Link
from relazione.record.matching import match_claims
from relazione.record.tables import matched_types

SHARED = {
    "event": "the same kind of event, the same parties",
    "agreement": "the same name or form, the same parties, dates that agree or lie near",
    "mission": "the same sender, class of mission and host city, overlapping times",
    "membership": "the same member, organisation and class of status, overlapping times",
    "holding": "the same territory, holder and class of title, overlapping times",
    "measure": "the same quantity, unit and states, the same date",
    "tenure": "the same person and office, overlapping times",
}
"""What the claims of one fact have in common, by kind: the keys of `blocks` and the rules of `partition` in words."""


class Reason(NamedTuple):
    """Why a claim belongs to a fact: with which other claim it was matched, how well (1: for certain), and why in words."""

    claim: str
    other: str
    score: float
    why: str


def reasons(claims: Sequence[Claim], links: Iterable[Link] = ()) -> list[Reason]:
    """Of each claim but the first, why it is the same thing as one before it: a person's link, else the best match."""
    told = {frozenset((link.left, link.right)): link for link in links}
    found: list[Reason] = []
    for at, claim in enumerate(claims[1:], start=1):
        linked = next((link for other in claims if (link := told.get(frozenset((claim.id, other.id)))) and link.same), None)
        if linked is not None:
            other_id = linked.left if linked.right == claim.id else linked.right
            note = f": {linked.note}" if linked.note else ""
            found.append(Reason(claim.id, other_id, 1.0, f"linked by {linked.by}, {linked.at[:10]}{note}"))
            continue
        body = claim.body
        if isinstance(body, Event) and body.type in matched_types():
            other, best = max(((one, match_claims(one, claim)) for one in claims[:at]), key=lambda pair: pair[1].score)
            found.append(Reason(claim.id, other.id, best.score, f"{SHARED['event']}; {best.why}"))
        else:
            dated = "; the same or a less exact date" if isinstance(body, Event) and body.when else ""
            found.append(Reason(claim.id, claims[0].id, 1.0, f"{SHARED[claim.kind]}{dated}"))
    return found
