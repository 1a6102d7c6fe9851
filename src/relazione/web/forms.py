"""Web: a form that was sent, read within bounds.

Only the plain encoding of forms is read (no files are taken), in UTF-8. A form is a mapping of names to values; of a name that comes
more than once, `all` gives every value.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

LARGEST = 128 * 1024
"""Bytes of a form."""
MOST_FIELDS = 500
WITHIN = 20.0
"""Seconds in which the whole form has to have come."""


class BadForm(Exception):
    """The form is not read. `status`: as HTTP tells why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Form(Mapping[str, str]):
    """Names and values. `form[name]` is the first value of a name."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs
        self._first: dict[str, str] = {}
        for name, value in pairs:
            self._first.setdefault(name, value)

    def __getitem__(self, name: str) -> str:
        return self._first[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def all(self, name: str) -> list[str]:
        """Every value of a name, in their order."""
        return [value for key, value in self.pairs if key == name]

    def without(self, *names: str) -> list[tuple[str, str]]:
        """Names and values, but for some."""
        return [(name, value) for name, value in self.pairs if name not in names]


async def read_form(request: Request) -> Form:
    """The form in the body of a request. Raises BadForm."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadForm(415, "Only forms are taken here (application/x-www-form-urlencoded).")
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:12]) > LARGEST:
        raise _too_large()
    try:
        async with asyncio.timeout(WITHIN):
            body = await _body(request)
    except TimeoutError:
        raise BadForm(408, "The form took too long to come.") from None
    except ClientDisconnect:
        raise BadForm(400, "The form did not come to its end.") from None
    return parsed(body)


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise _too_large()
        parts.append(part)
    return b"".join(parts)


def _too_large() -> BadForm:
    return BadForm(413, f"The form is too large: up to {LARGEST // 1024} KB are taken.")


def parsed(body: bytes) -> Form:
    """The form in these bytes. Raises BadForm where there are too many fields, or what is no UTF-8."""
    if body.count(b"&") >= MOST_FIELDS:
        raise BadForm(400, f"The form has too many fields: up to {MOST_FIELDS} are taken.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise BadForm(400, "The form cannot be read: it is no form in UTF-8.") from None
    return Form([(name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in pairs])


def form_of(request: Request) -> Form:
    """The form of a request that the gate has let through."""
    form = request.scope["form"]
    assert isinstance(form, Form)
    return form
