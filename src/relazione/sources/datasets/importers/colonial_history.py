"""The room `sources`: independence (ICOW Colonial History: one row a state; dates YYYYMM, the month 00 where it is not known).

A state that became free of another makes an event `independence`: of whom it tells. One that was never ruled makes no claim. Many
dates lie before 1816, when the numbers meant no member: then the state is named without a polity. Source: Hensel, codebook 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Actor, Event
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import party_named, party_or_name
from relazione.sources.datasets.table import BadValue, Row, Table

_HOW = {1: "formation", 2: "decolonisation", 3: "secession", 4: "partition"}


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each state that became independent of another."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _independence(row, cells, table))


def _independence(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    ruler, date = cells.text(row, "indfrom"), cells.iso(row, "inddate")
    if not ruler or date is None:
        return
    if ruler == row["state"]:
        raise BadValue(f"{ruler} became independent of itself")
    year = int(date[:4])
    how = _HOW.get(cells.number(row, "indtype") or 0)
    yield Draft(
        body=Event(
            type="independence",
            actors=(
                party_or_name("cow", row["state"], date, str(year + 1)),
                _ruler(ruler, table.dataset.options["names"], date, str(year - 1)),
            ),
            when=cells.point(date),
            about=how,
            words=f"independence of {row['name']}",
        ),
        evidence=(table.evidence(row, "name", "indfrom", "inddate", "indtype"),),
        confidence=SURE,
        rule=table.rule,
    )


def _ruler(code: str, names: dict[str, str], *dates: str) -> Actor:
    """From whom; by name where the number is of one that was never a member."""
    if code in names:
        return party_named(names[code], *dates, role="recipient")
    return party_or_name("cow", code, *dates, role="recipient")
