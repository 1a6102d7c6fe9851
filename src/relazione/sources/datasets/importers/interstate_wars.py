"""The room `sources`: inter-state wars by participant (COW, version 4.0).

Each row is one state in one war, with its side and at most two spells of its own. Two states of opposite sides that fought at the same
time were at war with each other: one claim for each such time. Those of one side were not: what they had in common is told as an
alliance (of the sort "stood on one side") and part of the war. The battle deaths of each are a measure.
Source: Sarkees and Wayman (2010), and the codebook of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from relazione.model.claims import Event, Measure
from relazione.model.evidence import Evidence
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import MEANT, SURE, each_group, groups
from relazione.sources.datasets.importers.stays import Common, Stay, opposed, stay, together
from relazione.sources.datasets.parties import party
from relazione.sources.datasets.table import BadValue, Row, Table

_DATES = tuple(
    ((f"startyear{n}", f"startmonth{n}", f"startday{n}"), (f"endyear{n}", f"endmonth{n}", f"endday{n}")) for n in (1, 2)
)
_SHOWN = ("warname", "statename", "side", "initiator", "outcome", "batdeath")
_ONGOING = "-7"
_HAS_NOUN = re.compile(r"\b(?:wars?|rebellion|revolution|conquest|invasion|expedition|crisis|conflict)\b", re.IGNORECASE)
OUTCOMES = {
    1: "victory", 2: "defeat", 3: "compromise", 4: "became another kind of war", 5: "ongoing", 6: "stalemate",
    7: "went on below the level of war", 8: "changed sides",
}  # fmt: skip
"""Outcomes for a participant, as the codebook numbers them."""


def drafts(table: Table) -> Iterator[Draft]:
    """For each war: who fought whom, who stood together, and the deaths of each."""
    cells = Cells(table.dataset)
    yield from each_group(table, groups(table, lambda row: row["warnum"]), lambda rows: _war(rows, cells, table))


def _war(rows: list[Row], cells: Cells, table: Table) -> Iterable[Draft]:
    sides: dict[int, list[Stay]] = {1: [], 2: []}
    deaths: list[Draft] = []
    for row in rows:
        try:
            side = cells.number(row, "side")
            if side not in sides:
                raise BadValue(f"side is {row['side'][:40]!r}, where 1 or 2 is meant")
            spells = _spells(row, cells)
            deaths += _deaths(row, spells, cells, table)
        except BadValue as error:
            table.reject(row, str(error))
            continue
        sides[side] += spells
    name = war_name(rows[0]["warname"])
    for one, other, time in opposed(sides[1], sides[2]):
        yield _fought(name, one, other, time, cells, table)
    for side, stays in sides.items():
        for inside, time in together(stays):
            yield _stood_together(name, "ab"[side - 1], inside, time, table)
    yield from deaths


def war_name(name: str) -> str:
    """The name of a war as people call it: the list has "Italian-Turkish" and "World War I" alike."""
    return name if _HAS_NOUN.search(name) or not name else f"{name} War"


def _spells(row: Row, cells: Cells) -> list[Stay]:
    first, second = _DATES
    found = [_spell(row, *first, cells)]
    if cells.number(row, second[0][0]) is not None:
        found.append(_spell(row, *second, cells))
    for one in found:
        party("cow", one.code, one.start)
    return found


def _spell(row: Row, start: tuple[str, str, str], end: tuple[str, str, str], cells: Cells) -> Stay:
    found = stay(row, row["ccode"], start, end, cells)
    return found._replace(end="..") if row[end[0]] == _ONGOING else found


def _fought(name: str, one: Stay, other: Stay, time: Common, cells: Cells, table: Table) -> Draft:
    """The war of two; who began it stands first."""
    told = [(one, "a"), (other, "b")]
    told.sort(key=lambda item: cells.number(item[0].row, "initiator") != 1)
    outcomes = {cells.number(stay.row, "outcome"): stay for stay, _ in told}
    winner = party("cow", outcomes[1].code, time.start).state if {1, 2} <= set(outcomes) else None
    outcome = "; ".join(
        f"{OUTCOMES[number]} ({stay.row['statename']})"
        for stay, _ in told
        if (number := cells.number(stay.row, "outcome")) in OUTCOMES and number is not None
    )
    return Draft(
        body=Event(
            type="war",
            actors=tuple(party("cow", stay.code, time.start, side=side) for stay, side in told),
            when=time.when(),
            name=name or None,
            outcome=outcome or None,
            winner=winner,
            words=f"war {one.row['warnum']}",
        ),
        evidence=tuple(_evidence(stay.row, table) for stay, _ in told),
        confidence=MEANT if time.implied else SURE,
        rule=table.rule,
    )


def _stood_together(name: str, side: str, inside: list[Stay], time: Common, table: Table) -> Draft:
    return Draft(
        body=Event(
            type="alliance",
            actors=tuple(party("cow", stay.code, time.start, side=side) for stay in inside),
            when=time.when(),
            about="fought on the same side",
            part_of=name or None,
            words=f"war {inside[0].row['warnum']}",
        ),
        evidence=tuple(_evidence(stay.row, table) for stay in inside),
        confidence=MEANT if time.implied else SURE,
        rule=table.rule,
    )


def _deaths(row: Row, spells: list[Stay], cells: Cells, table: Table) -> Iterable[Draft]:
    """Battle deaths of a participant over all of its spells."""
    value = cells.number(row, "batdeath")
    if value is None:
        return
    whole = Common(spells[0].start, spells[-1].end, False)
    yield Draft(
        body=Measure(
            what="casualties",
            value=float(value),
            unit="killed",
            when=whole.when(),
            about=(party("cow", spells[0].code, spells[0].start),),
        ),
        evidence=(table.evidence(row, *_SHOWN),),
        confidence=SURE,
        rule=table.rule,
    )


def _evidence(row: Row, table: Table) -> Evidence:
    dates = [name for start, end in _DATES if row[start[0]] not in ("-8", "") for name in (*start, *end)]
    return table.evidence(row, *_SHOWN, *dates)
