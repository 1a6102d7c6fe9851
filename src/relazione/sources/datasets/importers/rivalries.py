"""The room `sources`: rivalries and arms races of two states, from year to year (Thompson and Dreyer; Thompson, Sakuwa and Suhas; Gibler,
Rider and Hutchison).

Which type of event a row is, and which columns tell what it was about, the catalogue says in `options`. The lists use COW's codes also for
centuries before its system begins: then the polity is the one of the lineage at that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from relazione.model.claims import Actor, Event
from relazione.model.identity import Draft
from relazione.reference import polities
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import ancestor
from relazione.sources.datasets.table import BadValue, Row, Table


def drafts(table: Table) -> Iterator[Draft]:
    """An event that lasts, for each row."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _rivalry(row, cells, table))


def _rivalry(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    options = table.dataset.options
    number, start_column, end_column = options["number"], options["start"], options["end"]
    start, end = cells.date(row, start_column), cells.date(row, end_column)
    if start is None:
        raise BadValue(f"no year of start ({start_column})")
    told = [name for name in options.get("flags", ()) if cells.number(row, name) == 1]
    told += [kind for name in options.get("kinds", ()) if (kind := cells.text(row, name))]
    yield Draft(
        body=Event(
            type=options["type"],
            actors=tuple(_rival(row[name], start, options.get("polities", {})) for name in ("ccode1", "ccode2")),
            when=cells.when(start, end),
            about=", ".join(told) or None,
            words=f"{options['words']} {row[number]}",
        ),
        evidence=(table.evidence(row, *options.get("shown", ()), "ccode1", "ccode2", start_column, end_column),),
        confidence=SURE,
        rule=table.rule,
    )


def _rival(code: str, on: str, own: Mapping[str, str]) -> Actor:
    """A rival; `own`: codes that the list adds to COW's, with their polities."""
    if code not in own:
        return ancestor("cow", code, on)
    return Actor(name=polities.polity(own[code]).name, polity=own[code], state=polities.main_state(own[code]))
