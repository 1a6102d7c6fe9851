"""Web: the pages over HTTP, for the person at this machine.

    create_app("relazione.db")    an ASGI application, to be run by uvicorn on 127.0.0.1

Every page is made on the server, needs no script and changes nothing. Each page of data has a twin in JSON: `.json` behind
its path. The record is opened for reading at each request, so that the page shows what another process has just added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.dates import parse_day
from relazione.model.errors import LockedRecord, NotThen, RecordError, RelazioneError, UnknownPolity, UnknownState
from relazione.web import pages, polity_pages
from relazione.web.explaining import CannotExplain, Explainer, explain_data, explain_page, page_of, sentence_at
from relazione.web.guard import HEADERS, LOOPBACK, Guard
from relazione.web.links import ServerLinks
from relazione.web.rendering import icon, style_sheet

_LINKS = ServerLinks()
_TITLES = {
    400: "This cannot be asked so",
    404: "There is nothing here",
    405: "Only reading is possible here",
    503: "The record cannot be read",
}


def create_app(record_path: Path | str, *, hosts: Collection[str] = LOOPBACK) -> Starlette:
    """The application that shows the record at a path. `hosts`: names under which it may be asked."""
    app = Starlette(
        routes=[
            Route("/", _home),
            Route("/pair", _choose_pair),
            Route("/pair/{a}/{b}", _pair),
            Route("/fact/{id:path}", _fact),
            Route("/document/{id:path}", _document),
            Route("/explain/{id:path}", _explain),
            Route("/polities/{id:path}", _polity),
            Route("/coverage", _coverage),
            Route("/coverage.json", _coverage_data),
            Route("/search", _search),
            Route("/search.json", _search_data),
            Route("/static/style.css", _style),
            Route("/static/icon.svg", _icon),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={RelazioneError: _told, HTTPException: _http_error, Exception: _fault},
    )
    app.state.record_path = Path(record_path)
    app.state.explainer = Explainer()
    return app


def _open(request: Request) -> Any:
    from relazione.record.store import Record

    return Record.open(request.app.state.record_path, read_only=True)


def _json(data: Any, status: int = 200) -> Response:
    return Response(msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n", status, media_type="application/json")


def _as_of(request: Request) -> str | None:
    """The date asked about, checked; None for the present."""
    text = request.query_params.get("as-of", "").strip()
    if not text:
        return None
    parse_day(text)
    return text


def _home(request: Request) -> Response:
    with _open(request) as record:
        return HTMLResponse(pages.home_page(record, _LINKS))


def _choose_pair(request: Request) -> Response:
    """The form of the home page: from names as people write them to the page's own address."""
    from relazione.reference.polities import find_state

    a, b = (find_state(request.query_params.get(side, "").strip()).code for side in ("a", "b"))
    return RedirectResponse(_LINKS.pair(a, b, _as_of(request)), status_code=303)


def _pair(request: Request) -> Response:
    a, b = request.path_params["a"], request.path_params["b"]
    on = _as_of(request)
    as_data = b.endswith(".json")
    b = b.removesuffix(".json")
    codes = _code(a), _code(b)
    if codes != (a, b):
        there = (_LINKS.pair_data if as_data else _LINKS.pair)(*codes, on)
        return RedirectResponse(there, status_code=303)
    with _open(request) as record:
        if as_data:
            return _json(pages.pair_data(record, a, b, on))
        return HTMLResponse(pages.pair_page(record, a, b, on, _LINKS))


def _code(text: str) -> str:
    from relazione.reference.polities import find_state, states

    return text if text in states() else find_state(text).code


def _fact(request: Request) -> Response:
    return _page_or_data(request, pages.fact_page, pages.fact_data)


def _document(request: Request) -> Response:
    return _page_or_data(request, pages.document_page, pages.document_data)


