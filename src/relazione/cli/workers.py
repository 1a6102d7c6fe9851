"""The room `cli`: worker processes, and the same in this process.

Both take tasks and give events: (task, what came of it), a document's results in the order of the task, and last the task with
Done. When a worker dies, its task's documents are tried again one by one, and a file is opened again; what a second worker dies over is
given up. So is at once what a worker hangs over alone.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from relazione.cli.worker import CODER, OUT_OF_MEMORY, Code, Done, Fatal, Open, main, perform
from relazione.model.errors import InputError, RelazioneError

Task = Open | Code
Event = tuple[Task, int, Any]
"""Task, number of the document in it (Code) or of what came (Open), and what came of it; Done at the end of a task."""
SMALL = 60_000
"""Bytes of a task that may wait in the pipe of a worker that is busy."""
PATIENCE = 120.0
WORDS_A_SECOND = 20
"""A worker hangs if nothing came of it for PATIENCE seconds and one more for each WORDS_A_SECOND words: some hundred times as long
as usual."""
MOST_MEGABYTES = 500.0
"""A worker that holds more is replaced when its task is done."""


class Pool(Protocol):
    """Who does the tasks. `apart`: in other processes."""

    apart: bool

    def submit(self, task: Task) -> None: ...

    def is_hungry(self) -> bool: ...

    def events(self) -> Iterator[Event]: ...

    def close(self) -> None: ...


class Here:
    """Tasks done in this process, one after another."""

    apart = False

    def __init__(self, coder: str = CODER) -> None:
        self._coder = coder
        self._tasks: deque[Task] = deque()

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._tasks.append(task)

    def is_hungry(self) -> bool:
        """Whether it would be good to submit another."""
        return not self._tasks

    def events(self) -> Iterator[Event]:
        """Do one task."""
        if self._tasks:
            task = self._tasks.popleft()
            for number, one in enumerate(perform(task, self._coder)):
                yield task, number, one
            yield task, -1, Done(0.0)

    def close(self) -> None:
        """Forget what was not done."""
        self._tasks.clear()


class Worker:
    """One process, with the task that it is at and at most one small one that waits in its pipe."""

    def __init__(self, coder: str) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=main, args=(theirs, coder), daemon=True)
        with _without_interrupts():
            self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()
        self.came = 0
        self.heard = time.monotonic()
        self.megabytes = 0.0

    def take(self, task: Task, message: bytes) -> None:
        """Give it a task. Never waits for long: it is idle, or the message fits into the pipe. Raises OSError where it is dead."""
        if not self.tasks:
            self.came, self.heard = 0, time.monotonic()
        self.tasks.append(task)
        self.pipe.send_bytes(message)

    def end(self) -> None:
        """Kill it."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class Workers:
    """Tasks done by up to `jobs` processes, started as they are needed."""

    apart = True

    def __init__(self, jobs: int, coder: str = CODER, patience: float = PATIENCE, most_megabytes: float = MOST_MEGABYTES) -> None:
        self._jobs = jobs
        self._coder = coder
        self._patience = patience
        self._most = most_megabytes
        self._queue: deque[Task] = deque()
        self._workers: list[Worker] = []
        self._opened: dict[int, int] = {}
        """Files that are opened again, by their task: how many documents of each had come."""

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._queue.append(task)
        self._hand_out()

    def is_hungry(self) -> bool:
        """Whether it would be good to submit another."""
        return len(self._queue) < self._jobs

    def close(self) -> None:
        """Kill all workers."""
        while self._workers:
            self._workers.pop().end()

    def events(self) -> Iterator[Event]:
        """Wait until something comes of a task, and give it. Raises RelazioneError where nothing can be read at all."""
        self._hand_out()
        busy = [worker for worker in self._workers if worker.tasks]
        if not busy:
            return
        until = min(worker.heard + self._limit(worker) for worker in busy)
        ready = wait([worker.pipe for worker in busy], max(0.0, until - time.monotonic()))
        for worker in busy:
            if worker.pipe in ready:
                yield from self._hear(worker)
            elif time.monotonic() > worker.heard + self._limit(worker):
                yield from self._lose(worker, f"it took more than {self._limit(worker):.0f} seconds", hangs=True)
        self._hand_out()

    def _hand_out(self) -> None:
        while self._queue:
            worker = next((one for one in self._workers if not one.tasks and one.megabytes <= self._most), None)
            message = pickle.dumps(self._queue[0], pickle.HIGHEST_PROTOCOL)
            if worker is None and len(self._workers) < self._jobs:
                worker = Worker(self._coder)
                self._workers.append(worker)
            if worker is None and len(message) <= SMALL:
                worker = next((one for one in self._workers if len(one.tasks) == 1 and one.megabytes <= self._most), None)
            if worker is None:
                return
            task = self._queue.popleft()
            with contextlib.suppress(OSError):  # a dead worker is noticed when it is heard
                worker.take(task, message)

    def _limit(self, worker: Worker) -> float:
        """Seconds that the worker may be silent."""
        task = worker.tasks[0]
        return self._patience + (task.words if isinstance(task, Code) else 0) / WORDS_A_SECOND

    def _hear(self, worker: Worker) -> Iterator[Event]:
        """All that a worker has sent."""
        while True:
            try:
                one = pickle.loads(worker.pipe.recv_bytes())
            except (EOFError, OSError):
                worker.process.join(5)
                yield from self._lose(worker, _how_it_ended(worker.process.exitcode))
                return
            worker.heard = time.monotonic()
            if isinstance(one, Fatal):
                raise RelazioneError(one.message)
            if isinstance(one, Done):
                task, worker.came, worker.megabytes = worker.tasks.popleft(), 0, one.megabytes
                self._opened.pop(id(task), None)
                yield task, -1, one
                if worker.megabytes > self._most and not worker.tasks:
                    self._end(worker)
                    return
            else:
                worker.came += 1
                if worker.came > self._opened.get(id(worker.tasks[0]), 0):
                    yield worker.tasks[0], worker.came - 1, one
            if not worker.tasks or not worker.pipe.poll():
                return

    def _end(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.end()

    def _lose(self, worker: Worker, why: str, hangs: bool = False) -> Iterator[Event]:
        """End a worker. What it was at is tried again, a document alone; it is given up where that was so already, or hangs alone."""
        lost, waiting = worker.tasks[0], list(worker.tasks)[1:]
        came = worker.came
        self._end(worker)
        self._queue.extendleft(reversed(waiting))
        if isinstance(lost, Open):
            if not hangs and id(lost) not in self._opened:
                self._opened[id(lost)] = came
                self._queue.appendleft(lost)
                return
            self._opened.pop(id(lost), None)
            yield lost, came, InputError(f"{lost.path}: given up, because {why}")
        elif len(lost.documents) == 1 and (hangs or lost.again):
            (path, document), *_ = lost.documents
            yield lost, 0, InputError(f"{path}: {document.title}: given up, because {why}")
        elif lost.documents[came:]:
            yield lost, came, Again(tuple(range(came, len(lost.documents))))
        yield lost, -1, Done(0.0)


class Again(tuple[int, ...]):
    """Numbers of a task's documents that have to be submitted again, each alone."""


def _how_it_ended(code: int | None) -> str:
    if code == OUT_OF_MEMORY:
        return "the memory did not suffice"
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        hint = "; perhaps the memory did not suffice" if -code == signal.SIGKILL else ""
        return f"the process that read it was ended by {name}{hint}"
    return f"the process that read it ended with code {code}"


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started inside never gets Ctrl-C: the parent does, and ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would let the interrupts through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


__all__ = ["Again", "Connection", "Here", "Pool", "Worker", "Workers"]
