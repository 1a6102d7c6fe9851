"""The room `cli`: which lake a command of `relazione feed` is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from relazione.cli import options

Command = TypeVar("Command", bound=Callable[..., Any])


def lake_options(command: Command) -> Command:
    """--lake and --db; `lake_at` tells the folder."""
    lake = click.option(
        "--lake",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The lake.  [default: beside the record, relazione.lake beside relazione.db]",
    )
    return options.db_option(lake(command))


def lake_at(lake: Path | None, db: Path) -> Path:
    """The folder that is meant."""
    from relazione.record.lake.beside import beside

    return lake or beside(db)
