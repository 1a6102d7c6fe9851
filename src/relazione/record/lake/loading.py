"""The record room: files of feeds into a lake. Which of them it has already; the others are read (`gathering`), here or by processes
(`hands`), some at a time, and listed: from then on they are done. Whatever breaks off before leaves the lake as it was.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from relazione.model.errors import InputError
from relazione.record.lake.book import enter, enter_parts, last_load
from relazione.record.lake.gathering import Came, Gatherer, Outcome, Task
from relazione.record.lake.hands import Hands
from relazione.record.lake.opening import told, transaction
from relazione.record.lake.same import Packed, Place, Seen, packed_of, place_of, sha256_of
from relazione.record.lake.seam import Reader

TEXT_TOGETHER = 400_000_000
LEAST_TOGETHER = 30_000_000
FILES_TOGETHER = 1000
"""Files are read and listed together up to so many bytes of text (by estimate), and so many files; with few files to read fewer, so that all
hands have some."""
UNDER_WAY = 3
"""Such lots of files for each process are read or wait for it; with one process none waits."""
PACKED = 7
"""Bytes of text that a byte of a packed file of a feed is about."""

_Known = tuple[int, str]
"""A load and its feed."""


class _Slot:
    """A file in the order in which they were named: the load that it is to become or is a copy of, and in the end what became of it."""

    def __init__(self, path: Path, place: Place | None = None, load: int = 0, is_copy: bool = False) -> None:
        self.path = path
        self.place = place
        self.load = load
        self.is_copy = is_copy
        self.outcome: Outcome | None = None


class Loading:
    """One run over files."""

    def __init__(self, place: Path, connection: sqlite3.Connection, reader: Reader, hands: Hands, again: bool = False) -> None:
        self._place = place
        self._connection = connection
        self._reader = reader
        self._hands = hands
        self._again = again
        self._before = self._number = last_load(connection)
        self._slots: deque[_Slot] = deque()
        self._now: list[Task] = []
        self._estimated = 0
        self._away: deque[list[Task]] = deque()
        self._coming: dict[str, int] = {}
        self._sizes: Counter[int] = Counter()

    def run(self, paths: Sequence[Path]) -> Iterator[Outcome]:
        """What became of each file, in order, said when it is so for good."""
        total = sum(map(estimated, paths))
        together = max(LEAST_TOGETHER, min(TEXT_TOGETHER, total // (4 * self._hands.count)))
        for path in paths:
            self._slots.append(self._slot(path))
            if self._estimated >= together or len(self._now) >= FILES_TOGETHER:
                self._send()
            yield from self._said()
        self._finish()
        yield from self._said()

    def _slot(self, path: Path) -> _Slot:
        """A file put among those that are to be read, or told what it is."""
        slot = _Slot(path)
        try:
            slot.place = place_of(path)
            known = self._known("path = ? AND size_there = ? AND modified = ?", *slot.place)
            if known is None:
                known = self._new_or_known(slot)
        except InputError as error:
            slot.outcome = _bad(path, str(error), type(error).__name__)
        except OSError as error:
            slot.outcome = _bad(path, f"{path} cannot be read ({error.strerror or error})", "InputError")
        else:
            if known is not None:
                slot.outcome = Outcome(path, "known", load=known[0], feed=known[1])
        return slot

    def _new_or_known(self, slot: _Slot) -> _Known | None:
        """What a file was loaded as already; None where it is new, and is to be read, or is a copy of one that is. Raises InputError."""
        assert slot.place is not None
        sha256, packed = sha256_of(slot.path), packed_of(slot.path)
        if same := self._coming.get(sha256):
            slot.load, slot.is_copy = same, True
            return None
        known = self._known("sha256 = ?", sha256)
        if known is None and self._has_like(packed):
            self._finish()
            known = self._known("content = ?", self._content(slot.path))
        if known is not None:
            with told(self._place), transaction(self._connection):
                self._connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", (*slot.place, known[0]))
            return known
        self._number += 1
        slot.load = self._number
        self._now.append(Task(slot.path, self._number, slot.place, sha256, packed))
        self._coming[sha256] = self._number
        self._sizes[packed.size] += 1
        self._estimated += estimated(slot.path)
        return None

    def _has_like(self, packed: Packed) -> bool:
        """Whether there is something that unpacks to as many bytes, so that it may be the same."""
        if packed.size < 0:
            return True
        if self._sizes[-1] or self._sizes[packed.size]:
            return True
        return self._known("size = ? AND (crc IS NULL OR crc = coalesce(?, crc))", *packed) is not None

    def _content(self, path: Path) -> str:
        """The mark of what a file unpacks to (`same.Seen`), as far as it can be unpacked. Raises InputError for a file that is no feed's."""
        file = self._reader.recognise(path)
        seen = Seen()
        with suppress(InputError):
            for piece in self._reader.content(file):
                seen(piece)
        return seen.mark

    def _known(self, where: str, *values: Any) -> _Known | None:
        """The load that fits. With `again` only a load of this very run counts."""
        found: _Known | None = self._connection.execute(
            f"SELECT number, feed FROM loads LEFT JOIN places ON load = number WHERE ({where}) AND state <> 'replaced' AND number > ? "
            "ORDER BY number DESC LIMIT 1",
            (*values, self._before if self._again else 0),
        ).fetchone()
        return found

    def _send(self) -> None:
        """Have those read that were put together; list those that are ready where all hands are busy."""
        if self._now:
            self._hands.give(self._now)
            self._away.append(self._now)
            self._now, self._estimated = [], 0
        while len(self._away) > UNDER_WAY * (self._hands.count - 1):
            self._list()

    def _finish(self) -> None:
        """Read and list all."""
        self._send()
        while self._away:
            self._list()

    def _list(self) -> None:
        """List the files that were given first: from here on they are in the lake."""
        gathered = self._hands.next()
        tasks = self._away.popleft()
        slots: dict[int, list[_Slot]] = {task.load: [] for task in tasks}
        for slot in self._slots:
            if slot.load in slots:
                slots[slot.load].append(slot)
        with told(self._place), transaction(self._connection):
            for task, one in zip(tasks, gathered.came, strict=True):
                if one.outcome.what == "added":
                    places = [slot.place for slot in slots[task.load] if slot.place]
                    self._enter(one, task.sha256, task.packed.crc, places)
            enter_parts(self._connection, gathered.parts)
        self._hands.listed()
        for task, one in zip(tasks, gathered.came, strict=True):
            del self._coming[task.sha256]
            self._sizes[task.packed.size] -= 1
            for slot in slots[task.load]:
                slot.outcome = _copied(slot, one.outcome) if slot.is_copy else one.outcome

    def _enter(self, one: Came, sha256: str, crc: int | None, places: Sequence[Place]) -> None:
        replaces = None
        if self._again:
            (replaces,) = self._connection.execute(
                "SELECT max(number) FROM loads WHERE content = ? AND state <> 'replaced' AND number <= ?",
                (one.content, self._before),
            ).fetchone()
        enter(self._connection, one, sha256, crc, places, replaces)

    def _said(self) -> Iterator[Outcome]:
        """Those before which nothing is open."""
        while self._slots and (outcome := self._slots[0].outcome) is not None:
            self._slots.popleft()
            yield outcome


