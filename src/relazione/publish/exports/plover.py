"""Publish: events as PLOVER JSON Lines and as rows with POLECAT's forty columns.

Codes are those of our ontology's table (PLOVER, draft 2.0 of the codebook). Both need a day and a code: events that have no date, and
types for which the codebook has no code, are left out and counted. The day is the earliest one that the source allows; the date as
told stands beside it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from relazione import __version__
from relazione.model.record import Fact
from relazione.publish.exports.extract import Extract, actors, citation, days, edtf, value
from relazione.publish.exports.flat import ontology_of
from relazione.publish.tables import safe_cell
from relazione.publish.visible import visible
from relazione.reference import polities
from relazione.reference.ontology import QUADS, EventType

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NONE = "None"
"""POLECAT's word for an empty cell."""
AUXILIARY = {"planned": "future", "denied": "negation", "hypothetical": "hypothetical", "claimed": "", "fact": ""}
"""The codebook's auxiliary mode of each realis."""

Coded = tuple[Fact, EventType, str, list[dict[str, Any]], list[dict[str, Any]]]


def coded(taken: Extract, left_out: Counter[str]) -> Iterator[Coded]:
    """Events with their row of the ontology, first day, actors and recipients. What is left out is counted under its reason."""
    for fact in taken.facts:
        kind = ontology_of(fact)
        if kind is None:
            left_out["no event"] += 1
        elif not kind.plover:
            left_out["an event type for which PLOVER has no code"] += 1
        elif not (day := days(fact)[0]) or day.startswith("-"):
            left_out["no date, or one before the common era"] += 1
        else:
            doers = [one for one in actors(fact, "actors") if one.get("role", "actor") == "actor"]
            done_to = [one for one in actors(fact, "actors") if one.get("role") == "recipient"]
            if kind.reciprocal:
                doers, done_to = doers + done_to, []
            if doers:
                yield fact, kind, day, doers, done_to
            else:
                left_out["no actor told"] += 1


def json_lines(taken: Extract) -> tuple[bytes, Counter[str]]:
    """PLOVER records, one a line; and how many facts were left out, by reason."""
    left_out: Counter[str] = Counter()
    lines = [msgspec.json.encode(_record(taken, *one)) for one in coded(taken, left_out)]
    return b"".join(line + b"\n" for line in lines), left_out


def _record(
    taken: Extract, fact: Fact, kind: EventType, day: str, doers: list[dict[str, Any]], done_to: list[dict[str, Any]]
) -> dict[str, Any]:
    modes = [mode for mode in (kind.mode, AUXILIARY[fact.realis]) if mode]
    place = taken.place(fact)
    found: dict[str, Any] = {
        "id": fact.id,
        "date": day,
        "date_edtf": edtf(fact),
        "event": kind.plover,
        "mode": modes,
        "context": list(kind.contexts),
        "actor": [_actor(one, day) for one in doers],
        "recipient": [_actor(one, day) for one in done_to],
        "cameo": kind.cameo,
        "quad": kind.quad,
        "intensity": kind.intensity,
        "type": kind.id,
        "realis": fact.realis,
        "confidence": fact.confidence,
        "text": taken.quote(fact),
        "source": [_source(one) for one in taken.documents_of(fact)],
        "record": taken.record,
    }
    if place is not None:
        found["location"] = {"name": place.name, "country": place.country, "latitude": place.lat, "longitude": place.lon}
    return found


def _actor(one: dict[str, Any], day: str) -> dict[str, Any]:
    known = {
        "name": visible(str(one.get("name", ""))),
        "country": one.get("state"),
        "cow": _cow(one, day),
        "polity": one.get("polity"),
    }
    return {key: told for key, told in known.items() if told}


def _cow(one: dict[str, Any], day: str) -> str | None:
    polity = one.get("polity")
    return polities.code(str(polity), "cow", day) if polity in polities.polities() else None


def _source(document: Any) -> dict[str, str]:
    told = {key: visible(str(getattr(document, key) or "")) for key in ("id", "title", "date", "address", "revision", "licence")}
    return {key: text for key, text in told.items() if text}


def polecat(taken: Extract) -> tuple[bytes, Counter[str]]:
    """Rows as POLECAT's files have them, a row for each actor and recipient; only what is told as having happened."""
    left_out: Counter[str] = Counter()
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar=None, quotechar=None)
    writer.writerow(POLECAT)
    for fact, kind, day, doers, done_to in coded(taken, left_out):
        if fact.realis != "fact":
            left_out[f"told as {fact.realis}"] += 1
            continue
        for doer in doers:
            others = done_to or ([one for one in doers if one is not doer] if kind.reciprocal else []) or [{}]
            for other in others:
                writer.writerow(_cell(text) for text in _row(taken, fact, kind, day, doer, other))
    return out.getvalue().encode("utf-8"), left_out


def _row(taken: Extract, fact: Fact, kind: EventType, day: str, doer: dict[str, Any], other: dict[str, Any]) -> tuple[Any, ...]:
    place, documents = taken.place(fact), taken.documents_of(fact)
    sides = [
        cell
        for one in (doer, other)
        for cell in (
            one.get("name"), _country(one), _cow(one, day), "GOV" if one.get("state") else None, None, one.get("office"),
            one.get("mention") or one.get("name"), None,
        )
    ]  # fmt: skip
    told_at = value(fact, "place") or value(fact, "city")
    where = (
        place.name, place.name if place.is_city else None, None, None, _country({"state": place.country}), place.lat, place.lon,
        place.geonameid, told_at, place.kind,
    ) if place else (None,) * 8 + (told_at, None)  # fmt: skip
    source = "; ".join(citation(one) for one in documents)
    return (
        fact.id, day, kind.plover, kind.mode, kind.intensity, QUADS[kind.quad].upper(), "; ".join(kind.contexts), *sides, *where,
        source, next((one.date for one in documents if one.date), None), None, None, None, "English",
        f"relazione {__version__}, record {taken.record}",
    )  # fmt: skip


def _country(one: dict[str, Any]) -> str | None:
    state = str(one.get("state") or "")
    return polities.states()[state].name if state in polities.states() else None


def _cell(text: Any) -> str:
    """A cell without tabs, line ends and quotes that would part it, which no spreadsheet runs."""
    return safe_cell(" ".join(visible(str(text)).replace('"', "'").split())) if text not in (None, "") else NONE
