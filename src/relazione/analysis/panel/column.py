"""The panel: its columns, each with its entry in the codebook and, where rows lack a value, the kind of absence."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

ABSENCES = ("", "not covered", "unknown", "not a member", "not told")
"""Kinds of absence; the place of each is its number in `absent` (0: there is a value)."""
PRESENT, NOT_COVERED, UNKNOWN, NOT_A_MEMBER, NOT_TOLD = range(5)

MEANINGS = {
    "not covered": "the source does not speak of this year (or has no snapshot in it), or nothing of these two states",
    "unknown": "the source covers it, has an entry, and does not know the value",
    "not a member": "one of the two is no state in the source's own list of states in this year",
    "not told": "a source covers the two states in this year and does not tell: not a zero, since prose lists nothing completely",
}


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a column is from, as the codebook shows it."""

    id: str
    title: str
    version: str = ""
    covers: tuple[str, str] | None = None
    terms: str = ""
    cite: str = ""
    rows: int | None = None
    """Rows of the data file."""
    unmatched: int | None = None
    """Rows of the file, in the panel's years, of which no dyad-year is in the panel (asked pairs left out, states that are no members)."""
    sha256: str = ""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the codebook says of a column."""

    name: str
    definition: str
    unit: str = ""
    source: str = ""
    """Id of the source; "" for what the panel itself counts."""
    absences: tuple[str, ...] = ()
    """The kinds of absence that a null of it can be."""
    absent_in: str = ""
    """The companion column that tells which kind it is, row by row."""


class Texts(msgspec.Struct, frozen=True):
    """Values that are few texts: a number of `labels` for each row."""

    numbers: NDArray[Any]
    labels: tuple[str, ...]


class Lists(msgspec.Struct, frozen=True):
    """Values that are lists of whole numbers: those of row r are `values[offsets[r]:offsets[r + 1]]`."""

    offsets: NDArray[np.int32]
    values: NDArray[np.int32]


Values = NDArray[Any] | Texts | Lists


class Column(msgspec.Struct, frozen=True):
    """A column of the panel. `absent`: ABSENCES by row; None where every row has a value. Columns that share one array share the
    companion column that tells it."""

    name: str
    values: Values
    definition: str
    unit: str = ""
    absent: NDArray[np.uint8] | None = None


class Addition(msgspec.Struct, frozen=True):
    """What an `--add` brings: columns in order, and their source. `name` is the group's: it heads its companion column."""

    name: str
    columns: tuple[Column, ...]
    source: Source
    note: str = ""
    """What a reader of the codebook should know of the whole group."""


def with_shared_absences(addition: Addition) -> Addition:
    """The addition with columns that lack values alike sharing one array, and so one companion column."""
    held: list[NDArray[np.uint8]] = []
    columns = []
    for column in addition.columns:
        if column.absent is not None:
            same = next((one for one in held if one is column.absent or np.array_equal(one, column.absent)), None)
            if same is None:
                held.append(column.absent)
            elif same is not column.absent:
                column = msgspec.structs.replace(column, absent=same)
        columns.append(column)
    return msgspec.structs.replace(addition, columns=tuple(columns))


def smallest(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the smallest type that holds them: eight bits mostly, which makes files and memory small."""
    if not len(values):
        return values.astype(np.int8)
    low, high = int(values.min()), int(values.max())
    for kind in (np.int8, np.int16):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.int32)
