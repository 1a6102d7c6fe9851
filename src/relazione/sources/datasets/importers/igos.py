"""The room `sources`: memberships in intergovernmental organisations (COW IGO 3.0), by state and year or by organisation and year.

Status: 0 no, 1 full, 2 associate, 3 observer; -9 not known, -1 the organisation (or the state) was not there. Up to 1965 there is
one row in five years: the years between are not covered, and where a membership begins or ends at such a gap its year is about
the one in which it was seen. Source: Pevehouse, Nordstrom, McManus and Jamison (2020) and the codebook of version 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relazione.model.claims import Membership, MembershipStatus
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.reference.organisations import find_organisation
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.columns import Column, Columns, kinds_of
from relazione.sources.datasets.importers import SURE, ends, groups
from relazione.sources.datasets.parties import party_within
from relazione.sources.datasets.state_names import number_of
from relazione.sources.datasets.table import BadValue, Row, Table

STATUS: dict[str, MembershipStatus] = {"1": "member", "2": "associate", "3": "observer"}
UNKNOWN = "-9"
_NOT_THERE = ("0", "-1")
_SILENT = {*_NOT_THERE, "", ".", "NA"}
_TOLD = {*STATUS, UNKNOWN}


class _Series(NamedTuple):
    """What a state's status in an organisation was, year by year: the cells of one column in rows sorted by their years."""

    state: str
    igo: str
    name: str
    column: str
    rows: list[Row]
    cells: list[str]


def columns(table: Table) -> tuple[list[Column], int]:
    """One row for each state, organisation and year that has a status or -9, whose status is not known; not there is left out."""
    found = Columns(kinds_of(table))
    for series in _series(table):
        for row, cell in zip(series.rows, series.cells, strict=True):
            if cell in STATUS or cell == UNKNOWN:
                found.add((int(series.state), series.igo, int(cell) if cell in STATUS else None, int(row["year"])))
    return found.done(), len(table.rows)


def drafts(table: Table) -> Iterator[Draft]:
    """A membership for each state, organisation and run of years with one status."""
    cells = Cells(table.dataset)
    covered = max((int(row["year"]) for row in table.rows), default=0)
    for series in _series(table):
        known = [at for at, cell in enumerate(series.cells) if cell in STATUS or cell in _NOT_THERE]
        for start, end in _runs(known, series.cells):
            try:
                yield _membership(series, known, start, end, covered, cells, table)
            except BadValue as error:
                table.reject(series.rows[known[start]], str(error), kept=True)


def _series(table: Table) -> Iterator[_Series]:
    """Every series in which there is a status, or one that is not known; a cell that is neither is listed, once a row."""
    of_states = bool(table.dataset.options["rows_are_states"])
    names = sorted(name for name in table.file.header if name and name not in table.dataset.options["not_members"])
    at = {name: table.position(name) or 0 for name in names}
    for key, rows in groups(table, lambda row: row["ccode" if of_states else "ioname"]).items():
        rows.sort(key=lambda row: int(row["year"]))
        for column in names:
            cells = [row.cells[at[column]] for row in rows]
            kinds = set(cells)
            if kinds <= _SILENT:
                continue
            for row, cell in zip(rows, cells, strict=True) if kinds - _SILENT - _TOLD else ():
                if cell not in _SILENT and cell not in _TOLD:
                    table.reject(row, f"{column} is {cell[:20]!r}, which is no status of a member", kept=True)
            if of_states:
                yield _Series(key, column.upper(), column.upper(), column, rows, cells)
            elif (state := number_of(column)) is not None:
                yield _Series(state, key.upper(), rows[-1]["orgname"] or key, column, rows, cells)
            elif kinds & STATUS.keys():
                first = next(row for row, cell in zip(rows, cells, strict=True) if cell in STATUS)
                table.reject(first, f"no state is known by the column {column[:40]!r}", kept=True)


def _runs(known: list[int], cells: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of one status in the years that are known, as places in `known`; unknown years between do not end one."""
    start = 0
    for place, at in enumerate(known):
        if place + 1 == len(known) or cells[known[place + 1]] != cells[at]:
            if cells[at] in STATUS:
                yield start, place
            start = place + 1


def _membership(series: _Series, known: list[int], start: int, end: int, covered: int, cells: Cells, table: Table) -> Draft:
    first, last = series.rows[known[start]], series.rows[known[end]]
    years = [int(series.rows[at]["year"]) for at in known]
    organisation = find_organisation(series.igo, first["year"]) or find_organisation(series.name, first["year"])
    until = None
    if years[end] < covered and not cells.is_open(last["year"]):
        until = When(_year(years, end, end + 1), wording="the last year in which the list shows it")
    return Draft(
        body=Membership(
            member=party_within("cow", series.state, first["year"], last["year"]),
            organisation=organisation.name if organisation else series.name,
            organisation_id=organisation.id if organisation else None,
            status=STATUS[series.cells[known[start]]],
            since=When(_year(years, start, start - 1), wording="the first year in which the list shows it"),
            until=until,
        ),
        evidence=tuple(table.evidence(row, series.column) for row in ends([first, last] if first is not last else [first])),
        confidence=SURE,
        rule=table.rule,
    )


def _year(years: list[int], at: int, beside: int) -> str:
    """The year, exact where the list shows another status in the year beside it, else about."""
    exact = 0 <= beside < len(years) and abs(years[beside] - years[at]) == 1
    return f"{years[at]:04d}" if exact else f"{years[at]:04d}~"
