"""The room `sources`: the typed columns of a dataset that the record keeps for panels and networks.

A column is bytes, so that it can lie in the record's file: int32 little-endian (NO_NUMBER: unknown), float64 (NaN: unknown), or
int32 numbers of a list of texts (-1: unknown). Dates are split into numbers, as the files have them.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from sys import byteorder
from typing import Any

import msgspec

from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.table import BadValue, Row, Table

NO_NUMBER = -(1 << 31)
Value = int | float | str | None
MOST_KNOWN = 1 << 16
"""Different cells of a column whose values are kept, so that each is read once."""


class Column(msgspec.Struct, frozen=True):
    """One typed column. `texts`: for kind "text", what the numbers stand for."""

    name: str
    kind: str
    data: bytes
    texts: tuple[str, ...] = ()


class Columns:
    """Columns while they grow, row by row: what is kept of a row is its numbers, so that files of any length go in."""

    def __init__(self, kinds: Iterable[tuple[str, str]]) -> None:
        self._kinds = tuple(kinds)
        self._data: list[array[Any]] = [array("d" if kind == "float" else "i") for _, kind in self._kinds]
        self._texts: list[dict[str, int]] = [{} for _ in self._kinds]

    def add(self, values: Sequence[Value]) -> None:
        """One row, in the order of the columns. None (and "" of a text) is unknown."""
        for (_, kind), data, texts, value in zip(self._kinds, self._data, self._texts, values, strict=True):
            if kind == "text":
                data.append(texts.setdefault(str(value), len(texts)) if value else -1)
            elif kind == "int":
                data.append(NO_NUMBER if value is None else int(value))
            else:
                data.append(float("nan") if value is None else float(value))

    def done(self) -> list[Column]:
        """The columns."""
        return [
            Column(name, kind, _bytes(data), tuple(texts))
            for (name, kind), data, texts in zip(self._kinds, self._data, self._texts, strict=True)
        ]


def kinds_of(table: Table) -> list[tuple[str, str]]:
    """Name and kind of the columns that the catalogue wants kept."""
    return [(name, spec.rpartition(" ")[2]) for name, spec in table.dataset.columns.items()]


def columns_of(table: Table, stream: bool = False) -> tuple[list[Column], int]:
    """The columns that the catalogue wants kept, and how many rows they have. A row with a cell of the wrong kind, or
    with an interval that cannot be, is listed as bad and is no longer among the table's rows. `stream`: go through the file without
    keeping its rows."""
    readers = [_reader(spec, table) for spec in table.dataset.columns.values()]
    columns, cells = Columns(kinds_of(table)), Cells(table.dataset)
    keep, count = [], 0
    for row in table.stream() if stream else table.rows:
        try:
            for span in table.dataset.spans:
                cells.span(row, span)
            values = [reader(row) for reader in readers]
        except BadValue as error:
            table.reject(row, str(error))
            continue
        columns.add(values)
        count += 1
        if not stream:
            keep.append(row)
    if not stream:
        table.keep(keep)
    return columns.done(), count


def _spec(spec: str) -> tuple[tuple[str, ...], str, str]:
    """The columns of the file, the part of a date that is meant ("" for none), and the kind."""
    source, _, kind = spec.rpartition(" ")
    names, _, part = source.partition("@")
    return tuple(names.split("|")), part, kind


def _reader(spec: str, table: Table) -> Callable[[Row], Value]:
    """What reads one column of a row; equal cells are read once."""
    names, part, kind = _spec(spec)
    sources = [(name, at) for name in names if (at := table.position(name)) is not None]
    cells = Cells(table.dataset)
    known: dict[tuple[str, ...], Value] = {}

    def read(row: Row) -> Value:
        told = tuple([row.cells[at] for _, at in sources])
        if told in known:
            return known[told]
        if len(known) > MOST_KNOWN:
            known.clear()
        found = (_part(row, name, part, cells) if part else _cell(row, name, kind, cells) for name, _ in sources)
        known[told] = value = next((one for one in found if one is not None and one != ""), None)
        return value

    return read


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


def _bytes(values: array[Any]) -> bytes:
    if byteorder == "big":
        values.byteswap()
    return values.tobytes()
