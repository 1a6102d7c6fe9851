"""Web: the pages over HTTP, for the person at this machine.

    create_app("relazione.db")    an ASGI application, to be run by uvicorn on 127.0.0.1

Every page is made on the server, needs no script and changes nothing. Each page of data has a twin in JSON: `.json` behind
its path. The record is opened for reading at each request, so that the page shows what another process has just added.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from relazione.model.errors import LockedRecord, NotThen, RecordError, RelazioneError, UnknownPolity, UnknownState
from relazione.web.asking import CannotExplain, MissingPage, links_of
from relazione.web.guard import HEADERS, LOOPBACK, Guard
from relazione.web.pages import coverage, document, explain, fact, home, pair, polity, search
from relazione.web.rendering import icon, render, style_sheet

PAGES = (home, pair, fact, document, explain, polity, coverage, search)
"""The modules whose ROUTES are answered."""
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
            *(route for page in PAGES for route in page.ROUTES),
            Route("/static/style.css", _style),
            Route("/static/icon.svg", _icon),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={RelazioneError: _told, HTTPException: _http_error, Exception: _fault},
    )
    app.state.record_path = Path(record_path)
    app.state.explainer = explain.Explainer()
    return app


def _style(request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


def _icon(request: Request) -> Response:
    return Response(icon(), media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


# --- what went wrong ------------------------------------------------------------------------------------------------------------


def _answer(request: Request, status: int, message: str, title: str = "") -> Response:
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": message}, status)
    shown = title or _TITLES.get(status, "Something went wrong")
    return HTMLResponse(render("error.html", links=links_of(request), status=status, title=shown, message=message), status)


def _told(request: Request, error: Exception) -> Response:
    status = 400
    if isinstance(error, MissingPage | UnknownState | UnknownPolity | NotThen):
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
