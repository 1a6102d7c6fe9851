"""The analysis room: how two states stood to each other on a day.

    standing(record, "ITA", "TUR", "1925-01-01").holdings

The answer is a `Standing` (see `contract`), which `msgspec.json.encode` turns into the published JSON.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from relazione.analysis.agreements import agreements_on, measures_on
from relazione.analysis.at_war import at_war, wars
from relazione.analysis.contract import Item, Side, SidePolity, Standing
from relazione.analysis.happening import last_before, ongoing_on
from relazione.analysis.holds import holdings_on, memberships_on, mission_item, missions_on, seen_about, tenures_on
from relazione.analysis.relations import relations_on
from relazione.analysis.selection import Selection
from relazione.model.dates import iso_day, parse_day
from relazione.model.errors import SameState
from relazione.model.moments import present_day
from relazione.record.store import Record


def standing(record: Record, a: str, b: str, on: str | None = None, today: str | None = None) -> Standing:
    """How the states with the codes `a` and `b` stood on a day (a month or year: its first day; None: at the present).

    `today` is the present day, for tests; without it the computer's clock is asked, in UTC. Raises ImpossibleDate,
    SameState, and
    UnknownState for what is no state.
    """
    first, second = _code(a), _code(b)
    if first == second:
        raise SameState(side(first, None).state)
    now = parse_day(today or present_day())
    day = now if on is None else parse_day(on)
    with record.reading() as connection:
        selection = Selection(connection, first, second, day, present=day == now)
        told = wars(selection)
        is_war, war = at_war(selection, told)
        missions = missions_on(selection, bool(is_war))
        relations = msgspec.structs.replace(relations_on(selection, told, war, missions), seen=seen_about(selection))
        ongoing = tuple(ongoing_on(selection, war))
        found = Standing(
            pair=(first, second),
            as_of=iso_day(day),
            sides=(side(first, iso_day(day)), side(second, iso_day(day))),
            at_war=is_war,
            relations=relations,
            missions=tuple(mission_item(selection, sure) for sure in missions),
            memberships=tuple(memberships_on(selection)),
            agreements=tuple(agreements_on(selection)),
            holdings=tuple(holdings_on(selection)),
            ongoing=ongoing,
            measures=tuple(measures_on(selection)),
            tenures=tuple(tenures_on(selection)),
            last_before=tuple(last_before(selection, ongoing)),
            conflicts=(),
        )
        return _with_conflicts(found, selection)


def _with_conflicts(found: Standing, selection: Selection) -> Standing:
    lists: tuple[Iterable[Item], ...] = (
        found.missions,
        found.memberships,
        found.agreements,
        found.holdings,
        found.ongoing,
        found.measures,
        found.tenures,
        found.last_before,
    )
    shown = list(dict.fromkeys(item.fact for items in lists for item in items))
    disputed = {item.fact for items in lists for item in items if item.certainty == "disputed"}
    contradicted = selection.contradicted(shown)
    return msgspec.structs.replace(found, conflicts=tuple(id_ for id_ in shown if id_ in disputed or id_ in contradicted))


def _code(state: str) -> str:
    from relazione.reference import polities

    return state if state in polities.states() else polities.find_state(state).code


def side(state: str, on: str | None) -> Side:
    """A state with the polities of its lineage that were there on the day (None: ever)."""
    from relazione.reference import polities

    there = polities.polities_of(state, on)
    return Side(polities.states()[state].name, tuple(SidePolity(polity.name, polity.start, polity.end) for polity in there))
