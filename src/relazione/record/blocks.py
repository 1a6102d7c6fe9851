"""The record room: keys. Only claims of one block can be the same thing; which of them are, `partition` decides.

The table `KEYS` has one row a kind. A block is a text, so that it can be indexed; it holds what never changes while
claims come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

import msgspec

from relazione.model.claims import Actor, Agreement, Body, Claim, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When, sides
from relazione.model.identity import content_hash
from relazione.record.tables import city_key, class_of, is_own_measure, is_single_type, matched_types, territory_key
from relazione.record.territories import HELD
from relazione.record.treaties import is_generic, name_key
from relazione.reference.folding import fold

Pair = tuple[str, str] | None


def who(actor: Actor | None) -> str:
    """One text for a taker part: its state's code, else its organisation, else its folded name; "" for none."""
    if actor is None:
        return ""
    return actor.state or actor.organisation or fold(actor.name)


def block_of(claim: Claim, pair: Pair) -> str:
    """The block of a claim in a document about `pair`."""
    return "|".join((claim.kind, claim.realis, *KEYS[claim.kind](claim.body, pair)))


def other(pair: Pair, state: str | None) -> str | None:
    """The other state of the pair; None if `state` is not in it."""
    if pair and state in pair:
        return pair[1] if pair[0] == state else pair[0]
    return None


def receiver_of(body: Mission, pair: Pair) -> str | None:
    """The receiving state's code: as told, else the other state that the document is about."""
    if body.receiver is not None and body.receiver.state:
        return body.receiver.state
    return other(pair, body.sender.state) if body.receiver is None else None


def takers_part(body: Body) -> tuple[Actor, ...]:
    """Who takes part, "about" left out."""
    match body:
        case Event():
            return tuple(actor for actor in body.actors if actor.role != "about")
        case Agreement():
            return body.parties
        case Mission():
            return (body.sender, body.receiver) if body.receiver else (body.sender,)
        case Membership():
            return (body.member,)
        case Holding():
            return (body.holder,)
        case Measure():
            return body.about
        case Tenure():
            return tuple(actor for actor in (body.of, body.to) if actor)


def states_of(body: Body, pair: Pair) -> dict[str, bool]:
    """State codes -> whether they take part (or are only meant), in the order told."""
    found = {actor.state: True for actor in takers_part(body) if actor.state}
    match body:
        case Event():
            meant: Iterable[str | None] = [actor.state for actor in body.actors if actor.role == "about"]
            if not found:
                meant = [*meant, *(pair or ())]
        case Agreement():
            meant = [actor.state for actor in body.signatories]
            if not found:
                meant = [*meant, *(pair or ())]
        case Mission():
            receiver = receiver_of(body, pair)
            if receiver:
                found[receiver] = True
            meant = []
        case Holding():
            meant = [body.given_by.state] if body.given_by else []
        case Measure():
            meant = pair or () if len(found) < 2 and all(state in (pair or ()) for state in found) else ()
        case _:
            meant = ()
    for state in meant:
        if state:
            found.setdefault(state, False)
    return found


def _event(body: Event, pair: Pair) -> Iterable[str]:
    roles: dict[str, str] = {}
    for actor in body.actors:
        role = "" if _reciprocal(body.type) and actor.role in ("actor", "recipient") else actor.role
        roles.setdefault(who(actor), role)
    takes_part = sorted(f"{name}:{role}" for name, role in roles.items() if role != "about")
    return body.type, _occasion(body), *(takes_part or [fold(body.name or ""), *(pair or ())])


def _occasion(body: Event) -> str:
    """Of types that there can be many of (visits, statements) what keeps blocks small: the name, the date, or all of it."""
    if is_single_type(body.type) or body.type in matched_types():
        return ""
    if body.name:
        return fold(body.name)
    return body.when.edtf if body.when else content_hash(msgspec.json.encode(body).decode())[:16]


@cache
def _reciprocal(type_: str) -> bool:
    from relazione.reference import ontology

    row = ontology.ontology().get(type_)
    return row is not None and row.reciprocal


def _agreement(body: Agreement, pair: Pair) -> Iterable[str]:
    if is_generic(body.name):
        parties = sorted({who(actor) for actor in body.parties}) or list(pair or ())
        return "generic", str(body.count or 1), *parties
    return "named", name_key(body.name)


def _mission(body: Mission, pair: Pair) -> Iterable[str]:
    class_ = class_of("mission.kind", body.kind)
    receiver = receiver_of(body, pair)
    if class_ == "accredited":
        return who(body.sender), class_, receiver or "in:?"
    if class_ == "diplomatic" and receiver:  # in which capital, `posts` decides: that depends on the day
        return who(body.sender), class_, f"in:{receiver}"
    return who(body.sender), class_, city_key(body.city) if body.city else f"in:{receiver or '?'}"


def _membership(body: Membership, pair: Pair) -> Iterable[str]:
    return who(body.member), body.organisation_id or fold(body.organisation), class_of("membership.status", body.status)


def _holding(body: Holding, pair: Pair) -> Iterable[str]:
    class_ = class_of("holding.title", body.title)
    return territory_key(body.territory), who(body.holder), "in hand" if class_ in HELD else class_


def _measure(body: Measure, pair: Pair) -> Iterable[str]:
    told = list(dict.fromkeys(who(actor) for actor in body.about))
    is_whole = len(told) > 1 or (told and is_own_measure(body.what))
    known = told if is_whole else sorted(set(told) | set(pair or ()))
    return body.what, fold(body.unit), "target" if body.target else "", *known, _start_year(body.when)


def _start_year(when: When | None) -> str:
    """The year in which a date begins, where it is told at least so exactly; else the date itself."""
    start = sides(when.edtf)[0] if when else None
    if start is None:
        return ""
    return start if "X" in start or "Y" in start else start[:5] if start.startswith("-") else start[:4]


def _tenure(body: Tenure, pair: Pair) -> Iterable[str]:
    return fold(body.office), who(body.of)


Key = Callable[[Body, Pair], Iterable[str]]
KEYS: dict[str, Key] = {
    "event": cast(Key, _event),
    "agreement": cast(Key, _agreement),
    "mission": cast(Key, _mission),
    "membership": cast(Key, _membership),
    "holding": cast(Key, _holding),
    "measure": cast(Key, _measure),
    "tenure": cast(Key, _tenure),
}


def roster_of(claim: Claim, pair: Pair) -> str | None:
    """The list that a claim belongs to, where a source may tell such lists completely or two lists can contradict: missions by
    sender and receiver, memberships by member and organisation, holdings by territory. None for other kinds."""
    body = claim.body
    if isinstance(body, Mission):
        return "|".join(("mission", claim.realis, who(body.sender), receiver_of(body, pair) or ""))
    if isinstance(body, Holding):
        return "|".join(("holding", claim.realis, territory_key(body.territory)))
    if isinstance(body, Membership):
        return "|".join(("membership", claim.realis, who(body.member), body.organisation_id or fold(body.organisation)))
    return None
