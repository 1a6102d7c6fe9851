"""The record room: what a reviewer should look at next, kept in the projection so that the first page costs what it is long.

Each claim that can be judged (the latest reading makes it, or it counts) has one row in the table `review`, with a priority: doubt times
weight. Doubt is a number from 0 to 1:

    1 - confidence       where nobody has judged; divided by the number of documents that tell the same, if none contradicts
    at least CONFLICT    another source tells another value of one of its fields
    at least AGAINST     another fact speaks against it
    REREAD               it stands in the words of a claim that a person judged and that is read no more
    SPLIT, UNSURE        reviewers do not agree; somebody looked and could not tell
    SETTLED              judged: it comes behind all that nobody has looked at

Weight says how much hangs on it (`data/review_weights.tsv`). An event's confidence is a measured probability; that of other kinds is set by rule.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from relazione.model.claims import Body, Event, Membership, Mission, Tenure, kind_of
from relazione.model.record import Fact
from relazione.record.counted import Counted
from relazione.record.tables import DATA
from relazione.reference.ontology import ontology
from relazione.reference.tables import rows

REREAD, SPLIT, UNSURE = 2.0, 0.95, 0.9
CONFLICT, AGAINST = 0.6, 0.5
SETTLED = 0.01
SCALE = 1_000_000
"""Priorities are kept as whole numbers, so that a page begins exactly where the one before it ended."""

Home = tuple[int, Fact, int]
"""A claim's fact: its number, the fact, and how many documents tell it."""


@cache
def _weights() -> Mapping[tuple[str, str], float]:
    table = DATA / "review_weights.tsv"
    return {(kind, value): float(weight) for _, (kind, value, weight) in rows(table, ("kind", "value", "weight"))}


def weight(body: Body) -> float:
    """How much hangs on a claim: 1 a detail, 3 what the answer to "how do the two stand" rests on."""
    kind = kind_of(body)
    return _weights().get((kind, _value(body))) or _weights().get((kind, _root(body))) or _weights()[kind, ""]


def _value(body: Body) -> str:
    match body:
        case Event():
            return body.type
        case Mission():
            return body.kind
        case Membership():
            return body.status
        case Tenure():
            return body.office
    return ""


def _root(body: Body) -> str:
    row = ontology().get(body.type) if isinstance(body, Event) else None
    return row.type if row else ""


def state_of(one: Counted, reread: bool) -> str:
    """How far a claim is judged: open, reread, split, unsure, judged; "own" for a person's edit that no other has judged."""
    verdicts = {decision.verdict for decision in one.standing}
    if len(verdicts - {"unsure"}) > 1:
        return "split"
    if verdicts:
        return "unsure" if verdicts == {"unsure"} else "judged"
    return "own" if one.person is not None else "reread" if reread else "open"


def doubt(one: Counted, state: str, home: Home | None) -> tuple[float, bool]:
    """How doubtful a claim is, and whether something on record speaks against it."""
    fact = home[1] if home and one.counts else None
    in_conflict = fact is not None and _in_conflict(one.claim.id, fact)
    disputed = in_conflict or bool(fact and fact.against)
    if state in ("judged", "own"):
        return SETTLED, disputed
    if state in ("reread", "split", "unsure"):
        return {"reread": REREAD, "split": SPLIT, "unsure": UNSURE}[state], disputed
    found = 1.0 - one.claim.confidence
    if disputed:
        return max(found, CONFLICT if in_conflict else AGAINST), True
    return found / (home[2] if home else 1), False


def _in_conflict(claim: str, fact: Fact) -> bool:
    """Whether the claim tells a field of which another claim tells another value."""
    return any(claim in value.claims for field in fact.fields if field.name in fact.conflicts for value in field.values)


def write(connection: sqlite3.Connection, claims: Sequence[Counted], homes: Mapping[str, Home]) -> None:
    """Write anew what is to be reviewed of these claims, and whose judgement stands on them. `homes`: claim -> its fact."""
    numbers = [(one.number,) for one in claims]
    connection.executemany("DELETE FROM review WHERE claim = ?", numbers)
    connection.executemany("DELETE FROM standing WHERE claim = ?", numbers)
    connection.executemany(
        "INSERT INTO standing VALUES (?, ?, ?, ?)",
        ((said.by, one.number, said.verdict, said.id) for one in claims for said in one.standing),
    )
    reread = {row[0] for row in connection.execute("SELECT DISTINCT claim FROM rereads")}
    connection.executemany("INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(claims, homes, reread))


def _rows(claims: Iterable[Counted], homes: Mapping[str, Home], reread: set[int]) -> Iterable[tuple[object, ...]]:
    for one in claims:
        if one.withdrawn or not (one.counts or (one.in_latest and one.person is None)):
            continue
        claim = one.claim
        home = homes.get(claim.id)
        state = state_of(one, one.number in reread)
        doubtful, disputed = doubt(one, state, home)
        priority = round(SCALE * doubtful * weight(claim.body))
        yield (
            one.number,
            home[0] if home else None,
            claim.document,
            claim.kind,
            claim.rule,
            claim.confidence,
            state,
            int(disputed),
            priority,
        )
