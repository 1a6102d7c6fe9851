"""The review: who takes part, as a person writes it: "Kingdom of Italy; Ottoman Empire (recipient)"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast, get_args

import msgspec

from relazione.model.claims import Actor, Role
from relazione.model.errors import UnknownPolity, WrongUse
from relazione.reference.lookup import find_polity
from relazione.reference.organisations import find_organisation
from relazione.reference.polities import find_state, main_state, polity

ROLES: tuple[str, ...] = get_args(Role)


def actor_text(actor: Actor) -> str:
    """One taker part as it is written."""
    return actor.name if actor.role == "actor" else f"{actor.name} ({actor.role})"


def actors_text(actors: Iterable[Actor]) -> str:
    """Several takers part as they are written."""
    return "; ".join(map(actor_text, actors))


def read_actors(field: str, names: Iterable[str], before: Sequence[Actor], on: str | None) -> list[Actor]:
    """The takers part of these names; those who were there before keep what is known of them."""
    left = list(before)
    found = []
    for name in names:
        if not name.strip():
            continue
        actor = read_actor(field, name, left, on)
        left = [one for one in left if one.name != actor.name or one.role != actor.role] if actor in left else left
        found.append(actor)
    return found


def read_actor(field: str, text: Any, before: Sequence[Actor], on: str | None) -> Actor:
    """The taker part of that name: one of those before, else the polity or organisation that the name means on that day (None: ever).

    Raises UnknownPolity with near names, NotThen, AmbiguousPolity.
    """
    if not isinstance(text, str):
        raise WrongUse(f"{field} is a name, and not {text!r}.")
    name, role = _role(" ".join(text.split()))
    for old in before:
        if old.name == name and role in (old.role, "actor"):
            return old if old.role == role else msgspec.structs.replace(old, role=role)
    for old in before:
        if old.name == name:
            return msgspec.structs.replace(old, role=role)
    organisation = find_organisation(name)
    try:
        found = polity(find_polity(name, on=on).polity)
    except UnknownPolity:
        if organisation is None:
            raise
        return Actor(name=organisation.name, organisation=organisation.id, role=role)
    return Actor(name=found.name, polity=found.id, state=main_state(found.id), role=role)


def _role(text: str) -> tuple[str, Role]:
    head, bracket, tail = text.rpartition("(")
    role = tail.rstrip(") ").strip()
    if bracket and text.endswith(")") and role in ROLES:
        return head.strip(), cast(Role, role)
    return text, "actor"


def state_code(text: str) -> str:
    """The code of a present-day state by its name. Raises UnknownState with near names."""
    return find_state(text).code
