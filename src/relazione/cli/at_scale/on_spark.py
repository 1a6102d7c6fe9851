"""The room `cli`: chunks read as tasks of Spark. A task opens its files, codes their documents and writes the chunk's Parquet file.

In each Python of an executor stands a worker process of ours, as `relazione read` has them, which opens and codes: so a document that
breaks its process, or takes for ever, costs itself alone, by the same rules. A Python or an executor that is killed costs time: Spark
does the task again, and what is written is there whole or not at all. The executors need the package with its language model, and see
the same folders as the driver under the same names.
"""

from __future__ import annotations

import os
import pickle
import re
import socket
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from relazione import __version__
from relazione.analysis.feeds.spark_session import LOCAL, end, spark_session
from relazione.cli.at_scale import parquet
from relazione.cli.at_scale.chunks import Chunk, coder_version
from relazione.cli.at_scale.folder import Folder, name_of
from relazione.cli.at_scale.piece import read_chunk
from relazione.cli.coded import MANIFEST
from relazione.cli.reading import Told
from relazione.cli.worker import CODER, Fatal, seldom_collected
from relazione.cli.workers import Workers
from relazione.model.errors import RelazioneError

ROUNDS = 2
"""Jobs of Spark under way: while the last tasks of one are done, cores that are free have those of the next."""
TASKS = 8
"""Tasks in a job for each core."""
MOST_LETTERS = 64_000_000
"""Letters of documents that the driver holds for one job."""
OFTEN = 1.0
"""Seconds between two looks at what is there."""
TRIES = 4
"""How often Spark tries a task whose Python or executor died."""


class Job(NamedTuple):
    """What every task is told: where its file goes, what the user told of the documents, who has to read, and by what function."""

    folder: str
    token: str
    told: Told
    version: str
    coder_version: str
    coder: str = CODER


def read_on_spark(
    chunks: Iterator[Chunk],
    folder: Folder,
    told: Told,
    done: Callable[[int], None],
    master: str | None = None,
    known: Collection[str] = (),
    coder: str = CODER,
) -> None:
    """Read the chunks into the folder, as tasks of the Spark at `master`; `done` is told of each by its number.

    Spark is not started where there is none. Raises WrongUse and RelazioneError where Spark does not start or cannot be used so, RelazioneError where it gives a task up, OSError.
    """
    first = next(chunks, None)
    if first is None:
        return
    session = spark_session(with_tries(master), "relazione read", {"spark.task.maxFailures": str(TRIES)})
    context = session.sparkContext
    try:
        job = Job(str(folder.path.resolve()), folder.manifest.token, told, __version__, coder_version(), coder)
        _check_executors(context, job)
        shared = context.broadcast(frozenset(known))
        _run(context, chain([first], chunks), job, shared, done)
    except KeyboardInterrupt:
        context.cancelAllJobs()
        raise
    finally:
        end(session)


def with_tries(master: str | None) -> str:
    """The master, one of this machine with the number of times that a task is tried: else a killed Python would end everything."""
    master = master or LOCAL
    found = re.fullmatch(r"local(?:\[([^,\]]+)\])?", master)
    return f"local[{found[1] or 1},{TRIES}]" if found else master


def _run(context: Any, chunks: Iterator[Chunk], job: Job, known: Any, done: Callable[[int], None]) -> None:
    """Hand the chunks out, some jobs at a time."""
    size = max(2, context.defaultParallelism) * TASKS
    under_way: set[Future[Any]] = set()
    waiting: dict[int, Path] = {}
    with ThreadPoolExecutor(ROUNDS) as threads:
        try:
            while True:
                while len(under_way) < ROUNDS and (round_ := _round(chunks, size)):
                    under_way.add(threads.submit(_do, context, round_, job, known))
                    waiting |= {chunk.number: Path(job.folder, name_of(chunk.number)) for chunk in round_}
                if not under_way:
                    return
                ready, under_way = wait(under_way, OFTEN, FIRST_COMPLETED)
                for one in ready:
                    one.result()
                for number in [number for number, file in waiting.items() if file.exists()]:
                    del waiting[number]
                    done(number)
        except BaseException:
            context.cancelAllJobs()
            raise


def _round(chunks: Iterator[Chunk], size: int) -> list[Chunk]:
    """The chunks of the next job."""
    found: list[Chunk] = []
    letters = 0
    for chunk in islice(chunks, size):
        found.append(chunk)
        letters += chunk.letters
        if letters > MOST_LETTERS:
            break
    return found


