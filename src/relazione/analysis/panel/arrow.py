"""The panel: as an Arrow table. Needs pyarrow (the extra `data`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.build import Panel
from relazione.analysis.panel.codebook import as_json
from relazione.analysis.panel.column import ABSENCES, Column, Lists, Texts
from relazione.model.errors import WrongUse
from relazione.reference.systems import spells

if TYPE_CHECKING:
    import pyarrow

METADATA_KEY = b"relazione.codebook"


def load() -> Any:
    """pyarrow. Raises WrongUse where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise WrongUse("panels need pyarrow: install relazione[data]") from error
    return pyarrow


def table(made: Panel) -> pyarrow.Table:
    """The panel, with its codebook as JSON under METADATA_KEY of the schema."""
    pa = load()
    frame = made.frame
    abbreviations = {spell.number: spell.abbreviation for spell in spells(frame.system)}
    labels = tuple(abbreviations[number] for number in frame.numbers.tolist())
    numbers = frame.numbers.astype(np.int16)
    columns: dict[str, Any] = {
        "a": _numbers(pa, numbers[frame.a]),
        "b": _numbers(pa, numbers[frame.b]),
        "year": _numbers(pa, frame.year + np.int16(frame.first)),
        "a_name": _texts(pa, frame.a, labels),
        "b_name": _texts(pa, frame.b, labels),
    }
    bitmaps: dict[int, Any] = {}
    for group, addition in zip(made.entries, made.additions, strict=True):
        for entry, column in zip(group, addition.columns, strict=True):
            valid = _valid(pa, column, bitmaps)
            columns[column.name] = _array(pa, column, valid)
            if entry.absent_in and entry.absent_in not in columns:
                columns[entry.absent_in] = _absent(pa, column)
    schema = pa.schema([pa.field(name, array.type) for name, array in columns.items()], metadata={METADATA_KEY: as_json(made)})
    return pa.Table.from_arrays(list(columns.values()), schema=schema)


def _valid(pa: Any, column: Column, made: dict[int, Any]) -> Any:
    """The bitmap of the rows that have a value; None where all have. Columns that share their absences share it."""
    if column.absent is None:
        return None
    if id(column.absent) not in made:
        made[id(column.absent)] = pa.py_buffer(np.packbits(column.absent == 0, bitorder="little"))
    return made[id(column.absent)]


def _array(pa: Any, column: Column, valid: Any) -> Any:
    values = column.values
    if isinstance(values, Texts):
        return _texts(pa, values.numbers, values.labels, valid)
    if isinstance(values, Lists):
        buffers = [valid, pa.py_buffer(values.offsets)]
        return pa.Array.from_buffers(
            pa.list_(pa.int32()), len(values.offsets) - 1, buffers, children=[_numbers(pa, values.values)]
        )
    return _numbers(pa, values, valid)


def _numbers(pa: Any, values: NDArray[Any], valid: Any = None) -> Any:
    """An Arrow array over the bytes of a numpy one."""
    values = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [valid, pa.py_buffer(values)])


def _texts(pa: Any, numbers: NDArray[Any], labels: tuple[str, ...], valid: Any = None) -> Any:
    return pa.DictionaryArray.from_arrays(_numbers(pa, numbers, valid), pa.array(labels, pa.string()))


def _absent(pa: Any, column: Column) -> Any:
    """The companion: the kind of absence, null where there is a value."""
    assert column.absent is not None
    valid = pa.py_buffer(np.packbits(column.absent > 0, bitorder="little"))
    # A place in the list for rows that have a value: the bitmap hides it.
    return _texts(pa, np.maximum(column.absent, 1).astype(np.int8) - np.int8(1), ABSENCES[1:], valid)
