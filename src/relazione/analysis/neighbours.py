"""The analysis room: the neighbours of a fact: what it is part of, what gave it, what is told of the same place and time, and what the
same two states did before and after.

Asked of the record's indexes, so that it costs what is shown. Names are compared as they are told, accents and case folded: nothing is
guessed from meaning.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from relazione.model.dates import bounds
from relazione.model.record import Fact
from relazione.record.store import Record
from relazione.reference.folding import fold

MOST = 6
"""Facts of a group that are given."""
TRIED = 60
"""Facts that are looked at for a group."""
NEAR = 30
"""Days before and after a fact's day that count as the same time."""
PLACES = ("place", "city", "territory")
NAMES = ("name",)
OF = ("part_of", "by")
"""Fields that name a larger event, or the agreement or event that gave a holding."""

_AROUND = (("before", True, False), ("after", False, False), ("alike_before", True, True), ("alike_after", False, True))

_fact = msgspec.json.Decoder(Fact)


class Neighbours(msgspec.Struct, frozen=True):
    """Facts near a fact, in groups; each fact once, in the first group that it belongs to."""

    part_of: Annotated[tuple[Fact, ...], Meta(description="the larger event that its source names")] = ()
    given_by: Annotated[tuple[Fact, ...], Meta(description="the agreement or event that gave it, as its source names it")] = ()
    parts: Annotated[tuple[Fact, ...], Meta(description="what sources tell to be part of it, or given by it")] = ()
    place: Annotated[tuple[Fact, ...], Meta(description="of the same two states, at the same place")] = ()
    time: Annotated[tuple[Fact, ...], Meta(description="of the same two states, at the same time; of what lasts, during it")] = ()
    before: Annotated[Fact | None, Meta(description="the dated fact of the two before it")] = None
    after: Annotated[Fact | None, Meta(description="the dated fact of the two after it")] = None
    alike_before: Annotated[Fact | None, Meta(description="the one of its type before it")] = None
    alike_after: Annotated[Fact | None, Meta(description="the one of its type after it")] = None


def neighbours(record: Record, fact: Fact, pair: tuple[str, str] | None) -> Neighbours:
    """The neighbours of a fact among those of a pair of states (None: it is of no pair, and only names lead on)."""
    with record.reading() as connection:
        near = _Near(connection, fact, pair)
        found: dict[str, Any] = {
            "part_of": near.named("part_of"),
            "given_by": near.named("by"),
            "parts": near.parts(),
            "place": near.place(),
            "time": near.time(),
        }
        for key, back, same_type in _AROUND:
            found[key] = near.next(back, same_type)
    for plain, alike in (("before", "alike_before"), ("after", "alike_after")):
        if found[plain] and found[alike] and found[plain].id == found[alike].id:
            found[alike] = None
    return Neighbours(**found)


