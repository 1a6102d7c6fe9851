"""The record room: which claims of one block are the same thing.

The result depends on the claims alone, never on the order in which they came: claims are sorted by what they say, and
sets are made
of connected parts. Where it is in doubt whether two claims are one thing, they stay two: a person's link can join them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from relazione.model.claims import Agreement, Body, Event, Measure, Mission, Tenure
from relazione.model.dates import Bounds, When, bounds, precision, refines
from relazione.record import matching
from relazione.record.blocks import is_generic
from relazione.record.counted import Counted
from relazione.record.schema import OPEN_DAY
from relazione.record.spells import days, spell_of
from relazione.record.tables import city_key, class_of, is_single_measure, is_single_type, matched_types
from relazione.reference.folding import fold

Group = list[Counted]
YEAR = 366
_json = msgspec.json.Encoder(order="deterministic")


def content_key(one: Counted) -> tuple[str, str, int]:
    """Sorts claims by what they say: the same in whatever order they came."""
    return (_json.encode(one.claim.body).decode(), one.claim.id, one.number)


def partition(block: Sequence[Counted]) -> list[Group]:
    """The claims of one block (all of one kind) as groups that are one thing each."""
    if len(block) == 1:
        return [list(block)]
    return RULES[block[0].claim.kind](sorted(block, key=content_key))


def _by_key(items: Iterable[Counted], key: Callable[[Counted], object]) -> list[Group]:
    groups: dict[object, Group] = defaultdict(list)
    for one in items:
        groups[key(one)].append(one)
    return list(groups.values())


# things that last: missions, memberships, holdings, tenures


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
        if groups and first <= groups[-1][1] and (gap is None or first - groups[-1][0] <= gap):
            start, end, group = groups[-1]
            group.append(one)
            groups[-1] = (max(start, first), max(end, last), group)
        else:
            groups.append((first, last, [one]))
    return _join_floating([(end, group) for _, end, group in groups], floating)


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


def _missions(items: Sequence[Counted]) -> list[Group]:
    found: list[Group] = []
    for group in _by_name(items) if _class(items[0].claim.body) in ("cultural", "school", "trade", "other") else [list(items)]:
        found += _seen_again(by_spell(group))
    return found


SEEN_AGAIN = 10 * YEAR
"""So long after it was last seen, a mission of the same kind that is seen in the same place is still taken for the same one."""


def _seen_again(groups: list[Group]) -> list[Group]:
    """Missions that lists of one year after the other show, with no word of their opening or closing, are one."""
    found: list[Group] = []
    latest: dict[str, tuple[int, Group]] = {}  # kind -> last day seen, claims
    for group in groups:
        bodies = [one.claim.body for one in group]
        kinds = {body.kind for body in bodies if isinstance(body, Mission) and body.attested and not (body.opened or body.closed)}
        spans = [days(spell_of(one.claim, one.told_on), "mission") for one in group]
        if len(kinds) != 1 or len(bodies) != sum(isinstance(body, Mission) and body.attested is not None for body in bodies):
            found.append(group)
            continue
        kind = kinds.pop()
        first, last = min(span[0] for span in spans if span), max(span[1] for span in spans if span)
        if kind in latest and first - latest[kind][0] <= SEEN_AGAIN:
            latest[kind][1].extend(group)
            latest[kind] = (max(last, latest[kind][0]), latest[kind][1])
        else:
            latest[kind] = (last, group)
            found.append(group)
    return found


def _class(body: Body) -> str:
    return class_of("mission.kind", body.kind) if isinstance(body, Mission) else ""


def _by_name(items: Sequence[Counted]) -> list[Group]:
    """Institutes of one city by their own names; what tells no name joins the only one, if there is one."""
    groups = {fold(name): [] for one in items if (name := _name(one.claim.body))}  # type: dict[str, Group]
    unnamed: Group = []
    for one in items:
        name = _name(one.claim.body)
        (groups[fold(name)] if name else unnamed).append(one)
    if unnamed and len(groups) == 1:
        next(iter(groups.values())).extend(unnamed)
        return list(groups.values())
    return [*groups.values(), *([unnamed] if unnamed else [])]


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
    for group in _by_key(items, lambda one: full[_person(one)]):
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
        groups = _by_key(dated, lambda one: (one.claim.document, _circumstances(one), getattr(one.claim.body, "words", "")))
        undated = [one for one in items if not _when(one)]
        return [*matching.join(groups, content_key), *(_alone_unless_named(undated) if undated else [])]
    if is_single_type(type_):
        # a data file that gives two of them two numbers knows that they are two: Mali had two internal conflicts at once
        rows = [one for one in items if type_ in matched_types() and matching.number_of(one.claim)]
        found: list[Group] = _by_key(rows, lambda one: (one.claim.document, matching.number_of(one.claim), _circumstances(one)))
        for group in by_date([one for one in items if one not in rows] if rows else items, _when):
            found += _by_place(group) if _when(group[0]) else _alone_unless_named(group)
        found = _join_named(found)
        return matching.join(found, content_key) if type_ in matched_types() else found
    return _join_named([group for same in _by_key(items, _circumstances) for group in _often(same)])


def _by_place(group: Group) -> list[Group]:
    """Apart by place only where two places are told: a siege of Otranto is not one of Malta."""
    places = {city_key(body.place) for one in group if isinstance(body := one.claim.body, Event) and body.place}
    if len(places) < 2:
        return [group]
    return _by_key(group, lambda one: city_key(getattr(one.claim.body, "place", None) or ""))


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
    return [*_by_key(named, lambda one: fold(_name(one.claim.body) or "")), *([one] for one in group if one not in named)]


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


def _agreements(items: Sequence[Counted]) -> list[Group]:
    body = items[0].claim.body
    if isinstance(body, Agreement) and is_generic(body.name):
        found = by_date(items, _when)
        return [part for group in found for part in ([group] if _when(group[0]) else [[one] for one in group])]
    dated = sorted((one for one in items if _when(one)), key=lambda one: (_first(one), content_key(one)))
    undated = [one for one in items if not _when(one)]
    groups: list[Group] = []
    for one in dated:
        if groups and _first(one) - _first(groups[-1][-1]) <= 2 * YEAR and not _two_rows(one, groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    if undated and len(groups) == 1:
        groups[0].extend(undated)
    elif undated:
        groups.append(undated)
    return groups


def _two_rows(one: Counted, group: Group) -> bool:
    """Whether it is a row of a data file that has another row in the group: a list of treaties tells each once."""
    return any(other.claim.document == one.claim.document and other.claim.evidence[0].line for other in group)


def _first(one: Counted) -> int:
    when = _when(one)
    b = bounds(when.edtf) if when else None
    return (b.start_earliest if b.start_earliest is not None else b.end_earliest or 0) if b else 0


def _measures(items: Sequence[Counted]) -> list[Group]:
    found: list[Group] = []
    for same in by_date(items, _when):
        documents = [one.claim.document for one in same]
        what = getattr(same[0].claim.body, "what", "")
        if _when(same[0]) and is_single_measure(what) and len(set(documents)) == len(documents):
            found.append(same)
        else:
            found += _by_key(
                same, lambda one: (getattr(one.claim.body, "value", 0.0), getattr(one.claim.body, "value_max", None))
            )
    return found


RULES: dict[str, Callable[[Sequence[Counted]], list[Group]]] = {
    "event": _events,
    "agreement": _agreements,
    "mission": _missions,
    "membership": partial(by_spell, gap=10 * YEAR),
    "holding": partial(by_spell, gap=10 * YEAR),
    "measure": _measures,
    "tenure": _tenures,
}
