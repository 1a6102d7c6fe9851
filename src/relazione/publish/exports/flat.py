"""Publish: facts as one flat table, a row each: what spreadsheets, Parquet and Stata get. The columns are the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from relazione.model.record import Fact
from relazione.publish.exports.extract import Extract, days, value
from relazione.publish.visible import visible
from relazione.publish.words import value_words
from relazione.reference.ontology import EventType, event_type, ontology


class Column(NamedTuple):
    """A column: its name (at most 32 letters, as Stata wants), its kind, what it holds."""

    name: str
    kind: Literal["text", "float", "int"]
    label: str


COLUMNS = (
    Column("fact", "text", "id of the fact in the record"),
    Column("kind", "text", "event, agreement, mission, membership, holding, measure or tenure"),
    Column("type", "text", "type of the event, kind of the mission, form of the agreement, title of the holding"),
    Column("label", "text", "the fact in one line"),
    Column("state_a", "text", "first state that takes part, ISO 3166-1 alpha-3 or own X-code"),
    Column("state_b", "text", "second state"),
    Column("states", "text", "all states that take part or are meant, parted by blanks"),
    Column("start_edtf", "text", "start as told, EDTF (ISO 8601-2)"),
    Column("end_edtf", "text", "end as told, EDTF"),
    Column("start_earliest", "text", "earliest day of the start, ISO 8601"),
    Column("start_latest", "text", "latest day of the start"),
    Column("end_earliest", "text", "earliest day of the end"),
    Column("end_latest", "text", "latest day of the end"),
    Column("year", "int", "year of the earliest day of the start"),
    Column("current", "int", "1: told as still so"),
    Column("realis", "text", "fact, planned, claimed, denied or hypothetical"),
    Column("confidence", "float", "calibrated confidence, 0 to 1"),
    Column("plover", "text", "PLOVER type of an event"),
    Column("cameo", "text", "CAMEO code of an event"),
    Column("quad_class", "int", "quad class of an event, 1 to 4"),
    Column("intensity", "float", "intensity of an event, -10 to 10"),
    Column("amount", "float", "number of a measure"),
    Column("unit", "text", "unit of a measure"),
    Column("place", "text", "place, as the table of places names it"),
    Column("latitude", "float", "degrees"),
    Column("longitude", "float", "degrees"),
    Column("conflicts", "text", "fields in which the sources conflict"),
    Column("claims", "int", "claims behind the fact"),
    Column("quote", "text", "words of the first claim"),
    Column("sources", "text", "documents that say so: title, date, revision, address, licence"),
    Column("record", "text", "SHA-256 of the record"),
)
TYPES = {
    "event": "type",
    "mission": "kind",
    "agreement": "form",
    "holding": "title",
    "measure": "what",
    "membership": "status",
    "tenure": "office",
}
"""The field of each kind that tells its type."""


def ontology_of(fact: Fact) -> EventType | None:
    """The row of the ontology of an event, None for other facts."""
    said = str(value(fact, "type") or "") if fact.kind == "event" else ""
    return event_type(said) if said in ontology() else None


def rows(taken: Extract) -> Iterator[tuple[Any, ...]]:
    """A row for each fact, in the order of COLUMNS. Texts are visible and never None; numbers may be None."""
    for fact in taken.facts:
        kind, place, dates = ontology_of(fact), taken.place(fact), days(fact)
        amount = value(fact, "value") if fact.kind == "measure" else None
        states = (*fact.states, "", "")
        year = int(dates[0][:-6]) if dates[0] else None
        yield (
            fact.id, fact.kind, value_words("type", value(fact, TYPES[fact.kind]) or ""), visible(fact.label), states[0], states[1],
            " ".join(fact.states), fact.start or "", fact.end or "", *dates, year, int(fact.current), fact.realis, fact.confidence,
            kind.plover if kind else "", kind.cameo if kind else "", kind.quad if kind else None, kind.intensity if kind else None,
            float(amount) if isinstance(amount, int | float) else None, visible(str(value(fact, "unit") or "")),
            place.name if place else "", place.lat if place else None, place.lon if place else None,
            " ".join(fact.conflicts), len(fact.claims), taken.quote(fact), taken.sources(fact), taken.record,
        )  # fmt: skip
