"""The room `cli`: which lake a command of `relazione feed` is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from relazione.cli import options
from relazione.cli.lakes import lake_option

Command = TypeVar("Command", bound=Callable[..., Any])


def lake_options(command: Command) -> Command:
    """--lake and --db; `lake_at` tells the folder."""
    return options.db_option(lake_option(command))


def lake_at(lake: Path | None, db: Path) -> Path:
    """The folder that is meant."""
    from relazione.record.lake.beside import beside

    return lake or beside(db)
