"""The review: what a reviewer should look at next, ordered by doubt and weight (see `relazione.record.doubts`), page by page."""

from __future__ import annotations

import re
import sqlite3
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from relazione.model.claims import KINDS
from relazione.model.errors import RecordError, WrongUse
from relazione.record import judging
from relazione.record.doubts import SCALE
from relazione.record.pairs import orders
from relazione.record.store import Record

STATES = {
    "open": "nobody has judged it",
    "reread": "read anew, and the earlier decision does not fit any more",
    "split": "reviewers disagree",
    "unsure": "somebody looked and could not tell",
    "judged": "judged",
    "own": "a reviewer's edit that no other has judged",
    "disputed": "another source, or another fact, speaks against it",
}
"""What the queue can be filtered by, in words. "disputed" goes across the others."""

MOST = 500
"""Items of a page at most."""
_CURSOR = re.compile(r"(\d{1,18}):(\d{1,18})")


class Chosen(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which claims: all that are set must hold. `rule` may end in "*" for all rules that begin so; confidence is low <= c < high."""

    pair: tuple[str, str] | None = None
    kind: str | None = None
    document: str | None = None
    state: str | None = None
    rule: str | None = None
    low: float | None = None
    high: float | None = None


class Line(msgspec.Struct, frozen=True):
    """A claim in the queue."""

    claim: str
    kind: str
    fact: Annotated[str, Meta(description="id of the fact that it counts for; empty where it counts for none (it was rejected)")]
    label: Annotated[str, Meta(description="the fact in one line; empty where there is none")]
    document: str
    confidence: float
    state: Annotated[str, Meta(description="a key of STATES")]
    disputed: bool
    priority: Annotated[float, Meta(description="doubt (0 to 1; 2 for a claim read anew) times weight (1 to 3)")]


class Page(msgspec.Struct, frozen=True):
    """A page of the queue."""

    items: tuple[Line, ...]
    next: Annotated[str | None, Meta(description="give it as `after` for the next page; None: this was the last")]
    left: Annotated[int, Meta(description="how many claims of this choice are left for this reviewer, this page's among them")]


def queue(
    record: Record,
    by: str,
    *,
    pair: tuple[str, str] | None = None,
    kind: str | None = None,
    document: str | None = None,
    state: str | None = None,
    rule: str | None = None,
    judged: bool = False,
    after: str | None = None,
    limit: int = 20,
) -> Page:
    """What `by` should look at next. `judged`: instead what `by` has judged. `after`: `next` of the page before.

    Raises WrongUse for a kind, state or cursor that there is not; RecordError where the record has yet to be brought up to date.
    """
    chosen = Chosen(pair, kind, document, state, rule)
    by = judging.person(by)
    with record.reading() as connection:
        where, values = conditions(connection, chosen)
        left = _left(connection, where, values, by, judged)
        mine = "EXISTS (SELECT 1 FROM standing s WHERE s.by = ? AND s.claim = r.claim)"
        where.append(mine if judged else f"NOT {mine} AND (r.state != 'own' OR c.person != ?)")
        values += [by] if judged else [by, by]
        if after is not None:
            where.append("(r.priority, -r.claim) < (?, -?)")
            values += _cursor(after)
        limit = max(1, min(limit, MOST))
        rows = connection.execute(
            "SELECT c.id, r.kind, f.id, json_extract(f.fact, '$.label'), r.document, r.confidence, r.state, r.disputed, r.priority, "
            f"r.claim FROM review r JOIN claims c ON c.number = r.claim LEFT JOIN facts f ON f.number = r.fact WHERE {' AND '.join(where)} "
            "ORDER BY r.priority DESC, r.claim LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
    items = tuple(
        Line(row[0], row[1], row[2] or "", row[3] or "", row[4], row[5], row[6], bool(row[7]), row[8] / SCALE)
        for row in rows[:limit]
    )
    return Page(items, f"{rows[limit - 1][8]}:{rows[limit - 1][9]}" if len(rows) > limit else None, left)


def _left(connection: sqlite3.Connection, where: list[str], values: list[Any], by: str, judged: bool) -> int:
    """How many claims are left: all that match, without this person's own edits and those that the person has judged."""
    rest = " AND ".join(where)

    def count(table: str, more: str = "1", *value: str) -> int:
        query = f"SELECT count(*) FROM {table} WHERE {rest} AND {more}"
        return int(connection.execute(query, (*values, *value)).fetchone()[0])

    mine = count("standing s CROSS JOIN review r ON r.claim = s.claim", "s.by = ?", by)
    if judged:
        return mine
    edits = "r.state = 'own' AND c.person = ?"
    return count("review r") - mine - count("review r JOIN claims c ON c.number = r.claim", edits, by)


def _cursor(after: str) -> tuple[int, int]:
    found = _CURSOR.fullmatch(after)
    if not found:
        raise WrongUse(f"{after!r} is no place in the queue: give what the page before names as `next`, or nothing to begin.")
    return int(found[1]), int(found[2])


def conditions(connection: sqlite3.Connection, chosen: Chosen) -> tuple[list[str], list[Any]]:
    """SQL conditions on rows `r` of the table `review` and `c` of claims, with their values."""
    _check(connection, chosen)
    where, values = ["1"], []
    for column in ("kind", "document", "state"):
        value = getattr(chosen, column)
        if value == "disputed" and column == "state":
            where.append("r.disputed")
        elif value is not None:
            where.append(f"r.{column} = ?")
            values.append(value)
    if chosen.rule is not None:
        begins = chosen.rule.endswith("*")
        where.append("substr(r.rule, 1, length(?)) = ?" if begins else "r.rule = ?")
        values += [chosen.rule[:-1]] * 2 if begins else [chosen.rule]
    for sign, bound in ((">=", chosen.low), ("<", chosen.high)):
        if bound is not None:
            where.append(f"r.confidence {sign} ?")
            values.append(bound)
    if chosen.pair is not None:
        a, b = sorted(chosen.pair)
        where.append(
            "r.claim IN (SELECT q.claim FROM fact_pairs p JOIN fact_claims q ON q.fact = p.fact WHERE p.a = ? AND p.b = ? "
            "UNION SELECT q.claim FROM document_states s CROSS JOIN review q ON q.document = s.document WHERE s.pair IN (?, ?))"
        )
        values += [a, b, *orders(a, b)]
    return where, values


def _check(connection: sqlite3.Connection, chosen: Chosen) -> None:
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'review'").fetchone():
        raise RecordError(
            "this record was made by an earlier version: open it once for writing (`relazione review`), then ask again."
        )
    if chosen.kind is not None and chosen.kind not in KINDS:
        raise WrongUse(f"there is no kind {chosen.kind!r}: it is one of {', '.join(KINDS)}.")
    if chosen.state is not None and chosen.state not in STATES:
        raise WrongUse(f"there is no state {chosen.state!r}: it is one of {', '.join(STATES)}.")
    if chosen.document is not None:
        query = "SELECT 1 FROM documents WHERE id = ?"
        if not connection.execute(query, (chosen.document,)).fetchone():
            from relazione.record.history import unknown_document

            raise unknown_document(connection, chosen.document)
