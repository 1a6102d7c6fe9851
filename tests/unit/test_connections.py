"""The server on a real socket: clients that are slow, too many, too large, or send what is no HTTP."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from relazione.record.store import Record
from relazione.web import connections, forms
from relazione.web.serving import server
from relazione.web.visitor import OnePerson

DEADLINE = 30
"""Seconds until a test gives up: far more than any bound set here."""
FORM = b"POST /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sockets") / "seed.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    return path


@pytest.fixture
def at(path: Path) -> Iterator[tuple[str, int]]:
    """Where a server listens that ends with the test."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = server(path, OnePerson("ada"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + DEADLINE
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    assert running.started
    yield listening.getsockname()[:2]
    running.should_exit = True
    thread.join(DEADLINE)
    listening.close()


@contextmanager
def client(at: tuple[str, int], *, takes: int = 0) -> Iterator[socket.socket]:
    with closing(socket.socket()) as connection:
        if takes:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
        connection.settimeout(DEADLINE)
        connection.connect(at)
        yield connection


def all_of(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def exchange(at: tuple[str, int], request: bytes) -> bytes:
    with client(at) as connection:
        connection.sendall(request)
        return all_of(connection)


def answers(at: tuple[str, int]) -> bool:
    return exchange(at, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("begun", [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(
    at: tuple[str, int], monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_WITHIN", 0.3)
    with client(at) as connection:
        connection.sendall(begun)
        assert all_of(connection).startswith(b"HTTP/1.1 408")
    assert answers(at)


def test_a_head_letter_by_letter_is_not_waited_for(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_WITHIN", 0.5)
    sent, ended = 0, False
    with client(at) as connection:
        for letter in b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-Slow: 1\r\n" * 200:
            try:
                connection.sendall(bytes((letter,)))
            except (BrokenPipeError, ConnectionResetError):
                ended = True
                break
            sent += 1
            time.sleep(0.02)
    assert ended and sent < 2000
    assert answers(at)


def test_a_second_request_on_the_connection_is_not_waited_for_either(
    at: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_WITHIN", 0.5)
    with client(at) as connection:
        connection.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT")
        assert b"HTTP/1.1 408" in all_of(connection)


def test_a_form_that_does_not_come_to_its_end_is_not_waited_for(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "WITHIN", 0.3)
    with client(at) as connection:
        connection.sendall(FORM + b"Content-Length: 1000\r\n\r\ntoken=abc&no")
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 408") and b"Nothing was saved" in answer
    assert answers(at)


def test_a_body_that_nobody_asked_for_is_not_waited_for(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_WITHIN", 0.3)
    with client(at) as connection:
        connection.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\nabc")
        assert all_of(connection).startswith(b"HTTP/1.1 200")
    assert answers(at)


def test_an_answer_that_is_not_taken_is_not_waited_for(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "TAKEN_WITHIN", 0.3)
    ended = threading.Event()
    real = connections.PatientProtocol.connection_lost

    def lost(self: connections.PatientProtocol, exc: Exception | None) -> None:
        real(self, exc)
        ended.set()

    monkeypatch.setattr(connections.PatientProtocol, "connection_lost", lost)
    with client(at, takes=2048) as connection:
        connection.sendall(b"GET /document/italy-turkey HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 60)
        assert ended.wait(DEADLINE)
    assert answers(at)


def test_one_address_does_not_take_all_places(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections.PatientProtocol, "most_from_one", 3)
    crowd = [socket.create_connection(at, DEADLINE) for _ in range(8)]
    try:
        crowd[-1].settimeout(DEADLINE)
        assert all_of(crowd[-1]) == b""  # refused at once
        crowd[0].sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert all_of(crowd[0]).startswith(b"HTTP/1.1 200")
    finally:
        for one in crowd:
            one.close()
    assert answers(at)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(5000)) + b"\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: a\rb\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        FORM + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        FORM + b"Content-Length: -1\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_sound_request_gets_nowhere(at: tuple[str, int], monkeypatch: pytest.MonkeyPatch, request_: bytes) -> None:
    monkeypatch.setattr(connections, "HEAD_WITHIN", 1.0)
    answer = exchange(at, request_)
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 414", b"HTTP/1.1 408", b"HTTP/1.1 431")), answer[:200]
    assert b"Italy" not in answer
    assert answers(at)


@pytest.mark.parametrize(
    "target",
    [
        b"/../../../../etc/passwd", b"/static/../../app.py", b"/static/%2e%2e/%2e%2e/app.py", b"/static/..%2f..%2fapp.py",
        b"/document/..%2f..%2f..%2fetc%2fpasswd", b"//etc/passwd", b"/static//etc/passwd", b"/%00", b"/static/style.css%00.html",
        b"/%0d%0aX-Evil:%201", b"/pair?a=Italy%0d%0aX-Evil:%201&b=Turkey", b"/static/%c0%ae%c0%ae/app.py", b"/.git/config",
    ],
)  # fmt: skip
def test_tricks_with_paths_lead_nowhere(at: tuple[str, int], target: bytes) -> None:
    answer = exchange(at, b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), head
    assert b"x-evil" not in head.lower() and b"root:" not in body and b"create_app" not in body


def test_an_upgrade_is_not_made(at: tuple[str, int]) -> None:
    request = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    with client(at) as connection:
        connection.sendall(request)
        assert connection.recv(12) == b"HTTP/1.1 200"
