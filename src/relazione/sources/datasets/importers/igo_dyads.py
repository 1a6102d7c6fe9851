"""The room `sources`: organisations shared by two states (COW IGO 3.0, dyadic format: one column an organisation, 1 where both are
full members). How many they share is kept for panels; who is in which, the list by state and year says, so no claims are made.
"""

from __future__ import annotations

from collections.abc import Iterator

from relazione.model.identity import Draft
from relazione.sources.datasets.columns import Column, Columns, kinds_of
from relazione.sources.datasets.table import Table

SHARED, UNKNOWN = "1", "-9"


def columns(table: Table) -> tuple[list[Column], int]:
    """For each pair and year how many organisations both are full members of, and of how many that is not known."""
    found = Columns(kinds_of(table))
    header = table.file.header
    igos = [at for at, name in enumerate(header) if name and name not in table.dataset.options["not_members"]]
    count = 0
    for row in table.stream():
        cells = [row.cells[at] for at in igos]
        found.add((int(row["ccode1"]), int(row["ccode2"]), int(row["year"]), cells.count(SHARED), cells.count(UNKNOWN)))
        count += 1
    return found.done(), count


def drafts(table: Table) -> Iterator[Draft]:
    """None."""
    yield from ()
