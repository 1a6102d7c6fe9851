"""The room `sources`: many small files read as one block.

GDELT 2.0 comes as a file for each quarter of an hour, and most of what such a file costs alone is paid once for a block: so their texts are
put together, read, and taken apart again. What comes of a file is the same as if it were read alone; what is in any way odd is read so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from relazione.model.errors import InputError
from relazione.sources.feeds import fates
from relazione.sources.feeds.batches import Batch, accounted, bad_rows, batches
from relazione.sources.feeds.blocks import BLOCK, SPARE, Block
from relazione.sources.feeds.files import FeedFile, Part
from relazione.sources.feeds.packed import pieces

if TYPE_CHECKING:
    from relazione.sources.feeds.rows import Read

Seen = TypeVar("Seen", bound=Callable[[bytes], object])


def together(files: Sequence[FeedFile], new_seen: Callable[[], Seen]) -> list[tuple[Iterable[Batch], Seen]]:
    """The batches of each file, in their order, with what was shown what it unpacks to (made by `new_seen`).

    The files should be small: the texts of all of them are held at once. Errors come when a file's batches are asked for, as in `batches`.
    """
    found: dict[int, tuple[Iterable[Batch], Seen]] = {}
    alike: dict[tuple[Any, ...], list[tuple[int, bytes, Seen]]] = {}
    for at, file in enumerate(files):
        seen = new_seen()
        if (text := _whole(file, seen)) is not None:
            alike.setdefault(_kind(file.parts[0]), []).append((at, text, seen))
    for some in alike.values():
        if len(some) > 1:
            parts = [files[at].parts[0] for at, _, _ in some]
            for (at, _, seen), its in zip(some, _taken_apart(parts, [text for _, text, _ in some]), strict=True):
                found[at] = its, seen
    for at, file in enumerate(files):
        if at not in found:
            seen = new_seen()
            found[at] = batches(file, seen=seen), seen
    return [found[at] for at in range(len(files))]


def _kind(part: Part) -> tuple[Any, ...]:
    """What parts must have in common to stand in one block."""
    return part.format.id, tuple((width, tuple(sorted(columns.items()))) for width, columns in part.layouts.items())


def _whole(file: FeedFile, seen: Callable[[bytes], object]) -> bytes | None:
    """The text of a file, ending with a line; None for one that has to be read alone: of several parts, with a header, damaged, large."""
    if len(file.parts) != 1 or file.parts[0].header or file.parts[0].quoted:
        return None
    held: list[bytes] = []
    length = 0
    try:
        for piece in pieces(file.path, file.container, file.parts[0].member):
            seen(piece)
            held.append(piece)
            length += len(piece)
            if length > BLOCK:
                return None
    except (InputError, OSError):
        return None
    text = b"".join(held).removeprefix(b"\xef\xbb\xbf")
    return text if text.endswith(b"\n") else text + b"\n" if text else None


def _taken_apart(parts: Sequence[Part], texts: Sequence[bytes]) -> Iterator[list[Batch]]:
    """The batches of each text, read as one block."""
    import numpy

    from relazione.sources.feeds.rows import Reader

    read = Reader(parts[0]).read(Block(b"".join((*texts, SPARE)), sum(map(len, texts))))
    ends = numpy.cumsum([0, *map(len, texts)])
    bounds = numpy.searchsorted(read.grid.starts, ends).tolist()
    for at, (part, (first, last)) in enumerate(zip(parts, pairwise(bounds), strict=True)):
        is_bad = (read.fate[first:last] >= fates.WIDTH).any()
        before = sum(text.count(b"\n") for text in texts[:at]) if is_bad else 0
        yield _of_rows(read, part, first, last, before)


def _of_rows(read: Read, part: Part, first: int, last: int, before: int) -> list[Batch]:
    """The batches of the rows first..last of a block, before which so many lines stand."""
    import numpy

    from relazione.sources.feeds.rows import counts

    places = numpy.flatnonzero((read.of >= first) & (read.of < last))
    if len(places) and places[-1] - places[0] + 1 == len(places):
        rows = read.rows.slice(int(places[0]), len(places))
    else:  # rows of two widths stand in the block one after the other
        rows = read.rows.take(places)
    events, left_out = counts(read.fate[first:last])
    return list(accounted(rows, events, left_out, bad_rows(read, part, first, last, before), part.member.said))