def _explain(request: Request) -> Response:
    """The page "why it was read so"; with ?at=OFFSET the way to the sentence there."""
    explainer = request.app.state.explainer
    at = request.query_params.get("at", "")
    if at.isascii() and at.isdigit():
        id = request.path_params["id"]
        with _open(request) as record:
            number = sentence_at(record, id, int(at[:12]), explainer)
        there = f"{_LINKS.explain(id, page_of(number))}#s-{number}" if number else _LINKS.explain(id)
        return RedirectResponse(there, status_code=303)
    first = request.query_params.get("first", "")

    def page(record: Any, id: str, links: ServerLinks) -> str:
        return explain_page(record, id, int(first[:9]) if first.isascii() and first.isdigit() else 1, links, explainer)

    return _page_or_data(request, page, lambda record, id: explain_data(record, id, explainer))


def _polity(request: Request) -> Response:
    """The page of a polity by its id; any name or code leads to the page of what it means."""
    from relazione.reference.lookup import find_polity
    from relazione.reference.polities import polities

    text, on = request.path_params["id"], _as_of(request)
    as_data = text.endswith(".json")
    id = text.removesuffix(".json")
    if id not in polities():
        system = request.query_params.get("system", "").strip() or None
        there = _LINKS.polity_data if as_data else _LINKS.polity
        return RedirectResponse(there(find_polity(id, system, on).polity, on), status_code=303)
    if as_data:
        return _json(polity_pages.polity_data(id, on))
    return HTMLResponse(polity_pages.polity_page(id, on, _LINKS))


def _page_or_data(request: Request, page: Callable[..., str], data: Callable[..., dict[str, Any]]) -> Response:
    """The page of an id; its data where ".json" follows. An id may itself end in ".json", so the whole is tried first."""
    id = request.path_params["id"]
    with _open(request) as record:
        try:
            return HTMLResponse(page(record, id, _LINKS))
        except RelazioneError as error:
            if isinstance(error, RecordError | CannotExplain) or not id.endswith(".json"):
                raise _missing(error) from error
        try:
            return _json(data(record, id.removesuffix(".json")))
        except RelazioneError as error:
            raise _missing(error) from error


def _missing(error: RelazioneError) -> RelazioneError:
    return error if isinstance(error, RecordError | CannotExplain) else pages.MissingPage(str(error))


def _search(request: Request) -> Response:
    with _open(request) as record:
        return HTMLResponse(pages.search_page(record, request.query_params.get("q", ""), _LINKS))


def _search_data(request: Request) -> Response:
    with _open(request) as record:
        return _json(pages.search_data(record, request.query_params.get("q", "")))


def _coverage(request: Request) -> Response:
    from relazione.web.coverage import coverage_page

    with _open(request) as record:
        return HTMLResponse(coverage_page(record, _LINKS))


def _coverage_data(request: Request) -> Response:
    from relazione.web.coverage import coverage_data

    with _open(request) as record:
        return _json(coverage_data(record))


def _style(request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


def _icon(request: Request) -> Response:
    return Response(icon(), media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


# --- what went wrong ------------------------------------------------------------------------------------------------------------


def _answer(request: Request, status: int, message: str, title: str = "") -> Response:
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": message}, status)
    return HTMLResponse(pages.error_page(_LINKS, status, title or _TITLES.get(status, "Something went wrong"), message), status)


def _told(request: Request, error: Exception) -> Response:
    status = 400
    if isinstance(error, pages.MissingPage | UnknownState | UnknownPolity | NotThen):
        status = 404
    elif isinstance(error, RecordError | CannotExplain):
        status = 503
    message, title = str(error), ""
    if isinstance(error, CannotExplain):
        message, title = f"Why it was read so cannot be shown: {message}", "No explanation now"
    response = _answer(request, status, message, title)
    if isinstance(error, LockedRecord | CannotExplain):
        response.headers["Retry-After"] = "5"
    return response


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "No page has this address." if error.status_code == 404 else error.detail
    response = _answer(request, error.status_code, message)
    response.headers.update(error.headers or {})
    return response


def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: said, without its inside."""
    response = _answer(
        request, 500, "This page could not be made. That is a fault of Relazione: please report what you asked for."
    )
    response.headers.update(HEADERS)  # Starlette answers for a fault outside of all middleware
    return response
