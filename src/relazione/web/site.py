"""Web: the same pages as files that open from a folder, without a server.

The files show the present; a question about another date needs `relazione serve`, or `relazione pair --as-of`. Each file is
written whole or not at all, the start page last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from relazione.publish.curve_table import curve_csv
from relazione.publish.tables import csv_bytes, write_whole
from relazione.web.links import FileLinks, file_name
from relazione.web.pages import about, home, map, matrix, polities, state, world
from relazione.web.pages.coverage import coverage_data, coverage_page
from relazione.web.pages.curve import curve_data, curve_page
from relazione.web.pages.document import document_data, document_page
from relazione.web.pages.fact import fact_data, fact_page, fact_table
from relazione.web.pages.polity import named_in, polity_data, polity_page, sides_then
from relazione.web.pages.search import listing_page
from relazione.web.rendering import icon, style_sheet
from relazione.web.site_pairs import FOLDERS, write_pair


def write_site(record_path: Path | str, directory: Path | str, known_at: str | None = None) -> Path:
    """Write the pages of the record into a folder, which is made where there is none; the start page's path.

    With `known_at` they show the record as it stood at that moment, and say so. Raises the record's errors, and OSError where the folder cannot be written.
    """
    from relazione.record.store import Record

    root = Path(directory)
    for folder in ("static", *FOLDERS, "curve", "fact", "document", "polities", "state", "world", "map"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    with Record.open(record_path, read_only=True, known_at=known_at) as record:
        there: set[tuple[str, ...]] = set()
        below, top = FileLinks(1, record.known_at, there), FileLinks(0, record.known_at, there)
        _text(root / "static/style.css", style_sheet())
        _text(root / "static/icon.svg", icon())
        pairs = [home.ordered(line.a, line.b) for line in home.lines_of(record)]
        codes = sorted({code for pair in pairs for code in pair})
        there.update(("state", code) for code in codes)
        for a, b in pairs:
            write_pair(record, root, a, b, below, _text, _data)
            _map(record, root, a, b, below)
            where = root / "curve" / f"{a}-{b}"
            found = curve_data(record, a, b)
            _text(where.with_suffix(".html"), curve_page(found, below))
            _data(where.with_suffix(".json"), found)
            _text(where.with_suffix(".csv"), curve_csv(found))
            used.update(polity.id for side in sides_then(a, b, None) for polity in side)
        for fact in record.facts():
            where = root / "fact" / fact.id
            _text(where.with_suffix(".html"), fact_page(record, fact.id, below))
            _data(where.with_suffix(".json"), fact_data(record, fact.id))
            _text(where.with_suffix(".csv"), fact_table(record, fact.id))
            used.update(polity.id for polity in named_in(record.claim(claim) for claim in fact.claims))
        for document in record.documents():
            where = root / "document" / file_name(document.id)
            _text(where.with_suffix(".html"), document_page(record, document.id, below))
            _data(where.with_suffix(".json"), document_data(record, document.id))
        there.update(("polity", id) for id in used)
        for code in codes:
            where = root / "state" / code
            _text(where.with_suffix(".html"), state.state_page(record, code, None, below))
            _data(where.with_suffix(".json"), state.state_data(record, code, None))
            _table(where.with_suffix(".csv"), state.COLUMNS, state.state_rows(record, code, None))
        for id in sorted(used):
            where = root / "polities" / id
            _text(where.with_suffix(".html"), polity_page(id, None, below, used))
            _data(where.with_suffix(".json"), polity_data(id))
        _text(root / "about.html", about.about_page(record, top))
        _data(root / "about.json", about.about_data(record))
        _text(root / "coverage.html", coverage_page(record, top))
        _data(root / "coverage.json", coverage_data(record))
        _text(root / "search.html", listing_page(record, top))
        _world(record, root, below, top)
        _text(root / "polities.html", polities.polities_page(top))
        _data(root / "polities.json", polities.polities_data("", None, None))
        _data(root / "pairs.json", home.pairs_data(record))
        _table(root / "pairs.csv", home.COLUMNS, home.pairs_rows(record))
        _text(root / "index.html", home.home_page(record, top))
    return root / "index.html"


def _map(record: Any, root: Path, a: str, b: str, links: FileLinks) -> None:
    """The map of a pair: of both, and in the world."""
    for view, _ in map.views(a, b, every=False):
        ending = "" if view == "both" else f"-{view}"
        _text(root / "map" / f"{a}-{b}{ending}.html", map.map_page(record, a, b, None, view, links))
    where = root / "map" / f"{a}-{b}"
    _data(where.with_suffix(".json"), map.map_data(record, a, b, None))
    _table(where.with_suffix(".csv"), map.COLUMNS, map.map_rows(record, a, b, None))
    write_whole(where.with_suffix(".geojson"), map.map_geojson(record, a, b, None), durable=False)


def _world(record: Any, root: Path, below: FileLinks, top: FileLinks) -> None:
    """The world at present: a map for each layer, and the matrix of the states with most facts."""
    for layer in world.LAYERS:
        if layer == "relations":
            _text(root / "world.html", world.world_page(record, world.Asked(layer), top))
        else:
            _text(root / "world" / f"{layer}.html", world.world_page(record, world.Asked(layer), below))
    _data(root / "world.json", world.world_data(record, None))
    _table(root / "world.csv", world.COLUMNS, world.world_rows(record, None))
    _text(root / "world" / "matrix.html", matrix.matrix_page(record, matrix.Asked(size=matrix.SIZES[-1]), below))
    _data(root / "world" / "matrix.json", matrix.matrix_data(record, None))
    _table(root / "world" / "matrix.csv", matrix.COLUMNS, matrix.matrix_rows(record, None))


def _text(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8", "backslashreplace"), durable=False)


def _data(path: Path, data: Any) -> None:
    write_whole(path, msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n", durable=False)


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    write_whole(path, csv_bytes(columns, rows), durable=False)
