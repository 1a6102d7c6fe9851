"""Web: what each source of the record covers, as a table."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.analysis.coverage import by_source, coverage
from relazione.publish.words import coverage_kind, coverage_years, name
from relazione.web.asking import json_answer, links_of, number_asked, opened
from relazione.web.links import Links
from relazione.web.paging import page_of
from relazione.web.remembered import remembered
from relazione.web.rendering import render

MOST_STATES = 6
"""States that are named; of more, how many there are."""


A_PAGE = 100
"""Sources on one page."""


def coverage_data(record: Any) -> dict[str, Any]:
    """The table as plain data, all of it."""
    return {"lines": msgspec.to_builtins(remembered(record, "coverage lines", lambda: coverage(record)))}


def coverage_page(record: Any, links: Links, number: int = 1) -> str:
    """The table as a page: a group of rows for each source. Of files there is one page, with everything."""
    sources = [line.id for line in record.documents() if not line.withdrawn]
    page = page_of(sources, number, A_PAGE if links.is_live else max(1, len(sources)))
    found = (
        remembered(record, ("coverage", page.number), lambda: coverage(record, page.lines)) if links.is_live else coverage(record)
    )
    groups = [
        (
            lines[0],
            [
                {
                    "kind": coverage_kind(line.kind),
                    "claims": line.claims,
                    "years": coverage_years(line.first, line.last),
                    "states": [name(code) for code in line.codes] if 0 < len(line.codes) <= MOST_STATES else [],
                    "count": line.states,
                    "complete": line.complete,
                }
                for line in lines
            ],
        )
        for lines in by_source(found).values()
    ]
    return render("coverage.html", links=links, groups=groups, page=page)


def _coverage(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(coverage_page(record, links_of(request), number_asked(request, "page", 1, 100_000, 1)))


def _coverage_data(request: Request) -> Response:
    with opened(request) as record:
        return json_answer(coverage_data(record))


ROUTES = (Route("/coverage", _coverage), Route("/coverage.json", _coverage_data))
