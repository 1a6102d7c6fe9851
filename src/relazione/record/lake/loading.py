"""The record room: files of feeds into a lake, as rows that wait to be sorted in.

Rows of many files are gathered and written together; a file is done when its rows are on the disk and it is listed, in one transaction
with those that were gathered with it. Whatever breaks off before leaves the lake as it was.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relazione.model.errors import InputError
from relazione.record.lake.opening import told, transaction
from relazione.record.lake.parts import Aside, Part, Parts, numbered_rows, span_of
from relazione.record.lake.reference import reference_mark
from relazione.record.lake.same import Place, Seen, as_text, packed_size, place_of, seen_of, sha256_of
from relazione.record.lake.seam import Reader
from relazione.record.writing import now
from relazione.sources.feeds.columns import FEEDS

TOGETHER = 400_000
FILES_TOGETHER = 2000
"""Rows, and files, that are gathered before they are written."""
SHOWN = 5
LONGEST_SHOWN = 200
"""Bad rows that an outcome carries, and characters of each."""


_Known = tuple[int, str]
"""A load and its feed."""


@dataclass(slots=True)
class Outcome:
    """What became of a file.

    `what`: "added" (with a `message` where the file breaks off, and what came before is kept); "known" (the lake has it already: `load` says as which load); "bad" (`message` says why; `kind` is the name of the
    error). `kept` rows are in the lake, of which some may stand there already (see `Lake.repeated`).
    """

    path: Path
    what: str
    feed: str = ""
    load: int = 0
    read: int = 0
    kept: int = 0
    bad: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    bad_by: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[int, str, str]] = field(default_factory=list)
    first_day: int | None = None
    last_day: int | None = None
    aside: str | None = None
    message: str = ""
    kind: str = ""


@dataclass(slots=True)
class _Coming:
    """A file on its way in."""

    outcome: Outcome
    places: list[Place]
    sha256: str
    content: str = ""
    size: int = 0
    replaces: int | None = None
    batches: list[Any] = field(default_factory=list)
    rows: int = 0
    parts: list[Part] = field(default_factory=list)
    years: Counter[int] = field(default_factory=Counter)
    aside: Aside | None = None


class Loading:
    """One run over files. `watch(path, rows)` is told how far it is; `years` are those that rows came for."""

    def __init__(
        self,
        place: Path,
        connection: sqlite3.Connection,
        reader: Reader,
        *,
        again: bool = False,
        watch: Callable[[Path, int], None] | None = None,
    ) -> None:
        self._place = place
        self._connection = connection
        self._reader = reader
        self._again = again
        self._watch = watch or (lambda path, rows: None)
        self._parts = Parts(place)
        self._before = int(connection.execute("SELECT coalesce(max(number), 0) FROM loads").fetchone()[0])
        self._number = self._before
        self._whole: list[_Coming] = []
        self._said: list[Outcome] = []
        self._rows = 0

    def run(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """What became of each file, said when it is so for good."""
        try:
            for path in paths:
                self._said.append(self._one(path))
                if self._rows >= TOGETHER or len(self._whole) >= FILES_TOGETHER:
                    self._list()
                if not self._whole:
                    yield from self._told()
            self._list()
            yield from self._told()
        finally:
            self._parts.pending.undo()

    def take(self, name: str, feed: str, batches: Iterable[Any]) -> Outcome:
        """Rows that come from no file, under a name by which they are known."""
        content = hashlib.sha256(f"rows {name}".encode()).hexdigest()
        if known := self._known("content = ?", content):
            return Outcome(Path(name), "known", load=known[0], feed=known[1])
        self._number += 1
        coming = _Coming(Outcome(Path(name), "added", feed=feed, load=self._number), [], content, content, -1)
        try:
            self._read(coming, batches)
            outcome = self._came(coming)
            self._list()
        finally:
            self._parts.pending.undo()
        return outcome

    def _told(self) -> list[Outcome]:
        said, self._said = self._said, []
        return said

    def _one(self, path: Path) -> Outcome:
        """Read a file."""
        coming = None
        try:
            place = place_of(path)
            if known := self._known("path = ? AND size_there = ? AND modified = ?", *place):
                return Outcome(path, "known", load=known[0], feed=known[1])
            file = self._reader.recognise(path)
            if file.feed not in FEEDS:
                raise ValueError(f"a reader gave the feed {file.feed!r}, which is none of {FEEDS}")
            sha256 = sha256_of(path)
            if known := self._same(path, file, sha256):
                return self._is_known(path, place, known)
            self._number += 1
            coming = _Coming(Outcome(path, "added", feed=file.feed, load=self._number), [place], sha256)
            seen = Seen()
            self._read(coming, self._reader.batches(file, seen))
            if place_of(path) != place:
                raise InputError(f"{path} was changed while it was read: load it when it is whole")
        except InputError as error:
            return self._drop(path, coming, error)
        except OSError as error:
            return self._drop(path, coming, InputError(f"{path} cannot be read ({error.strerror or error})"))
        coming.content, coming.size = seen.sha256, seen.size
        if known := self._as_content(coming.content):
            self._drop(path, coming, None)
            return self._is_known(path, place, known)
        return self._came(coming)

    def _same(self, path: Path, file: Any, sha256: str) -> _Known | None:
        """What the file was loaded as already: by its bytes, or by what it unpacks to where something of that size was loaded."""
        for one in self._whole:
            if one.sha256 == sha256:
                return one.outcome.load, one.outcome.feed
        if known := self._known("sha256 = ?", sha256) or self._as_content(sha256):
            return known
        size = packed_size(path)
        if any(one.size == size for one in self._whole) or self._known("size = ?", size):
            return self._as_content(seen_of(self._reader.content(file)).sha256)
        return None

    def _as_content(self, content: str) -> _Known | None:
        for one in self._whole:
            if one.content == content:
                return one.outcome.load, one.outcome.feed
        return self._known("content = ?", content)

    def _known(self, where: str, *values: Any) -> _Known | None:
        """The load that fits. With `again` only a load of this very run counts."""
        found: _Known | None = self._connection.execute(
            f"SELECT number, feed FROM loads LEFT JOIN places ON load = number WHERE {where} AND state <> 'replaced' AND number > ? "
            "ORDER BY number DESC LIMIT 1",
            (*values, self._before if self._again else 0),
        ).fetchone()
        return found

    def _is_known(self, path: Path, place: Place, known: _Known) -> Outcome:
        """Note where a known file lies too, so that next time it need not be read to be known."""
        for one in self._whole:
            if one.outcome.load == known[0]:
                one.places.append(place)
                return Outcome(path, "known", load=known[0], feed=known[1])
        with told(self._place), transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", (*place, known[0]))
        return Outcome(path, "known", load=known[0], feed=known[1])

    def _came(self, coming: _Coming) -> Outcome:
        """A file is whole, and waits to be listed."""
        if self._again:
            coming.replaces = self._connection.execute(
                "SELECT max(number) FROM loads WHERE content = ? AND state <> 'replaced'", (coming.content,)
            ).fetchone()[0]
        self._whole.append(coming)
        self._rows += coming.rows
        return coming.outcome

    def _read(self, coming: _Coming, batches: Iterable[Any]) -> None:
        """Gather the rows of a file."""
        outcome = coming.outcome
        for batch in batches:
            outcome.read += batch.read
            outcome.left_out.update(batch.left_out)
            self._keep_aside(coming, batch)
            if rows := batch.rows.num_rows:
                self._gather(coming, batch.rows, rows)
            outcome.message = outcome.message or batch.cut_off
            self._watch(outcome.path, outcome.read)
        if outcome.read and outcome.bad == outcome.read:
            line, why, _ = outcome.shown[0] if outcome.shown else (0, "bad", "")
            raise InputError(f"{outcome.path}: none of its {outcome.read:,} rows can be read (line {line:,}: {why})")

    def _gather(self, coming: _Coming, rows: Any, count: int) -> None:
        numbered = numbered_rows(rows, coming.outcome.load)
        years, first, last = span_of(numbered)
        outcome = coming.outcome
        coming.years.update(years)
        outcome.first_day = first if outcome.first_day is None else min(first, outcome.first_day)
        outcome.last_day = last if outcome.last_day is None else max(last, outcome.last_day)
        outcome.kept += count
        coming.batches.append(numbered)
        coming.rows += count
        if self._rows + coming.rows >= TOGETHER:
            self._list()
        if coming.rows >= TOGETHER:
            coming.parts += self._parts.write(coming.batches, outcome.load)
            coming.batches, coming.rows = [], 0

    def _keep_aside(self, coming: _Coming, batch: Any) -> None:
        outcome = coming.outcome
        outcome.bad += batch.bad_count
        outcome.bad_by.update(one.why for one in batch.bad)
        if more := batch.bad_count - len(batch.bad):
            outcome.bad_by["more of them"] += more
        if not batch.bad:
            return
        if coming.aside is None:
            coming.aside = Aside(self._parts.pending, outcome.path.name, outcome.load)
            outcome.aside = coming.aside.name
        with told(self._place):
            coming.aside.keep(batch.bad)
        outcome.shown += [(one.line, one.why, one.text[:LONGEST_SHOWN]) for one in batch.bad[: SHOWN - len(outcome.shown)]]

    def _drop(self, path: Path, coming: _Coming | None, error: InputError | None) -> Outcome:
        """Leave a file out whole: what was written of it goes."""
        if coming is not None:
            if coming.aside:
                coming.aside.drop()
            if coming.parts:  # then nothing else is written and not listed
                self._parts.pending.undo()
        return Outcome(path, "bad", message=str(error), kind=type(error).__name__)

    def _list(self) -> None:
        """Write the rows of all whole files, and list the files: from here on they are in the lake."""
        if not self._whole:
            return
        with told(self._place):
            parts = self._parts.write([batch for one in self._whole for batch in one.batches], self._whole[0].outcome.load)
            for one in self._whole:
                parts += one.parts
                if one.aside:
                    one.aside.settle()
            with transaction(self._connection):
                for one in self._whole:
                    _enter(self._connection, one)
                self._connection.executemany(
                    "INSERT INTO files (state, year, name, rows, bytes) VALUES ('waiting', ?, ?, ?, ?)", parts
                )
            self._parts.pending.done()
        self._whole, self._rows = [], 0


def _enter(connection: sqlite3.Connection, one: _Coming) -> None:
    out = one.outcome
    row = {
        "number": out.load,
        "state": "waiting",
        "feed": out.feed,
        "name": as_text(out.path.name),
        "sha256": one.sha256,
        "content": one.content,
        "size": one.size,
        "at": now(),
        "reference": reference_mark(),
        "read": out.read,
        "kept": out.kept,
        "bad": out.bad,
        "first_day": out.first_day,
        "last_day": out.last_day,
        "replaces": one.replaces,
        "aside": out.aside,
        "cut_off": out.message,
    }
    connection.execute(f"INSERT INTO loads ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    connection.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", [(*place, out.load) for place in one.places])
    for what, counts in (("left out", out.left_out), ("bad", out.bad_by)):
        connection.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?)", [(out.load, what, why, rows) for why, rows in counts.items()]
        )
    connection.executemany(
        "INSERT INTO load_years (load, year, rows) VALUES (?, ?, ?)", [(out.load, year, rows) for year, rows in one.years.items()]
    )
