"""The room `sources`: dyadic militarized disputes (COW Dyadic MID, one row a directed dispute-year).

A dispute of two states is one claim, told once for both directions; its evidence is its rows. A dispute with war between the two
is a war, another one a `militarized-dispute`. Source: Maoz et al., Dyadic MID codebook 4.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, dispute, each_group, groups
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

_START = ("strtyr", "strtmnth", "strtday")
_END = ("endyear", "endmnth", "endday")


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each dispute, pair of states and spell of dates."""
    cells = Cells(table.dataset)
    found = groups(table, lambda row: (row["disno"], *sorted((row["statea"], row["stateb"])), *(row[name] for name in _START)))
    yield from each_group(table, found, lambda rows: _dispute(rows, cells, table))


def _dispute(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    first, last = rows[0], rows[-1]
    start, end = cells.date(first, *_START), cells.date(last, *_END)
    if start is None:
        raise BadValue("no year of start")
    # The side that took the first action comes first. Of the two directions the one with side A first is told.
    chosen = next((row for row in rows if cells.number(row, "sideaa") == 1), first)
    actors = tuple(party("cow", chosen[name], start, side=side) for name, side in (("statea", "a"), ("stateb", "b")))
    is_war = any(cells.number(row, "war") == 1 for row in rows)
    names = ("namea", "nameb", *_START, *_END, "hihost", "highact", "fatlev", "war", "outcome", "settlmnt")
    told = {tuple(row[name] for name in ("disno", "year")): row for row in reversed(rows)}
    yield Draft(
        body=dispute(first["disno"], is_war, actors, cells.when(start, end)),
        evidence=tuple(table.evidence(row, *names) for row in sorted(told.values(), key=lambda row: row.line)),
        confidence=SURE,
        rule=table.rule,
    )
