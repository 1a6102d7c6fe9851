"""The analysis room: diplomatic relations on a day.

They follow the acts told (established, resumed, severed). A severance that a war implies is assumed. Where no act is
told, or a war
lay between, an embassy that stands shows that there are relations. Nothing told: unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from relazione.analysis.at_war import War
from relazione.analysis.contract import Certainty, Relations
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import bounds
from relazione.record.tables import class_of

ESTABLISHED = ("relations-established", "relations-resumed", "relations-upgraded")
SEVERED = ("relations-severed", "recognition-withdrawn")


def relations_on(
    selection: Selection, told: Sequence[War], war: War | None, missions: Sequence[tuple[Held, Certainty]]
) -> Relations:
    """Relations on the day, given the wars told, the one that goes on, and the missions that stand (with their certainty)."""
    acts = _acts(selection)
    last = acts[-1] if acts else None
    if war is not None:
        if last and last[1] == "severed" and last[0] >= war.first:
            return _from_act(last, selection.day)
        if last is None or last[1] == "severed" or last[0] <= war.first:
            before = last if last and last[1] == "severed" else None
            return Relations("severed", before[2] if before else war.since, "assumed", before[3] if before else war.fact)
    embassy = _from_missions(missions)
    wars_since = [past for past in told if last and past.first > last[0] and past.last is not None and past.last < selection.day]
    if last and last[1] == "severed":
        return embassy if embassy and _begins_after(embassy, missions, last[0]) else _from_act(last, selection.day)
    if last and not wars_since:
        found = _from_act(last, selection.day)
        if embassy is None:
            return found
        attested = "attested" in (found.certainty, embassy.certainty)
        return msgspec.structs.replace(found, since=found.since or embassy.since, certainty="attested" if attested else "assumed")
    if embassy:
        return embassy
    if any(_told_by(held, selection) for held in selection.of_types(ESTABLISHED, realis="denied")):
        return Relations("none", None, "attested")
    return Relations()


Act = tuple[int, str, str | None, str]
"""First day, status, EDTF, id of the fact."""


def _acts(selection: Selection) -> list[Act]:
    """Acts up to the day, the latest last. What is told in the present tense holds from its document's date."""
    found: list[Act] = []
    for held in selection.of_types((*ESTABLISHED, *SEVERED)):
        status = "severed" if held.shown["type"] in SEVERED else "established"
        first = bounds(held.fact.start).start_earliest if held.fact.start else _told_first(held)
        if first is not None and first <= selection.day:
            found.append((first, status, held.fact.start, held.fact.id))
    return sorted(found, key=lambda act: (act[0], act[1] == "severed", act[2] or "", act[3]))


def _told_first(held: Held) -> int | None:
    days = [bounds(spell.told_on).start_earliest for spell in held.spells if spell.current and spell.told_on]
    return min((day for day in days if day is not None), default=None)


def _told_by(held: Held, selection: Selection) -> bool:
    first = _told_first(held)
    return first <= selection.day if first is not None else selection.present


def _from_act(act: Act, day: int) -> Relations:
    _, status, date, fact = act
    last = bounds(date).end_latest if date else None
    attested = last is not None and day <= last
    return Relations("severed" if status == "severed" else "established", date, "attested" if attested else "assumed", fact)


def _from_missions(missions: Sequence[tuple[Held, Certainty]]) -> Relations | None:
    found = [
        (held, certainty)
        for held, certainty in missions
        if class_of("mission.kind", held.shown["kind"]) in ("diplomatic", "accredited")
    ]
    if not found:
        return None
    order = ("attested", "assumed", "disputed")
    certainty = min((certainty for _, certainty in found), key=order.index)
    starts = sorted(
        ((held.fact.start, held.fact.id) for held, _ in found if held.fact.start),
        key=lambda start: bounds(start[0]).start_earliest or 0,
    )
    surest = next(held.fact.id for held, sure in found if sure == certainty)
    since, fact = starts[0] if starts else (None, surest)
    return Relations("established", since, certainty, fact)


def _begins_after(embassy: Relations, missions: Sequence[tuple[Held, Certainty]], day: int) -> bool:
    """Whether an embassy is told to have opened, or is told in the present tense, after the day."""
    for held, _ in missions:
        if class_of("mission.kind", held.shown["kind"]) in ("diplomatic", "accredited"):
            opened = bounds(held.fact.start).start_earliest if held.fact.start else None
            told = _told_first(held)
            if (opened is not None and opened >= day) or (told is not None and told > day):
                return True
    return embassy.certainty == "attested"
