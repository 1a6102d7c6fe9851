"""The record room: opening a lake's `loads.db`, and telling the user what is wrong with one (exit code 3)."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relazione.model.errors import LockedRecord, NewerRecord, NoRecord, NotARecord, RecordError, RelazioneError, WrongUse
from relazione.record.lake.tables import APPLICATION_ID, LAYOUT_VERSION, TABLES
from relazione.record.opening import statements

BOOK = "loads.db"
PATIENCE = 10.0
"""Seconds to wait while another process writes into the list of loads, which it does for an instant."""
_MAGIC = b"SQLite format 3\0"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def full(place: Path) -> RecordError:
    """The error of a disk without room."""
    return RecordError(
        f"no room left on the disk for {place}: what was to be added was not, all before it is safe. Make room and repeat."
    )


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn what SQLite, DuckDB, Arrow and the system say inside the block into errors of the lake at `place`."""
    try:
        yield
    except RelazioneError:
        raise
    except sqlite3.DatabaseError as error:
        known = _of_sqlite(error, place)
        if known is error:
            raise
        raise known from error
    except OSError as error:
        if error.errno in _FULL:
            raise full(place) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise RecordError(
                f"{error.filename or place} cannot be used: change its rights, or name another lake (--lake DIR)."
            ) from error
        raise RecordError(
            f"the disk failed at {error.filename or place} ({error}): nothing was half written. Try again."
        ) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        found = _of_duckdb(error, place)
        if found is error:
            raise
        raise found from error


def _of_sqlite(error: sqlite3.DatabaseError, place: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedRecord(f"{place} is in use by another process: wait until it has finished, or use another --lake.")
    if code == sqlite3.SQLITE_FULL:
        return full(place)
    if code == sqlite3.SQLITE_READONLY:
        return RecordError(f"{place} cannot be written: change its rights, or name another lake (--lake DIR).")
    if code == sqlite3.SQLITE_CANTOPEN:
        return RecordError(f"{place / BOOK} cannot be opened: see that it is there and that you may read and write it.")
    if code == sqlite3.SQLITE_IOERR:
        return RecordError(
            f"the disk failed while {place / BOOK} was read or written ({error}): nothing was half written. Try again."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or isinstance(error, sqlite3.OperationalError):
        return _damaged(place, str(error))
    return error


def _of_duckdb(error: Exception, place: Path) -> Exception:
    said = str(error)
    if "No space left" in said or "File too large" in said or "max_temp_directory_size" in said:
        return full(place)
    if type(error).__name__ == "OutOfMemoryException":
        return RecordError(
            f"there is not enough memory to sort the rows of {place}; all that was loaded is safe. Repeat with more."
        )
    return (
        _damaged(place, said)
        if type(error).__name__ in ("IOException", "InvalidInputException", "SerializationException")
        else error
    )


def _damaged(place: Path, why: str) -> NotARecord:
    return NotARecord(f"{place} is damaged or no lake of Relazione ({why[:300]}). Load the files into a new one (--lake OTHER).")


def connect(place: Path, *, create: bool) -> sqlite3.Connection:
    """An open connection to the list of loads of a checked lake; with `create`, the lake is made where there is none.

    Raises NoRecord, NotARecord, NewerRecord, LockedRecord or RecordError.
    """
    book = place / BOOK
    if place.exists() and not place.is_dir():
        raise NotARecord(f"{place} is a file, and a lake is a folder: name another one (--lake DIR).")
    with told(place):
        if not book.exists():
            if not create:
                raise NoRecord(f"there is no lake at {place}: make one with `relazione feed add PATH --lake {place}`.")
            _refuse_others(place)
            place.mkdir(parents=True, exist_ok=True)
        else:
            _check_head(book)
        connection = _connect(book, create)
        try:
            _check_tables(connection, place, create)
        except BaseException:
            connection.close()
            raise
    return connection


def _refuse_others(place: Path) -> None:
    """A lake is made in an empty folder only, so that no file of anybody is taken for one of its own."""
    if place.is_dir() and any(place.iterdir()):
        raise WrongUse(f"{place} holds other files and is no lake: name a new or an empty folder (--lake DIR).")


def _check_head(book: Path) -> None:
    with book.open("rb") as file:
        head = file.read(16)
    if head and head != _MAGIC:
        raise NotARecord(f"{book} is no list of loads of Relazione: name another lake (--lake DIR).")


def _connect(book: Path, write: bool) -> sqlite3.Connection:
    may_write = os.access(book.parent, os.W_OK)
    mode = "rwc" if write else "rw" if may_write else "ro"
    address = f"{book.resolve().as_uri()}?mode={mode}" + ("" if may_write or write else "&immutable=1")
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _check_tables(connection: sqlite3.Connection, place: Path, create: bool) -> None:
    application, version = _marks(connection)
    if application == 0 and create and not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        _make(connection)
        application, version = _marks(connection)
    if application != APPLICATION_ID:
        raise NotARecord(f"{place / BOOK} is no list of loads of Relazione: name another lake (--lake DIR).")
    if version > LAYOUT_VERSION:
        raise NewerRecord(
            f"{place} was written by a later version of Relazione (layout {version}, this one reads up to {LAYOUT_VERSION}): "
            "install the later version."
        )


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    return (
        int(connection.execute("PRAGMA application_id").fetchone()[0]),
        int(connection.execute("PRAGMA user_version").fetchone()[0]),
    )


def _make(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:  # another process may have been first
            for statement in statements(TABLES):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {LAYOUT_VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
