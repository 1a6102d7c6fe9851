"""Web: the pages of a pair as files: the pair, each section of it, its sources and its timeline, whole and not cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from relazione.analysis.pair_facts import pair_rows, tellers
from relazione.publish.sections import section_of, sections
from relazione.web.fact_lines import table_of
from relazione.web.links import Links
from relazione.web.pages.pair import pair_data, pair_page, pair_table
from relazione.web.pages.section import SOURCES, section_data, section_page, sources_data, sources_page, sources_table
from relazione.web.pages.timeline import Asked, timeline_data, timeline_page

FOLDERS = ("pair", "timeline")

Keep = Callable[[Path, Any], None]


def write_pair(record: Any, root: Path, a: str, b: str, links: Links, text: Callable[[Path, str], None], data: Keep) -> None:
    """Write all pages of a pair into the folders of a site. `links`: addresses from within a folder; `text`, `data`: how a
    page, and plain data, is kept."""

    def table(path: Path, found: bytes) -> None:
        text(path, found.decode())

    def named(folder: str, *more: str) -> Path:
        return root / folder / "-".join((a, b, *more))

    where = named("pair")
    text(where.with_suffix(".html"), pair_page(record, a, b, None, links))
    held = pair_data(record, a, b, None)
    data(where.with_suffix(".json"), held)
    table(where.with_suffix(".csv"), pair_table(record, held))
    everything = pair_rows(record, a, b)
    used = {section_of(row.kind, row.type).id for row in everything}
    for section in (one for one in sections() if one.id in used):
        where = named("pair", section.id)
        found = section_data(record, a, b, everything, section)
        text(where.with_suffix(".html"), section_page(record, a, b, everything, section, None, links))
        data(where.with_suffix(".json"), found)
        table(where.with_suffix(".csv"), table_of(found["facts"]))
    told_of = tellers(record, a, b, everything)
    where = named("pair", SOURCES)
    text(where.with_suffix(".html"), sources_page(told_of, a, b, links))
    data(where.with_suffix(".json"), {"schema": 1, "pair": [a, b], "sources": sources_data(told_of)})
    table(where.with_suffix(".csv"), sources_table(told_of))
    where = named("timeline")
    found = timeline_data(record, a, b, everything, Asked())
    text(where.with_suffix(".html"), timeline_page(record, a, b, everything, Asked(), None, links))
    data(where.with_suffix(".json"), found)
    table(where.with_suffix(".csv"), table_of(found["facts"]))
