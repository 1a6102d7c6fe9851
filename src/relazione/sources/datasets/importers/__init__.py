"""The room `sources`: the importers. Each module has one function:

    drafts(table: Table) -> Iterator[Draft]

It goes through `table.rows`, and makes claims whose evidence is `table.evidence(row, ...)`. A row that it cannot use it hands to
`table.reject(row, why)`; `each_row` does so for whatever raises BadValue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from relazione.model.identity import Draft
from relazione.sources.datasets.table import BadValue, Row, Table

T = TypeVar("T")
SURE = 0.95
"""Confidence of a claim that a row says in so many words: a person coded it."""
MEANT = 0.8
"""Confidence of one that needs an assumption (a day that stands for a year, a rank that stands for an embassy)."""


def each_row(table: Table, make: Callable[[Row], Iterable[Draft]], rows: Iterable[Row] | None = None) -> Iterator[Draft]:
    """The drafts of every row; a row for which `make` raises BadValue is listed as bad, and the others go on."""
    for row in table.rows if rows is None else rows:
        try:
            yield from list(make(row))
        except BadValue as error:
            table.reject(row, str(error))


def groups(table: Table, key: Callable[[Row], T], rows: Iterable[Row] | None = None) -> dict[T, list[Row]]:
    """The rows by what they have in common, in the order of the file: the years of a dispute, the participants of a war."""
    found: dict[T, list[Row]] = {}
    for row in table.rows if rows is None else rows:
        found.setdefault(key(row), []).append(row)
    return found


def each_group(table: Table, found: dict[T, list[Row]], make: Callable[[list[Row]], Iterable[Draft]]) -> Iterator[Draft]:
    """As `each_row`, for groups of rows: BadValue costs the group, and is listed at its first row."""
    for rows in found.values():
        try:
            yield from list(make(rows))
        except BadValue as error:
            table.reject(rows[0], str(error))
