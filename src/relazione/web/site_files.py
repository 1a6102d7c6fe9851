"""Web: the files of a site, by task: what has to be written for a record, and what each task's files hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from relazione.publish.curve_table import curve_csv
from relazione.publish.tables import csv_bytes
from relazione.web.links import FileLinks, file_name
from relazione.web.pages import about, home, matrix, polities, state, world
from relazione.web.pages.coverage import coverage_data, coverage_page
from relazione.web.pages.curve import curve_data, curve_page
from relazione.web.pages.document import document_data, document_page
from relazione.web.pages.fact import fact_data, fact_page, fact_table
from relazione.web.pages.polity import named_in, polity_data, polity_page, sides_then
from relazione.web.pages.search import listing_page
from relazione.web.rendering import icon, script, style_sheet
from relazione.web.site_forms import KeptRecord, data, text
from relazione.web.site_pairs import File, map_files, pair_files, section_files, timeline_files
from relazione.web.site_search import index_files

FOLDERS = ("static", "pair", "timeline", "curve", "fact", "document", "polities", "state", "world", "map", "search")

Task = tuple[str, ...]
"""What is to be written: the kind of page and what it is of, as ("curve", "ITA", "TUR")."""


class Plan(NamedTuple):
    """Tasks that may be done in any order; those for which the polities that these name must be known; polities that are named anyhow."""

    first: list[Task]
    then: list[Task]
    polities: set[str]


@dataclass(frozen=True)
class Place:
    """Where the pages are made from: the record at a moment, and which pages there are of those kinds of which not all are written."""

    record_path: str
    known_at: str | None = None
    there: frozenset[Task] = field(default_factory=frozenset)

    def with_polities(self, named: Iterable[str]) -> Place:
        """The same, where it is known which polities have a page."""
        return replace(self, there=self.there | {("polity", id) for id in named})

    def room(self) -> Room:
        """The record, open, and what goes with it."""
        record = KeptRecord(self.record_path, self.known_at)
        there = self.there
        if not any(task[0] == "state" for task in there):
            there |= {("state", code) for line in home.lines_of(record) for code in (line.a, line.b)}
        return Room(record, FileLinks(1, record.known_at, there), FileLinks(0, record.known_at, there), there)


class Room(NamedTuple):
    """The open record; addresses from within a folder, and from the root; which pages there are."""

    record: Any
    below: FileLinks
    top: FileLinks
    there: frozenset[Task]


def plan(place: Place) -> Plan:
    """What is to be written, what weighs most first. Raises the record's errors."""
    record = KeptRecord(place.record_path, place.known_at)
    pairs = sorted(home.ordered(line.a, line.b) for line in home.lines_of(record))
    codes = sorted({code for pair in pairs for code in pair})
    first: list[Task] = [(kind, *pair) for pair in pairs for kind in ("pair", "sections", "timeline", "map", "curve")]
    first += [("document", line.id) for line in record.documents()]
    first += [("fact", fact.id) for fact in record.facts()]
    then: list[Task] = [("world", layer) for layer in world.LAYERS]
    then += [("matrix",), ("about",), ("coverage",), ("search",), ("polities",), ("pairs",), ("static",)]
    then += [("state", code) for code in codes]
    sides = {polity.id for a, b in pairs for side in sides_then(a, b, None) for polity in side}
    record.close()
    return Plan(first, then, sides)


def files_of(task: Task, room: Room, named: set[str]) -> Iterator[File]:
    """The files of a task. Puts the polities that they name into `named`."""
    kind, *of = task
    if kind == "fact":
        fact = room.record.fact(of[0])
        named.update(polity.id for polity in named_in(room.record.claim(claim) for claim in fact.claims))
    return _KINDS[kind](room, *of)


def _curve(room: Room, a: str, b: str) -> Iterator[File]:
    found = curve_data(room.record, a, b)
    yield f"curve/{a}-{b}.html", text(curve_page(found, room.below))
    yield f"curve/{a}-{b}.json", data(found)
    yield f"curve/{a}-{b}.csv", text(curve_csv(found))


