"""The room `sources`: where the columns of each line of a block begin and end.

`Grid` finds every delimiter of a block at once; rows are then numbers, and their cells stretches of the block, until the few that are kept become
Arrow columns.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from relazione.sources.feeds.blocks import Block

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[Any]  # numbers of bytes in the block

STEP = 1 << 18
"""Bytes in which delimiters are looked for at a time: what stays in a processor's cache."""


class Grid:
    """The rows of a block. `starts` and `ends` are where each row's text lies in the block, `widths` how many columns it has.

    Lines without a sign are no rows, and are not in it; `lines` are the numbers of the lines.
    """

    def __init__(self, block: Block, first_line: int = 1) -> None:
        import numpy

        self.bytes = block.data
        self.buffer: NDArray[np.uint8] = numpy.frombuffer(self.bytes, dtype=numpy.uint8)
        text = self.text_of = self.buffer[: block.length]
        self.delimiters, count, self.has_nul = _delimiters(text)
        width = len(self.delimiters) // count if count else 0
        if count and len(self.delimiters) == count * width and (text[self.delimiters[width - 1 :: width]] == 10).all():
            ends = numpy.arange(width - 1, count * width, width)  # all lines have the same number of columns
        else:
            ends = numpy.flatnonzero(text[self.delimiters] == 10)
        self.count = count
        """Lines of the block, with those that are no rows."""
        self.firsts = numpy.zeros_like(ends)
        self.firsts[1:] = ends[:-1] + 1
        self.widths = ends - self.firsts + 1
        self.ends = self.delimiters[ends]
        self.starts = numpy.zeros_like(self.ends)
        self.starts[1:] = self.ends[:-1] + 1
        self.lines = numpy.arange(first_line, first_line + count)
        blank = (self.ends - self.starts == 0) | ((self.ends - self.starts == 1) & (self.buffer[self.starts] == 13))
        if blank.any():
            self._keep(~blank)
        self._eight = numpy.ndarray((len(self.buffer) - 7,), "<u8", self.bytes, 0, (1,))

    def _keep(self, chosen: NDArray[np.bool_] | slice) -> None:
        for name in ("firsts", "widths", "ends", "starts", "lines"):
            setattr(self, name, getattr(self, name)[chosen])

    def __len__(self) -> int:
        return len(self.ends)

    def drop_first(self) -> None:
        """Without the first row, which is a header."""
        self._keep(slice(1, None))

    def blank_after(self, width: int) -> NDArray[np.bool_]:
        """Rows that have more columns than that, all of the further ones blank."""
        wider = self.widths > width
        at = (self.firsts + width - 1)[wider]
        ends = self.ends[wider]
        ends = ends - (self.buffer[ends - 1] == 13)
        wider[wider] = ends - self.delimiters[at] == self.widths[wider] - width
        return wider

    def rows_with_nul(self) -> NDArray[np.int64]:
        """Rows with a zero byte in them."""
        import numpy

        return numpy.unique(numpy.searchsorted(self.ends, numpy.flatnonzero(self.text_of == 0)))

    def text(self, row: int) -> bytes:
        """The text of a row."""
        return self.bytes[self.starts[row] : self.ends[row]].removesuffix(b"\r")

    def cell(self, row: int, column: int) -> bytes:
        """A cell of a row, b"" where it has no such column."""
        cells = self.text(row).split(b"\t", column + 1)
        return cells[column] if column < len(cells) else b""

    def cells(self, rows: NDArray[np.int64], column: int, is_last: bool = False) -> tuple[Places, Places]:
        """Where the cells of a column begin and end in the rows, which must be wide enough."""
        at = self.firsts[rows] + column
        ends = self.delimiters[at]
        starts = self.delimiters[at - 1] + 1 if column else self.starts[rows]
        if is_last:  # a carriage return before the line feed is no part of the last cell
            ends = ends - ((ends > starts) & (self.buffer[ends - 1] == 13))
        return starts, ends

    def eight(self, starts: Places, ends: Places) -> NDArray[np.uint64]:
        """The first eight bytes of each cell as a number, zeros after its end."""
        import numpy

        found = self._eight[starts]
        found &= _masks()[numpy.minimum(ends - starts, 8)]
        return found

    def texts(self, starts: Places, ends: Places) -> pa.Array:
        """The cells as an Arrow array of binary values; they must stand in their order in the block."""
        import numpy
        import pyarrow

        if not len(starts):
            return pyarrow.array([], pyarrow.binary())
        # What stands between two cells is a value as well, over the same bytes; taking every second one copies the cells alone.
        offsets = numpy.empty(2 * len(starts), dtype=numpy.int32)
        offsets[::2], offsets[1::2] = starts, ends
        every = pyarrow.Array.from_buffers(
            pyarrow.binary(), len(offsets) - 1, [None, pyarrow.py_buffer(offsets), pyarrow.py_buffer(self.bytes)]
        )
        return every.take(pyarrow.array(numpy.arange(0, len(offsets) - 1, 2)))

    def small(self, starts: Places, ends: Places) -> tuple[NDArray[np.int32], list[bytes]]:
        """The cells of a column that has few different ones: a number for each row, and the text for each number."""
        import numpy
        import pyarrow

        if len(starts) and int((ends - starts).max()) <= 8:
            found = pyarrow.array(self.eight(starts, ends)).dictionary_encode()
            words = [int(value).to_bytes(8, "little").rstrip(b"\0") for value in found.dictionary.to_pylist()]
        else:
            found = self.texts(starts, ends).dictionary_encode()
            words = found.dictionary.to_pylist()
        return found.indices.to_numpy(zero_copy_only=False).astype(numpy.int32, copy=False), words


def _delimiters(text: NDArray[np.uint8]) -> tuple[NDArray[np.int32], int, bool]:
    """Where the tabs and line feeds are, how many line feeds, and whether there is a zero byte."""
    import numpy

    found = numpy.empty(len(text) // 4 + 64, dtype=numpy.int32)
    near, is_one = numpy.empty(STEP, dtype=numpy.uint8), numpy.empty(STEP, dtype=bool)
    count = feeds = 0
    has_nul = False
    for start in range(0, len(text), STEP):
        part = text[start : start + STEP]
        # 9 is a tab and 10 a line feed: less 9, as numbers without a sign, all others are two or more.
        less, mask = near[: len(part)], is_one[: len(part)]
        numpy.subtract(part, 9, out=less)
        has_nul = has_nul or bool(part.min() == 0)
        feeds += int(numpy.count_nonzero(numpy.equal(less, 1, out=mask)))
        places = numpy.less(less, 2, out=mask).nonzero()[0]
        if count + len(places) > len(found):
            found = numpy.concatenate([found, numpy.empty(len(text), dtype=numpy.int32)])
        here = found[count : count + len(places)]
        here[:] = places
        here += numpy.int32(start)
        count += len(places)
    return found[:count], feeds, has_nul


@cache
def _masks() -> NDArray[np.uint64]:
    """What is kept of eight bytes of which only the first 0, 1, ... 8 count."""
    import numpy

    return numpy.array([(1 << 8 * length) - 1 for length in range(9)], dtype=numpy.uint64)
