"""The true coder: one process, two processes by way of Parquet, and Spark make the same record, to the letter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stand_in_runs import content

pytestmark = [pytest.mark.model, pytest.mark.spark]
EVERY = 25
"""Of the shared texts every so-manieth file: some of each folder."""


def relazione(repository: Path, *arguments: str | Path) -> str:
    """What a command says."""
    made = subprocess.run(
        [sys.executable, "-m", "relazione", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert made.returncode in (0, 1), made.stderr
    return made.stdout


def records(repository: Path, texts: Path, place: Path) -> dict[str, str]:
    """What is said of the texts as one process, two with Parquet between, and Spark read them into a record each."""
    coded = place / "coded"
    relazione(repository, "read", texts, "--coded", coded, "--jobs", "2")
    return {
        "one": relazione(repository, "read", texts, "--db", place / "one.db", "--jobs", "1"),
        "two": relazione(repository, "read", coded, "--db", place / "two.db"),
        "spark": relazione(repository, "read", texts, "--db", place / "spark.db", "--engine", "spark", "--master", "local[2]"),
    }


def check_equal(said: dict[str, str], place: Path, claims: int) -> None:
    whole = content(place / "one.db")
    assert len(whole[3]) > claims
    for name in ("two", "spark"):
        assert content(place / f"{name}.db") == whole, name
        assert said[name].replace(f"{name}.db", "one.db") == said["one"], name


def test_the_example(repository: Path, example_path: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    shutil.copy(example_path, tmp_path / "texts")
    check_equal(records(repository, tmp_path / "texts", tmp_path), tmp_path, 100)


@pytest.mark.shared
def test_texts_of_many_sorts(repository: Path, shared_dir: Path, tmp_path: Path) -> None:
    files = sorted(file for file in (shared_dir / "corpus").rglob("*.*") if file.is_file())[::EVERY]
    assert len(files) > 10
    for file in files:
        place = tmp_path / "texts" / file.parent.name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    check_equal(records(repository, tmp_path / "texts", tmp_path), tmp_path, 1000)
