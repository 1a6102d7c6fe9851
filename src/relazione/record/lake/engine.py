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
        raise WrongUse(f'feeds need {module}, which is not installed: pip install "relazione[feeds]"') from error


def require() -> None:
    """Raises WrongUse where a library that a lake is written with is not installed."""
    for module in ("numpy", "pyarrow", "duckdb"):
        needed(module)


@contextmanager
def engine(spill: Path | None = None, threads: int | None = None) -> Iterator[Any]:
    """A DuckDB of its own, in memory; with `spill`, it may put there what it has no room for."""
    config: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    if spill is not None:
        spill.mkdir(parents=True, exist_ok=True)
        config |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    if threads:
        config["threads"] = threads
    connection = needed("duckdb").connect(":memory:", config=config)
    try:
        yield connection
    finally:
        connection.close()


def literal(paths: Sequence[Path]) -> list[str]:
    """Paths as the engine takes them: it would read *, ? and [ in them as patterns."""
    return [glob.escape(str(path)) for path in paths]
