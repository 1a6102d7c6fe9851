"""The record room: the files of a lake on the disk: written aside, made lasting, then named; and what is nobody's, removed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from relazione.model.errors import LockedRecord, NotARecord
from relazione.record.lake.opening import told
from relazione.record.processes import this_process

ROWS, MONTHS, WAITING, ASIDE, TMP = "rows", "months", "waiting", "aside", "tmp"
LOCK = "lock"


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Be the one process that writes. The system lets go of the lock when the process ends, however it ends.

    Raises LockedRecord where another one writes.
    """
    with told(place):
        lock = sqlite3.connect(place / LOCK, isolation_level=None, timeout=0)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                with told(place):
                    raise
            raise LockedRecord(
                f"another process writes into {place}{_holder(place)}: wait until it has finished. Reading goes on meanwhile."
            ) from error
        with told(place):
            (place / f"{LOCK}.by").write_text(this_process(), encoding="utf-8")
        yield
    finally:
        lock.close()


def _holder(place: Path) -> str:
    try:
        return f" ({(place / f'{LOCK}.by').read_text(encoding='utf-8')[:80]})"
    except (OSError, UnicodeDecodeError):
        return ""


_NAME = re.compile(r"(rows/-?\d+|months|waiting|aside)/[\w-]+\.(parquet|jsonl)", re.ASCII)


def listed_file(place: Path, name: str) -> Path:
    """The path of a file that `loads.db` lists. Raises NotARecord where its name is none that a lake gives: a list that comes from
    elsewhere reaches nothing outside the lake."""
    if not _NAME.fullmatch(name):
        raise NotARecord(
            f"{place} is damaged: it lists {name[:80]!r}, which is no file of a lake. Load the files into a new one (--lake OTHER)."
        )
    return place / name


class Pending:
    """Files that are being written: under tmp/ first, at their own place once they are whole; taken away again where what they
    belong to fails."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._named: list[Path] = []

    def temporary(self, name: str) -> Path:
        """The path under which the file `name` (of the lake, as "rows/2014/000007.parquet") is to be written."""
        path = self.place / TMP / name.replace("/", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def settle(self, name: str) -> int:
        """Make a written file lasting and give it its name; its size in bytes."""
        path, target = self.temporary(name), self.place / name
        sync(path)
        size = path.stat().st_size
        if not target.parent.exists():
            target.parent.mkdir(parents=True)
            sync(target.parent.parent)
        os.replace(path, target)
        sync(target.parent)
        self._named.append(target)
        return size

    def done(self) -> None:
        """They are listed now."""
        self._named.clear()

    def undo(self) -> None:
        """They will not be listed."""
        self.drop([path.relative_to(self.place).as_posix() for path in self._named])

    def drop(self, names: list[str]) -> None:
        """Some of them will not be."""
        gone = {self.place / name for name in names}
        self._named = [path for path in self._named if path not in gone]
        remove(self.place, names)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(place: Path, names: list[str]) -> None:
    """Take away files that are listed no more. One that cannot be removed now is nobody's at the next opening."""
    for name in names:
        with suppress(OSError):
            listed_file(place, name).unlink()


def sweep(place: Path, listed: set[str]) -> None:
    """Remove what a process that was killed left behind: files in the lake's folders that are not listed, and all in tmp/."""
    shutil.rmtree(place / TMP, ignore_errors=True)
    for folder in (ROWS, MONTHS, WAITING, ASIDE):
        if (place / folder).is_symlink():
            continue
        for path in sorted((place / folder).rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.rmdir()  # only where it is empty
            elif path.relative_to(place).as_posix() not in listed:
                with suppress(OSError):
                    path.unlink()


def size_of(place: Path) -> int:
    """Bytes that the folder takes on the disk."""
    total = 0
    for folder, _, names in os.walk(place):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total
