"""The analysis room: from a fact to an item of the as-of contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from relazione.analysis.contract import Certainty
from relazione.analysis.selection import Held


class Common(TypedDict):
    """What all items have."""

    fact: str
    label: str
    since: str | None
    until: str | None
    certainty: Certainty
    claims: int


def common(held: Held, certainty: Certainty) -> Common:
    """The keys that every item has."""
    fact = held.fact
    return Common(
        fact=fact.id,
        label=fact.label,
        since=fact.start,
        until=fact.end,
        certainty=certainty,
        claims=len(fact.claims),
    )


def name_of(actor: Mapping[str, Any] | None) -> str | None:
    """The name of a taker part."""
    return str(actor["name"]) if actor else None


def name_on(actor: Mapping[str, Any] | None, on: str) -> str | None:
    """The name of a state on a day or in a year: that of the polity which was there then, where there was one alone."""
    if actor is None:
        return None
    from relazione.reference import polities

    there = polities.polities_of(str(actor["state"]), on) if actor.get("state") in polities.states() else ()
    if len(there) == 1 and actor.get("polity") and actor["polity"] != there[0].id:
        return there[0].name
    return str(actor["name"])


def names_of(actors: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of takers part, each once, in the order told."""
    return tuple(dict.fromkeys(str(actor["name"]) for actor in actors))


def taking_part(actors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those who take part; those whom it is only about are left out."""
    return [actor for actor in actors if actor.get("role", "actor") != "about"]


def signatory(actor: Mapping[str, Any]) -> str:
    """Who signed: "Pompeo Aloisi (ambassador, Kingdom of Italy)"."""
    person = actor.get("person")
    if not person:
        return str(actor["name"])
    known = [str(text) for text in (actor.get("office"), actor["name"] if actor["name"] != person else None) if text]
    return f"{person} ({', '.join(known)})" if known else str(person)


def state_name(code: str) -> str:
    """The present-day name of a state; the code itself where the tables do not know it."""
    from relazione.reference import polities

    state = polities.states().get(code)
    return state.name if state else code
