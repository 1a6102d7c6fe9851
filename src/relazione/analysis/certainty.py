"""The analysis room: whether a fact holds on a day, and how certain that is.

Every date has four bounds. A day told to lie inside, at the source's precision, is attested; a day after the last
attestation of
what is open is assumed; where one source has it hold and another not, it is disputed. A fact told in the present tense
without a
start holds from its document's date and is never listed earlier.
"""

from __future__ import annotations

from typing import Literal

from relazione.analysis.contract import Certainty
from relazione.analysis.selection import Held
from relazione.model.dates import bounds, iso_day
from relazione.record.spells import FIELDS, Spell

Opinion = Literal["attested", "assumed", "not"]
_VALUES = {"mission": "kind", "membership": "status", "holding": "title"}


def certainty_on(held: Held, day: int, present: bool) -> Certainty | None:
    """How certain it is that the fact holds on a day (a day number; `present`: it is today); None where it does not."""
    fact = held.fact
    starts, end, _ = FIELDS[fact.kind]
    start_open = not set(starts) & set(fact.conflicts)
    end_open = end not in fact.conflicts
    told: list[tuple[Spell, Opinion]] = []
    for spell in held.spells:
        since = fact.start if start_open else spell.since
        until = fact.end if end_open else spell.until
        found = opinion(spell, since, until, fact.kind, day, present)
        if found:
            told.append((spell, found))
    opinions = {found for _, found in told}
    if not opinions & {"attested", "assumed"}:
        return None
    if "not" in opinions or (fact.against and _is_after_told(held, day)) or _differ(held, told):
        return "disputed"
    return "attested" if "attested" in opinions else "assumed"


def opinion(spell: Spell, since: str | None, until: str | None, kind: str, day: int, present: bool) -> Opinion | None:
    """What one claim says of a day; None where it says nothing of it."""
    written = bounds(spell.told_on) if spell.told_on else None
    first_told = written.start_earliest if written else None
    last_told = written.end_latest if written else None
    if not spell.lasting:
        return "not" if (first_told is not None and day >= first_told) or present else _inside(since, until, day)
    if since:
        start = bounds(since)
        if start.start_earliest is None or day < start.start_earliest:
            return "not"
        if until:
            return _inside(since, until, day)
        if start.start_latest is not None and day <= start.start_latest:
            return "attested"
        return "attested" if spell.current and last_told is not None and day <= last_told else "assumed"
    if until:
        return _inside(since, until, day)
    if spell.seen:
        first, last = bounds(spell.seen[0]).start_earliest, bounds(spell.seen[-1]).end_latest
        if first is None or last is None or not first <= day <= last:
            return None
        return "attested" if iso_day(day)[:4] in spell.seen else "assumed"
    if spell.attested:
        return "attested" if _inside(spell.attested, spell.attested, day) == "attested" else None
    if spell.current and written is None:
        return "assumed" if present else None
    if spell.current and first_told is not None and day >= first_told:
        return "attested" if last_told is None or day <= last_told else "assumed"
    if kind in ("agreement", "measure"):  # an undated one was there when the document was written
        return "assumed" if present or (kind == "agreement" and first_told is not None and day >= first_told) else None
    return None


def _inside(since: str | None, until: str | None, day: int) -> Opinion | None:
    """A day against a told end: "not" outside, nothing where the start is not told and the end has not come."""
    first = bounds(since).start_earliest if since else None
    end = bounds(until) if until else None
    if end is not None and end.end_latest is not None and day > end.end_latest:
        return "not"
    if since is None:
        return "attested" if end is not None and end.end_earliest is not None and day >= end.end_earliest else None
    return "attested" if first is not None and day >= first else "not"


def _is_after_told(held: Held, day: int) -> bool:
    told = [bounds(spell.told_on).start_earliest for spell in held.spells if spell.told_on]
    return all(first is None or day >= first for first in told)


def _differ(held: Held, told: list[tuple[Spell, Opinion]]) -> bool:
    """Whether those who have it hold on the day tell different kinds, statuses, titles or numbers of it."""
    fact = held.fact
    if fact.kind == "measure":
        return "value" in fact.conflicts
    if _VALUES.get(fact.kind, "") not in fact.conflicts:
        return False
    return len({spell.value for spell, found in told if found != "not"}) > 1
