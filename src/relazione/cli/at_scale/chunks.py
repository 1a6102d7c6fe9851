"""The room `cli`: what is to be read, cut into chunks: the same chunks whoever reads them, so that what is there already can be told.

A chunk is some files, or some documents of a file that holds very many (a dump, an archive): such a file is opened by the one who cuts,
once, and streamed. Whether a chunk has been read is told by its key: of the files' paths, sizes and times, of what the user told, and of
the versions of Relazione and of the coder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from relazione import __version__
from relazione.cli.flow import is_slow
from relazione.cli.reading import Told
from relazione.cli.worker import Open, opened
from relazione.model.documents import Document
from relazione.model.errors import InputError
from relazione.model.identity import content_hash

LEAST, MOST = 256_000, 8_000_000
"""Bytes of files, or letters of documents, in a chunk: so many at least are worth a task, and more would be lost with one."""
MANY = 2000
"""Chunks of everything, between those bounds."""
MOST_FILES = 1000
"""Files in a chunk, and documents of a stream."""
STREAMED = 1_000_000
"""A larger file is opened by the one who cuts, unless its format is one of single documents."""


class Chunk(NamedTuple):
    """Files to open; or, of one file that was opened already, what came of it, and whether the file ends with that."""

    number: int
    key: str
    items: tuple[Path | InputError, ...]
    events: tuple[Any, ...] | None = None
    ends: bool = True

    @property
    def letters(self) -> int:
        """Letters of the documents in it that are at hand."""
        return sum(len(one.text) for one in self.events or () if isinstance(one, Document))


class _Cutter:
    """The chunks that were cut so far, and what is in hand."""

    def __init__(self, told: Told, size: int) -> None:
        self.number = 0
        self._base = [__version__, coder_version(), told]
        self._size = size
        self._items: list[Path | InputError] = []
        self._marks: list[Any] = []
        self._bytes = 0

    def made(
        self, items: Sequence[Path | InputError], mark: Any, events: tuple[Any, ...] | None = None, ends: bool = True
    ) -> Chunk:
        """The next chunk."""
        key = content_hash(msgspec.json.encode([self._base, self.number, mark]).decode())[:32]
        self.number += 1
        return Chunk(self.number - 1, key, tuple(items), events, ends)

    def take(self, item: Path | InputError) -> Iterator[Chunk]:
        """Put a file into the chunk in hand."""
        mark = mark_of(item)
        if self._items and (self._bytes + mark[1] > self._size or len(self._items) >= MOST_FILES):
            yield from self.rest()
        self._items.append(item)
        self._marks.append(mark)
        self._bytes += mark[1]

    def rest(self) -> Iterator[Chunk]:
        """The chunk in hand."""
        if self._items:
            yield self.made(self._items, self._marks)
        self._items, self._marks, self._bytes = [], [], 0

    def stream(self, path: Path, events: Iterator[Any]) -> Iterator[Chunk]:
        """The chunks of a file that holds very many documents."""
        mark, first, letters = mark_of(path), 0, 0
        hand: list[Any] = []
        for one in events:
            if hand and (letters >= self._size or len(hand) >= MOST_FILES):
                yield self.made([path], [mark, first, len(hand)], tuple(hand), ends=False)
                first, letters, hand = first + len(hand), 0, []
            hand.append(one)
            letters += len(one.text) if isinstance(one, Document) else 0
        yield self.made([path], [mark, first, len(hand), "end"], tuple(hand))


def cut(
    wanted: Sequence[Path | InputError], told: Told, stream: Callable[[Path], Iterator[Any]] | None = None
) -> Iterator[Chunk]:
    """The chunks of the files, in order. `stream` gives what comes of a file that holds very many documents."""
    cutter = _Cutter(told, chunk_size(sum(mark_of(item)[1] for item in wanted)))
    stream = stream or (lambda path: opened(Open(path, told)))
    for item in wanted:
        if isinstance(item, Path) and is_streamed(item, told.max_size):
            yield from cutter.rest()
            yield from cutter.stream(item, stream(item))
        else:
            yield from cutter.take(item)
    yield from cutter.rest()


def chunk_size(total: int) -> int:
    """Bytes of a chunk where there are so many of all files together."""
    return min(MOST, max(LEAST, total // MANY))


def is_streamed(path: Path, most: int) -> bool:
    """Whether the file may hold very many documents."""
    return mark_of(path)[1] > STREAMED and not is_slow(path, most)


def mark_of(item: Path | InputError) -> tuple[str, int, int]:
    """Path, size and time of a file: where one is another, it is read again."""
    name = writable(item)
    try:
        told = item.stat() if isinstance(item, Path) else None
    except OSError:
        told = None
    return (name, told.st_size, told.st_mtime_ns) if told else (name, 0, 0)


def writable(text: object) -> str:
    """A path or message as text that every file can hold, also where a file's name is no text in UTF-8."""
    return str(text).encode("utf-8", "backslashreplace").decode()


def coder_version() -> str:
    """The version of the coder, without its language model being loaded."""
    from relazione.coding.coder import CODER_VERSION

    return CODER_VERSION