class _Near:
    def __init__(self, connection: sqlite3.Connection, fact: Fact, pair: tuple[str, str] | None) -> None:
        self._connection = connection
        self._fact = fact
        self._pair = tuple(sorted(pair)) if pair else None
        self._seen = {fact.id}
        row = connection.execute("SELECT number, first_day, type FROM facts WHERE id = ?", (fact.id,)).fetchone()
        self._number: int = row[0] if row else 0
        self._day: int | None = row[1] if row else None
        self._type: str = row[2] if row else ""

    def _new(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        found: list[Fact] = []
        for fact in facts:
            if fact.id not in self._seen and len(found) < MOST:
                self._seen.add(fact.id)
                found.append(fact)
        return tuple(found)

    def _with_words(self, words: str, fits: Callable[[Fact], bool], of_pair: bool) -> list[Fact]:
        """The facts that hold these words one behind the other and fit, those of the two states first."""
        phrase = " ".join(re.findall(r"\w+", words))
        if not phrase:
            return []
        a, b = self._pair or ("", "")
        query = (
            "SELECT f.fact FROM fact_words w JOIN facts f ON f.number = w.rowid "
            "LEFT JOIN fact_pairs p ON p.fact = f.number AND p.a = ?2 AND p.b = ?3 "
            f"WHERE fact_words MATCH ?1 {'AND p.fact IS NOT NULL ' if of_pair else ''}"
            "ORDER BY p.fact IS NULL, abs(coalesce(f.first_day, 1 << 40) - ?4), f.number LIMIT ?5"
        )
        rows = self._connection.execute(query, (f'"{phrase}"', a, b, self._day or 0, TRIED))
        return [fact for (text,) in rows if fits(fact := _fact.decode(text))]

    def named(self, field: str) -> tuple[Fact, ...]:
        """The agreements and events that bear the name which the fact has in a field."""
        names = {fold(name) for name in _values(self._fact, (field,))}
        found: list[Fact] = []
        for name in _values(self._fact, (field,)):
            found += self._with_words(name, lambda one: bool(names & {fold(own) for own in _values(one, NAMES)}), of_pair=False)
        return self._new(found)

    def parts(self) -> tuple[Fact, ...]:
        """What names this fact as the larger event, or as what gave it."""
        own = {fold(name) for name in _values(self._fact, NAMES)} if self._fact.kind in ("event", "agreement") else set()
        found: list[Fact] = []
        for name in _values(self._fact, NAMES) if own else ():
            found += self._with_words(name, lambda one: bool(own & {fold(of) for of in _values(one, OF)}), of_pair=False)
        return self._new(found)

    def place(self) -> tuple[Fact, ...]:
        """What the same two states have at the same place."""
        places = _values(self._fact, PLACES)
        folded = {fold(place) for place in places}
        found: list[Fact] = []
        for place in places if self._pair else ():
            found += self._with_words(place, lambda one: bool(folded & {fold(at) for at in _values(one, PLACES)}), of_pair=True)
        return self._new(found)

    def time(self) -> tuple[Fact, ...]:
        """What the same two states did at the same time."""
        if self._day is None or not self._pair or self._fact.kind not in ("event", "agreement"):
            return ()
        last = _last_day(self._fact)
        lasts = last is not None and last - self._day > 2 * NEAR
        first_, last_ = (self._day, last) if lasts and last is not None else (self._day - NEAR, self._day + NEAR)
        query = (
            "SELECT f.fact FROM fact_pairs p JOIN facts f ON f.number = p.fact WHERE p.a = ? AND p.b = ? "
            "AND f.kind IN ('event', 'agreement') AND f.realis = 'fact' AND f.first_day BETWEEN ? AND ? "
            "ORDER BY abs(f.first_day - ?), f.number LIMIT ?"
        )
        rows = self._connection.execute(query, (*self._pair, first_, last_, self._day, TRIED))
        found = [_fact.decode(text) for (text,) in rows]
        return self._new(found if lasts else filter(_is_exact, found))

    def next(self, back: bool, alike: bool) -> Fact | None:
        """The dated fact of the two before or after it; `alike`: of its kind and type."""
        if self._day is None or not self._pair:
            return None
        sign, order = ("<", "DESC") if back else (">", "ASC")
        query = (
            "SELECT f.fact FROM fact_pairs p JOIN facts f ON f.number = p.fact WHERE p.a = ?1 AND p.b = ?2 AND f.realis = 'fact' "
            f"AND (f.first_day, f.number) {sign} (?3, ?4) AND (?5 = 0 OR (f.kind = ?6 AND f.type = ?7)) "
            f"ORDER BY f.first_day {order}, f.number {order} LIMIT 1"
        )
        row = self._connection.execute(
            query, (*self._pair, self._day, self._number, int(alike), self._fact.kind, self._type)
        ).fetchone()
        return _fact.decode(row[0]) if row else None


def _values(fact: Fact, names: Sequence[str]) -> list[str]:
    """The texts of these fields, each once."""
    found = [value.value for field in fact.fields if field.name in names for value in field.values]
    return list(dict.fromkeys(value for value in found if isinstance(value, str)))


def _last_day(fact: Fact) -> int | None:
    if fact.end is None:
        return None
    return bounds(fact.end).end_latest


def _is_exact(fact: Fact) -> bool:
    """Whether a fact's beginning is told to the month or closer: a whole year is no same time."""
    if fact.start is None:
        return False
    b = bounds(fact.start)
    return b.start_earliest is not None and b.start_latest is not None and b.start_latest - b.start_earliest <= 31
