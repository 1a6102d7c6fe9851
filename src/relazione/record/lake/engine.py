"""The record room: the libraries that a lake needs, brought in when it is used, and the engine that sorts and finds."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from relazione.model.errors import WrongUse

MEMORY = "500MB"
"""What the engine may hold before it spills into the lake's tmp/."""


def needed(module: str) -> Any:
    """A library of the extra. Raises WrongUse, which names the extra, where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise WrongUse(lacking(module)) from error


def lacking(module: str) -> str:
    """What is said where a library of the extra is not installed."""
    return f'feeds need {module}, which is not installed: pip install "relazione[feeds]"'


def require() -> None:
    """Raises WrongUse where a library that a lake is written with is not installed."""
    for module in ("numpy", "pyarrow", "duckdb"):
        needed(module)


def connected(spill: Path | None = None, memory: str = MEMORY, threads: int | None = None, **further: object) -> Any:
    """A DuckDB of its own, in memory, which brings in no extension by itself; to be closed. With `spill` it holds no more than `memory`, and
    puts there what it has no room for. `further` are settings of DuckDB's."""
    config: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, **further}
    if spill is not None:
        spill.mkdir(parents=True, exist_ok=True)
        config |= {"memory_limit": memory, "temp_directory": str(spill)}
    if threads:
        config["threads"] = threads
    return needed("duckdb").connect(":memory:", config=config)


@contextmanager
def engine(spill: Path | None = None, threads: int | None = None) -> Iterator[Any]:
    """The same, closed at the end."""
    connection = connected(spill, threads=threads)
    try:
        yield connection
    finally:
        connection.close()


def literal(paths: Sequence[Path]) -> list[str]:
    """Paths as the engine takes them: it would read *, ? and [ in them as patterns."""
    return [glob.escape(str(path)) for path in paths]
