"""The analysis room: borders on a day, where the user has imported a data file that has them (CShapes).

    borders_on(record, day).shapes[0].holder        "ITA"

A shape is of the present-day state to which its polity leads; a dependency is held by its owner. Borders are those of the file, made
coarser for maps (`sources.datasets.shapes`): an illustration, and no evidence of its own.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.dates import day_number, iso_day
from relazione.record.datasets import DataColumn
from relazione.record.store import Record

DATASETS = (("cshapes-gw", "gw"), ("cshapes-cow", "cow"))
"""Datasets with shapes, and the list of states by which each numbers them; the first that is on record is taken."""
_DATES = tuple(f"{side}_{part}" for side in ("start", "end") for part in ("year", "month", "day"))
Ring = list[tuple[float, float]]
Polygons = list[list[Ring]]


class Shape(msgspec.Struct, frozen=True):
    """A territory on the day."""

    name: str
    state: Annotated[str | None, Meta(description="code of the present-day state to which its polity leads")]
    holder: Annotated[str | None, Meta(description="the same, or of a dependency the state to which its owner leads")]
    status: str
    polygons: Polygons


class Borders(msgspec.Struct, frozen=True):
    """All shapes on the day, and the document that they are from."""

    document: str
    shapes: tuple[Shape, ...]


def borders_on(record: Record, day: int) -> Borders | None:
    """The borders on a day (a day number); None where no data file has any, or the day lies outside of what it covers."""
    for dataset, system in DATASETS:
        columns = record.data_columns(dataset, (*_DATES, "code", "name", "status", "owner", "shape"))
        if columns is None or "shape" not in columns:
            continue
        document = next(file.document for file in record.data_files() if file.dataset == dataset)
        shapes = tuple(_shapes(columns, system, day))
        return Borders(document, shapes) if shapes else None
    return None


def _shapes(columns: dict[str, DataColumn], system: str, day: int) -> list[Shape]:
    numbers = {name: _numbers(columns[name]) for name in (*_DATES, "code", "status", "owner", "name", "shape")}
    found = []
    for row in range(len(numbers["code"])):
        first, last = (
            day_number(*(numbers[f"{side}_{part}"][row] for part in ("year", "month", "day"))) for side in ("start", "end")
        )
        text = _text(columns["shape"], numbers["shape"][row])
        if not first <= day <= last or not text:
            continue
        status = _text(columns["status"], numbers["status"][row])
        own, owner = (_state(system, numbers[name][row], iso_day(day)) for name in ("code", "owner"))
        held = status != "independent" and numbers["owner"][row] != numbers["code"][row]
        found.append(
            Shape(
                name=_text(columns["name"], numbers["name"][row]),
                state=own,
                holder=owner if held else own,
                status=status,
                polygons=msgspec.json.decode(text, type=Polygons),
            )
        )
    return found


def _numbers(column: DataColumn) -> array[int]:
    values = array("i")
    values.frombytes(column.data)
    return values


def _text(column: DataColumn, number: int) -> str:
    return column.texts[number] if number >= 0 else ""


@lru_cache(maxsize=4096)
def _state(system: str, number: int, on: str) -> str | None:
    from relazione.reference.polities import by_code, main_state

    polity = by_code(system, str(number), on) or by_code(system, str(number))
    return main_state(polity) if polity else None
