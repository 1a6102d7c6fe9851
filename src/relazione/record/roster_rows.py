"""The record room: which facts of a list speak against each other, written into the facts (the rules are in `rosters`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from relazione.model.record import Fact
from relazione.record.rosters import Listed, against
from relazione.record.spells import Spell
from relazione.record.writing import encode

_fact = msgspec.json.Decoder(Fact)
_spells = msgspec.json.Decoder(tuple[Spell, ...])


def settle_rosters(connection: sqlite3.Connection, rosters: Iterable[str]) -> dict[int, Fact]:
    """Write into the facts of these lists which others speak against them; gives those that changed by it."""
    changed: dict[int, Fact] = {}
    for roster in sorted(rosters):
        if not _can_contradict(connection, roster):
            continue
        rows = connection.execute("SELECT number, fact, spells FROM facts WHERE roster = ? ORDER BY number", (roster,)).fetchall()
        if len(rows) == 1 and '"against"' not in rows[0][1]:
            continue
        listed = [
            (number, _listed(connection, number, _fact.decode(fact), _spells.decode(spells))) for number, fact, spells in rows
        ]
        found = against([one for _, one in listed])
        for number, one in listed:
            if found.get(one.fact.id, ()) != one.fact.against:
                fact = msgspec.structs.replace(one.fact, against=found.get(one.fact.id, ()))
                disputed = int(bool(fact.conflicts or fact.against))
                connection.execute("UPDATE facts SET fact = ?, disputed = ? WHERE number = ?", (encode(fact), disputed, number))
                changed[number] = fact
    return changed


def _can_contradict(connection: sqlite3.Connection, roster: str) -> bool:
    """Whether facts of the list may contradict each other (or are still marked so): spares reading long lists that cannot."""
    if roster.startswith("holding"):
        return False
    if roster.startswith("membership"):
        return True
    query = "SELECT 1 FROM facts WHERE roster = ? AND (listed OR json_extract(fact, '$.against') IS NOT NULL) LIMIT 1"
    return connection.execute(query, (roster,)).fetchone() is not None


def _listed(connection: sqlite3.Connection, number: int, fact: Fact, spells: tuple[Spell, ...]) -> Listed:
    query = (
        "SELECT c.id, c.document, coalesce(json_extract(coalesce(rc.told, c.claim), '$.complete'), 0) FROM fact_claims f "
        "JOIN claims c ON c.number = f.claim LEFT JOIN reading_claims rc ON rc.claim = c.number "
        "AND rc.reading = (SELECT max(reading) FROM reading_claims WHERE claim = c.number) WHERE f.fact = ?"
    )
    told = {row[0]: row[1:] for row in connection.execute(query, (number,))}
    return Listed(fact, spells, tuple(told[id_][0] for id_ in fact.claims), tuple(bool(told[id_][1]) for id_ in fact.claims))
