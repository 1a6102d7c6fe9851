"""The room `sources`: leaders (Archigos: one row a leader's time in office).

The leader is who in fact governed, whatever the office was called: `effective leader`. Who was still in office at the list's end is
so still. Source: Goemans, Gleditsch and Chiozza (2009), version 4.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Tenure
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import party_or_name
from relazione.sources.datasets.table import BadValue, Row, Table

OFFICE = "effective leader"
_STILL_THERE = "still in office"


def drafts(table: Table) -> Iterator[Draft]:
    """A tenure for each row."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _tenure(row, cells, table))


def _tenure(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    start, end = cells.iso(row, "startdate"), cells.iso(row, "enddate")
    if start is None or not row["leader"]:
        raise BadValue("no leader, or no day of entry")
    cells.when(start, end)  # raises where it ends before it starts
    yield Draft(
        body=Tenure(
            person=row["leader"],
            office=OFFICE,
            of=party_or_name("gw", row["gwcode"], start, end),
            since=cells.point(start),
            until=None if end is None or row["exit"].lower() == _STILL_THERE else cells.until(end),
        ),
        evidence=(table.evidence(row, "gwcode", "leader", "startdate", "enddate", "entry", "exit"),),
        confidence=SURE,
        rule=table.rule,
    )
