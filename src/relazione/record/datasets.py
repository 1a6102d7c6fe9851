"""The record room: data files: what is known of each, and its typed columns, from which panels and networks are made.

Columns lie in the record deflated, as the bytes that an array is made from; `numpy.frombuffer(column.data, "<i4")` reads one.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

import msgspec

from relazione.model.documents import Document
from relazione.record.opening import has_table
from relazione.record.writing import encode, now, version_digest


class LeftOut(msgspec.Struct, frozen=True):
    """A row of a data file that was left out."""

    line: int
    why: str
    text: str = ""


class DataFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a dataset."""

    dataset: str
    release: str
    sha256: str
    first: str
    last: str
    rows: int
    bad: tuple[LeftOut, ...] = ()
    bad_rows: int = 0
    document: str = ""
    added: str = ""


class DataColumn(msgspec.Struct, frozen=True):
    """One typed column: int32 (-2147483648: unknown), float64 (NaN: unknown), or int32 numbers of `texts` (-1: unknown)."""

    name: str
    kind: str
    data: bytes
    texts: tuple[str, ...] = ()


def write_file(connection: sqlite3.Connection, document: Document, file: DataFile, columns: Iterable[DataColumn]) -> None:
    """Keep a file and its columns; where the dataset's latest file is the same one, only columns that an earlier version of
    Relazione did not make of it. To be called inside a transaction."""
    latest = connection.execute(
        "SELECT sha256, number FROM data_files WHERE document = ? ORDER BY number DESC LIMIT 1", (document.id,)
    ).fetchone()
    if latest and latest[0] == file.sha256:
        known = {row[0] for row in connection.execute("SELECT name FROM data_columns WHERE file = ?", (latest[1],))}
        _write_columns(connection, latest[1], (one for one in columns if one.name not in known))
        return
    version = connection.execute(
        "SELECT number FROM versions WHERE document = ? AND digest = ?", (document.id, version_digest(document))
    ).fetchone()[0]
    number = connection.execute(
        "INSERT INTO data_files (document, version, dataset, release, sha256, first, last, rows, bad, bad_rows, added) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id, version, file.dataset, file.release, file.sha256, file.first, file.last, file.rows,
            encode(file.bad), file.bad_rows, now(),
        ),
    ).lastrowid  # fmt: skip
    assert number is not None
    _write_columns(connection, number, columns)


def _write_columns(connection: sqlite3.Connection, number: int, columns: Iterable[DataColumn]) -> None:
    connection.executemany(
        "INSERT INTO data_columns VALUES (?, ?, ?, ?, ?)",
        ((number, one.name, one.kind, zlib.compress(one.data, 1), encode(one.texts)) for one in columns),
    )


_LATEST = (
    "SELECT max(f.number) FROM data_files f JOIN document_states s ON s.document = f.document "
    "WHERE s.withdrawn = 0 AND (?1 IS NULL OR f.dataset = ?1) GROUP BY f.document ORDER BY min(f.number)"
)


def files(connection: sqlite3.Connection) -> list[DataFile]:
    """The latest file of each dataset that is not withdrawn."""
    if not has_table(connection, "data_files"):
        return []
    query = (
        "SELECT dataset, release, sha256, first, last, rows, bad, bad_rows, document, added FROM data_files "
        f"WHERE number IN ({_LATEST}) ORDER BY number"
    )
    decoder = msgspec.json.Decoder(tuple[LeftOut, ...])
    return [
        DataFile(
            dataset=row[0], release=row[1], sha256=row[2], first=row[3], last=row[4], rows=row[5],
            bad=decoder.decode(row[6]), bad_rows=row[7], document=row[8], added=row[9],
        )
        for row in connection.execute(query, (None,))
    ]  # fmt: skip


def columns(
    connection: sqlite3.Connection, dataset: str, names: Iterable[str] | None = None, edition: str | None = None
) -> dict[str, DataColumn] | None:
    """Columns of a dataset, by name; None where there is no file that counts. Of one with several editions (a file a year) that of
    the release `edition`, else the one that covers the latest days."""
    if not has_table(connection, "data_files"):
        return None
    found = connection.execute(
        f"SELECT number FROM data_files WHERE number IN ({_LATEST}) AND (?2 IS NULL OR release = ?2) ORDER BY last DESC, number DESC",
        (dataset, edition),
    ).fetchone()
    if not found:
        return None
    wanted = None if names is None else set(names)
    decoder = msgspec.json.Decoder(tuple[str, ...])
    rows = connection.execute("SELECT name, kind, data, texts FROM data_columns WHERE file = ?", (found[0],))
    return {
        name: DataColumn(name, kind, zlib.decompress(data), decoder.decode(texts))
        for name, kind, data, texts in rows
        if wanted is None or name in wanted
    }
