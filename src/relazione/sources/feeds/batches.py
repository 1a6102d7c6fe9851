"""The room `sources`: a feed's file as batches of rows in the columns of `columns`, with every row accounted for.

    file = recognise(Path("20180101000000.export.CSV.zip"))
    for batch in batches(file):
        batch.rows            # pyarrow.RecordBatch in arrow_schema(), with load 0 and once 1
        batch.read            # rows of the file: events + bad_count + sum(left_out)
        batch.bad             # those that could not be read: line, why, beginning of the text

A file that is cut off or damaged in the middle gives what is good up to there; its last batch says in `cut_off` what is wrong (and what to do).
Memory is bounded by the size of a block, whatever the size of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from relazione.sources.feeds import fates, meanings
from relazione.sources.feeds.blocks import BLOCK, SHOWN, Block, blocks, unquoted
from relazione.sources.feeds.files import FeedFile, Part
from relazione.sources.feeds.packed import pieces

if TYPE_CHECKING:
    import pyarrow as pa

    from relazione.sources.feeds.rows import Read

MOST_BAD = 20_000
"""Bad rows in one batch; further ones come in batches of their own."""


class BadRow(NamedTuple):
    """A row that could not be read: the number of its line in the (unpacked) file, why, the beginning of its text, and the cells that are why."""

    line: int
    why: str
    """One of few reasons, so that they can be counted."""
    text: str
    cells: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file. `read` = `events` + `bad_count` + the sum of `left_out`; an event of several pairs of states has several rows."""

    rows: pa.RecordBatch
    read: int
    events: int
    """Rows of the file that gave rows here."""
    bad: list[BadRow] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows that are no event between two states, counted by the reason in words."""
    cut_off: str = ""
    """Of the last batch of a damaged file (or member of a zip file): what is wrong; "" where all is well."""
    member: str = ""
    """Name in the zip file; lines count in it."""

    @property
    def bad_count(self) -> int:
        return len(self.bad)


def batches(file: FeedFile, block_size: int = BLOCK, seen: Callable[[bytes], object] | None = None) -> Iterator[Batch]:
    """The rows of a file. `seen` is shown what it unpacks to, piece by piece, as it is read.

    Raises TooLarge for a bomb, InputError for what cannot be unpacked at all, ImportError without pyarrow.
    """
    for part in file.parts:
        yield from _of_part(file, part, block_size, seen)


def _of_part(file: FeedFile, part: Part, size: int, seen: Callable[[bytes], object] | None) -> Iterator[Batch]:
    from relazione.sources.feeds.rows import Reader

    reader, name = Reader(part), part.member.said
    text = pieces(file.path, file.container, part.member)
    source = blocks(text if seen is None else _shown_to(seen, text), size)
    for block in unquoted(source, part.delimiter) if part.quoted else source:
        read = reader.read(block)
        events, left_out = read.counts
        bad = merge(_overlong(read), bad_rows(read, part), key=lambda row: row.line)
        yield from accounted(read.rows, events, left_out, bad, name)
        if block.cut:
            some = _unfinished(block, read.next_line)
            yield Batch(read.rows.slice(0, 0), len(some), 0, some, Counter(), block.cut, name)


def accounted(rows: pa.RecordBatch, events: int, left_out: Counter[str], bad: Iterator[BadRow], name: str) -> Iterator[Batch]:
    """Rows with their account as a batch; where very many are bad, these come in batches of their own behind it."""
    some = list(islice(bad, MOST_BAD))
    yield Batch(rows, events + len(some) + left_out.total(), events, some, left_out, "", name)
    none = rows.slice(0, 0)
    while some := list(islice(bad, MOST_BAD)):
        yield Batch(none, len(some), 0, some, Counter(), "", name)


def _shown_to(seen: Callable[[bytes], object], text: Iterator[bytes]) -> Iterator[bytes]:
    for piece in text:
        seen(piece)
        yield piece


def _overlong(read: Read) -> Iterator[BadRow]:
    return (BadRow(line, fates.WHY[fates.LONG], shown(text)) for line, text in read.overlong)


def bad_rows(read: Read, part: Part, first: int = 0, last: int | None = None, before: int = 0) -> Iterator[BadRow]:
    """The bad ones of the rows first..last of a block, in order, each with its reason; so many lines of the block come before the file."""
    import numpy

    grid = read.grid
    for row in (first + numpy.flatnonzero(read.fate[first:last] >= fates.WIDTH)).tolist():
        which = int(read.fate[row])
        cells = ""
        if which == fates.WIDTH:
            count = int(grid.widths[row])
            why = (
                f"{count:,} column{'s' * (count != 1)} where {part.format.feed} has {' or '.join(map(str, sorted(part.layouts)))}"
            )
        else:
            why = fates.WHY[which]
            layout = part.layouts.get(int(grid.widths[row])) or part.layouts[max(part.layouts)]
            shown_cells = (grid.cell(row, layout[name]) for name in fates.CELLS.get(which, ()) if name in layout)
            cells = ", ".join(repr(meanings.words(cell)[:40]) for cell in shown_cells)
        yield BadRow(int(grid.lines[row]) - before, why, shown(grid.text(row)), cells)


def _unfinished(block: Block, line: int) -> list[BadRow]:
    """The line in which a file is cut off, as a bad row."""
    text = block.unfinished
    return [BadRow(line, "the file is cut off in this row", shown(text))] if text.strip() else []


def shown(text: bytes) -> str:
    """The beginning of a row's text: what is not UTF-8 as Latin-1, zero bytes as replacement characters."""
    cut = text[:SHOWN]
    try:
        said = cut.decode("utf-8")
    except UnicodeDecodeError as error:
        said = cut[: error.start].decode("utf-8") if error.start > SHOWN - 4 else cut.decode("latin-1")
    return said.replace("\0", "\N{REPLACEMENT CHARACTER}")
