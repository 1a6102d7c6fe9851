"""The room `sources`: the text of a feed's file as blocks of whole lines, and where the columns of each line begin and end.

A block is some megabytes of text that end with a line. `Grid` finds every delimiter of a block at once; rows are then numbers, and their cells
stretches of the block, until the few that are kept become Arrow columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from relazione.sources.feeds.packed import CutOff

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

BLOCK = 4 << 20
"""Bytes of a block, about."""
LONGEST = 1 << 18
"""Bytes of the longest line that is looked at; rows of feeds have some hundreds."""
SHOWN = 400
"""Bytes of a bad row's beginning that are kept."""
SPARE = 8
"""Blanks after a block, so that eight bytes can be read from any place in it."""


class Block(NamedTuple):
    """Whole lines, each ended by a line feed. `first` is the number of the first line; `lines` those of all where they do not follow each other.
    `overlong` are lines that were not looked at, as number and beginning. `cut`: why the file ends here, "" where it does not or ends well;
    then `unfinished` is the beginning of the line that it ends in."""

    data: bytes
    first: int
    lines: list[int] | None = None
    overlong: tuple[tuple[int, bytes], ...] = ()
    cut: str = ""
    unfinished: bytes = b""


def blocks(pieces: Iterator[bytes], size: int = BLOCK) -> Iterator[Block]:
    """The pieces as blocks of whole lines. What is cut off in the middle of a line is `unfinished`; a last line without its end is one."""
    held: list[bytes] = []
    length, line, cut = 0, 1, ""
    skipping: bytes | None = None  # the beginning of an overlong line whose end has not come yet
    overlong: list[tuple[int, bytes]] = []
    while True:
        try:
            piece = next(pieces, None)
        except CutOff as error:
            piece, cut = None, str(error)
        if piece is None:
            break
        if skipping is not None:
            end = piece.find(b"\n")
            if end < 0:
                continue
            overlong.append((line, skipping))
            line, skipping, piece = line + 1, None, piece[end + 1 :]
        held.append(piece)
        length += len(piece)
        if length < size:
            continue
        data = b"".join(held)
        end = data.rfind(b"\n") + 1
        rest = data[end:]
        if end:
            yield Block(data[:end], line, overlong=tuple(overlong))
            line += data.count(b"\n", 0, end)
            overlong = []
        if len(rest) > LONGEST:
            skipping, rest = rest[:SHOWN], b""
        held, length = [rest], len(rest)
    data = b"".join(held)
    unfinished = b""
    if skipping is not None:
        overlong.append((line, skipping))
        data = b""
    elif cut:
        end = data.rfind(b"\n") + 1
        data, unfinished = data[:end], data[end : end + SHOWN]
    elif data and not data.endswith(b"\n"):
        data += b"\n"
    yield Block(data, line, overlong=tuple(overlong), cut=cut, unfinished=unfinished)


def unquoted(block_of: Iterator[Block], delimiter: str) -> Iterator[Block]:
    """Blocks of a file with another delimiter or with quotation marks, written with tabs and without the marks. The careful way: slow.

    A quotation mark that does not close costs its own line alone: such lines are left as they are.
    """
    for block in block_of:
        made: list[bytes] = []
        for line in block.data.split(b"\n")[:-1]:
            made.append(_unquoted(line, delimiter))
        yield block._replace(data=b"".join(line + b"\n" for line in made))


def _unquoted(line: bytes, delimiter: str) -> bytes:
    if b'"' not in line:
        return line if delimiter == "\t" else line.replace(b"\t", b" ").replace(delimiter.encode(), b"\t")
    text = line.decode("utf-8", "surrogateescape")
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return line if delimiter == "\t" else line.replace(b"\t", b" ").replace(delimiter.encode(), b"\t")
    return "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells).encode("utf-8", "surrogateescape")


