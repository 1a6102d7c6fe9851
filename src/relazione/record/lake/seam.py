"""The record room: what a lake asks of the readers of feeds (`relazione.sources.feeds`), so that tests can bring readers of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol


class BadRow(Protocol):
    """A row that cannot be read."""

    @property
    def line(self) -> int: ...
    @property
    def why(self) -> str: ...
    @property
    def text(self) -> str: ...


class Batch(Protocol):
    """Some rows of a file: `rows` in the shape of `columns.arrow_schema`, how many were read for them, and what became of the others."""

    @property
    def rows(self) -> Any: ...
    @property
    def read(self) -> int: ...
    @property
    def bad(self) -> Sequence[BadRow]: ...
    @property
    def bad_count(self) -> int: ...
    @property
    def left_out(self) -> Counter[str]: ...


class FeedFile(Protocol):
    """A file that was recognised."""

    @property
    def feed(self) -> str: ...


class Reader(Protocol):
    """The door of the readers."""

    def files_in(self, path: Path) -> Iterable[Path]:
        """The files of a folder in order; a file itself."""
        ...

    def recognise(self, path: Path) -> Any:
        """Which feed it is. Raises an InputError."""
        ...

    def batches(self, file: Any) -> Iterator[Any]:
        """Its rows. Raises an InputError where the file turns out to be bad, also in the middle."""
        ...


def readers() -> Reader:
    """The readers that Relazione has."""
    import relazione.sources.feeds as feeds

    return feeds  # type: ignore[return-value]
