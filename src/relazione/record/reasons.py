"""The record room: why several claims are one fact, in words: what the block says they share, how they match, who linked them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from relazione.model.claims import Agreement, Claim, Event, Holding, Mission
from relazione.model.record import Link
from relazione.record import posts, territories, treaties
from relazione.record.matching import Match, match_claims
from relazione.record.spells import Spell, spell_of
from relazione.record.tables import matched_types

SHARED = {
    "event": "the same kind of event, the same parties",
    "agreement": "the same name, dates that agree or lie near",
    "parties": "the same parties, no name of its own",
    "mission": "the same sender, class of mission and host city",
    "membership": "the same member, organisation and class of status, overlapping times",
    "holding": "the same territory and holder",
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


MOST = 100
"""Claims of one fact that are all tried against each other; of more each only against the one before it."""


def reasons(claims: Sequence[Claim], links: Iterable[Link] = (), spells: Iterable[Spell] = ()) -> list[Reason]:
    """Of each claim but the first, why it is the same thing as another: a person's link, else the best match, so that following
    the matches leads from every claim to the first. In the order of the claims.

    `spells`: when each claim tells that its thing holds (`Record.spells`); missions are matched by them.
    """
    linked = {frozenset((link.left, link.right)): link for link in links}
    times = {spell.claim: spell for spell in spells}
    found: dict[str, Reason] = {}
    for at, other, best in _best(claims, times):
        claim = claims[at]
        link = next((link for one in claims if (link := linked.get(frozenset((claim.id, one.id)))) and link.same), None)
        if link is not None:
            other_id = link.left if link.right == claim.id else link.right
            note = f": {link.note}" if link.note else ""
            found[claim.id] = Reason(claim.id, other_id, 1.0, f"linked by {link.by}, {link.at[:10]}{note}")
        else:
            why = "; ".join(part for part in (_shared(claim), best.why) if part)
            found[claim.id] = Reason(claim.id, claims[other].id, best.score, why)
    return [found[claim.id] for claim in claims if claim.id in found]


def _best(claims: Sequence[Claim], times: Mapping[str, Spell]) -> list[tuple[int, int, Match]]:
    """Each claim but the first with one that was reached before it: the best matches first, as a tree."""
    if len(claims) > MOST:
        return [(at, at - 1, meet(claims[at - 1], claims[at], times)) for at in range(1, len(claims))]
    best = {at: (0, meet(claims[0], claims[at], times)) for at in range(1, len(claims))}
    found: list[tuple[int, int, Match]] = []
    while best:
        at = max(best, key=lambda at: (best[at][1].score, -at))
        found.append((at, *best.pop(at)))
        for left, (_, known) in list(best.items()):
            match_ = meet(claims[at], claims[left], times)
            if match_.score > known.score:
                best[left] = (at, match_)
    return found


def meet(one: Claim, other: Claim, spells: Mapping[str, Spell]) -> Match:
    """How well two claims of one fact match beyond what their block says they share, by the rules of their kind."""
    match one.body, other.body:
        case Event(), Event() if one.body.type in matched_types():
            return match_claims(one, other)
        case Event(), Event() if one.body.when and other.body.when:
            return Match(1.0, "the same or a less exact date")
        case Mission(), Mission():
            return posts.meet(spells.get(one.id) or spell_of(one, None), spells.get(other.id) or spell_of(other, None))
        case Holding(), Holding():
            return territories.meet(one.body, other.body)
        case Agreement(), Agreement() if treaties.is_generic(one.body.name):
            return treaties.meet(one.body, other.body)
    return Match(1.0, "")


def _shared(claim: Claim) -> str:
    body = claim.body
    if isinstance(body, Agreement):
        return SHARED["parties" if treaties.is_generic(body.name) else "agreement"]
    return SHARED[claim.kind]
