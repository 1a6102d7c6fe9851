"""Web: the page of one row of a feed: all its columns, who the two were on the day, and the address of the report, which is never asked."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.model.dates import iso_day, parse_day
from relazione.publish.curve_feeds_table import NAMES
from relazione.publish.feed_words import COLUMNS, cells, quad_words, row_words, sides
from relazione.publish.tables import csv_bytes
from relazione.record.lake.rows import FeedRow
from relazione.sources.feeds.columns import COLUMNS as OF_A_ROW
from relazione.sources.feeds.columns import FEEDS
from relazione.web.asking import TWINS, MissingPage, csv_answer, json_answer, links_of
from relazione.web.feeds import lake_asked
from relazione.web.links import Links
from relazione.web.pages.feed_rows import SCHEMA, row_address, row_data
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render

LONGEST = 2000
"""Signs of a cell that are shown, and up to which an address is a link."""


def row_page(rows: list[FeedRow], links: Links) -> str:
    """The page of the rows that one event gives between two states (one for each direction in which it is told)."""
    row = rows[0]
    return render(
        "feed_row.html",
        links=links,
        rows=[(one, row_words(one), quad_words(one), _cells(one)) for one in rows],
        row=row,
        title=row_words(row),
        doer=sides(row)[0],
        day=iso_day(row.day),
        month=iso_day(row.day)[:-3],
        names=NAMES,
        at=lambda form: row_address(links, row, form),
        polities=_polities(row),
        longest=LONGEST,
    )


def _polities(row: FeedRow) -> list[tuple[str, str]]:
    """The polities of the day that the row names and our tables know: id and name."""
    from relazione.reference.polities import polities

    known = polities()
    return [(known[id].id, known[id].name) for id in (row.a_polity, row.b_polity) if id in known]


def _cells(row: FeedRow) -> list[tuple[str, str, str]]:
    """Every column: its name, what it holds here, and what that means."""
    told = {"day": iso_day(row.day), "source_intensity": "" if row.source_intensity is None else f"{row.source_intensity:g}"}
    found = []
    for column in OF_A_ROW:
        value = told.get(column.name, getattr(row, column.name, None))
        if value is not None:
            text = f"{value:g}" if isinstance(value, float) else str(value)
            found.append((column.name, text if len(text) <= LONGEST else f"{text[:LONGEST]}…", column.holds))
    return found


def _row(request: Request) -> Response:
    links = links_of(request)
    a, b, day, feed, key = (request.path_params[part] for part in ("a", "b", "day", "feed", "key"))
    check_pair(a, b)
    reports = lake_asked(request)
    if feed not in FEEDS:
        raise MissingPage(f"there is no feed {feed[:40]!r}: {', '.join(FEEDS)}")
    on = parse_day(day)

    def of(asked: str) -> list[Any]:
        return reports.of_key(a, b, on, feed, asked)

    rows, form = of(key), ""
    if not rows:  # a key may itself end so: the whole is tried first
        form = next((ending for ending in TWINS if key.endswith(ending)), "")
        rows = of(key.removesuffix(form)) if form else []
    if not rows:
        raise MissingPage(f"{NAMES[feed]} has no row of this key between the two on {iso_day(on)}")
    if form == ".json":
        return json_answer({"schema": SCHEMA, "rows": [row_data(row) for row in rows]})
    if form == ".csv":
        return csv_answer(csv_bytes(COLUMNS, map(cells, rows)), f"{feed}-{iso_day(on)}")
    return HTMLResponse(row_page(rows, links))


ROUTES = (Route("/feed/row/{a}/{b}/{day}/{feed}/{key:path}", _row),)