def estimated(path: Path) -> int:
    """About how many bytes of text a file holds."""
    try:
        return path.stat().st_size * (PACKED if path.suffix.lower() in (".zip", ".gz") else 1)
    except OSError:
        return 0


def _bad(path: Path, message: str, kind: str) -> Outcome:
    return Outcome(path, "bad", message=message, kind=kind)


def _copied(slot: _Slot, outcome: Outcome) -> Outcome:
    """What becomes of a file with the same bytes as one that was read."""
    if outcome.what == "bad":
        return _bad(slot.path, outcome.message, outcome.kind)
    return Outcome(slot.path, "known", load=outcome.load, feed=outcome.feed)


def take(place: Path, connection: sqlite3.Connection, gatherer: Gatherer, name: str, feed: str, batches: Any) -> Outcome:
    """Rows that come from no file, under a name by which they are known."""
    content = hashlib.sha256(f"rows {name}".encode()).hexdigest()
    known = connection.execute("SELECT number, feed FROM loads WHERE content = ? AND state <> 'replaced'", (content,)).fetchone()
    if known is not None:
        return Outcome(Path(name), "known", load=known[0], feed=known[1])
    gathered = gatherer.take(name, feed, last_load(connection) + 1, batches)
    (one,) = gathered.came
    one.content, one.size = content, -2
    with told(place), transaction(connection):
        enter(connection, one, content, None, [], None)
        enter_parts(connection, gathered.parts)
    gatherer.listed()
    return one.outcome
