"""The record room: the tables of a record file, in two parts.

HISTORY is append-only: triggers refuse to change or delete a row. PROJECTION is made from it by `resolve` and can be
dropped and
made again at any time. All tables are STRICT, so that a wrong type is refused when it is written.
"""

from __future__ import annotations

APPLICATION_ID = 0x52454C41
"""Tells a record from other SQLite files: "RELA" in ASCII."""

SCHEMA_VERSION = 1
"""Raised with every change of HISTORY that an older version of Relazione cannot read."""

PROJECTION_VERSION = 10
"""Raised whenever facts are made differently: a record with another number is projected anew when it is opened for writing."""

HISTORY = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE texts (
    number INTEGER PRIMARY KEY,
    hash   TEXT NOT NULL UNIQUE,      -- SHA-256 of the text
    text   TEXT NOT NULL
) STRICT;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    added  TEXT NOT NULL              -- UTC
) STRICT;
CREATE TABLE versions (
    number   INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    digest   TEXT NOT NULL,           -- of the text and of what is known about it (title, date, pair)
    text     INTEGER NOT NULL REFERENCES texts (number),
    head     TEXT NOT NULL,           -- the document as JSON, its text left out
    added    TEXT NOT NULL,
    UNIQUE (document, digest)
) STRICT;
CREATE TABLE readings (
    number   INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    version  INTEGER NOT NULL REFERENCES versions (number),
    coder    TEXT NOT NULL,
    digest   TEXT NOT NULL,           -- of the claims with their evidence
    unread   TEXT NOT NULL,           -- passages not understood, JSON
    added    TEXT NOT NULL
) STRICT;
CREATE INDEX readings_of_document ON readings (document, number);
CREATE TABLE claims (
    number   INTEGER PRIMARY KEY,     -- in the order in which the record learnt of them
    id       TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents (id),
    kind     TEXT NOT NULL,
    claim    TEXT NOT NULL,           -- JSON, with the evidence of the first reading
    person   TEXT                     -- who made it, where it is a person's edit
) STRICT;
CREATE INDEX claims_of_document ON claims (document);
CREATE TABLE reading_claims (
    reading  INTEGER NOT NULL REFERENCES readings (number),
    position INTEGER NOT NULL,
    claim    INTEGER NOT NULL REFERENCES claims (number),
    told     TEXT,                    -- the claim as in this reading, where it differs (offsets, confidence)
    PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_of_claim ON reading_claims (claim, reading);
CREATE TABLE decisions (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    claim       TEXT NOT NULL REFERENCES claims (id),
    verdict     TEXT NOT NULL CHECK (verdict IN ('accept', 'edit', 'reject', 'unsure', 'withdraw')),
    by          TEXT NOT NULL,
    at          TEXT NOT NULL,
    note        TEXT NOT NULL DEFAULT '',
    replacement TEXT REFERENCES claims (id),
    withdraws   TEXT REFERENCES decisions (id)
) STRICT;
CREATE INDEX decisions_of_claim ON decisions (claim);
CREATE TABLE links (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    left   TEXT NOT NULL REFERENCES claims (id),
    right  TEXT NOT NULL REFERENCES claims (id),
    same   INTEGER NOT NULL CHECK (same IN (0, 1)),
    by     TEXT NOT NULL,
    at     TEXT NOT NULL,
    note   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX links_of_left ON links (left);
CREATE INDEX links_of_right ON links (right);
CREATE TABLE withdrawals (
    number    INTEGER PRIMARY KEY,
    document  TEXT NOT NULL REFERENCES documents (id),
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    by        TEXT NOT NULL,
    at        TEXT NOT NULL,
    note      TEXT NOT NULL DEFAULT ''
) STRICT;
"""

DATASETS = """
CREATE TABLE IF NOT EXISTS data_files (
    number   INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    version  INTEGER NOT NULL REFERENCES versions (number),
    dataset  TEXT NOT NULL,           -- id in the catalogue
    release  TEXT NOT NULL,           -- the publisher's version
    sha256   TEXT NOT NULL,
    first    TEXT NOT NULL,           -- coverage, EDTF
    last     TEXT NOT NULL,
    rows     INTEGER NOT NULL,        -- good ones
    bad      TEXT NOT NULL,           -- rows left out, JSON
    bad_rows INTEGER NOT NULL,
    added    TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS data_files_of_document ON data_files (document, number);
CREATE TABLE IF NOT EXISTS data_columns (
    file INTEGER NOT NULL REFERENCES data_files (number),
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('int', 'float', 'text')),
    data BLOB NOT NULL,               -- int32 or float64, little-endian, deflated
    texts TEXT NOT NULL,              -- what the numbers of a column of texts stand for, JSON
    PRIMARY KEY (file, name)
) STRICT, WITHOUT ROWID;
"""
"""Data files. An addition to HISTORY that an older version can pass over: records without it get it when they are written to."""

JUDGEMENTS = """
CREATE TABLE IF NOT EXISTS link_withdrawals (
    number INTEGER PRIMARY KEY,
    link   TEXT NOT NULL REFERENCES links (id),
    by     TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS withdrawals_of_link ON link_withdrawals (link);
CREATE INDEX IF NOT EXISTS decisions_of_person ON decisions (by, at);
CREATE INDEX IF NOT EXISTS decisions_by_edit ON decisions (replacement) WHERE replacement IS NOT NULL;
CREATE INDEX IF NOT EXISTS links_of_person ON links (by, at);
"""
"""Links that were taken back, and ways to find what a person decided. An addition like DATASETS."""

ADDITIONS = {
    "data_files": DATASETS,
    "data_columns": DATASETS,
    "link_withdrawals": JUDGEMENTS,
    "links_of_person": JUDGEMENTS,
}
"""Name of a table or index -> the addition that brings it."""

APPEND_ONLY = (
    "texts",
    "documents",
    "versions",
    "readings",
    "claims",
    "reading_claims",
    "decisions",
    "links",
    "withdrawals",
    "data_files",
    "data_columns",
    "link_withdrawals",
)

PROJECTION = """
CREATE TABLE document_states (
    document  TEXT PRIMARY KEY,
    reading   INTEGER NOT NULL,        -- the latest one
    version   INTEGER NOT NULL,
    pair      TEXT,                    -- the two states that the document is about, JSON
    told_on   TEXT,                    -- EDTF: the document's own date, else its latest dated past event
    first_day INTEGER,                 -- what its dated claims cover
    last_day  INTEGER,
    withdrawn INTEGER NOT NULL,
    title     TEXT NOT NULL,           -- from here on what lists of documents show, so that no text is read for them
    date      TEXT,
    origin    TEXT NOT NULL,
    part_of   TEXT NOT NULL,
    words     INTEGER NOT NULL,
    versions  INTEGER NOT NULL,
    unread    INTEGER NOT NULL,
    kinds     TEXT NOT NULL            -- JSON: how many claims of each kind its latest reading makes
) STRICT, WITHOUT ROWID;
CREATE INDEX states_by_pair ON document_states (pair);
CREATE TABLE claim_blocks (
    claim    INTEGER PRIMARY KEY,
    block    TEXT NOT NULL,            -- only claims of one block can be the same thing
    document TEXT NOT NULL
) STRICT;
CREATE INDEX blocks_by_name ON claim_blocks (block);
CREATE INDEX blocks_of_document ON claim_blocks (document);
CREATE TABLE facts (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    kind   TEXT NOT NULL,
    type   TEXT NOT NULL,
    roster TEXT,                       -- the list that this fact belongs to, where such lists can be complete
    fact   TEXT NOT NULL,              -- JSON
    spells TEXT NOT NULL,              -- JSON: when each claim tells that it holds
    listed INTEGER NOT NULL,           -- 1: a source gives it in a list that it calls complete
    realis TEXT NOT NULL,
    disputed  INTEGER NOT NULL,        -- 1: its values, or other facts, contradict it
    claims    INTEGER NOT NULL,
    first_day INTEGER,                 -- as in fact_states; NULL: no date of its own is told
    century   INTEGER                  -- in which it begins: 20 is 1901 to 2000; NULL: undated
) STRICT;
CREATE INDEX facts_by_kind ON facts (kind, realis, disputed, century);
CREATE INDEX facts_by_type ON facts (kind, type);
CREATE INDEX facts_by_day ON facts (first_day);
CREATE INDEX facts_by_roster ON facts (roster) WHERE roster IS NOT NULL;
CREATE TABLE fact_claims (
    claim INTEGER PRIMARY KEY,
    fact  INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_of_fact ON fact_claims (fact);
CREATE TABLE fact_redirects (
    id   TEXT PRIMARY KEY,
    fact INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX redirects_of_fact ON fact_redirects (fact);
CREATE TABLE fact_states (
    state     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    fact      INTEGER NOT NULL,
    part      INTEGER NOT NULL,        -- 1 takes part, 0 is meant
    realis    TEXT NOT NULL,
    type      TEXT NOT NULL,
    first_day INTEGER,                 -- the first and last day on which it may hold; NULL: undated
    last_day  INTEGER,
    PRIMARY KEY (state, kind, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX states_by_last_day ON fact_states (state, kind, realis, last_day, first_day, part, fact);
CREATE INDEX states_by_type ON fact_states (state, kind, type, fact);
CREATE INDEX states_of_fact ON fact_states (fact);
CREATE TABLE fact_pairs (
    a     TEXT NOT NULL,               -- the two states by code, in its order
    b     TEXT NOT NULL,
    fact  INTEGER NOT NULL,
    PRIMARY KEY (a, b, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairs_of_fact ON fact_pairs (fact);
CREATE TABLE pair_lines (
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    facts      INTEGER NOT NULL,
    claims     INTEGER NOT NULL,
    documents  INTEGER NOT NULL,       -- about the two
    disputed   INTEGER NOT NULL,
    last_event INTEGER,                -- the fact that tells the latest dated event
    last_day   INTEGER,                -- its first day
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE standing (
    by       TEXT NOT NULL,
    claim    INTEGER NOT NULL,
    verdict  TEXT NOT NULL,            -- of each person the latest that was not withdrawn
    decision TEXT NOT NULL,            -- on this claim, or on an equal one of an earlier reading
    PRIMARY KEY (by, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_of_claim ON standing (claim);
CREATE TABLE rereads (
    claim   INTEGER NOT NULL,          -- of the latest reading
    earlier INTEGER NOT NULL,          -- a claim that was judged, is read no more, and stood in the same words
    PRIMARY KEY (claim, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX rereads_of_earlier ON rereads (earlier);
CREATE TABLE review (
    claim      INTEGER PRIMARY KEY,
    fact       INTEGER,
    document   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    confidence REAL NOT NULL,
    state      TEXT NOT NULL,          -- open, reread, split, unsure, judged, own
    disputed   INTEGER NOT NULL,       -- 1: another value, or another fact, speaks against it
    priority   INTEGER NOT NULL        -- doubt times weight; the greatest comes first
) STRICT;
CREATE INDEX review_by_priority ON review (priority DESC, claim);
CREATE INDEX review_by_kind ON review (kind, priority DESC, claim);
CREATE INDEX review_of_document ON review (document, priority DESC, claim);
CREATE INDEX review_by_state ON review (state, priority DESC, claim);
CREATE TABLE passages (
    number    INTEGER PRIMARY KEY,
    document  TEXT NOT NULL,
    start_at  INTEGER NOT NULL,
    end_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_of_document ON passages (document);
CREATE VIRTUAL TABLE fact_words USING fts5 (label, body, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE passage_words USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
"""

PROJECTED = (
    "document_states",
    "claim_blocks",
    "facts",
    "fact_claims",
    "fact_redirects",
    "fact_states",
    "fact_pairs",
    "pair_lines",
    "standing",
    "rereads",
    "review",
    "passages",
    "fact_words",
    "passage_words",
)

OPEN_DAY = 1 << 40
"""The last day of what is still so."""


def triggers() -> str:
    """SQL of the triggers that keep the history as it was written."""
    return "".join(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'the history of a record is never changed: {table}'); END;\n"
        for table in APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    )


def drop_projection() -> str:
    """SQL that removes the projection; the history stays."""
    return "".join(f"DROP TABLE IF EXISTS {table};\n" for table in PROJECTED)
