"""The analysis room: what each source of the record covers: source by kind, years and states.

Of a data file the coverage is what its publisher says; within it a complete list says of what it does not list that it was not so. Of
a document it is what its dated claims speak of, and nothing follows from what it leaves out.

    [line for line in coverage(record) if line.kind == "mission"]
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.claims import KINDS
from relazione.model.dates import bounds, civil
from relazione.record.counted import chunks
from relazione.record.datasets import DataFile
from relazione.record.spells import Spell
from relazione.record.store import Record

_spells = msgspec.json.Decoder(tuple[Spell, ...])
_PARTIES = ("a", "b", "code", "state")
"""Columns of data files that number states."""


class Line(msgspec.Struct, frozen=True):
    """What a source tells of one kind of thing."""

    source: Annotated[str, Meta(description="id of the document")]
    title: str
    form: Annotated[str, Meta(description="document, or data file")]
    kind: Annotated[str, Meta(description="one of the seven kinds; rows: a data file's columns, of which no claims are made")]
    claims: Annotated[int, Meta(description="claims that count; of rows: the rows")]
    first: Annotated[int | None, Meta(description="first year that it speaks of")]
    last: Annotated[int | None, Meta(description="last year that it speaks of")]
    declared: Annotated[bool, Meta(description="the years are those that the publisher says; else those of dated claims")]
    complete: Annotated[bool, Meta(description="what it does not list within the years was not so")]
    states: Annotated[int, Meta(description="how many states it speaks of")]
    codes: Annotated[tuple[str, ...], Meta(description="their codes; empty for rows, whose numbers are the dataset's own")] = ()


class _Held:
    """What is gathered of one source and kind."""

    def __init__(self) -> None:
        self.claims = 0
        self.years: list[int] = []
        self.states: set[str] = set()


def coverage(record: Record, sources: Collection[str] | None = None) -> tuple[Line, ...]:
    """A line for each source that counts and kind that it tells of, in the order in which the sources came; `sources`: of these alone."""
    held = _gathered(record, sources)
    files = {file.document: file for file in record.data_files()}
    lines: list[Line] = []
    for document in record.documents():
        if document.withdrawn or (sources is not None and document.id not in sources):
            continue
        file = files.get(document.id)
        kinds = [kind for kind in KINDS if (document.id, kind) in held]
        lines += [_line(document.id, document.title, kind, held[document.id, kind], file) for kind in kinds]
        if file is not None and not kinds:
            lines.append(_rows(record, document.title, file))
    return tuple(lines)


def _gathered(record: Record, sources: Collection[str] | None) -> dict[tuple[str, str], _Held]:
    """Claims, years and states by document and kind, of the claims behind the record's facts."""
    found: dict[tuple[str, str], _Held] = defaultdict(_Held)
    with record.reading() as connection:
        for part in [None] if sources is None else chunks(sorted(sources)):
            document_of, facts, states = _told(connection, part)
            for number, kind, spells in facts:
                for spell in _spells.decode(spells):
                    if (document := document_of.get(spell.claim)) is None:
                        continue  # another source's word on the same
                    own = found[document, kind]
                    own.claims += 1
                    own.years += years_told(spell)
                    own.states.update(states[number])
    return found


_Facts = Iterable[tuple[int, str, str]]


def _told(connection: sqlite3.Connection, sources: Sequence[str] | None) -> tuple[dict[str, str], _Facts, dict[int, list[str]]]:
    """Which document made each claim; number, kind and spells of the facts; the states of each: of the whole record, or of some sources."""
    only = f"WHERE document IN ({', '.join('?' * len(sources))})" if sources is not None else ""
    those = f"(SELECT fact FROM fact_claims WHERE claim IN (SELECT number FROM claims {only}))"
    given = sources or ()
    document_of = dict(connection.execute(f"SELECT id, document FROM claims {only}", given))
    states: dict[int, list[str]] = defaultdict(list)
    for number, state in connection.execute(
        "SELECT fact, state FROM fact_states" + (f" WHERE fact IN {those}" if only else ""), given
    ):
        states[number].append(state)
    facts = connection.execute("SELECT number, kind, spells FROM facts" + (f" WHERE number IN {those}" if only else ""), given)
    return document_of, facts, states


def years_told(spell: Spell) -> list[int]:
    """The calendar years that a claim names: of a beginning, an end, a day on which it is seen to hold."""
    years = []
    for date in (spell.since, spell.until, spell.attested, *spell.seen):
        if date:
            told = bounds(date)
            days = (told.start_earliest, told.end_latest)
            years += [civil(day)[0] for day in days if day is not None]
    return years


def _complete(file: DataFile | None) -> bool:
    from relazione.sources.datasets.catalogue import catalogue

    known = catalogue().get(file.dataset) if file is not None else None
    return known is not None and known.complete


def _line(source: str, title: str, kind: str, held: _Held, file: DataFile | None) -> Line:
    first, last = (min(held.years), max(held.years)) if held.years else (None, None)
    if file is not None:
        first, last = _years(file)
    return Line(
        source=source,
        title=title,
        form="document" if file is None else "data file",
        kind=kind,
        claims=held.claims,
        first=first,
        last=last,
        declared=file is not None,
        complete=_complete(file),
        states=len(held.states),
        codes=tuple(sorted(held.states)),
    )


def _rows(record: Record, title: str, file: DataFile) -> Line:
    """A data file of which the columns alone are kept: its states are the numbers in them."""
    first, last = _years(file)
    numbers: set[object] = set()
    for column in (record.data_columns(file.dataset, _PARTIES, file.release) or {}).values():
        values = array("i")
        values.frombytes(column.data)
        numbers |= set(values) if column.kind == "int" else {column.texts[one] for one in set(values) if one >= 0}
    numbers.discard(-(1 << 31))
    return Line(
        source=file.document,
        title=title,
        form="data file",
        kind="rows",
        claims=file.rows,
        first=first,
        last=last,
        declared=True,
        complete=_complete(file),
        states=len(numbers),
    )


def _years(file: DataFile) -> tuple[int, int]:
    first, last = bounds(file.first).start_earliest, bounds(file.last).end_latest
    assert first is not None and last is not None
    return civil(first)[0], civil(last)[0]


def by_source(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each source."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.source, []).append(line)
    return found
