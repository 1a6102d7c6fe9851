"""The record room: where the lake of a record is: the folder beside it, of the same name."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from relazione.record.lake.opening import BOOK


def beside(record: Path) -> Path:
    """The folder: relazione.db -> relazione.lake."""
    return record.with_suffix(".lake")


def is_lake(path: Path) -> bool:
    """Whether there is a lake, sound or not."""
    return (path / BOOK).is_file()


def can_be_read() -> bool:
    """Whether the library that reads lakes is installed; it is not loaded."""
    return find_spec("duckdb") is not None
