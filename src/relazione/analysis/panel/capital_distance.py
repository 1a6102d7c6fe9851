"""The panel: how far the two capitals are from each other, from our own table of seats (`relazione.reference.seats`).

Two days of the year are asked: the *first* on which both are members (1 January mostly: how the year began) and the *last*. Where a
capital moved in the year they differ: Rome to Istanbul on 1 January 1923, Rome to Ankara on its 31 December.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import Addition, Column, Source, Texts
from relazione.analysis.panel.frame import Frame, Ints, day_of
from relazione.analysis.panel.inputs import Inputs
from relazione.reference.seats import Seat, seats

EARTH = 6371.0088
"""Mean radius of the earth in km (IUGG)."""


def capital_distance(frame: Frame, inputs: Inputs) -> Addition:
    """Distances and names of the capitals. Needs no data file."""
    held = seats(frame.system)
    numbers = frame.numbers.tolist()
    own = [seat for seat in held if seat.number in set(numbers)]
    cities = sorted({(seat.city, seat.lat, seat.lon) for seat in own})
    names = sorted({city for city, _, _ in cities})
    number = {city: at for at, city in enumerate(cities)}
    seat_city = np.array([number[seat.city, seat.lat, seat.lon] for seat in own], np.int16)
    between = great_circles([(lat, lon) for _, lat, lon in cities])
    name_of = np.array([names.index(city) for city, _, _ in cities], np.int16)
    found = {}
    for day, days in (("first", frame.first_days), ("last", frame.last_days)):
        found[day] = [seat_city[_seat(frame, own, place, days, day == "last")] for place in (frame.a, frame.b)]
    first, last = found["first"], found["last"]
    return Addition(
        "capital_distance",
        (
            Column(
                "capital_distance", between[first[0], first[1]],
                "great-circle distance between the two capitals on the first day of the year on which both states are members", "km",
            ),
            Column(
                "capital_distance_last", between[last[0], last[1]],
                "the same on the last day of the year on which both are members: differs where a capital moved", "km",
            ),
            Column("capital_a", Texts(name_of[first[0]], tuple(names)), "capital of a on the first common day, in today's spelling"),
            Column("capital_b", Texts(name_of[first[1]], tuple(names)), "capital of b on the first common day, in today's spelling"),
        ),
        Source(
            id="relazione-seats",
            title="Relazione: seats of the members of the state systems",
            terms="Apache-2.0; coordinates from GeoNames, CC BY 4.0",
            cite="Relazione, table of polities and seats; cities: GeoNames (geonames.org)",
        ),
        "On a sphere with the earth's mean radius. Where a list has a state as a member on days for which we know no capital (before its "
        "first, after its end) the nearest in time stands for it: the table data/systems/seats.tsv says so in its column `how`.",
    )  # fmt: skip


def great_circles(points: list[tuple[float, float]]) -> NDArray[np.float32]:
    """Distances in km between all points (latitude and longitude in degrees), by the haversine formula."""
    lat, lon = np.radians(np.array(points, np.float64).reshape(-1, 2).T)
    half = np.sin((lat[:, None] - lat) / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    found: NDArray[np.float32] = (2 * EARTH * np.arcsin(np.sqrt(half.clip(0, 1)))).astype(np.float32)
    return found


def _seat(frame: Frame, own: list[Seat], place: NDArray[np.int16], days: Ints, last: bool) -> Ints:
    """Which seat the state of each row has on its day: looked up by state and year, and by day where the year has several or the
    row's day is not the usual one."""
    start = np.array([day_of(seat.start) for seat in own], np.int64)
    of = frame.places(np.array([seat.number for seat in own], np.int32)).astype(np.int64)
    # Seats are ordered by state and start: one number of both finds the latest that began by the day.
    ordered = of * (1 << 24) + start + (1 << 22)
    usual = frame.new_years[1:] - 1 if last else frame.new_years[:-1]
    states = np.arange(len(frame.numbers), dtype=np.int64)[:, None]
    by_year = np.searchsorted(ordered, states * (1 << 24) + usual + (1 << 22), side="right") - 1
    found = by_year[place, frame.year]
    odd = np.flatnonzero(days != usual[frame.year])
    asked = place[odd].astype(np.int64) * (1 << 24) + days[odd] + (1 << 22)
    found[odd] = np.searchsorted(ordered, asked, side="right") - 1
    return found.astype(np.int32)
