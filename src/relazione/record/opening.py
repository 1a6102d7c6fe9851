"""The record room: opening a record file, and telling the user what is wrong with one.

Whatever SQLite reports becomes an error of `relazione.model.errors` that says what, where and what to do (exit code 3).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relazione.model.errors import LockedRecord, NewerRecord, NoRecord, NotARecord, RecordError, WrongUse
from relazione.record import schema

_MAGIC = b"SQLite format 3\0"
_READ_AGAIN = "Keep the file aside and read the documents into a new record (--db OTHER)."


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into errors of a record at `path`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error
    except UnicodeEncodeError as error:  # a name, a note or an id that came as bytes of another encoding
        raise WrongUse(f"{str(error.object)[:60]!a} is no text: it holds bytes that stand for no letter.") from error


def explain(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """The error for the user that stands for one of SQLite; the error itself where it is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedRecord(f"{path} is in use by another process: wait until it has finished, or use another --db.")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return NotARecord(f"{path} is damaged or no record of Relazione ({error}). {_READ_AGAIN}")
    if code == sqlite3.SQLITE_FULL:
        return RecordError(
            f"no room left on the disk for {path}: what was to be added was not, all before it is safe. Make room and repeat."
        )
    if code == sqlite3.SQLITE_READONLY:
        return RecordError(f"{path} cannot be written: change its rights, or use another --db.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return RecordError(f"{path} cannot be opened: see that its folder is there and that you may read and write it.")
    if code == sqlite3.SQLITE_IOERR:
        return RecordError(f"the disk failed while {path} was read or written ({error}): nothing was half written. Try again.")
    return error


def connect(path: Path, *, create: bool, read_only: bool, patience: float) -> sqlite3.Connection:
    """An open connection to a checked record; `patience` is how many seconds to wait for another process.

    Raises NoRecord, NotARecord, NewerRecord, LockedRecord or RecordError.
    """
    exists = path.exists()
    if path.is_dir():
        raise NotARecord(f"{path} is a folder: name a file (--db FILE).")
    if not exists and not create:
        raise NoRecord(f"there is no record at {path}: make one with `relazione read ARTICLE --db {path}`.")
    if exists:
        _check_file(path, create)
    with told(path):
        connection = _connect(path, read_only, patience)
        try:
            _check_tables(connection, path, create and not read_only)
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                _add_what_is_new(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def address(path: Path, read_only: bool) -> str:
    """The address under which SQLite opens a file."""
    found = path.resolve().as_uri() + ("?mode=ro" if read_only else "?mode=rwc")
    if read_only and not os.access(path.resolve().parent, os.W_OK) and not _beside(path, "-wal").exists():
        found += "&immutable=1"  # a WAL file needs a writable folder even for reading, a finished one does not
    return found


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether there is a table, or a view in the place of one, in any of the files that the connection has open."""
    return connection.execute("SELECT 1 FROM pragma_table_info(?) LIMIT 1", (name,)).fetchone() is not None


def _connect(path: Path, read_only: bool, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address(path, read_only), uri=True, isolation_level=None, timeout=patience, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -32000")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _check_file(path: Path, create: bool) -> None:
    """Refuse what is no SQLite file, and one that was cut off, before SQLite reads from it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
        log = _beside(path, "-wal")
        has_log = log.exists() and log.stat().st_size > 0
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}): change its rights, or use another --db.") from error
    if not head and (create or has_log):
        return
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise NotARecord(f"{path} is no record of Relazione: name another file (--db FILE).")
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    if not has_log and size < page * int.from_bytes(head[28:32], "big"):
        raise NotARecord(f"{path} is damaged: it was cut off after {size} bytes. {_READ_AGAIN}")


def _check_tables(connection: sqlite3.Connection, path: Path, may_create: bool) -> None:
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if application == 0 and tables == 0 and may_create:
        _create(connection)
        return
    if application != schema.APPLICATION_ID:
        raise NotARecord(f"{path} is no record of Relazione: name another file (--db FILE).")
    if version > schema.SCHEMA_VERSION:
        raise NewerRecord(
            f"{path} was written by a later version of Relazione (record version {version}, this one reads up to "
            f"{schema.SCHEMA_VERSION}): install the later version."
        )


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:  # another process may have been first
            for statement in statements(
                schema.HISTORY + schema.DATASETS + schema.JUDGEMENTS + schema.triggers() + schema.PROJECTION
            ):
                connection.execute(statement)
            connection.execute("INSERT INTO settings VALUES ('projection', ?)", (str(schema.PROJECTION_VERSION),))
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _add_what_is_new(connection: sqlite3.Connection) -> None:
    """Give a record of before the tables that were added since."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    missing = dict.fromkeys(script for name, script in schema.ADDITIONS.items() if name not in names)
    if not missing:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in (*missing, schema.triggers()):
            for statement in statements(script):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one, so that they can share a transaction (`executescript` would commit)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing of what is written inside; inside another transaction, a part of that one."""
    with told(path):
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
