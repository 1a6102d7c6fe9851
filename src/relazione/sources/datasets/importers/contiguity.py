"""The room `sources`: direct contiguity of states (COW, version 3.2).

Each row is a pair, one of five types, and the months in which it was so. The types are distances: a border on land, or water of at most 12,
24, 150 or 400 miles between the two. So the claim is a measure: how far apart they were, in miles, from month to month. The file has each
pair once; its directed edition has it twice and makes the same claims. Source: Stinnett and others (2002), codebook 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Measure
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_group, groups
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

MILES = {1: (0, 0), 2: (0, 12), 3: (12, 24), 4: (24, 150), 5: (150, 400)}
"""Type -> miles of water between, from and to; on land none."""


def drafts(table: Table) -> Iterator[Draft]:
    """The distance of each pair in each stretch of months."""
    cells = Cells(table.dataset)
    found = groups(table, lambda row: (*sorted((row["statelno"], row["statehno"])), row["begin"]))
    yield from each_group(table, found, lambda rows: _contiguous(rows[0], cells, table))


def _contiguous(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    begin, end = cells.iso(row, "begin"), cells.iso(row, "end")
    if begin is None:
        raise BadValue("no month of begin")
    type_ = cells.number(row, "conttype")
    if type_ not in MILES:
        raise BadValue(f"conttype is {row['conttype'][:40]!r}, where 1 to 5 is meant")
    least, most = MILES[type_]
    yield Draft(
        body=Measure(
            what="distance",
            value=float(least),
            value_max=float(most) if most else None,
            unit="miles of water" if most else "miles",
            when=cells.when(begin, end),
            about=tuple(party("cow", row[name], begin) for name in ("statelno", "statehno")),
        ),
        evidence=(table.evidence(row, "conttype", "end", "notes"),),
        confidence=SURE,
        rule=table.rule,
    )
