"""Reference: where the members of the state systems were governed from, day by day, with coordinates.

A *seat* is the capital of a member in an interval of days that lies inside its membership; together the seats of a number cover
every day of its spells, once. The table `data/systems/seats.tsv` is made by `scripts/build_seats.py` from the register of polities,
the list of cities and our own places, so that a panel of all pairs need not read those; a test holds it against them.

    [seat.city for seat in seats("cow") if seat.number == 640]      Istanbul, then from 1923-10-13 Ankara
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Literal

import msgspec

from relazione.model.errors import WrongUse
from relazione.reference.systems import SYSTEMS
from relazione.reference.tables import DATA, rows, table_error

TABLE = DATA / "systems" / "seats.tsv"
COLUMNS = ("system", "number", "from", "to", "city", "lat", "lon", "how")


class Seat(msgspec.Struct, frozen=True, gc=False):
    """A capital: `lat` and `lon` in degrees; `end` None where it still is; `how`: "told" by the register, or "nearest": the register
    knows none for these days (a state before its first known capital, one that a list keeps after its end) and the nearest in time
    stands for it."""

    system: str
    number: int
    start: datetime.date
    end: datetime.date | None
    city: str
    lat: float
    lon: float
    how: Literal["told", "nearest"]


@cache
def _seats() -> tuple[Seat, ...]:
    found = []
    for line, (system, number, start, end, city, lat, lon, how) in rows(TABLE, COLUMNS):
        try:
            days = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end) if end else None
            if how not in ("told", "nearest"):
                raise ValueError(f"{how!r} is neither told nor nearest")
            found.append(Seat(system, int(number), *days, city, float(lat), float(lon), how))  # type: ignore[arg-type]
        except ValueError as error:
            raise table_error(TABLE, line, str(error)) from None
    return tuple(found)


def seats(system: str) -> tuple[Seat, ...]:
    """The seats of all members of a system ("cow" or "gw"; WrongUse for others), by number and start."""
    if system not in SYSTEMS:
        raise WrongUse(f"unknown state system {system!r}: one of {', '.join(SYSTEMS)}")
    return tuple(seat for seat in _seats() if seat.system == system)
