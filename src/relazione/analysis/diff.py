"""The analysis room: what changed in how two states stood between two days: what began, what ended, and the events between.

    difference(record, "ITA", "TUR", "1912-01-01", "1925-01-01").changes

Both days are asked as `as_of.standing` asks one, and a thing is the same where it is the same fact. That something stands on the later
day and not on the earlier one need not mean that it began between them: it may be older, and told for the first time of a day
between. Which of the two it is the dates of the fact say, and a change says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from relazione.analysis.as_of import standing
from relazione.analysis.contract import Item, Relations, Side, Standing
from relazione.analysis.timeline import Entry, timeline
from relazione.model.dates import bounds, iso_day, parse_day, sort_key
from relazione.model.errors import WrongUse
from relazione.model.moments import present_day
from relazione.record.store import Record

What = Literal["began", "told", "ended", "untold", "changed"]
"""began, ended: between the two days, as the source dates it; told: it stands on the later day, and its beginning is not told to lie between
them; untold: it stood on the earlier day and is not told for the later one, without a told end between them; changed: it stands on both days,
and one of its values is another."""
SECTIONS = ("missions", "memberships", "agreements", "holdings", "ongoing", "tenures")
"""The lists of the as-of contract that are compared. Figures are newest or not, and never end."""
KEPT = {"event", "agreement"}
"""Kinds whose facts are listed between the two days where they are no change themselves."""
_NO_CHANGE = {"fact", "label", "since", "until", "certainty", "claims"}


class Change(msgspec.Struct, frozen=True):
    """One thing that is not as it was."""

    section: Annotated[str, Meta(description="the list of the as-of contract in which it stands")]
    what: What
    when: Annotated[str | None, Meta(description="EDTF of its beginning or end, where that is told")]
    fact: str
    label: str
    item: Annotated[dict[str, Any], Meta(description="as it stands on the later day, or stood on the earlier one")]
    before: Annotated[dict[str, Any], Meta(description="of what changed: the values that were others, as they were")] = {}


class Difference(msgspec.Struct, frozen=True):
    """What changed between two days in how two states stood."""

    pair: tuple[str, str]
    start: Annotated[str, Meta(description="the earlier day")] = msgspec.field(name="from")
    end: Annotated[str, Meta(description="the later day")] = msgspec.field(name="to")
    sides_before: tuple[Side, Side]
    sides: tuple[Side, Side]
    at_war_before: bool | None
    at_war: bool | None
    relations_before: Relations
    relations: Relations
    changes: tuple[Change, ...]
    events: Annotated[tuple[Entry, ...], Meta(description="what else is dated between the two days, the oldest first")]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is told to have changed."""
        same_relations = self.relations.status == self.relations_before.status
        return not self.changes and not self.events and self.at_war == self.at_war_before and same_relations


def difference(record: Record, a: str, b: str, start: str, end: str | None = None, today: str | None = None) -> Difference:
    """What changed between two days (of a month or year its first day; `end` None: the present).

    Raises WrongUse where the later day is not later, and what `standing` raises.
    """
    first = parse_day(start)
    last = parse_day(end or today or present_day())
    if first >= last:
        raise WrongUse(f"{start} is not earlier than {end or 'today'}: what changed is asked from an earlier day to a later one")
    before, now = standing(record, a, b, start, today), standing(record, a, b, end, today)
    changes = tuple(_changes(before, now, first, last))
    told = {change.fact for change in changes}
    # Of two whole years the first days are compared: what is between them ends before the later one.
    entries = timeline(record, *now.pair, iso_day(first), iso_day(last))
    return Difference(
        pair=now.pair,
        start=iso_day(first),
        end=iso_day(last),
        sides_before=before.sides,
        sides=now.sides,
        at_war_before=before.at_war,
        at_war=now.at_war,
        relations_before=before.relations,
        relations=now.relations,
        changes=changes,
        events=tuple(
            entry
            for entry in entries
            if entry.kind in KEPT and entry.realis == "fact" and entry.fact not in told and _is_between(entry.date, first, last)
        ),
    )


def _changes(before: Standing, now: Standing, first: int, last: int) -> Iterable[Change]:
    for section in SECTIONS:
        old: dict[str, Item] = {item.fact: item for item in getattr(before, section)}
        new: dict[str, Item] = {item.fact: item for item in getattr(now, section)}
        found = [_came(section, item, first, last) for id_, item in new.items() if id_ not in old]
        found += [_went(section, item, first, last) for id_, item in old.items() if id_ not in new]
        found += [change for id_, item in new.items() if id_ in old and (change := _changed(section, old[id_], item))]
        yield from sorted(found, key=lambda change: (*sort_key(change.when), change.label, change.fact))


def _came(section: str, item: Item, first: int, last: int) -> Change:
    began = item.since if item.since and _may_be_between(item.since, first, last) else None
    return Change(section, "began" if began else "told", began or item.since, item.fact, item.label, msgspec.to_builtins(item))


def _went(section: str, item: Item, first: int, last: int) -> Change:
    ended = item.until if item.until and _may_be_between(item.until, first, last) else None
    return Change(section, "ended" if ended else "untold", ended, item.fact, item.label, msgspec.to_builtins(item))


def _changed(section: str, before: Item, now: Item) -> Change | None:
    names = [field.name for field in msgspec.structs.fields(now) if field.name not in _NO_CHANGE]
    others = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(now, name)}
    if not others:
        return None
    return Change(section, "changed", None, now.fact, now.label, msgspec.to_builtins(now), msgspec.to_builtins(others))


def _may_be_between(date: str, first: int, last: int) -> bool:
    """Whether a date may lie behind the first day and not behind the last one."""
    b = bounds(date)
    earliest = b.start_earliest if b.start_earliest is not None else b.end_earliest
    latest = b.end_latest if b.end_latest is not None else b.start_latest
    return (earliest is None or earliest <= last) and (latest is None or latest > first)


def _is_between(date: str, first: int, last: int) -> bool:
    """Whether the beginning or the end of a date may lie between the days: what goes on through both is no news."""
    b = bounds(date)
    begins = b.start_earliest is not None and b.start_latest is not None and b.start_earliest <= last and b.start_latest > first
    ends = b.end_latest is not None and b.end_earliest is not None and b.end_earliest <= last and b.end_latest > first
    return begins or ends
