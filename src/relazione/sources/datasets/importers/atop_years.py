"""The room `sources`: alliances as years of two states (ATOP 5.1, directed dyad-years: what the first promises the second).

Such a file names no treaty. A run of years in which either promises the other anything is one alliance of the two, its provisions
the promises with the years in which they held. Source: Leeds, Ritter, Mitchell and Long (2002) and the codebook of version 5.1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from relazione.model.claims import Agreement
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, runs
from relazione.sources.datasets.parties import party_or_name
from relazione.sources.datasets.table import BadValue, Row, Table


def drafts(table: Table) -> Iterator[Draft]:
    """An agreement for each pair and run of years."""
    options = table.dataset.options
    first, second = options["states"]
    pledges: dict[str, str] = options["pledges"]
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table.rows:
        if any(row[column] == "1" for column in pledges.values()):
            a, b = row[first], row[second]
            found[(a, b) if int(a) < int(b) else (b, a)].append(row)
    cells = Cells(table.dataset)
    for pair, rows in found.items():
        rows.sort(key=lambda row: int(row["year"]))
        for run in runs(rows, lambda before, row: int(row["year"]) <= int(before["year"]) + 1):
            try:
                yield _alliance(run, pair, pledges, cells, table)
            except BadValue as error:
                table.reject(run[0], str(error), kept=True)


def _alliance(run: list[Row], pair: tuple[str, str], pledges: dict[str, str], cells: Cells, table: Table) -> Draft:
    start, end = run[0]["year"], run[-1]["year"]
    parties = tuple(party_or_name("cow", code, start, end) for code in pair)
    edge = [row for row in run if row["year"] in (start, end)]
    return Draft(
        body=Agreement(
            name=f"alliance between {parties[0].name} and {parties[1].name}",
            form="alliance",
            parties=parties,
            in_force=When(start),
            ended=None if cells.is_open(end) else When(end),
            provisions=tuple(provisions(run, pledges, cells)),
        ),
        evidence=tuple(table.evidence(row, *(column for column in pledges.values() if row[column] == "1")) for row in edge),
        confidence=SURE,
        rule=f"dataset: {table.dataset.id}",
    )


def provisions(run: list[Row], pledges: dict[str, str], cells: Cells) -> Iterable[str]:
    """Each promise with the years in which either made it: "defense", or "defense (1951 to 2018)" where that is not all the time."""
    whole = (int(run[0]["year"]), int(run[-1]["year"]))
    for name, column in pledges.items():
        years = sorted({int(row["year"]) for row in run if row[column] == "1"})
        spans: list[list[int]] = []
        for year in years:
            if spans and year == spans[-1][1] + 1:
                spans[-1][1] = year
            else:
                spans.append([year, year])
        for first, last in spans:
            if (first, last) == whole:
                yield name
            elif cells.is_open(str(last)):
                yield f"{name} (since {first})"
            else:
                yield f"{name} ({first} to {last})" if first != last else f"{name} ({first})"
