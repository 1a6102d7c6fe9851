"""Web: the same pages as files that open from a folder, without a server.

The files show the present; a question about another date needs `relazione serve`, or `relazione pair --as-of`. Each file is written whole or
not at all, the start page last. Several processes share the work; the files are the same whatever their number, because each is made by
the same function of the record (`site_files.py`). A page that fails is named at the end, and costs the others nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from relazione.model.errors import RecordError, RelazioneError
from relazione.publish.tables import write_whole
from relazione.web.site_files import FOLDERS, Place, Task, files_of, plan

TOGETHER = 12
"""Tasks that are handed to a process at once."""
WORTH_A_PROCESS = 150
"""Tasks for which starting a further process is worth its while."""

Watch = Callable[[int, int], None]
"""Is told, time and again, how many tasks are done, and of how many."""


class PagesMissing(RelazioneError):
    """Some pages could not be made. `failed`: each task with what was wrong; all other pages are written."""

    def __init__(self, failed: Sequence[tuple[Task, str]]) -> None:
        self.failed = tuple(failed)
        shown = "; ".join(f"{'/'.join(task)} ({why})" for task, why in self.failed[:5])
        more = f"; and {len(self.failed) - 5} more" if len(self.failed) > 5 else ""
        one = len(self.failed) == 1
        super().__init__(
            f"{len(self.failed)} {'page is' if one else 'pages are'} missing, all others are written: {shown}{more}. "
            "This is an error of Relazione: please report it."
        )


def write_site(
    record_path: Path | str, directory: Path | str, known_at: str | None = None, jobs: int = 1, watch: Watch | None = None
) -> Path:
    """Write the pages of the record into a folder, which is made where there is none; the start page's path.

    With `known_at` they show the record as it stood at that moment, and say so. `jobs`: processes that write, at most. Raises the record's
    errors, OSError where the folder cannot be written, and PagesMissing, after all the rest is written, where pages failed.
    """
    root = Path(directory)
    for folder in ("", *FOLDERS):
        (root / folder).mkdir(parents=True, exist_ok=True)
    place = Place(str(record_path), known_at)
    wanted = plan(place)
    failed: list[tuple[Task, str]] = []
    done, named = 0, set(wanted.polities)
    for first in (True, False):  # the second time those that need to know which polities have been named
        place = place if first else place.with_polities(named)
        tasks = wanted.first if first else [*(("polity", id) for id in sorted(named)), *wanted.then]
        total = len(wanted.first) + len(wanted.then) + len(named)
        for found in _written(tasks, root, place, jobs):
            named.update(found.polities if first else ())
            failed += found.failed
            done += found.count
            if watch is not None:
                watch(min(done, total), total)
    last = Worker(root, place).write([("index",)])
    if failed := [*failed, *last.failed]:
        raise PagesMissing(sorted(failed))
    return root / "index.html"


class Written:
    """What came of some tasks: how many there were, the polities that their pages name, and those that failed, with the reason."""

    def __init__(self) -> None:
        self.count = 0
        self.polities: set[str] = set()
        self.failed: list[tuple[Task, str]] = []


class Worker:
    """Writes the files of tasks, with the record open as long as it lives."""

    def __init__(self, root: Path, place: Place) -> None:
        self._root = root
        self._room = place.room()

    def write(self, tasks: Iterable[Task]) -> Written:
        """The files of these tasks. Raises RecordError and OSError: no other task would fare better."""
        found = Written()
        for task in tasks:
            found.count += 1
            try:
                for name, content in files_of(task, self._room, found.polities):
                    write_whole(self._root / name, content, durable=False)
            except (RecordError, OSError, MemoryError):
                raise
            except Exception as error:
                found.failed.append((task, str(error) or type(error).__name__))
        return found


def _written(tasks: Sequence[Task], root: Path, place: Place, jobs: int) -> Iterator[Written]:
    """What comes of the tasks, some at a time, in whatever order."""
    parts = [tasks[start : start + TOGETHER] for start in range(0, len(tasks), TOGETHER)]
    jobs = min(jobs, 1 + len(tasks) // WORTH_A_PROCESS)
    if jobs == 1:
        worker = Worker(root, place)
        yield from map(worker.write, parts)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (root, place)) as pool:
        try:
            for future in as_completed([pool.submit(_write, part) for part in parts]):
                yield future.result()
        except BrokenProcessPool as error:
            raise RelazioneError(
                "a process that wrote pages was ended from outside (by want of memory, perhaps): try again with --jobs 1."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


_worker: Worker | None = None
"""Of this process, where it is one of several."""


def _begin(root: Path, place: Place) -> None:
    global _worker
    _worker = Worker(root, place)


def _write(tasks: Sequence[Task]) -> Written:
    assert _worker is not None
    return _worker.write(tasks)
