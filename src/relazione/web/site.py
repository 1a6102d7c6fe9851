"""Web: the same pages as files that open from a folder, without a server.

The files show the present; a question about another date needs `relazione serve`, or `relazione pair --as-of`. Each file is
written whole or not at all, the start page last.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from relazione.publish.curve_table import curve_csv
from relazione.publish.tables import write_whole
from relazione.web.links import FileLinks, file_name
from relazione.web.pages.coverage import coverage_data, coverage_page
from relazione.web.pages.curve import curve_data, curve_page
from relazione.web.pages.document import document_data, document_page
from relazione.web.pages.fact import fact_data, fact_page
from relazione.web.pages.home import home_page, pair_lines
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
    for folder in ("static", *FOLDERS, "curve", "fact", "document", "polities"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    with Record.open(record_path, read_only=True, known_at=known_at) as record:
        below, top = FileLinks(1, record.known_at), FileLinks(0, record.known_at)
        _text(root / "static/style.css", style_sheet())
        _text(root / "static/icon.svg", icon())
        for line in pair_lines(record):
            write_pair(record, root, line.a, line.b, _text, _data)
            where = root / "curve" / f"{line.a}-{line.b}"
            found = curve_data(record, line.a, line.b)
            _text(where.with_suffix(".html"), curve_page(found, below))
            _data(where.with_suffix(".json"), found)
            _text(where.with_suffix(".csv"), curve_csv(found))
            used.update(polity.id for side in sides_then(line.a, line.b, None) for polity in side)
        for fact in record.facts():
            where = root / "fact" / fact.id
            _text(where.with_suffix(".html"), fact_page(record, fact.id, below))
            _data(where.with_suffix(".json"), fact_data(record, fact.id))
            used.update(polity.id for polity in named_in(record.claim(claim) for claim in fact.claims))
        for document in record.documents():
            where = root / "document" / file_name(document.id)
            _text(where.with_suffix(".html"), document_page(record, document.id, below))
            _data(where.with_suffix(".json"), document_data(record, document.id))
        for id in sorted(used):
            where = root / "polities" / id
            _text(where.with_suffix(".html"), polity_page(id, None, below, used))
            _data(where.with_suffix(".json"), polity_data(id))
        _text(root / "coverage.html", coverage_page(record, top))
        _data(root / "coverage.json", coverage_data(record))
        _text(root / "search.html", listing_page(record, top))
        _text(root / "index.html", home_page(record, top))
    return root / "index.html"


def _text(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8", "backslashreplace"), durable=False)


def _data(path: Path, data: Any) -> None:
    write_whole(path, msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n", durable=False)
