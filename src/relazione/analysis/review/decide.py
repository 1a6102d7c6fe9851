"""The review: what a reviewer does. Thin: each is one act of the record, which `undo` takes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relazione.analysis.review.edits import edited
from relazione.model.errors import WrongUse
from relazione.model.record import Decision, Link, Verdict
from relazione.record import judging
from relazione.record.counted import active
from relazione.record.judging import Undone
from relazione.record.store import Record


def accept(record: Record, claim: str, by: str, note: str = "") -> Decision:
    """The claim is right: it counts, whatever is read later."""
    return _decide(record, claim, "accept", by, note)


def reject(record: Record, claim: str, by: str, note: str = "") -> Decision:
    """The claim is wrong: it counts no more."""
    return _decide(record, claim, "reject", by, note)


def unsure(record: Record, claim: str, by: str, note: str = "") -> Decision:
    """The reviewer looked and cannot tell: nothing changes, and others see that somebody looked."""
    return _decide(record, claim, "unsure", by, note)


def edit(record: Record, claim: str, changes: Mapping[str, Any], by: str, note: str = "") -> Decision:
    """The claim is right but for some fields (see `edited`): a claim of the reviewer's own with the original's evidence takes its place.

    Raises WrongUse where a change cannot be, or changes nothing.
    """
    before = record.claim(claim)
    body, realis = edited(before, changes)
    return record.decide(claim, "edit", by, note, edit=body, realis=realis)


def same(record: Record, one: str, other: str, by: str, note: str = "") -> Link:
    """The two are the same thing. Each is a claim, or a fact by its id (then its first claim that counts is meant)."""
    return _link(record, one, other, True, by, note)


def different(record: Record, one: str, other: str, by: str, note: str = "") -> Link:
    """The two are not the same thing."""
    return _link(record, one, other, False, by, note)


def undo(record: Record, by: str) -> Undone:
    """Take back the last act of this reviewer that stands; a bulk as a whole. Empty where there is none."""
    return record.undo(by)


def _decide(record: Record, claim: str, verdict: Verdict, by: str, note: str) -> Decision:
    """A key that was pressed twice, or a form that was sent twice, is one decision."""
    by, note = judging.person(by), judging.noted(note)
    for standing in active(record.decisions(claim)):
        if (standing.by, standing.verdict, standing.note) == (by, verdict, note):
            return standing
    return record.decide(claim, verdict, by, note)


def _link(record: Record, one: str, other: str, is_same: bool, by: str, note: str) -> Link:
    left, right = (_claim(record, id_) for id_ in (one, other))
    if left == right:
        raise WrongUse(f"a link needs two different claims, and both are {left}.")
    kinds = [record.claim(id_).kind for id_ in (left, right)]
    if is_same and kinds[0] != kinds[1]:
        raise WrongUse(f"{kinds[0]} and {kinds[1]} are two kinds: they cannot be the same thing.")
    return record.link(left, right, is_same, by, note)


def _claim(record: Record, id_: str) -> str:
    """The claim that is meant by an id: itself where it counts, else the first that counts of its fact."""
    fact = record.fact_of_claim(id_)
    return id_ if fact is None or id_ in fact.claims else fact.claims[0]