def _do(context: Any, chunks: list[Chunk], job: Job, known: Any) -> None:
    """Have the chunks read."""
    try:
        found = context.parallelize(chunks, len(chunks)).map(lambda chunk: perform(chunk, job, known.value)).collect()
    except Exception as error:  # of py4j or pyspark: Spark gave a task up, or ended
        raise RelazioneError(
            f"Spark gave up ({why_of(error)}); what was read stays in {job.folder}: start it again, and it goes on with what is missing"
        ) from error
    for one in found:
        if isinstance(one, OSError):
            raise one
        if isinstance(one, Fatal):
            raise RelazioneError(one.message)


# --- what runs on the executors ---------------------------------------------------------------------------------------------------

_pools: dict[str, Workers] = {}
"""The worker process of this Python, by its coder: it stays from task to task, with its language model."""


def perform(chunk: Chunk, job: Job, known: Collection[str]) -> Fatal | OSError | None:
    """Read one chunk, and write its file; or tell why nothing can be read or written here."""
    if why := unfit(job):
        return Fatal(why, RelazioneError.exit_code)
    pool = _pools.pop(job.coder, None) or Workers(1, job.coder)
    try:
        with seldom_collected():
            rows = read_chunk(chunk, job.told, pool, known)
            parquet.write(Path(job.folder, name_of(chunk.number)), rows, chunk.key)
    except RelazioneError as error:
        pool.close()
        return Fatal(f"{socket.gethostname()}: {error}", error.exit_code)
    except OSError as error:
        pool.close()
        return OSError(error.errno, error.strerror, str(error.filename or job.folder))
    except BaseException:
        pool.close()
        raise
    _pools[job.coder] = pool
    return None


def unfit(job: Job) -> str:
    """Why this machine cannot read for the job; "" where it can."""
    here = socket.gethostname()
    if (__version__, coder_version()) != (job.version, job.coder_version):
        return (
            f"the executor on {here} has Relazione {__version__} with version {coder_version()} of the coder, and here it is "
            f"{job.version} with version {job.coder_version}: install the same everywhere"
        )
    manifest = Path(job.folder, MANIFEST)
    try:
        sees = job.token in manifest.read_text(encoding="utf-8")
    except OSError:
        sees = False
    if not (sees and os.access(job.folder, os.W_OK)):
        return f"the executor on {here} does not see {job.folder}, or may not write there: name a folder (--coded) that all machines share"
    return ""


def _check_executors(context: Any, job: Job) -> None:
    """Raise RelazioneError where an executor lacks something, before anything is read. Those that come later are asked by each task."""

    packed = pickle.dumps(job)

    def look(_: int) -> str:  # goes by value: it runs also where there is no Relazione
        import pickle
        import socket
        import sys

        here = socket.gethostname()
        try:
            from relazione.cli.at_scale.on_spark import unfit
            from relazione.coding.language_model import has_model
        except ImportError as error:
            return (
                f"the executor on {here} has no Relazione in its Python, {sys.executable} ({error}): install the package and its language "
                "model there, or name another Python in PYSPARK_PYTHON"
            )
        return unfit(pickle.loads(packed)) or (
            "" if has_model() else f"the executor on {here} has no English language model: run `make setup` there"
        )

    count = 2 * max(1, context.defaultParallelism)
    try:
        found = set(context.parallelize(range(count), count).map(look).collect())
    except Exception as error:
        raise RelazioneError(f"Spark's executors do not run Relazione ({why_of(error)})") from error
    if bad := sorted(found - {""}):
        raise RelazioneError("; ".join(bad[:3]))


def why_of(error: Exception) -> str:
    """What an error of Spark says, in a line: of a Python's traceback its end, of Java's talk the reason."""
    text = str(error)
    found = re.findall(r"^(?:\w+\.)*\w*(?:Error|Exception|Exit): .+$", text, re.MULTILINE)
    lost = next((line.partition("Lost task")[2].partition("): ")[2] for line in text.splitlines() if "Lost task" in line), "")
    python = [one for one in found if not one.startswith(("org.apache", "py4j", "java."))]
    told = python[-1] if python else lost if lost else found[-1] if found else text.strip().partition("\n")[0]
    return " ".join(told.split())[:300]
