"""Web: the pages over HTTP.

    create_app("relazione.db")                               reads only
    create_app("relazione.db", door=OnePerson("ada"))        for the person at this machine, who may decide
    create_app("relazione.db", door=ByLogin(UsersFile(f)))   for people who log in

An ASGI application, to be run by `serving.server`, which bounds the connections as well. Every page is made on the server and works
without script. Each page of data has a twin in JSON: `.json` behind its path. The record is opened at each request, so that the page shows
what another process has just added.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from relazione.model.errors import RelazioneError
from relazione.web import failures
from relazione.web.api import serving as api
from relazione.web.feeds import LakeShelf
from relazione.web.gate import Gate
from relazione.web.guard import LOOPBACK, Guard
from relazione.web.pages import (
    about,
    article,
    brief,
    coverage,
    curve,
    diff,
    document,
    explain,
    export,
    fact,
    feed_row,
    feed_rows,
    home,
    login,
    map,
    matrix,
    pair,
    polities,
    polity,
    review,
    search,
    section,
    state,
    timeline,
    versions,
    world,
)
from relazione.web.rendering import icon, slider_script, style_sheet
from relazione.web.visitor import Anyone, ByLogin, Door

PAGES = (
    home,
    map,
    versions,
    matrix,
    world,
    state,
    diff,
    pair,
    section,
    timeline,
    brief,
    article,
    curve,
    feed_rows,
    feed_row,
    fact,
    document,
    explain,
    polities,
    polity,
    coverage,
    about,
    search,
    export,
    review,
    login,
)
"""The modules whose ROUTES are answered."""


def create_app(
    record_path: Path | str, *, hosts: Collection[str] = LOOPBACK, door: Door | None = None, lake: Path | None = None
) -> Starlette:
    """The application that shows the record at a path. `hosts`: names under which it may be asked; `door`: who may do what, by default
    everybody may read and nobody may change anything; `lake`: the lake of feeds, by default the one beside the record, if any."""
    door = door or Anyone()
    secure = isinstance(door, ByLogin) and door.secure
    app = Starlette(
        routes=[
            *(route for page in PAGES for route in page.ROUTES),
            *api.ROUTES,
            Route("/static/style.css", _style),
            Route("/static/icon.svg", _icon),
            Route("/static/asof.js", _script),
        ],
        middleware=[Middleware(Guard, hosts=hosts), Middleware(Gate, door=door, secure=secure)],
        exception_handlers={
            RelazioneError: failures.told,
            HTTPException: failures.http_error,
            sqlite3.DatabaseError: failures.storage_failed,
            OSError: failures.storage_failed,
            Exception: failures.fault,
        },
    )
    app.state.record_path = Path(record_path)
    app.state.lake = LakeShelf(lake, Path(record_path))
    app.state.door = door
    app.state.explainer = explain.Explainer()
    return app


def _style(request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


def _icon(request: Request) -> Response:
    return Response(icon(), media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


def _script(request: Request) -> Response:
    return Response(slider_script(), media_type="text/javascript", headers={"Cache-Control": "max-age=300"})
