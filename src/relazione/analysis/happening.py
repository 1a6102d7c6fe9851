"""The analysis room: what went on on a day, and what had happened before it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from relazione.analysis.at_war import War, next_peace
from relazione.analysis.certainty import certainty_on
from relazione.analysis.contract import Certainty, LastItem, OngoingItem
from relazione.analysis.items import common, names_of, taking_part
from relazione.analysis.lives import any_gone
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import bounds, precision
from relazione.record.spells import event_root, goes_on, lasts
from relazione.record.tables import open_ended
from relazione.reference import ontology

_ENDED_BY_PEACE = frozenset({"war", "crisis", "occupation"})
_FIGHTING = frozenset({"attack", "battle"})
LAST = 10
"""How many past events are listed."""
LONGEST_FIGHTING = 366
"""Days after which fighting at one place that is told as begun ("bombarded from 31 October onwards") is no longer assumed to go on."""


def ongoing_on(selection: Selection, war: War | None) -> list[OngoingItem]:
    """Events of types that last (column `lasts` of the ontology) while they last, and instants of that very day.

    `war` is the war between the two that goes on: of one that is only told to have been declared, the declaration stands for it.
    """
    found = []
    if war and war.implied and war.first < selection.day:
        held = selection.fact(war.fact)
        actors = names_of(taking_part(held.shown.get("actors") or ()))
        found.append((war.first, war.fact, OngoingItem(**common(held, "assumed"), type="war", actors=actors)))
    lately = selection.fighting(_fighting(), LONGEST_FIGHTING)
    for held in (*selection.of_either("event"), *lately):
        certainty = _certainty(held, selection)
        if certainty:
            item = OngoingItem(
                **common(held, certainty), type=held.shown["type"], actors=names_of(taking_part(held.shown.get("actors") or ()))
            )
            start = bounds(held.fact.start).start_earliest if held.fact.start else None
            found.append((start if start is not None else 1 << 40, item.fact, item))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:2])]


def _certainty(held: Held, selection: Selection) -> Certainty | None:
    fact, type_ = held.fact, str(held.shown["type"])
    if fact.start is None and not fact.end:
        return certainty_on(held, selection.day, selection.present) if lasts(type_) else None
    if fact.start is not None and fact.start == fact.end:
        if not lasts(type_):
            return "attested" if precision(fact.start) == "day" and _is_inside(fact.start, selection.day) else None
        if type_ not in open_ended() or _is_inside(fact.start, selection.day):
            return "attested" if _is_inside(fact.start, selection.day) else None
        return "assumed" if _still_on(held, selection) else None
    if fact.start is not None and fact.end is not None and not lasts(type_):
        return None  # an instant at some time between the two dates
    if fact.end is None and not goes_on(type_):
        if _is_inside(fact.start or "", selection.day):
            return "attested"
        return "assumed" if _still_on(held, selection) else None
    certainty = certainty_on(held, selection.day, selection.present)
    return certainty if certainty != "assumed" or _still_on(held, selection) else None


@cache
def _fighting() -> tuple[str, ...]:
    """Types of fighting at one place."""
    return tuple(id_ for id_ in ontology.ontology() if event_root(id_) in _FIGHTING)


def _is_inside(date: str, day: int) -> bool:
    b = bounds(date)
    low = b.start_earliest if b.start_earliest is not None else b.end_earliest
    high = b.start_latest if b.start_latest is not None else b.end_latest
    return low is not None and high is not None and low <= day <= high


def _still_on(held: Held, selection: Selection) -> bool:
    """Whether what was begun may go on: its actors are still there, and nothing is told to have ended it.

    War, crisis and occupation end with the next peace between the two, fighting before that day.
    """
    first = bounds(held.fact.start).start_earliest if held.fact.start else None
    if first is None or first > selection.day or any_gone(taking_part(held.every("actors")), selection.day):
        return False
    type_ = str(held.shown["type"])
    if any(first < ended <= selection.day for ended in _ends(selection, type_)):
        return False
    fights = event_root(type_) in _FIGHTING
    peace = next_peace(selection, first) if fights or (lasts(type_) and event_root(type_) in _ENDED_BY_PEACE) else []
    return not peace or selection.day < min(peace) + (not fights)


def _ends(selection: Selection, type_: str) -> list[int]:
    """First days of the events between the two that end such a thing; asked once a question."""
    if type_ not in selection.ends:
        enders = sorted(open_ended().get(type_, ()))
        starts = [held.fact.start for held in (selection.of_types(enders) if enders else ())]
        days = [bounds(start).start_earliest for start in starts if start]
        selection.ends[type_] = [day for day in days if day is not None]
    return selection.ends[type_]


def last_before(selection: Selection, ongoing: Iterable[OngoingItem] = ()) -> list[LastItem]:
    """The newest dated events before the day with either side among the actors, the newest first; not those that still go on."""
    going_on = {item.fact for item in ongoing}
    found: list[LastItem] = []
    for held in selection.before(LAST + len(going_on)):
        if held.fact.id in going_on or len(found) == LAST:
            continue
        found.append(last_item(held))
    return found


def last_item(held: Held) -> LastItem:
    """A dated event as an item."""
    certainty: Certainty = "disputed" if {"when", "type"} & set(held.fact.conflicts) else "attested"
    return LastItem(
        **common(held, certainty),
        type=held.shown["type"],
        actors=names_of(taking_part(held.shown.get("actors") or ())),
        date=str(held.shown["when"]),
    )
