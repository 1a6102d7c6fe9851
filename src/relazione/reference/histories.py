"""Reference: what came before and after a polity, under whom it stood, and further spellings by which users look it up.

These tables serve questions about polities, not the reading of texts, and are read at the first question.

    after("czechoslovakia")        (Succession(polity="czechoslovakia", successor="czechia", how="successor", on="1992-12-31"), ...)
    held("mandatory-iraq")         (Held(polity="mandatory-iraq", how="mandate", holder="GBR", ...),)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec

from relazione.reference.register import Capital, Name, register
from relazione.reference.spans import span_between, span_of
from relazione.reference.tables import DATA, rows, table_error

SUCCESSION_KINDS = ("successor", "absorbed", "partial", "seceded")
HELD_KINDS = ("colony", "protectorate", "mandate", "dependency", "part", "occupied")
_FOLDER = DATA / "polities"


class Succession(msgspec.Struct, frozen=True, gc=False):
    """That a polity led to another, how (one of SUCCESSION_KINDS) and when (EDTF)."""

    polity: str
    successor: str
    how: str
    on: str | None


class Held(msgspec.Struct, frozen=True, gc=False):
    """That a polity stood under another: how (one of HELD_KINDS), the holder (a polity's id or a state's code), and when."""

    polity: str
    how: str
    holder: str
    start: str | None
    end: str | None


@cache
def _successions() -> tuple[Succession, ...]:
    path, known, found = _FOLDER / "successions.tsv", register().polities, []
    for line, (polity, successor, how, on) in rows(path, ("polity", "successor", "how", "on")):
        for id_ in (polity, successor):
            if id_ not in known:
                raise table_error(path, line, f"polity {id_!r} is in no polities.tsv")
        if how not in SUCCESSION_KINDS:
            raise table_error(path, line, f"how {how!r} is none of: {', '.join(SUCCESSION_KINDS)}")
        try:
            _ = span_of(on) if on else None
        except ValueError as error:
            raise table_error(path, line, str(error)) from None
        found.append(Succession(polity, successor, how, on or None))
    return tuple(found)


@cache
def _index() -> tuple[dict[str, list[Succession]], dict[str, list[Succession]]]:
    later: dict[str, list[Succession]] = defaultdict(list)
    earlier: dict[str, list[Succession]] = defaultdict(list)
    for row in _successions():
        later[row.polity].append(row)
        earlier[row.successor].append(row)
    return dict(later), dict(earlier)


def after(polity_id: str) -> tuple[Succession, ...]:
    """What came after a polity, in the order of the table: the main heir first."""
    return tuple(_index()[0].get(polity_id, ()))


def before(polity_id: str) -> tuple[Succession, ...]:
    """What was before a polity: what it went on from first, then what it absorbed or gained."""
    found = _index()[1].get(polity_id, ())
    return tuple(sorted(found, key=lambda row: ("successor", "seceded", "partial", "absorbed").index(row.how)))


def origins(polity_id: str) -> tuple[Succession, ...]:
    """What a polity went on from, without what it absorbed, or gained of another, only in the course of its life."""
    begun = register().polities[polity_id]
    if begun.start is None:
        return before(polity_id)
    first = begun.span.first[0]
    kept = []
    for row in before(polity_id):
        at_first = span_of(row.on).first[0] <= first + 1 if row.on else row.how != "absorbed"
        if at_first or row.how in ("successor", "seceded"):
            kept.append(row)
    return tuple(kept)


@cache
def _held() -> dict[str, list[Held]]:
    path, reg = _FOLDER / "held.tsv", register()
    found: dict[str, list[Held]] = defaultdict(list)
    for line, (polity, how, holder, start, end) in rows(path, ("polity", "how", "holder", "from", "to")):
        if polity not in reg.polities:
            raise table_error(path, line, f"polity {polity!r} is in no polities.tsv")
        if holder not in reg.polities and holder not in reg.states:
            raise table_error(path, line, f"holder {holder!r} is neither a polity nor a state")
        if how not in HELD_KINDS:
            raise table_error(path, line, f"how {how!r} is none of: {', '.join(HELD_KINDS)}")
        try:
            span_between(start or None, end or None)
        except ValueError as error:
            raise table_error(path, line, str(error)) from None
        found[polity].append(Held(polity, how, holder, start or None, end or None))
    return dict(found)


def held(polity_id: str) -> tuple[Held, ...]:
    """Under whom a polity stood, in order of time."""
    return tuple(_held().get(polity_id, ()))


def _dated(file_name: str, columns: tuple[str, ...]) -> Iterator[tuple[list[str], str | None, str | None]]:
    """The rows of a table whose first column is a polity and whose last two are dates: (the cells before the dates, from, to)."""
    path, known = _FOLDER / file_name, register().polities
    for line, cells in rows(path, (*columns, "from", "to")):
        *texts, start, end = cells
        if texts[0] not in known:
            raise table_error(path, line, f"polity {texts[0]!r} is in no polities.tsv")
        if not all(texts):
            raise table_error(path, line, "a cell is blank")
        try:
            span_between(start or None, end or None)
        except ValueError as error:
            raise table_error(path, line, str(error)) from None
        yield texts, start or None, end or None


@cache
def aliases() -> tuple[Name, ...]:
    """Names, spellings and adjectives that serve the looking up only: in a text they would be mistaken for words, places or persons."""
    found = _dated("aliases.tsv", ("polity", "kind", "text"))
    return tuple(Name(polity, kind, text, start, end) for (polity, kind, text), start, end in found)


@cache
def _seats() -> dict[str, list[Capital]]:
    found: dict[str, list[Capital]] = defaultdict(list)
    for (polity, city), start, end in _dated("seats.tsv", ("polity", "city")):
        found[polity].append(Capital(polity, city, start, end))
    return dict(found)


def capitals(polity_id: str) -> tuple[Capital, ...]:
    """The seats of government of a polity, those that serve answers only as well."""
    return (*register().capitals.get(polity_id, ()), *_seats().get(polity_id, ()))


@cache
def _called() -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for (polity, text), start, end in _dated("called.tsv", ("polity", "text")):
        found[polity].append(Name(polity, "name", text, start, end))
    return dict(found)


def called(polity_id: str) -> tuple[Name, ...]:
    """What a polity was called while its name was another than that of the tables: Zaire, Burma, Siam."""
    return tuple(_called().get(polity_id, ()))
