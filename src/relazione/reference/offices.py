"""Reference: titles of people and nouns of state bodies, by which an act is known to be a state's.

"The Italian foreign minister visited Ankara" and "Italian warships shelled Midi" are acts of Italy; "Italian tourists
visited Ankara" is none. Titles are in `data/offices.tsv`, nouns of bodies in `data/acting_bodies.tsv`.

    find_office("Minister of Foreign Affairs")    Office(office="foreign minister", kind="minister", ...)
    find_body("warships")                         ActingBody(text="warships", kind="military", state=True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from relazione.reference.folding import fold
from relazione.reference.tables import DATA, rows, table_error

__all__ = [
    "BODY_KINDS",
    "OFFICE_KINDS",
    "ActingBody",
    "Office",
    "acting_bodies",
    "find_body",
    "find_office",
    "offices",
]

OFFICE_KINDS = frozenset({"head-of-state", "head-of-government", "minister", "diplomat", "military", "other"})
BODY_KINDS = frozenset(
    {
        "agency",
        "diplomacy",
        "executive",
        "intelligence",
        "judiciary",
        "legislature",
        "military",
        "ministry",
        "party",
        "people",
        "police",
    }
)

_OFFICES = DATA / "offices.tsv"
_BODIES = DATA / "acting_bodies.tsv"
_YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Office:
    """A title in lower case (`text`) and the office it is filed under; `kind` is one of OFFICE_KINDS."""

    text: str
    office: str
    kind: str
    speaks_for_state: bool


@dataclass(frozen=True, slots=True)
class ActingBody:
    """A common noun of a body or of people; `state` tells whether their acts are the state's own."""

    text: str
    kind: str
    state: bool


def offices() -> Mapping[str, Office]:
    """Every title by its folded text."""
    return MappingProxyType(_offices())


def acting_bodies() -> Mapping[str, ActingBody]:
    """Every noun of a body by its folded text."""
    return MappingProxyType(_bodies())


def find_office(text: str) -> Office | None:
    """The office of a title, whatever its case and accents, or None."""
    return _offices().get(fold(text))


def find_body(text: str) -> ActingBody | None:
    """The body that a noun names, whatever its case and accents, or None."""
    return _bodies().get(fold(text))


@lru_cache(maxsize=1)
def _offices() -> dict[str, Office]:
    """The table, checked. Raises ReferenceTableError naming the line."""
    found: dict[str, Office] = {}
    for line, (text, office, kind, speaks) in rows(_OFFICES, ("text", "office", "class", "speaks_for_state")):
        _check(_OFFICES, line, kind, OFFICE_KINDS, speaks)
        found.setdefault(fold(text), Office(text, office, kind, _YES_OR_NO[speaks]))
    return found


@lru_cache(maxsize=1)
def _bodies() -> dict[str, ActingBody]:
    """The table, checked. Raises ReferenceTableError naming the line."""
    found: dict[str, ActingBody] = {}
    for line, (text, kind, state) in rows(_BODIES, ("text", "class", "state")):
        _check(_BODIES, line, kind, BODY_KINDS, state)
        found.setdefault(fold(text), ActingBody(text, kind, _YES_OR_NO[state]))
    return found


def _check(path: Path, line: int, kind: str, kinds: frozenset[str], answer: str) -> None:
    if kind not in kinds:
        raise table_error(path, line, f"the class {kind!r} is none of {', '.join(sorted(kinds))}")
    if answer not in _YES_OR_NO:
        raise table_error(path, line, f"{answer!r} is neither yes nor no")
