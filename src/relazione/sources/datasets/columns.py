"""The room `sources`: the typed columns of a dataset that the record keeps for panels and networks.

A column is bytes, so that it can lie in the record's file: int32 little-endian (NO_NUMBER: unknown), float64 (NaN: unknown), or
int32 numbers of a list of texts (-1: unknown). Dates are split into numbers, as the files have them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from sys import byteorder

import msgspec

from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.table import BadValue, Row, Table

NO_NUMBER = -(1 << 31)


class Column(msgspec.Struct, frozen=True):
    """One typed column. `texts`: for kind "text", what the numbers stand for."""

    name: str
    kind: str
    data: bytes
    texts: tuple[str, ...] = ()


def columns_of(table: Table) -> list[Column]:
    """The columns that the catalogue wants kept, of the good rows; a row with a cell of the wrong kind is listed as bad and is
    no longer among the table's rows."""
    cells = Cells(table.dataset)
    wanted: list[tuple[str, str, str]] = []
    for name, spec in table.dataset.columns.items():
        source, _, kind = spec.rpartition(" ")
        wanted.append((name, source, kind))
    keep = [row for row in table.rows if _is_good(row, wanted, cells, table)]
    table.keep(keep)
    return [_column(name, kind, [_value(row, source, kind, cells) for row in keep]) for name, source, kind in wanted]


def _is_good(row: Row, wanted: Sequence[tuple[str, str, str]], cells: Cells, table: Table) -> bool:
    try:
        for _, source, kind in wanted:
            _value(row, source, kind, cells)
    except BadValue as error:
        table.reject(row, str(error))
        return False
    return True


def _value(row: Row, source: str, kind: str, cells: Cells) -> int | float | str | None:
    if kind == "int":
        number = cells.number(row, source)
        if number is not None and not -(1 << 31) < number < 1 << 31:
            raise BadValue(f"{source} is {number}, which is out of range")
        return number
    return cells.real(row, source) if kind == "float" else cells.text(row, source)


def _column(name: str, kind: str, values: Sequence[int | float | str | None]) -> Column:
    if kind == "float":
        return Column(name, kind, _bytes(array("d", [float("nan") if value is None else float(value) for value in values])))
    if kind == "int":
        return Column(name, kind, _bytes(array("i", [NO_NUMBER if value is None else int(value) for value in values])))
    texts: dict[str, int] = {}
    numbers = [texts.setdefault(str(value), len(texts)) if value else -1 for value in values]
    return Column(name, "text", _bytes(array("i", numbers)), tuple(texts))


def _bytes(values: array) -> bytes:  # type: ignore[type-arg]
    if byteorder == "big":
        values.byteswap()
    return values.tobytes()
