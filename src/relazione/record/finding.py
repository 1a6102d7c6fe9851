"""The record room: the search with filters: which facts have all the words and are of a kind, a state, a pair, a century and so on; how
many of each there are among what was found; and the passages of texts.

What was found is kept in a temporary table of the connection, so that each facet is one question to it.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.record.pairs import orders
from relazione.record.search import MARKS, Hit, match_of

MOST = 12
"""States, pairs and sources of a facet that are given: those with most facts."""
_WORD = re.compile(r"\w+")
_TABLES = ("fact_words", "passage_words")


class Filters(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked for. `pair`: two states; `century`: 20 is 1901 to 2000, -1 the last before the common era; `source`: a document's
    id; `order`: "best" (of the words), or "date", the newest first."""

    words: str = ""
    kind: str | None = None
    state: str | None = None
    pair: tuple[str, str] | None = None
    century: int | None = None
    realis: str | None = None
    disputed: bool = False
    source: str | None = None
    order: str = "best"

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return bool(match_of(self.words)) or msgspec.structs.replace(self, words="", order="best") != Filters()

    @property
    def of_facts_only(self) -> bool:
        """Whether something is asked that no passage of a text has."""
        return bool(self.kind or self.century is not None or self.realis or self.disputed)


class Facets(msgspec.Struct, frozen=True):
    """How many of the found facts there are of each; of states, pairs and sources the first ones."""

    kinds: dict[str, int]
    realis: dict[str, int]
    centuries: Annotated[dict[int, int], Meta(description="those with a date of their own")]
    disputed: int
    states: list[tuple[str, int]]
    pairs: list[tuple[str, str, int]]
    sources: list[tuple[str, int]]


class Finding(msgspec.Struct, frozen=True):
    """What was found: all facts counted, those of the page asked for, and likewise passages."""

    total: int
    facts: list[Hit]
    passages_total: int
    passages: list[Hit]
    facets: Facets


