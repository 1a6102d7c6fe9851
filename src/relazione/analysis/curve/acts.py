"""The curve: which facts of a pair count, how much, and over which time.

An event counts if both states take part in it towards each other, an agreement if both are party to it. What the two do together with
others counts for each two of them by 2 / number of states; what they fight on one side is no conflict of theirs.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from relazione.analysis.at_war import War, wars
from relazione.analysis.curve.answer import Act
from relazione.analysis.curve.spans import Span
from relazione.analysis.curve.weights import LONGEST_FIGHT, REALIS, SIGNED
from relazione.analysis.selection import Selection
from relazione.model.dates import Bounds, bounds, iso_day
from relazione.record.schema import OPEN_DAY
from relazione.record.spells import Spell
from relazione.reference.ontology import EventType, ontology

_FIGHTS = frozenset({"war", "battle", "attack"})


class _Field(msgspec.Struct, gc=False):
    name: str
    values: msgspec.Raw


class _Told(msgspec.Struct, gc=False):
    """What is needed of a fact. Values stay as they are stored until they are asked for: decoding them all is half of the work."""

    id: str
    label: str
    fields: list[_Field]
    start: str | None = None
    end: str | None = None
    realis: str = "fact"
    current: bool = False
    confidence: float = 0.5

    def actors(self, name: str) -> list[_Actor]:
        """The takers part in the field of that name, as shown."""
        return next((_actors.decode(field.values)[0].value for field in self.fields if field.name == name), [])

    def date(self, name: str) -> str | None:
        """The date in the field of that name, as shown."""
        return next((_dates.decode(field.values)[0].value for field in self.fields if field.name == name), None)


class _Actor(msgspec.Struct, gc=False):
    name: str
    state: str | None = None
    role: str = "actor"
    side: str = ""


class _Actors(msgspec.Struct, gc=False):
    value: list[_Actor]


class _Date(msgspec.Struct, gc=False):
    value: str


_told = msgspec.json.Decoder(_Told)
_actors = msgspec.json.Decoder(list[_Actors])
_dates = msgspec.json.Decoder(list[_Date])
_spells = msgspec.json.Decoder(tuple[Spell, ...])
_QUERY = (
    "SELECT f.kind, f.type, f.realis, f.fact, f.spells FROM fact_pairs p CROSS JOIN facts f "
    "WHERE p.a = ? AND p.b = ? AND f.number = p.fact AND f.kind IN ('event', 'agreement')"
)


class Weighed(NamedTuple):
    """An act with the time over which it is spread."""

    act: Act
    span: Span


def acts(connection: sqlite3.Connection, a: str, b: str, today: int) -> tuple[list[Weighed], dict[str, int]]:
    """The acts of the pair up to the day, the oldest first; and how many of its facts do not count, and why."""
    selection = Selection(connection, a, b, OPEN_DAY, present=False)
    fought = {war.fact: war for war in wars(selection)}
    found: list[Weighed] = []
    left_out: Counter[str] = Counter()
    types = ontology()
    for kind, type_, realis, text, spells in connection.execute(_QUERY, (min(a, b), max(a, b))):
        row = types.get(type_) if kind == "event" else _form(type_)
        weighed: Weighed | str
        if row is None or not row.intensity:
            weighed = "neither cooperation nor conflict"
        elif not REALIS.get(realis):
            weighed = "denied or hypothetical"
        elif kind == "event":
            weighed = _event(_told.decode(text), row, spells, (a, b), fought)
        else:
            weighed = _agreement(_told.decode(text), row, (a, b))
        if isinstance(weighed, str):
            left_out[weighed] += 1
        elif weighed.span.start > today:
            left_out["dated after today"] += 1
        else:
            found.append(weighed)
    kept = _once(found)
    if len(kept) < len(found):
        left_out["the signing of an agreement that counts itself"] += len(found) - len(kept)
    return sorted(kept, key=_order), dict(sorted(left_out.items()))


def _order(one: Weighed) -> tuple[int, int, float, str, str]:
    return one.span.start, one.span.end, one.act.score, one.act.label, one.act.fact


# --- how much -------------------------------------------------------------------------------------------------------------------


def share(actors: Sequence[_Actor], a: str, b: str, cooperative: bool) -> float:
    """How far an event is one between the two: 1 between them, 2 / n for what n states do together, 0 for none of theirs."""
    if len(actors) == 2 and {one.state for one in actors} == {a, b} and _is_plain(actors[0], actors[1]):
        return 1.0  # by far the most events: spared what follows
    roles: dict[str, set[str]] = defaultdict(set)
    sides: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        who = actor.state or actor.name
        roles[actor.role].add(who)
        if actor.side:
            sides[who].add(actor.side)
    doers, targets = roles["actor"], roles["recipient"]
    pair = {a, b}
    if cooperative:
        taking_part = doers | targets | roles["host"] | roles["mediator"]
        return 2.0 / len(taking_part) if pair <= taking_part else 0.0
    if not pair <= doers | targets or pair <= targets:
        return 0.0
    if sides[a] and sides[b]:
        return 0.0 if sides[a] == sides[b] else 1.0
    return 0.0 if pair <= doers and targets - pair and not targets & pair else 1.0


def _is_plain(one: _Actor, other: _Actor) -> bool:
    """Whether the one does it to the other, or with it."""
    return one.role == "actor" and other.role in ("actor", "recipient") and not one.side and not other.side


def _weighed(told: _Told, kind: str, row: EventType, part: float, span: Span, date: str, implied: bool = False) -> Weighed | str:
    if not part:
        return "not between the two"
    weight = REALIS[told.realis] * min(1.0, max(0.0, told.confidence)) * part
    act = Act(
        fact=told.id,
        label=told.label,
        kind=kind,
        type=row.id,
        date=date,
        lasts=span.lasts,
        implied=implied,
        quad=row.quad,
        intensity=row.intensity,
        weight=round(weight, 4),
        score=round(row.intensity * weight, 4),
        realis=told.realis,
        confidence=told.confidence,
    )
    return Weighed(act, span) if act.score else "without weight"


# --- events ---------------------------------------------------------------------------------------------------------------------


def _event(told: _Told, row: EventType, spells: str, pair: tuple[str, str], fought: Mapping[str, War]) -> Weighed | str:
    span = _span(told, row, spells)
    if span is None:
        return "undated"
    part = share(told.actors("actors"), *pair, cooperative=row.intensity > 0)
    date = _edtf(told, span)
    war = fought.get(told.id)
    if war is not None and war.last is not None and not war.series and not _is_told_apart(war, fought.values()):
        row = ontology()["war"]
        end = max(war.last, span.start)
        low = span.end_earliest if span.lasts and span.end == end else end
        span = Span(span.start, min(span.start_latest, end), max(low, span.start), end, True)
        date = f"{told.start}/{iso_day(end)}" if war.implied and end > span.start else date
        return _weighed(told, "event", row, part, span, date, war.implied)
    return _weighed(told, "event", row, part, span, date)


def _edtf(told: _Told, span: Span) -> str:
    """The time of an event as told; of what is told without a beginning or an end, the days over which it is spread."""
    start, end = told.start, told.end
    if start and (not end or end == start) and not span.lasts:
        return start
    return f"{start}/{end}" if start and end else f"{iso_day(span.start)}/{iso_day(span.end)}"


def _is_told_apart(war: War, every: Iterable[War]) -> bool:
    """Whether a war of which only the beginning is told is part of one that is told whole: only its outbreak counts then."""
    return war.implied and any(
        not other.implied and not other.series and other.last is not None and other.first <= war.first <= other.last
        for other in every
    )


def _span(told: _Told, row: EventType, spells: str) -> Span | None:
    """The time of an event; None where none is told.

    What may last is taken to do so where both its ends are told apart, or where the source says in the present tense that it goes on
    (then up to the source's own date). What is told to begin and not to end counts where it begins.
    """
    if told.current and row.lasts and not told.end:
        seen = _told_on(spells)
        if told.start is None:
            return Span(seen.start_earliest, seen.end_latest, seen.start_earliest, seen.end_latest, False) if seen else None  # type: ignore[arg-type]
        if seen is not None:
            return _lasting(bounds(told.start), seen)
    if told.start is None:
        return _moment(bounds(told.end)) if told.end else None
    if not told.end or told.end == told.start:
        return _moment(bounds(told.start))
    start, end = bounds(told.start), bounds(told.end)
    span = _lasting(start, end)
    if span is None or not row.lasts or (row.type in _FIGHTS and span.end - span.start > LONGEST_FIGHT):
        return _between(start, end)
    return span


def _told_on(spells: str) -> Bounds | None:
    """The latest date on which a source tells it in the present tense."""
    dates = [bounds(spell.told_on) for spell in _spells.decode(spells) if spell.current and spell.told_on]
    known = [one for one in dates if one.start_earliest is not None and one.end_latest is not None]
    return max(known, key=lambda one: (one.end_latest, one.start_earliest), default=None)


def _moment(b: Bounds) -> Span | None:
    return _between(b, b)


def _between(start: Bounds, end: Bounds) -> Span | None:
    first, last = start.start_earliest, end.end_latest
    if first is None or last is None:
        return None
    return Span(first, last, first, last, False)


def _lasting(start: Bounds, end: Bounds) -> Span | None:
    s1, s2, e1, e2 = start.start_earliest, start.start_latest, end.end_earliest, end.end_latest
    if s1 is None or s2 is None or e2 is None:
        return None
    if e2 <= s1:
        return Span(s1, max(s1, e2), s1, max(s1, e2), False)
    return Span(s1, min(s2, e2), max(s1, e1 if e1 is not None else e2), e2, True)


# --- agreements -----------------------------------------------------------------------------------------------------------------

_FORMS = {
    "contract": "commercial-contract",
    "notes": "exchange-of-notes",
    "pact": "treaty",
    "accord": "agreement",
    "peace": "peace-treaty",
}
"""Forms of agreements that the ontology has under another name; what it has no name for is an "agreement"."""


def _form(form: str) -> EventType:
    """The ontology's row for a form of agreement."""
    types = ontology()
    row = types.get(_FORMS.get(form, form))
    return row if row is not None and row.type in SIGNED else types["agreement"]


def _agreement(told: _Told, row: EventType, pair: tuple[str, str]) -> Weighed | str:
    """The signing of an agreement; where that is not told its coming into force."""
    parties = {one.state or one.name for one in told.actors("parties")}
    if not parties >= {*pair}:
        return "not between the two"
    when = told.date("signed") or told.date("in_force")
    span = _moment(bounds(when)) if when else None
    if span is None:
        return "undated"
    return _weighed(told, "agreement", row, 2.0 / max(2, len(parties)), span, when or "")


def _once(found: list[Weighed]) -> list[Weighed]:
    """Without what is told twice: an agreement, and the event of its signing. Of the same date the kind that weighs more stays, so that
    one telling more never lowers the curve."""
    groups: dict[tuple[int, int], dict[str, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    types = ontology()
    for one in found:
        if one.act.score > 0 and not one.span.lasts and types[one.act.type].type in SIGNED:
            groups[one.span.start, one.span.end][one.act.kind].append(one)
    gone: set[str] = set()
    for kinds in groups.values():
        if len(kinds) == 2:
            lighter = min(sorted(kinds), key=lambda kind: sum(one.act.score for one in kinds[kind]))
            gone |= {one.act.fact for one in kinds[lighter]}
    return [one for one in found if one.act.fact not in gone]
