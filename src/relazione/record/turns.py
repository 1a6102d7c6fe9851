"""The record room: turns for what takes long or much memory: some at once, some wait, the next are told to ask again.

A server answers with a limited number of threads. Without turns a few dozen long answers asked for at once would take them all, and
the memory, from everybody who only wants to read a page.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from relazione.model.errors import BusyRecord

AT_ONCE = 2
MOST_WAITING = 8
PATIENCE = 30.0
"""Seconds."""


class Turns:
    """Gives turns to threads: `with turns.turn():`. `busy` says what is being made, to those who are told to ask again."""

    def __init__(self, busy: str, at_once: int = AT_ONCE, waiting: int = MOST_WAITING, patience: float = PATIENCE) -> None:
        self._busy = f"{busy}; ask again in a moment."
        self._patience = patience
        self._turns = threading.BoundedSemaphore(at_once)
        self._queue = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it. Raises BusyRecord where too many wait, or too long."""
        if not self._queue.acquire(blocking=False):
            raise BusyRecord(self._busy)
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise BusyRecord(self._busy)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._queue.release()
