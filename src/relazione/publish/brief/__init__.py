"""Publish: the brief of a pair on a date: two pages that can be handed over, every line with its sources.

    brief(record, "ITA", "TUR", "1912-06-01")                    one structure ...
    brief_bytes(record, "ITA", "TUR", "1912-06-01", form="pdf")  ... in four forms: md, html, pdf, docx

For a date it reads as of then: names and tense of the day, nothing that came later. A line without a passage is not printed. What is made
depends on the record and the date alone: no clock is asked, so the same record gives the same bytes (`made`: the date of making, where
the caller wants one to be told).
"""

from __future__ import annotations

from typing import Any

import msgspec

from relazione.publish.brief.html import body, brief_html, html, picture
from relazione.publish.brief.lists import (
    agreements,
    disagreements,
    figures,
    memberships_told,
    missions,
    open_issues,
)
from relazione.publish.brief.markdown import WIDTH, markdown
from relazione.publish.brief.news import YEAR, chronology, last_twelve_months
from relazione.publish.brief.room import ROOM, fitted, renumbered
from relazione.publish.brief.scene import TABLE, Scene
from relazione.publish.brief.shape import ASSUMED, NOTE, NOTHING, Brief, Line, Part, Section, Work, clipped, filled
from relazione.publish.brief.standing import how_things_stand, key_facts
from relazione.publish.citations import Citations, provenance
from relazione.publish.words import date, stood

__all__ = [
    "ASSUMED",
    "FORMS",
    "NOTE",
    "NOTHING",
    "ROOM",
    "WIDTH",
    "Brief",
    "Line",
    "Part",
    "Section",
    "Work",
    "body",
    "brief",
    "brief_bytes",
    "brief_html",
    "brief_markdown",
    "html",
    "markdown",
]


def brief(
    record: Any, a: str, b: str, on: str | None = None, *, made: str = "", room: float = ROOM, today: str | None = None
) -> Brief:
    """The brief of two states (codes) on a date (EDTF day, month or year; None: at present). Raises the errors of `standing`.

    `made`: the date of making, told at the end. `room`: millimetres of paper for the lines and their sources; what finds none is
    cut by rank. `today`: the present day, for tests.
    """
    from relazione.analysis.as_of import standing

    data: dict[str, Any] = msgspec.to_builtins(standing(record, a, b, on, today))
    citations = Citations(record, frozenset((a, b)))
    scene = Scene(record, a, b, data, on is not None, citations)
    year = last_twelve_months(scene)
    recent = [entry["fact"] for entry in scene.entries if _in_year(scene, entry["date"])]
    sections = filled(
        [
            key_facts(scene),
            how_things_stand(scene),
            year,
            open_issues(scene),
            disagreements(scene),
            agreements(scene),
            missions(scene),
            memberships_told(scene),
            figures(scene),
            chronology(scene, recent),
        ]
    )
    sections = sections if any(section.lines for section in sections if section.key != "facts") else []
    found, sources, works = renumbered(fitted(sections, citations.sources, room), citations.sources, _works(citations))
    return Brief(
        title=scene.title,
        on=(date(data["as_of"]) if on else "at present") + stood(record),
        day=data["as_of"] if on else "",
        pair=(a, b),
        today=scene.today,
        sections=found,
        sources=sources,
        documents=works,
        notes=tuple(_notes(scene)),
        record=record.fingerprint(),
        made=made,
    )


FORMS = ("md", "html", "pdf", "docx")
"""The forms in which a brief can be given."""


def brief_bytes(record: Any, a: str, b: str, on: str | None = None, *, form: str = "md", made: str = "") -> bytes:
    """The brief in one of the FORMS. Raises the errors of `brief`, MissingExtra where the form's library is not installed."""
    first = brief(record, a, b, on, made=made)
    if form == "pdf":
        from relazione.publish.brief.pdf import fitting

        return fitting(first, lambda room: brief(record, a, b, on, made=made, room=room))
    if form == "docx":
        from relazione.publish.brief.word import docx

        return docx(first)
    text = html(first, picture=picture(a, b)) if form == "html" else markdown(first)
    return text.encode("utf-8", "backslashreplace")


def _in_year(scene: Scene, edtf: str) -> bool:
    """Whether a date lies in the twelve months before the day, so that their section tells it."""
    from relazione.model.dates import bounds

    latest = bounds(edtf).start_latest
    return latest is not None and latest >= scene.day - YEAR


def _works(citations: Citations) -> dict[str, Work]:
    """The documents behind the sources; the tables of our own under the id ""."""
    works = {"": Work("", TABLE)}
    for id in dict.fromkeys(source.document for source in citations.sources if source.document):
        document = citations.document(id)
        works[id] = Work(
            id, clipped(document.title, 160), date(document.date) if document.date else "", clipped(provenance(document), 240)
        )
    return works


def _notes(scene: Scene) -> list[str]:
    if not scene.late:
        return []
    count = len(scene.late)
    one = count == 1
    return [
        f"Left out: {count} {'entry' if one else 'entries'} whose sources do not tell whether "
        f"{'it' if one else 'they'} came before or after this day."
    ]


def brief_markdown(record: Any, a: str, b: str, on: str | None = None, *, width: int = WIDTH) -> str:
    """The brief as Markdown, wrapped to `width` columns so that it reads in a terminal as well."""
    return markdown(brief(record, a, b, on), width=width)
