"""The room `sources`: formal alliances by member (COW, version 4.1).

Each row is one state in one alliance, with dates of its own. A claim is an agreement of those who were in it together: one for
the time that all founders shared, and one more for each later accession or earlier exit, with those who were in it then; so every two are
told with exactly the time that they shared. What they promised is in the provisions. A member that was in before the list begins in 1816
dates the agreement by the alliance's own start. Source: Gibler (2009), and the codebook of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Agreement
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import MEANT, SURE, each_group, groups
from relazione.sources.datasets.importers.stays import Common, Stay, stay, together
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

_START = ("mem_st_year", "mem_st_month", "mem_st_day")
_END = ("mem_end_year", "mem_end_month", "mem_end_day")
_PROMISES = {"defense": "defence", "neutrality": "neutrality", "nonaggression": "non-aggression", "entente": "consultation"}
_SHOWN = ("ss_type", *_START, *_END, *_PROMISES)


def drafts(table: Table) -> Iterator[Draft]:
    """The agreements of each alliance."""
    cells = Cells(table.dataset)
    yield from each_group(table, groups(table, lambda row: row["version4id"]), lambda rows: _alliance(rows, cells, table))


def _alliance(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    stays: list[Stay] = []
    for row in rows:
        try:
            one = stay(row, row["ccode"], _START, _END, cells)
            party("cow", one.code, one.start)
            if cells.number(row, "left_censor") == 1:
                one = one._replace(start="")
            if not one.end and cells.number(row, "right_censor") == 1:
                one = one._replace(end="..")
            stays.append(one)
        except BadValue as error:
            table.reject(row, str(error))
    for inside, time in together(stays):
        yield _agreement(inside, time, cells, table)


def _agreement(inside: list[Stay], time: Common, cells: Cells, table: Table) -> Draft:
    first = inside[0].row
    whole = cells.date(first, "all_st_year", "all_st_month", "all_st_day")
    signed = time.start or whole
    on = max(cells.date(one.row, *_START) or "" for one in inside)
    return Draft(
        body=Agreement(
            name="alliance",
            form="alliance",
            parties=tuple(party("cow", one.code, on) for one in inside),
            signed=When(signed) if signed else None,
            ended=When(time.end) if time.end not in ("", "..") else None,
            provisions=tuple(_provisions(inside, cells)),
        ),
        evidence=tuple(table.evidence(one.row, *_SHOWN) for one in inside),
        confidence=MEANT if time.implied else SURE,
        rule=table.rule,
    )


def _provisions(inside: list[Stay], cells: Cells) -> Iterator[str]:
    """What was promised: by all of them, or by whom."""
    for column, promise in _PROMISES.items():
        by = [one.row["state_name"] for one in inside if cells.number(one.row, column) == 1]
        if len(by) == len(inside):
            yield promise
        elif by:
            yield f"{promise} (by {', '.join(dict.fromkeys(by))})"
