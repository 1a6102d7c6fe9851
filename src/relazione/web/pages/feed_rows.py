"""Web: the rows of feeds between two states in some time, page by page: who did what to whom on which day, and who reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.dates import bounds, iso_day, parse_day
from relazione.model.errors import WrongUse
from relazione.publish.curve_feeds_table import NAMES
from relazione.publish.feed_words import COLUMNS, cells, deed, quad_words, row_words
from relazione.publish.tables import csv_bytes
from relazione.publish.words import name
from relazione.record.lake.rows import FeedRow
from relazione.sources.feeds.columns import FEEDS
from relazione.web.asking import TWINS, csv_answer, json_answer, links_of, number_asked, pair_asked
from relazione.web.feeds import lake_asked
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render

if TYPE_CHECKING:
    from relazione.analysis.curve.reported import Reports

SCHEMA = 1
A_PAGE = 100
"""Rows on a page; the data have ten times as many."""
DEEPEST = 100
"""Pages of a time that can be turned to: who looks for more asks for a shorter time."""
EVER = ("0001-01-01", "9999-12-31")


class Asked(NamedTuple):
    """The time and the feed that are asked for."""

    start: str | None = None
    end: str | None = None
    feed: str | None = None
    sheet: int = 1

    def words(self) -> dict[str, Any]:
        """As it stands in an address."""
        return {"from": self.start, "to": self.end, "feed": self.feed, "sheet": str(self.sheet) if self.sheet > 1 else None}

    @property
    def days(self) -> tuple[int, int]:
        """First and last day. Raises ImpossibleDate."""
        return parse_day(self.start or EVER[0]), bounds((self.end or EVER[1]).strip()).end_latest or 0

    @property
    def feeds(self) -> tuple[str, ...]:
        return (self.feed,) if self.feed else ()


class Found(NamedTuple):
    """A page of rows, and how many there are in all."""

    rows: list[FeedRow]
    total: int
    sheet: int
    sheets: int


def found_rows(reports: Reports, a: str, b: str, asked: Asked, size: int = A_PAGE) -> Found:
    """The rows of one page, or of the nearest that there is."""
    first, last = asked.days
    count = reports.count(a, b, first, last, asked.feeds)
    sheets = min(max(1, -(-count // size)), DEEPEST)
    sheet = min(asked.sheet, sheets)
    return Found(reports.rows(a, b, first, last, asked.feeds, size, (sheet - 1) * size), count, sheet, sheets)


def rows_data(found: Found, a: str, b: str, asked: Asked) -> dict[str, Any]:
    """The page as plain data."""
    return {
        "schema": SCHEMA,
        "pair": [a, b],
        "from": asked.start,
        "to": asked.end,
        "feed": asked.feed,
        "count": found.total,
        "sheet": found.sheet,
        "sheets": found.sheets,
        "rows": [row_data(row) for row in found.rows],
    }


def row_data(row: FeedRow) -> dict[str, Any]:
    """A row as plain data, its day as a date."""
    return {**msgspec.to_builtins(row), "day": iso_day(row.day), "words": row_words(row)}


def row_address(links: Links, row: FeedRow, form: str = "") -> str:
    """The address of a row's page."""
    return links.at("feed", "row", row.a, row.b, iso_day(row.day), row.feed, row.key, form=form)


def rows_page(found: Found, a: str, b: str, asked: Asked, links: Links) -> str:
    """The page."""

    def at(form: str = "", **changed: Any) -> str:
        return links.at("feed", a, b, form=form, **asked._replace(**changed).words())

    return render(
        "feed_rows.html",
        links=links,
        a=a,
        b=b,
        pair=f"{name(a)} and {name(b)}",
        asked=asked,
        found=found,
        first=(found.sheet - 1) * A_PAGE + 1,
        beyond=found.total > DEEPEST * A_PAGE,
        lines=[
            {
                "row": row,
                "day": iso_day(row.day),
                "words": row_words(row),
                "deed": deed(row),
                "quad": quad_words(row),
                "at": row_address(links, row),
            }
            for row in found.rows
        ],
        names=NAMES,
        feeds=FEEDS,
        at=at,
    )


def _asked(request: Request) -> Asked:
    given = {key: request.query_params.get(key, "").strip() or None for key in ("from", "to", "feed")}
    if given["feed"] and given["feed"] not in FEEDS:
        raise WrongUse(f"there is no feed {given['feed'][:40]!r}: {', '.join(FEEDS)}")
    asked = Asked(given["from"], given["to"], given["feed"], number_asked(request, "sheet", 1, DEEPEST, 1))
    if asked.days[0] > asked.days[1]:
        raise WrongUse(f"there is no time from {asked.start} to {asked.end}")
    return asked


def _rows(request: Request) -> Response:
    asked, links = _asked(request), links_of(request)
    a, b, form, is_plain = pair_asked(request, *TWINS)
    if not is_plain:
        return RedirectResponse(links.at("feed", a, b, form=form, **asked.words()), status_code=303)
    check_pair(a, b)
    reports = lake_asked(request)
    found = found_rows(reports, a, b, asked, A_PAGE * 10 if form else A_PAGE)
    if form == ".json":
        return json_answer(rows_data(found, a, b, asked))
    if form == ".csv":
        return csv_answer(csv_bytes(COLUMNS, map(cells, found.rows)), f"{a}-{b}-feeds")
    return HTMLResponse(rows_page(found, a, b, asked, links))


ROUTES = (Route("/feed/{a}/{b}", _rows),)
