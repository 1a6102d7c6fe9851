"""The room `sources`: the columns of some rows of a block, read once for each different cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.sources.feeds.grid import Grid

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

MOST_REMEMBERED = 100_000
"""Different cells of a column whose meaning is remembered."""


LONGEST_REMEMBERED = 64
"""Bytes of a cell whose meaning is remembered."""


class Layout(NamedTuple):
    """Our columns -> their numbers in a row, and how many columns a row has. A column that is not there reads as blank."""

    columns: Mapping[str, int]
    width: int


class Columns:
    """Columns of rows that all have the same layout."""

    def __init__(self, grid: Grid, rows: NDArray[np.int64], layout: Layout) -> None:
        self.grid = grid
        self.rows = rows
        self.layout = layout

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, chosen: NDArray[Any]) -> Columns:
        """The same columns of some of the rows (a mask, or their places here)."""
        return Columns(self.grid, self.rows[chosen], self.layout)

    def places(self, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Where the cells begin and end in the block."""
        import numpy

        column = self.layout.columns.get(name)
        if column is None:
            nowhere = numpy.zeros(len(self.rows), dtype=numpy.int32)
            return nowhere, nowhere
        return self.grid.cells(self.rows, column, column + 1 == self.layout.width)

    def lengths(self, name: str) -> NDArray[Any]:
        """Bytes of the cells."""
        starts, ends = self.places(name)
        found: NDArray[Any] = ends - starts
        return found

    def small(self, name: str) -> tuple[NDArray[np.int32], list[bytes]]:
        """The cells of a column that has few different ones: a number for each row, and the cell for each number."""
        return self.grid.small(*self.places(name))

    def texts(self, name: str) -> pa.Array:
        """The cells as an Arrow array of binary values."""
        return self.grid.texts(*self.places(name))


class Readings:
    """What the cells of one column mean, remembered from block to block. `read` gives a number, or as many as `width` says."""

    def __init__(self, read: Callable[[bytes], Any], dtype: str, width: int = 1) -> None:
        self._read = read
        self._dtype = dtype
        self._width = width
        self._known: dict[bytes, Any] = {}

    def of(self, numbers: NDArray[np.int32], cells: list[bytes]) -> NDArray[Any]:
        """The meaning of each row's cell: (n,), or (n, width) where there are several numbers."""
        found: NDArray[Any] = self.table(cells)[numbers]
        return found

    def table(self, cells: list[bytes]) -> NDArray[Any]:
        """The meaning of each of the different cells."""
        import numpy

        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        known = self._known
        read = []
        for cell in cells:
            if cell not in known:
                if len(cell) > LONGEST_REMEMBERED:
                    read.append(self._read(cell))
                    continue
                known[cell] = self._read(cell)
            read.append(known[cell])
        table = numpy.array(read, dtype=self._dtype)
        return table if cells else table.reshape((0, self._width) if self._width > 1 else (0,))
