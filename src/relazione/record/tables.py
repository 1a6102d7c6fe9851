"""The record room: its tables of data (`data/*.tsv`), read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from relazione.reference.folding import fold
from relazione.reference.places import find_place
from relazione.reference.tables import rows

DATA = Path(__file__).parent / "data"


@cache
def comparisons() -> Mapping[str, Mapping[str, str]]:
    """kind -> field -> how its values are compared, in the order in which a fact shows them."""
    found: dict[str, dict[str, str]] = {}
    for _, (kind, field, compare) in rows(DATA / "fields.tsv", ("kind", "field", "compare")):
        found.setdefault(kind, {})[field] = compare
    return found


@cache
def _classes() -> Mapping[tuple[str, str], tuple[str, str]]:
    columns = ("field", "value", "class", "refines")
    return {(row[0], row[1]): (row[2], row[3]) for _, row in rows(DATA / "classes.tsv", columns)}


def class_of(field: str, value: str) -> str:
    """The class of a value of "mission.kind", "membership.status" or "holding.title"; the value itself if it has none."""
    return _classes().get((field, value), (value, ""))[0]


def refined_value(field: str, value: str) -> str:
    """The less exact value that this one agrees with ("founding" -> "member"), or ""."""
    return _classes().get((field, value), ("", ""))[1]


@cache
def _column(name: str, column: str) -> frozenset[str]:
    return frozenset(row[0] for _, row in rows(DATA / name, (column,)))


def is_single_type(type_: str) -> bool:
    """Whether two states have at most one such event at a time."""
    return type_ in _column("single_types.tsv", "type")


def is_single_measure(what: str) -> bool:
    """Whether there is one true number of it for the same date and states."""
    return what in _column("single_measures.tsv", "what")


def is_own_measure(what: str) -> bool:
    """Whether it is a quantity of one side itself, such as its dead: of the other side nothing is told."""
    return what in _column("own_measures.tsv", "what")


@cache
def matched_types() -> Mapping[str, bool]:
    """Types of event that are matched by their times -> whether one source may tell several at once (see `matching`)."""
    return {row[0]: row[1] == "yes" for _, row in rows(DATA / "matched_types.tsv", ("type", "own"))}


@cache
def open_ended() -> Mapping[str, frozenset[str]]:
    """Types of event that last until an end is told -> the types that end them."""
    return {row[0]: frozenset(row[1].split("|")) for _, row in rows(DATA / "open_ended.tsv", ("type", "ended_by"))}


@lru_cache(maxsize=65536)
def city_key(text: str) -> str:
    """One form for all names of a city: Milano and Milan, Constantinople and Istanbul."""
    place = find_place(text)
    return fold(place.name if place else text)


@lru_cache(maxsize=65536)
def territory_key(text: str) -> str:
    """One form for all names of a territory: Castelrosso and the island of Kastellorizo, the Dodecanese islands."""
    folded = fold(text)
    bare = folded.removeprefix("island of ").removeprefix("islands of ").removesuffix(" islands").removesuffix(" island")
    place = find_place(text) or find_place(bare)
    return fold(place.name) if place else bare
