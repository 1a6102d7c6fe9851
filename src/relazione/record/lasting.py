"""The record room: things that last (missions, memberships, holdings, tenures): which tellings of one block are one time of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from relazione.record.counted import Counted
from relazione.record.schema import OPEN_DAY
from relazione.record.spells import days, spell_of

Group = list[Counted]
YEAR = 366


def by_key(items: Iterable[Counted], key: Callable[[Counted], object]) -> list[Group]:
    groups: dict[object, Group] = defaultdict(list)
    for one in items:
        groups[key(one)].append(one)
    return list(groups.values())


def by_spell(items: Sequence[Counted], gap: int | None = None) -> list[Group]:
    """Groups whose times overlap. `gap`: starts further apart than this many days are two spells, even if no end is told.

    What tells no date joins the one group there is; what is told in the present tense joins the group that is still open.
    """
    dated: list[tuple[int, int, Counted]] = []
    floating: Group = []
    for one in items:
        spell = spell_of(one.claim, one.told_on)
        span = days(spell, one.claim.kind)
        if span is None or not (spell.since or spell.until or spell.attested):
            floating.append(one)
        else:
            dated.append((*span, one))
    dated.sort(key=lambda item: item[:2])
    groups: list[tuple[int, int, Group]] = []  # latest start, latest end, claims
    for first, last, one in dated:
        is_near = groups and first <= groups[-1][1] and (gap is None or first - groups[-1][0] <= gap)
        if is_near and not _follows(one, groups[-1][2]):
            start, end, group = groups[-1]
            group.append(one)
            groups[-1] = (max(start, first), max(end, last), group)
        else:
            groups.append((first, last, [one]))
    return _join_floating([(end, group) for _, end, group in groups], floating)


def _follows(one: Counted, group: Group) -> bool:
    """Whether its source tells one of the group to end when this begins: lost and won back in one month is two times, not one."""
    since = getattr(one.claim.body, "since", None)
    return since is not None and any(
        mate.claim.document == one.claim.document and getattr(mate.claim.body, "until", None) == since for mate in group
    )


def _join_floating(groups: list[tuple[int, Group]], floating: Group) -> list[Group]:
    found = [group for _, group in groups]
    if not floating:
        return found
    if not groups:
        return [floating]
    open_ = [group for end, group in groups if end >= OPEN_DAY]
    current = [one for one in floating if one.claim.current]
    rest = [one for one in floating if not one.claim.current]
    still: Group | None = open_[-1] if open_ else None
    if current and still is None:
        still = []
        found.append(still)
    if still is not None:
        still.extend(current)
    if rest and len(found) == 1:
        found[0].extend(rest)
    elif rest and still:
        still.extend(rest)
    elif rest:
        found.append(rest)
    return found
