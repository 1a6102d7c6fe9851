"""Turns for what takes long: how many at once, how many wait, what the others are told, and that an error gives the turn back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from relazione.model.errors import BusyRecord
from relazione.record.store import Record
from relazione.record.turns import Turns
from relazione.web.app import create_app


def test_so_many_at_once_so_many_wait_and_the_next_are_told_to_ask_again() -> None:
    made = Turns("files are made", at_once=2, waiting=3)
    go, inside, most = threading.Event(), [0, 0], threading.Lock()
    began = threading.Semaphore(0)

    def work() -> str:
        try:
            with made.turn():
                with most:
                    inside[0] += 1
                    inside[1] = max(inside)
                began.release()
                go.wait(20)
                with most:
                    inside[0] -= 1
                return "made"
        except BusyRecord as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        first = [pool.submit(work) for _ in range(2)]
        assert all(began.acquire(timeout=20) for _ in first)
        rest = [pool.submit(work) for _ in range(6)]
        while sum(one.done() for one in rest) < 3:  # three wait; three are sent away at once
            threading.Event().wait(0.01)
        go.set()
        told = [one.result(20) for one in (*first, *rest)]
    assert told.count("made") == 5
    assert told.count("files are made; ask again in a moment.") == 3
    assert inside[1] == 2


def test_who_waits_too_long_is_told_so_and_an_error_gives_the_turn_back() -> None:
    made = Turns("files are made", at_once=1, waiting=1, patience=0.05)
    with made.turn(), pytest.raises(BusyRecord), made.turn():
        pass
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), made.turn():
            raise ZeroDivisionError
    with made.turn():
        pass


def test_a_server_whose_turns_are_taken_answers_pages_and_says_when_to_ask_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "empty.db"
    Record.open(path, create=True).close()
    none_wait = Turns("many files are being made", at_once=1, waiting=0)
    for page in ("export", "brief"):
        monkeypatch.setattr(f"relazione.web.pages.{page}.FILES", none_wait)
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    with none_wait.turn():
        for address in ("/export/ITA/TUR/table", "/brief/ITA/TUR.docx"):
            answer = client.get(address)
            assert answer.status_code == 503 and answer.headers["retry-after"] == "5", address
            assert "ask again in a moment" in answer.text
        assert client.get("/export/ITA/TUR").status_code == 200
        assert client.get("/brief/ITA/TUR").status_code == 200
    assert client.get("/export/ITA/TUR/table").status_code == 200
