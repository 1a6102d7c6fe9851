"""Publish: the table of the forms in which a record is given on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from relazione.model.errors import WrongUse
from relazione.publish.exports import calendar, geojson, jsonld, plover, quickstatements, tabular
from relazione.publish.exports.extract import Extract

Make = Callable[[Extract], tuple[bytes, Counter[str]]]


class Form(NamedTuple):
    """A form: the ending of its file, its media type, what makes it, what it is."""

    name: str
    ending: str
    media: str
    make: Make
    what: str


class Written(NamedTuple):
    """A made file: its bytes, and how many facts had no place in it, by reason."""

    content: bytes
    left_out: dict[str, int]


FORMS = {
    form.name: form
    for form in (
        Form("table", ".csv", "text/csv; charset=utf-8", tabular.flat_csv, "facts as one flat table, CSV"),
        Form("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", tabular.workbook, "a workbook: facts, sources, codebook"),
        Form("parquet", ".parquet", "application/vnd.apache.parquet", tabular.parquet, "the flat table as Parquet"),
        Form("stata", ".dta", "application/x-stata-dta", tabular.stata, "the flat table for Stata 14 and later"),
        Form("plover", ".jsonl", "application/x-ndjson", plover.json_lines, "events as PLOVER records, JSON Lines"),
        Form("polecat", ".tsv", "text/tab-separated-values; charset=utf-8", plover.polecat, "events with POLECAT's forty columns"),
        Form("jsonld", ".jsonld", "application/ld+json", jsonld.graph, "facts with their provenance, JSON-LD (PROV-O, Web Annotation)"),
        Form("geojson", ".geojson", "application/geo+json", geojson.feature_collection, "facts that have a place, as points"),
        Form("ical", ".ics", "text/calendar; charset=utf-8", calendar.calendar, "anniversaries as iCalendar"),
        Form("quickstatements", ".qs", "text/plain; charset=utf-8", quickstatements.statements, "relations and memberships for Wikidata"),
    )
}  # fmt: skip


def form_of(name: str | None, ending: str) -> Form:
    """The form of a name, else the one whose files end so. Raises WrongUse where there is none."""
    if name is not None and name in FORMS:
        return FORMS[name]
    found = next((form for form in FORMS.values() if name is None and form.ending == ending.lower()), None)
    if found is None:
        raise WrongUse(f"no form has files that end in {ending!r}: name one with --format: {', '.join(FORMS)}")
    return found


def write(taken: Extract, name: str) -> Written:
    """What was taken, in a form. Raises WrongUse where its library is not installed."""
    content, left_out = FORMS[name].make(taken)
    return Written(content, dict(sorted(left_out.items())))
