"""Reference: membership in the state systems of the field, Correlates of War ("cow") and Gleditsch-Ward ("gw").

A *spell* is one interval of membership, with the first and the last day that the list gives, both included. A spell that runs
to the list's last day is open: `end` is None, and it counts as going on after that day. The tables are small and load without
the register of polities, so that a panel can ask them at once; which polity bore a number on a day says
`relazione.reference.polities.by_code`.

    len(members("cow", "1911-09-29"))                    45
    spells("cow", 40)                                    two: Cuba 1902-1906 and 1909 to today
    differences("gw", 327)                               the Papal States, in Gleditsch-Ward only, 1860-11-06 to 1870-09-22

Sources: the state list of the Correlates of War Project, version 2016; Gleditsch and Ward (1999) and their list to 2017.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import msgspec

from relazione.model.errors import ImpossibleDate, WrongUse
from relazione.reference.tables import DATA, rows, table_error

SYSTEMS = ("cow", "gw")
_FOLDER = DATA / "systems"


class Spell(msgspec.Struct, frozen=True, gc=False):
    """One interval of membership: `number` is the state's in this list; `end` is None if it goes on after the list's last day."""

    system: str
    number: int
    abbreviation: str
    start: datetime.date
    end: datetime.date | None
    microstate: bool = False

    def holds(self, day: datetime.date) -> bool:
        """Whether the state is a member on the day."""
        return self.start <= day and (self.end is None or day <= self.end)


class StateList(msgspec.Struct, frozen=True):
    """A list of states: what it is called, its version, the days that it covers, and how to cite it."""

    system: str
    name: str
    version: str
    first: datetime.date
    last: datetime.date
    citation: str


class Difference(msgspec.Struct, frozen=True):
    """A period in which a state is a member in one list only; `end` is None if that was still so at the end of 2016."""

    only_in: str
    number: int
    abbreviation: str
    start: datetime.date
    end: datetime.date | None
    reason: str
    text: str
    """The general reason, as a sentence, and what is particular to the case."""


class Renumbering(msgspec.Struct, frozen=True):
    """That one state has the number `cow` in one list and `gw` in the other, from a day to a day (None: to today)."""

    cow: int
    gw: int
    start: datetime.date
    end: datetime.date | None
    note: str


def _day(path: Path, line: int, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise table_error(path, line, f"{text!r} is no day; write 1923-10-29") from None


def _days(path: Path, line: int, start: str, end: str) -> tuple[datetime.date, datetime.date | None]:
    first, last = _day(path, line, start), _day(path, line, end) if end else None
    if last is not None and last < first:
        raise table_error(path, line, f"from {start} is after to {end}")
    return first, last


def _number(path: Path, line: int, text: str) -> int:
    if not text.isdecimal():
        raise table_error(path, line, f"{text!r} is no state number")
    return int(text)


def read_spells(path: Path, system: str) -> tuple[Spell, ...]:
    """Read a list of spells, by number and start; ReferenceTableError names a wrong line, or one that overlaps the line before."""
    columns = ("number", "abbreviation", "from", "to", "microstate")[: 4 if system == "cow" else 5]
    found: list[Spell] = []
    for line, (digits, abbreviation, start, end, *micro) in rows(path, columns):
        number = _number(path, line, digits)
        spell = Spell(system, number, abbreviation, *_days(path, line, start, end), bool(micro and micro[0]))
        before = found[-1] if found else None
        if before is not None and before.number > number:
            raise table_error(path, line, f"state {number} comes after state {before.number}")
        if before is not None and before.number == number and (before.end is None or before.end >= spell.start):
            raise table_error(path, line, f"state {number} is a member already")
        found.append(spell)
    return tuple(found)


@cache
def state_lists() -> dict[str, StateList]:
    """What the lists are, by system."""
    path = _FOLDER / "lists.tsv"
    return {
        system: StateList(system, name, version, _day(path, line, first), _day(path, line, last), citation)
        for line, (system, name, version, first, last, citation) in rows(
            path, ("system", "name", "version", "first", "last", "citation")
        )
    }


@cache
def _spells(system: str) -> tuple[Spell, ...]:
    if system not in SYSTEMS:
        raise WrongUse(f"unknown state system {system!r}: one of {', '.join(SYSTEMS)}")
    return read_spells(_FOLDER / f"{system}.tsv", system)


def spells(system: str, number: int | None = None) -> tuple[Spell, ...]:
    """The spells of a list ("cow" or "gw"; WrongUse for others), of one state or of all, by number and start."""
    found = _spells(system)
    return found if number is None else tuple(spell for spell in found if spell.number == number)


def _asked(day: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(day)
    except ValueError as error:
        raise ImpossibleDate(day, str(error)) from None


def members(system: str, day: datetime.date | str, microstates: bool = True) -> tuple[Spell, ...]:
    """The members of a system on a day ("1911-09-29"), by number; without Gleditsch-Ward's microstates if not wanted.

    Before the list's first day there are none. After its last day those are given who were members on it.
    """
    at = day if isinstance(day, datetime.date) else _asked(day)
    return tuple(spell for spell in _spells(system) if spell.holds(at) and (microstates or not spell.microstate))


@cache
def renumberings() -> tuple[Renumbering, ...]:
    """Which states have another number in each list."""
    path = _FOLDER / "numbers.tsv"
    return tuple(
        Renumbering(_number(path, line, cow), _number(path, line, gw), *_days(path, line, start, end), note)
        for line, (cow, gw, start, end, note) in rows(path, ("cow", "gw", "from", "to", "note"))
    )


@cache
def _differences() -> tuple[Difference, ...]:
    texts = {reason: text for _, (reason, text) in rows(_FOLDER / "reasons.tsv", ("reason", "text"))}
    path = _FOLDER / "differences.tsv"
    found = []
    columns = ("only_in", "number", "abbreviation", "from", "to", "reason", "detail")
    for line, (only_in, number, abbreviation, start, end, reason, detail) in rows(path, columns):
        if only_in not in SYSTEMS or reason not in texts:
            raise table_error(path, line, f"{only_in!r} is no system, or {reason!r} is not in reasons.tsv")
        text = f"{texts[reason]}. {detail}" if detail else texts[reason]
        span = _days(path, line, start, end)
        found.append(Difference(only_in, _number(path, line, number), abbreviation, *span, reason, text))
    return tuple(found)


def differences(system: str | None = None, number: int | None = None) -> tuple[Difference, ...]:
    """The periods 1816-2016 in which a state is in one list only, with the reason; of one list (and one state in it), or all."""
    return tuple(row for row in _differences() if system in (None, row.only_in) and (number is None or number == row.number))
