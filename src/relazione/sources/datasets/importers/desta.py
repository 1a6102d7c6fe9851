"""The room `sources`: trade agreements (DESTA list of treaties: one row a treaty or what became of it, parties by ISO numbers).

A base treaty, an amendment and an accession are agreements of the parties in their row; what is still negotiated is planned. A
consolidated text is its amendment once more, and a withdrawal is no agreement: they stay in the columns. Source: Dür, Baccini and Elsig (2014), codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from relazione.model.claims import Actor, Agreement
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.columns import Column, Columns, kinds_of
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import party_named, party_or_name
from relazione.sources.datasets.table import BadValue, Row, Table

_FORMS = {
    "base_treaty": "trade agreement",
    "protocol or amendment": "protocol",
    "accession": "accession",
    "negotiation": "trade agreement",
}
_NO_AGREEMENT = ("withdrawal", "consolidated")


def columns(table: Table) -> tuple[list[Column], int]:
    """One row for each treaty and party."""
    cells = Cells(table.dataset)
    found = Columns(kinds_of(table))
    keep = []
    for row in table.rows:
        try:
            told = (row["number"], cells.number(row, "base_treaty"), row["entry_type"])
            years = (cells.number(row, "year"), cells.number(row, "entryforceyear"))
            codes = _codes(row, cells)
        except BadValue as error:
            table.reject(row, str(error))
            continue
        keep.append(row)
        for code in codes:
            found.add((*told, int(code), *years))
    table.keep(keep)
    return found.done(), len(keep)


def drafts(table: Table) -> Iterator[Draft]:
    """An agreement for each row that is one."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _treaty(row, cells, table))


def _treaty(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    kind = row["entry_type"]
    if kind in _NO_AGREEMENT:
        return
    if kind not in _FORMS:
        raise BadValue(f"entry_type is {kind[:40]!r}")
    signed, force = cells.date(row, "year"), cells.date(row, "entryforceyear")
    territories: dict[str, str] = table.dataset.options["territories"]
    yield Draft(
        body=Agreement(
            name=row["name"],
            form=_FORMS[kind],
            parties=tuple(_party(code, territories, signed, force) for code in _codes(row, cells)),
            signed=cells.point(signed),
            in_force=cells.point(force),
        ),
        evidence=(table.evidence(row, "name", "entry_type", "year", "entryforceyear"),),
        realis="planned" if kind == "negotiation" else "fact",
        confidence=SURE,
        rule=table.rule,
    )


def _party(code: str, territories: dict[str, str], *dates: str | None) -> Actor:
    """A state, or a territory with a number that is no state's."""
    if code not in territories:
        return party_or_name("isonum", code, *dates)
    try:
        return party_named(territories[code], *dates)
    except BadValue:
        return Actor(name=territories[code])


@cache
def _names(header: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((name for name in header if name[:1] == "c" and name[1:].isdecimal()), key=lambda name: int(name[1:])))


def _codes(row: Row, cells: Cells) -> list[str]:
    """The ISO numbers of its parties, three digits each."""
    found = (cells.number(row, name) for name in _names(row.names))
    return [f"{code:03d}" for code in found if code is not None]
