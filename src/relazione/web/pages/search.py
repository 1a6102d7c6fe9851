"""Web: the page of a search, and the list of all facts for where nobody answers a search."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.model.dates import is_edtf, sort_key
from relazione.model.record import Fact
from relazione.web.asking import json_answer, links_of, opened
from relazione.web.links import Links
from relazione.web.rendering import SNIPPET_MARKS, render

SEARCH_LIMIT = 50
LONGEST_SEARCH = 200
"""Characters of a search that are looked at."""


def search_data(record: Any, words: str) -> dict[str, Any]:
    """What has all the words: facts and passages."""
    hits = record.search(words[:LONGEST_SEARCH], SEARCH_LIMIT) if words.strip() else []
    found = [msgspec.to_builtins(hit) for hit in hits]
    for hit in found:
        for mark in SNIPPET_MARKS:
            hit["snippet"] = hit["snippet"].replace(mark, "")
    return {"words": words, "hits": found}


def search_page(record: Any, words: str, links: Links) -> str:
    """Facts and passages that have all the words."""
    hits = record.search(words[:LONGEST_SEARCH], SEARCH_LIMIT) if words.strip() else []
    titles = {line.id: line.title for line in record.documents()} if hits else {}
    return render(
        "search.html",
        links=links,
        words=words[:LONGEST_SEARCH],
        facts=[hit for hit in hits if hit.kind == "fact"],
        passages=[hit for hit in hits if hit.kind == "passage"],
        titles=titles,
        limit=SEARCH_LIMIT,
        listing=[],
    )


def listing_page(record: Any, links: Links) -> str:
    """For files, where nobody answers a search: all facts by kind, to be searched with the browser's own means."""
    kinds: dict[str, list[Fact]] = {}
    for fact in sorted(
        record.facts(), key=lambda one: (one.kind, sort_key(one.start if one.start and is_edtf(one.start) else None))
    ):
        kinds.setdefault(fact.kind, []).append(fact)
    return render("search.html", links=links, words="", facts=[], passages=[], titles={}, limit=0, listing=list(kinds.items()))


def _search(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(search_page(record, request.query_params.get("q", ""), links_of(request)))


def _search_data(request: Request) -> Response:
    with opened(request) as record:
        return json_answer(search_data(record, request.query_params.get("q", "")))


ROUTES = (Route("/search", _search), Route("/search.json", _search_data))
