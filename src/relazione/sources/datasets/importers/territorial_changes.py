"""The room `sources`: territorial changes (COW).

Each row is one change: who gained, who lost, what (an "entity" with a number of its own), when (year, mostly a month, no day) and how.
It is an event of the type that the procedure means. Where the entity is a land with a name it is a holding too: the gainer holds it since
then, given by the loser; of a nameless part of a state's own land nobody can say what is held. Entities that are states bear their COW
number, others are named in `data/cow_entities.tsv` as far as they are known. Source: Tir, Schafer, Diehl and Goertz (1998), codebook 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from relazione.model.claims import Actor, Event, Holding, HoldingTitle, Role
from relazione.model.identity import Draft
from relazione.reference import polities
from relazione.reference.tables import rows as table_rows
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import ancestor
from relazione.sources.datasets.table import BadValue, Row, Table

_SHOWN = ("year", "month", "gainer", "gaintype", "procedur", "entity", "loser", "area", "pop", "portion", "conflict")
PROCEDURES = {1: "conquest", 2: "annexation", 3: "cession", 4: "independence", 5: "unification", 6: "protectorate"}
"""How the land changed hands -> type of event; 6 is a mandate. Unknown: `territorial-change`."""
_WHOLE = 1


def drafts(table: Table) -> Iterator[Draft]:
    """An event, and a holding where the land has a name."""
    cells = Cells(table.dataset)
    yield from each_row(table, lambda row: _change(row, cells, table))


@cache
def entities() -> dict[str, str]:
    """Names of COW entities that were never states of the system, by number."""
    path = Path(__file__).parents[2] / "data" / "cow_entities.tsv"
    return {number: name for _, (number, name) in table_rows(path, ("number", "name"))}


def _change(row: Row, cells: Cells, table: Table) -> Iterable[Draft]:
    on = cells.date(row, "year", "month")
    if on is None:
        raise BadValue("no year")
    gainer, loser = cells.text(row, "gainer"), cells.text(row, "loser")
    if not gainer and not loser:
        raise BadValue("neither gainer nor loser")
    land, named = _land(row, on, cells)
    rule, evidence = f"dataset: {table.dataset.id}", (table.evidence(row, *_SHOWN),)
    type_ = PROCEDURES.get(cells.number(row, "procedur") or 0, "territorial-change")
    when = cells.point(on)
    yield Draft(
        body=Event(
            type=type_,
            actors=_actors(type_, gainer, loser, on),
            when=when,
            about=land,
            words=f"territorial change {row['number']}".strip(),
        ),
        evidence=evidence,
        confidence=SURE,
        rule=rule,
    )
    if named and gainer:
        title: HoldingTitle = "sovereign" if cells.number(row, "gaintype") == 1 else "possession"  # homeland, or dependency
        yield Draft(
            body=Holding(
                territory=land,
                holder=entity(gainer, on),
                title="administered" if type_ == "protectorate" else title,
                since=when,
                given_by=entity(loser, on) if loser else None,
            ),
            evidence=evidence,
            confidence=SURE,
            rule=rule,
        )


def entity(code: str, on: str, role: Role = "actor") -> Actor:
    """Who gains or loses: a state, what was to become one, or another entity by its name or number."""
    if code in entities():
        return Actor(name=entities()[code], role=role)
    try:
        return ancestor("cow", code, on, role)
    except BadValue:
        if not code.isdigit():
            raise
        return Actor(name=f"COW entity {code}", role=role)


def _actors(type_: str, gainer: str, loser: str, on: str) -> tuple[Actor, ...]:
    """Who does it first: the loser cedes, else the gainer takes."""
    if gainer == loser or not (gainer and loser):
        return (entity(gainer or loser, on),)
    order = (loser, gainer) if type_ == "cession" else (gainer, loser)
    other: Role = "actor" if type_ == "unification" else "recipient"
    return entity(order[0], on), entity(order[1], on, other)


def _land(row: Row, on: str, cells: Cells) -> tuple[str, bool]:
    """What the land is called, and whether that is its name (and not just "part of" its holder)."""
    code = cells.text(row, "entity")
    if not code:
        return "land that is not named", False
    if code in entities():
        return entities()[code], True
    latest = polities.by_code("cow", code)
    if latest is None:
        return f"COW entity {code}", False
    own = code in (row["gainer"], row["loser"])
    if own and cells.number(row, "portion") != _WHOLE:
        return f"part of {entity(code, on).name}", False
    if own:
        return entity(code, on).name, code == row["loser"]
    state = polities.main_state(latest)
    return (polities.states()[state].name if state else polities.polity(latest).name), True
