"""The room `sources`: the importers. Each module has one function:

    drafts(table: Table) -> Iterator[Draft]

It goes through `table.rows`, and makes claims whose evidence is `table.evidence(row, ...)`. A row of which it can make no claim it
hands to `table.reject(row, why, kept=True)`; `each_row` does so for whatever raises BadValue. Where the columns for panels are
not simply cells of the rows, it has a second one:

    columns(table: Table) -> tuple[list[Column], int]        # and how many of the file's rows went in
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from relazione.model.claims import Actor, Event
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.table import BadValue, Row, Table

T = TypeVar("T")
SURE = 0.95
"""Confidence of a claim that a row says in so many words: a person coded it."""
MEANT = 0.8
"""Confidence of one that needs an assumption (a day that stands for a year, a rank that stands for an embassy)."""


def each_row(table: Table, make: Callable[[Row], Iterable[Draft]], rows: Iterable[Row] | None = None) -> Iterator[Draft]:
    """The drafts of every row; a row for which `make` raises BadValue is listed, and the others go on."""
    for row in table.rows if rows is None else rows:
        try:
            yield from list(make(row))
        except BadValue as error:
            table.reject(row, str(error), kept=True)


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
            table.reject(rows[0], str(error), kept=True)


def runs(items: Iterable[T], follows: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """Cut rows (years, snapshots), in their order, into runs: `follows(before, one)` tells whether one goes on where the one before
    it ended."""
    run: list[T] = []
    for one in items:
        if run and not follows(run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def ends(rows: list[Row]) -> list[Row]:
    """First and last row of a run: enough to show where it begins and ends, where the rows between say the same."""
    return rows[:1] if len(rows) == 1 else [rows[0], rows[-1]]


def dispute(number: str, fought: bool, actors: tuple[Actor, ...], when: When | None, outcome: str | None = None) -> Event:
    """A dispute by its number, which all lists of militarized disputes share: a war where the two fought one."""
    return Event(
        type="war" if fought else "militarized-dispute",
        actors=actors,
        when=when,
        outcome=outcome,
        name=None if fought else f"MID {number}",
        words=f"dispute {number}",
    )


def pledge_words(column: str) -> str:
    """A promise of an alliance in the words that all lists of alliances share: one spells "defense", another "defence"."""
    return {"defense": "defence", "offense": "offence"}.get(column, column)
