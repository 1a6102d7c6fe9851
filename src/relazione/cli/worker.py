"""The room `cli`: what a worker process does. It opens files, and codes documents, until its pipe is closed.

It is started afresh (spawned), so that nothing of the parent's threads, locks or record is in it, and it ends with its parent.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from relazione.model.claims import Claim
from relazione.model.documents import Unread
from relazione.model.errors import InputError, RelazioneError

if TYPE_CHECKING:
    from relazione.coding.coder import Coded
    from relazione.coding.left_out import Page

CODER = "relazione.coding.coder:code_all"
"""Where the function is that codes documents; a test names one of its own."""


class Open(NamedTuple):
    """Find the documents of a file."""

    path: Path
    told: Any


class Code(NamedTuple):
    """Code documents, each with the path that it came from; `words` of them all; `again`: after a worker died over it."""

    documents: Sequence[tuple[Path | str, Any]]
    words: int = 0
    again: bool = False


class Read(msgspec.Struct, frozen=True):
    """What was read in a document: its claims, and its passages that yielded none.

    On its way it is JSON, also where it stays in this process: so what is put on record is the same to the letter.
    """

    claims: list[Claim]
    unread: tuple[Unread, ...]

    @classmethod
    def of(cls, coded: Coded) -> bytes:
        """The JSON of what was coded."""
        return msgspec.json.encode(cls(coded.claims, coded.unread))


class Note(NamedTuple):
    """Something worth telling that is no error."""

    text: str


class Counted(NamedTuple):
    """What became of the words of a page that is read as its parts."""

    page: Page


class Done(NamedTuple):
    """The end of a task; megabytes that the process holds."""

    megabytes: float


def perform(task: Open | Code, coder: str) -> Iterator[Any]:
    """What becomes of a task: Documents, InputErrors, Notes and Counteds of a file; of documents the JSON of a Read, or an InputError each."""
    if isinstance(task, Open):
        yield from opened(task)
        return
    module, _, name = coder.partition(":")
    found = getattr(import_module(module), name)([document for _, document in task.documents])
    for (path, _), one in zip(task.documents, found, strict=True):
        yield _fault(path, one) if isinstance(one, Exception) else Read.of(one)


def opened(task: Open) -> Iterator[Any]:
    """The documents of a file, and an InputError for each bad one and for a file on which we break; Notes and Counteds between."""
    from relazione.cli.reading import read_files

    notes: list[Note | Counted] = []
    try:
        found = read_files(task.path, task.told, lambda text: notes.append(Note(text)), lambda page: notes.append(Counted(page)))
        for one in found:
            yield from notes
            notes.clear()
            yield one
    except (RelazioneError, MemoryError, ImportError):
        raise
    except Exception as error:
        yield _fault(task.path, error)
    yield from notes


def _fault(path: Path | str, error: Exception) -> InputError:
    """A fault of the coder on one text is an InputError, so that others can go on."""
    if isinstance(error, InputError):
        return error
    if isinstance(error, RelazioneError) and error.exit_code == RelazioneError.exit_code:
        raise error  # no language model, a broken table: nothing can be read
    return InputError(
        f"{path}: not read, by a fault of Relazione ({type(error).__name__}: {error}); please report it with the text"
    )


def main(pipe: Connection, coder: str) -> None:
    """Serve tasks until the pipe is closed. Messages are pickled; the parent is trusted, and nobody else can write."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    _die_with_parent()
    with seldom_collected():
        while True:
            try:
                task = pickle.loads(pipe.recv_bytes())
                for one in _guarded(task, coder):
                    pipe.send_bytes(pickle.dumps(one, pickle.HIGHEST_PROTOCOL))
                pipe.send_bytes(pickle.dumps(Done(megabytes()), pickle.HIGHEST_PROTOCOL))
            except (EOFError, OSError):
                return


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Inside, Python looks for cycles of objects after many new ones: the tables are large, stay, and are looked through each time."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _guarded(task: Open | Code, coder: str) -> Iterator[Any]:
    """What becomes of a task; an error that is no document's own is sent on as itself, for the parent to raise."""
    try:
        yield from perform(task, coder)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except RelazioneError as error:
        yield Fatal(str(error), error.exit_code)


class Fatal(NamedTuple):
    """What keeps the worker from reading anything."""

    message: str
    exit_code: int


decode = msgspec.json.Decoder(Read).decode
"""A Read from its JSON."""
NEW_OBJECTS = 50_000
"""So many objects more than before make Python look for cycles. They are some megabytes, less than what is under way."""
OUT_OF_MEMORY = 77
"""A worker's exit code where Python itself found no memory."""


def megabytes() -> float:
    """What this process holds now, where the system tells; else the most that it held."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _die_with_parent() -> None:
    """Let no worker outlive who started it, not even one that hangs: a thread waits for the parent's end, and Linux kills."""
    parent = parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        import contextlib
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