def _fact(room: Room, id: str) -> Iterator[File]:
    yield f"fact/{id}.html", text(fact_page(room.record, id, room.below))
    yield f"fact/{id}.json", data(fact_data(room.record, id))
    yield f"fact/{id}.csv", text(fact_table(room.record, id))


def _document(room: Room, id: str) -> Iterator[File]:
    name = f"document/{file_name(id)}"
    yield f"{name}.html", text(document_page(room.record, id, room.below))
    yield f"{name}.json", data(document_data(room.record, id))


def _state(room: Room, code: str) -> Iterator[File]:
    yield f"state/{code}.html", text(state.state_page(room.record, code, None, room.below))
    yield f"state/{code}.json", data(state.state_data(room.record, code, None))
    yield f"state/{code}.csv", csv_bytes(state.COLUMNS, state.state_rows(room.record, code, None))


def _polity(room: Room, id: str) -> Iterator[File]:
    there = {of[0] for kind, *of in room.there if kind == "polity"}
    yield f"polities/{id}.html", text(polity_page(id, None, room.below, there))
    yield f"polities/{id}.json", data(polity_data(id))


def _world(room: Room, layer: str) -> Iterator[File]:
    """The world at present on the map of a layer."""
    if layer != "relations":
        yield f"world/{layer}.html", text(world.world_page(room.record, world.Asked(layer), room.below))
        return
    yield "world.html", text(world.world_page(room.record, world.Asked(layer), room.top))
    yield "world.json", data(world.world_data(room.record, None))
    yield "world.csv", csv_bytes(world.COLUMNS, world.world_rows(room.record, None))


def _matrix(room: Room) -> Iterator[File]:
    """The states with most facts as a matrix."""
    yield "world/matrix.html", text(matrix.matrix_page(room.record, matrix.Asked(size=matrix.SIZES[-1]), room.below))
    yield "world/matrix.json", data(matrix.matrix_data(room.record, None))
    yield "world/matrix.csv", csv_bytes(matrix.COLUMNS, matrix.matrix_rows(room.record, None))


def _about(room: Room) -> Iterator[File]:
    yield "about.html", text(about.about_page(room.record, room.top))
    yield "about.json", data(about.about_data(room.record))


def _coverage(room: Room) -> Iterator[File]:
    yield "coverage.html", text(coverage_page(room.record, room.top))
    yield "coverage.json", data(coverage_data(room.record))


def _search(room: Room) -> Iterator[File]:
    """The page of the search, and what it searches, for its script."""
    shards = index_files(room.record, room.top)
    yield from shards
    yield "search.html", text(listing_page(room.record, room.top, [name for name, _ in shards]))


def _polities(room: Room) -> Iterator[File]:
    yield "polities.html", text(polities.polities_page(room.top))
    yield "polities.json", data(polities.polities_data("", None, None))


def _pairs(room: Room) -> Iterator[File]:
    yield "pairs.json", data(home.pairs_data(room.record))
    yield "pairs.csv", csv_bytes(home.COLUMNS, home.pairs_rows(room.record))


def _static(room: Room) -> Iterator[File]:
    yield "static/style.css", text(style_sheet())
    yield "static/icon.svg", text(icon())
    yield "static/search.js", text(script("search.js"))


def _index(room: Room) -> Iterator[File]:
    yield "index.html", text(home.home_page(room.record, room.top))


def _of_pair(files: Callable[..., Iterable[File]]) -> Callable[..., Iterator[File]]:
    return lambda room, a, b: iter(files(room.record, a, b, room.below))


_KINDS: dict[str, Callable[..., Iterator[File]]] = {
    "pair": _of_pair(pair_files),
    "sections": _of_pair(section_files),
    "timeline": _of_pair(timeline_files),
    "map": _of_pair(map_files),
    "curve": _curve,
    "fact": _fact,
    "document": _document,
    "state": _state,
    "polity": _polity,
    "world": _world,
    "matrix": _matrix,
    "about": _about,
    "coverage": _coverage,
    "search": _search,
    "polities": _polities,
    "pairs": _pairs,
    "static": _static,
    "index": _index,
}
