"""Web: what the pages ask of a request, and the forms in which they answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from relazione.model.dates import parse_day
from relazione.model.errors import ImpossibleMoment, RecordError, RelazioneError, WrongUse
from relazione.model.moments import moment
from relazione.publish.words import nothing_yet
from relazione.record.turns import Turns
from relazione.web.links import Here, ServerLinks

TWINS = (".json", ".csv")
"""The forms in which most pages come as data."""
FILES = Turns("many files are being made at this moment")
"""Turns for files that are made of all that is known of a pair."""


class MissingPage(WrongUse):
    """There is nothing at this address."""


class CannotExplain(RelazioneError):
    """There is no explanation now: no language model, another one is being made, or the document is too long."""


class NotSaved(RelazioneError):
    """What somebody sent was not saved, and the record is sound. `status`: as HTTP tells why."""

    status = 409


_asked: ContextVar[str | None] = ContextVar("known_at", default=None)
"""The moment of the record that the request being answered asks about."""


def opened(request: Request, known_at: str | None = None) -> Any:
    """The record, open for reading, to be used in a `with`; with ?known-at= (or `known_at`) as it stood at that moment. Raises
    ImpossibleMoment."""
    from relazione.record.store import Record

    text = (known_at if known_at is not None else request.query_params.get("known-at", "")).strip() or None
    record = Record.open(request.app.state.record_path, read_only=True, known_at=text)
    _asked.set(record.known_at.text if record.known_at else None)
    request.state.note = nothing_yet(record)
    return record


def opened_now(request: Request) -> Any:
    """The record as it stands, open for reading, whatever moment the address names: one decides on what is there now."""
    from relazione.record.store import Record

    return Record.open(request.app.state.record_path, read_only=True)


def links_now(request: Request) -> ServerLinks:
    """The addresses that the templates of such pages ask for."""
    return ServerLinks(request.scope.get("visitor"))


@contextmanager
def writing(request: Request) -> Iterator[Any]:
    """The record, open for writing. Raises the record's errors; what was said inside and did not raise is on the disk."""
    from relazione.record.store import Record

    path = request.app.state.record_path
    before = _which(path)
    with Record.open(path) as record:
        yield record
    if before is None or _which(path) != before:
        raise RecordError(f"{path} was replaced by another file at this moment.")


def _which(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def asked_at(request: Request) -> str:
    """The address that was asked, path and query, as it was written."""
    path = bytes(request.scope.get("raw_path") or b"").partition(b"?")[0].decode("ascii", "replace") or request.url.path
    return path + (f"?{request.url.query}" if request.url.query else "")


def wants_data(request: Request) -> bool:
    """Whether a program asks, which reads JSON rather than a page."""
    path = request.url.path
    return path.endswith((".json", ".csv")) or path == "/api" or path.startswith("/api/")


def links_of(request: Request) -> ServerLinks:
    """The addresses that the page's templates ask for, all of the moment that the request asks about."""
    path = request.url.path if request.method in ("GET", "HEAD") else ""
    here = Here(path, tuple(request.query_params.multi_items()), lambda: getattr(request.state, "note", ""))
    text = request.query_params.get("known-at", "").strip()
    try:
        known_at = moment(text) if text else None
    except ImpossibleMoment:
        known_at = None  # opening the record says what is wrong with it
    return ServerLinks(request.scope.get("visitor"), known_at, here)


def as_of(request: Request) -> str | None:
    """The date asked about, checked; None for the present. Raises ImpossibleDate."""
    text = request.query_params.get("as-of", "").strip()
    if not text:
        return None
    parse_day(text)
    return text


def json_answer(data: Any, status: int = 200) -> Response:
    """Plain data or structs as JSON that people can read; of an earlier moment of the record with that moment."""
    if known_at := _asked.get():
        plain = msgspec.to_builtins(data)
        data = {"known_at": known_at, **plain} if isinstance(plain, dict) else {"known_at": known_at, "answer": plain}
    return Response(msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n", status, media_type="application/json")


def csv_answer(table: str | bytes, name: str) -> Response:
    """A table as a file to be kept under a name, of which letters, digits and hyphens are kept."""
    plain = "".join(sign for sign in name if sign == "-" or (sign.isascii() and sign.isalnum()))
    headers = {"Content-Disposition": f'attachment; filename="{plain}.csv"'}
    content = table.encode("utf-8", "backslashreplace") if isinstance(table, str) else table
    return Response(content, media_type="text/csv", headers=headers)


def table_answer(columns: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> Response:
    """Rows as such a file."""
    from relazione.publish.tables import csv_bytes

    return csv_answer(csv_bytes(columns, rows), name)


def form_of(request: Request) -> str:
    """In which form an address asks for its page: "json", "csv", or "" for the page itself."""
    ending = request.url.path.rpartition(".")[2]
    return ending if ending in ("json", "csv") else ""


class PairAsked(NamedTuple):
    """The pair and the form of an address: /curve/Italy/Turkey.json -> codes ITA and TUR, form ".json"; `is_plain`: it names them by their codes."""

    a: str
    b: str
    form: str
    is_plain: bool


def pair_asked(request: Request, *forms: str) -> PairAsked:
    """The pair that an address asks about, in one of the forms ("" is the page). Raises UnknownState."""
    a, last = request.path_params["a"], request.path_params["b"]
    form = next((form for form in forms if last.endswith(form)), "")
    b = last.removesuffix(form)
    found = code(a), code(b)
    return PairAsked(*found, form, found == (a, b))


def code(text: str) -> str:
    """The code of a state named as people name it, in an address. Raises UnknownState."""
    from relazione.reference.polities import find_state, states

    return text if text in states() else find_state(text).code


def number_asked(request: Request, name: str, least: int, most: int, otherwise: int) -> int:
    """A whole number in the query; what is none, or lies outside, becomes the nearest that fits."""
    text = request.query_params.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return otherwise
    return max(least, min(most, int(text)))


def page_or_data(
    request: Request,
    page: Callable[..., str],
    data: Callable[..., dict[str, Any]],
    table: Callable[..., str] | None = None,
) -> Response:
    """The page of an id; its data where ".json" follows, its table where ".csv" does. An id may itself end so: the whole is tried first."""
    id = request.path_params["id"]
    form = next((form for form in (".json", ".csv") if id.endswith(form) and (form == ".json" or table)), "")
    with opened(request) as record:
        try:
            return HTMLResponse(page(record, id, links_of(request)))
        except RelazioneError as error:
            if isinstance(error, RecordError | CannotExplain) or not form:
                raise _missing(error) from error
        plain = id.removesuffix(form)
        try:
            if form == ".csv" and table is not None:
                return csv_answer(table(record, plain), plain[:60])
            return json_answer(data(record, plain))
        except RelazioneError as error:
            raise _missing(error) from error


def _missing(error: RelazioneError) -> RelazioneError:
    return error if isinstance(error, RecordError | CannotExplain) else MissingPage(str(error))
