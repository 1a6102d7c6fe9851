"""Reference: all that the tables hold of one polity, as one answer.

    profile("kingdom-of-sardinia").capital             "Turin"
    profile("dr-congo", on="1980").name                "Zaire"

Names, capital and codes are those of the date asked about; without a date, of today, or of its last days for a polity that ended.
`from` and `to` are EDTF dates (a blank begin is not dated). The shape is that of `relazione polity --json` and of /polities/ID.json.
"""

from __future__ import annotations

import msgspec

from relazione.reference import histories, systems
from relazione.reference.lookup import membership, today
from relazione.reference.names import query_span
from relazione.reference.polities import main_state
from relazione.reference.register import Name, Polity, Register, register
from relazione.reference.spans import ALWAYS, Span, span_between
from relazione.reference.systems import Spell


class Dated(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A name, adjective or capital, and when it was in use."""

    text: str
    start: str | None
    end: str | None


class Heir(msgspec.Struct, frozen=True):
    """A polity before or after this one; `how` is one of `histories.SUCCESSION_KINDS`."""

    id: str
    name: str
    how: str
    on: str | None


class Line(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """The present-day state to which the polity leads; `how` is one of `register.LINEAGE_KINDS`."""

    state: str
    code: str
    how: str
    start: str | None
    end: str | None


class Holder(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Under whom the polity stood, as what; `id` is a polity's, or a state's code."""

    id: str
    name: str
    how: str
    start: str | None
    end: str | None


class CodeRow(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A code in a system, and when it was the polity's."""

    system: str
    code: str
    start: str | None
    end: str | None


class Member(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """An interval of membership in a list of states: days, both included; no `to`: a member on the list's last day."""

    number: int
    abbreviation: str
    start: str
    end: str | None
    microstate: bool


class ListDifference(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A period in which only one of the lists (`only_in`) has the polity, and why."""

    only_in: str
    start: str
    end: str | None
    reason: str


class Codes(msgspec.Struct, frozen=True):
    """The codes on the date asked about: numbers of COW and Gleditsch-Ward, letters and digits of ISO 3166-1, the Wikidata item."""

    cow: int | None
    gw: int | None
    iso3: str | None
    wikidata: str | None
    iso2: str | None
    isonum: str | None


class Profile(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """One polity. `state` is the present-day state that it is or mainly leads to."""

    id: str
    name: str
    start: str | None
    end: str | None
    state: str | None
    capital: str | None
    """In today's spelling; `capital_names` has what it was called at the time as well."""
    codes: Codes
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    state_code: str | None
    kind: str
    as_of: str | None
    title: str
    """The name under which the tables have it, whatever it was called on the date."""
    names: tuple[Dated, ...]
    adjectives: tuple[Dated, ...]
    people: tuple[Dated, ...]
    metonyms: tuple[Dated, ...]
    capital_names: tuple[str, ...]
    capitals: tuple[Dated, ...]
    code_history: tuple[CodeRow, ...]
    membership: dict[str, tuple[Member, ...]]
    differences: tuple[ListDifference, ...]
    before: tuple[Heir, ...]
    after: tuple[Heir, ...]
    held: tuple[Holder, ...]
    lineage: tuple[Line, ...]
    source: str


def profile(polity_id: str, on: str | None = None) -> Profile:
    """All that is known of a polity; KeyError if there is none of that id, ImpossibleDate for a wrong date."""
    reg = register()
    polity = reg.polities[polity_id]
    day = query_span(on) if on else _default_day(polity)
    state = main_state(polity_id)
    seat = _seat(reg, polity_id, day) or (None if on else _seat(reg, polity_id, ALWAYS))
    earlier, later = histories.before(polity_id), histories.after(polity_id)
    return Profile(
        id=polity_id,
        name=_name(polity, day),
        start=polity.start,
        end=polity.end,
        state=reg.states[state].name if state else None,
        capital=seat,
        capital_names=_seat_names(reg, polity_id, seat, day),
        codes=_codes(reg, polity_id, None if on is None and polity.end else day),
        predecessors=tuple(reg.polities[row.polity].name for row in histories.origins(polity_id)),
        successors=tuple(reg.polities[row.successor].name for row in later if row.how != "seceded"),
        state_code=state,
        kind=polity.kind,
        as_of=on,
        title=polity.name,
        names=_words(reg, polity_id, "name"),
        adjectives=_words(reg, polity_id, "adjective"),
        people=_words(reg, polity_id, "people"),
        metonyms=_words(reg, polity_id, "metonym"),
        capitals=tuple(Dated(row.city, row.start, row.end) for row in histories.capitals(polity_id)),
        code_history=tuple(CodeRow(row.system, row.code, row.start, row.end) for row in reg.codes.get(polity_id, ())),
        membership={system: tuple(_member(spell) for spell in membership(polity_id, system)) for system in systems.SYSTEMS},
        differences=_differences(polity_id),
        before=tuple(Heir(row.polity, reg.polities[row.polity].name, row.how, row.on) for row in earlier),
        after=tuple(Heir(row.successor, reg.polities[row.successor].name, row.how, row.on) for row in later),
        held=tuple(_holder(reg, row) for row in histories.held(polity_id)),
        lineage=tuple(
            Line(reg.states[row.state].name, row.state, row.how, row.start, row.end) for row in reg.lineages.get(polity_id, ())
        ),
        source=polity.source,
    )


def _default_day(polity: Polity) -> Span:
    """Today, or the last day of a polity that ended before."""
    now = query_span(today())
    return now if polity.span.last >= now.first else Span(polity.span.last, polity.span.last)


def _seat(reg: Register, polity_id: str, day: Span) -> str | None:
    """The capital on the days; of several the one that was it longest afterwards, and of those the first in the table."""
    held = [row for row in histories.capitals(polity_id) if reg.span(row).overlaps(day)]
    return max(held, key=lambda row: reg.span(row).last).city if held else None


def _name(polity: Polity, day: Span) -> str:
    """What it was called on the first of the days asked about: Burma in 1960, Zaire in 1980."""
    for row in histories.called(polity.id):
        if span_between(row.start or polity.start, row.end or polity.end).overlaps(Span(day.first, day.first)):
            return row.text
    return polity.name


def _codes(reg: Register, polity_id: str, day: Span | None) -> Codes:
    """For each system the code on the day (None: the one held longest). Where none was held then, the one held longest: a number
    identifies also whom the list has not yet, or not any more."""
    found: dict[str, str | None] = {}
    for system in ("cow", "gw", "iso3", "wikidata", "iso2", "isonum"):
        rows = [row for row in reg.codes.get(polity_id, ()) if row.system == system]
        held = [row for row in rows if day is not None and reg.span(row).overlaps(day)] or rows
        found[system] = max(held, key=lambda row: _length(reg.span(row), day)).code if held else None
    cow, gw = (int(code) if (code := found[system]) else None for system in ("cow", "gw"))
    return Codes(cow, gw, found["iso3"], found["wikidata"], found["iso2"], found["isonum"])


def _seat_names(reg: Register, polity_id: str, seat: str | None, day: Span) -> tuple[str, ...]:
    """Every name of the capital on the day: the rows with the same dates are spellings and names of one city."""
    rows = [row for row in histories.capitals(polity_id) if reg.span(row).overlaps(day)]
    of_seat = [row for row in rows if row.city == seat]
    return tuple(row.city for row in rows if of_seat and (row.start, row.end) == (of_seat[0].start, of_seat[0].end))


def _length(span: Span, day: Span | None) -> tuple[int, int]:
    return (span.meet(day).length() if day is not None else 0), span.length()


def _words(reg: Register, polity_id: str, kind: str) -> tuple[Dated, ...]:
    rows: list[Name] = [row for row in reg.names_of.get(polity_id, ()) if row.kind == kind]
    rows += [row for row in histories.aliases() if row.polity == polity_id and row.kind == kind]
    words = {row.text: Dated(row.text, row.start, row.end) for row in reversed(rows)}
    return tuple(words[text] for text in dict.fromkeys(row.text for row in rows))


def _member(spell: Spell) -> Member:
    end = spell.end.isoformat() if spell.end else None
    return Member(spell.number, spell.abbreviation, spell.start.isoformat(), end, spell.microstate)


def _differences(polity_id: str) -> tuple[ListDifference, ...]:
    found = []
    for system in systems.SYSTEMS:
        for spell in membership(polity_id, system):
            for row in systems.differences(system, spell.number):
                ends = [end for end in (row.end, spell.end) if end is not None]
                start, end = max(row.start, spell.start), min(ends) if ends else None
                if end is None or start <= end:
                    found.append(ListDifference(system, start.isoformat(), end.isoformat() if end else None, row.text))
    return tuple(sorted(set(found), key=lambda row: row.start))


def _holder(reg: Register, row: histories.Held) -> Holder:
    name = reg.states[row.holder].name if row.holder in reg.states else reg.polities[row.holder].name
    return Holder(row.holder, name, row.how, row.start, row.end)
