"""The record room: which claims count, and under whose judgement.

A claim counts if its document's latest reading makes it, or if a person accepted it; an edit's own claim counts in the place of
the edited one. Rejected claims, and those of a withdrawn source, do not. What does not count stays known, so that its id still
leads to the fact.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from relazione.model.claims import Claim
from relazione.model.record import Decision

_claim = msgspec.json.Decoder(Claim)
_pair = msgspec.json.Decoder(tuple[str, str] | None)
T = TypeVar("T")
CHUNK = 500


class Counted(msgspec.Struct):
    """A claim with what resolving needs to know of it."""

    number: int
    claim: Claim
    in_latest: bool
    withdrawn: bool
    person: str | None
    told_on: str | None
    pair: tuple[str, str] | None
    counts: bool = False
    accepted: bool = False
    follows: str | None = None
    standing: tuple[Decision, ...] = ()


_QUERY = """
SELECT c.number, coalesce(rc.told, c.claim), coalesce(rc.reading = s.reading, 0), s.withdrawn, c.person, s.told_on, s.pair
FROM claims c
JOIN document_states s ON s.document = c.document
LEFT JOIN reading_claims rc ON rc.claim = c.number
    AND rc.reading = (SELECT max(reading) FROM reading_claims WHERE claim = c.number)
"""


def load(connection: sqlite3.Connection, numbers: Iterable[int] | None = None) -> list[Counted]:
    """The claims of those numbers (None: all), judged, in the order of their numbers."""
    found = sorted(_rows(connection, numbers), key=lambda one: one.number)
    judge(found, decisions_of(connection, None if numbers is None else [one.claim.id for one in found]))
    return found


def _rows(connection: sqlite3.Connection, numbers: Iterable[int] | None) -> Iterator[Counted]:
    if numbers is None:
        queries: Iterable[tuple[str, Sequence[int]]] = [(_QUERY, ())]
    else:
        queries = ((f"{_QUERY} WHERE c.number IN ({', '.join('?' * len(part))})", part) for part in chunks(sorted(set(numbers))))
    for query, values in queries:
        for number, text, in_latest, withdrawn, person, told_on, pair in connection.execute(query, values):
            yield Counted(
                number=number,
                claim=_claim.decode(text),
                in_latest=bool(in_latest),
                withdrawn=bool(withdrawn),
                person=person,
                told_on=told_on,
                pair=_pair.decode(pair) if pair else None,
            )


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Parts of a sequence, short enough for one SQL statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def decisions_of(connection: sqlite3.Connection, claims: Sequence[str] | None) -> dict[str, list[Decision]]:
    """claim -> all that was decided of it, the oldest first (None: of every claim)."""
    columns = "SELECT id, claim, verdict, by, at, note, replacement, withdraws FROM decisions"
    found: dict[str, list[Decision]] = defaultdict(list)
    if not connection.execute("SELECT 1 FROM decisions LIMIT 1").fetchone():
        return found
    queries: Iterable[tuple[str, Sequence[str]]] = (
        [(f"{columns} ORDER BY at, number", ())]
        if claims is None
        else ((f"{columns} WHERE claim IN ({', '.join('?' * len(part))}) ORDER BY at, number", part) for part in chunks(claims))
    )
    for query, values in queries:
        for row in connection.execute(query, values):
            found[row[1]].append(Decision(*row))
    return found


def active(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that stand: of each person the latest that was not withdrawn."""
    gone = {decision.withdraws for decision in decisions if decision.verdict == "withdraw"}
    latest: dict[str, Decision] = {}
    for decision in decisions:
        if decision.verdict != "withdraw" and decision.id not in gone:
            latest.pop(decision.by, None)
            latest[decision.by] = decision
    return list(latest.values())


def judge(found: Sequence[Counted], decisions: dict[str, list[Decision]]) -> None:
    """Set `counts`, `accepted`, `follows` and `standing` of each claim. Claims that could be the same must be given together."""
    standing = {claim: active(of_claim) for claim, of_claim in decisions.items()}
    _carry(found, standing)
    edits: dict[str, bool] = {}
    for one in found:
        one.standing = tuple(standing.get(one.claim.id, ()))
        verdicts = {decision.verdict for decision in one.standing}
        accepted, dropped = "accept" in verdicts, bool(verdicts & {"reject", "edit"})
        one.accepted = accepted and not dropped
        one.counts = not one.withdrawn and one.person is None and (one.in_latest or one.accepted) and (accepted or not dropped)
        for decision in one.standing:
            if decision.verdict == "edit" and decision.replacement:
                edits[decision.replacement] = not one.withdrawn
                one.follows = decision.replacement
    for one in found:
        if one.person is not None:
            verdicts = {decision.verdict for decision in one.standing}
            one.counts = edits.get(one.claim.id, False) and not verdicts & {"reject", "edit"}
            one.accepted = one.counts


def _carry(found: Sequence[Counted], standing: dict[str, list[Decision]]) -> None:
    """Let a decision on a claim that the latest reading no longer makes go over to the one claim there with equal fields."""
    if not standing:
        return
    heirs: dict[tuple[str, str, bytes], list[Counted]] = defaultdict(list)
    for one in found:
        if one.in_latest and one.claim.id not in standing:
            heirs[_content(one)].append(one)
    for one in found:
        if not one.in_latest and one.person is None and one.claim.id in standing:
            same = heirs.get(_content(one), [])
            if len(same) == 1:
                standing[same[0].claim.id] = standing.pop(one.claim.id)


def _content(one: Counted) -> tuple[str, str, bytes]:
    return one.claim.document, one.claim.realis, msgspec.json.encode(one.claim.body)