def find(
    connection: sqlite3.Connection, asked: Filters, first: int = 0, size: int = 50, passages: tuple[int, int] = (0, 10)
) -> Finding:
    """Facts and passages; `first` and `size` say which facts, `passages` likewise which passages."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS found (number INTEGER PRIMARY KEY, place REAL)")
    connection.execute("DELETE FROM temp.found")
    connection.execute(*_facts(asked))
    total = connection.execute("SELECT count(*) FROM temp.found").fetchone()[0]
    counted, told = _passages(connection, asked, *passages)
    return Finding(total, _page(connection, asked, first, size), counted, told, _facets(connection))


def _facts(asked: Filters) -> tuple[str, list[str | int]]:
    """SQL that puts the facts into the table, and its values."""
    query, where, values = "SELECT f.number, 0.0 FROM facts f", [], []
    words = match_of(asked.words)
    if words:
        query = "SELECT f.number, bm25(fact_words, 4.0, 1.0) FROM fact_words w CROSS JOIN facts f ON f.number = w.rowid"
        where.append("fact_words MATCH ?")
        values.append(words)
    for column, value in (("kind", asked.kind), ("realis", asked.realis), ("century", asked.century)):
        if value is not None:
            where.append(f"f.{column} = ?")
            values.append(value)  # type: ignore[arg-type]
    if asked.disputed:
        where.append("f.disputed")
    if asked.state:
        where.append("f.number IN (SELECT fact FROM fact_states WHERE state = ?)")
        values.append(asked.state)
    if asked.pair:
        where.append("f.number IN (SELECT fact FROM fact_pairs WHERE a = ? AND b = ?)")
        values += sorted(asked.pair)
    if asked.source:
        where.append("f.number IN (SELECT fc.fact FROM claims c JOIN fact_claims fc ON fc.claim = c.number WHERE c.document = ?)")
        values.append(asked.source)
    return f"INSERT INTO temp.found {query}{' WHERE ' if where else ''}{' AND '.join(where)}", list(values)


def _page(connection: sqlite3.Connection, asked: Filters, first: int, size: int) -> list[Hit]:
    words = match_of(asked.words)
    by_date = asked.order == "date" or not words
    order = "f.first_day IS NULL, f.first_day DESC, f.number" if by_date else "t.place, t.number"
    query = f"SELECT t.number FROM temp.found t CROSS JOIN facts f ON f.number = t.number ORDER BY {order} LIMIT ? OFFSET ?"
    numbers = [row[0] for row in connection.execute(query, (size, first))]
    marks = ", ".join("?" * len(numbers))
    rows = connection.execute(
        f"SELECT f.number, f.id, f.kind, w.label FROM facts f JOIN fact_words w ON w.rowid = f.number WHERE f.number IN ({marks})",
        numbers,
    )
    told = {number: (id_, kind, label) for number, id_, kind, label in rows}
    snippets: dict[int, str] = {}
    if words and numbers:
        least, most = min(numbers), max(numbers)
        query = (
            "SELECT rowid, snippet(fact_words, 0, ?, ?, ?, 40) FROM fact_words WHERE fact_words MATCH ? "
            f"AND rowid BETWEEN ? AND ? AND +rowid IN ({marks})"
        )  # the sign keeps SQLite from matching the words anew for each number, which takes minutes for a frequent word
        snippets = dict(connection.execute(query, (*MARKS, "…", words, least, most, *numbers)).fetchall())
    return [
        Hit("fact", id_, label, snippets.get(number, label), fact_kind=kind)
        for number in numbers
        for id_, kind, label in [told[number]]
    ]


def _passages(connection: sqlite3.Connection, asked: Filters, first: int, size: int) -> tuple[int, list[Hit]]:
    """Passages that have the words, of the source, pair or state; none where what is asked is only of facts."""
    words = match_of(asked.words)
    if not words or asked.of_facts_only:
        return 0, []
    query = "FROM passage_words w CROSS JOIN passages p ON p.number = w.rowid WHERE passage_words MATCH ?"
    values: list[str | int] = [words]
    if asked.source:
        query += " AND p.document = ?"
        values.append(asked.source)
    if asked.pair:
        query += " AND p.document IN (SELECT document FROM document_states WHERE pair IN (?, ?))"
        values += orders(*asked.pair)
    if asked.state:
        query += " AND p.document IN (SELECT document FROM document_states WHERE instr(pair, ?))"
        values.append(f'"{asked.state}"')
    counted = connection.execute(f"SELECT count(*) {query}", values).fetchone()[0]
    rows = connection.execute(
        f"SELECT p.document, w.text, snippet(passage_words, 0, ?, ?, ?, 40), p.start_at, p.end_at {query} "
        "ORDER BY bm25(passage_words), p.number LIMIT ? OFFSET ?",
        (*MARKS, "…", *values, size, first),
    )
    return counted, [Hit("passage", document, text, snippet, start, end) for document, text, snippet, start, end in rows]


def _facets(connection: sqlite3.Connection) -> Facets:
    kinds: dict[str, int] = {}
    realis: dict[str, int] = {}
    centuries: dict[int, int] = {}
    disputed = 0
    rows = connection.execute(
        "SELECT f.kind, f.realis, f.disputed, f.century, count(*) FROM temp.found t CROSS JOIN facts f ON f.number = t.number GROUP BY 1, 2, 3, 4"
    )
    for kind, how, is_disputed, century, count in rows:
        kinds[kind] = kinds.get(kind, 0) + count
        realis[how] = realis.get(how, 0) + count
        disputed += count if is_disputed else 0
        if century is not None:
            centuries[century] = centuries.get(century, 0) + count
    return Facets(
        kinds=dict(sorted(kinds.items(), key=lambda item: -item[1])),
        realis=dict(sorted(realis.items(), key=lambda item: -item[1])),
        centuries=dict(sorted(centuries.items(), reverse=True)),
        disputed=disputed,
        states=_counted(connection, "s.state", "fact_states s ON s.fact = t.number"),
        pairs=_counted(connection, "p.a, p.b", "fact_pairs p ON p.fact = t.number"),
        sources=_counted(
            connection,
            "c.document",
            "fact_claims fc ON fc.fact = t.number CROSS JOIN claims c ON c.number = fc.claim",
            "count(DISTINCT t.number)",
        ),
    )


def _counted(connection: sqlite3.Connection, what: str, tables: str, count: str = "count(*)") -> list[tuple]:  # type: ignore[type-arg]
    query = (
        f"SELECT {what}, {count} AS n FROM temp.found t CROSS JOIN {tables} GROUP BY {what} ORDER BY n DESC, {what} LIMIT {MOST}"
    )
    return [tuple(row) for row in connection.execute(query)]


def near_words(connection: sqlite3.Connection, words: str, most: int = 5) -> list[str]:
    """Words of the record that are spelt nearly like those which it does not have, the likest first."""
    from rapidfuzz import fuzz, process

    found: list[tuple[float, str]] = []
    for table in _TABLES:
        connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary_{table} USING fts5vocab(main, {table}, row)")
        for word in _WORD.findall(words.lower())[:6]:
            known = f"SELECT term FROM temp.vocabulary_{table} WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
            size = (max(3, len(word) - 3), len(word) + 3)
            terms = [row[0] for row in connection.execute(known, (word[:1], word[:1] + "\uffff", *size))]
            if word in terms or len(word) < 3 or word.isdigit():
                continue
            found += [
                (score, term) for term, score, _ in process.extract(word, terms, scorer=fuzz.ratio, limit=most, score_cutoff=70)
            ]
    return list(dict.fromkeys(term for _, term in sorted(found, key=lambda one: (-one[0], one[1]))))[:most]


def fewer_words(connection: sqlite3.Connection, words: str, most: int = 10) -> str:
    """Of a search that found nothing those words that one fact has together, or else one passage: as many
    letters as can be, short words (why, that) aside; "" where none is."""
    asked = list(dict.fromkeys(_WORD.findall(words)))[:most]
    asked = [word for word in asked if len(word) > 4 or not word.islower()] or asked
    return next((found for table in _TABLES if (found := _most_together(connection, table, asked))), "")


def _most_together(connection: sqlite3.Connection, table: str, asked: list[str]) -> str:
    by_length = sorted(asked, key=lambda word: -len(word))
    best: list[str] = []
    for seed in by_length:
        kept: list[str] = []
        for word in (seed, *by_length):
            together = match_of(" ".join(one for one in asked if one in kept or one == word))
            if (
                word not in kept
                and connection.execute(f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1", (together,)).fetchone()
            ):
                kept.append(word)
        if sum(map(len, kept)) > sum(map(len, best)):
            best = kept
    return " ".join(word for word in asked if word in best) if len(best) < len(asked) else ""
