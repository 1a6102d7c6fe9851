"""The room `sources`: militarized disputes by directed dyad and year (Gibler, Miller and Little).

The years of a dispute that two states had with each other are one claim, told once for both directions and dated by years alone: the days
are in the file of participants, the months here are those of the whole dispute. Where both reached war it is a war, else a
`militarized-dispute`. Source: Gibler, Miller and Little (2016), and the documentation of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Event
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_group, groups
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
    for years in _runs(sorted(by_year)):
        told = [by_year[year] for year in years]
        yield _event(years, told, cells, table)


def _runs(years: list[int]) -> Iterator[list[int]]:
    """Years that follow each other."""
    run = years[:1]
    for year in years[1:]:
        if year != run[-1] + 1:
            yield run
            run = []
        run.append(year)
    yield run


def _event(years: list[int], rows: list[Row], cells: Cells, table: Table) -> Draft:
    first = rows[0]
    start, end = f"{years[0]:04d}", f"{years[-1]:04d}"
    sides = ("a", "b") if cells.number(first, "sidea1") == 1 else ("b", "a")
    fought = all(cells.number(first, name) == 5 for name in ("hostlev1", "hostlev2"))
    return Draft(
        body=Event(
            type="war" if fought else "militarized-dispute",
            actors=tuple(
                party("cow", first[name], start, side=side) for name, side in zip(("ccode1", "ccode2"), sides, strict=True)
            ),
            when=cells.when(start, end) or When(start),
            outcome=OUTCOMES.get(cells.number(rows[-1], "outcome") or 0),
            name=None if fought else f"MID {first['dispnum']}",
            words=f"dispute {first['dispnum']}",
        ),
        evidence=tuple(table.evidence(row, *_SHOWN) for row in rows),
        confidence=SURE,
        rule=f"dataset: {table.dataset.id}",
    )
