"""The room `cli`: `relazione panel`: a row for every pair of states and year, with columns of the field's data and of the record."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import lakes, options, printing
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    from relazione.analysis.panel import Panel

MOST_PRINTED = 5000
"""Rows that are printed at most: more go into a file."""


YEARS = options.YearsType("--years needs two years with a dash between them, as 1816-2016")


@click.command("panel")
@click.option(
    "--pairs",
    default="directed",
    show_default=True,
    metavar="PAIRS",
    help="directed, undirected, relevant, or A:B (Italy:Turkey).",
)
@click.option("--years", type=YEARS, default="1816-2016", show_default=True, metavar="FROM-TO", help="Both included.")
@click.option(
    "--system",
    type=click.Choice(["cow", "gw"]),
    default="cow",
    show_default=True,
    help="Whose list of states: COW or Gleditsch-Ward.",
)
@click.option("--without-microstates", is_flag=True, help="Leave out the states that Gleditsch and Ward list apart.")
@click.option("--add", "additions", multiple=True, metavar="WHAT", help="Columns to add, once for each: --list shows them.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A data file to read without importing it.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .parquet or .csv, and its codebook."
)
@click.option("--list", "as_list", is_flag=True, help="Show what can be added.")
@lakes.lake_option
@options.asked_record
@options.json_option
def panel_command(
    pairs: str,
    years: tuple[int, int],
    system: str,
    without_microstates: bool,
    additions: tuple[str, ...],
    files: tuple[Path, ...],
    output: Path | None,
    as_list: bool,
    lake: Path | None,
    db: Path,
    as_json: bool,
) -> None:
    """Make a dyad-year panel of all pairs of states, or of one.

    Days first, years last: a pair has a row in each year in which both states are members of the system on at least one common
    day. Columns come from imported data files, from --file, and from the record. What a source does not cover is empty, never
    0; the codebook beside the file says what each column is and what is absent.
    """
    # Threads for linear algebra, of which panels do little, would take a tenth of a second to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from relazione.analysis.panel.build import build

    if as_list:
        _say_list()
        return
    asked = db.exists() or _needs_record({*additions} - {"feeds"} if lake else additions, files)
    with options.open_record(db) if asked else nullcontext() as record:
        made = build(
            record,
            pairs=pairs,
            years=years,
            system=system,
            add=additions,
            files=files,
            microstates=not without_microstates,
            lake=lake,
        )
    _say_limits(made, system, years)
    if output is None:
        _print(made, as_json)
        return
    from relazione.analysis.panel.writing import write_panel

    paths = write_panel(made, output)
    if as_json:
        from relazione.analysis.panel.codebook import described

        printing.say_json({"files": [str(path) for path in paths], "codebook": described(made)})
        return
    columns = sum(len(addition.columns) for addition in made.additions)
    printing.say_item(
        f"{output}: {len(made.frame):,} dyad-years, {printing.plural(columns, 'column')} of {len(made.additions)} additions"
    )
    printing.say_item(f"{paths[1]}: what they are, and what is absent")


def _say_limits(made: Panel, system: str, years: tuple[int, int]) -> None:
    """On stderr: that there is no row, and that the list of states ended before the years did."""
    from relazione.reference.systems import state_lists

    known = state_lists()[system]
    if not len(made.frame):
        printing.tell(f"no row: no such pair of states has a common day in these years ({known.name}, from {known.first})")
    elif years[1] > known.last.year:
        printing.tell(f"the list of states ends on {known.last}: who was a member then is taken to be one still")


def _needs_record(additions: Iterable[str], files: tuple[Path, ...]) -> bool:
    """Whether a record that is not there is an error: not for capitals alone, nor where data files are given."""
    return bool({*additions} - {"capital-distance"}) and not files


def _print(made: Panel, as_json: bool) -> None:
    """A small panel on the screen, as JSON or as lines of CSV."""
    if len(made.frame) > MOST_PRINTED:
        raise WrongUse(
            f"{len(made.frame):,} rows are too many to print (at most {MOST_PRINTED:,}): name a file with -o, or ask for one pair"
        )
    from relazione.analysis.panel.arrow import table

    data = table(made)
    if as_json:
        from relazione.analysis.panel.codebook import described

        printing.say_json({"codebook": described(made), "rows": data.to_pylist()})
        return
    import csv
    import io

    from relazione.analysis.panel.writing import plain

    out = io.StringIO()
    columns = [[_cell(value, str(column.type)) for value in column.to_pylist()] for column in plain(data).columns]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([data.column_names, *zip(*columns, strict=True)])
    printing.say(out.getvalue().rstrip("\n"))


def _cell(value: Any, kind: str) -> str:
    """A value as text, a number with the digits that its type holds."""
    return "" if value is None else f"{value:.8g}" if kind == "float" else str(value)


def _say_list() -> None:
    from relazione.analysis.panel.build import ADDITIONS

    printing.say_table([(name, way.help) for name, way in ADDITIONS.items()])
