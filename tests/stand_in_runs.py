"""Tools of the tests that run `relazione read` with the stand-in coder in processes of its own: texts, commands, what a record tells."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FAKE = "stand_in_coder:code_all"
PAIR = ("ITA", "TUR")
LONG = "They sat in the room and it was long. " * 350
"""More words than are coded together."""


def write(folder: Path, *texts: str) -> list[Path]:
    """Articles, one for each text."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number:03}.txt" for number in range(len(texts))]
    for number, (path, text) in enumerate(zip(paths, texts, strict=True)):
        path.write_text(f"= Article {number} =\n\nThe two signed a treaty. {text}\n", encoding="utf-8")
    return paths


def command(repository: Path, *arguments: str | Path) -> list[str]:
    """`relazione read` with the stand-in as coder, in a process of its own."""
    return [sys.executable, str(HERE / "stand_in_coder.py"), "read", *map(str, arguments), "--pair", "Italy:Turkey"]


def surroundings(repository: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(repository / "src"), str(HERE)])}


def content(db: Path) -> list[Any]:
    """All that a record tells, times left out."""
    queries = (
        "SELECT number, id FROM documents ORDER BY 1",
        "SELECT number, document, digest, head FROM versions ORDER BY 1",
        "SELECT number, document, version, coder, digest, unread FROM readings ORDER BY 1",
        "SELECT number, id, claim FROM claims ORDER BY 1",
        "SELECT * FROM reading_claims ORDER BY 1, 2",
        "SELECT number, id, fact FROM facts ORDER BY 1",
    )
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [connection.execute(query).fetchall() for query in queries]


def children_of(process: int) -> set[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True).stdout
    return {int(one) for one in found.split()}


def is_there(process: int) -> bool:
    """Whether a process runs (one that has ended and is not yet waited for does not)."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def until(true: Any) -> None:
    """Wait for something that has to come."""
    for _ in range(1800):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")