class Grid:
    """The rows of a block. `starts` and `ends` are where each row's text lies in the block, `widths` how many columns it has.

    Lines without a sign are no rows, and are not in it; `lines` are the numbers of the lines.
    """

    def __init__(self, block: Block) -> None:
        import numpy

        self.bytes = block.data + b" " * SPARE
        self.buffer: NDArray[np.uint8] = numpy.frombuffer(self.bytes, dtype=numpy.uint8)
        text = self.buffer[: len(block.data)]
        # 9 is a tab and 10 a line feed: as unsigned numbers all others are 2 or more away.
        self.delimiters: NDArray[np.int64] = numpy.flatnonzero((text - numpy.uint8(9)) < 2)
        ends = numpy.flatnonzero(text[self.delimiters] == 10)
        self.firsts = numpy.empty_like(ends)
        self.firsts[:1] = 0
        self.firsts[1:] = ends[:-1] + 1
        self.widths = ends - self.firsts + 1
        self.ends = self.delimiters[ends]
        self.starts = numpy.empty_like(self.ends)
        self.starts[:1] = 0
        self.starts[1:] = self.ends[:-1] + 1
        if block.lines is None:
            self.lines = numpy.arange(block.first, block.first + len(ends))
        else:
            self.lines = numpy.asarray(block.lines, dtype=numpy.int64)
        self.has_nul = bool(len(text)) and bool(text.min() == 0)
        blank = (self.ends - self.starts == 0) | ((self.ends - self.starts == 1) & (self.buffer[self.starts] == 13))
        if blank.any():
            kept = ~blank
            for name in ("firsts", "widths", "ends", "starts", "lines"):
                setattr(self, name, getattr(self, name)[kept])
        self._eight = numpy.ndarray((len(self.buffer) - 7,), "<u8", self.bytes, 0, (1,))

    def __len__(self) -> int:
        return len(self.ends)

    def drop_first(self) -> None:
        """Without the first row, which is a header."""
        for name in ("firsts", "widths", "ends", "starts", "lines"):
            setattr(self, name, getattr(self, name)[1:])

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

        return numpy.unique(numpy.searchsorted(self.ends, numpy.flatnonzero(self.buffer == 0)))

    def text(self, row: int) -> bytes:
        """The text of a row."""
        return self.bytes[self.starts[row] : self.ends[row]].removesuffix(b"\r")

    def cell(self, row: int, column: int) -> bytes:
        """A cell of a row, b"" where it has no such column."""
        cells = self.text(row).split(b"\t", column + 1)
        return cells[column] if column < len(cells) else b""

    def cells(
        self, rows: NDArray[np.int64] | slice, column: int, is_last: bool = False
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the cells of a column begin and end in the rows, which must be wide enough."""
        at = self.firsts[rows] + column
        ends = self.delimiters[at]
        starts = self.delimiters[at - 1] + 1 if column else self.starts[rows]
        if is_last:  # a carriage return before the line feed is no part of the last cell
            ends = ends - ((ends > starts) & (self.buffer[ends - 1] == 13))
        return starts, ends

    def eight(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The first eight bytes of each cell as a number, zeros after its end."""
        import numpy

        found = self._eight[starts]
        found &= _masks()[numpy.minimum(ends - starts, 8)]
        return found

    def texts(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.Array:
        """The cells as an Arrow array of binary values, in their order."""
        import numpy
        import pyarrow

        lengths = ends - starts
        offsets = numpy.zeros(len(lengths) + 1, dtype=numpy.int32)
        numpy.cumsum(lengths, out=offsets[1:])
        places = numpy.repeat(starts - offsets[:-1], lengths)
        places += numpy.arange(len(places))
        data = self.buffer[places]
        return pyarrow.Array.from_buffers(
            pyarrow.binary(), len(lengths), [None, pyarrow.py_buffer(offsets), pyarrow.py_buffer(data)]
        )

    def small(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int32], list[bytes]]:
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


@cache
def _masks() -> NDArray[np.uint64]:
    """What is kept of eight bytes of which only the first 0, 1, ... 8 count."""
    import numpy

    return numpy.array([(1 << 8 * length) - 1 for length in range(9)], dtype=numpy.uint64)
