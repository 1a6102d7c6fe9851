"""The record room: which claims have to be looked at together: those of some blocks, and those that links or edits tie to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from relazione.model.record import Link
from relazione.record.counted import Counted, chunks, load
from relazione.record.opening import has_table


def links_of(connection: sqlite3.Connection, claims: Sequence[str] | None = None) -> list[Link]:
    """The links that were not taken back (of these claims; None: all), the oldest first."""
    query = "SELECT id, left, right, same, by, at, note, number FROM links l"
    if has_table(connection, "link_withdrawals"):  # a record of before that was never written to since has none
        query += " WHERE NOT EXISTS (SELECT 1 FROM link_withdrawals w WHERE w.link = l.id)"
    else:
        query += " WHERE 1"
    rows: set[tuple[Any, ...]] = set()
    if claims is None:
        rows.update(connection.execute(query))
    for part in chunks(claims or ()):
        for side in ("left", "right"):
            rows.update(connection.execute(f"{query} AND l.{side} IN ({', '.join('?' * len(part))})", part))
    ordered = sorted(rows, key=lambda row: (row[5], row[7]))
    return [Link(row[0], row[1], row[2], bool(row[3]), *row[4:7]) for row in ordered]


def component(connection: sqlite3.Connection, blocks: set[str]) -> tuple[list[Counted], list[Link]]:
    """All claims of the blocks and of those that links or edits tie to them."""
    done: set[str] = set()
    numbers: set[int] = set()
    tied = False
    while blocks - done:
        fresh = sorted(blocks - done)
        done |= set(fresh)
        found: set[int] = set()
        for part in chunks(fresh):
            marks = ", ".join("?" * len(part))
            found |= {row[0] for row in connection.execute(f"SELECT claim FROM claim_blocks WHERE block IN ({marks})", part)}
        numbers |= found
        mates = _mates(connection, found)
        tied = tied or bool(mates)
        for part_ in chunks(sorted(mates)):
            marks = ", ".join("?" * len(part_))
            blocks |= {row[0] for row in connection.execute(f"SELECT block FROM claim_blocks WHERE claim IN ({marks})", part_)}
    claims = load(connection, numbers)
    return claims, links_of(connection, [one.claim.id for one in claims]) if tied else []


def _mates(connection: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """The claims that a person's link or edit binds to these, which may be in other blocks."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM links) OR EXISTS (SELECT 1 FROM decisions)").fetchone()[0]:
        return set()
    query = (
        "WITH given (id) AS (SELECT id FROM claims WHERE number IN ({marks})) "
        "SELECT m.number FROM given JOIN links l ON l.left = given.id JOIN claims m ON m.id = l.right "
        "UNION SELECT m.number FROM given JOIN links l ON l.right = given.id JOIN claims m ON m.id = l.left "
        "UNION SELECT m.number FROM given JOIN decisions d ON d.claim = given.id JOIN claims m ON m.id = d.replacement "
        "UNION SELECT m.number FROM given JOIN decisions d ON d.replacement = given.id JOIN claims m ON m.id = d.claim"
    )
    return {
        row[0]
        for part in chunks(sorted(numbers))
        for row in connection.execute(query.format(marks=", ".join("?" * len(part))), part)
    }
