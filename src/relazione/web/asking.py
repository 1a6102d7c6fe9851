"""Web: what the pages ask of a request, and the forms in which they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from relazione.model.dates import parse_day
from relazione.model.errors import RecordError, RelazioneError, WrongUse
from relazione.web.links import ServerLinks


class MissingPage(WrongUse):
    """There is nothing at this address."""


class CannotExplain(RelazioneError):
    """There is no explanation now: no language model, another one is being made, or the document is too long."""


def opened(request: Request) -> Any:
    """The record, open for reading, to be used in a `with`."""
    from relazione.record.store import Record

    return Record.open(request.app.state.record_path, read_only=True)


def links_of(request: Request) -> ServerLinks:
    """The addresses that the page's templates ask for."""
    return ServerLinks()


def as_of(request: Request) -> str | None:
    """The date asked about, checked; None for the present. Raises ImpossibleDate."""
    text = request.query_params.get("as-of", "").strip()
    if not text:
        return None
    parse_day(text)
    return text


def json_answer(data: Any, status: int = 200) -> Response:
    """Plain data or structs as JSON that people can read."""
    return Response(msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n", status, media_type="application/json")


def page_or_data(request: Request, page: Callable[..., str], data: Callable[..., dict[str, Any]]) -> Response:
    """The page of an id; its data where ".json" follows. An id may itself end in ".json", so the whole is tried first."""
    id = request.path_params["id"]
    with opened(request) as record:
        try:
            return HTMLResponse(page(record, id, links_of(request)))
        except RelazioneError as error:
            if isinstance(error, RecordError | CannotExplain) or not id.endswith(".json"):
                raise _missing(error) from error
        try:
            return json_answer(data(record, id.removesuffix(".json")))
        except RelazioneError as error:
            raise _missing(error) from error


def _missing(error: RelazioneError) -> RelazioneError:
    return error if isinstance(error, RecordError | CannotExplain) else MissingPage(str(error))
