"""Web: the gate that every request passes: who asks, and whether that person may.

Asking (GET) changes nothing. Whatever changes something is a form (POST), and no route can forget what it has to bring: it comes from
a page of this server (Origin, else Sec-Fetch-Site), within the bounds of `forms`, with the token of the person's session, and from
somebody who may decide. The form is read here, once, and lies in the scope for the page (`forms.form_of`).
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from relazione.web.asking import asked_at, wants_data
from relazione.web.failures import answer, told
from relazione.web.forms import BadForm, read_form
from relazione.web.users import UsersError
from relazione.web.visitor import Door, Visitor, is_same

LOGIN, LOGOUT = "/login", "/logout"
STATIC = "/static/"
"""What is shown to everyone: the look of the page for logging in."""


class Gate:
    """ASGI middleware. `secure`: the browser speaks https with the proxy before this server."""

    def __init__(self, app: ASGIApp, door: Door, secure: bool = False) -> None:
        self.app = app
        self.door = door
        self.scheme = "https" if secure else "http"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        scope["visitor"] = None
        try:
            scope["visitor"] = self.door.visitor(request)
            refused = await self._refused(request)
        except UsersError as error:
            refused = told(request, error)
        await (refused or self.app)(scope, receive, send)

    async def _refused(self, request: Request) -> Response | None:
        """The answer to a request that does not pass; None for one that does."""
        path, visitor = request.url.path, request.scope["visitor"]
        if request.method in ("GET", "HEAD"):
            is_open = path == LOGIN or (path.startswith(STATIC) and ".." not in path)
            return None if visitor or is_open else _log_in_first(request)
        if request.method != "POST":
            return answer(request, 405, "Nothing is changed in this way.")
        if not self._is_from_here(request):
            return answer(request, 403, "Nothing was changed: this form came from another place than this server's own pages.")
        try:
            request.scope["form"] = await read_form(request)
        except BadForm as error:
            response = answer(request, error.status, f"Nothing was saved. {error}")
            response.headers["Connection"] = "close"  # what is left of the body is not waited for
            return response
        return None if path == LOGIN else _refused_form(request, visitor)

    def _is_from_here(self, request: Request) -> bool:
        """Whether a page of this server sent it. What tells neither is no browser, and has to have the token all the same."""
        origin, site = request.headers.getlist("origin"), request.headers.getlist("sec-fetch-site")
        if origin:
            if len(origin) != 1:
                return False
            parts = urlsplit(origin[0].lower())
            if (parts.scheme, parts.netloc) != (self.scheme, request.headers.get("host", "").lower()):
                return False
        return site in ([], ["same-origin"])


def _log_in_first(request: Request) -> Response:
    if "authorization" in request.headers:
        return answer(
            request, 401, "This key opens nothing here: it was taken back, or is none. `relazione users key NAME` makes one."
        )
    if wants_data(request):
        return answer(request, 401, "Log in first, or send a key: `relazione users key NAME` makes one.")
    there = asked_at(request)
    asked = f"?{urlencode({'next': there})}" if there != "/" else ""
    return RedirectResponse(LOGIN + asked, 303, {"Cache-Control": "no-store"})


def _refused_form(request: Request, visitor: Visitor | None) -> Response | None:
    """The answer to a form that this person may not send; None where it may be."""
    if visitor is None:
        return answer(request, 401, "Nothing was saved: you are not logged in, or no longer. This is what you sent.")
    if request.url.path != LOGOUT and not visitor.decides:
        return answer(request, 403, "Nothing was saved: you may read everything here, and decide nothing.")
    if not is_same(request.scope["form"].get("token", ""), visitor.token):
        may_again = "origin" in request.headers and visitor.decides
        return answer(
            request,
            403,
            "Nothing was saved: the page that you sent this from is of an earlier session.",
            "This page was too old",
            again=may_again,
        )
    return None
