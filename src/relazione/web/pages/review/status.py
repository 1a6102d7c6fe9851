"""Web, review: how far the review is, who judged how much, and how far reviewers agree (Krippendorff's alpha)."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.analysis import review
from relazione.web.asking import json_answer, links_now, opened_now, table_answer
from relazione.web.links import Links
from relazione.web.pages.review.asked import Asked
from relazione.web.rendering import render

COLUMNS = review.Reviewer.__struct_fields__


def status_data(record: Any, asked: Asked) -> dict[str, Any]:
    """How far the review is, as plain data."""
    return dict(msgspec.to_builtins(review.progress(record, pair=asked.pair, kind=asked.kind, document=asked.document)))


def status_page(record: Any, asked: Asked, links: Links) -> str:
    """How far the review is: of all, or of a pair, kind or document."""
    progress = review.progress(record, pair=asked.pair, kind=asked.kind, document=asked.document)
    return render("review_status.html", links=links, asked=asked, progress=progress, states=review.STATES)


def _status(request: Request) -> Response:
    with opened_now(request) as record:
        return HTMLResponse(status_page(record, Asked.of(request.query_params), links_now(request)))


def _status_data(request: Request) -> Response:
    with opened_now(request) as record:
        return json_answer(status_data(record, Asked.of(request.query_params)))


def _status_table(request: Request) -> Response:
    """Who judged how much."""
    asked = Asked.of(request.query_params)
    with opened_now(request) as record:
        progress = review.progress(record, pair=asked.pair, kind=asked.kind, document=asked.document)
    return table_answer(COLUMNS, map(msgspec.structs.astuple, progress.reviewers), "reviewers")


ROUTES = (
    Route("/review/status", _status),
    Route("/review/status.json", _status_data),
    Route("/review/status.csv", _status_table),
)
