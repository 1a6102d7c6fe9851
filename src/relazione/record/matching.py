"""The record room: whether tellings of different sources are one event, although they date it differently.

Of types that last (`data/matched_types.tsv`), by the same parties (that is what the block holds). A score from 0 to 1 is given for
time and for the number that datasets give to an event; from ENOUGH on the two are one:

    place    0 where both tell one and they differ
    number   1 where both are rows of data files with the same number ("dispute 114"), 0 where the numbers differ
    time     .9 where the dates may be the same; else the days that they share, as a part of all days of either

A source's own two tellings are never joined so: it knows that they are two. The best matches are joined first, and equal scores are
decided by what the claims say, so that the order in which they came plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from relazione.model.claims import Claim, Event
from relazione.model.dates import Bounds, bounds, humanize, refines
from relazione.record.counted import Counted
from relazione.record.lasting import Group
from relazione.record.tables import city_key
from relazione.reference.folding import fold

ENOUGH = 0.5
MAY_BE_THE_SAME = 0.9
MOST = 300
"""Tellings of one block beyond which times are no longer compared one by one: no two states had so many wars."""
_DISPUTE = re.compile(r"dispute \d+")


class Match(NamedTuple):
    """How likely two tellings are one event, and why, in words."""

    score: float
    why: str


def match(one: Group, other: Group) -> Match:
    """How two groups of claims of one block match: the best that any two of their claims do; groups of different numbers do not."""
    numbers = _numbers(one), _numbers(other)
    if all(numbers) and not numbers[0] & numbers[1]:
        return Match(0.0, "different numbers")
    return best(one, other, lambda a, b: match_claims(a.claim, b.claim))


def best(one: Group, other: Group, meet: Callable[[Counted, Counted], Match]) -> Match:
    """The best that any claim of one group matches any of the other."""
    return max((meet(a, b) for a in one for b in other), key=lambda found: found.score)


def match_claims(one: Claim, other: Claim) -> Match:
    """How two claims of one block match."""
    numbers = number_of(one), number_of(other)
    if all(numbers):
        same = numbers[0] == numbers[1]
        return Match(
            1.0 if same else 0.0, f"{'the same number' if same else 'different numbers'} ({' and '.join(dict.fromkeys(numbers))})"
        )
    places = _place(one), _place(other)
    if all(places) and places[0] != places[1]:
        return Match(0.0, f"different places ({' and '.join(places)})")
    dates = _date(one), _date(other)
    if dates[0] is None or dates[1] is None:
        return Match(0.0, "one has no date")
    return match_dates(dates[0], dates[1])


def match_dates(one: str, other: str) -> Match:
    """How two dates match as the time of one event."""
    if one == other:
        return Match(1.0, f"the same dates ({humanize(one)})")
    first, second = bounds(one), bounds(other)
    if refines(one, other) or refines(other, one) or _may_be_equal(first, second):
        return Match(MAY_BE_THE_SAME, f"dates that may be the same ({humanize(one)}; {humanize(other)})")
    a, b = _extent(first), _extent(second)
    if a is None or b is None:
        return Match(0.0, "open dates that do not agree")
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    whole = max(a[1], b[1]) - min(a[0], b[0]) + 1
    score = max(0.0, shared / whole)
    return Match(score, f"{max(0, shared):,} of {whole:,} days are shared ({humanize(one)}; {humanize(other)})")


def join(
    groups: Sequence[Group], key: Callable[[Counted], object], meets: Callable[[Group, Group], Match] = match
) -> list[Group]:
    """Join groups of different documents that match (as `meets` says), the best matches first."""
    found = [list(group) for group in groups]
    if len(found) < 2:
        return found
    documents = {id(group): {one.claim.document for one in group} for group in found}
    order = {id(group): min(str(key(one)) for one in group) for group in found}
    pairs: list[tuple[float, str, str, Group, Group]] = []
    for one, other in _candidates(found):
        if documents[id(one)] & documents[id(other)]:
            continue
        score = meets(one, other).score
        if score >= ENOUGH:
            low, high = sorted((order[id(one)], order[id(other)]))
            pairs.append((-score, low, high, one, other))
    home = {id(group): group for group in found}
    members = {id(group): [id(group)] for group in found}
    for _, _, _, one, other in sorted(pairs, key=lambda pair: pair[:3]):
        left, right = home[id(one)], home[id(other)]
        if left is right or documents[id(left)] & documents[id(right)]:
            continue
        left.extend(right)
        documents[id(left)] |= documents.pop(id(right))
        members[id(left)] += members.pop(id(right))
        for name in members[id(left)]:
            home[name] = left
    return list({id(home[id(group)]): home[id(group)] for group in found}.values())


def _candidates(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups that may match: every two, or, where there are too many, those with one number."""
    if len(groups) > MOST:
        with_number: dict[str, list[Group]] = {}
        for group in groups:
            for number in _numbers(group):
                with_number.setdefault(number, []).append(group)
        for same in with_number.values():
            yield from combinations(same, 2)
    else:
        yield from combinations(groups, 2)


def _numbers(group: Group) -> set[str]:
    return {number for one in group if (number := number_of(one.claim))}


def _date(one: Claim) -> str | None:
    body = one.body
    return body.when.edtf if isinstance(body, Event) and body.when else None


def _place(one: Claim) -> str:
    body = one.body
    return city_key(body.place) if isinstance(body, Event) and body.place else ""


def number_of(one: Claim) -> str:
    """The number of a dispute that a data file gives, which datasets share: "dispute 114"; "" for all else."""
    body = one.body
    return fold(body.words) if one.is_row and isinstance(body, Event) and _DISPUTE.fullmatch(body.words) else ""


def _may_be_equal(one: Bounds, other: Bounds) -> bool:
    """Whether both may start on one day and end on one day, and not all of their time is in doubt."""
    return _meet(one.start_earliest, one.start_latest, other.start_earliest, other.start_latest) and _meet(
        one.end_earliest, one.end_latest, other.end_earliest, other.end_latest
    )


def _meet(a: int | None, b: int | None, c: int | None, d: int | None) -> bool:
    return a is not None and b is not None and c is not None and d is not None and max(a, c) <= min(b, d)


def _extent(dates: Bounds) -> tuple[int, int] | None:
    if dates.start_earliest is None or dates.end_latest is None:
        return None
    return dates.start_earliest, dates.end_latest
