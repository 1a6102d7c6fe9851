"""The room `sources`: memberships in intergovernmental organisations (COW IGO 3.0), by state and year or by organisation and year.

Status: 0 no, 1 full, 2 associate, 3 observer; -9 not known, -1 the organisation (or the state) was not there. Up to 1965 there is
one row in five years: the years between are not covered, and where a membership begins or ends at such a gap its year is about
the one in which it was seen. Source: Pevehouse, Nordstrom, McManus and Jamison (2020) and the codebook of version 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from relazione.model.claims import Membership, MembershipStatus
from relazione.model.dates import When
from relazione.model.evidence import Evidence
from relazione.model.identity import Draft
from relazione.reference.organisations import find_organisation
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.columns import Column, Columns, kinds_of
from relazione.sources.datasets.importers import SURE
from relazione.sources.datasets.parties import party_within
from relazione.sources.datasets.state_names import number_of
from relazione.sources.datasets.table import BadValue, Row, Table

STATUS: dict[str, MembershipStatus] = {"1": "member", "2": "associate", "3": "observer"}
UNKNOWN = "-9"
_NOT_THERE = ("0", "-1")


class Seen(NamedTuple):
    """What one cell says: a state, an organisation, a year, the status; `column` names the cell."""

    state: str
    igo: str
    name: str
    year: int
    status: str
    row: Row
    column: str


def columns(table: Table) -> tuple[list[Column], int]:
    """One row for each state, organisation and year that has a status or -9, whose status is not known; not there is left out."""
    found = Columns(kinds_of(table))
    for seen in _cells(table):
        if seen.status in STATUS:
            found.add((int(seen.state), seen.igo, int(seen.status), seen.year))
        elif seen.status == UNKNOWN:
            found.add((int(seen.state), seen.igo, None, seen.year))
    return found.done(), len(table.rows)


def drafts(table: Table) -> Iterator[Draft]:
    """A membership for each state, organisation and run of years with one status."""
    covered = sorted({int(row["year"]) for row in table.rows})
    told: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for seen in _cells(table):
        if seen.status != UNKNOWN and (seen.status in STATUS or (seen.state, seen.igo) in told):
            told[(seen.state, seen.igo)].append(seen)
    for rows in told.values():
        rows.sort(key=lambda seen: seen.year)
        yield from _spells(rows, covered, table)


def _cells(table: Table) -> Iterator[Seen]:
    """Every cell that tells a status, in the order of the years; what is none is listed as bad, once a row."""
    of_states = bool(table.dataset.options["rows_are_states"])
    names = sorted(name for name in table.file.header if name and name not in table.dataset.options["not_members"])
    numbers = {name: "" if of_states else number_of(name) or "" for name in names}
    for row in sorted(table.rows, key=lambda row: int(row["year"])):
        year = int(row["year"])
        for column in names:
            status = row[column]
            if status in ("", ".", "NA"):
                continue
            if status not in STATUS and status not in _NOT_THERE and status != UNKNOWN:
                table.reject(row, f"{column} is {status[:20]!r}, which is no status of a member", kept=True)
            elif of_states:
                yield Seen(row["ccode"], column.upper(), column.upper(), year, status, row, column)
            elif numbers[column]:
                yield Seen(numbers[column], row["ioname"].upper(), row["orgname"] or row["ioname"], year, status, row, column)
            elif status in STATUS:
                table.reject(row, f"no state is known by the column {column[:40]!r}", kept=True)


def _spells(rows: list[Seen], covered: list[int], table: Table) -> Iterator[Draft]:
    """The runs of one state in one organisation."""
    cells = Cells(table.dataset)
    start = 0
    for at, seen in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if following is not None and following.status == seen.status:
            continue
        if seen.status in STATUS:
            try:
                before = rows[start - 1] if start else None
                yield _membership(rows[start], seen, before, following, covered, cells, table)
            except BadValue as error:
                table.reject(rows[start].row, str(error), kept=True)
        start = at + 1


def _membership(
    first: Seen, last: Seen, before: Seen | None, following: Seen | None, covered: list[int], cells: Cells, table: Table
) -> Draft:
    organisation = find_organisation(first.igo, str(first.year)) or find_organisation(first.name, str(first.year))
    since = When(_year(first.year, before, covered), wording="the first year in which the list shows it")
    until = None
    if last.year < covered[-1] and not cells.is_open(str(last.year)):
        until = When(_year(last.year, following, covered), wording="the last year in which the list shows it")
    return Draft(
        body=Membership(
            member=party_within("cow", first.state, str(first.year), str(last.year)),
            organisation=organisation.name if organisation else last.name,
            organisation_id=organisation.id if organisation else None,
            status=STATUS[first.status],
            since=since,
            until=until,
        ),
        evidence=tuple(_evidence(seen, table) for seen in dict.fromkeys((first, last))),
        confidence=SURE,
        rule=f"dataset: {table.dataset.id}",
    )


def _year(year: int, beside: Seen | None, covered: list[int]) -> str:
    """The year, exact where the list shows another status in the year beside it, else about."""
    return f"{year:04d}" if beside is not None and abs(beside.year - year) == 1 else f"{year:04d}~"


def _evidence(seen: Seen, table: Table) -> Evidence:
    return table.evidence(seen.row, seen.column)
