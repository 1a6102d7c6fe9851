"""The room `analysis`: a Spark session, the same for the questions of the feeds and for reading at scale. The one place that starts Spark.

Spark runs within this machine or on a cluster: which, its master says. What is on one machine only, listens on that machine only. The
executors run the Python of this process, unless the environment variable PYSPARK_PYTHON names another. What Spark says while it works
goes into a file that nobody sees; what goes wrong comes as an error.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from relazione.model.errors import RelazioneError, WrongUse

LOCAL = "local[*,4]"
"""Spark within this machine, on all cores. The second number: a task whose Python was killed is tried again, up to four times."""
PATIENCE = 10.0
"""Seconds in which a master has to answer."""
_MASTER = re.compile(r"local(\[[^\]]*\])?|spark://[^,/]+:\d+(,[^,/]+:\d+)*|yarn|k8s://.+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def settings(master: str) -> dict[str, str]:
    """What a session on this master is told: times in UTC, few parts in a shuffle, no page of its own, nothing on the screen."""
    found = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if master.startswith("local") or all(host in _LOOPBACK for host, _ in _hosts(master)):
        found |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if "PYTHONPATH" in os.environ:
        found["spark.executorEnv.PYTHONPATH"] = os.environ["PYTHONPATH"]
    return found


def spark_session(master: str | None = None, name: str = "relazione", more: dict[str, str] | None = None) -> Any:
    """A session on the master, by Spark's own address for it (none: LOCAL), with further settings. Who asked for it calls its `stop`.

    A session that this process has on the same master is given; one on another master is stopped first. Raises WrongUse without
    pyspark or Java and for what is no master; RelazioneError where the master does not answer.
    """
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise WrongUse("Spark needs pyspark and a Java of version 17 or newer: install relazione[spark]") from error
    master = master or LOCAL
    if not _MASTER.fullmatch(master):
        raise WrongUse(f"a master is local[N], spark://HOST:PORT, yarn or k8s://..., and not {master!r}")
    there = SparkSession.getActiveSession()
    if there is not None:
        if there.sparkContext.master == master:
            return there
        there.stop()
    _is_there(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName(name).setAll(list({**settings(master), **(more or {})}.items()))
    try:
        with _interrupted_later():
            if SparkContext._gateway is None:
                _start_java(conf)
            return SparkSession.builder.config(conf=conf).getOrCreate()
    except RelazioneError:
        raise
    except Exception as error:  # of pyspark, of py4j, of Java: whatever keeps Spark from starting
        raise RelazioneError(f"Spark did not start on {master} ({_first_line(error)})") from error


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl-C waits until what is inside is done: in the middle of it a Java would be left behind that nobody knows. And it means what it
    meant before: pyspark's own handler would ask Java in the middle of another question."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    logging.getLogger("py4j").setLevel(logging.CRITICAL)  # errors come as exceptions
    handler = signal.getsignal(signal.SIGINT)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end(session: Any) -> None:
    """Stop a session and the Java behind it, and wait until it is gone. For who starts no other soon."""
    from pyspark import SparkContext

    session.stop()
    gateway = SparkContext._gateway
    if gateway is None or getattr(gateway, "proc", None) is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()  # the Java ends when nobody holds the other end
    try:
        gateway.proc.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
    SparkContext._gateway = SparkContext._jvm = None


def _start_java(conf: Any) -> None:
    """Start Spark's Java, with what it says kept off the screen. It ends with this process."""
    from pyspark import SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway

    with tempfile.TemporaryFile() as said:
        try:
            gateway = launch_gateway(conf, {"stdout": said, "stderr": said})
        except PySparkRuntimeError as error:
            said.seek(0)
            last = said.read()[-2000:].decode("utf-8", "replace").strip().splitlines()[-1:]
            raise WrongUse(
                f"Spark's Java does not run ({''.join(last)[:200]}): it needs a Java of version 17 or newer"
            ) from error
    SparkContext._ensure_initialized(gateway=gateway)


def _hosts(master: str) -> list[tuple[str, int]]:
    """Hosts and ports of a master "spark://HOST:PORT,HOST:PORT"; of others none are known."""
    if not master.startswith("spark://"):
        return [("", 0)]
    parts = (one.rpartition(":") for one in master.removeprefix("spark://").split(","))
    return [(host.strip("[]"), int(port)) for host, _, port in parts]


def _is_there(master: str) -> None:
    """Raise RelazioneError where no host of a master answers: Spark itself would take a minute to say so."""
    if not master.startswith("spark://"):
        return
    why = ""
    for host, port in _hosts(master):
        try:
            socket.create_connection((host, port), PATIENCE).close()
            return
        except OSError as error:
            why = str(error)
    raise RelazioneError(f"no Spark master answers at {master} ({why}); start it, or name another with --master")


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith((": ", "["))), lines[0] if lines else type(error).__name__)
    return told.lstrip(": ")[:200]
