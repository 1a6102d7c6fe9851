"""What the parts of `make bench` have in common: a line of the table, how much is measured, commands and what they take."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"
SOURCE = str(ROOT / "src")
ENVIRONMENT = {**os.environ, "PYTHONPATH": SOURCE, "PYTHONIOENCODING": "utf-8"}
COMMAND = [sys.executable, "-m", "relazione"]


class Row(NamedTuple):
    """A line of the table. `kept` is None where there is no limit."""

    what: str
    measured: str
    limit: str = ""
    kept: bool | None = None


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    texts: int
    starts: int
    facts: int
    events: int
    files: int
    large: int = 0


def run(*command: str | Path) -> str:
    """What a command prints; CalledProcessError, after what it complained of, where it fails."""
    made = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8"
    )
    if made.returncode:
        print(made.stderr, file=sys.stderr)
        made.check_returncode()
    return made.stdout


def walls(commands: list[list[str]], times: int) -> list[float]:
    """Seconds on the wall of each command, which has run before: median of so many runs, in turns."""
    found: list[list[float]] = [[] for _ in commands]
    for turn in range(times + 1):
        for command, seconds in zip(commands, found, strict=True):
            begun = time.perf_counter()
            run(*command)
            if turn:
                seconds.append(time.perf_counter() - begun)
    return [statistics.median(seconds) for seconds in found]


class Measured(NamedTuple):
    """Medians over several runs of a command: seconds on the wall, CPU seconds; the most memory of any, in MB."""

    wall: float
    cpu: float
    peak: float


def measured(command: list[str], times: int) -> Measured:
    """A command as a whole process, after one run that is not counted."""
    found = []
    for turn in range(times + 1):
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        if turn:
            found.append((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)))
    walls_, cpus, peaks = zip(*found, strict=True)
    return Measured(statistics.median(walls_), statistics.median(cpus), max(peaks))
