"""Reading by Spark: the same record as processes give, also where a Python, an executor or the driver is killed in the middle."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from relazione import __version__
from relazione.cli.at_scale.chunks import Chunk, coder_version
from relazione.cli.at_scale.folder import Folder
from relazione.cli.at_scale.on_spark import Job, perform, unfit, why_of, with_tries
from relazione.cli.reading import Told
from spark_cluster import Cluster, descendants
from stand_in_runs import LONG, command, content, is_there, surroundings, until, write

CHUNK = "20000"
"""Bytes of a chunk: two long texts."""


def environment(repository: Path) -> dict[str, str]:
    return {**surroundings(repository), "STAND_IN_CHUNK": CHUNK}


def texts(folder: Path, slept: Path) -> Path:
    """Good and bad texts in ten chunks, in the middle one that sleeps until `slept` is there; and a file that the driver streams, in four."""
    write(folder, *[LONG] * 3, "segfault", "breaks", LONG, f"sleep-once 600 unless {slept}", *[LONG] * 6)
    for number in (1, 5, 9):
        (folder / f"{number:03}.txt").write_text(f"= Same =\n\nThe two signed; text {number}. {LONG}\n", encoding="utf-8")
    lines = [{"title": f"News {n}", "text": "The two signed a treaty. " + "So it is told. " * 19_000} for n in range(4)]
    (folder / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


@contextmanager
def begin(repository: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command by Spark, begun; ended at the latest with the test."""
    begun = subprocess.Popen(
        command(repository, *arguments, "--engine", "spark"),
        env=environment(repository),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield begun
    finally:
        begun.kill()
        begun.wait(60)


def asleep(slept: Path) -> tuple[int, int]:
    """The process that sleeps over the text in the middle, and its parent: the Python of an executor."""
    until(lambda: list(slept.parent.glob(f"{slept.name}.*.asleep")))
    [told] = slept.parent.glob(f"{slept.name}.*.asleep")
    found = int(told.name.split(".")[1]), int(told.read_text(encoding="utf-8"))
    told.unlink()
    return found


@pytest.fixture(scope="module")
def direct(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any], str]:
    """The texts, and the record and the words that two processes make of them."""
    place = tmp_path_factory.mktemp("direct")
    (place / "slept").touch()
    folder = texts(place / "texts", place / "slept")
    made = subprocess.run(
        command(repository, folder, "--jobs", "2", "--db", place / "r.db"),
        env=environment(repository),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert made.returncode == 1, made.stderr
    (place / "slept").unlink()
    return folder, content(place / "r.db"), made.stdout


def end_of(process: subprocess.Popen[str], below: list[int]) -> tuple[str, str]:
    """What a command said; nothing that it started is left."""
    said = process.communicate(timeout=240)
    until(lambda: not any(map(is_there, below)))
    return said


@pytest.fixture
def slept(direct: Any) -> Iterator[Path]:
    """The file that lets the text in the middle be read; not there when the test begins."""
    file: Path = direct[0].parent / "slept"
    yield file
    for one in file.parent.glob("slept*"):
        one.unlink()


@pytest.mark.spark
def test_a_python_killed_in_the_middle_loses_nothing(repository: Path, direct: Any, slept: Path, tmp_path: Path) -> None:
    folder, whole, printed = direct
    with begin(repository, folder, "--db", tmp_path / "r.db", "--master", "local[2]") as begun:
        worker, python = asleep(slept)
        below = descendants(begun.pid)
        assert {worker, python} < set(below)
        slept.touch()
        os.kill(python, signal.SIGKILL)
        out, err = end_of(begun, below)
    assert begun.returncode == 1, err
    assert "SIGSEGV" in err and "2 documents of 17 not read" in err and "Traceback" not in err
    assert content(tmp_path / "r.db") == whole
    assert out.splitlines()[:-1] == printed.splitlines()[:-1]  # the last line names the record
    assert not (tmp_path / "r.coded").exists()


@pytest.mark.spark
def test_a_driver_killed_in_the_middle_goes_on_where_it_was(repository: Path, direct: Any, slept: Path, tmp_path: Path) -> None:
    folder, whole, _ = direct
    coded = tmp_path / "r.coded"
    command = ("--db", tmp_path / "r.db", "--master", "local[2]")
    with begin(repository, folder, *command) as begun:
        asleep(slept)
        until(lambda: len(list(coded.glob("[0-9]*.parquet"))) >= 4)
        below = descendants(begun.pid)
        begun.send_signal(signal.SIGKILL)
        end_of(begun, below)
    before = len(list(coded.glob("[0-9]*.parquet")))
    assert not (tmp_path / "r.db").exists()
    slept.touch()
    with begin(repository, folder, *command) as again:
        _, err = end_of(again, [])
    assert again.returncode == 1, err
    assert f"{before} of its 14 chunks were read before" in err
    assert content(tmp_path / "r.db") == whole
    assert not coded.exists()


@pytest.mark.spark
def test_an_executor_killed_in_the_middle_loses_nothing(
    repository: Path, direct: Any, slept: Path, spark_cluster: Cluster, tmp_path: Path
) -> None:
    folder, whole, _ = direct
    with begin(repository, folder, "--db", tmp_path / "r.db", "--master", spark_cluster.master) as begun:
        worker, _python = asleep(slept)
        executors = spark_cluster.executors()
        assert len(executors) == 2
        [executor] = [one for one in executors if worker in descendants(one)]
        slept.touch()
        os.kill(executor, signal.SIGKILL)
        _, err = end_of(begun, [executor, worker])
    assert begun.returncode == 1, err
    assert content(tmp_path / "r.db") == whole


# --- without Spark ----------------------------------------------------------------------------------------------------------------


def job(folder: Path, **other: str) -> Job:
    made = Folder.begun(folder, Told())
    return Job(str(folder), made.manifest.token, Told(), __version__, coder_version())._replace(**other)


def test_an_executor_that_is_not_fit_says_why(tmp_path: Path) -> None:
    fit = job(tmp_path / "coded")
    assert unfit(fit) == ""
    assert "install the same everywhere" in unfit(fit._replace(version="0.0.1"))
    assert "with version 4: install" in unfit(fit._replace(coder_version="4"))
    for other in (fit._replace(token="x"), fit._replace(folder=str(tmp_path / "elsewhere"))):
        assert "that all machines share" in unfit(other)
    found = perform(Chunk(0, "key", ()), fit._replace(coder_version="4"), ())
    assert "install the same everywhere" in found.message  # type: ignore[union-attr]


def test_a_full_disk_is_told_and_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.cli.at_scale import parquet

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", str(tmp_path))

    monkeypatch.setattr(parquet, "write", full)
    found = perform(Chunk(0, "key", ()), job(tmp_path / "coded"), ())
    assert isinstance(found, OSError) and found.errno == 28


@pytest.mark.parametrize(
    ("master", "tried"),
    [(None, "local[*,4]"), ("local", "local[1,4]"), ("local[2]", "local[2,4]"), ("local[2,9]", "local[2,9]"), ("yarn", "yarn")],
)
def test_a_killed_python_is_tried_again_on_every_master(master: str | None, tried: str) -> None:
    assert with_tries(master) == tried


def test_an_error_of_spark_is_told_in_a_line() -> None:
    text = (
        "An error occurred while calling z:org.apache.spark.api.python.PythonRDD.collectAndServe.\n: org.apache.spark.SparkException: "
        "Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent failure: Lost task 0.3 in stage 0.0 (TID 3) "
        "(127.0.0.1 executor driver): org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)\n\tat java.lang\n"
    )
    assert "Python worker exited unexpectedly" in why_of(Exception(text))
    assert why_of(Exception("x\nTraceback\nModuleNotFoundError: No module named 'spacy'\n\tat org.apache")) == (
        "ModuleNotFoundError: No module named 'spacy'"
    )
