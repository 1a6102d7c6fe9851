"""The record room: which tellings of missions of one sender, class and place are one mission.

Sources tell missions in three ways: opened and closed; in the present tense; seen in a year. What is opened holds until it is told
to close. What is only seen, or told in the present, is the same one as what was last seen there, of the same kind, unless too many
years lie between or a closing is told. A list that looks every few years and did not see it in between knows that it was gone.

An embassy without a city is in the capital of the day: that of 1914 in Istanbul, that of 1925 in Ankara.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from relazione.model.claims import Actor, Mission
from relazione.model.dates import bounds, humanize, sides
from relazione.record.blocks import receiver_of
from relazione.record.counted import Counted
from relazione.record.lasting import YEAR, Group, by_key, by_spell
from relazione.record.matching import Match
from relazione.record.spells import Spell, days, spell_of
from relazione.record.tables import city_key, class_of
from relazione.reference.folding import fold

SEEN_AGAIN = 10 * YEAR
"""So long after it was last seen, a mission of the same kind that is seen in the same place is still taken for the same one."""
LOOKED_AGAIN = 6 * YEAR
"""The same within one source: lists of snapshots look about every five years, and a longer gap is one in which it was not there."""


def missions(items: Sequence[Counted]) -> list[Group]:
    """The claims of one block of missions as groups that are one mission each."""
    class_ = class_of("mission.kind", _body(items[0]).kind)
    if class_ in ("cultural", "school", "trade", "other"):
        places = _by_name(items)
    elif class_ == "diplomatic":
        places = by_key(items, seat)
    else:
        places = [list(items)]
    return [group for place in places for group in _seen_again(by_spell(place))]


def seat(one: Counted) -> str:
    """The key of the city where a diplomatic mission is: as told, else the receiving state's capital on its first day."""
    body = _body(one)
    if body.city:
        return city_key(body.city)
    told = next((when for when in (body.opened, body.attested, body.closed) if when), None)
    first = (sides(told.edtf)[0] or sides(told.edtf)[1]) if told else None
    return _capital(body.receiver, receiver_of(body, one.pair), first)


def _capital(receiver: Actor | None, state: str | None, on: str | None) -> str:
    from relazione.reference import polities

    known = [receiver.polity] if receiver and receiver.polity else []
    if state is not None and state in polities.states():
        known = [polity.id for polity in polities.polities_of(state, on)] if on and not known else known
        known.append(polities.states()[state].polity)
    for polity in known:
        city = polities.capital(polity, on) or polities.capital(polity)
        if city:
            return city_key(city)
    return ""


def _body(one: Counted) -> Mission:
    assert isinstance(one.claim.body, Mission)
    return one.claim.body


def _by_name(items: Sequence[Counted]) -> list[Group]:
    """Institutes of one city by their own names; what tells no name joins the only one, if there is one."""
    groups: dict[str, Group] = defaultdict(list)
    for one in items:
        groups[fold(_body(one).name or "")].append(one)
    unnamed = groups.pop("", [])
    if unnamed and len(groups) == 1:
        next(iter(groups.values())).extend(unnamed)
        unnamed = []
    return [*groups.values(), *([unnamed] if unnamed else [])]


class _Run:
    """A mission that has been seen or told in the present, and is not told to have closed: its kinds, its last day and claims."""

    def __init__(self, group: Group, last: int | None) -> None:
        self.group = group
        self.last = last
        self.documents = {one.claim.document for one in group}
        self.kinds = {_body(one).kind for one in group}

    def take(self, other: _Run) -> None:
        self.group.extend(other.group)
        self.documents |= other.documents
        self.kinds |= other.kinds
        self.last = other.last if self.last is None or other.last is None else max(self.last, other.last)


def _seen_again(groups: list[Group]) -> list[Group]:
    """Groups of one place, the earliest first, joined where one is the other seen again."""
    found: list[Group] = []
    runs: list[_Run] = []
    for group in groups:
        spans = [span for one in group if (span := _known(one)) is not None]
        first = min((span[0] for span in spans), default=None)
        run = _Run(group, max((span[1] for span in spans), default=None))
        closes = any(_body(one).closed for one in group)
        if not any(_body(one).opened for one in group):
            before = next((one for one in reversed(runs) if one.kinds & run.kinds and _near(one, run, first)), None)
            if before is not None:
                before.take(run)
                if closes:
                    runs.remove(before)
                continue
        found.append(group)
        if not closes:
            runs.append(run)
    return found


def _near(before: _Run, run: _Run, first: int | None) -> bool:
    if first is None or before.last is None:
        return any(one.claim.current for one in run.group)
    return first - before.last <= (LOOKED_AGAIN if before.documents & run.documents else SEEN_AGAIN)


def _known(one: Counted) -> tuple[int, int] | None:
    """The first and last day on which it is known to be there."""
    return known_days(spell_of(one.claim, one.told_on))


def known_days(spell: Spell) -> tuple[int, int] | None:
    """The first and last day on which a mission is known to be there: what is told in the present, on the day of its telling."""
    if not (spell.since or spell.until or spell.attested):
        if not (spell.current and spell.told_on):
            return None
        told = bounds(spell.told_on)
        return None if told.start_earliest is None or told.end_latest is None else (told.start_earliest, told.end_latest)
    return days(spell, "mission")


def meet(one: Spell, other: Spell) -> Match:
    """How well two tellings of missions of one sender, class and place match as one, and why."""
    a, b = known_days(one), known_days(other)
    if a is None or b is None:
        return Match(1.0, "one of them tells no date")
    gap = max(a[0], b[0]) - min(a[1], b[1])
    if gap <= 0:
        return Match(1.0, "overlapping times")
    apart = round(gap / 365.25)
    years = f"{apart} years apart" if apart > 1 else "a year apart" if apart else "next to each other"
    why = f"known of {_time(one)} and of {_time(other)}, {years}, and no closing told between"
    return Match(max(0.0, 1 - gap / (2 * SEEN_AGAIN)), why)


def _time(spell: Spell) -> str:
    """The time of which a telling knows, in words."""
    if spell.attested:
        return humanize(spell.attested)
    if spell.since or spell.until:
        return humanize(f"{spell.since or '..'}/{spell.until or '..'}")
    return f"its present ({humanize(spell.told_on)})" if spell.told_on else "an unknown time"
