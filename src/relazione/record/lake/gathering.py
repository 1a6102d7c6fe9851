"""The record room: files of feeds become Parquet files that wait, with an account of every row. Nothing is listed here: what was written
counts only when `loading` has listed it, so this can be done by any process.

The rows of many small files go together into one file for each year; a large file gives several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from relazione.model.errors import InputError
from relazione.record.lake.opening import told
from relazione.record.lake.parts import MOST_ASIDE, Aside, Part, Parts, aside_line, numbered_rows, span_of
from relazione.record.lake.same import Packed, Place, Seen, as_text, place_of
from relazione.record.lake.seam import Reader
from relazione.sources.feeds.columns import FEEDS

TOGETHER = 400_000
"""Rows that are held before they are written."""
SMALL = 2 << 20
LOT = 8 << 20
"""Bytes of text of a file that is read with others, and of all that are read together."""
SHOWN = 5
LONGEST_SHOWN = 200
"""Bad rows that an outcome carries, and characters of each."""
MOST_REASONS = 40
OTHER_REASONS = "other reasons"
"""Different reasons of a file's bad rows that are counted each for itself, and what the others are called."""

Watch = Callable[[Path, int], None]


@dataclass(slots=True)
class Outcome:
    """What became of a file.

    `what`: "added" (with a `message` where the file breaks off, and what came before is kept); "known" (the lake has it already: `load`
    says as which load); "bad" (`message` says why; `kind` is the name of the error). `kept` rows are in the lake, of which some may stand
    there already (see `Lake.repeated`).
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
class Task:
    """A file to be read as a load of that number: the same bytes as were there with that size and time."""

    path: Path
    load: int
    place: Place
    sha256: str
    packed: Packed


@dataclass(slots=True)
class Came:
    """A file that was read, or is bad; how many rows it has of each year, and what it unpacked to."""

    outcome: Outcome
    years: Counter[int] = field(default_factory=Counter)
    content: str = ""
    size: int = 0


@dataclass(slots=True)
class Gathered:
    """Files, in their order, and the Parquet files that hold their rows."""

    came: list[Came]
    parts: list[Part]


class Gatherer:
    """Reads files and writes their rows. What it wrote is taken away again by `undo` until it is told that it is listed (`listed`)."""

    def __init__(self, place: Path, reader: Reader, watch: Watch | None = None) -> None:
        self._place = place
        self._reader = reader
        self._watch = watch or (lambda path, rows: None)
        self._parts = Parts(place)
        self._whole: list[Any] = []
        self._rows = 0
        self._written: list[Part] = []
        self._aside: Aside | None = None

    def gather(self, tasks: Sequence[Task]) -> Gathered:
        """Read files. Raises RecordError (a full disk); bad files are told."""
        came = [one for some in _in_lots(tasks) for one in self._some(some)]
        return self._end(came)

    def take(self, name: str, feed: str, load: int, batches: Iterable[Any]) -> Gathered:
        """The same of rows that come from no file. Raises InputError."""
        one = _File(Came(Outcome(Path(name), "added", feed=feed, load=load)))
        self._read(one, batches)
        return self._end([self._came(one)])

    def undo(self) -> None:
        """Take away what was written."""
        if self._aside is not None:
            self._aside.close()
            self._aside = None
        self._parts.pending.undo()

    def listed(self) -> None:
        """What was written counts now."""
        self._parts.pending.done()

    def _end(self, came: list[Came]) -> Gathered:
        self._write_whole()
        if self._aside is not None:
            with told(self._place):
                self._aside.settle()
            self._aside = None
        written, self._written = self._written, []
        return Gathered(came, written)

    def _some(self, tasks: Sequence[Task]) -> list[Came]:
        """What came of files that are read together, if the reader can do that."""
        begun = [(task, self._recognised(task)) for task in tasks]
        read = iter(self._batches([found.file for _, found in begun if isinstance(found, _Begun)]))
        return [self._whole_of(task, found.one, *next(read)) if isinstance(found, _Begun) else found for task, found in begun]

    def _batches(self, files: list[Any]) -> Sequence[tuple[Iterable[Any], Seen]]:
        """The batches of each file, with what is shown its content."""
        together = getattr(self._reader, "together", None)
        if together is not None and len(files) > 1:
            found: Sequence[tuple[Iterable[Any], Seen]] = together(files, Seen)
            return found
        seens = [Seen() for _ in files]
        return [(self._reader.batches(file, seen), seen) for file, seen in zip(files, seens, strict=True)]

    def _recognised(self, task: Task) -> _Begun | Came:
        """A file that is about to be read; or what is told of a bad one."""
        one = _File(Came(Outcome(task.path, "added", load=task.load)))
        try:
            file = self._reader.recognise(task.path)
        except InputError as error:
            return self._dropped(one, error)
        except OSError as error:
            return self._dropped(one, InputError(f"{task.path} cannot be read ({error.strerror or error})"))
        if file.feed not in FEEDS:
            raise ValueError(f"a reader gave the feed {file.feed!r}, which is none of {FEEDS}")
        one.came.outcome.feed = file.feed
        return _Begun(one, file)

    def _whole_of(self, task: Task, one: _File, batches: Iterable[Any], seen: Seen) -> Came:
        """What came of a file."""
        try:
            self._read(one, batches)
            if place_of(task.path) != task.place:
                raise InputError(f"{task.path} was changed while it was read: load it when it is whole")
        except InputError as error:
            return self._dropped(one, error)
        except OSError as error:
            return self._dropped(one, InputError(f"{task.path} cannot be read ({error.strerror or error})"))
        one.came.content, one.came.size = seen.mark, seen.size
        return self._came(one)

    def _read(self, one: _File, batches: Iterable[Any]) -> None:
        outcome = one.came.outcome
        for batch in batches:
            outcome.read += batch.read
            outcome.left_out.update(batch.left_out)
            outcome.message = outcome.message or batch.cut_off
            self._keep_aside(one, batch)
            if batch.rows.num_rows:
                self._keep(one, batch.rows)
            self._watch(outcome.path, outcome.read)
        if outcome.read and outcome.bad == outcome.read:
            line, why, _ = outcome.shown[0] if outcome.shown else (0, "bad", "")
            raise InputError(f"{outcome.path}: none of its {outcome.read:,} rows can be read (line {line:,}: {why})")

    def _keep(self, one: _File, rows: Any) -> None:
        """Hold rows, and write them where there are many."""
        outcome = one.came.outcome
        numbered = numbered_rows(rows, outcome.load)
        years, first, last = span_of(numbered)
        one.came.years.update(years)
        outcome.first_day = first if outcome.first_day is None else min(first, outcome.first_day)
        outcome.last_day = last if outcome.last_day is None else max(last, outcome.last_day)
        outcome.kept += numbered.num_rows
        one.tables.append(numbered)
        one.rows += numbered.num_rows
        if self._rows + one.rows >= TOGETHER:
            self._write_whole()
        if one.rows >= TOGETHER:
            with told(self._place):
                one.parts += self._parts.write(one.tables, outcome.load)
            one.tables, one.rows = [], 0

    def _write_whole(self) -> None:
        """Write the rows of the files that were read to their end."""
        with told(self._place):
            self._written += self._parts.write(self._whole, self._number)
        self._whole, self._rows = [], 0

    def _keep_aside(self, one: _File, batch: Any) -> None:
        outcome = one.came.outcome
        outcome.bad += batch.bad_count
        for row in batch.bad:
            known = row.why in outcome.bad_by or len(outcome.bad_by) < MOST_REASONS
            outcome.bad_by[row.why if known else OTHER_REASONS] += 1
        if not batch.bad:
            return
        name = as_text(outcome.path.name)
        one.aside += [aside_line(name, outcome.load, row) for row in batch.bad[: MOST_ASIDE - len(one.aside)]]
        for row in batch.bad[: SHOWN - len(outcome.shown)]:
            why = f"{row.why}: {row.cells}" if row.cells else row.why
            outcome.shown.append((row.line, why, row.text[:LONGEST_SHOWN]))

    def _came(self, one: _File) -> Came:
        """A file was read to its end."""
        if one.aside:
            with told(self._place):
                self._aside = self._aside or Aside(self._parts.pending, one.came.outcome.load)
                self._aside.keep(one.aside)
            one.came.outcome.aside = self._aside.name
        self._whole += one.tables
        self._rows += one.rows
        self._written += one.parts
        self._number = one.came.outcome.load
        return one.came

    def _dropped(self, one: _File, error: InputError) -> Came:
        """A file is left out whole: what was written of it goes."""
        self._parts.pending.drop([name for _, name, _, _ in one.parts])
        return Came(Outcome(one.came.outcome.path, "bad", message=str(error), kind=type(error).__name__))

    _number = 0
    """A load of those whose rows are held: names of files that wait begin with one."""


def _in_lots(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """The files in lots that are read together: small ones up to LOT bytes of text, every other one alone."""
    lot: list[Task] = []
    size = 0
    for task in tasks:
        is_small = 0 <= task.packed.size <= SMALL
        if lot and (not is_small or size + task.packed.size > LOT):
            yield lot
            lot, size = [], 0
        if is_small:
            lot.append(task)
            size += task.packed.size
        else:
            yield [task]
    if lot:
        yield lot


class _Begun(NamedTuple):
    """A file that the reader knows."""

    one: _File
    file: Any


@dataclass(slots=True)
class _File:
    """A file that is being read: rows that are held, what was written of it, and its bad rows as lines."""

    came: Came
    tables: list[Any] = field(default_factory=list)
    rows: int = 0
    parts: list[Part] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
