"""The record room: which claims of one block are the same thing.

The result depends on the claims alone, never on the order in which they came: claims are sorted by what they say, and
sets are made
of connected parts. Where it is in doubt whether two claims are one thing, they stay two: a person's link can join them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from relazione.model.claims import Agreement, Body, Event, Measure, Mission, Tenure
from relazione.model.dates import Bounds, When, bounds, precision, refines
from relazione.record import matching
from relazione.record.counted import Counted
from relazione.record.lasting import YEAR, Group, by_key, by_spell
from relazione.record.matching import Match
from relazione.record.posts import missions
from relazione.record.tables import city_key, is_own_measure, is_single_measure, is_single_type, matched_types
from relazione.record.territories import holdings
from relazione.record.treaties import agreements
from relazione.reference.folding import fold

_json = msgspec.json.Encoder(order="deterministic")


def content_key(one: Counted) -> tuple[str, str, int]:
    """Sorts claims by what they say: the same in whatever order they came."""
    return (_json.encode(one.claim.body).decode(), one.claim.id, one.number)


def partition(block: Sequence[Counted]) -> list[Group]:
    """The claims of one block (all of one kind) as groups that are one thing each."""
    if len(block) == 1:
        return [list(block)]
    return RULES[block[0].claim.kind](sorted(block, key=content_key))


def _name(body: Body) -> str | None:
    return body.name if isinstance(body, Mission | Event) else None


def _tenures(items: Sequence[Counted]) -> list[Group]:
    """By person: "Erdogan" is "Recep Tayyip Erdoğan" if no other name there ends so."""
    names = sorted({_person(one) for one in items}, key=lambda name: (-len(name), name))
    full: dict[str, str] = {}
    with_word: dict[str, set[str]] = defaultdict(set)  # names that no longer one holds, by each of their words
    for name in names:
        words = set(name.split())
        near = set.intersection(*(with_word[word] for word in words)) if words else set()
        longer = [other for other in near if words < set(other.split())]
        full[name] = longer[0] if len(longer) == 1 else name
        if full[name] == name:
            for word in words:
                with_word[word].add(name)
    found: list[Group] = []
    for group in by_key(items, lambda one: full[_person(one)]):
        seen = [one for one in group if _is_seen(one)]
        if len(seen) == len(group):
            found.append(group)  # a person seen in office on several days: one tenure, whose dates are those days
        else:
            found += by_spell(group, gap=10 * YEAR)
    return found


def _person(one: Counted) -> str:
    return fold(one.claim.body.person) if isinstance(one.claim.body, Tenure) else ""


def _is_seen(one: Counted) -> bool:
    body = one.claim.body
    return isinstance(body, Tenure) and body.since is None and body.until is None


# things that happen: events, agreements, measures


def by_date(items: Sequence[Counted], when: Callable[[Counted], When | None]) -> list[Group]:
    """Groups of equal dates; a coarser date joins the one finer date that agrees with it, if there is just one. Undated:
    one group.
    """
    groups: dict[str, Group] = defaultdict(list)
    for one in items:
        told = when(one)
        groups[told.edtf if told else ""].append(one)
    undated = groups.pop("", [])
    order = sorted(groups, key=lambda date: (_width(bounds(date)), date))  # the most exact first
    heads: list[tuple[int, str]] = []  # (first day it may begin on, date), sorted
    joined: dict[str, str] = {}
    for date in order:
        finer = [head for head in _near(heads, date) if _agree(head, date)]
        if len(finer) == 1:
            joined[date] = finer[0]
        else:
            insort(heads, (_first_day(date), date))
    for date, head in joined.items():
        groups[head].extend(groups.pop(date))
    return [*groups.values(), *([undated] if undated else [])]


def _near(heads: list[tuple[int, str]], coarse: str) -> list[str]:
    """The dates that begin while the coarse one may begin: no other can agree with it."""
    b = bounds(coarse)
    if b.start_earliest is None or b.start_latest is None:
        return [head for _, head in heads]
    first = bisect_left(heads, (b.start_earliest, ""))
    return [head for _, head in heads[first : bisect_left(heads, (b.start_latest + 1, ""))]]


def _first_day(date: str) -> int:
    first = bounds(date).start_earliest
    return first if first is not None else -(1 << 40)


def _agree(fine: str, coarse: str) -> bool:
    """Whether the finer date may be the coarser one: it refines it, or is open and begins in it ("from 31 October 1902": 1902)."""
    if refines(fine, coarse):
        return True
    f, c = bounds(fine), bounds(coarse)
    begins_so = f.end_latest is None and f.start_earliest is not None and c.start_earliest is not None and "/" not in coarse
    return begins_so and refines(fine.split("/")[0], coarse)


def _width(b: Bounds) -> tuple[int, int]:
    low = b.start_earliest if b.start_earliest is not None else b.end_earliest or 0
    high = b.end_latest if b.end_latest is not None else b.start_latest or 0
    start = (b.start_latest - b.start_earliest) if b.start_earliest is not None and b.start_latest is not None else 10**6
    end = (b.end_latest - b.end_earliest) if b.end_earliest is not None and b.end_latest is not None else 10**6
    return (start + end, high - low)


def _when(one: Counted) -> When | None:
    body = one.claim.body
    return body.when if isinstance(body, Event | Measure) else body.signed if isinstance(body, Agreement) else None


def _events(items: Sequence[Counted]) -> list[Group]:
    type_ = items[0].claim.body.type if isinstance(items[0].claim.body, Event) else ""
    if matched_types().get(type_):
        dated = [one for one in items if _when(one)]
        groups = by_key(dated, lambda one: (one.claim.document, _circumstances(one), getattr(one.claim.body, "words", "")))
        undated = [one for one in items if not _when(one)]
        return [*matching.join(groups, content_key), *(_alone_unless_named(undated) if undated else [])]
    if is_single_type(type_):
        # a data file that gives two of them two numbers knows that they are two: Mali had two internal conflicts at once
        is_matched = type_ in matched_types()
        rows: Group = []
        told: Group = []
        for one in items:
            (rows if is_matched and matching.number_of(one.claim) else told).append(one)
        found: list[Group] = by_key(rows, lambda one: (one.claim.document, matching.number_of(one.claim), _circumstances(one)))
        for group in by_date(told, _when):
            found += _by_place(group) if _when(group[0]) else _alone_unless_named(group)
        found = _join_named(found)
        return matching.join(found, content_key) if is_matched else found
    return _join_named([group for same in by_key(items, _circumstances) for group in _often(same)])


def _by_place(group: Group) -> list[Group]:
    """Apart by place only where two places are told: a siege of Otranto is not one of Malta."""
    places = {city_key(body.place) for one in group if isinstance(body := one.claim.body, Event) and body.place}
    if len(places) < 2:
        return [group]
    return by_key(group, lambda one: city_key(getattr(one.claim.body, "place", None) or ""))


def _circumstances(one: Counted) -> tuple[object, ...]:
    """What must be equal for two tellings of an act that there can be many of: date, persons, place, what it was about."""
    body = one.claim.body
    assert isinstance(body, Event)
    persons = tuple(sorted(fold(actor.person) for actor in body.actors if actor.person))
    return (
        body.when.edtf if body.when else "",
        persons,
        city_key(body.place or ""),
        fold(body.about or ""),
        fold(body.name or ""),
    )


def _often(same: Group) -> list[Group]:
    """Tellings that agree in everything. One of each document is one act; two of one document are two, unless the day is
    told.
    """
    when = _when(same[0])
    if when is None:
        return [[one] for one in same]
    documents = [one.claim.document for one in same]
    if precision(when.edtf) == "day" or len(set(documents)) == len(documents):
        return [same]
    return [[one] for one in same]


def _alone_unless_named(group: Group) -> list[Group]:
    named = [one for one in group if _name(one.claim.body)]
    return [*by_key(named, lambda one: fold(_name(one.claim.body) or "")), *([one] for one in group if one not in named)]


def _join_named(groups: list[Group]) -> list[Group]:
    """What bears the same name and tells no date joins the one dated group of that name."""
    dated: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for name in {fold(name) for one in group if (name := _name(one.claim.body)) and _when(one)}:
            dated[name].append(group)
    found: list[Group] = []
    for group in groups:
        name = fold(_name(group[0].claim.body) or "")
        if _when(group[0]) is None and name and len(dated.get(name, ())) == 1:
            dated[name][0].extend(group)
        else:
            found.append(group)
    return found


def _measures(items: Sequence[Counted]) -> list[Group]:
    found: list[Group] = []
    for same in by_date(items, _when):
        documents = [one.claim.document for one in same]
        body = same[0].claim.body
        assert isinstance(body, Measure)
        if _when(same[0]) and is_single_measure(body.what) and len(set(documents)) == len(documents):
            found.append(same)
        else:
            groups = by_key(same, lambda one: (getattr(one.claim.body, "value", 0.0), getattr(one.claim.body, "value_max", None)))
            is_one_sides = bool(body.when and body.about) and is_own_measure(body.what)
            found += matching.join(groups, content_key, _near_numbers) if is_one_sides else groups
    return found


NEAR = 0.5
"""Two numbers of which the smaller is at least this part of the larger are told of one quantity."""


def _near_numbers(one: Group, other: Group) -> Match:
    values = [abs(getattr(group[0].claim.body, "value", 0.0)) for group in (one, other)]
    part = min(values) / max(values) if max(values) else 1.0
    return Match(part if part >= NEAR else 0.0, "numbers near each other")


RULES: dict[str, Callable[[Sequence[Counted]], list[Group]]] = {
    "event": _events,
    "agreement": lambda items: agreements(items, by_date, content_key),
    "mission": missions,
    "membership": partial(by_spell, gap=10 * YEAR),
    "holding": lambda items: holdings(items, content_key),
    "measure": _measures,
    "tenure": _tenures,
}
