"""The room `cli`: many files through few hands. Documents come out coded in the order in which they stand in the files.

Files are opened in order (slow formats by workers, some files ahead), each document is placed (its id, and whether it is known) by
the one who writes the record, short documents are coded together, and what is ready waits until all before it is out. What is
under way is bounded: by words, by documents and by files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.cli.worker import Code, Counted, Done, Note, Open, decode, opened
from relazione.cli.workers import Again, Pool, Task
from relazione.model.errors import InputError

if TYPE_CHECKING:
    from relazione.coding.left_out import Page
    from relazione.model.documents import Document

TOGETHER_WORDS = 3000
TOGETHER_DOCUMENTS = 64
"""Short documents are coded together up to so many words and documents."""
WORDS_UNDER_WAY = 200_000
DOCUMENTS_UNDER_WAY = 2000
FILES_UNDER_WAY = 16
SLOW = (".pdf", ".docx", ".docm", ".html", ".htm", ".xhtml", ".tei", ".xml", ".wiki", ".wikitext", ".mediawiki")
"""Endings of formats that cost time to open, or run foreign code: workers open them, if they are no larger than one document may
be. Whatever may hold very many documents is opened here and streamed."""


class Outcome(NamedTuple):
    """What became of a document: a Read (or what `decoder` makes of its JSON), an InputError, or None where it is known. `document` is None where a file is bad;
    `ends` says that it is the last of its file (a file without documents ends with an Outcome of None and None)."""

    path: Path | str | None
    document: Document | None
    result: Any
    ends: bool = False


class _File:
    """A file that is being opened: here (`source`) or by a worker, who fills `found`."""

    def __init__(self, path: Path | str | None, source: Iterator[Any] | None) -> None:
        self.path = path
        self.source = source
        self.found: deque[Any] = deque()
        self.complete = False


class _Slot:
    """A document on its way, or the error that stands for one, or the end of a file."""

    def __init__(
        self, path: Path | str | None, document: Document | None, result: Any, is_open: bool = False, ends: bool = False
    ) -> None:
        self.path = path
        self.document = document
        self.result = result
        self.is_open = is_open
        self.ends = ends
        self.words = document.words if document is not None else 0


class Flow:
    """Files in, outcomes out. `place` gives a document its own id and says whether it is known; `tell` is told what is no error,
    `count` what became of the words of a page in parts; `apart` tells of a file, and of the most bytes of a document, whether a worker
    opens it (else those of slow formats); `decoder` makes something of the JSON of a Read."""

    def __init__(
        self,
        items: Iterable[Path | str | InputError],
        told: Any,
        pool: Pool,
        place: Callable[[Path | str, Document], tuple[Document, bool]],
        tell: Callable[[str], None],
        documents: Callable[[Any], Iterator[Any]] | None = None,
        one_by_one: bool = False,
        count: Callable[[Page], None] | None = None,
        apart: Callable[[Path, int], bool] | None = None,
        decoder: Callable[[bytes], Any] = decode,
    ) -> None:
        self._decode = decoder
        self._count = count
        self._is_apart = apart or is_slow
        self._documents = documents or (lambda path: opened(Open(path, told)))
        self._together_words = 0 if one_by_one else TOGETHER_WORDS
        self._items = iter(items)
        self._told = told
        self._pool = pool
        self._place = place
        self._tell = tell
        self._files: deque[_File] = deque()
        self._slots: deque[_Slot] = deque()
        self._together: list[_Slot] = []
        self._tasks: dict[int, tuple[Task, Any]] = {}
        self._words = 0

    def outcomes(self) -> Iterator[Outcome]:
        """All of them, in order."""
        while True:
            self._fill()
            for outcome in self._ready():
                yield outcome
                self._fill()
            if (
                not self._slots and not self._files and not self._tasks
            ):  # the pool is left without work: it may serve another flow
                return
            for task, number, one in self._pool.events():
                self._note(task, number, one)
                yield from self._ready()

    def _ready(self) -> Iterator[Outcome]:
        """Those before which nothing is missing."""
        while self._slots and not self._slots[0].is_open:
            slot = self._slots.popleft()
            self._words -= slot.words
            yield Outcome(slot.path, slot.document, slot.result, slot.ends)

    def _fill(self) -> None:
        """Bring documents under way as long as workers want them and there is room."""
        while self._pool.is_hungry() and (self._pool.apart or not self._slots or self._slots[0].is_open):
            if self._words > WORDS_UNDER_WAY or len(self._slots) > DOCUMENTS_UNDER_WAY or not self._next():
                self._send()
                return

    def _next(self) -> bool:
        """Bring the next document under way; whether there is one now."""
        self._open_files()
        if not self._files:
            return False
        file = self._files[0]
        one = next(file.source, None) if file.source else file.found.popleft() if file.found else None
        if one is None:
            if not file.source and not file.complete:
                return False
            self._files.popleft()
            self._slots.append(_Slot(file.path, None, None, ends=True))
        elif isinstance(one, Note):
            self._tell(one.text)
        elif isinstance(one, Counted):
            if self._count is not None:
                self._count(one.page)
        elif isinstance(one, InputError):
            self._slots.append(_Slot(file.path, None, one))
        else:
            assert file.path is not None
            self._under_way(file.path if isinstance(file.path, Path) else one.address or one.title, one)
        return True

    def _under_way(self, path: Path | str, document: Document) -> None:
        document, is_known = self._place(path, document)
        slot = _Slot(path, document, None, is_open=not is_known)
        self._slots.append(slot)
        self._words += slot.words
        if is_known:
            return
        if self._together and slot.words > self._together_words:
            self._send()
        self._together.append(slot)
        if sum(one.words for one in self._together) >= self._together_words or len(self._together) >= TOGETHER_DOCUMENTS:
            self._send()

    def _send(self) -> None:
        """Submit what was gathered."""
        if self._together:
            self._submit(self._together)
            self._together = []

    def _submit(self, slots: list[_Slot], again: bool = False) -> None:
        documents = tuple((slot.path, slot.document) for slot in slots)
        task = Code(documents, sum(slot.words for slot in slots), again)  # type: ignore[arg-type]
        self._tasks[id(task)] = task, slots
        self._pool.submit(task)

    def _open_files(self) -> None:
        room = FILES_UNDER_WAY - len(self._files) if self._pool.apart else 1 - len(self._files)
        for item in islice(self._items, max(0, room)):
            if isinstance(item, InputError):
                self._files.append(_File(None, iter([item])))
                continue
            if self._pool.apart and isinstance(item, Path) and self._is_apart(item, self._told.max_size):
                task = Open(item, self._told)
                file = _File(item, None)
                self._tasks[id(task)] = task, file
                self._pool.submit(task)
            else:
                file = _File(item, self._documents(item))
            self._files.append(file)

    def _note(self, task: Task, number: int, one: Any) -> None:
        """What came of a task goes where it belongs."""
        target = self._tasks[id(task)][1]
        if isinstance(one, Done):
            del self._tasks[id(task)]
            if isinstance(target, _File):
                target.complete = True
        elif isinstance(target, _File):
            target.found.append(one)
        elif isinstance(one, Again):
            for at in one:
                self._submit([target[at]], again=True)
        else:
            target[number].result = one if isinstance(one, InputError) else self._decode(one)
            target[number].is_open = False


def is_slow(path: Path, most: int) -> bool:
    """Whether a worker should open the file."""
    try:
        return path.name.lower().endswith(SLOW) and path.stat().st_size <= most
    except OSError:
        return False
