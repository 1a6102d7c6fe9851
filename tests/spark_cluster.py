"""A Spark cluster on this machine for tests: one master, two workers, on the loopback; stopped by its processes' ids whatever happens.

with cluster(folder) as found:
    ... found.master ...            # spark://127.0.0.1:PORT
    found.executors()               # ids of the processes that do the work: one may be killed
"""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 120.0
"""Seconds in which a daemon has to come up."""


@dataclass
class Cluster:
    """A master, its address, and what it consists of."""

    master: str = ""
    daemons: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def executors(self) -> list[int]:
        """The executors' processes, in the order in which they were started."""
        below = {child for daemon in self.daemons[1:] for child in descendants(daemon.pid)}
        told = subprocess.run(["ps", "-eww", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
        lines = (line.split(maxsplit=1) for line in told.splitlines())
        return sorted(int(pid) for pid, command in lines if int(pid) in below and "ExecutorBackend" in command)

    def stop(self) -> None:
        """End all of it, executors and their Python too."""
        below = [one for daemon in self.daemons for one in descendants(daemon.pid)]
        for daemon in reversed(self.daemons):
            daemon.kill()
        for process in below:
            kill(process)
        for daemon in self.daemons:
            daemon.wait(PATIENCE)


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "2g", surroundings: dict[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster of one core for each worker, whose logs and working files are in the folder. `surroundings`: more of the environment."""
    from pyspark.find_spark_home import _find_spark_home

    program = str(Path(_find_spark_home()) / "bin" / "spark-class")
    environment = {**os.environ, **(surroundings or {}), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "384m"}
    environment["SPARK_HOME"] = _find_spark_home()
    found = Cluster(f"spark://127.0.0.1:{free_port()}")
    port = found.master.rpartition(":")[2]

    def start(kind: str, *arguments: str) -> Path:
        log = folder / f"{kind.lower()}-{len(found.daemons)}.log"
        command = [program, f"org.apache.spark.deploy.{kind.lower()}.{kind}", "--host", "127.0.0.1", *arguments]
        with log.open("wb") as said:
            found.daemons.append(
                subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
            )
        return log

    def says(log: Path, words: str) -> Callable[[], bool]:
        def true() -> bool:
            assert all(daemon.poll() is None for daemon in found.daemons), log.read_text()
            return re.search(words, log.read_text(encoding="utf-8", errors="replace")) is not None

        return true

    folder.mkdir(parents=True, exist_ok=True)
    try:
        until(says(start("Master", "--port", port, "--webui-port", "0"), "I have been elected leader"))
        logs = [
            start(
                "Worker", "--cores", "1", "--memory", memory, "--webui-port", "0",
                "--work-dir", str(folder / f"work-{number}"), found.master,
            )
            for number in range(workers)
        ]  # fmt: skip
        for log in logs:
            until(says(log, "Successfully registered with master"))
        yield found
    finally:
        found.stop()


def free_port() -> int:
    """A port of the loopback at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def processes() -> dict[int, int]:
    """Every process with its parent."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {int(pid): int(parent) for pid, parent in map(str.split, told.splitlines())}


def descendants(process: int) -> list[int]:
    """The children of a process, theirs, and so on."""
    parents = processes()
    found, wanted = [], [process]
    while wanted:
        above = wanted.pop()
        below = [child for child, parent in parents.items() if parent == above]
        found += below
        wanted += below
    return found


def kill(process: int) -> None:
    """End a process at once, if it is there."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something that has to come."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
