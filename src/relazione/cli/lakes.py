"""The room `cli`: the lake of feeds that a command asks beside the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from relazione.cli.known import known_at
from relazione.cli.printing import tell

if TYPE_CHECKING:
    TextType = click.ParamType[str]
    WeightType = click.ParamType[tuple[str, float]]
else:  # click before 8.4 has no generic types
    TextType = WeightType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])


class Weight(WeightType):
    """A source and what it weighs, with an equals sign between them."""

    name = "weight"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        from relazione.model.errors import WrongUse

        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        source, _, number = value.partition("=")
        try:
            return source.strip(), float(number)
        except ValueError:
            raise WrongUse(f"--weight needs a source and a number, as prose=1 or gdelt2=0.5, and not {value!r}") from None


lake_option = click.option(
    "--lake", type=click.Path(path_type=Path), metavar="DIR", help="The lake of feeds.  [default: beside the record, of its name]"
)


def with_feeds(command: Command) -> Command:
    """--lake, --feed, --no-feeds and --weight, of a command that shows feeds beside the record."""
    for option in (
        click.option(
            "--weight", "weights", type=Weight(), multiple=True, metavar="SOURCE=NUMBER", help="What prose, or a feed, weighs."
        ),
        click.option("--no-feeds", is_flag=True, help="The record alone, without its lake."),
        click.option("--feed", "feeds", multiple=True, metavar="FEED", help="This feed only: gdelt1, gdelt2, icews or polecat."),
        lake_option,
    ):
        command = option(command)
    return command


def asked_lake(lake: Path | None, db: Path) -> Path | None:
    """The lake that is meant: the one that is named, else the one beside the record; None where there is none, or where it cannot be
    asked, which is told. Raises WrongUse where what is named cannot be."""
    from relazione.model.errors import WrongUse
    from relazione.record.lake.beside import beside, can_be_read, is_lake
    from relazione.record.lake.engine import lacking

    place = lake or beside(db)
    why = None
    if known_at() is not None:
        why = "a lake is asked as it is now, and not as it stood at an earlier moment"
    elif not can_be_read():
        why = lacking("duckdb")
    if why is None:
        return place if lake or is_lake(place) else None
    if lake is not None:
        raise WrongUse(why)
    if is_lake(place):
        tell(f"{place} is left out: {why}")
    return None
