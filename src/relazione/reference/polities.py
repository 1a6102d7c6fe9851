"""Reference: questions to the register of polities, and the one door to it.

Dates are ISO or EDTF texts: a day, a month or a year ("1911-09-29", "1911-09", "1911", "-0026"); a year or a month
means any day of it. An impossible date raises ImpossibleDate, an unknown polity KeyError.

    find_state("Turkey")                   State(code="TUR", name="Türkiye", polity="republic-of-turkiye")
    resolve_name("Turkey", "1900")         (Match(polity="ottoman-empire", kind="name", ...),)
    polities_of("ITA", "1900")             (Polity(id="kingdom-of-italy", ...),)
    capital("republic-of-turkiye", "1950") "Ankara"
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from relazione.reference.folding import fold
from relazione.reference.names import Match, find_state, query_span, resolve_name
from relazione.reference.register import Capital, Code, Lineage, Name, Polity, State, register

__all__ = [
    "MAIN_LINE",
    "Capital",
    "Code",
    "Lineage",
    "Match",
    "Name",
    "Polity",
    "State",
    "by_code",
    "capital",
    "capitals",
    "code",
    "find_state",
    "fold",
    "lineage_of",
    "main_state",
    "names",
    "polities",
    "polities_of",
    "polity",
    "resolve_name",
    "states",
]

MAIN_LINE = ("self", "successor", "absorbed")


def polities() -> Mapping[str, Polity]:
    """Every polity by its id."""
    return MappingProxyType(register().polities)


def states() -> Mapping[str, State]:
    """Every present-day state (head of a lineage) by its code, ISO 3166-1 alpha-3 or one of ours."""
    return MappingProxyType(register().states)


def names() -> tuple[Name, ...]:
    """Every name, adjective, people and metonym."""
    return tuple(register().names)


def polity(id_: str) -> Polity:
    """The polity of that id; KeyError if there is none."""
    return register().polities[id_]


def capitals(polity_id: str) -> tuple[Capital, ...]:
    """The seats of government of a polity, in the order of the table: today's spelling of each before others."""
    return tuple(register().capitals.get(polity_id, ()))


def lineage_of(polity_id: str) -> tuple[Lineage, ...]:
    """The present-day states that a polity leads to, the main heir first."""
    return tuple(register().lineages.get(polity_id, ()))


def main_state(polity_id: str) -> str | None:
    """The code of the state that is, or is the main heir of, the polity."""
    lines = register().lineages.get(polity_id, ())
    return lines[0].state if lines else None


def polities_of(state: str, on: str | None = None, how: Collection[str] | None = None) -> tuple[Polity, ...]:
    """The polities of a state's lineage that were there on a date (None: ever), by their start.

    `how` chooses the kinds of lineage row. Without it the main line is given (MAIN_LINE): the Kingdom of Italy for
    ITA on 1900, the Italian states on 1700. On a date when the state of today was there, what it absorbed only later
    is left out: Germany alone for DEU on 1975, East Germany with how={"absorbed"}. Where the main line has nothing on
    the date, whoever else held the place is given: the Soviet Union for UKR on 1950. An unknown state has no polities.
    """
    return _polities_of(state, on, None if how is None else tuple(how))


@lru_cache(maxsize=16384)
def _polities_of(state: str, on: str | None, how: tuple[str, ...] | None) -> tuple[Polity, ...]:
    reg = register()
    asked = query_span(on)
    there = [
        (line, reg.polities[line.polity])
        for line in reg.lines_of.get(state, ())
        if reg.span(line).overlaps(asked) and reg.polities[line.polity].span.overlaps(asked)
    ]
    if how is None and on is not None and any(line.how == "self" for line, _ in there):
        how = ("self", "successor")
    chosen = [found for line, found in there if line.how in (MAIN_LINE if how is None else how)]
    if not chosen and how is None:
        chosen = [found for _, found in there]
    unique = {found.id: found for found in chosen}
    return tuple(sorted(unique.values(), key=lambda found: (found.span.first, found.id)))


def capital(polity_id: str, on: str | None = None) -> str | None:
    """The capital on a date (None: the latest), in today's spelling.

    Of several it is the one that was it longest afterwards, and of those the first in the table: of a year in which
    the capital moved, the new one; Paris, not Vichy; Sana'a, not Aden.
    """
    reg = register()
    asked = query_span(on)
    held = [row for row in reg.capitals.get(polity_id, ()) if reg.span(row).overlaps(asked)]
    return max(held, key=lambda row: reg.span(row).last).city if held else None


def code(polity_id: str, system: str, on: str | None = None) -> str | None:
    """The code of a polity (iso2, iso3, isonum, cow, gw, wikidata) on a date; None: the latest."""
    reg = register()
    asked = query_span(on)
    held = [row for row in reg.codes.get(polity_id, ()) if row.system == system and reg.span(row).overlaps(asked)]
    return max(held, key=lambda row: reg.span(row).last).code if held else None


def by_code(system: str, code: str, on: str | None = None) -> str | None:
    """The id of the polity that bears a code on a date; None as date: the latest to bear it."""
    reg = register()
    asked = query_span(on)
    held = [row for row in reg.by_code.get((system, code), ()) if reg.span(row).overlaps(asked)]
    return max(held, key=lambda row: (reg.span(row).last, reg.span(row).first)).polity if held else None
