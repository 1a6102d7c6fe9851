"""The record room: conflicts between facts. A list that is told to be complete speaks against what is missing from it.

"Its presence now consists of an embassy in Rome and a General Consulate in Milano" contradicts a consulate in Naples that is told as
open elsewhere. It speaks of its own time only: what is seen or told of another time it does not contradict. A candidate who is also
told to be a member contradicts too. Absence from a list that is not complete says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from relazione.model.dates import bounds
from relazione.model.record import Fact
from relazione.record.posts import known_days
from relazione.record.schema import OPEN_DAY
from relazione.record.spells import Spell
from relazione.record.tables import class_of

SAME_PRESENT = 2 * 366
"""Days between two documents within which what both tell in the present tense is told of one present."""
ALWAYS = (-OPEN_DAY, OPEN_DAY)


class Listed(msgspec.Struct, frozen=True):
    """A fact of a roster: its claims as (id, document, whether its list is complete), and when they hold."""

    fact: Fact
    spells: tuple[Spell, ...]
    documents: tuple[str, ...]
    complete: tuple[bool, ...]


def against(roster: Sequence[Listed]) -> dict[str, tuple[str, ...]]:
    """fact -> the facts that speak against it, for all facts of one roster."""
    if not roster:
        return {}
    rules = {"mission": _missing, "membership": _incompatible}
    rule = rules.get(roster[0].fact.kind)
    return rule(roster) if rule else {}


def _classes(listed: Listed) -> set[str]:
    return {class_of("mission.kind", spell.value) for spell in listed.spells}


def _times(listed: Listed) -> list[tuple[int, int, bool]]:
    """When each claim knows the mission to be there, as first and last day, and whether it says so of its own present."""
    found = []
    for spell in listed.spells:
        if not spell.lasting:
            continue
        present = spell.current and not (spell.since or spell.until or spell.attested)
        span = known_days(spell)
        if span is not None:
            found.append((*span, present))
        elif present:
            found.append((ALWAYS[0], ALWAYS[1], True))  # of an unknown present
    return found


def _missing(roster: Sequence[Listed]) -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[Listed]] = defaultdict(list)
    times: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
    for listed in roster:
        for spell, document, complete in zip(listed.spells, listed.documents, listed.complete, strict=True):
            if complete:
                times[document] += _times(msgspec.structs.replace(listed, spells=(spell,)))
                if listed not in lists[document]:
                    lists[document].append(listed)
    found: dict[str, set[str]] = defaultdict(set)
    for document, members in lists.items():
        classes = set().union(*(_classes(member) for member in members))
        ids = {member.fact.id for member in members}
        for listed in roster:
            if listed.fact.id not in ids and _classes(listed) <= classes and _at_once(_times(listed), times[document]):
                found[listed.fact.id] |= ids
    return {id_: tuple(sorted(ids)) for id_, ids in found.items()}


def _at_once(some: Sequence[tuple[int, int, bool]], others: Sequence[tuple[int, int, bool]]) -> bool:
    """Whether any of the times meet. Two that are told in the present tense may lie SAME_PRESENT days apart."""
    return any(max(a[0], b[0]) - min(a[1], b[1]) <= (SAME_PRESENT if a[2] and b[2] else 0) for a in some for b in others)


def _incompatible(roster: Sequence[Listed]) -> dict[str, tuple[str, ...]]:
    """A state is not both member and candidate of one organisation at the same time, as told without dates by both."""
    now = [listed for listed in roster if listed.fact.current and not listed.fact.end and not listed.fact.start]
    inside = [listed for listed in now if _status(listed) == "member"]
    waiting = [listed for listed in now if _status(listed) == "candidate"]
    if not (inside and waiting) or _told(waiting)[1] < _told(inside)[0]:
        return {}  # told as a candidate earlier, and as a member later: no contradiction
    members, candidates = tuple(sorted(x.fact.id for x in inside)), tuple(sorted(x.fact.id for x in waiting))
    return {**{id_: candidates for id_ in members}, **{id_: members for id_ in candidates}}


def _status(listed: Listed) -> str:
    return class_of("membership.status", listed.spells[0].value)


def _told(listed: Sequence[Listed]) -> tuple[int, int]:
    """The first and the last day on which the documents behind these facts were written."""
    told = [bounds(spell.told_on) for one in listed for spell in one.spells if spell.told_on]
    first = [b.start_earliest for b in told if b.start_earliest is not None]
    last = [b.end_latest for b in told if b.end_latest is not None]
    return min(first, default=0), max(last, default=0)
