"""Web: what each source of the record covers, as a table."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.analysis.coverage import by_source, coverage
from relazione.publish.words import coverage_kind, coverage_years, name
from relazione.web.asking import json_answer, links_of, opened
from relazione.web.links import Links
from relazione.web.rendering import render

MOST_STATES = 6
"""States that are named; of more, how many there are."""


def coverage_data(record: Any) -> dict[str, Any]:
    """The table as plain data."""
    return {"lines": msgspec.to_builtins(coverage(record))}


def coverage_page(record: Any, links: Links) -> str:
    """The table as a page: a group of rows for each source."""
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
        for lines in by_source(coverage(record)).values()
    ]
    return render("coverage.html", links=links, groups=groups)


def _coverage(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(coverage_page(record, links_of(request)))


def _coverage_data(request: Request) -> Response:
    with opened(request) as record:
        return json_answer(coverage_data(record))


ROUTES = (Route("/coverage", _coverage), Route("/coverage.json", _coverage_data))
