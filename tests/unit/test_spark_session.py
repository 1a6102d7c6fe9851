"""Starting Spark: what the user is told where it cannot be."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from relazione.analysis.feeds.spark_session import settings, spark_session
from relazione.model.errors import RelazioneError, WrongUse


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
