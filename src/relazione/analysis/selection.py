"""The analysis room: picking the facts that a question is about, by state, kind and day, without reading the others.

The record's table `fact_states` is indexed by state, kind and day, so that a question costs what its answer is long, not
what the
record is large.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from relazione.model.claims import KINDS
from relazione.model.dates import bounds
from relazione.model.record import Fact
from relazione.record import datasets
from relazione.record.counted import chunks
from relazione.record.pairs import CROWD, orders
from relazione.record.schema import OPEN_DAY
from relazione.record.spells import Spell

_fact = msgspec.json.Decoder(Fact)
_spells = msgspec.json.Decoder(tuple[Spell, ...])


class Held:
    """A fact with the spells that its claims tell, and the list it belongs to (missions there, holders of a territory)."""

    def __init__(self, fact: Fact, spells: tuple[Spell, ...], roster: str | None) -> None:
        self.fact = fact
        self.spells = spells
        self.roster = roster

    @cached_property
    def shown(self) -> Mapping[str, Any]:
        """The value shown of each field."""
        return {field.name: field.values[0].value for field in self.fact.fields}

    @property
    def is_only_seen(self) -> bool:
        """Whether all who tell it look only now and then: between the years in which they looked nobody tells of it."""
        return all(spell.seen for spell in self.spells)

    def every(self, name: str) -> list[Any]:
        """All values of a field; those of list fields (parties, provisions) one by one, each once."""
        found: list[Any] = []
        for field in self.fact.fields:
            if field.name == name:
                for value in field.values:
                    for item in value.value if isinstance(value.value, list | tuple) else (value.value,):
                        if item not in found:
                            found.append(item)
        return found


class Selection:
    """The facts (told as facts, not planned or denied) that concern two states around a day."""

    def __init__(self, connection: sqlite3.Connection, a: str, b: str, day: int, present: bool) -> None:
        self._connection = connection
        self.a, self.b = a, b
        self.day = day
        self.present = present
        self.ends: dict[str, list[int]] = {}
        self._rosters: dict[str, list[Held]] = {}

    def of_both(self, kind: str, alive: bool = True, parts: bool = True) -> list[Held]:
        """Facts in which both states take part (`parts` false: or are meant); `alive`: that may hold on the day. Agreements of more
        than CROWD states only if a document about the pair tells them."""
        query = (
            "SELECT s.fact FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ?1 AND s.kind = ?3 AND s.realis = 'fact' "
            "AND t.state = ?2 AND t.kind = ?3 AND t.fact = s.fact"
        )
        if kind == "agreement":
            query += f" AND ({self._told_of_pair()} OR {CROWD} >= (SELECT count(*) FROM fact_states p WHERE p.fact = s.fact))"
        return self._held(query + self._when(alive) + (" AND s.part AND t.part" if parts else ""), (self.a, self.b, kind))

    def of_pair(self, a: str, b: str) -> Selection:
        """The same questions about two other states."""
        return Selection(self._connection, a, b, self.day, self.present)

    def of_kind(self, kind: str, types: Sequence[str] = ()) -> list[Held]:
        """Facts of a kind (and of these types) of any states that may hold on the day."""
        query = "SELECT s.fact FROM fact_states s WHERE s.kind = ? AND s.realis = 'fact' AND s.part" + self._when(True)
        if types:
            query += f" AND s.type IN ({', '.join('?' * len(types))})"
        return self._held(query, (kind, *types))

    def of_state(self, kind: str, state: str) -> list[Held]:
        """Facts of a kind in which the state takes part and that may hold on the day."""
        query = "SELECT s.fact FROM fact_states s WHERE s.state = ? AND s.kind = ? AND s.realis = 'fact' AND s.part"
        return self._held(query + self._when(True), (state, kind))

    def numbered(self, numbers: Sequence[int]) -> dict[int, Held]:
        """Facts by their numbers, in order."""
        found: dict[int, Held] = {}
        for part in chunks(numbers):
            held = self._held(", ".join("?" * len(part)), part)
            found.update(zip(sorted(part), held, strict=True))
        return found

    def seen(self) -> list[Held]:
        """Missions of one in the other that a source which looks only now and then saw, whenever that was."""
        query = (
            "SELECT s.fact FROM fact_states s CROSS JOIN fact_states t CROSS JOIN facts g WHERE s.state = ?1 AND s.kind = 'mission' "
            "AND s.realis = 'fact' AND s.part AND t.state = ?2 AND t.kind = s.kind AND t.fact = s.fact AND t.part "
            "AND g.number = s.fact AND instr(g.spells, '\"seen\"')"
        )
        return self._held(query, (self.a, self.b))

    def of_either(self, kind: str) -> list[Held]:
        """Facts in which one of the two takes part and that may hold on the day; of events and holdings only what concerns the pair."""
        query = "SELECT s.fact FROM fact_states s WHERE s.state IN (?1, ?2) AND s.kind = ?3 AND s.realis = 'fact' AND s.part"
        concerned = {
            "event": f" AND {self._concerns()}",
            "holding": f" AND ({self._concerns()} OR {self._held_by_other()} OR {self._told_in_prose()})",
        }
        return self._held(query + self._when(True) + concerned.get(kind, ""), (self.a, self.b, kind))

    def _concerns(self) -> str:
        """SQL: that a fact of either side (a row `s` of fact_states) concerns the pair. Both take part in it, or a document about
        the two tells it. What the record knows of one of them and a third state is a story of its own."""
        return (
            f"(EXISTS (SELECT 1 FROM fact_states o WHERE o.state = {self._other()} AND o.kind = s.kind AND o.fact = s.fact"
            f" AND NOT {self._side_by_side()}) "
            f"OR {self._told_of_pair()})"
        )

    def _told_of_pair(self) -> str:
        """SQL: that a document about the two tells the fact of a row `s`."""
        pairs = ", ".join(f"'{order}'" for order in orders(self.a, self.b))
        return (
            "EXISTS (SELECT 1 FROM fact_claims fc JOIN claims c ON c.number = fc.claim "
            f"JOIN document_states d ON d.document = c.document WHERE fc.fact = s.fact AND d.pair IN ({pairs}))"
        )

    def _side_by_side(self) -> str:
        """SQL: that a fact `s` is a sanction that both impose, or both are under: it says nothing of how the two stand to each other."""
        return (
            "(s.type = 'sanction' AND 2 > (SELECT count(DISTINCT coalesce(json_extract(a.value, '$.role'), 'actor')) "
            "FROM facts f, json_each(f.fact, '$.fields') n, json_each(n.value, '$.values[0].value') a "
            f"WHERE f.number = s.fact AND json_extract(n.value, '$.name') = 'actors' AND json_extract(a.value, '$.state') "
            f"IN ('{self.a}', '{self.b}')))"
        )

    def _other(self) -> str:
        return f"CASE s.state WHEN '{self.a}' THEN '{self.b}' ELSE '{self.a}' END"

    def _held_by_other(self) -> str:
        """SQL: that the territory of a holding (a row `s`) is one that the other side held, claimed or lost at any time, as told."""
        return (
            "EXISTS (SELECT 1 FROM facts m JOIN facts h ON h.roster = m.roster JOIN fact_states o ON o.fact = h.number "
            f"WHERE m.number = s.fact AND o.state = {self._other()} AND o.kind = s.kind)"
        )

    def _told_in_prose(self) -> str:
        """SQL: that a text which is about no pair tells it: a text is about something, a row of a data file only is there."""
        return (
            "EXISTS (SELECT 1 FROM fact_claims fc JOIN claims c ON c.number = fc.claim JOIN document_states d ON d.document = c.document "
            "WHERE fc.fact = s.fact AND d.pair IS NULL AND json_extract(c.claim, '$.evidence[0].line') IS NULL)"
        )

    def fighting(self, types: Sequence[str], within: int) -> list[Held]:
        """Events of these types, told with an open end, in which one of the two takes part and that began at most so many days ago."""
        marks = ", ".join("?" * len(types))
        query = (
            "SELECT s.fact FROM fact_states s JOIN facts f ON f.number = s.fact WHERE s.state IN (?, ?) AND s.kind = 'event' "
            f"AND s.realis = 'fact' AND s.part AND s.type IN ({marks}) AND s.first_day BETWEEN ? AND ? AND s.last_day < ? "
            f"AND json_extract(f.fact, '$.end') IS NULL AND {self._concerns()}"
        )
        return self._held(query, (self.a, self.b, *types, self.day - within, self.day, self.day))

    def of_types(self, types: Sequence[str], realis: str = "fact") -> list[Held]:
        """Events of these types in which both take part, begun by the day or without a date."""
        marks = ", ".join("?" * len(types))
        query = (
            "SELECT s.fact FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ? AND s.kind = 'event' AND s.realis = ? "
            f"AND s.type IN ({marks}) AND s.part AND (s.first_day IS NULL OR s.first_day <= ?) "
            "AND t.state = ? AND t.kind = s.kind AND t.fact = s.fact AND t.part"
        )
        return self._held(query, (self.a, realis, *types, self.day, self.b))

    def next(self, types: Sequence[str], kind: str, after: int) -> Held | None:
        """The first event of these types (or agreement of these forms) between both that is dated after a day."""
        marks = ", ".join("?" * len(types))
        query = (
            "SELECT s.fact FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ? AND s.kind = ? AND s.realis = 'fact' "
            f"AND s.type IN ({marks}) AND s.part AND s.first_day > ? AND t.state = ? AND t.kind = s.kind AND t.fact = s.fact "
            "AND t.part ORDER BY s.first_day, s.fact LIMIT 1"
        )
        found = self._held(query, (self.a, kind, *types, after, self.b))
        return found[0] if found else None

    def newest_measures(self) -> list[Held]:
        """Of each kind of quantity that concerns both the newest up to the day; at the present, the undated ones too.

        An aim is planned by its nature, so that planned ones are given too.
        """
        both = (
            "FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ?1 AND s.kind = 'measure' "
            "AND s.realis IN ('fact', 'planned') AND t.state = ?2 AND t.kind = s.kind AND t.fact = s.fact"
        )
        newest = (
            "SELECT fact FROM (SELECT s.fact, rank() OVER (PARTITION BY s.type ORDER BY s.last_day DESC) AS place "
            f"{both} AND s.first_day <= ?3) WHERE place = 1"
        )
        if self.present:
            newest += f" UNION SELECT s.fact {both} AND s.first_day IS NULL"
        return self._held(newest, (self.a, self.b, self.day))

    def before(self, limit: int) -> list[Held]:
        """The newest dated events of either that concern the pair and lie wholly before the day, the newest first."""
        newest = (
            "SELECT s.fact, s.last_day, s.first_day FROM fact_states s WHERE s.state = ? AND s.kind = 'event' AND s.realis = 'fact' "
            f"AND s.last_day < ?3 AND s.part AND {self._concerns()} ORDER BY s.last_day DESC, s.first_day DESC, s.fact LIMIT ?4"
        )
        one, other = newest.replace("s.state = ?", "s.state = ?1"), newest.replace("s.state = ?", "s.state = ?2")
        query = (
            f"SELECT fact FROM (SELECT * FROM ({one}) UNION SELECT * FROM ({other})) "
            "ORDER BY last_day DESC, first_day DESC, fact LIMIT ?4"
        )
        numbers = [row[0] for row in self._connection.execute(query, (self.a, self.b, self.day, limit))]
        found = {number: self._held("SELECT ?1", (number,)) for number in numbers}
        return [held for number in numbers for held in found[number]]

    def before_of(self, state: str, limit: int) -> list[Held]:
        """The newest dated events in which the state takes part and that lie wholly before the day, the newest first."""
        query = (
            "SELECT s.fact FROM fact_states s WHERE s.state = ? AND s.kind = 'event' AND s.realis = 'fact' AND s.last_day < ? "
            "AND s.part ORDER BY s.last_day DESC, s.first_day DESC, s.fact LIMIT ?"
        )
        numbers = [row[0] for row in self._connection.execute(query, (state, self.day, limit))]
        found = self.numbered(numbers)
        return [found[number] for number in numbers]

    def of_roster(self, roster: str) -> list[Held]:
        """All facts of a list: everything told of who held a territory."""
        if roster not in self._rosters:
            self._rosters[roster] = self._held("SELECT number FROM facts WHERE roster = ?", (roster,))
        return self._rosters[roster]

    def fact(self, id: str) -> Held:
        """The fact of that id."""
        return self._held("SELECT number FROM facts WHERE id = ?", (id,))[0]

    def is_covered(self) -> bool:
        """Whether the day lies within what dated claims about the two speak of: documents about the pair, else facts of both."""
        first, last = self._connection.execute(
            "SELECT min(first_day), max(last_day) FROM document_states WHERE pair IN (?, ?) AND withdrawn = 0",
            orders(self.a, self.b),
        ).fetchone()
        if first is not None:
            return bool(first <= self.day <= last)
        kinds = ", ".join(f"'{kind}'" for kind in KINDS)
        query = (
            f"SELECT 1 FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ?1 AND s.kind IN ({kinds}) "
            "AND s.realis = 'fact' AND {} AND t.state = ?2 AND t.kind = s.kind AND t.fact = s.fact LIMIT 1"
        )
        # What is open speaks of its beginning only.
        bounds = ("s.first_day <= ?3", f"s.last_day >= ?3 AND (s.last_day < {OPEN_DAY} OR s.first_day >= ?3)")
        values = (self.a, self.b, self.day)
        return all(self._connection.execute(query.format(bound), values).fetchone() for bound in bounds)

    @cached_property
    def _lists(self) -> dict[str, int]:
        """Data files that are kept -> the last day that they cover."""
        ends = {file.document: bounds(file.last).end_latest for file in datasets.files(self._connection)}
        return {document: end for document, end in ends.items() if end is not None}

    def listed_until(self, held: Held) -> int | None:
        """The last day covered by the data files that alone tell a fact; None where anything else tells it, too."""
        marks = ", ".join("?" * len(held.fact.claims))
        query = f"SELECT DISTINCT document FROM claims WHERE id IN ({marks})"
        ends = [self._lists.get(row[0]) for row in self._connection.execute(query, held.fact.claims)]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def contradicted(self, facts: Sequence[str]) -> set[str]:
        """Those of the facts whose claims, or whose lists, contradict each other."""
        found: set[str] = set()
        for part in chunks(facts):
            marks = ", ".join("?" * len(part))
            query = (
                f"SELECT id FROM facts WHERE id IN ({marks}) AND "
                "(json_extract(fact, '$.conflicts') IS NOT NULL OR json_extract(fact, '$.against') IS NOT NULL)"
            )
            found |= {row[0] for row in self._connection.execute(query, part)}
        return found

    def _when(self, alive: bool) -> str:
        if not alive:
            return ""
        dated = f"s.last_day >= {int(self.day)} AND s.first_day <= {int(self.day)}"
        return f" AND ({dated} OR s.first_day IS NULL)" if self.present else f" AND {dated}"

    def _held(self, query: str, values: Sequence[Any]) -> list[Held]:
        rows = self._connection.execute(
            f"SELECT fact, spells, roster FROM facts WHERE number IN ({query}) ORDER BY number", values
        )
        return [Held(_fact.decode(fact), _spells.decode(spells), roster) for fact, spells, roster in rows]
