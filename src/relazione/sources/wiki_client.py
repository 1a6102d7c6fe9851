"""The room `sources`: asking a wiki politely: one request at a time, with a name, in bounds, and never sooner than it wants.

A request that finds the wiki busy (maxlag, 429, 5xx) is repeated at most TRIES times, after the time that the wiki names or else after
1, 2, 4 ... seconds, PATIENCE seconds in all. TLS is verified. No cookie is kept, nothing but GET is sent.

Source: https://www.mediawiki.org/wiki/API:Etiquette, https://www.mediawiki.org/wiki/Manual:Maxlag_parameter.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

import relazione
from relazione.model.errors import TooLarge, Unreachable, WikiError, WrongUse
from relazione.sources.wiki_answers import Answer

if TYPE_CHECKING:
    import httpx

TRIES = 5
"""Requests at most for one thing while the wiki is busy; where no connection comes about, CONNECTIONS."""
CONNECTIONS = 3
PATIENCE = 120.0
"""Seconds of waiting at most for one thing."""
LONGEST = 90.0
"""Seconds at most for one answer to arrive."""
SILENCE = 30.0
"""Seconds at most without a byte."""
MOST_MOVES = 5
MAXLAG = 5
LARGEST = 4_000_000
"""Bytes of an answer at most, where it holds no texts."""
_BUSY = (429, 500, 502, 503, 504)
_BUSY_CODES = ("maxlag", "ratelimited")
_MOVED = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_HTML_TITLE = re.compile(r"<title[^<>]{0,100}>([^<>]{1,200})", re.IGNORECASE)
_decoder = msgspec.json.Decoder(Answer)
_T = TypeVar("_T")


class Raw(NamedTuple):
    """An answer: where it came from in the end, and its bytes."""

    address: str
    body: bytes
    wait: float | None


class _Busy(Exception):
    """Not now: why, after how many seconds if the wiki says so, and how many tries it is worth."""

    def __init__(self, why: str, wait: float | None = None, tries: int = TRIES) -> None:
        super().__init__(why)
        self.wait = wait
        self.tries = tries


def user_agent(contact: str = "") -> str:
    """How requests name themselves. Raises WrongUse for a contact that cannot stand in a header."""
    if len(contact) > 200 or not (contact.isascii() and contact.isprintable()):
        raise WrongUse("--contact takes an e-mail address or the address of a page: one line of plain letters, 200 at most")
    who = f"; {contact.strip()}" if contact.strip() else ""
    return f"relazione/{relazione.__version__} (reads pages about two states{who})"


class Client:
    """One connection at a time. To be used in a `with`. `tell` is called with what a person should know; `sleep` waits."""

    def __init__(
        self,
        contact: str = "",
        tell: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpx

        self.tell = tell
        self.sleep = sleep
        self._http = httpx.Client(
            headers={"User-Agent": user_agent(contact), "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(SILENCE),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def api(self, address: str, asked: Mapping[str, str], limit: int = LARGEST, *, elsewhere: bool = False) -> Answer:
        """What the API answers. Raises WikiError, Unreachable or TooLarge."""
        always = {"action": "query", "format": "json", "formatversion": "2", "maxlag": str(MAXLAG)}
        return self._patiently(address, lambda: self._api(address, {**always, **asked}, limit, elsewhere))

    def page(self, address: str) -> Raw:
        """A page as it comes, also from another host, which is said. Raises WikiError, Unreachable or TooLarge."""
        return self._patiently(address, lambda: self._once(address, {}, LARGEST, elsewhere=True))

    def _api(self, address: str, asked: Mapping[str, str], limit: int, elsewhere: bool) -> Answer:
        raw = self._once(address, asked, limit, elsewhere)
        try:
            answer = _decoder.decode(raw.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            title = _HTML_TITLE.search(raw.body[:20_000].decode("utf-8", "replace"))
            what = f"with a web page (“{' '.join(title[1].split())}”)" if title else f"in a form that is not known ({error})"
            raise WikiError(f"{address}: answers {what} and not as the API of a MediaWiki; name another address") from error
        if answer.error is not None and answer.error.code in _BUSY_CODES:
            raise _Busy(f"busy ({answer.error.code}: {_short(answer.error.info)})", raw.wait)
        if answer.error is not None:
            private = "; it is closed, and only open wikis are read" if answer.error.code == "readapidenied" else ""
            raise WikiError(f"{address}: refuses to answer ({answer.error.code}: {_short(answer.error.info)}){private}")
        return answer

    def _patiently(self, address: str, ask: Callable[[], _T]) -> _T:
        """Ask again while the wiki is busy, within bounds."""
        waited = 0.0
        number = 0
        while True:
            number += 1
            try:
                return ask()
            except _Busy as busy:
                pause = max(busy.wait or 0.0, 2.0 ** (number - 1))
                if number >= busy.tries:
                    raise Unreachable(f"{address}: {busy}, asked {number} times; try again later") from busy
                if waited + pause > PATIENCE:
                    raise Unreachable(f"{address}: {busy}, and asks to wait {pause:.0f} s; try again later") from busy
                if pause >= 4:
                    self.tell(f"{address}: {busy}; asking again in {pause:.0f} s")
            self.sleep(pause)
            waited += pause

    def _once(self, address: str, asked: Mapping[str, str], limit: int, elsewhere: bool) -> Raw:
        """One answer, redirects followed. Raises _Busy where asking again may help."""
        import httpx

        try:
            there = httpx.URL(address).copy_merge_params(asked) if asked else httpx.URL(address)
            for _ in range(MOST_MOVES + 1):
                with self._http.stream("GET", there) as response:
                    if response.status_code not in _MOVED:
                        return self._taken(response, address, limit)
                    there = self._moved(there, response, address, elsewhere)
            raise WikiError(f"{address}: leads from address to address without end")
        except httpx.ConnectError as error:
            if _is_certificate(error):
                raise Unreachable(f"{address}: its certificate cannot be trusted ({error}); nothing was asked") from error
            raise _Busy(f"no connection ({error})", tries=CONNECTIONS) from error
        except httpx.TimeoutException as error:
            raise _Busy("does not answer in time", tries=CONNECTIONS) from error
        except httpx.DecodingError as error:
            raise WikiError(f"{address}: answers with damaged data ({error})") from error
        except httpx.TransportError as error:
            raise _Busy(f"the connection broke ({error})", tries=CONNECTIONS) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise WikiError(f"{address}: no address that can be asked ({error})") from error

    def _taken(self, response: httpx.Response, address: str, limit: int) -> Raw:
        """The bytes of an answer, within limits of size and time."""
        wait = _retry_after(response.headers.get("Retry-After"))
        if response.status_code in _BUSY:
            raise _Busy(f"busy (HTTP {response.status_code})", wait)
        if response.status_code in (401, 403):
            raise WikiError(f"{address}: refuses to answer (HTTP {response.status_code}); it may want to know you: --contact")
        if response.status_code != 200:
            raise WikiError(f"{address}: nothing to read there (HTTP {response.status_code})")
        body = bytearray()
        until = time.monotonic() + LONGEST
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                raise TooLarge(f"{address}: answers with more than {limit / 1e6:.0f} MB, which is more than was asked for")
            if time.monotonic() > until:
                raise _Busy(f"no whole answer within {LONGEST:.0f} s", tries=CONNECTIONS)
        return Raw(str(response.url), bytes(body), wait)

    def _moved(self, here: httpx.URL, response: httpx.Response, address: str, elsewhere: bool) -> httpx.URL:
        """Where a redirect leads. To another host only if that is allowed, and then it is said; never from https to http."""
        there = here.join(response.headers.get("Location", ""))
        shown = there.copy_with(query=None, fragment=None, userinfo=b"")
        if there.scheme not in _PORTS or not there.host or (here.scheme == "https" and there.scheme == "http"):
            raise WikiError(f"{address}: leads to {shown}, and only https is followed from here")
        same = there.host == here.host and (_port(there) == _port(here) or {_port(there), _port(here)} == {80, 443})
        if same:
            return there
        if not elsewhere:
            raise WikiError(f"{address}: leads to another host, {shown}; name that one with --wiki if you mean it")
        self.tell(f"{address}: leads to another host, {shown}")
        return there


def _port(address: httpx.URL) -> int:
    return address.port or _PORTS[address.scheme]


def _is_certificate(error: BaseException | None) -> bool:
    """Whether it was over a certificate that no connection came about."""
    import ssl

    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _retry_after(told: str | None) -> float | None:
    """Seconds of a Retry-After header, which may be a number or a date."""
    if not told:
        return None
    if told.strip().isdecimal():
        return float(told[:9])
    with contextlib.suppress(ValueError, TypeError):
        when = parsedate_to_datetime(told)
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
    return None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
