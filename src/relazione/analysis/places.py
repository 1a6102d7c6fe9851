"""The analysis room: where things of a pair are on a day: missions of each in the other, events and agreements that have a place, territories.

    places(record, "ITA", "TUR", "1925-01-01").spots[0].name

A spot is a place of the table of places with all that is there. What has no place, or one that no table knows, is listed apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from relazione.analysis.as_of import standing
from relazione.analysis.contract import Standing
from relazione.model.dates import bounds, parse_day
from relazione.model.record import Fact
from relazione.record.store import Record
from relazione.reference.places import Place, find_place
from relazione.reference.polities import capital, polities_of

Kind = Literal["mission", "event", "agreement", "holding"]


class Thing(msgspec.Struct, frozen=True):
    """What is at a place."""

    kind: Kind
    fact: Annotated[str, Meta(description="id of the fact")]
    label: str
    side: Annotated[str, Meta(description="code of the state whose mission or territory it is; empty: of an event")]
    type: Annotated[str, Meta(description="kind of mission, type of event, title of a holding")]
    certainty: str
    start: str | None = msgspec.field(name="from", default=None)
    end: str | None = msgspec.field(name="to", default=None)


class Spot(msgspec.Struct, frozen=True):
    """A place with what is there; degrees."""

    name: str
    lat: float
    lon: float
    things: tuple[Thing, ...]


class Places(msgspec.Struct, frozen=True):
    """The places of a pair on a day."""

    pair: tuple[str, str]
    as_of: str
    spots: tuple[Spot, ...]
    unplaced: Annotated[tuple[Thing, ...], Meta(description="what has a name of a place that no table knows, or none")]


def places(record: Record, a: str, b: str, on: str | None = None, today: str | None = None) -> Places:
    """Where things are on a day (None: at present); events are those up to it. Raises as `standing`."""
    whole = standing(record, a, b, on, today)
    day = parse_day(whole.as_of)
    found: dict[tuple[str, float, float], list[Thing]] = {}
    unplaced: list[Thing] = []
    told = (*_missions(record, whole, on), *_holdings(record, whole), *_events(record, a, b, day, on is None))
    for place, thing in told:
        if place is None:
            unplaced.append(thing)
        else:
            found.setdefault((place.name, round(place.lat, 3), round(place.lon, 3)), []).append(thing)
    spots = [Spot(*where, tuple(things)) for where, things in found.items()]
    return Places((a, b), whole.as_of, tuple(spots), tuple(unplaced))


Told = tuple[Place | None, Thing]


def _missions(record: Record, whole: Standing, on: str | None) -> Iterable[Told]:
    for item in whole.missions:
        shown = _shown(record.fact(item.fact))
        sender, receiver = _code(shown.get("sender")), _code(shown.get("receiver"))
        host = receiver or next((code for code in whole.pair if code != sender), "")
        city = item.city or _capital(host, whole.as_of)
        thing = Thing("mission", item.fact, item.label, sender, item.kind, item.certainty, item.since, item.until)
        yield (find_place(city, (host,)) if city else None), thing


def _capital(state: str, on: str) -> str | None:
    """The seat of government, where a mission without a city is taken to be."""
    there = polities_of(state, on)
    return capital(there[-1].id, on) if there else None


def _holdings(record: Record, whole: Standing) -> Iterable[Told]:
    for item in whole.holdings:
        holder = _code(_shown(record.fact(item.fact)).get("holder"))
        thing = Thing("holding", item.fact, item.label, holder, item.title, item.certainty, item.since, item.until)
        yield find_place(item.territory, whole.pair), thing


def _events(record: Record, a: str, b: str, day: int, present: bool) -> Iterable[Told]:
    """Events, and agreements that were signed somewhere, begun by the day; undated ones at present only."""
    for fact in (*record.facts(pair=(a, b), kind="event"), *record.facts(pair=(a, b), kind="agreement")):
        shown = _shown(fact)
        place = shown.get("place")
        first = bounds(fact.start).start_earliest if fact.start else None
        if not place or fact.realis != "fact" or (first is None and not present) or (first is not None and first > day):
            continue
        certainty = "disputed" if fact.conflicts else "attested"
        yield (
            find_place(str(place), (a, b)),
            Thing(
                "event" if fact.kind == "event" else "agreement",
                fact.id,
                fact.label,
                "",
                str(shown.get("type") or shown.get("form") or ""),
                certainty,
                fact.start,
                fact.end,
            ),
        )


def _shown(fact: Fact) -> dict[str, Any]:
    return {field.name: field.values[0].value for field in fact.fields}


def _code(actor: Any) -> str:
    return str(actor.get("state") or "") if isinstance(actor, dict) else ""
