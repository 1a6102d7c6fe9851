"""The analysis room: whether two states were at war.

True inside a told war between the two; False where dated claims cover the day and tell none; else None. A war whose end
is not told
ends with the told war or the general war that it was part of, or with the next treaty between the two, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from relazione.analysis.selection import Held, Selection
from relazione.model.dates import bounds, precision
from relazione.reference.folding import fold
from relazione.reference.tables import rows

WARS = ("war", "declaration-of-war", "entry-into-war")
_PEACES = ("peace-treaty", "treaty", "armistice", "ceasefire", "surrender", "relations-resumed", "treaty-of-friendship")
_PEACE_FORMS = ("treaty", "armistice", "peace", "peace-treaty", "convention", "pact", "accord")


class War(msgspec.Struct, frozen=True):
    """A war between the two: first and last day (None: nothing tells or implies an end), and the EDTF of its start.

    `implied`: only its beginning is told. `series`: too long for one war ("the wars of 1396 to 1718"), so that there was peace between.
    """

    first: int
    last: int | None
    since: str
    fact: str
    implied: bool = False
    series: bool = False


LONGEST_WAR = 40 * 366
"""Days; what is told as war for longer is a series of wars."""


class GeneralWar(msgspec.Struct, frozen=True):
    """A row of `data/general_wars.tsv`."""

    name: str
    state: str
    first: int
    last: int
    states: frozenset[str]


@cache
def general_wars() -> tuple[GeneralWar, ...]:
    """Wars of many states, with the days on which they ended for one of them."""
    path = Path(__file__).parent / "data" / "general_wars.tsv"
    found = []
    for _, (name, state, first, last, states) in rows(path, ("war", "state", "from", "to", "states")):
        start, end = bounds(first).start_earliest, bounds(last).end_latest
        assert start is not None and end is not None
        found.append(GeneralWar(name, state, start, end, frozenset(states.split())))
    return tuple(found)


def general_end(day: int, a: str, b: str, part_of: str | None = None) -> int | None:
    """The last day, for these two, of the general war that went on on `day` (or has the name `part_of`); None if there
    was none.
    """
    wars = [war for war in general_wars() if not war.state and (not war.states or {a, b} <= war.states)]
    named = [war for war in wars if part_of and fold(war.name) == _usual(part_of)]
    inside = named or [war for war in wars if war.first <= day <= war.last]
    if not inside:
        return None
    war = max(inside, key=lambda war: war.first)
    own = [row.last for row in general_wars() if row.name == war.name and row.state in (a, b) and row.last >= day]
    return min([war.last, *own])


def _usual(name: str) -> str:
    folded = fold(name)
    return {
        "world war i": "first world war",
        "world war 1": "first world war",
        "great war": "first world war",
        "world war ii": "second world war",
        "world war 2": "second world war",
    }.get(folded, folded)


def wars(selection: Selection) -> list[War]:
    """The told wars between the two, in order of their start."""
    told = [held for held in selection.of_types(WARS) if held.fact.start and is_between(held, selection.a, selection.b)]
    closed: list[War] = []
    opened: list[tuple[int, Held]] = []
    for held in told:
        start, end = held.fact.start or "", held.fact.end
        first = bounds(start).start_earliest
        if first is None:
            continue
        if _is_opening(held):
            opened.append((first, held))
        else:
            last = bounds(end).end_latest if end else None
            series = last is not None and last - first > LONGEST_WAR
            closed.append(War(first, last, start, held.fact.id, series=series))
    found = list(closed)
    for first, held in opened:
        ends = [war.last for war in closed if war.last is not None and not war.series and war.first <= first <= war.last]
        general = general_end(first, selection.a, selection.b, held.shown.get("part_of"))
        ends += [general] if general is not None else []
        ends += next_peace(selection, first)
        found.append(War(first, min(ends) if ends else None, held.fact.start or "", held.fact.id, implied=True))
    return sorted(found, key=lambda war: (war.first, war.since, war.fact))


def _is_opening(held: Held) -> bool:
    """Whether only the beginning is told: a declaration, an open date, or a day or month on which war broke out."""
    fact = held.fact
    if held.shown["type"] != "war" or fact.end is None:
        return True
    declared = any("declar" in str(words).lower() for words in held.every("words"))
    return fact.start == fact.end and (declared or precision(fact.start or "") in ("day", "month"))


def is_between(held: Held, a: str, b: str) -> bool:
    """Whether the two are on opposite sides."""
    actors = held.every("actors")
    sides = {
        state: {actor.get("side") for actor in actors if actor.get("state") == state and actor.get("side")} for state in (a, b)
    }
    if sides[a] and sides[b]:
        return not sides[a] & sides[b]
    doers = _states(actor for actor in actors if actor.get("role", "actor") == "actor")
    others = _states(actor for actor in actors if actor.get("role") == "recipient")
    if others:
        return (a in doers and b in others) or (b in doers and a in others)
    return doers == {a, b}


def _states(actors: Iterable[Mapping[str, Any]]) -> set[str]:
    return {str(actor["state"]) for actor in actors if actor.get("state")}


def next_peace(selection: Selection, after: int) -> list[int]:
    """The last day of the next treaty (or armistice, or the like) between the two; nothing where none is told."""
    found = (selection.next(_PEACES, "event", after), selection.next(_PEACE_FORMS, "agreement", after))
    dates = [bounds(held.fact.start) for held in found if held and held.fact.start]
    return [day for b in dates if (day := b.start_latest) is not None]


def at_war(selection: Selection, told: list[War]) -> tuple[bool | None, War | None]:
    """Whether the two were at war on the day, and in which war."""
    day = selection.day
    for war in sorted(told, key=lambda war: (war.series, war.implied, -war.first)):
        if war.first <= day and war.last is not None and day <= war.last:
            return (None, None) if war.series else (True, war)
    endless = [war for war in told if war.last is None and war.first <= day]
    if endless:
        war = endless[-1]
        within = bounds(war.since).start_latest
        return (True, war) if within is not None and day <= within else (None, None)
    return (False if selection.is_covered() else None), None
