"""The record room: facts and documents page by page, in the order in which the record learnt of them. Nothing is loaded but the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from relazione.model.record import Fact

_fact = msgspec.json.Decoder(Fact)


class Wanted(NamedTuple):
    """Which facts: None asks for all. `states`: one, or the two of a pair; `first` and `last`: bounds of the day on which they begin."""

    states: tuple[str, ...] = ()
    kind: str | None = None
    realis: str | None = None
    disputed: bool | None = None
    first: int | None = None
    last: int | None = None


def facts_page(connection: sqlite3.Connection, wanted: Wanted, after: int, limit: int) -> list[tuple[int, Fact]]:
    """At most `limit` facts whose number is greater than `after`, with their numbers."""
    where, values = ["f.number > ?"], [after]
    found: Sequence[tuple[str, Any]] = (
        ("f.kind = ?", wanted.kind),
        ("f.realis = ?", wanted.realis),
        ("f.disputed = ?", None if wanted.disputed is None else int(wanted.disputed)),
        ("f.first_day >= ?", wanted.first),
        ("f.first_day <= ?", wanted.last),
    )
    for clause, value in found:
        if value is not None:
            where.append(clause)
            values.append(value)
    if len(wanted.states) == 1:
        where.append("f.number IN (SELECT fact FROM fact_states WHERE state = ?)")
    elif wanted.states:
        where.append("f.number IN (SELECT fact FROM fact_pairs WHERE a = ? AND b = ?)")
    query = f"SELECT f.number, f.fact FROM facts f WHERE {' AND '.join(where)} ORDER BY f.number LIMIT ?"
    rows = connection.execute(query, (*values, *sorted(wanted.states), limit))
    return [(int(number), _fact.decode(fact)) for number, fact in rows]
