"""The room `sources`: dependencies (CShapes 2.0: one row a shape and spell, with status, owner and capital; days, both included).

A dependency is a holding of its owner, from the first to the last of the spells that follow each other day by day under the same
owner and status. A spell that begins on the list's first day began on a day that it does not tell. Independent states make no
claim. The shapes, thinned, are kept as the column `shape`, for maps. Source: Schvitz et al. (2022).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relazione.model.claims import Actor, Holding, HoldingTitle
from relazione.model.dates import bounds
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.columns import Column, Columns, columns_of
from relazione.sources.datasets.importers import SURE, ends, groups, runs
from relazione.sources.datasets.parties import party_within
from relazione.sources.datasets.shapes import polygons
from relazione.sources.datasets.table import BadValue, Row, Table

_TITLES: dict[str, HoldingTitle] = {
    "colony": "possession",
    "protectorate": "administered",
    "mandate": "administered",
    "occupied": "occupied",
}


def drafts(table: Table) -> Iterator[Draft]:
    """A holding for each dependency, owner and status."""
    cells = Cells(table.dataset)
    code = table.dataset.options["code"]
    for rows in groups(table, lambda row: (row[code], row["owner"], row["status"])).values():
        if rows[0]["status"] not in _TITLES:
            continue
        rows.sort(key=lambda row: row["start"])
        for run in runs(rows, lambda before, row: _last_day(before, cells) + 1 == bounds(row["start"]).start_earliest):
            try:
                yield _holding(run, cells, table)
            except BadValue as error:
                table.reject(run[0], str(error), kept=True)


def columns(table: Table) -> tuple[list[Column], int]:
    """The columns that the catalogue wants, and the shapes (JSON: polygons of rings of points) where the file has them."""
    found, count = columns_of(table)
    if table.file.container != "shapes":
        return found, count
    drawn = polygons(table.file.path)
    shapes = Columns([("shape", "text")])
    for row in table.rows:
        told = drawn[row.line - 1] if row.line <= len(drawn) else []
        shapes.add([msgspec.json.encode(told).decode() if told else None])
    return [*found, *shapes.done()], count


def _last_day(row: Row, cells: Cells) -> int:
    end = cells.iso(row, "end")
    last = bounds(end).end_latest if end else None
    return last if last is not None else -(1 << 40)


def _holding(run: list[Row], cells: Cells, table: Table) -> Draft:
    start, end = cells.iso(run[0], "start"), cells.iso(run[-1], "end")
    if start is None:
        raise BadValue("no start")
    cells.when(start, end)  # raises where it ends before it starts
    return Draft(
        body=Holding(
            territory=run[0]["country_name"],
            holder=_owner(run[0]["owner"], (start, end), table),
            title=_TITLES[run[0]["status"]],
            since=None if bounds(start).start_earliest == cells.first_day else cells.point(start),
            until=cells.until(end) if end else None,
        ),
        evidence=tuple(table.evidence(row, "country_name", "status", "owner", "start", "end") for row in ends(run)),
        confidence=SURE,
        rule=table.rule,
    )


def _owner(code: str, on: tuple[str | None, ...], table: Table) -> Actor:
    """A state; 0 and 1 stand for the League of Nations and the United Nations."""
    organisations: dict[str, list[str]] = table.dataset.options["organisations"]
    if code in organisations:
        id_, name = organisations[code]
        return Actor(name=name, organisation=id_)
    return party_within(table.dataset.system, code, *on)
