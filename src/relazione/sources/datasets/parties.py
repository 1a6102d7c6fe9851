"""The room `sources`: the polity that a dataset's code means on a day, as an actor of a claim."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from relazione.model.claims import Actor, Role
from relazione.reference import organisations, polities
from relazione.reference.names import query_span
from relazione.reference.register import register
from relazione.reference.spans import Span
from relazione.sources.datasets.cells import middle
from relazione.sources.datasets.table import BadValue

SYSTEMS = {"cow": "COW", "gw": "Gleditsch-Ward", "iso3": "ISO 3166", "iso2": "ISO 3166", "isonum": "ISO 3166"}


NEAR = 2 * 372
"""Days before or after its time for which a code is still taken for its polity."""


def party(system: str, code: str, on: str | None, role: Role = "actor", mention: str = "", side: str = "") -> Actor:
    """The polity that bears the code on a date (EDTF; None: the latest to bear it).

    Of a month or a year it is the one that bears it in the middle, else on any of the days. Disputes begin before a state does, and outlive it:
    where nobody bears the code on the date, it is who does so within two years of it. Raises BadValue where there is none.
    """
    found = _polity(system, code.strip(), on)
    name, polity, state = found
    return Actor(name=name, mention=mention, polity=polity, state=state, role=role, side=side)  # type: ignore[arg-type]


def ancestor(system: str, code: str, on: str, role: Role = "actor", side: str = "") -> Actor:
    """As `party`, for lists that use a state's code also when it was no member of the system: of a rival in 1494, of a land that
    was to become a state. Then it is the polity of its lineage on the date, and where there was none the state of today."""
    try:
        return party(system, code, on, role, side=side)
    except BadValue:
        latest = polities.by_code(system, code.strip())
        if latest is None:
            raise
    state = polities.main_state(latest)
    if there := _ancestor(system, code.strip(), on, state):
        return Actor(name=there.name, polity=there.id, state=state, role=role, side=side)  # type: ignore[arg-type]
    name = polities.states()[state].name if state else polities.polity(latest).name
    return Actor(name=name, state=state, role=role, side=side)  # type: ignore[arg-type]


def _ancestor(system: str, code: str, on: str, state: str | None) -> polities.Polity | None:
    """Who was there on the date: who came to bear the code later, else the one in the lineage of its state."""
    bearers = (polities.polity(row.polity) for row in register().by_code[(system, code)])
    found = [one for one in bearers if one.span.overlaps(query_span(on))]
    if not found and state:
        wider = polities.polities_of(state, on, how=polities.MAIN_LINE)
        found = [*polities.polities_of(state, on, how=("self", "successor"))] or ([*wider] if len(wider) == 1 else [])
    return found[0] if found else None


@lru_cache(maxsize=65536)
def _polity(system: str, code: str, on: str | None) -> tuple[str, str, str | None]:
    id_ = (
        (polities.by_code(system, code, middle(on)) if on else None)
        or polities.by_code(system, code, on)
        or _near(system, code, on)
    )
    if id_ is None and on is not None and (latest := polities.by_code(system, code)) is not None:
        known = polities.polity(latest)
        raise BadValue(f"{SYSTEMS.get(system, system)} {code} is no state on {on} ({known.name} is {known.start} to {known.end})")
    if id_ is None:
        raise BadValue(f"{SYSTEMS.get(system, system)} knows no state {code!r}")
    return polities.polity(id_).name, id_, polities.main_state(id_)


def _near(system: str, code: str, on: str | None) -> str | None:
    """Who bears the code nearest to the date, if that is near enough."""
    if on is None:
        return None
    asked = query_span(on)
    found: list[tuple[int, str]] = []
    for row in register().by_code.get((system, code), ()):
        span = register().span(row)
        found.append((max(Span(span.last, asked.first).length(), Span(asked.last, span.first).length()), row.polity))
    away, nearest = min(found, default=(NEAR + 1, ""))
    return nearest if away <= NEAR else None


def party_within(system: str, code: str, *dates: str | None, role: Role = "actor", mention: str = "", side: str = "") -> Actor:
    """The polity that bears the code on the first of the dates on which any does. Raises BadValue where none does on any: a leader
    may come into office, and a treaty be signed, before the state is a member of the list."""
    error: BadValue | None = None
    for on in dict.fromkeys(dates):
        if on is not None:
            try:
                return party(system, code, on, role, mention, side)
            except BadValue as found:
                error = error or found
    if error is None:
        return party(system, code, None, role, mention, side)
    raise error


def party_or_name(system: str, code: str, *dates: str | None, role: Role = "actor", mention: str = "", side: str = "") -> Actor:
    """As `party_within`, and of a present-day state the polity of its lineage then (see `ancestor`). What was no state then and took
    part all the same is named as the latest to bear the code, without a polity. Raises BadValue for a code that is not known."""
    try:
        return party_within(system, code, *dates, role=role, mention=mention, side=side)
    except BadValue:
        latest = party(system, code, None)
        on = next((date for date in dates if date), None)
        if on and latest.state and polities.states()[latest.state].polity == latest.polity:
            return msgspec.structs.replace(ancestor(system, code, on, role, side), mention=mention)
        return Actor(name=latest.name, mention=mention, state=latest.state, role=role, side=side)  # type: ignore[arg-type]


def party_named(name: str, *dates: str | None, role: Role = "actor", side: str = "") -> Actor:
    """The polity or organisation that a dataset names, as of the first date on which there is one. Raises BadValue for a name that
    is not known."""
    polity, organisation = _named(name.strip(), dates)
    if polity is not None:
        known = polities.polity(polity)
        return Actor(known.name, name, polity, polities.main_state(polity), role=role, side=side)  # type: ignore[arg-type]
    if organisation is not None:
        return Actor(organisations.organisation(organisation).name, name, organisation=organisation, role=role, side=side)  # type: ignore[arg-type]
    raise BadValue(f"{name[:60]!r} is neither a state nor an organisation that is known")


@lru_cache(maxsize=65536)
def _named(name: str, dates: tuple[str | None, ...]) -> tuple[str | None, str | None]:
    for on in dict.fromkeys((*dates, None)):
        matches = [match for match in polities.resolve_name(name, on) if match.kind == "name" and (match.in_time or on is None)]
        if matches:
            return matches[0].polity, None
    found = organisations.find_organisation(name, next((on for on in dates if on), None))
    return None, found.id if found else None
