"""Web: logging in and out, where the server has a file of users.

Whether a name is known cannot be told from the answer nor from its time.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.web.asking import MissingPage, links_of
from relazione.web.failures import answer
from relazione.web.forms import form_of
from relazione.web.links import Links
from relazione.web.rendering import render
from relazione.web.users import LONGEST_NAME, LONGEST_PASSWORD, is_password
from relazione.web.visitor import ByLogin, is_same

PATIENCE = 10.0
"""Seconds to wait until one's password is tried."""
FORM_IS_GOOD_FOR = 3600
"""Seconds in which the form for logging in has to be sent."""


def login_page(links: Links, token: str, there: str, *, name: str = "", message: str = "") -> str:
    """The form for a name and a password. `there`: the address to go on to."""
    return render(
        "login.html",
        links=links,
        token=token,
        there=there,
        name=name,
        message=message,
        longest_name=LONGEST_NAME,
        longest_password=LONGEST_PASSWORD,
    )


def own_address(text: str) -> str:
    """An address of this server out of a request, path and query; "/" for anything else."""
    is_own = text.startswith("/") and not text.startswith(("//", "/\\", "/login", "/logout"))
    return text if is_own and len(text) <= 2048 and text.isprintable() and text.isascii() else "/"


def _door(request: Request) -> ByLogin:
    door = request.app.state.door
    if not isinstance(door, ByLogin):
        raise MissingPage("Nobody has to log in here.")
    return door


def _shown(request: Request, there: str, *, name: str = "", message: str = "", status: int = 200) -> Response:
    """The form, with a fresh pair of nonce (in a cookie) and token (in the form)."""
    door, nonce = _door(request), secrets.token_urlsafe(24)
    html = login_page(links_of(request), door.login_token(nonce), there, name=name, message=message)
    response = HTMLResponse(html, status, {"Cache-Control": "no-store"})
    _set_cookie(response, door, f"{door.cookie}-form", nonce, FORM_IS_GOOD_FOR)
    return response


def _set_cookie(response: Response, door: ByLogin, name: str, value: str, age: int | None) -> None:
    response.set_cookie(name, value, max_age=age, path="/", secure=door.secure, httponly=True, samesite="lax")


def _form(request: Request) -> Response:
    there = own_address(request.query_params.get("next", "/"))
    _door(request)
    if request.scope["visitor"] is not None:
        return RedirectResponse(there, 303)
    return _shown(request, there)


@contextmanager
def _turn(door: ByLogin) -> Iterator[bool]:
    """Wait until one's password can be tried. False where too many wait already, or it takes too long."""
    if not door.queue.acquire(blocking=False):
        yield False
        return
    try:
        is_ours = door.turns.acquire(timeout=PATIENCE)
        try:
            yield is_ours
        finally:
            if is_ours:
                door.turns.release()
    finally:
        door.queue.release()


def _wait_first(request: Request, there: str, name: str, wait: float) -> Response:
    seconds = math.ceil(wait)
    message = f"Too many wrong passwords. Please wait {seconds} seconds before you try again."
    response = _shown(request, there, name=name, message=message, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _log_in(request: Request) -> Response:
    door, form = _door(request), form_of(request)
    there, name, password = (
        own_address(form.get("next", "/")),
        form.get("name", "").strip()[: LONGEST_NAME + 1],
        form.get("password", ""),
    )
    nonce = request.cookies.get(f"{door.cookie}-form", "")
    if not (nonce and is_same(form.get("token", ""), door.login_token(nonce))):
        return _shown(
            request, there, name=name, message="This form was too old, or cookies are off. Please try again.", status=403
        )
    address = request.client.host if request.client else ""
    if wait := door.attempts.wait(address, name):
        return _wait_first(request, there, name, wait)
    user = door.users.users().get(name)
    with _turn(door) as is_ours:
        if not is_ours:
            return answer(request, 503, "Too many people log in at this moment. Please try again.", "Not just now")
        if wait := door.attempts.begin(address, name):  # others tried the name while this one waited for its turn
            return _wait_first(request, there, name, wait)
        right = is_password(user, password)
    if not right or user is None:
        return _shown(request, there, name=name, message="This name and this password do not fit together.", status=403)
    door.attempts.succeeded(address, name)
    door.sessions.end(request.cookies.get(door.cookie, ""))
    response = RedirectResponse(there, 303, {"Cache-Control": "no-store"})
    _set_cookie(response, door, door.cookie, door.sessions.begin(user), None)
    response.delete_cookie(f"{door.cookie}-form", path="/", secure=door.secure, httponly=True, samesite="lax")
    return response


def _log_out(request: Request) -> Response:
    door = _door(request)
    door.sessions.end(request.cookies.get(door.cookie, ""))
    response = RedirectResponse("/login", 303, {"Cache-Control": "no-store", "Clear-Site-Data": '"cache"'})
    response.delete_cookie(door.cookie, path="/", secure=door.secure, httponly=True, samesite="lax")
    return response


ROUTES = (
    Route("/login", _form),
    Route("/login", _log_in, methods=["POST"]),
    Route("/logout", _log_out, methods=["POST"]),
)
