"""The record room: the processes that read files of feeds and write their rows. They list nothing, so what one of them leaves behind
when it is killed counts for nothing; they end with the process that started them.

Each is started afresh (spawned), so that nothing of the parent's threads and locks is in it.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

from relazione.record.lake.gathering import Came, Gathered, Gatherer, Outcome, Task, Watch
from relazione.record.lake.parts import Part
from relazione.record.lake.seam import Reader

TRIED_ALONE = 2
"""How often a file is tried again, alone, when the process that read it with others was killed."""


class Hands(Protocol):
    """Who reads: this process, or others."""

    count: int

    def give(self, tasks: list[Task]) -> None:
        """Have files read."""
        ...

    def next(self) -> Gathered:
        """What became of those that were given first, when that is known. Raises RecordError (a full disk)."""
        ...

    def listed(self) -> None:
        """What `next` gave last is listed."""
        ...

    def close(self) -> None:
        """Read no more; what was written and not listed goes."""
        ...


@contextmanager
def hands(place: Path, reader: Reader, watch: Watch | None, jobs: int) -> Iterator[Hands]:
    """So many processes; this one alone where it is one."""
    found: Hands = Here(Gatherer(place, reader, watch)) if jobs == 1 else Processes(place, reader, watch, jobs)
    try:
        yield found
    finally:
        found.close()


class Here:
    """Reads in this process."""

    count = 1

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._given: deque[list[Task]] = deque()

    def give(self, tasks: list[Task]) -> None:
        self._given.append(tasks)

    def next(self) -> Gathered:
        return self._gatherer.gather(self._given.popleft())

    def listed(self) -> None:
        self._gatherer.listed()

    def close(self) -> None:
        self._gatherer.undo()


class _Job:
    """Files that are read together, who reads them, and what came of it: a Gathered, or an error."""

    def __init__(self, tasks: list[Task]) -> None:
        self.tasks = tasks
        self.result: Gathered | Exception | None = None


class _Worker:
    """A process, and the job that it is at."""

    def __init__(self, place: Path, reader: Reader) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, place, reader), daemon=True)
        held = signal.signal(signal.SIGINT, signal.SIG_IGN) if _is_main() else None
        try:
            self.process.start()
        finally:
            if held is not None:
                signal.signal(signal.SIGINT, held)
        theirs.close()
        self.job: _Job | None = None

    def end(self) -> None:
        """Kill it."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class Processes:
    """Reads in processes, which are started as they are needed."""

    def __init__(self, place: Path, reader: Reader, watch: Watch | None, jobs: int) -> None:
        self.count = jobs
        self._place = place
        self._reader = reader
        self._watch = watch or (lambda path, rows: None)
        self._jobs: deque[_Job] = deque()
        self._workers: list[_Worker] = []

    def give(self, tasks: list[Task]) -> None:
        self._jobs.append(_Job(tasks))
        self._hand_out()

    def next(self) -> Gathered:
        first = self._jobs[0]
        while first.result is None:
            self._wait()
        self._jobs.popleft()
        if isinstance(first.result, Exception):
            raise first.result
        return first.result

    def listed(self) -> None:
        """They keep no account of what they wrote: nobody's files are removed at the next opening for writing."""

    def close(self) -> None:
        while self._workers:
            self._workers.pop().end()

    def _hand_out(self) -> None:
        busy = {id(worker.job) for worker in self._workers}
        for job in self._jobs:
            if job.result is not None or id(job) in busy:
                continue
            worker = next((one for one in self._workers if one.job is None), None)
            if worker is None:
                if len(self._workers) >= self.count:
                    return
                worker = _Worker(self._place, self._reader)
                self._workers.append(worker)
            worker.job = job
            with suppress(OSError):  # where it is dead, `_wait` finds out
                worker.pipe.send(job.tasks)

    def _wait(self) -> None:
        """Wait until something comes of a job."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        for pipe in wait(list(busy)):
            assert isinstance(pipe, Connection)
            worker = busy[pipe]
            assert worker.job is not None
            try:
                found = pipe.recv()
            except (EOFError, OSError):
                self._died(worker, worker.job)
                continue
            if isinstance(found, tuple):
                self._watch(*found)
            else:
                worker.job.result, worker.job = found, None
        self._hand_out()

    def _died(self, worker: _Worker, job: _Job) -> None:
        """A process was killed, or broke on a file: its files are read one by one, and the one on which another dies is bad."""
        worker.end()
        self._workers.remove(worker)
        job.result = _together([self._alone(task) for task in job.tasks])

    def _alone(self, task: Task) -> Gathered | Exception:
        for _ in range(TRIED_ALONE):
            worker = _Worker(self._place, self._reader)
            try:
                worker.pipe.send([task])
                while isinstance(found := worker.pipe.recv(), tuple):
                    self._watch(*found)
                assert isinstance(found, Gathered | Exception)
                return found
            except (EOFError, OSError):
                continue
            finally:
                worker.end()
        message = f"{task.path}: the process that read it was killed each time (is there enough memory?); the others go on"
        return Gathered([Came(Outcome(task.path, "bad", message=message, kind="InputError"))], [])


def _together(found: list[Gathered | Exception]) -> Gathered | Exception:
    came: list[Came] = []
    parts: list[Part] = []
    for one in found:
        if isinstance(one, Exception):
            return one
        came += one.came
        parts += one.parts
    return Gathered(came, parts)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def work(pipe: Connection, place: Path, reader: Reader) -> None:
    """Read files until the pipe is closed. The parent is trusted, and nobody else can write into the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    threading.Thread(target=_die_with_parent, daemon=True).start()
    gatherer = Gatherer(place, reader, lambda path, rows: pipe.send((path, rows)))
    while True:
        try:
            tasks = pipe.recv()
            found: Any
            try:
                found = gatherer.gather(tasks)
                gatherer.listed()
            except Exception as error:
                gatherer.undo()
                found = error
            pipe.send(found if _can_be_sent(found) else RuntimeError(repr(found)))
        except (EOFError, OSError):
            return


def _can_be_sent(found: Any) -> bool:
    try:
        pickle.loads(pickle.dumps(found))
    except Exception:
        return False
    return True


def _die_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
