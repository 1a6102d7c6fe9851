"""The analysis room: how all states of the record stand to each other on a day, each pair in one word.

    stances(record, "1912-06-01").of("ITA", "TUR").stance        "war"

War, relations and missions are told as the as-of contract tells them of one pair (`as_of.standing`), from facts that are picked once for
all pairs. The record knows what its sources tell: a pair that is only mentioned, or not there, may have had relations all the same.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from relazione.analysis.at_war import WARS, at_war, wars
from relazione.analysis.contract import Certainty
from relazione.analysis.holds import Sure, holding_on, while_at_war
from relazione.analysis.relations import ESTABLISHED, SEVERED, relations_on
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import iso_day, parse_day
from relazione.model.moments import present_day
from relazione.record.store import Record
from relazione.record.tables import class_of

Pair = tuple[str, str]
Word = Literal["war", "severed", "both", "one", "relations", "none", "mentioned"]
WORDS: tuple[Word, ...] = ("war", "severed", "both", "one", "relations", "none", "mentioned")
"""At war; relations severed; embassies in both; an embassy of one in the other; relations without an embassy that is told; told to have
none; only mentioned: the record has facts of both, and none of these."""

IN_RELATIONS: tuple[Word, ...] = ("both", "one", "relations")
"""Those of the words that mean that there are relations."""


class Stance(msgspec.Struct, frozen=True):
    """How two states stand on a day; `a` and `b` in the order of their codes."""

    a: str
    b: str
    stance: Word
    since: Annotated[str | None, Meta(description="EDTF; of the war, or of the relations or their end")] = None
    certainty: Annotated[Certainty | None, Meta(description="of the relations; null where none are told")] = None
    embassies: Annotated[tuple[str, ...], Meta(description="codes of those who have an embassy or legation in the other")] = ()
    missions: Annotated[tuple[int, int], Meta(description="missions of a in b, and of b in a, of every kind")] = (0, 0)
    fact: Annotated[str | None, Meta(description="the fact that the word rests on")] = None
    facts: Annotated[int, Meta(description="facts of the two on record, of any date")] = 0


class Stances(msgspec.Struct, frozen=True):
    """All pairs of the record on a day."""

    as_of: str
    pairs: dict[Pair, Stance]

    def of(self, a: str, b: str) -> Stance | None:
        """Of two states in any order; None where the record has nothing of both."""
        return self.pairs.get((a, b) if a <= b else (b, a))

    def of_state(self, state: str) -> dict[str, Stance]:
        """Of a state with each other."""
        return {(b if a == state else a): one for (a, b), one in self.pairs.items() if state in (a, b)}


def stances(record: Record, as_of: str | None = None, state: str | None = None, today: str | None = None) -> Stances:
    """Every pair (of a state: those with it) on a day (a month or year: its first day; None: at present).

    `today` is the present day, for tests. Raises ImpossibleDate.
    """
    now = parse_day(today or present_day())
    day = now if as_of is None else parse_day(as_of)
    counts = {(line.a, line.b): line.facts for line in record.pair_lines(state)}
    with record.reading() as connection:
        return Stances(iso_day(day), Gathered(connection, day, day == now, state).stances(counts))


def _stance(selection: OfPair, pair: Pair, facts: int) -> Stance:
    if not selection.is_told:
        return Stance(*pair, "mentioned", facts=facts)
    told = wars(selection) if selection.events else []
    is_war, war = at_war(selection, told)
    missions = while_at_war(selection.missions) if is_war else selection.missions
    relations = relations_on(selection, told, war, missions)
    senders = [(held.shown["sender"].get("state"), _is_embassy(held)) for held, _ in missions]
    embassies = tuple(side for side in pair if (side, True) in senders)
    of_a, of_b = (sum(sender == side for sender, _ in senders) for side in pair)
    word: Word = "mentioned"
    if relations.status == "severed":
        word = "severed"
    elif relations.status == "established":
        word = "both" if len(embassies) > 1 else "one" if embassies else "relations"
    elif relations.status == "none":
        word = "none"
    since, fact = relations.since, relations.fact
    if is_war and war is not None:
        word, since, fact = "war", war.since, war.fact
    return Stance(*pair, word, since, relations.certainty, embassies, (of_a, of_b), fact, facts)


def _is_embassy(held: Held) -> bool:
    return class_of("mission.kind", held.shown["kind"]) == "diplomatic"


class Gathered:
    """The acts, wars and missions of all pairs (of a state: of those with it), picked once."""

    def __init__(self, connection: sqlite3.Connection, day: int, present: bool, state: str | None) -> None:
        self._connection = connection
        self.day, self.present = day, present
        self._state = state
        self._events = self._told_events()
        self.standing = self._standing_missions()
        """All missions that stand on the day."""
        self._missions = self._missions_by_pair()

    def stances(self, facts: Mapping[Pair, int]) -> dict[Pair, Stance]:
        """Every pair, given how many facts there are of each."""
        pairs = sorted({*facts, *self._events, *self._missions})
        return {pair: _stance(self._of_pair(*pair), pair, facts.get(pair, 0)) for pair in pairs}

    def _of_pair(self, a: str, b: str) -> OfPair:
        told = self._events.get((a, b), ()), self._missions.get((a, b), ())
        return OfPair(self._connection, a, b, self.day, self.present, *told)

    def _told_events(self) -> Mapping[Pair, list[Held]]:
        """Wars, and acts of relations: of the types that `wars` and `relations_on` ask for, begun by the day or undated."""
        types = (*WARS, *ESTABLISHED, *SEVERED)
        own = " AND f.number IN (SELECT fact FROM fact_states WHERE state = ? AND kind = 'event' AND part)" if self._state else ""
        query = (
            "SELECT f.number, s.state FROM facts f JOIN fact_states s ON s.fact = f.number WHERE f.kind = 'event' "
            f"AND f.type IN ({', '.join('?' * len(types))}){own} AND s.part AND (s.first_day IS NULL OR s.first_day <= ?)"
        )
        states: dict[int, list[str]] = defaultdict(list)
        values = (*types, *((self._state,) if self._state else ()), self.day)
        for number, state in self._connection.execute(query, values):
            states[number].append(state)
        several = {number: sorted(of_fact) for number, of_fact in states.items() if len(of_fact) > 1}
        return self._by_pair(_selected(self._connection, self.day, self.present).numbered(sorted(several)), several)

    def _by_pair(self, facts: Mapping[int, Held], states: Mapping[int, Sequence[str]]) -> Mapping[Pair, list[Held]]:
        found: dict[Pair, list[Held]] = defaultdict(list)
        for number, held in facts.items():
            for a, b in combinations(states[number], 2):
                if self._state in (None, a, b):
                    found[a, b].append(held)
        return found

    def _standing_missions(self) -> list[Sure]:
        selection = _selected(self._connection, self.day, self.present)
        told = selection.of_state("mission", self._state) if self._state else selection.of_kind("mission")
        return holding_on(selection, told, "sender")

    def _missions_by_pair(self) -> Mapping[Pair, list[Sure]]:
        found: dict[Pair, list[Sure]] = defaultdict(list)
        for held, certainty in self.standing:
            for a, b in combinations(sorted(held.fact.states), 2):
                if self._state in (None, a, b):
                    found[a, b].append((held, certainty))
        return found


def _selected(connection: sqlite3.Connection, day: int, present: bool) -> Selection:
    return Selection(connection, "", "", day, present)


class OfPair(Selection):
    """The questions about one pair, answered from what was picked for all; only what seldom is asked goes to the record."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        a: str,
        b: str,
        day: int,
        present: bool,
        events: Sequence[Held],
        missions: Sequence[Sure],
    ) -> None:
        super().__init__(connection, a, b, day, present)
        self.events = events
        self.missions = list(missions)

    @property
    def is_told(self) -> bool:
        """Whether there is more than a mention."""
        return bool(self.events or self.missions)

    def of_types(self, types: Sequence[str], realis: str = "fact") -> list[Held]:
        return [held for held in self.events if held.fact.realis == realis and held.shown["type"] in types]

    def is_covered(self) -> bool:
        return False  # whether there was peace, or nothing is known, is no matter here
