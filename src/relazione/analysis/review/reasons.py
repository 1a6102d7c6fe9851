"""The review: why a claim is in the queue, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from relazione.model.claims import Claim
from relazione.model.record import Fact, Field
from relazione.record.doubts import weight

if TYPE_CHECKING:
    from relazione.analysis.review.item import Opinion

SURE, DOUBTFUL = 0.9, 0.7
WEIGHTY = 2.5
VERDICTS = {"accept": "accepted", "reject": "rejected", "edit": "edited", "unsure": "was unsure of"}


class Seen(msgspec.Struct, frozen=True):
    """What the projection knows of a claim under review."""

    state: str
    read: bool
    person: str | None


def reasons(claim: Claim, fact: Fact | None, seen: Seen, opinions: Sequence[Opinion], against: Sequence[Fact]) -> tuple[str, ...]:
    """Why the claim is in the queue, the gravest reason first; empty only where nothing at all speaks for a look."""
    found = [*_of_people(seen, opinions)]
    if fact:
        found += [_conflict(claim, field) for field in fact.fields if field.name in fact.conflicts and _tells(claim, field)]
        found += [f"another fact speaks against it: {other.label}" for other in against]
    if not seen.read and seen.person is None:
        found.append("the latest reading of its document does not make it any more")
    if seen.person is None and not claim.is_row:
        if claim.confidence < DOUBTFUL:
            found.append(f"the coder is not sure of it: {claim.confidence:.0%}")
        elif claim.confidence < SURE:
            found.append(f"the coder holds it to be likely, not certain: {claim.confidence:.0%}")
    if weight(claim.body) >= WEIGHTY:
        found.append("much hangs on it")
    if fact and len(fact.claims) == 1 and not opinions:
        found.append("no other source, and no other passage, tells it")
    return tuple(found) or ("nobody has looked at it yet",)


def _of_people(seen: Seen, opinions: Sequence[Opinion]) -> list[str]:
    standing = [one for one in opinions if one.standing]
    here = [one for one in standing if one.of != "earlier"]
    found = []
    for one in standing:
        if one.of == "earlier":
            who, verdict = one.decision.by, VERDICTS[one.decision.verdict]
            found.append(f"it was read anew: {who} {verdict} what stood in this place before, and that does not fit any more")
    if seen.state == "split":
        told = ", ".join(f"{one.decision.by} {VERDICTS[one.decision.verdict]} it" for one in here)
        found.append(f"reviewers disagree: {told}")
    elif seen.state == "unsure":
        found.append(f"{' and '.join(one.decision.by for one in here)} looked and could not tell")
    elif seen.state == "own":
        found.append(f"it is an edit by {seen.person} that nobody else has judged")
    elif seen.state == "judged":
        told = ", ".join(f"{one.decision.by} {VERDICTS[one.decision.verdict]} it" for one in here)
        found.append(f"judged: {told}; a second opinion is welcome")
    return found


def _tells(claim: Claim, field: Field) -> bool:
    return any(claim.id in value.claims for value in field.values)


def _conflict(claim: Claim, field: Field) -> str:
    others = sum(len(value.claims) for value in field.values if claim.id not in value.claims)
    name = field.name.replace("_", " ")
    return f"sources disagree: {others} other {'claim tells' if others == 1 else 'claims tell'} another {name}"
