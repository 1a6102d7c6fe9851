"""The record room: the record as it stood at an earlier moment, for reading.

A second, small file (`kept`) holds the projection of that moment; the record's own file is attached to it as `record`. Views of
the names of the history's tables show of each only what had been added until then, so that everything that asks a record asks
this one in the same words. Where nothing came later the record itself is that record, and no file is made.

The projection is made in the cheaper of two ways: from the history as it was, or from a copy of the present projection, in which the
facts are made anew that something came to later.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import relazione
from relazione.model.moments import Moment
from relazione.record import kept, opening, projection, schema
from relazione.record.counted import chunks
from relazione.record.opening import has_table, statements, told

VIEWS = {
    "documents": "SELECT * FROM record.documents WHERE number <= {documents}",
    "versions": "SELECT * FROM record.versions WHERE number <= {versions}",
    "readings": "SELECT * FROM record.readings WHERE number <= {readings}",
    "reading_claims": "SELECT * FROM record.reading_claims WHERE reading <= {readings}",
    "claims": "SELECT * FROM record.claims WHERE (number <= {claims} AND person IS NULL) OR number IN (SELECT number FROM main.edits)",
    "decisions": "SELECT * FROM record.decisions d WHERE at <= {until} AND {knows_claim}",
    "links": "SELECT * FROM record.links d WHERE at <= {until} AND {knows_left} AND {knows_right}",
    "link_withdrawals": "SELECT * FROM record.link_withdrawals WHERE at <= {until}",
    "withdrawals": "SELECT * FROM record.withdrawals WHERE at <= {until}",
    "data_files": "SELECT * FROM record.data_files WHERE version <= {versions}",
}
"""Of each table of the history what was known (`texts` and `data_columns` are asked for by number only)."""
_KNOWS = "EXISTS (SELECT 1 FROM claims c WHERE c.id = d.{column})"
_KNOWN = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE edits (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO edits SELECT DISTINCT c.number FROM record.decisions d JOIN record.claims c ON c.id = d.replacement WHERE d.at <= {until};
"""
_LATER = """
SELECT document FROM {file}readings WHERE number > :readings
UNION SELECT c.document FROM {file}decisions d JOIN {file}claims c ON c.id = d.claim WHERE d.at > :until
UNION SELECT c.document FROM {file}links l JOIN {file}claims c ON c.id IN (l.left, l.right) WHERE l.at > :until
UNION SELECT document FROM {file}withdrawals WHERE at > :until
"""
_LATER_WITHDRAWN_LINKS = """
UNION SELECT c.document FROM {file}link_withdrawals w JOIN {file}links l ON l.id = w.link
JOIN {file}claims c ON c.id IN (l.left, l.right) WHERE w.at > :until
"""
_ADDED = ("data_files", "link_withdrawals")
"""Tables that records of before do not have."""
_TOLD = (
    "SELECT number, document, digest, added FROM readings WHERE number <= :readings ORDER BY number",
    "SELECT number, id FROM decisions WHERE at <= :until ORDER BY number",
    "SELECT number, id FROM links WHERE at <= :until ORDER BY number",
    "SELECT number, document, withdrawn FROM withdrawals WHERE at <= :until ORDER BY number",
)
_TOLD_OF_LINKS = "SELECT number, link FROM link_withdrawals WHERE at <= :until ORDER BY number"
_SHADOWS = ("data", "idx", "content", "docsize", "config")
"""Tables in which FTS5 keeps an index; copied as they are, no word has to be indexed again."""


class Known(NamedTuple):
    """A moment, and the last of each thing that the record had been told by then: numbers count in the order in which they came."""

    until: str
    readings: int
    versions: int
    documents: int
    claims: int


def connect(now: sqlite3.Connection, path: Path, moment: Moment, patience: float) -> sqlite3.Connection:
    """A connection that shows a record as it stood at a moment, in the place of `now`, that of the record at present.

    Raises the errors of a record.
    """
    try:
        with told(path):
            now.execute("BEGIN")  # what another process adds from here on is not seen
            known = _known(now, moment)
            if not _later(now, known):
                return now
            key = _key(now, known)
    except BaseException:
        now.close()
        raise
    now.close()
    with told(path):
        return kept.opened(key, lambda file: _attached(file, path, known, patience), lambda made: _make(made, known))


def _known(connection: sqlite3.Connection, moment: Moment) -> Known:
    """What came until the moment. By the order in which it came: a clock that was set back parts no document from its reading."""
    last = connection.execute("SELECT max(number) FROM readings WHERE added <= ?", (moment.until,)).fetchone()[0] or 0
    rest = connection.execute(
        "SELECT (SELECT max(version) FROM readings WHERE number <= ?1), "
        "(SELECT max(number) FROM documents WHERE id IN (SELECT document FROM readings WHERE number <= ?1)), "
        "(SELECT max(claim) FROM reading_claims WHERE reading <= ?1)",
        (last,),
    ).fetchone()
    return Known(moment.until, last, *(number or 0 for number in rest))


