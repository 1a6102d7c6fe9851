"""The record room: one number for all that a record was told, so that an answer can say of which record it is."""

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
