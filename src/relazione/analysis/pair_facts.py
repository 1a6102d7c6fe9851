"""The analysis room: which facts a pair has, without reading what they say; and those that are wanted, read.

    rows = pair_rows(record, "ITA", "TUR")            a line for each fact: kind, type, days
    facts_of(record, rows[:5])                        the facts themselves

A pair's facts are those that the record files under it, and the memberships of either: what both belong to joins them, though each
names one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.analysis.timeline import edtf_of
from relazione.model.record import Fact
from relazione.record.counted import chunks
from relazione.record.pairs import orders
from relazione.record.schema import OPEN_DAY
from relazione.record.store import Record

_fact = msgspec.json.Decoder(Fact)


class Row(msgspec.Struct, frozen=True):
    """One fact of a pair, as far as the record's index tells it."""

    number: Annotated[int, Meta(description="the fact's number in the record")]
    kind: str
    type: Annotated[
        str, Meta(description="an event's type, an agreement's form, a mission's kind, what a measure is of, a tenure's office")
    ]
    realis: str
    is_dated: Annotated[bool, Meta(description="it has a date of its own; else its days are those of which its documents tell")]
    first: Annotated[int | None, Meta(description="first day on which it may hold; None: no day is known")]
    last: Annotated[int | None, Meta(description="last day on which it may hold; None: no day is known, or open")]


class Teller(msgspec.Struct, frozen=True):
    """A document, with what it tells of a pair."""

    id: str
    title: str
    date: str | None
    facts: Annotated[int, Meta(description="facts of the pair that it tells")]
    first: Annotated[int | None, Meta(description="first day of which they tell")]
    last: Annotated[int | None, Meta(description="last day that they name")]
    about_pair: bool
    withdrawn: Annotated[bool, Meta(description="what it says does not count")] = False


_ROWS = """
WITH wanted(number) AS (
    SELECT fact FROM fact_pairs WHERE a = min(?1, ?2) AND b = max(?1, ?2)
    UNION SELECT fact FROM fact_states WHERE state IN (?1, ?2) AND kind = 'membership'
)
SELECT f.number, f.kind, f.type, CASE f.kind WHEN 'tenure' THEN f.fact END, f.realis, f.first_day, min(s.first_day), max(s.last_day)
FROM wanted w CROSS JOIN facts f ON f.number = w.number LEFT JOIN fact_states s ON s.fact = f.number GROUP BY f.number
"""


def pair_rows(record: Record, a: str, b: str) -> list[Row]:
    """All facts of the pair, the newest first, those without a date of their own last. `a`, `b`: codes of states."""
    with record.reading() as connection:
        found = [_row(*values) for values in connection.execute(_ROWS, (a, b))]
    return sorted(found, key=lambda row: (not row.is_dated, -(row.first or 0), row.number))


def _row(
    number: int, kind: str, type_: str, tenure: str | None, realis: str, own: int | None, first: int | None, last: int | None
) -> Row:
    is_dated = own is not None
    if tenure:  # the record's index has no type of it; it may be dated by a day on which it is seen, too
        fact = _fact.decode(tenure)
        type_ = next((str(field.values[0].value) for field in fact.fields if field.name == "office"), "")
        is_dated = edtf_of(fact) is not None
    elif kind == "measure" and "|" in type_:  # the record files a measure under realis, what, unit, aim and states
        type_ = type_.split("|")[2]
    first = own if first is None else first
    return Row(
        number, kind, type_, realis, is_dated and first is not None, first, None if last is None or last >= OPEN_DAY else last
    )


def facts_of(record: Record, rows: Sequence[Row]) -> list[Fact]:
    """The facts of these rows, in their order."""
    found = record.numbered(row.number for row in rows)
    return [found[row.number] for row in rows]


def tellers(record: Record, a: str, b: str, rows: Sequence[Row]) -> list[Teller]:
    """The documents about the pair and those that tell these facts of it, those about the two first, then those with most facts."""
    days = {row.number: (row.first, row.last if row.last is not None else row.first) for row in rows}
    told: dict[str, set[int]] = {}
    with record.reading() as connection:
        numbers = msgspec.json.encode(list(days)).decode()
        query = (
            "SELECT DISTINCT c.document, fc.fact FROM json_each(?) w CROSS JOIN fact_claims fc ON fc.fact = w.value "
            "JOIN claims c ON c.number = fc.claim"
        )
        for document, number in connection.execute(query, (numbers,)):
            told.setdefault(document, set()).add(number)
        heads = (
            "SELECT document, title, date, pair IN (?2, ?3), withdrawn FROM document_states WHERE pair IN (?2, ?3) "
            "OR document IN (SELECT value FROM json_each(?1))"
        )
        found = connection.execute(heads, (msgspec.json.encode(list(told)).decode(), *orders(a, b))).fetchall()
    lines = [_teller(head, [days[number] for number in told.get(head[0], ())]) for head in found]
    return sorted(lines, key=lambda one: (not one.about_pair, -one.facts, one.title, one.id))


def _teller(head: tuple[str, str, str | None, int | None, int], days: Sequence[tuple[int | None, int | None]]) -> Teller:
    id_, title, date, about, withdrawn = head
    first = min((first for first, _ in days if first is not None), default=None)
    last = max((last for _, last in days if last is not None), default=None)
    return Teller(id_, title, date, len(days), first, last, bool(about), bool(withdrawn))


def told_by(record: Record, facts: Iterable[str]) -> Mapping[str, list[tuple[str, str]]]:
    """Facts by id -> the documents behind each as (id, title), in the order in which the record learnt of their claims."""
    found: dict[str, dict[str, str]] = {}
    with record.reading() as connection:
        for part in chunks(list(facts)):
            marks = ", ".join("?" * len(part))
            query = (
                "SELECT f.id, c.document, d.title FROM facts f JOIN fact_claims fc ON fc.fact = f.number "
                "JOIN claims c ON c.number = fc.claim JOIN document_states d ON d.document = c.document "
                f"WHERE f.id IN ({marks}) ORDER BY c.number"
            )
            for fact, document, title in connection.execute(query, part):
                found.setdefault(fact, {})[document] = title or document
    return {fact: list(documents.items()) for fact, documents in found.items()}
