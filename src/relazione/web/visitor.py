"""Web: who asks, and what that person may do.

    OnePerson("ada")        the person at this machine: no login, decides under this name
    ByLogin(users)          whoever logged in, and programs with a key; the others see the page for logging in and nothing else
    Anyone()                nobody in particular: reads everything, changes nothing

A session is a random token in a cookie and, here, what it stands for: nothing about the person is in the cookie, nothing that a
browser brings along becomes a session, and one that is ended is gone. Sessions end with the server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request

from relazione.web.attempts import Attempts
from relazione.web.users import Role, User, UsersFile

IDLE = 8 * 3600.0
"""Seconds after which a session that nobody uses ends."""
LONGEST = 7 * 86400.0
"""Seconds after which any session ends."""
MOST_SESSIONS = 10
"""Of one person; a further one ends that which was used least lately."""

AT_ONCE = 2
"""Passwords that are tried at the same time: each takes 64 MB of memory for a moment."""
MOST_WAITING = 8
"""People whose passwords wait for that: who comes after them is told to come again, and takes no thread from the pages."""


@dataclass(frozen=True)
class Visitor:
    """Who asks. `token` has to be in every form that changes something; `logged_in`: can log out."""

    name: str
    role: Role
    token: str = field(default="", repr=False)
    logged_in: bool = False

    @property
    def decides(self) -> bool:
        """Whether this person may change the record."""
        return self.role == "reviewer" and bool(self.name and self.token)


class Door(Protocol):
    """Tells who asks; None: somebody who has to log in first."""

    def visitor(self, request: Request) -> Visitor | None: ...


class Anyone:
    """Everybody reads, nobody changes anything."""

    def visitor(self, request: Request) -> Visitor | None:
        """A reader without a name."""
        return Visitor("", "reader")


class OnePerson:
    """The person at this machine."""

    def __init__(self, name: str) -> None:
        self._visitor = Visitor(name, "reviewer", secrets.token_urlsafe(32))

    def visitor(self, request: Request) -> Visitor | None:
        """That person."""
        return self._visitor


@dataclass
class Session:
    """Somebody who logged in, with the password (its hash) that was valid then. Times are of the clock that only runs forward."""

    name: str
    password: str
    token: str
    began: float
    used: float


class Sessions:
    """Who is logged in. Safe to be asked by several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def begin(self, user: User) -> str:
        """A new session; its secret, which goes into the cookie."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._sweep(now)
            own = [key for key, session in self._sessions.items() if session.name == user.name]
            for key in own[: max(0, len(own) - MOST_SESSIONS + 1)]:
                del self._sessions[key]
            self._sessions[_key(secret)] = Session(user.name, user.password, secrets.token_urlsafe(32), now, now)
        return secret

    def of(self, secret: str) -> Session | None:
        """The session of a cookie, which this use prolongs; None where there is none, or none any more."""
        now = self._clock()
        with self._lock:
            session = self._sessions.get(_key(secret))
            if session is None:
                return None
            if now - session.used > IDLE or now - session.began > LONGEST:
                del self._sessions[_key(secret)]
                return None
            session.used = now
            self._sessions.move_to_end(_key(secret))
            return session

    def end(self, secret: str) -> None:
        """Log out."""
        with self._lock:
            self._sessions.pop(_key(secret), None)

    def _sweep(self, now: float) -> None:
        for key in [k for k, s in self._sessions.items() if now - s.used > IDLE or now - s.began > LONGEST]:
            del self._sessions[key]


def _key(secret: str) -> str:
    """What a secret is kept under: neither the time of a look-up nor a look at the memory tells the secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class ByLogin:
    """Whoever logged in. `secure`: the browser speaks https with the proxy before this server."""

    def __init__(self, users: UsersFile, *, secure: bool = False) -> None:
        self.users = users
        self.sessions = Sessions()
        self.secure = secure
        self.cookie = "__Host-relazione" if secure else "relazione"
        self.attempts = Attempts()
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        self.queue = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
        self._secret = secrets.token_bytes(32)

    def visitor(self, request: Request) -> Visitor | None:
        """The person whose session it is, as the file of users has that person now. Raises UsersError.

        A program brings a key of the person's instead (`Authorization: Bearer ...`): it reads, and decides nothing. Where it brings one,
        nothing else counts, so that a browser's cookie never goes with a program's request.
        """
        if told := request.headers.getlist("authorization"):
            return self._program(told)
        secret = request.cookies.get(self.cookie, "")
        session = self.sessions.of(secret) if secret else None
        if session is None:
            return None
        user = self.users.users().get(session.name)
        if user is None or user.password != session.password:
            self.sessions.end(secret)
            return None
        return Visitor(user.name, user.role, session.token, logged_in=True)

    def _program(self, told: list[str]) -> Visitor | None:
        scheme, _, secret = told[0].strip().partition(" ")
        if len(told) != 1 or scheme.lower() != "bearer":
            return None
        user = self.users.of_key(secret.strip())
        return Visitor(user.name, "reader") if user is not None else None

    def login_token(self, nonce: str) -> str:
        """What the form for logging in has to carry beside the nonce in its cookie."""
        return hmac.new(self._secret, nonce.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_same(given: str, wanted: str) -> bool:
    """Whether two tokens are equal, told in a time that says nothing of where they differ; an empty one is equal to none."""
    return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))
