"""The analysis room: what a record learnt of two states between two moments of its own clock.

    with Record.open(path, known_at="2026-11-01") as before, Record.open(path) as now:
        learnt(before, now, "ITA", "TUR").came

A fact is the same where one of its claims leads to it: so two facts that were joined are one that changed, and none that went.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.changes import FieldChange, field_changes
from relazione.analysis.story import Act, claims_of, story
from relazione.model.record import Fact
from relazione.record.store import Record


class Lesson(msgspec.Struct, frozen=True):
    """A fact that came (`before` empty), went (`now` empty) or is held otherwise."""

    before: Annotated[tuple[str, ...], Meta(description="ids of the fact as it was held; several: they were joined")]
    now: Annotated[tuple[str, ...], Meta(description="ids of the fact as it is held; several: it was parted")]
    kind: str
    label_before: str
    label_now: str
    fields: tuple[FieldChange, ...] = ()
    claims_before: int = 0
    claims: int = 0


class Learnt(msgspec.Struct, frozen=True):
    """What is different in what a record holds of two states."""

    pair: tuple[str, str]
    came: tuple[Lesson, ...]
    gone: tuple[Lesson, ...]
    changed: tuple[Lesson, ...]
    borne_out: Annotated[tuple[Lesson, ...], Meta(description="told alike by more claims, or fewer")]
    unchanged: int
    acts: Annotated[tuple[Act, ...], Meta(description="what was done between the moments to the claims behind these facts")]


def learnt(before: Record, now: Record, a: str, b: str) -> Learnt:
    """What is different between a record as it stood, and as it stands (or stood later): of the facts of a pair of states, by code."""
    old = {fact.id: fact for fact in before.facts(pair=(a, b))}
    new = {fact.id: fact for fact in now.facts(pair=(a, b))}
    was = _homes(new, old, before)
    becomes = _homes(old, new, now)
    came = [_lesson((), (fact,)) for id_, fact in new.items() if not was[id_]]
    gone = [_lesson((fact,), ()) for id_, fact in old.items() if not becomes[id_]]
    changed, borne_out, unchanged = [], [], 0
    for id_, fact in new.items():
        for earlier in was[id_]:
            lesson = _lesson((earlier,), (fact,))
            together = len(was[id_]) > 1 or len(becomes.get(earlier.id, ())) > 1
            if lesson.fields or together or earlier.against != fact.against:
                changed.append(lesson)
            elif set(earlier.claims) != set(fact.claims):
                borne_out.append(lesson)
            else:
                unchanged += 1
    lessons = (*came, *gone, *changed, *borne_out)
    return Learnt((a, b), tuple(came), tuple(gone), tuple(changed), tuple(borne_out), unchanged, _acts(before, now, lessons))


def _homes(facts: dict[str, Fact], others: dict[str, Fact], record: Record) -> dict[str, list[Fact]]:
    """Of each fact the facts of the other moment that hold one of its claims; of a record where it is no longer a pair's own too."""
    holders = {claim: other for other in others.values() for claim in other.claims}
    found: dict[str, list[Fact]] = {}
    for id_, fact in facts.items():
        homes = {home.id: home for claim in fact.claims if (home := holders.get(claim))}
        if not homes and (home := record.fact_of_claim(id_)):
            homes[home.id] = home
        found[id_] = list(homes.values())
    return found


def _lesson(before: tuple[Fact, ...], now: tuple[Fact, ...]) -> Lesson:
    one = (*now, *before)[0]
    return Lesson(
        before=tuple(fact.id for fact in before),
        now=tuple(fact.id for fact in now),
        kind=one.kind,
        label_before=before[0].label if before else "",
        label_now=now[0].label if now else "",
        fields=field_changes(before[0], now[0]) if before and now else (),
        claims_before=sum(len(fact.claims) for fact in before),
        claims=sum(len(fact.claims) for fact in now),
    )


def _acts(before: Record, now: Record, lessons: tuple[Lesson, ...]) -> tuple[Act, ...]:
    """What was done between the moments to the claims of these facts."""
    claims = [claim for lesson in lessons for id_ in lesson.before for claim in claims_of(before, id_)]
    claims += [claim for lesson in lessons for id_ in lesson.now for claim in claims_of(now, id_)]
    known = {(act.at, act.what, act.claim, act.other, act.document) for act in story(before, claims)}
    found = story(now, claims)
    return tuple(act for act in found if (act.at, act.what, act.claim, act.other, act.document) not in known)
