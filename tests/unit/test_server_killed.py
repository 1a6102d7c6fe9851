"""A server that is killed in the midst of decisions: what it answered with success is in the record."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

import pytest

from relazione.record.store import Record

REVIEWERS = 3


def _heed_ctrl_c() -> None:
    """As in front of a terminal: a shell in the background leaves Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(repository: Path, path: Path) -> tuple[subprocess.Popen[str], int]:
    """A server as a process of its own; the port at which it answers."""
    command = [sys.executable, "-m", "relazione", "serve", "--port", "0", "--as", "Ada", "--db", str(path)]
    running = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_ctrl_c,
    )
    assert running.stderr is not None
    found = re.search(r":(\d+)/", running.stderr.readline())
    assert found
    return running, int(found[1])


def ask(port: int, method: str, address: str, **form: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
        connection.request(method, address, urlencode(form) if form else None, headers if form else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("after", [5, 17, 40])
def test_what_was_answered_with_success_is_in_the_record(repository: Path, seed: ModuleType, tmp_path: Path, after: int) -> None:
    path = tmp_path / "seed.db"
    with Record.open(path, create=True) as record:
        document = seed.document()
        record.add(document, seed.claims(document), coder="hand")
        claims = [claim.id for claim in record.claims()]
    running, port = start(repository, path)
    token = re.search(r'name="token" value="([^"]+)"', ask(port, "GET", "/review")[1])
    assert token
    saved: list[tuple[str, str]] = []
    sent: list[tuple[str, str]] = []
    enough = threading.Event()

    def decide(own: list[str]) -> None:
        for number, claim in enumerate(own):
            note = f"{claim} {number}"
            sent.append((claim, note))
            try:
                status, _ = ask(port, "POST", "/review/decide", token=token[1], claim=claim, verdict="unsure", note=note)
            except (OSError, http.client.HTTPException):
                return  # killed: not known whether it was saved
            assert status == 303
            saved.append((claim, note))
            if len(saved) >= after:
                enough.set()

    threads = [threading.Thread(target=decide, args=(claims[number::REVIEWERS],)) for number in range(REVIEWERS)]
    try:
        for thread in threads:
            thread.start()
        assert enough.wait(60)
        os.kill(running.pid, signal.SIGKILL)
    finally:
        running.kill()
        running.wait()
    for thread in threads:
        thread.join(60)
    assert len(saved) >= after

    again, port = start(repository, path)
    try:
        with Record.open(path, read_only=True) as record:
            kept = [(one.claim, one.note) for one in record.decisions()]
        assert set(saved) <= set(kept) <= set(sent) and len(set(kept)) == len(kept)
        assert ask(port, "GET", "/review")[0] == 200
        left = ask(port, "GET", "/review.json")[1]
        assert f'"left": {len(claims) - len(kept)}' in left
    finally:
        again.send_signal(signal.SIGINT)
        assert again.wait(30) == 130
    with Record.open(path) as record:
        before = record.facts()
        record.rebuild()
        assert record.facts() == before
