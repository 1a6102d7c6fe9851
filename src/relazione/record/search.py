"""The record room: full-text search over facts and over the paragraphs of texts, accents and case folded.

A user's words are quoted one by one before they reach FTS5, so that no sign in them can be a syntax error. The last word
may be the
beginning of one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from relazione.model.documents import JOIN, Block
from relazione.model.record import Fact

_WORD = re.compile(r"\w+")
_LONGEST_PASSAGE = 2000
MARKS = ("\ue000", "\ue001")
"""Stand around a found word in `Hit.snippet`: private-use characters, which no text has and no page must escape twice."""


class Hit(msgspec.Struct, frozen=True):
    """A fact (`id` is its id, `text` its label) or a passage (`id` is its document's, with offsets) that has all the words."""

    kind: Literal["fact", "passage"]
    id: str
    text: str
    snippet: str
    start: int = 0
    end: int = 0
    fact_kind: str = ""


def match_of(words: str) -> str:
    """The FTS5 query for a user's words: all of them, each once, in any order; "" where there is no word."""
    found = _WORD.findall(words.replace("ı", "i").replace("İ", "I"))
    if not found:
        return ""
    quoted = [f'"{word}"' for word in found]
    return " ".join([*dict.fromkeys(quoted[:-1]), quoted[-1] + "*"])


def search(connection: sqlite3.Connection, words: str, limit: int = 20) -> list[Hit]:
    """Facts that have all the words, best first, then passages; at most `limit` of each."""
    query = match_of(words)
    if not query:
        return []
    marks = (*MARKS, "…")
    facts = connection.execute(
        "SELECT f.id, f.kind, w.label, snippet(fact_words, 0, ?, ?, ?, 40) FROM fact_words w JOIN facts f ON f.number = w.rowid "
        "WHERE fact_words MATCH ? ORDER BY bm25(fact_words, 4.0, 1.0), f.number LIMIT ?",
        (*marks, query, limit),
    )
    hits = [Hit("fact", id_, label, snippet, fact_kind=kind) for id_, kind, label, snippet in facts]
    passages = connection.execute(
        "SELECT p.document, w.text, snippet(passage_words, 0, ?, ?, ?, 40), p.start_at, p.end_at "
        "FROM passage_words w JOIN passages p ON p.number = w.rowid WHERE passage_words MATCH ? "
        "ORDER BY bm25(passage_words), p.number LIMIT ?",
        (*marks, query, limit),
    )
    return hits + [Hit("passage", document, text, snippet, start, end) for document, text, snippet, start, end in passages]


def body_of(fact: Fact) -> str:
    """All words of a fact's values."""
    return " ".join(_folded(text) for field in fact.fields for value in field.values for text in _texts(value.value))


def _folded(text: str) -> str:
    return text.replace("ı", "i").replace("İ", "I")  # Unicode gives these letters no accent to remove


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{value:g}"


def index_passages(connection: sqlite3.Connection, document: str, blocks: Sequence[Block], text: str) -> None:
    """Put the paragraphs of the latest version into the index, in the place of those of the version before."""
    old = [(row[0],) for row in connection.execute("SELECT number FROM passages WHERE document = ?", (document,))]
    connection.executemany("DELETE FROM passage_words WHERE rowid = ?", old)
    connection.executemany("DELETE FROM passages WHERE number = ?", old)
    for start, end in spans(blocks, text):
        number = connection.execute(
            "INSERT INTO passages (document, start_at, end_at) VALUES (?, ?, ?)", (document, start, end)
        ).lastrowid
        connection.execute(
            "INSERT INTO passage_words (rowid, text) VALUES (?, ?)", (number, _folded(text[start:end].replace(JOIN, "")))
        )


def spans(blocks: Sequence[Block], text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: the document's blocks, or its lines where it has none; cut where they are very long."""
    whole = [(block.start, block.end) for block in blocks]
    if not whole:
        whole = [match.span() for match in re.finditer(r"[^\n]+", text)]
    for start, end in whole:
        while end - start > _LONGEST_PASSAGE:
            cut = text.rfind(" ", start, start + _LONGEST_PASSAGE)
            cut = cut if cut > start else start + _LONGEST_PASSAGE
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end
