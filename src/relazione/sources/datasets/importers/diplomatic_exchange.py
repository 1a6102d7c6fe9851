"""The room `sources`: envoys exchanged (COW Diplomatic Exchange: a snapshot every few years, one row a pair of states).

`dr_at_1` is the rank of state 2's envoy at state 1. A run of snapshots with the same rank and the same polities is one mission,
seen from the first to the last of them: what was between two snapshots the source does not say, so nothing is opened or closed.
Source: Bayer, Diplomatic Exchange Data set, v2006.1, codebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from relazione.model.claims import Actor, Mission, MissionKind
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import MEANT, SURE, runs
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

LAST_LEGATIONS = 1960
"""Afterwards a chargé d'affaires leads an embassy that has no ambassador at the time."""
_NO_ENVOY = 0
_CHARGE = 1
_RANKS: dict[int, tuple[MissionKind, float]] = {
    _CHARGE: ("legation", MEANT),  # chargé d'affaires
    2: ("legation", SURE),  # minister
    3: ("embassy", SURE),  # ambassador
    9: ("other", SURE),  # another rank, or one that is not known
}


class _Envoy(NamedTuple):
    """An envoy in one snapshot; `column` is the one that tells the rank."""

    year: int
    rank: int
    sender: Actor
    receiver: Actor
    row: Row
    column: str


def drafts(table: Table) -> Iterator[Draft]:
    """A mission for each sender, receiver and run of snapshots."""
    years = sorted({int(row["year"]) for row in table.rows})
    place = {year: at for at, year in enumerate(years)}
    for envoys in _envoys(table).values():
        for run in runs(
            (envoys[year] for year in sorted(envoys)),
            lambda before, one: place[one.year] == place[before.year] + 1 and one[1:4] == before[1:4],
        ):
            yield _mission(run, table)


def _envoys(table: Table) -> dict[tuple[str, str], dict[int, _Envoy]]:
    """The envoys of each sender at each receiver by year. A file may hold a pair in both directions: the envoy is the same."""
    cells = Cells(table.dataset)
    found: dict[tuple[str, str], dict[int, _Envoy]] = defaultdict(dict)
    for row in table.rows:
        year = int(row["year"])
        for receiver, sender, column in (("ccode1", "ccode2", "dr_at_1"), ("ccode2", "ccode1", "dr_at_2")):
            rank = cells.number(row, column)
            if rank is None or rank == _NO_ENVOY:
                continue
            try:
                if rank not in _RANKS:
                    raise BadValue(f"{column} is {rank}, which is no rank of an envoy")
                who = party("cow", row[sender], str(year)), party("cow", row[receiver], str(year))
                found[(row[sender], row[receiver])].setdefault(year, _Envoy(year, rank, *who, row, column))
            except BadValue as error:
                table.reject(row, str(error), kept=True)
    return found


def _mission(run: list[_Envoy], table: Table) -> Draft:
    first, last = run[0], run[-1]
    kind, confidence = _RANKS[first.rank]
    if first.rank == _CHARGE and first.year > LAST_LEGATIONS:
        kind = "embassy"
    years = f"{first.year}" if first is last else f"{first.year}/{last.year}"
    return Draft(
        body=Mission(sender=first.sender, kind=kind, receiver=first.receiver, attested=When(years)),
        evidence=tuple(table.evidence(one.row, one.column, "de") for one in run),
        confidence=confidence,
        rule=table.rule,
    )
