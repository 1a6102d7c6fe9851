"""The record room: what a lake asks of the readers of feeds (`relazione.sources.feeds`), so that tests can bring readers of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from relazione.record.lake.same import Seen

if TYPE_CHECKING:
    from relazione.sources.feeds.files import FeedFile


class BadRow(Protocol):
    """A row that cannot be read."""

    @property
    def line(self) -> int: ...
    @property
    def why(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def cells(self) -> str:
        """What stands in the cells that are wrong, "" where it is not one or the other cell."""
        ...


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
    @property
    def cut_off(self) -> str:
        """Where the file breaks off after these rows: what is wrong."""
        ...


class Reader(Protocol):
    """The door of the readers."""

    def files_in(self, path: Path) -> Iterable[Path]:
        """The files of a folder in order; a file itself."""
        ...

    def recognise(self, path: Path) -> Any:
        """The file, with its `feed`. Raises an InputError."""
        ...

    def batches(self, file: Any, seen: Callable[[bytes], object]) -> Iterator[Any]:
        """Its rows; `seen` is shown what the file unpacks to. Raises an InputError where the file turns out to be bad."""
        ...

    def content(self, file: Any) -> Iterator[bytes]:
        """What the file unpacks to. Raises an InputError."""
        ...


class Readers:
    """The readers that Relazione has."""

    def files_in(self, path: Path) -> Iterable[Path]:
        from relazione.sources.feeds.files import files_in

        return files_in(path)

    def recognise(self, path: Path) -> FeedFile:
        from relazione.sources.feeds.files import recognise

        return recognise(path)

    def batches(self, file: FeedFile, seen: Callable[[bytes], object]) -> Iterator[Any]:
        from relazione.sources.feeds.batches import batches

        return batches(file, seen=seen)

    def together(self, files: Sequence[FeedFile], new_seen: Callable[[], Seen]) -> Sequence[tuple[Iterable[Any], Seen]]:
        """The batches of each of several small files, with what was shown its content; the same as those of `batches`."""
        from relazione.sources.feeds.together import together

        return together(files, new_seen)

    def content(self, file: FeedFile) -> Iterator[bytes]:
        from relazione.sources.feeds.packed import pieces

        for part in file.parts:
            yield from pieces(file.path, file.container, part.member)
