"""The room `sources`: the polity that a dataset's code means on a day, as an actor of a claim."""

from __future__ import annotations

from functools import lru_cache

from relazione.model.claims import Actor, Role
from relazione.reference import polities
from relazione.sources.datasets.table import BadValue

SYSTEMS = {"cow": "COW", "gw": "Gleditsch-Ward", "iso3": "ISO 3166"}


def party(system: str, code: str, on: str | None, role: Role = "actor", mention: str = "", side: str = "") -> Actor:
    """The polity that bears the code on a date (EDTF; None: the latest to bear it). Raises BadValue where none does."""
    found = _polity(system, code.strip(), on)
    name, polity, state = found
    return Actor(name=name, mention=mention, polity=polity, state=state, role=role, side=side)  # type: ignore[arg-type]


@lru_cache(maxsize=65536)
def _polity(system: str, code: str, on: str | None) -> tuple[str, str, str | None]:
    id_ = polities.by_code(system, code, on)
    if id_ is None and on is not None and (latest := polities.by_code(system, code)) is not None:
        known = polities.polity(latest)
        raise BadValue(f"{SYSTEMS.get(system, system)} {code} is no state on {on} ({known.name} is {known.start} to {known.end})")
    if id_ is None:
        raise BadValue(f"{SYSTEMS.get(system, system)} knows no state {code!r}")
    return polities.polity(id_).name, id_, polities.main_state(id_)
