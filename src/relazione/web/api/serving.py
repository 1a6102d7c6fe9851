"""Web: the API's routes: what is asked is checked against the table, the answer is JSON with an ETag, lists come in pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from relazione import __version__
from relazione.model.errors import ImpossibleDate, RecordError, RelazioneError
from relazione.model.moments import present_day
from relazione.record.fingerprint import newest
from relazione.web.api.openapi import PREFIX, description
from relazione.web.api.operations import LAKE, OPERATIONS, Operation
from relazione.web.api.parameters import Unfit
from relazione.web.asking import MissingPage, links_of, opened
from relazione.web.feeds import reports_of
from relazione.web.rendering import render

_WRONG = 422


def asked_of(request: Request, operation: Operation) -> dict[str, Any]:
    """The checked parameters of a request. Raises Unfit."""
    known = {one.name: one for one in operation.asked}
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    for name in names:
        if name not in known or known[name].place == "path":
            raise Unfit(
                f"there is no parameter {name[:40]!r} here; there are: {', '.join(n for n, o in known.items() if o.place == 'query') or 'none'}"
            )
        if names.count(name) > 1:
            raise Unfit(f"{name}: given more than once")
    texts = dict(given) | {name: str(text) for name, text in request.path_params.items()}
    for one in operation.asked:
        if one.name not in texts and "minLength" in one.schema:
            raise Unfit(f"{one.name}: is needed: {one.meaning}")
    return {name: known[name].value(text) for name, text in texts.items()}


def _answer(operation: Operation, request: Request) -> Response:
    try:
        asked = asked_of(request, operation)
    except Unfit as error:
        return JSONResponse({"error": str(error)}, _WRONG)
    lake = reports_of(request) if operation.of_feeds else None
    if operation.of_feeds:
        asked[LAKE] = lake
    with opened(request) as record:
        with record.reading() as connection:
            tag = _tag(
                newest(connection),
                str(request.url.path),
                request.url.query,
                _today(operation, asked),
                lake.mark() if lake else "",
            )
        if _has(request, tag):
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
        found = _made(operation, record, asked)
    response = Response(
        msgspec.json.encode(found), media_type="application/json", headers={"ETag": tag, "Cache-Control": "no-cache"}
    )
    following = getattr(found, "next", None)
    if following is not None:
        url = request.url.include_query_params(after=following)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return response


def _made(operation: Operation, record: Any, asked: dict[str, Any]) -> Any:
    """The answer. What the record or the tables do not have is told as missing."""
    try:
        return operation.answer(record, asked)
    except RelazioneError as error:
        if not operation.may_miss or isinstance(error, RecordError | ImpossibleDate | MissingPage):
            raise
        raise MissingPage(str(error)) from error


def _today(operation: Operation, asked: dict[str, Any]) -> str:
    """The present day, where the answer depends on it."""
    dated = any(one.name == "as-of" for one in operation.parameters) or operation.id == "curve"
    return present_day() if dated and not asked.get("as-of") else ""


def _tag(*parts: str) -> str:
    whole = "\0".join((__version__, *parts)).encode("utf-8", "surrogatepass")
    return f'"{hashlib.sha256(whole).hexdigest()[:32]}"'


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))


def _openapi(request: Request) -> Response:
    return JSONResponse(description(), headers={"Cache-Control": "max-age=300"})


def _docs(request: Request) -> Response:
    return HTMLResponse(render("api.html", links=links_of(request), prefix=PREFIX, operations=OPERATIONS))


def _nothing(request: Request) -> Response:
    return JSONResponse({"error": f"there is nothing at this address; {PREFIX}/openapi.json tells what there is"}, 404)


def _route(operation: Operation) -> Route:
    path = PREFIX + operation.path.replace("{id}", "{id:path}").replace("{name}", "{name:path}")
    endpoint: Callable[[Request], Response] = partial(_answer, operation)
    return Route(path, endpoint, methods=["GET"])


ROUTES = (
    Route(f"{PREFIX}/openapi.json", _openapi),
    Route("/api", _docs),
    *(_route(one) for one in OPERATIONS),
    Route("/api/{rest:path}", _nothing),
)
