"""The room `sources`: alliances as years of two states (ATOP 5.1, directed dyad-years: what the first promises the second).

Such a file names no treaty. A run of years in which either promises the other anything is one alliance of the two, its provisions
the promises with the years in which they held. Source: Leeds, Ritter, Mitchell and Long (2002) and the codebook of version 5.1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from relazione.model.claims import Actor, Agreement
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, pledge_words, runs
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
    by = {code: party_or_name("cow", code, start, end) for code in pair}
    parties = tuple(by.values())
    first = table.dataset.options["states"][0]
    edge = [row for row in run if row["year"] in (start, end)]
    return Draft(
        body=Agreement(
            name=f"alliance between {parties[0].name} and {parties[1].name}",
            form="alliance",
            parties=parties,
            in_force=When(start),
            ended=None if cells.is_open(end) else When(end),
            provisions=tuple(_provisions(run, by, first, pledges, cells)),
        ),
        evidence=tuple(table.evidence(row, *(column for column in pledges.values() if row[column] == "1")) for row in edge),
        confidence=SURE,
        rule=table.rule,
    )


def _provisions(run: list[Row], by: dict[str, Actor], first: str, pledges: dict[str, str], cells: Cells) -> Iterable[str]:
    """Each promise, with the years in which it was made where that is not all the time, and by whom where not by both alike:
    "defence", "defence by France (1951 to 1960)"."""
    whole = (int(run[0]["year"]), int(run[-1]["year"]))
    for pledge, column in pledges.items():
        name = pledge_words(pledge)
        years = {code: sorted({int(row["year"]) for row in run if row[column] == "1" and row[first] == code}) for code in by}
        told = [(name, held) for held in years.values()][:1]
        if len({tuple(held) for held in years.values()}) > 1:
            told = [(f"{name} by {by[code].name}", held) for code, held in years.items()]
        for words, held in told:
            for span in _spans(held):
                yield f"{words}{_years(span, whole, cells)}"


def _spans(years: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for year in years:
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def _years(span: tuple[int, int], whole: tuple[int, int], cells: Cells) -> str:
    first, last = span
    if span == whole:
        return ""
    if cells.is_open(str(last)):
        return f" (since {first})"
    return f" ({first} to {last})" if first != last else f" ({first})"
