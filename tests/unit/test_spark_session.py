"""Starting Spark: what the user is told where it cannot be."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from relazione.analysis.feeds.spark_session import settings, spark_session
from relazione.model.errors import RelazioneError, WrongUse
from spark_cluster import descendants, until
from stand_in_runs import is_there


@pytest.mark.spark
@pytest.mark.parametrize("master", ["nonsense", "spark://somewhere", "local[2] --conf x=y", "file:///etc"])
def test_what_is_no_master_is_refused(master: str) -> None:
    with pytest.raises(WrongUse, match="a master is"):
        spark_session(master)


@pytest.mark.spark
def test_a_master_that_does_not_answer_is_told_at_once() -> None:
    with pytest.raises(RelazioneError, match=r"no Spark master answers at spark://127\.0\.0\.1:1"):
        spark_session("spark://127.0.0.1:1")


@pytest.mark.spark
def test_without_java_it_says_what_is_missing(repository: Path) -> None:
    program = "from relazione.analysis.feeds.spark_session import spark_session; spark_session()"
    surroundings = {"PYTHONPATH": str(repository / "src"), "PATH": "/nothing", "JAVA_HOME": "/nothing"}
    made = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, timeout=120)
    assert "needs a Java of version 17 or newer" in made.stderr.splitlines()[-1]


@pytest.mark.spark
@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_interrupted_while_it_starts_it_leaves_no_java(repository: Path) -> None:
    program = "from relazione.analysis.feeds.spark_session import spark_session; spark_session('local[1]')"
    # The shell of a test run in the background ignores Ctrl-C, and so would what it starts.
    begun = subprocess.Popen(
        [sys.executable, "-c", f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {program}"],
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: descendants(begun.pid))
    below = descendants(begun.pid)
    begun.send_signal(signal.SIGINT)
    _, said = begun.communicate(timeout=240)
    assert "KeyboardInterrupt" in said and "py4j" not in said
    until(lambda: not any(map(is_there, below)))


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(WrongUse, match=r"relazione\[spark\]"):
        spark_session()


def test_what_is_on_one_machine_listens_there_only() -> None:
    for master in ("local[2]", "spark://127.0.0.1:7077", "spark://localhost:7077"):
        assert settings(master)["spark.driver.bindAddress"] == "127.0.0.1"
    assert "spark.driver.bindAddress" not in settings("spark://cluster.example:7077")


@pytest.mark.spark
def test_a_cluster_answers_with_two_executors(spark_cluster: ModuleType) -> None:
    session = spark_session(spark_cluster.master)
    try:
        numbers = session.sparkContext.parallelize(range(8), 4).map(lambda number: number + 1).collect()
        assert numbers == list(range(1, 9))
        assert spark_session(spark_cluster.master) is session
        assert len(spark_cluster.executors()) == 2
    finally:
        session.stop()
