"""The room `sources`: the text of a feed's file as blocks of whole lines, and where the columns of each line begin and end.

A block is some megabytes of text that end with a line. `Grid` finds every delimiter of a block at once; rows are then numbers, and their cells
stretches of the block, until the few that are kept become Arrow columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.sources.feeds.packed import CutOff

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[Any]  # numbers of bytes in the block

BLOCK = 4 << 20
"""Bytes of a block, about."""
LONGEST = 1 << 18
"""Bytes of the longest line that is looked at; rows of feeds have some hundreds."""
SHOWN = 400
"""Bytes of a bad row's beginning that are kept."""
STEP = 1 << 18
"""Bytes in which delimiters are looked for at a time: what stays in a processor's cache."""
_SPARE = b" " * 8
"""Stands after a block, so that eight bytes can be read from any place in it."""


class Block(NamedTuple):
    """Whole lines: the first `length` bytes of `data`, the last of which is a line feed; behind them stands something, at least eight bytes.
    `overlong` are the beginnings of lines that were not looked at, before those of this block. `cut`: why the file ends here, "" where it
    does not or ends well; then `unfinished` is the beginning of the line that it ends in."""

    data: bytes
    length: int
    overlong: tuple[bytes, ...] = ()
    cut: str = ""
    unfinished: bytes = b""


def blocks(pieces: Iterator[bytes], size: int = BLOCK) -> Iterator[Block]:
    """The pieces as blocks of whole lines. What is cut off in the middle of a line is `unfinished`; a last line without its end is one."""
    held: list[bytes] = []
    length, cut, begun = 0, "", False
    skipping: bytes | None = None  # the beginning of an overlong line whose end has not come yet
    overlong: list[bytes] = []
    while True:
        try:
            piece = next(pieces, None)
        except CutOff as error:
            piece, cut = None, str(error)
        if piece is None:
            break
        if not begun:
            piece, begun = piece.removeprefix(b"\xef\xbb\xbf"), True
        if skipping is not None:
            end = piece.find(b"\n")
            if end < 0:
                continue
            overlong.append(skipping)
            skipping, piece = None, piece[end + 1 :]
        held.append(piece)
        length += len(piece)
        if length < size:
            continue
        data = b"".join((*held, _SPARE))
        end = data.rfind(b"\n", 0, length) + 1
        if end:
            yield Block(data, end, tuple(overlong))
            overlong = []
        rest = data[end:length]
        if len(rest) > LONGEST:
            skipping, rest = rest[:SHOWN], b""
        held, length = [rest], len(rest)
    yield _last(b"".join(held), skipping, overlong, cut)


def _last(data: bytes, skipping: bytes | None, overlong: list[bytes], cut: str) -> Block:
    unfinished = b""
    if skipping is not None:
        overlong.append(skipping)
        data = b""
    elif cut:
        end = data.rfind(b"\n") + 1
        data, unfinished = data[:end], data[end : end + SHOWN]
    elif data and not data.endswith(b"\n"):
        data += b"\n"
    return Block(data + _SPARE, len(data), tuple(overlong), cut, unfinished)


def unquoted(block_of: Iterator[Block], delimiter: str) -> Iterator[Block]:
    """Blocks of a file with another delimiter or with quotation marks, written with tabs and without the marks. The careful way: slow.

    A quotation mark that does not close costs its own line alone: such lines are left as they are.
    """
    for block in block_of:
        lines = block.data[: block.length].split(b"\n")[:-1]
        data = b"".join(_unquoted(line, delimiter) + b"\n" for line in lines)
        yield block._replace(data=data + _SPARE, length=len(data))


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
        numpy.add(places, start, out=found[count : count + len(places)], casting="unsafe")
        count += len(places)
    return found[:count], feeds, has_nul


@cache
def _masks() -> NDArray[np.uint64]:
    """What is kept of eight bytes of which only the first 0, 1, ... 8 count."""
    import numpy

    return numpy.array([(1 << 8 * length) - 1 for length in range(9)], dtype=numpy.uint64)
