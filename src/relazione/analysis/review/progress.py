"""The review: how far it is, who judged how much, and how far reviewers agree.

A judgement is a person's standing accept, edit or reject; "unsure" is none and is counted apart. Two edits count as agreeing that the claim has
to be mended, not on how.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.review.alpha import Alpha, nominal
from relazione.analysis.review.queue import Chosen, conditions
from relazione.record.opening import has_table
from relazione.record.store import Record

MOST_DISAGREEMENTS = 50


class Reviewer(msgspec.Struct, frozen=True):
    """What one person did. Counts are of words that stand; `links` of those that were not taken back."""

    name: str
    accepted: int
    edited: int
    rejected: int
    unsure: int
    links: int
    last: Annotated[str, Meta(description="when the person last did something: UTC, ISO 8601")]


class KindAgreement(msgspec.Struct, frozen=True):
    """Claims of one kind: how many are up for review, how many are judged, and how far reviewers agree."""

    kind: str
    claims: int
    judged: int
    agreement: Alpha


class PairAgreement(msgspec.Struct, frozen=True):
    """Two reviewers: how far they agree on what both judged; those who agree least come first."""

    one: str
    other: str
    agreement: Alpha


class Disagreement(msgspec.Struct, frozen=True):
    """A claim that reviewers judge differently: reviewer -> verdict."""

    claim: str
    kind: str
    label: str
    verdicts: dict[str, str]


class Progress(msgspec.Struct, frozen=True):
    """The state of the review."""

    claims: Annotated[int, Meta(description="claims that are up for review")]
    judged: Annotated[int, Meta(description="of them judged by at least one person")]
    states: Annotated[dict[str, int], Meta(description="claims by state, see STATES")]
    reviewers: tuple[Reviewer, ...]
    agreement: Alpha
    kinds: tuple[KindAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    disagreements: Annotated[tuple[Disagreement, ...], Meta(description=f"the first {MOST_DISAGREEMENTS}, by priority")]


def progress(
    record: Record, pair: tuple[str, str] | None = None, kind: str | None = None, document: str | None = None
) -> Progress:
    """How far the review is: of the whole record, or of a pair, kind or document."""
    with record.reading() as connection:
        where, values = conditions(connection, Chosen(pair, kind, document))
        up = f"FROM review r WHERE {' AND '.join(where)}"
        states: dict[str, int] = dict(connection.execute(f"SELECT r.state, count(*) {up} GROUP BY r.state", values).fetchall())
        disputed = connection.execute(f"SELECT count(*) {up} AND r.disputed", values).fetchone()[0]
        kinds: dict[str, int] = dict(
            connection.execute(f"SELECT r.kind, count(*) {up} GROUP BY r.kind ORDER BY r.kind", values).fetchall()
        )
        rows = connection.execute(
            f"SELECT s.claim, s.by, s.verdict, r.kind FROM standing s JOIN review r ON r.claim = s.claim "
            f"WHERE {' AND '.join(where)} ORDER BY r.priority DESC, s.claim, s.by",
            values,
        ).fetchall()
        verdicts: dict[int, dict[str, str]] = defaultdict(dict)
        kind_of: dict[int, str] = {}
        for claim, by, verdict, of in rows:
            kind_of[claim] = of
            verdicts[claim][by] = verdict
        words = {claim: {by: said for by, said in told.items() if said != "unsure"} for claim, told in verdicts.items()}
        reviewers = _reviewers(connection, rows)
        split = [claim for claim, told in words.items() if len(set(told.values())) > 1]
        disagreements = _disagreements(connection, split[:MOST_DISAGREEMENTS], verdicts, kind_of)
    total = sum(states.values())
    return Progress(
        claims=total,
        judged=sum(bool(told) for told in words.values()),
        states={**states, "disputed": disputed},
        reviewers=reviewers,
        agreement=nominal([list(told.values()) for told in words.values()]),
        kinds=tuple(
            KindAgreement(
                of,
                count,
                sum(bool(told) for claim, told in words.items() if kind_of[claim] == of),
                nominal([list(told.values()) for claim, told in words.items() if kind_of[claim] == of]),
            )
            for of, count in kinds.items()
        ),
        pairs=_pairs(words),
        disagreements=disagreements,
    )


def _reviewers(connection: sqlite3.Connection, rows: list[tuple[int, str, str, str]]) -> tuple[Reviewer, ...]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for _, by, verdict, _ in rows:
        counts[by][verdict] += 1
    links: dict[str, int] = dict(
        connection.execute(
            "SELECT by, count(*) FROM links l WHERE NOT EXISTS (SELECT 1 FROM link_withdrawals w WHERE w.link = l.id) GROUP BY by"
        ).fetchall()
        if has_table(connection, "link_withdrawals")
        else ()
    )
    last: dict[str, str] = {}
    for by, at in connection.execute(
        "SELECT by, max(at) FROM decisions GROUP BY by UNION ALL SELECT by, max(at) FROM links GROUP BY by"
    ):
        last[by] = max(at, last.get(by, ""))
    return tuple(
        Reviewer(
            by,
            accepted=counts[by]["accept"],
            edited=counts[by]["edit"],
            rejected=counts[by]["reject"],
            unsure=counts[by]["unsure"],
            links=links.get(by, 0),
            last=last[by],
        )
        for by in sorted(last, key=lambda by: (-sum(counts[by].values()), by))
    )


def _pairs(words: Mapping[int, Mapping[str, str]]) -> tuple[PairAgreement, ...]:
    both: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for told in words.values():
        for one, other in combinations(sorted(told), 2):
            both[one, other].append([told[one], told[other]])
    found = [PairAgreement(one, other, nominal(units)) for (one, other), units in both.items()]
    return tuple(sorted(found, key=lambda pair: (pair.agreement.agreed / pair.agreement.units, pair.one, pair.other)))


def _disagreements(
    connection: sqlite3.Connection, claims: list[int], verdicts: Mapping[int, dict[str, str]], kinds: Mapping[int, str]
) -> tuple[Disagreement, ...]:
    query = (
        "SELECT c.id, coalesce(json_extract(f.fact, '$.label'), '') FROM claims c JOIN review r ON r.claim = c.number "
        "LEFT JOIN facts f ON f.number = r.fact WHERE c.number = ?"
    )
    found = []
    for claim in claims:
        id_, label = connection.execute(query, (claim,)).fetchone()
        found.append(Disagreement(id_, kinds[claim], label, dict(verdicts[claim])))
    return tuple(found)
