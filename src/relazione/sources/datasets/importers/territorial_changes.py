"""The room `sources`: territorial changes (COW).

Each row is one change: who gained, who lost, what (an "entity" with a number of its own), when (year, mostly a month, no day) and how.
It is an event of the type that the procedure means. Where the land has a name it is a holding too: the gainer holds it since then, given by the
loser, until it loses the same land; of "a part of" a land nobody can say what is held. Entities that are states bear their COW
number, others are named in `data/cow_entities.tsv` as far as they are known. Source: Tir, Schafer, Diehl and Goertz (1998), codebook 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from relazione.model.claims import Actor, Event, Holding, HoldingTitle, Role
from relazione.model.dates import When
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


Key = tuple[str, str]
"""An entity and who had it."""


def drafts(table: Table) -> Iterator[Draft]:
    """An event, and a holding where the land has a name; it ends when its holder loses the same land."""
    cells = Cells(table.dataset)
    losses: dict[Key, list[tuple[str, Row]]] = {}
    for row in table.rows:
        if (on := cells.date(row, "year", "month")) and _is_named(row, cells):
            losses.setdefault((row["entity"], row["loser"]), []).append((on, row))
    for lost in losses.values():
        lost.sort(key=lambda item: item[0])
    yield from each_row(table, lambda row: _change(row, losses, cells, table))


@cache
def _entities() -> dict[str, tuple[str, str]]:
    path = Path(__file__).parents[2] / "data" / "cow_entities.tsv"
    return {number: (name, until) for _, (number, name, until) in table_rows(path, ("number", "name", "until"))}


def entity_name(code: str, on: str) -> str | None:
    """The name of an entity that was no state of the COW system on a date, where the table knows it."""
    name, until = _entities().get(code, ("", ""))
    return name if name and (not until or on < until) else None


def _change(row: Row, losses: dict[Key, list[tuple[str, Row]]], cells: Cells, table: Table) -> Iterable[Draft]:
    on = cells.date(row, "year", "month")
    if on is None:
        raise BadValue("no year")
    gainer, loser = cells.text(row, "gainer"), cells.text(row, "loser")
    if not gainer and not loser:
        raise BadValue("neither gainer nor loser")
    rule, evidence = table.rule, (table.evidence(row, *_SHOWN),)
    type_ = PROCEDURES.get(cells.number(row, "procedur") or 0, "territorial-change")
    yield Draft(
        body=Event(
            type=type_,
            actors=_actors(type_, gainer, loser, on),
            when=When(on),
            about=_land(row, on, cells),
            words=f"territorial change {row['number']}".strip(),
        ),
        evidence=evidence,
        confidence=SURE,
        rule=rule,
    )
    if not gainer or gainer == row["entity"] or not _is_named(row, cells):
        return
    until = next(((end, lost) for end, lost in losses.get((row["entity"], gainer), ()) if end > on), None)
    title: HoldingTitle = "sovereign" if cells.number(row, "gaintype") == 1 else "possession"  # homeland, or dependency
    yield Draft(
        body=Holding(
            territory=_land(row, on, cells),
            holder=entity(gainer, on),
            title="administered" if type_ == "protectorate" else title,
            since=When(on),
            until=When(until[0]) if until else None,
            given_by=entity(loser, on) if loser not in ("", row["entity"]) else None,
        ),
        evidence=(*evidence, table.evidence(until[1], *_SHOWN, fields=("until",))) if until else evidence,
        confidence=SURE,
        rule=rule,
    )


def entity(code: str, on: str, role: Role = "actor") -> Actor:
    """Who gains or loses: a state, what was to become one, or another entity by its name or number."""
    if name := entity_name(code, on):
        return Actor(name=name, role=role)
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


def _is_named(row: Row, cells: Cells) -> bool:
    """Whether the land has a name: it is a whole state's, or an entity that is known. Of a part nobody can say which."""
    code = row["entity"]
    whole = cells.number(row, "portion") == _WHOLE
    return code in _entities() or (whole and polities.by_code("cow", code) is not None)


def _land(row: Row, on: str, cells: Cells) -> str:
    """What the land is called."""
    code = cells.text(row, "entity")
    if not code:
        return "land that is not named"
    if known := entity_name(code, on):
        return known
    latest = polities.by_code("cow", code)
    if latest is None:
        return f"COW entity {code}"
    name = polities.polity(latest).name
    if code in (row["gainer"], row["loser"]):
        name = entity(code, on).name
    elif state := polities.main_state(latest):
        name = polities.states()[state].name
    return name if cells.number(row, "portion") == _WHOLE else f"part of {name}"
