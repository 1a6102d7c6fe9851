"""The record room: the one door of a lake."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from relazione.model.errors import InputError, RecordError
from relazione.record.lake.engine import require
from relazione.record.lake.folder import listed_file, remove, sweep, writing
from relazione.record.lake.gathering import Gatherer, Outcome
from relazione.record.lake.hands import hands
from relazione.record.lake.loading import Loading, take
from relazione.record.lake.months import in_force
from relazione.record.lake.opening import connect, told, transaction
from relazione.record.lake.seam import Reader, Readers
from relazione.record.lake.status import LakeStatus, status
from relazione.record.lake.tidying import Tidied, tidy, years_to_tidy

GRACE = 600.0
"""Seconds for which files that were replaced are kept at least, for those who had listed them before."""


class Lake:
    """An open lake. Use it as a context manager, or call `close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path | str, create: bool = False) -> Self:
        """Open the lake in a folder; with `create`, make it where there is none.

        Raises NoRecord, NotARecord (another folder, or damaged), NewerRecord, LockedRecord, RecordError.
        """
        place = Path(path)
        return cls(place, connect(place, create=create))

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one that writes, and remove what nobody needs: what a killed process left, files replaced long enough ago.

        Raises LockedRecord where another process writes.
        """
        require()
        with writing(self.path):
            with told(self.path):
                self._clear()
            try:
                yield
            except BaseException:
                with suppress(RecordError, sqlite3.Error, OSError):
                    sweep(self.path, self._listed())  # what was written for nothing takes no room until the next time
                raise

    def _clear(self) -> None:
        old = ("replaced", time.time() - GRACE)
        names = [name for (name,) in self._connection.execute("SELECT name FROM files WHERE state = ? AND replaced_at <= ?", old)]
        if names:
            with transaction(self._connection):
                self._connection.execute(
                    "DELETE FROM days WHERE file IN (SELECT number FROM files WHERE state = ? AND replaced_at <= ?)", old
                )
                self._connection.execute("DELETE FROM files WHERE state = ? AND replaced_at <= ?", old)
            remove(self.path, names)
        self._connection.execute("DELETE FROM months WHERE state = ? AND replaced_at <= ?", old)
        sweep(self.path, self._listed())

    def _listed(self) -> set[str]:
        """Names of all files that count."""
        listed = self._connection.execute(
            "SELECT name FROM files UNION ALL SELECT name FROM months UNION ALL SELECT aside FROM loads WHERE aside IS NOT NULL"
        )
        return {name for (name,) in listed}

    def add(
        self,
        paths: Iterable[Path],
        *,
        again: bool = False,
        reader: Reader | None = None,
        watch: Callable[[Path, int], None] | None = None,
        sorting: Callable[[int], None] | None = None,
        tidied: Callable[[Tidied], None] | None = None,
        jobs: int = 1,
    ) -> Iterator[Outcome]:
        """Load files, and those in folders; what became of each, when that is so for good. At the end the years that were touched are
        tidied, and only then what came is seen.

        A file that the lake has is not loaded again, whatever its name and however it is packed; with `again` it is, in place of what it
        was. `watch` is told the file that is read and the rows read of it, `sorting` each year that is sorted, `tidied` what came of it. With several `jobs` so many
        processes read; the lake is the same. Raises LockedRecord, RecordError (a full disk); bad files are told as outcomes.
        """
        by = reader or Readers()
        with self.writing(), hands(self.path, by, watch, jobs) as busy:
            yield from Loading(self.path, self._connection, by, busy, again).run(_files(paths, by))
            busy.close()
            self._tidy(tidied, sorting)

    def add_rows(self, name: str, feed: str, batches: Iterable[Any]) -> Outcome:
        """Take in batches (`lake.seam.Batch`) that come from no file, such as made ones; the same name again adds nothing."""
        with self.writing():
            gatherer = Gatherer(self.path, Readers())
            try:
                outcome = take(self.path, self._connection, gatherer, name, feed, batches)
            finally:
                gatherer.undo()
            self._tidy()
        return outcome

    def tidy(self, tidied: Callable[[Tidied], None] | None = None, sorting: Callable[[int], None] | None = None) -> list[Tidied]:
        """Sort in what waits, as `add` does at its end: for a lake whose writer was killed."""
        with self.writing():
            return self._tidy(tidied, sorting)

    def _tidy(self, tell: Callable[[Tidied], None] | None = None, sorting: Callable[[int], None] | None = None) -> list[Tidied]:
        done = []
        for one in tidy(self.path, self._connection, sorting):
            done.append(one)
            if tell:
                tell(one)
        return done

    def waiting(self) -> list[int]:
        """Years that have to be tidied."""
        with told(self.path):
            return years_to_tidy(self._connection)

    def files(self, years: Iterable[int] | None = None) -> list[Path]:
        """The Parquet files in force, each one sorted year, in order."""
        with told(self.path):
            found = self._connection.execute(
                "SELECT year, name FROM files WHERE state = 'in force' AND rows > 0 ORDER BY year"
            ).fetchall()
        wanted = None if years is None else set(years)
        return [listed_file(self.path, name) for year, name in found if wanted is None or year in wanted]

    def months(self) -> list[Path]:
        """The Parquet file in force of what the rows of each pair, month and feed tell (columns: `lake.months`); none without rows."""
        with told(self.path):
            found = in_force(self.path, self._connection)
        return [found] if found else []

    def repeated(self, load: int) -> int:
        """How many rows of a load are in the lake as the same row of another."""
        with told(self.path):
            found = self._connection.execute(
                "SELECT coalesce(sum(repeated), 0) FROM load_years WHERE load = ?", (load,)
            ).fetchone()
        return int(found[0])

    def status(self) -> LakeStatus:
        """What the lake holds."""
        with told(self.path):
            return status(self.path, self._connection)


def _files(paths: Iterable[Path], reader: Reader) -> list[Path]:
    """The files, those of a folder in the reader's order. Raises InputError for a folder without files of feeds."""
    found: list[Path] = []
    for path in paths:
        within = list(reader.files_in(path)) if path.is_dir() else [path]
        if not within:
            raise InputError(f"{path}: no file of a feed that is known in this folder")
        found += within
    return found
