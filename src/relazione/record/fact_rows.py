"""The record room: facts as rows of the projection: put in, taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from relazione.model.dates import civil
from relazione.record import pairs
from relazione.record.counted import chunks
from relazione.record.resolve import Resolved
from relazione.record.search import body_of
from relazione.record.writing import encode


def remove(connection: sqlite3.Connection, claims: Sequence[int]) -> tuple[set[str], set[pairs.Pair]]:
    """Take out the facts that hold any of the claims; gives their rosters and pairs."""
    facts: dict[int, str | None] = {}
    for part in chunks(claims):
        marks = ", ".join("?" * len(part))
        query = f"SELECT number, roster FROM facts WHERE number IN (SELECT fact FROM fact_claims WHERE claim IN ({marks}))"
        facts.update(connection.execute(query, part))
    for statement in (
        "DELETE FROM facts WHERE number = ?",
        "DELETE FROM fact_claims WHERE fact = ?",
        "DELETE FROM fact_redirects WHERE fact = ?",
        "DELETE FROM fact_states WHERE fact = ?",
        "DELETE FROM fact_words WHERE rowid = ?",
    ):
        connection.executemany(statement, [(number,) for number in facts])
    return {roster for roster in facts.values() if roster}, pairs.remove(connection, list(facts))


def insert(connection: sqlite3.Connection, facts: Sequence[Resolved]) -> dict[str, int]:
    """Put in the facts; gives the number of each."""
    # The number of a fact is that of its first claim, so that facts come in the order in which the record learnt of them.
    first = {one.fact.id: number for one, number in zip(facts, _numbers(connection, facts), strict=True)}
    connection.executemany(
        "INSERT INTO facts (number, id, kind, type, roster, fact, spells, listed, realis, disputed, claims, first_day, century) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                first[one.fact.id],
                one.fact.id,
                one.fact.kind,
                one.type,
                one.roster,
                encode(one.fact),
                encode(one.spells),
                int(one.listed),
                one.fact.realis,
                int(bool(one.fact.conflicts or one.fact.against)),
                len(one.fact.claims),
                dated(one),
                century_of(dated(one)),
            )
            for one in facts
        ),
    )
    connection.executemany(
        "INSERT INTO fact_claims VALUES (?, ?)", ((number, first[one.fact.id]) for one in facts for number in one.numbers)
    )
    connection.executemany(
        "INSERT OR REPLACE INTO fact_redirects VALUES (?, ?)",
        ((id_, first[one.fact.id]) for one in facts for id_ in one.redirects),
    )
    connection.executemany(
        "INSERT INTO fact_states VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (state, one.fact.kind, first[one.fact.id], int(part), one.fact.realis, one.type, one.first_day, one.last_day)
            for one in facts
            for state, part in one.parts.items()
        ),
    )
    connection.executemany(
        "INSERT INTO fact_words (rowid, label, body) VALUES (?, ?, ?)",
        ((first[one.fact.id], one.fact.label, body_of(one.fact)) for one in facts),
    )
    return first


def dated(one: Resolved) -> int | None:
    """The first day on which a fact whose date is told may have begun; None where it is only told as of a document's present."""
    return one.first_day if one.fact.start or one.fact.end else None


def century_of(day: int | None) -> int | None:
    """The century of a day number: 20 is 1901 to 2000, -1 the last one before the common era."""
    if day is None:
        return None
    year = civil(day)[0]
    return (year - 1) // 100 + 1 if year > 0 else -(-year // 100 + 1)


def _numbers(connection: sqlite3.Connection, facts: Sequence[Resolved]) -> list[int]:
    """The numbers of the claims that gave the facts their ids."""
    known: dict[str, int] = {}
    for part in chunks([one.fact.id for one in facts]):
        marks = ", ".join("?" * len(part))
        known.update(connection.execute(f"SELECT id, number FROM claims WHERE id IN ({marks})", part))
    return [known[one.fact.id] for one in facts]
