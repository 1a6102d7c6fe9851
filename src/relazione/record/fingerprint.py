"""The record room: what tells a record from another one, and from itself before it was told more."""

from __future__ import annotations

import hashlib
import sqlite3

from relazione.record.opening import has_table

_TOLD = {
    "versions": "SELECT document, digest FROM versions ORDER BY document, digest",
    "readings": "SELECT document, coder, digest FROM readings ORDER BY document, number",
    "decisions": "SELECT id, claim, verdict, by, at FROM decisions ORDER BY id",
    "links": "SELECT id, left, right, same, by, at FROM links ORDER BY id",
    "link_withdrawals": "SELECT link, by, at FROM link_withdrawals ORDER BY link",
    "withdrawals": "SELECT document, withdrawn, by, at FROM withdrawals ORDER BY at, number",
    "data_files": "SELECT dataset, release, sha256 FROM data_files ORDER BY dataset, release, sha256",
}


def fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 over what went in: texts, readings, judgements, data files. Two records that were told the same have the same one,
    whenever and in whatever order their documents came."""
    digest = hashlib.sha256()
    for table, query in _TOLD.items():
        digest.update(f"{table}\n".encode())
        if has_table(connection, table):
            for row in connection.execute(query):
                digest.update("\t".join(map(str, row)).encode() + b"\n")
    return digest.hexdigest()


def newest(connection: sqlite3.Connection) -> str:
    """What changes whenever the record is told something, or its facts are made in another way: how many rows each of the same tables has,
    to which rows are only ever added. Cheap, and of this file alone; `fingerprint` is of what was told."""
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] if has_table(connection, table) else 0
        for table in _TOLD
    ]
    projected = connection.execute("SELECT value FROM settings WHERE key = 'projection'").fetchone()
    return "-".join(map(str, (*counts, *(projected or ("",)))))
