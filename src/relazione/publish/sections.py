"""Publish: the subjects under which the facts of a pair are told: the sections of its page and the lanes of its timeline.

Which types belong to which subject is data (data/sections.toml), complete over the ontology's types and the kinds of fact:

    section_of("event", "siege").id                conflict
    section_of("mission", "school").title          Culture and education
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from relazione.model.errors import ReferenceTableError

_TABLE = Path(__file__).parent / "data" / "sections.toml"


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One subject. `about` says in a line what is in it; `colour` names the colour of its marks."""

    id: str
    title: str
    about: str
    colour: str
    kinds: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@cache
def sections() -> tuple[Section, ...]:
    """All subjects, in the order in which they are told."""
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["section"]
    return tuple(msgspec.convert(row, Section) for row in rows)


def find_section(id: str) -> Section | None:
    """The subject of that id, or None."""
    return next((section for section in sections() if section.id == id), None)


@cache
def section_of(kind: str, type_: str) -> Section:
    """The subject of a fact of a kind. `type_`: an event's type, a mission's kind, what a measure is of, a tenure's office."""
    named = _named()
    for key in (
        (kind, type_),
        *((("event", parent),) if (parent := _parent(kind, type_)) else ()),
        ("office", _class(kind, type_)),
    ):
        if key in named:
            return named[key]
    return named.get(("kind", kind)) or sections()[-1]


@cache
def _named() -> dict[tuple[str, str], Section]:
    """(what is named, its name) -> the subject. Raises ReferenceTableError where something is named twice."""
    found: dict[tuple[str, str], Section] = {}
    for section in sections():
        lists = {
            "kind": section.kinds,
            "event": section.events,
            "mission": section.missions,
            "office": section.offices,
            "measure": section.measures,
        }
        for what, names in lists.items():
            for name in names:
                if (what, name) in found:
                    raise ReferenceTableError(
                        f"data/{_TABLE.name}: {what} {name!r} is in {found[what, name].id} and in {section.id}"
                    )
                found[what, name] = section
    return found


def _parent(kind: str, type_: str) -> str:
    """The type of the scheme that an event's type refines."""
    from relazione.reference.ontology import ontology

    row = ontology().get(type_) if kind == "event" else None
    return row.type if row else ""


def _class(kind: str, type_: str) -> str:
    """The class of a tenure's office: diplomat, minister, ..."""
    from relazione.reference.offices import find_office

    office = find_office(type_) if kind == "tenure" else None
    return office.kind if office else ""
