"""The analysis room: one state on a day: how it stands to each other state, its missions, memberships, territories, officials and last
events.

    of_state(record, "ITA", "1925-01-01").pairs["TUR"].stance
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from relazione.analysis.contract import HoldingItem, LastItem, MembershipItem, MissionItem, Side, TenureItem
from relazione.analysis.happening import last_item
from relazione.analysis.holds import (
    Sure,
    holdings_among,
    in_order,
    memberships_on,
    mission_item,
    tenures_on,
    while_at_war,
)
from relazione.analysis.selection import Selection
from relazione.analysis.stances import Gathered, Stance, Stances
from relazione.model.dates import iso_day, parse_day
from relazione.model.errors import UnknownState
from relazione.model.moments import present_day
from relazione.record.store import Record

LAST = 12
"""Events before the day that are given."""


class OtherMission(msgspec.Struct, frozen=True):
    """A mission, and the code of the state that hosts it, or of the one whose it is ("" where that is not told)."""

    other: str
    mission: MissionItem


class OneState(msgspec.Struct, frozen=True):
    """A state on a day."""

    state: str
    as_of: str
    side: Annotated[Side, Meta(description="its present-day name, and the polities of its lineage that were there")]
    pairs: Annotated[dict[str, Stance], Meta(description="how it stands to each other state of which anything is told")]
    abroad: Annotated[tuple[OtherMission, ...], Meta(description="its missions")]
    received: Annotated[tuple[OtherMission, ...], Meta(description="missions of others in it")]
    memberships: tuple[MembershipItem, ...]
    holdings: tuple[HoldingItem, ...]
    tenures: tuple[TenureItem, ...]
    last_before: tuple[LastItem, ...]


def of_state(record: Record, state: str, on: str | None = None, today: str | None = None) -> OneState:
    """The state with this code on a day (a month or year: its first day; None: at present).

    `today` is the present day, for tests. Raises ImpossibleDate, and UnknownState for what is no state.
    """
    from relazione.analysis.as_of import side
    from relazione.reference.polities import states

    if state not in states():
        raise UnknownState(state)
    today = today or present_day()
    now = parse_day(today)
    day = now if on is None else parse_day(on)
    counts = {(line.a, line.b): line.facts for line in record.pair_lines(state)}
    with record.reading() as connection:
        selection = Selection(connection, state, "", day, day == now)
        gathered = Gathered(connection, day, day == now, state)
        pairs = Stances(iso_day(day), gathered.stances(counts)).of_state(state)
        own, others = _missions(selection, gathered.standing, pairs)
        return OneState(
            state=state,
            as_of=iso_day(day),
            side=side(state, iso_day(day)),
            pairs=pairs,
            abroad=tuple(OtherMission(_code(sure, "receiver"), mission_item(selection, sure)) for sure in own),
            received=tuple(OtherMission(_code(sure, "sender"), mission_item(selection, sure)) for sure in others),
            memberships=tuple(memberships_on(selection)),
            holdings=tuple(holdings_among(selection, selection.of_state("holding", state))),
            tenures=tuple(tenures_on(selection)),
            last_before=tuple(last_item(held) for held in selection.before_of(state, LAST)),
        )


def _missions(selection: Selection, standing: list[Sure], pairs: dict[str, Stance]) -> tuple[list[Sure], list[Sure]]:
    """Its missions, and those of others in it, that stand on the day; in a war as `while_at_war` has it."""
    own: list[Sure] = []
    others: list[Sure] = []
    for sure in standing:
        sender, receiver = _code(sure, "sender"), _code(sure, "receiver")
        other = pairs.get(receiver if sender == selection.a else sender)
        if other is not None and other.stance == "war" and not while_at_war([sure]):
            continue
        if sender == selection.a:
            own.append(sure)
        elif receiver == selection.a:
            others.append(sure)
    return _sorted(own, "receiver"), _sorted(others, "sender")


def _sorted(found: Iterable[Sure], by: str) -> list[Sure]:
    return sorted(in_order(found, ""), key=lambda sure: str((sure[0].shown.get(by) or {}).get("name", "")))


def _code(sure: Sure, end: str) -> str:
    actor: dict[str, Any] = sure[0].shown.get(end) or {}
    return str(actor.get("state") or "")
