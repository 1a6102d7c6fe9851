"""The panel: what the record's documents tell, as arrays: who, between which years, and which dyad-years they speak of at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import NOT_COVERED, NOT_TOLD
from relazione.analysis.panel.frame import Frame, Ints
from relazione.model.dates import civil
from relazione.model.errors import WrongUse
from relazione.record.spells import Spell
from relazione.record.store import Record

_spells = msgspec.json.Decoder(tuple[Spell, ...])

Who = tuple[str | None, str | None]
"""A party: the polity that it was told to be, and the present-day state of its lineage."""


def need_record(record: Record | None, what: str) -> Record:
    """The record. Raises WrongUse where there is none."""
    if record is None:
        raise WrongUse(f"--add {what} counts what a record tells, and none was given: --db FILE")
    return record


def who(actor: Mapping[str, Any] | None) -> Who | None:
    """The party that an actor of a fact is; None for a person or organisation alone."""
    if not actor or not (actor.get("polity") or actor.get("state")):
        return None
    return actor.get("polity"), actor.get("state")


class Parties:
    """Parties, numbered as they come, and their places in a frame year by year."""

    def __init__(self) -> None:
        self._numbers: dict[Who, int] = {}

    def number(self, party: Who) -> int:
        """The number of a party."""
        return self._numbers.setdefault(party, len(self._numbers))

    def places(self, frame: Frame, numbers: Ints, year: Ints) -> Ints:
        """Places in the frame, as of the year; -1 where the party had no state of the system then."""
        if not len(numbers):
            return np.zeros(0, np.int32)
        parties = list(self._numbers)
        asked, at = np.unique(numbers.astype(np.int64) << 32 | year, return_inverse=True)
        found = [state_number(*parties[one >> 32], one & 0xFFFF, frame.system) for one in asked.tolist()]
        return frame.places(np.array(found, np.int32)[at])


@lru_cache(maxsize=1 << 15)
def state_number(polity: str | None, state: str | None, year: int, system: str) -> int:
    """The number in a system, in a year, of a polity, or else of what its present-day state was then; -1 where there is none."""
    from relazione.reference import polities

    on = str(year)
    number = polities.code(polity, system, on) if polity else None
    if number is None and state:
        found = (polities.code(one.id, system, on) for one in polities.polities_of(state, on, ("self", "successor")))
        number = next((one for one in found if one), None)
    return int(number) if number else -1


def spread(frame: Frame, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Intervals of calendar years as single years inside the frame: the number of the interval, and the year."""
    low, high = np.maximum(first, frame.first), np.minimum(last, frame.last)
    counts = np.maximum(high - low + 1, 0)
    which = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    begins = np.cumsum(counts) - counts
    return which, (low[which] + np.arange(len(which)) - begins[which]).astype(np.int32)


def years_of(first: int, last: int) -> tuple[int, int]:
    """The calendar years of two days (since 1970-01-01); an open end is far away."""
    return civil(first)[0], 9999 if last > 2_900_000 else civil(last)[0]


def not_told(record: Record, frame: Frame) -> NDArray[np.uint8]:
    """By row: NOT_TOLD where a document about the two covers the year, else NOT_COVERED."""
    parties, lines = Parties(), []
    query = (
        "SELECT pair, first_day, last_day FROM document_states WHERE withdrawn = 0 AND pair IS NOT NULL AND first_day IS NOT NULL"
    )
    with record.reading() as connection:
        for pair, first, last in connection.execute(query):
            a, b = msgspec.json.decode(pair)
            lines.append((parties.number((None, a)), parties.number((None, b)), *years_of(first, last)))
    found = np.full(len(frame), NOT_COVERED, np.uint8)
    a, b, first, last = columns(lines, 4)
    which, year = spread(frame, first, last)
    places = parties.places(frame, a[which], year), parties.places(frame, b[which], year)
    for left, right in (places, places[::-1]):
        row = frame.rows(left, right, year)
        found[row[row >= 0]] = NOT_TOLD
    return found


def columns(lines: Iterable[tuple[int, ...]], width: int) -> list[Ints]:
    """Lines of numbers as columns."""
    return list(np.array(list(lines), np.int32).reshape(-1, width).T)


class Told(NamedTuple):
    """A dated fact: shown value of each field, type, first and last day on which it may hold, and the years in which sources that look
    only now and then saw it (empty where others tell of it as well)."""

    shown: dict[str, Any]
    type: str
    first: int
    last: int
    seen: tuple[int, ...]


def facts(record: Record, kind: str) -> list[Told]:
    """The dated facts of a kind that are told as facts."""
    query = (
        "SELECT f.fact, f.spells, f.type, min(s.first_day), max(s.last_day) FROM facts f JOIN fact_states s ON s.fact = f.number "
        "WHERE f.kind = ? AND s.realis = 'fact' AND s.first_day IS NOT NULL GROUP BY f.number ORDER BY f.number"
    )
    found = []
    with record.reading() as connection:
        for text, spells, type_, first, last in connection.execute(query, (kind,)):
            shown = {field["name"]: field["values"][0]["value"] for field in msgspec.json.decode(text)["fields"]}
            years = [spell.seen for spell in _spells.decode(spells)]
            seen = sorted({int(year[:4]) for of_claim in years for year in of_claim}) if years and all(years) else []
            found.append(Told(shown, type_, first, last, tuple(seen)))
    return found
