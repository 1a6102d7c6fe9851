"""Web: what every answer carries, and which requests are answered at all.

Nothing from elsewhere, no script but on pages that name it, no guessing of types, no frame around the page. A request must name this machine as its
host, so that a page from elsewhere cannot ask in the reader's name (DNS rebinding).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
LONGEST_ADDRESS = 4096
"""Bytes of path and query that are looked at."""
LARGEST_HEAD = 16 * 1024
"""Bytes of a request's headers."""

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::[0-9]{1,5})?", re.ASCII)

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
WITH_SCRIPT = {"Content-Security-Policy": f"{POLICY}; script-src 'self'; connect-src 'self'"}
"""The policy of a page that has a script, a file of ours: to be given as the answer's headers."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_DEFAULTS = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-cache"}
"""Headers of every answer that has none of its own."""


def carry(headers: MutableHeaders) -> None:
    """Put on an answer what every answer carries."""
    headers.update(HEADERS)
    for name, value in _DEFAULTS.items():
        headers.setdefault(name, value)


def host_name(host: str) -> str:
    """The name in a Host header, without its port: "localhost:8000" -> "localhost", "[::1]:80" -> "::1"; "" for what is no name
    with a port, as "localhost:1/login?", of which a reader of addresses could take the end for the path that was asked."""
    found = _HOST.fullmatch(host.lower())
    return (found["six"] or found["name"]) if found else ""


class Guard:
    """ASGI middleware: refuses foreign hosts and endless addresses, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                carry(MutableHeaders(scope=message))
            await send(message)

        asked = Headers(scope=scope).getlist("host")
        answer: ASGIApp = self.app
        if len(asked) != 1 or host_name(asked[0]) not in self.hosts:
            answer = PlainTextResponse(
                "This server is not asked under this name; `relazione serve --name HOST` adds one.\n", status_code=400
            )
        elif len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_ADDRESS:
            answer = PlainTextResponse("The address is too long.\n", status_code=414)
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
            answer = PlainTextResponse("The headers are too large.\n", status_code=431)
        await answer(scope, receive, send_guarded)
