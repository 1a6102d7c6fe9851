"""The room `sources`: militarized disputes by directed dyad and year (Gibler, Miller and Little).

The years of a dispute that two states had with each other are one claim, told once for both directions and dated by years alone: the days
are in the file of participants, the months here are those of the whole dispute. Where both reached war it is a war, else a
`militarized-dispute`. Source: Gibler, Miller and Little (2016), and the documentation of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, dispute, each_group, groups, runs
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

OUTCOMES = {
    1: "victory for side A", 2: "victory for side B", 3: "yield by side A", 4: "yield by side B", 5: "stalemate",
    6: "compromise", 7: "released", 8: "unclear", 9: "joins an ongoing war",
}  # fmt: skip
"""Outcomes of disputes, as MID codes them."""
_SHOWN = ("sidea1", "hostlev1", "hostlev2", "fatality1", "fatality2", "outcome", "settle")


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each dispute and pair of states."""
    cells = Cells(table.dataset)
    found = groups(table, lambda row: (row["dispnum"], *sorted((row["ccode1"], row["ccode2"]))))
    yield from each_group(table, found, lambda rows: _dispute(rows, cells, table))


def _dispute(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    by_year: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: cells.number(row, "sidea1") != 1):
        year = cells.number(row, "year")
        if year is None:
            raise BadValue("no year")
        by_year.setdefault(year, row)
    for years in runs(sorted(by_year), lambda before, year: year == before + 1):
        told = [by_year[year] for year in years]
        yield _event(years, told, cells, table)


def _event(years: list[int], rows: list[Row], cells: Cells, table: Table) -> Draft:
    first = rows[0]
    start, end = f"{years[0]:04d}", f"{years[-1]:04d}"
    sides = ("a", "b") if cells.number(first, "sidea1") == 1 else ("b", "a")
    fought = all(cells.number(first, name) == 5 for name in ("hostlev1", "hostlev2"))
    return Draft(
        body=dispute(
            first["dispnum"],
            fought,
            tuple(party("cow", first[name], start, side=side) for name, side in zip(("ccode1", "ccode2"), sides, strict=True)),
            cells.when(start, end) or When(start),
            OUTCOMES.get(cells.number(rows[-1], "outcome") or 0),
        ),
        evidence=tuple(table.evidence(row, *_SHOWN) for row in rows),
        confidence=SURE,
        rule=table.rule,
    )
