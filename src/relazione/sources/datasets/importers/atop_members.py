"""The room `sources`: alliances with their members (ATOP 5.1, member level: one row an alliance, member and phase).

An alliance is one agreement, whose parties are all that were ever in it; provisions are what any of them promised. A year of exit
or end that is 0 is "still in it". Source: the codebook of version 5.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Agreement
from relazione.model.dates import When, sort_key
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_group, groups, pledge_words
from relazione.sources.datasets.parties import party_or_name
from relazione.sources.datasets.table import BadValue, Row, Table

_ENTRY = ("yrent", "moent", "dayent")
_EXIT = ("yrexit", "moexit", "dayexit")


def drafts(table: Table) -> Iterator[Draft]:
    """An agreement for each alliance."""
    cells = Cells(table.dataset)
    yield from each_group(table, groups(table, lambda row: row["atopid"]), lambda rows: _alliance(rows, cells, table))


def _alliance(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    entries = sorted((date for row in rows if (date := date_or_none(row, _ENTRY, cells))), key=sort_key)
    if not entries:
        raise BadValue("no year of entry")
    exits = [date_or_none(row, _EXIT, cells) for row in rows]
    ends = sorted((date for date in exits if date), key=sort_key)
    # it is over when no more than one is left in it
    left = {row["member"] for row, date in zip(rows, exits, strict=True) if date is None or cells.is_open(date)}
    over = ends[-1] if ends and len(left) < 2 else None
    pledges: dict[str, str] = table.dataset.options["pledges"]
    members = list(dict.fromkeys(row["member"] for row in rows))
    yield Draft(
        body=Agreement(
            name=f"alliance {rows[0]['atopid']} of ATOP",
            form="alliance",
            parties=tuple(party_or_name("cow", code, entries[0], over) for code in members),
            in_force=When(entries[0]),
            ended=When(over) if over else None,
            provisions=tuple(pledge_words(name) for name, column in pledges.items() if any(row[column] == "1" for row in rows)),
        ),
        evidence=tuple(table.evidence(row, *_ENTRY, *_EXIT) for row in rows),
        confidence=SURE,
        rule=table.rule,
    )


def date_or_none(row: Row, names: tuple[str, str, str], cells: Cells) -> str | None:
    """The date; None where its year is unknown or 0."""
    return cells.date(row, *names) if cells.number(row, names[0]) else None
