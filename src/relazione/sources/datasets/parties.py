"""The room `sources`: the polity that a dataset's code means on a day, as an actor of a claim."""

from __future__ import annotations

from functools import lru_cache

from relazione.model.claims import Actor, Role
from relazione.reference import polities
from relazione.reference.names import query_span
from relazione.reference.register import register
from relazione.reference.spans import Span
from relazione.sources.datasets.cells import middle
from relazione.sources.datasets.table import BadValue

SYSTEMS = {"cow": "COW", "gw": "Gleditsch-Ward", "iso3": "ISO 3166"}


NEAR = 2 * 372
"""Days before or after its time for which a code is still taken for its polity."""


def party(system: str, code: str, on: str | None, role: Role = "actor", mention: str = "", side: str = "") -> Actor:
    """The polity that bears the code on a date (EDTF; None: the latest to bear it).

    Of a month or a year it is the one that bears it in the middle, else on any of the days. Disputes begin before a state does and outlive it: where nobody
    bears the code on the date, it is who does so within two years of it. Raises BadValue where there is none.
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
    line = polities.polities_of(state, on, how=("self", "successor")) if state else ()
    if line:
        return Actor(name=line[0].name, polity=line[0].id, state=state, role=role, side=side)  # type: ignore[arg-type]
    name = polities.states()[state].name if state else polities.polity(latest).name
    return Actor(name=name, state=state, role=role, side=side)  # type: ignore[arg-type]


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
