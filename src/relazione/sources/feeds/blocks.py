"""The room `sources`: the text of a feed's file as blocks of whole lines: some megabytes of text that end with a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from relazione.sources.feeds.packed import CutOff

BLOCK = 8 << 20
"""Bytes of a block, about."""
LONGEST = 1 << 18
"""Bytes of the longest line that is looked at; rows of feeds have some hundreds."""
SHOWN = 400
"""Bytes of a bad row's beginning that are kept."""
SPARE = b" " * 8
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
        data = b"".join((*held, SPARE))
        end = data.rfind(b"\n", 0, length) + 1
        if end:
            yield Block(data, end, tuple(overlong))
            overlong = []
        rest = data[end:length]
        if len(rest) > LONGEST:
            skipping, rest = rest[:SHOWN], b""
        held, length = [rest], len(rest)
    yield _last(held, length, skipping, overlong, cut)


def _last(held: list[bytes], length: int, skipping: bytes | None, overlong: list[bytes], cut: str) -> Block:
    """What is left at the end of a file, put together once: most files are so small that this is all of them."""
    if skipping is not None:
        return Block(SPARE, 0, (*overlong, skipping), cut)
    data = b"".join((*held, b"\n", SPARE))  # this line feed counts where the last line has none of its own
    if cut:
        end = data.rfind(b"\n", 0, length) + 1
        return Block(data, end, tuple(overlong), cut, data[end : min(length, end + SHOWN)])
    if length and data[length - 1] != 10:
        length += 1
    return Block(data, length, tuple(overlong))


def unquoted(block_of: Iterator[Block], delimiter: str) -> Iterator[Block]:
    """Blocks of a file with another delimiter or with quotation marks, written with tabs and without the marks. The careful way: slow.

    A quotation mark that does not close costs its own line alone: such lines are left as they are.
    """
    for block in block_of:
        lines = block.data[: block.length].split(b"\n")[:-1]
        data = b"".join(_unquoted(line, delimiter) + b"\n" for line in lines)
        yield block._replace(data=data + SPARE, length=len(data))


def _unquoted(line: bytes, delimiter: str) -> bytes:
    if b'"' not in line:
        return line if delimiter == "\t" else line.replace(b"\t", b" ").replace(delimiter.encode(), b"\t")
    text = line.decode("utf-8", "surrogateescape")
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return line if delimiter == "\t" else line.replace(b"\t", b" ").replace(delimiter.encode(), b"\t")
    return "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells).encode("utf-8", "surrogateescape")
