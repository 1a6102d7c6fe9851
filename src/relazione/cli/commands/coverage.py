"""The room `cli`: `relazione coverage`: what each source covers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.analysis.coverage import Line


@click.command("coverage")
@options.asked_record
@options.json_option
def coverage_command(db: Path, as_json: bool) -> None:
    """What each source covers: kinds, years, states.

    Of a data file the years are those that its publisher says; "complete": what it does not list within them was not so. Of a document
    they are those of its dated claims, and nothing follows from what it leaves out.
    """
    from relazione.analysis.coverage import by_source, coverage

    with options.open_record(db) as record:
        lines = coverage(record)
    if as_json:
        printing.say_json(lines)
        return
    if not lines:
        printing.tell("no source that counts is on record")
    for number, of_source in enumerate(by_source(lines).values()):
        if number:
            printing.say("")
        printing.say_heading(of_source[0].title)
        printing.say_table([_row(line) for line in of_source], indent="  ")


def _row(line: Line) -> tuple[str, ...]:
    from relazione.publish.words import coverage_kind, coverage_years

    return (
        coverage_kind(line.kind),
        f"{line.claims:>7,}",
        coverage_years(line.first, line.last),
        ", ".join([*([printing.plural(line.states, "state")] if line.states else []), *(["complete"] if line.complete else [])]),
    )
