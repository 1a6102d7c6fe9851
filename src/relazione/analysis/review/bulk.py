"""The review: one verdict on all claims that match, as one act."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.review.queue import Chosen, Line, conditions
from relazione.model.errors import WrongUse
from relazione.model.record import Verdict
from relazione.record import judging
from relazione.record.doubts import SCALE
from relazione.record.store import Record

SAMPLE = 10
"""Claims of a dry run that are shown, spread over all."""


class Bulk(msgspec.Struct, frozen=True):
    """What a bulk did, or would do."""

    verdict: Verdict
    chosen: Chosen
    count: Annotated[int, Meta(description="claims that match, and that nobody has judged yet (unless that was asked for)")]
    sample: Annotated[tuple[Line, ...], Meta(description="some of them, spread over all in the order of the queue")]
    done: Annotated[bool, Meta(description="false: a dry run, nothing was decided")]


def bulk(
    record: Record,
    verdict: Verdict,
    by: str,
    chosen: Chosen,
    note: str = "",
    *,
    judged: bool = False,
    dry_run: bool = False,
    expect: int | None = None,
) -> Bulk:
    """Accept, reject or leave unsure all claims that match, in one transaction; `undo` takes all of it back.

    Only claims on which nobody's judgement stands; with `judged` also those that others judged, never those that `by` did. `expect`: the
    number that a dry run told. Raises WrongUse where nothing is chosen by, or where the number is another by now: then nothing was decided.
    """
    by = judging.person(by)
    if chosen == Chosen():
        raise WrongUse("a bulk needs something to choose by: a rule, kind, document, pair, state or confidence.")
    if verdict not in ("accept", "reject", "unsure"):
        raise WrongUse(f"many claims can be accepted, rejected or left unsure at once, and not: {verdict}.")
    with nullcontext() if dry_run else record.together():
        lines = _lines(record, by, chosen, judged)
        if not dry_run:
            if expect is not None and expect != len(lines):
                raise WrongUse(
                    f"{len(lines):,} claims match by now, and not {expect:,}: look again at the dry run. Nothing was decided."
                )
            if lines:
                record.decide_all([line.claim for line in lines], verdict, by, note)
    step = max(1, len(lines) // SAMPLE)
    return Bulk(verdict, chosen, len(lines), tuple(lines[::step][:SAMPLE]), not dry_run)


def _lines(record: Record, by: str, chosen: Chosen, judged: bool) -> list[Line]:
    with record.reading() as connection:
        where, values = conditions(connection, chosen)
        mine = " AND s.by = ?" if judged else ""
        where.append(f"NOT EXISTS (SELECT 1 FROM standing s WHERE s.claim = r.claim{mine}) AND coalesce(c.person, '') != ?")
        values += [by, by] if judged else [by]
        query = (
            "SELECT c.id, r.kind, f.id, json_extract(f.fact, '$.label'), r.document, r.confidence, r.state, r.disputed, r.priority "
            "FROM review r JOIN claims c ON c.number = r.claim LEFT JOIN facts f ON f.number = r.fact "
            f"WHERE {' AND '.join(where)} ORDER BY r.priority DESC, r.claim"
        )
        return [
            Line(row[0], row[1], row[2] or "", row[3] or "", row[4], row[5], row[6], bool(row[7]), row[8] / SCALE)
            for row in connection.execute(query, values)
        ]
