"""Web: the pages of a pair as files: the pair, each section of it, its sources, its timeline and its maps, whole and not cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relazione.analysis.pair_facts import Row, pair_rows, tellers
from relazione.analysis.places import Spot
from relazione.publish.pair_map import View, marks, view_of
from relazione.publish.sections import section_of, sections
from relazione.publish.tables import csv_bytes
from relazione.web.fact_lines import table_of
from relazione.web.links import Links
from relazione.web.pages import map
from relazione.web.pages.pair import pair_data, pair_page, pair_table
from relazione.web.pages.section import SOURCES, section_data, section_page, sources_data, sources_page, sources_table
from relazione.web.pages.timeline import Asked, timeline_data, timeline_page
from relazione.web.site_forms import KeptRecord, data, text

File = tuple[str, bytes]
"""The name of a file below the root of the site, and what it holds."""


def _rows(record: KeptRecord, a: str, b: str) -> list[Row]:
    return record.shared(pair_rows, a, b)


def pair_files(record: KeptRecord, a: str, b: str, links: Links) -> Iterator[File]:
    """How things stand. `links`, here and below: addresses from within a folder."""
    found = pair_data(record, a, b, None)
    yield f"pair/{a}-{b}.html", text(pair_page(record, a, b, None, links))
    yield f"pair/{a}-{b}.json", data(found)
    yield f"pair/{a}-{b}.csv", pair_table(record, found)


def section_files(record: KeptRecord, a: str, b: str, links: Links) -> Iterator[File]:
    """The sections that hold anything, and the sources."""
    everything = _rows(record, a, b)
    used = {section_of(row.kind, row.type).id for row in everything}
    for section in (one for one in sections() if one.id in used):
        name = f"pair/{a}-{b}-{section.id}"
        found = section_data(record, a, b, everything, section)
        yield f"{name}.html", text(section_page(record, a, b, everything, section, None, links))
        yield f"{name}.json", data(found)
        yield f"{name}.csv", table_of(found["facts"])
    name, told_of = f"pair/{a}-{b}-{SOURCES}", tellers(record.record, a, b, everything)
    yield f"{name}.html", text(sources_page(told_of, a, b, links))
    yield f"{name}.json", data({"schema": 1, "pair": [a, b], "sources": sources_data(told_of)})
    yield f"{name}.csv", sources_table(told_of)


def timeline_files(record: KeptRecord, a: str, b: str, links: Links) -> Iterator[File]:
    """The whole timeline."""
    everything = _rows(record, a, b)
    found = timeline_data(record, a, b, everything, Asked())
    yield f"timeline/{a}-{b}.html", text(timeline_page(record, a, b, everything, Asked(), None, links))
    yield f"timeline/{a}-{b}.json", data(found)
    yield f"timeline/{a}-{b}.csv", table_of(found["facts"])


def map_files(record: KeptRecord, a: str, b: str, links: Links) -> Iterator[File]:
    """The map of both, and of one of them or the world where it shows apart what lies together, or not at all, on that."""
    spots = map.places_on(record, a, b, None).spots
    views = [(view, title) for view, title in map.views(a, b, VIEWS) if view == "both" or _shows_more(a, b, view, spots)]
    for view, _ in views:
        ending = "" if view == "both" else f"-{view}"
        yield f"map/{a}-{b}{ending}.html", text(map.map_page(record, a, b, None, view, links, views))
    yield f"map/{a}-{b}.json", data(map.map_data(record, a, b, None))
    yield f"map/{a}-{b}.csv", csv_bytes(map.COLUMNS, map.map_rows(record, a, b, None))
    yield f"map/{a}-{b}.geojson", map.map_geojson(record, a, b, None)


VIEWS: tuple[View, ...] = ("both", "a", "b", "world")
"""Views that may be written."""


def _shows_more(a: str, b: str, view: View, spots: Sequence[Spot]) -> bool:
    """Whether a view has more marks for its places than the view of both has for the same ones."""
    whole = {spot: mark.spots[0] for mark in marks(spots, view_of(a, b, "both")) for spot in mark.spots}
    if len(set(whole.values())) == len(spots):
        return False  # each has a mark of its own already
    near = marks(spots, view_of(a, b, view))
    return len(near) > len({whole[spot] for mark in near for spot in mark.spots if spot in whole})
