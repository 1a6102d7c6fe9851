"""Reference: in which part of the world a state lies, for lists and maps (table `data/regions.tsv`).

region_of("TUR").name        "Middle East and North Africa"
"""

from __future__ import annotations

from functools import cache

import msgspec

from relazione.reference.polities import code, states
from relazione.reference.tables import DATA, rows, table_error

_TABLE = DATA / "regions.tsv"


class Region(msgspec.Struct, frozen=True):
    """A part of the world; `first` and `last` are the state numbers of Correlates of War that belong to it."""

    id: str
    name: str
    first: int
    last: int
    further: frozenset[str]


@cache
def regions() -> tuple[Region, ...]:
    """All regions, in the order of the table."""
    found = []
    for line, (id_, name, first, last, further) in rows(_TABLE, ("region", "name", "from", "to", "states")):
        if not (first.isdecimal() and last.isdecimal()):
            raise table_error(_TABLE, line, f"{first!r} to {last!r} are no state numbers")
        found.append(Region(id_, name, int(first), int(last), frozenset(further.split())))
    return tuple(found)


@cache
def _of_states() -> dict[str, Region]:
    found = {}
    for state in states().values():
        number = code(state.polity, "cow")
        for region in regions():
            if state.code in region.further or (number is not None and region.first <= int(number) <= region.last):
                found[state.code] = region
                break
    return found


def region_of(state: str) -> Region | None:
    """The region of a present-day state by its code; None for what is no state."""
    return _of_states().get(state)
