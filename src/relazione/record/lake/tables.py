"""The record room: the tables of a lake's `loads.db`."""

from __future__ import annotations

APPLICATION_ID = 0x524C4B45
"""RLKE: the mark of a lake's list of loads, in the head of the SQLite file."""
LAYOUT_VERSION = 1
"""Version of the layout of the folder and of these tables."""

TABLES = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- A file of a feed that was read: sha256 of its bytes; content is the mark of what it unpacks to (same.Seen), of size bytes; crc as a
-- zip file says it. state: waiting (its rows are not sorted in yet), in force, replaced (read again as another load).
CREATE TABLE loads (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'in force', 'replaced')),
    feed TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    size INTEGER NOT NULL,
    crc INTEGER,
    at TEXT NOT NULL,
    reference TEXT NOT NULL,
    read INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    bad INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    replaces INTEGER REFERENCES loads,
    aside TEXT,
    cut_off TEXT NOT NULL DEFAULT ''
);
CREATE INDEX loads_by_content ON loads (content);
CREATE INDEX loads_by_sha256 ON loads (sha256);
CREATE INDEX loads_by_size ON loads (size);
-- Where a load was found, by which a file that did not change is known without reading it.
CREATE TABLE places (
    path TEXT NOT NULL, size_there INTEGER NOT NULL, modified INTEGER NOT NULL, load INTEGER NOT NULL REFERENCES loads,
    PRIMARY KEY (path, load)
) WITHOUT ROWID;
-- Rows of a load that were left out or bad, by reason.
CREATE TABLE counts (
    load INTEGER NOT NULL REFERENCES loads, what TEXT NOT NULL CHECK (what IN ('left out', 'bad')), why TEXT NOT NULL,
    rows INTEGER NOT NULL, PRIMARY KEY (load, what, why)
) WITHOUT ROWID;
-- Rows of a load in a year, and how many of them another row stands for.
CREATE TABLE load_years (
    load INTEGER NOT NULL REFERENCES loads, year INTEGER NOT NULL, rows INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (load, year)
) WITHOUT ROWID;
-- The Parquet files; of sorted ones, last_load is the last load that there was when they were made. state: waiting (as loaded), ready (a sorted year that is not in force yet), in force, replaced (to be removed).
CREATE TABLE files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'in force', 'replaced')),
    year INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    replaced_at REAL,
    last_load INTEGER
);
-- The file of the months of all sorted rows (`months`), as the files above: ready, in force, replaced.
CREATE TABLE months (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('ready', 'in force', 'replaced')),
    name TEXT NOT NULL UNIQUE,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    replaced_at REAL
);
-- Rows of a sorted file by feed and day.
CREATE TABLE days (
    file INTEGER NOT NULL REFERENCES files, feed TEXT NOT NULL, day INTEGER NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (file, feed, day)
) WITHOUT ROWID;
"""
