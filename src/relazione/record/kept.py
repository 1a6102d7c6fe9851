"""The record room: projections of earlier moments, kept so that the same question is not worked out twice.

Files in the user's cache folder, named by what was known at the moment; the MOST used last, and no more than LARGEST bytes of them.
Any of them can be deleted at any time. Where no file can be written a projection is made in memory, for its one use.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from relazione.record.turns import Turns
from relazione.sources.wiki_cache import cache_folder

MOST = 8
"""Files at most."""
LARGEST = 1_000_000_000
"""Bytes of all of them; the one used last is kept however large it is."""
FORGOTTEN = 3600
"""Seconds after which a file that was not finished is no one's any more."""
TURNS = Turns("other earlier moments of the record are being worked out", at_once=1)
"""Whoever asks for moment after moment does not take a server's threads from its other pages."""

Connect = Callable[[str], sqlite3.Connection]


def folder() -> Path:
    """Where the files are."""
    return cache_folder().with_name("known-at")


def opened(key: str, connect: Connect, make: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """A connection to the projection of that name, by `connect`; where there is none, `make` fills one first. Raises BusyRecord."""
    file = folder() / f"{key}.db"
    found = _reopened(file, connect)
    if found is not None:
        return found
    with TURNS.turn():  # several pages of one moment are asked for at once: the first makes it, the others wait
        found = _reopened(file, connect)
        if found is None:
            try:
                _write(file, connect, make)
                found = _reopened(file, connect)
            except OSError:
                pass  # a folder that cannot be written, a full disk
            except sqlite3.OperationalError as error:
                if not _is_of_the_disk(error):
                    raise
        if found is None:
            found = connect("file::memory:")
            make(found)
    return found


def _reopened(file: Path, connect: Connect) -> sqlite3.Connection | None:
    if not file.is_file():
        return None
    with suppress(OSError):
        os.utime(file)
    try:
        return connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1")
    except sqlite3.OperationalError:
        if file.is_file():
            raise
        return None  # another process made room


def _is_of_the_disk(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _write(file: Path, connect: Connect, make: Callable[[sqlite3.Connection], None]) -> None:
    """Make the file: whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix="making-", suffix=".db", dir=file.parent)
    os.close(handle)
    try:
        connection = connect(f"{Path(name).resolve().as_uri()}?mode=rwc")
        try:
            make(connection)
        finally:
            connection.close()
        with open(name, "rb") as done:
            os.fsync(done.fileno())
        os.replace(name, file)
    finally:
        with suppress(OSError):
            os.unlink(name)
    _make_room(file)


def _make_room(latest: Path) -> None:
    files = []
    for file in latest.parent.glob("*.db"):
        with suppress(OSError):
            told = file.stat()
            files.append((told.st_mtime, told.st_size, file))
    size = 0
    for place, (used, bytes_, file) in enumerate(sorted(files, reverse=True)):
        size += bytes_
        making = file.name.startswith("making-")
        gone = used < time.time() - FORGOTTEN if making else place >= MOST or size > LARGEST
        if gone and file != latest:
            with suppress(OSError):
                file.unlink()
