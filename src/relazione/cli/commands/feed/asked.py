"""The room `cli`: what the questions of `relazione feed` share: which engine answers, from which lake, times, states as they were called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from relazione.cli import options
from relazione.cli.commands.feed.place import lake_at, lake_options

if TYPE_CHECKING:
    from relazione.analysis.feeds import Feeds

Command = TypeVar("Command", bound=Callable[..., Any])


def engine_options(command: Command) -> Command:
    """--feed, --engine, --master, --lake and --db, of a command that asks a lake."""
    for option in (
        lake_options,
        click.option("--master", metavar="URL", help="Spark's master, as spark://HOST:7077.  [default: this machine]"),
        click.option("--engine", default="duckdb", show_default=True, metavar="ENGINE", help="Who answers: duckdb or spark."),
        click.option("--feed", "feeds", multiple=True, metavar="FEED", help="This feed only: gdelt1, gdelt2, icews or polecat."),
    ):
        command = option(command)
    return command


@contextmanager
def asked(lake: Path | None, db: Path, engine: str, master: str | None) -> Iterator[Feeds]:
    """The questions to the lake that is meant. Raises the errors of a lake and of an engine."""
    from relazione.analysis.feeds import connect
    from relazione.record.lake import Lake
    from relazione.record.lake.engine import require

    require()
    with Lake.open(lake_at(lake, db)) as opened, connect(opened, engine, master) as feeds:
        yield feeds


def month_ix(date: str | None, last: bool = False) -> int | None:
    """The month of a date (YYYY, YYYY-MM, YYYY-MM-DD), as feeds count; of a year the first, or the last."""
    if date is None:
        return None
    from relazione.model.dates import bounds, civil

    found = bounds(date)
    day = found.end_latest if last else found.start_earliest
    assert day is not None
    year, month, _ = civil(day)
    return 12 * year + month - 1


def month_words(ix: int) -> str:
    """ "2014-03" (EDTF)."""
    year, month = divmod(ix, 12)
    return f"{year_words(year)}-{month + 1:02d}"


def year_words(year: int) -> str:
    """ "2014", "-0043" (EDTF)."""
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def called(state: str, year: int) -> str:
    """What a state was called at the end of a year: RUS of 1985 is the Soviet Union."""
    from relazione.reference.polities import polities_of

    there = polities_of(state, on=f"{year_words(year)}-12-31")
    return there[-1].name if there else options.state_name(state)


def with_period(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an answer with its month (or year) as text in the place of its number."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "month_ix":
            found["month"] = month_words(value)
        else:
            found[name] = year_words(value) if name == "year" else value
    return found


def as_csv(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Rows as CSV, with their header."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
