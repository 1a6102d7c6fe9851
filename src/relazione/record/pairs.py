"""The record room: which facts belong to which pair of states, and a line for each pair on record.

A fact is of a pair where both states are in it, or a document about the two tells it; what concerns more than CROWD states is a
matter of the world, and of no pair unless such a document tells it. The lines are kept, so that a list of thousands of pairs costs
what it shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from relazione.model.dates import parse_day
from relazione.record.counted import chunks

CROWD = 40
"""A fact of more states than these concerns the world, not two of them."""

Pair = tuple[str, str]
_pair = msgspec.json.Decoder(Pair)


class PairLine(msgspec.Struct, frozen=True):
    """A pair on record; `a` and `b` in the order of their codes. `last_event` is the number of the fact that began last, of
    those events that are told as facts, with a date that is not after the latest reading; `last_day` the first day of it."""

    a: str
    b: str
    facts: int
    claims: int
    documents: int
    disputed: int
    last_event: int | None
    last_day: int | None


def pairs_in(states: Collection[str], told_of: Iterable[Pair]) -> set[Pair]:
    """The pairs to which a fact belongs, given the states in it and the pairs that the documents which tell it are about."""
    found = set(combinations(sorted(states), 2)) if len(states) <= CROWD else set()
    return found | {_in_order(*pair) for pair in told_of}


def _in_order(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def insert(connection: sqlite3.Connection, facts: Iterable[tuple[int, Collection[Pair]]]) -> set[Pair]:
    """Keep the pairs of facts, given by their numbers; all the pairs."""
    rows = [(a, b, fact) for fact, pairs in facts for a, b in pairs]
    connection.executemany("INSERT INTO fact_pairs VALUES (?, ?, ?)", rows)
    return {(a, b) for a, b, _ in rows}


def remove(connection: sqlite3.Connection, facts: Sequence[int]) -> set[Pair]:
    """Take out facts, by their numbers; the pairs that they were of."""
    found: set[Pair] = set()
    for part in chunks(facts):
        marks = ", ".join("?" * len(part))
        found |= {(a, b) for a, b in connection.execute(f"SELECT DISTINCT a, b FROM fact_pairs WHERE fact IN ({marks})", part)}
        connection.execute(f"DELETE FROM fact_pairs WHERE fact IN ({marks})", part)
    return found


class CountedFact(NamedTuple):
    """What the line of a pair counts of one fact."""

    a: str
    b: str
    fact: int
    kind: str
    realis: str
    disputed: int
    claims: int
    first_day: int | None


def counted(connection: sqlite3.Connection, claims: Sequence[int]) -> set[CountedFact]:
    """What the lines of pairs count of the facts of these claims, given by their numbers."""
    found: set[CountedFact] = set()
    for part in chunks(claims):
        query = (
            "SELECT DISTINCT p.a, p.b, p.fact, f.kind, f.realis, f.disputed, f.claims, f.first_day FROM fact_claims c "
            f"JOIN fact_pairs p ON p.fact = c.fact JOIN facts f ON f.number = p.fact WHERE c.claim IN ({', '.join('?' * len(part))})"
        )
        found.update(CountedFact(*row) for row in connection.execute(query, part))
    return found


def about(connection: sqlite3.Connection, document: str) -> set[Pair]:
    """The pair that a document is about, as a set; empty where it is about none."""
    row = connection.execute("SELECT pair FROM document_states WHERE document = ?", (document,)).fetchone()
    return {_in_order(*_pair.decode(row[0]))} if row and row[0] else set()


_DOCUMENTS = "SELECT count(*) FROM document_states WHERE withdrawn = 0 AND pair IN (?1, ?2)"
_COUNTS = (
    "SELECT count(*), coalesce(sum(f.claims), 0), coalesce(sum(f.disputed), 0) FROM fact_pairs p JOIN facts f ON f.number = p.fact "
    "WHERE p.a = ? AND p.b = ?"
)
_LAST = (
    "SELECT f.number, f.first_day FROM fact_pairs p JOIN facts f ON f.number = p.fact WHERE p.a = ? AND p.b = ? "
    "AND f.kind = 'event' AND f.realis = 'fact' AND f.first_day <= ? ORDER BY f.first_day DESC, f.number LIMIT 1"
)


def settle(connection: sqlite3.Connection, touched: Iterable[Pair]) -> None:
    """Write the lines of these pairs anew."""
    last_reading = connection.execute("SELECT max(added) FROM readings").fetchone()[0]
    read_on = parse_day(last_reading[:10]) if last_reading else 0
    for a, b in sorted(touched):
        connection.execute("DELETE FROM pair_lines WHERE a = ? AND b = ?", (a, b))
        facts, claims, disputed = connection.execute(_COUNTS, (a, b)).fetchone()
        documents = connection.execute(_DOCUMENTS, orders(a, b)).fetchone()[0]
        if facts or documents:
            last = connection.execute(_LAST, (a, b, read_on)).fetchone() or (None, None)
            connection.execute(
                "INSERT INTO pair_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (a, b, facts, claims, documents, disputed, *last)
            )


def orders(a: str, b: str) -> tuple[str, str]:
    """A pair in both orders, as JSON: how documents keep it."""
    return tuple(msgspec.json.encode(order).decode() for order in ((a, b), (b, a)))  # type: ignore[return-value]


def lines(connection: sqlite3.Connection, state: str | None = None) -> list[PairLine]:
    """Every pair on record (of a state: those with it), in the order of codes."""
    query = "SELECT a, b, facts, claims, documents, disputed, last_event, last_day FROM pair_lines"
    where = " WHERE a = ?1 OR b = ?1" if state else ""
    return [PairLine(*row) for row in connection.execute(query + where + " ORDER BY a, b", (state,) if state else ())]
