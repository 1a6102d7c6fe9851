"""Makes src/relazione/reference/data/systems/seats.tsv: the capital of every member of the state systems on every day, with coordinates.

    python scripts/build_seats.py [--check]

To be run again when the tables of systems, polities, capitals, places or cities change; a test compares. `--check` writes nothing and
ends with 1 where the table is out of date.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from relazione.reference import polities, seats, systems
from relazione.reference.places import find_places
from relazione.reference.register import register
from relazione.reference.spans import Day

DAY = datetime.timedelta(days=1)
HEAD = """\
# Capitals of the members of the state systems, each day of each spell once: made by scripts/build_seats.py from the tables of
# systems, polities, places and cities (coordinates of cities: GeoNames, CC BY 4.0). Do not edit. `how`: told by the register, or
# nearest: it knows none for these days, and the nearest in time stands for it.
"""


def turns(system: str, spell: systems.Spell) -> list[datetime.date]:
    """Days inside a spell on which the polity or its capital may become another."""
    reg = register()
    codes = reg.by_code.get((system, str(spell.number)), [])
    spans = [reg.span(row) for row in codes]
    spans += [reg.span(row) for code in codes for row in reg.capitals.get(code.polity, [])]
    days = {spell.start}
    for span in spans:
        for day, later in ((span.first, False), (span.last, True)):
            turn = as_date(day)
            if turn is not None:
                days.add(turn + DAY if later else turn)
    return sorted(day for day in days if spell.start <= day and (spell.end is None or day <= spell.end))


def as_date(day: Day) -> datetime.date | None:
    """A day of the register as a date; None far outside the lists."""
    return datetime.date(*day) if 1700 < day[0] < 2200 else None


def told(system: str, number: int, day: datetime.date) -> tuple[str, str, float, float] | None:
    """Polity, city and its coordinates on a day; None where the register knows no polity, no capital or no such place."""
    polity = polities.by_code(system, str(number), day.isoformat())
    city = polities.capital(polity, day.isoformat()) if polity else None
    if not polity or not city:
        return None
    state = polities.main_state(polity)
    places = find_places(city, prefer=(state,) if state else ())
    if not places:
        raise SystemExit(f"{polity}: its capital {city} is in neither places.tsv nor cities.tsv")
    return polity, city, places[0].lat, places[0].lon


def pieces(system: str) -> Iterator[tuple[systems.Spell, datetime.date, datetime.date | None, str, float, float, str]]:
    """Every spell in pieces with one capital each."""
    for number in sorted({spell.number for spell in systems.spells(system)}):
        known: list[tuple[systems.Spell, datetime.date, datetime.date | None, tuple[str, str, float, float] | None]] = []
        for spell in systems.spells(system, number):
            days = turns(system, spell)
            ends = [*(day - DAY for day in days[1:]), spell.end]
            known += [(spell, day, end, told(system, number, day)) for day, end in zip(days, ends, strict=True)]
        if not any(found for *_, found in known):
            raise SystemExit(f"{system} {number}: no capital at all; add one to the capitals of its polities")
        for at, (spell, day, end, found) in enumerate(known):
            how = "told"
            if found is None:
                how = "nearest"
                near = min((other for other in range(len(known)) if known[other][3]), key=lambda other: (abs(other - at), -other))
                found = known[near][3]
            assert found is not None
            yield spell, day, end, found[1], round(found[2], 4), round(found[3], 4), how


def table() -> str:
    """The whole table; pieces that follow each other with the same capital are one."""
    lines = []
    for system in systems.SYSTEMS:
        held: list[list[object]] = []
        for spell, day, end, *rest in pieces(system):
            before = held[-1] if held else None
            if before is not None and before[0] is spell and before[3:] == rest:
                before[2] = end
            else:
                held.append([spell, day, end, *rest])
        for spell, day, end, *rest in held:
            assert isinstance(spell, systems.Spell)
            lines.append("\t".join(map(str, (system, spell.number, day, end or "", *rest))))
    return HEAD + "\t".join(seats.COLUMNS) + "\n" + "\n".join(lines) + "\n"


def main() -> int:
    """Write the table, or compare it."""
    made = table()
    if "--check" in sys.argv[1:]:
        return 0 if seats.TABLE.read_text(encoding="utf-8") == made else 1
    seats.TABLE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
