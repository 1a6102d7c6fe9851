"""Web: what went wrong, told as a page, or as JSON where data was asked for.

What somebody sent is never lost on the way: the page of a form that could not be saved says so, shows what was typed and, where that can
help, sends it again.
"""

from __future__ import annotations

import sqlite3

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from relazione.model.errors import BusyRecord, LockedRecord, NotThen, RecordError, RelazioneError, UnknownPolity, UnknownState
from relazione.web.asking import CannotExplain, MissingPage, NotSaved, asked_at, links_of, wants_data
from relazione.web.forms import Form
from relazione.web.guard import carry
from relazione.web.rendering import render
from relazione.web.users import UsersError
from relazione.web.visitor import ByLogin

_TITLES = {
    400: "This cannot be asked so",
    401: "Log in first",
    403: "This is not yours to change",
    404: "There is nothing here",
    405: "Only reading is possible here",
    408: "That took too long",
    409: "Somebody was faster",
    413: "That is too much",
    415: "That is no form",
    429: "Too many wrong passwords",
    503: "The record cannot be read",
}
_SECRET_FIELDS = ("token", "password")


def answer(request: Request, status: int, message: str, title: str = "", *, again: bool = False) -> Response:
    """The answer that something cannot be done. For a form that was sent, with what was typed; `again`: that may be sent once more."""
    form = request.scope.get("form")
    if wants_data(request):
        response: Response = JSONResponse({"error": message}, status)
    else:
        html = render(
            "error.html",
            links=links_of(request),
            status=status,
            title=title or _TITLES.get(status, "Something went wrong"),
            message=message,
            typed=_typed(form) if isinstance(form, Form) else None,
            again=again,
            address=asked_at(request),
        )
        response = HTMLResponse(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed(form: Form) -> list[tuple[str, str]]:
    return form.without(*_SECRET_FIELDS)


def told(request: Request, error: Exception) -> Response:
    """The answer to an error that was raised on purpose."""
    writing = request.method not in ("GET", "HEAD")
    status, title, message = 400, "", str(error)
    if isinstance(error, MissingPage | UnknownState | UnknownPolity | NotThen):
        status = 404
    elif isinstance(error, NotSaved):
        status = error.status
    elif isinstance(error, RecordError | CannotExplain | UsersError):
        status = 503
    if isinstance(error, CannotExplain):
        message, title = f"Why it was read so cannot be shown: {message}", "No explanation now"
    elif isinstance(error, UsersError):
        message, title = "Who may log in cannot be read just now; whoever runs this server is told why.", "Nobody can be let in"
    elif writing:
        if isinstance(error, LockedRecord):
            message = "another process is writing to the record. Wait a moment and send it again."
        message, title = f"Nothing was saved: {message}", "This was not saved"
    if isinstance(error, RecordError) and isinstance(request.app.state.door, ByLogin):
        path = request.app.state.record_path  # where it lies is no business of those who log in
        message = message.replace(str(path.resolve()), "the record").replace(str(path), "the record")
    response = answer(request, status, message, title, again=writing and status in (409, 503))
    if isinstance(error, LockedRecord | BusyRecord | CannotExplain):
        response.headers["Retry-After"] = "5"
    return response


def storage_failed(request: Request, error: Exception) -> Response:
    """The answer to what SQLite or the system refused: a full disk shows itself at the oddest moments."""
    from relazione.record.opening import explain

    path = request.app.state.record_path
    if isinstance(error, sqlite3.DatabaseError):
        found = explain(error, path)
        if isinstance(found, RelazioneError):
            return told(request, found)
        return fault(request, error)
    assert isinstance(error, OSError)
    return told(request, RecordError(f"{path}: {(error.strerror or str(error)).lower()}."))


def http_error(request: Request, error: Exception) -> Response:
    """The answer to what no route takes."""
    assert isinstance(error, HTTPException)
    message = "No page has this address." if error.status_code == 404 else error.detail
    response = answer(request, error.status_code, message)
    response.headers.update(error.headers or {})
    return response


def fault(request: Request, error: Exception) -> Response:
    """A fault of ours: said, without its inside."""
    saved = "" if request.method in ("GET", "HEAD") else "Nothing was saved. "
    response = answer(
        request,
        500,
        f"{saved}This page could not be made. That is a fault of Relazione: please report what you asked for.",
    )
    carry(response.headers)  # Starlette answers for a fault outside of all middleware
    return response