def _later(connection: sqlite3.Connection, known: Known, file: str = "") -> list[str]:
    """The documents to which something came after the moment."""
    query = _LATER + (_LATER_WITHDRAWN_LINKS if has_table(connection, "link_withdrawals") else "")
    return [row[0] for row in connection.execute(query.format(file=file), known._asdict())]


def _key(connection: sqlite3.Connection, known: Known) -> str:
    """A name for what was known at the moment: equal where nothing came between two moments, whatever came later."""
    digest = hashlib.sha256(f"{relazione.__version__} {schema.PROJECTION_VERSION}\n".encode())
    for query in (*_TOLD, *((_TOLD_OF_LINKS,) if has_table(connection, "link_withdrawals") else ())):
        digest.update(b"-\n")
        for row in connection.execute(query, known._asdict()):
            digest.update("\t".join(map(str, row)).encode("utf-8", "backslashreplace") + b"\n")
    return digest.hexdigest()


def _attached(file: str, path: Path, known: Known, patience: float) -> sqlite3.Connection:
    """A connection to the file of a projection, with the record's own file attached and seen as it was."""
    connection = sqlite3.connect(file, uri=True, isolation_level=None, timeout=patience, check_same_thread=False)
    try:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA main.cache_size = -32000")
        connection.execute("ATTACH ? AS record", (opening.address(path, read_only=True),))
        for table, query in VIEWS.items():
            if table not in _ADDED or has_table(connection, table):
                connection.execute(f"CREATE TEMP VIEW {table} AS {_filled(query, known)}")
    except BaseException:
        connection.close()
        raise
    return connection


def _filled(query: str, known: Known) -> str:
    knows = {f"knows_{column}": _KNOWS.format(column=column) for column in ("claim", "left", "right")}
    values = {**known._asdict(), "until": f"'{known.until}'"}  # written by us: the digits and signs of a time
    return query.format(**values, **knows)


def _make(connection: sqlite3.Connection, known: Known) -> None:
    """Fill the file with the projection of the moment."""
    connection.execute("PRAGMA main.journal_mode = OFF")
    connection.execute("PRAGMA main.synchronous = OFF")
    connection.execute("BEGIN")
    for statement in statements(_filled(_KNOWN, known)):
        connection.execute(statement)
    later = _later(connection, known, "record.")
    if _is_mostly_known(connection) and _is_settled(connection):
        _copy(connection)
        _step_back(connection, later)
        projection.sign(connection)
    else:
        projection.make(connection)
    connection.execute("COMMIT")


def _is_mostly_known(connection: sqlite3.Connection) -> bool:
    known, all_ = (connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("claims", "record.claims"))
    return bool(5 * known >= 2 * all_)  # where that many have to be made anew the other way is as quick


def _is_settled(connection: sqlite3.Connection) -> bool:
    """Whether the present projection is of these rules, and whole."""
    row = connection.execute("SELECT value FROM record.settings WHERE key = 'projection'").fetchone()
    if row is None or row[0] != str(schema.PROJECTION_VERSION):
        return False
    unsettled = (
        "SELECT 1 FROM record.documents d LEFT JOIN record.document_states s ON s.document = d.id "
        "WHERE s.reading IS NOT (SELECT max(number) FROM record.readings WHERE document = d.id) LIMIT 1"
    )
    return connection.execute(unsettled).fetchone() is None


def _copy(connection: sqlite3.Connection) -> None:
    """The present projection, as it is."""
    indexes = [statement for statement in statements(schema.PROJECTION) if "CREATE INDEX" in statement]
    for statement in statements(schema.PROJECTION):
        if statement not in indexes:
            connection.execute(statement)
    for table in _stored(connection):
        connection.execute(f"DELETE FROM main.{table}")
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM record.{table}")
    for statement in indexes:
        connection.execute(statement)


def _stored(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables that the projection lies in."""
    for table in schema.PROJECTED:
        if has_table(connection, f"{table}_{_SHADOWS[0]}"):
            yield from (f"{table}_{shadow}" for shadow in _SHADOWS)
        else:
            yield table


def _step_back(connection: sqlite3.Connection, later: list[str]) -> None:
    """Make of the copied projection that of the moment: without the claims that came later, and with the facts made anew that
    something came to."""
    unknown = "SELECT b.claim FROM claim_blocks b LEFT JOIN claims c ON c.number = b.claim WHERE c.number IS NULL"
    known: set[str] = set()
    for part in chunks(later):
        marks = ", ".join("?" * len(part))
        known |= {row[0] for row in connection.execute(f"SELECT document FROM readings WHERE document IN ({marks})", part)}
    claims = [claim for (claim,) in connection.execute(unknown)]
    for part in chunks(later):  # what stands in the place of what is told by the last reading, and that is another one now
        of_them = f"(SELECT claim FROM claim_blocks WHERE document IN ({', '.join('?' * len(part))}))"
        connection.execute(f"DELETE FROM rereads WHERE claim IN {of_them} OR earlier IN {of_them}", (*part, *part))
    gone = projection.forget(connection, claims, [document for document in later if document not in known])
    projection.refresh(connection, [document for document in later if document in known], gone)
