"""The room `sources`: the rows of a block of a feed's file, in the columns of `columns`. No Python runs for a single row unless it is bad.

Each row has a fate (see `fates`): the first thing that is wrong with it, or kept. Columns of few different cells (days, codes, scores) are read
once for each different cell; texts (keys, addresses) are copied as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from relazione.sources.feeds import fates, meanings, states
from relazione.sources.feeds.blocks import LONGEST, Block
from relazione.sources.feeds.cells import Columns, Layout, Readings
from relazione.sources.feeds.columns import arrow_schema
from relazione.sources.feeds.events import EventReader
from relazione.sources.feeds.files import Part
from relazione.sources.feeds.formats import Format, formats
from relazione.sources.feeds.grid import Grid
from relazione.sources.feeds.pairing import mark, pairs_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class Read(NamedTuple):
    """What a block gave: its rows in Arrow, and what became of every row of it."""

    rows: pa.RecordBatch
    of: NDArray[np.int64]
    """Of every one of `rows` the row of the grid that it comes from."""
    grid: Grid
    fate: NDArray[np.int8]
    """Of every row of the grid."""
    overlong: list[tuple[int, bytes]]
    """Lines that were not looked at: number and beginning."""
    next_line: int

    @property
    def counts(self) -> tuple[int, Counter[str]]:
        """How many rows of the file are events, and how many are left out, by reason."""
        return counts(self.fate)


def counts(fate: NDArray[np.int8]) -> tuple[int, Counter[str]]:
    """How many of these rows are events, and how many are left out, by reason."""
    import numpy

    found = numpy.bincount(fate, minlength=fates.ALL)
    return int(found[fates.KEPT]), Counter({why: int(found[which]) for which, why in fates.LEFT_OUT.items() if found[which]})


class _Known:
    """What cells of a format mean, remembered from file to file: folders hold many small ones with the same cells."""

    def __init__(self, form: Format) -> None:
        self.states = states.States(form.words)
        self.days = Readings(lambda cell: meanings.day(cell, form.day), "int32", 3)
        self.events = EventReader(form, self.states, arrow_schema())


@cache
def _known(id_: str) -> _Known:
    return _Known(formats()[id_])


class Reader:
    """Reads the blocks of one part of a file, one after the other."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.format = part.format
        self.schema = arrow_schema()
        self._header_to_come = bool(part.header)
        self._line = 1
        known = _known(part.format.id)
        self.states, self._days, self._events = known.states, known.days, known.events

    def read(self, block: Block) -> Read:
        """The rows of the block."""
        import numpy

        overlong = [(self._line + at, text) for at, text in enumerate(block.overlong)]
        grid = Grid(block, self._line + len(overlong))
        self._line += len(overlong) + grid.count
        if self._header_to_come and len(grid):
            grid.drop_first()
            self._header_to_come = False
        fate = numpy.full(len(grid), fates.WIDTH, dtype=numpy.int8)
        too_long = grid.ends - grid.starts > LONGEST
        fate[too_long] = fates.LONG
        made: list[pa.RecordBatch] = []
        of = [numpy.zeros(0, dtype=numpy.int64)]
        for rows, layout in self._layouts(grid, ~too_long):
            columns = Columns(grid, rows, layout)
            own, batch, its_rows = self._of_layout(columns)
            fate[rows] = own
            made.append(batch)
            of.append(rows[its_rows])
        return Read(self._one(made), numpy.concatenate(of), grid, fate, overlong, self._line)

    def _one(self, made: list[pa.RecordBatch]) -> pa.RecordBatch:
        """The rows of all layouts as one batch."""
        import pyarrow

        if len(made) == 1:
            return made[0]
        empty = pyarrow.RecordBatch.from_arrays([pyarrow.array([], one.type) for one in self.schema], schema=self.schema)
        return pyarrow.concat_batches(made) if made else empty

    def _layouts(self, grid: Grid, asked: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], Layout]]:
        """Rows that are as wide as the format says, with their layout. Behind the last column of a header there may be blank ones."""
        import numpy

        for width, columns in self.part.layouts.items():
            fits = grid.widths == width
            if self.part.header and width == max(self.part.layouts):
                fits |= grid.blank_after(width)
            fits &= asked
            if fits.any():
                yield numpy.flatnonzero(fits), Layout(columns, width)

    def _of_layout(self, columns: Columns) -> tuple[NDArray[np.int8], pa.RecordBatch, NDArray[np.int64]]:
        """The fate of each row, the events, and of each event which row it is."""
        import numpy

        grid = columns.grid
        fate = numpy.zeros(len(columns), dtype=numpy.int8)
        if grid.has_nul:
            mark(fate, numpy.isin(columns.rows, grid.rows_with_nul()), fates.NUL)
        days = self._days.of(*columns.small("date"))
        mark(fate, days[:, 0] == meanings.NO_DAY, fates.DATE)
        pairs = pairs_of(self.format, self.states, columns, days[:, 0], fate)

        kept = numpy.flatnonzero(fate == fates.KEPT)
        events = self._events.read(columns.only(kept), days[kept])
        fate[kept] = events.fate
        place = numpy.zeros(len(columns), dtype=numpy.int64)
        place[kept] = numpy.arange(len(kept))
        good = pairs.only(fate[pairs.row] == fates.KEPT)
        return fate, self._events.batch(events, good, place[good.row]), good.row
