"""The record room: claims of the latest reading that stand where a judged claim stood which is read no more.

A decision goes over to a re-read claim only if all its fields are equal (`counted`). Where they are not, the new claim is put before a
reviewer with the old decision beside it; nothing is decided of it. Which claim stands where the old one stood is told by the words: of the
same document and kind, new since that reading, on the same quote; else the one whose surroundings are most alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from relazione.model.claims import Claim, Event
from relazione.model.identity import fold_words
from relazione.record.counted import Counted

ALIKE = 80.0
"""Per cent of the signs of quote and context that two claims must share to stand in one place."""


def settle(connection: sqlite3.Connection, claims: Sequence[Counted]) -> set[int]:
    """Write down which claims of one document stand in the place of judged ones; gives all whose state may have changed.

    `claims`: all claims of the document, judged.
    """
    numbers = [(one.number,) for one in claims if not one.in_latest and one.person is None]
    touched = {
        row[0]
        for (number,) in numbers
        for row in connection.execute("SELECT claim FROM rereads WHERE earlier = ?", (number,)).fetchall()
    }
    if not touched and not any(one.standing for one in claims if not one.in_latest):
        return touched
    connection.executemany("DELETE FROM rereads WHERE earlier = ?", numbers)
    found = [
        (new.number, old.number)
        for old in claims
        if not old.in_latest and old.person is None and old.standing
        for new in heirs(connection, old, claims)
    ]
    connection.executemany("INSERT OR IGNORE INTO rereads VALUES (?, ?)", found)
    return touched | {new for new, _ in found}


def heirs(connection: sqlite3.Connection, old: Counted, claims: Iterable[Counted]) -> list[Counted]:
    """The claims of the latest reading that stand where `old` stood."""
    beside = {
        row[0]
        for row in connection.execute(
            "SELECT claim FROM reading_claims WHERE reading = (SELECT max(reading) FROM reading_claims WHERE claim = ?)",
            (old.number,),
        )
    }
    able = [
        one
        for one in claims
        if one.in_latest
        and one.person is None
        and one.claim.kind == old.claim.kind
        and one.number not in beside
        and one.claim.evidence
        and old.claim.evidence
    ]
    words = _quote(old.claim)
    same = [one for one in able if _quote(one.claim) == words]
    if same:
        return same
    near = [(likeness(one.claim, old.claim), one) for one in able]
    best = max(near, key=lambda found: (found[0], -found[1].number), default=None)
    return [best[1]] if best and best[0] >= ALIKE else []


def _quote(claim: Claim) -> str:
    return fold_words(claim.evidence[0].exact)


def likeness(one: Claim, other: Claim) -> float:
    """How alike quote and context of two claims are, in per cent; of two events of different type and trigger 0."""
    a, b = one.body, other.body
    if isinstance(a, Event) and isinstance(b, Event) and a.type != b.type and a.words != b.words:
        return 0.0
    return fuzz.ratio(*(fold_words(e.prefix + e.exact + e.suffix) for e in (one.evidence[0], other.evidence[0])))
