"""The room `sources`: the typed columns of a dataset that the record keeps for panels and networks.

A column is bytes, so that it can lie in the record's file: int32 little-endian (NO_NUMBER: unknown), float64 (NaN: unknown), or
int32 numbers of a list of texts (-1: unknown). Dates are split into numbers, as the files have them.
"""

from __future__ import annotations

import re
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
    """The columns that the catalogue wants kept, of the good rows. A row with a cell of the wrong kind, or with an interval that
    cannot be, is listed as bad and is no longer among the table's rows."""
    cells = Cells(table.dataset)
    specs = [(name, *_spec(spec)) for name, spec in table.dataset.columns.items()]
    values: list[list[Value]] = [[] for _ in specs]
    keep: list[Row] = []
    for row in table.rows:
        try:
            for span in table.dataset.spans:
                cells.span(row, span)
            found = [_value(row, sources, part, kind, cells) for _, sources, part, kind in specs]
        except BadValue as error:
            table.reject(row, str(error))
            continue
        keep.append(row)
        for column, value in zip(values, found, strict=True):
            column.append(value)
    table.keep(keep)
    return [_column(name, kind, column) for (name, _, _, kind), column in zip(specs, values, strict=True)]


Value = int | float | str | None


def _spec(spec: str) -> tuple[tuple[str, ...], str, str]:
    """The columns of the file, the part of a date that is meant ("" for none), and the kind."""
    source, _, kind = spec.rpartition(" ")
    names, _, part = source.partition("@")
    return tuple(names.split("|")), part, kind


def _value(row: Row, sources: tuple[str, ...], part: str, kind: str, cells: Cells) -> Value:
    for source in sources:
        value = _part(row, source, part, cells) if part else _cell(row, source, kind, cells)
        if value is not None and value != "":
            return value
    return None


def _cell(row: Row, source: str, kind: str, cells: Cells) -> Value:
    if kind == "int":
        number = cells.number(row, source)
        if number is not None and not -(1 << 31) < number < 1 << 31:
            raise BadValue(f"{source} is {number}, which is out of range")
        return number
    return cells.real(row, source) if kind == "float" else cells.text(row, source)


def _part(row: Row, source: str, part: str, cells: Cells) -> int | None:
    """Year, month or day of a date that stands in one cell; None where it does not tell so much."""
    told = re.fullmatch(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?", cells.iso(row, source) or "")
    return int(told[part]) if told and told[part] else None


def _column(name: str, kind: str, values: Sequence[Value]) -> Column:
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
