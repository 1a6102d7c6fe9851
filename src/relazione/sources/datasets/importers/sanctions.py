"""The room `sources`: sanctions (Global Sanctions Data Base: one row a case, with the names of who sanctions and is sanctioned).

A case is an event `sanction`; what is sanctioned (trade, arms, ...) is what it is about. Several senders stand in one cell. The EU and
the UN are organisations: that a state belongs to one does not make it a sender. A case of the list's last year is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Actor, Event
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import party_named
from relazione.sources.datasets.table import BadValue, Row, Table


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each case."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _case(row, cells, table))


def _case(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    begin, end = cells.date(row, "begin"), cells.date(row, "end")
    kinds = [kind for kind in table.dataset.options["kinds_of_sanction"] if cells.number(row, kind) == 1]
    target = party_named(row["sanctioned_state"], begin, end, role="recipient")
    yield Draft(
        body=Event(
            type="sanction",
            actors=(*_senders(row["sanctioning_state"], begin, end), target),
            when=cells.when(begin, end),
            about=", ".join(kinds) or None,
            words=f"case {row['case_id']}",
        ),
        evidence=(table.evidence(row, "sanctioned_state", "sanctioning_state", "begin", "end", *kinds),),
        confidence=SURE,
        rule=table.rule,
    )


def _senders(cell: str, *dates: str | None) -> list[Actor]:
    """Who sanctions. A name that is not known is kept as it stands beside others, and makes the row bad where it is the only one."""
    names = [name.strip() for name in cell.split(",") if name.strip()]
    if len(names) > 1:
        try:
            return [party_named(cell, *dates)]  # a name with a comma: "Korea, South"
        except BadValue:
            pass
    found = []
    for name in names:
        try:
            found.append(party_named(name, *dates))
        except BadValue:
            if len(names) == 1:
                raise
            found.append(Actor(name=name, mention=name))
    if not found:
        raise BadValue("nobody who sanctions")
    return found
