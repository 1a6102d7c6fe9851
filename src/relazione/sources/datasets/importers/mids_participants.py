"""The room `sources`: militarized disputes by participant (COW MIDB; the participants of Gibler, Miller and Little).

Each row is one state in one dispute, with its side and dates of its own. Two states of opposite sides that were in the dispute at the
same time had it with each other: one claim, dated by that time, whose evidence is both rows. It is a war where both fought
one (highest action 20 to 22), else a `militarized-dispute`. Sources: the codebooks of MID 4 and of Gibler, Miller and Little (2016).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import MEANT, SURE, dispute, each_group, groups
from relazione.sources.datasets.importers.stays import Common, Stay, opposed, stay
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

START = ("styear", "stmon", "stday")
END = ("endyear", "endmon", "endday")
WAR = range(20, 23)
"""Highest actions that are war: begin one, join one, and what is done in one."""
_SHOWN = ("ccode", "stabb", *START, *END, "sidea", "orig", "hiact", "hostlev", "fatality")


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each two opponents of a dispute and each stretch that they had in common."""
    cells = Cells(table.dataset)
    yield from each_group(table, groups(table, number_of), lambda rows: _dispute(rows, cells, table))


def number_of(row: Row) -> str:
    """The number of a dispute; the older number where a release has two columns."""
    return row["dispnum"] if row["dispnum"] not in ("", "-9") else row["dispnum4"]


def _dispute(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    sides: dict[bool, list[Stay]] = {True: [], False: []}
    for row in rows:
        try:
            side = cells.number(row, "sidea")
            if side not in (0, 1):
                raise BadValue(f"sidea is {row['sidea'][:40]!r}, where 0 or 1 is meant")
            sides[side == 1].append(stay(row, row["ccode"], START, END, cells))
        except BadValue as error:
            table.reject(row, str(error))
    for one, other, time in opposed(sides[True], sides[False]):
        try:
            yield _event(one, other, time, cells, table)
        except BadValue as error:
            table.reject(one.row if f" {one.code} " in str(error) else other.row, str(error))


def _event(one: Stay, other: Stay, time: Common, cells: Cells, table: Table) -> Draft:
    fought = all((cells.number(stay.row, "hiact") or 0) in WAR for stay in (one, other))
    return Draft(
        body=dispute(
            number_of(one.row),
            fought,
            tuple(party("cow", stay.code, time.start, side=side) for stay, side in ((one, "a"), (other, "b"))),
            time.when(),
        ),
        evidence=tuple(table.evidence(stay.row, *(name for name in _SHOWN if name in stay.row)) for stay in (one, other)),
        confidence=MEANT if time.implied else SURE,
        rule=table.rule,
    )
