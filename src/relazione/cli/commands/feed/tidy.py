"""The room `cli`: `relazione feed tidy`: what waits is sorted in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing
from relazione.cli.commands.feed.place import lake_at, lake_options
from relazione.cli.progress import Progress

if TYPE_CHECKING:
    from relazione.record.lake.tidying import Tidied


@click.command("tidy")
@lake_options
@options.json_option
def command(lake: Path | None, db: Path, as_json: bool) -> None:
    """Sort in what a loading that was broken off left behind.

    relazione feed add does so at its end, so this is needed only where it was ended by force and nothing more is to be added. Files that
    were replaced more than ten minutes ago are removed.
    """
    from relazione.record.lake import Lake

    with Lake.open(lake_at(lake, db)) as opened:
        progress = Progress(len(opened.waiting()))
        done: list[Tidied] = []

        try:
            opened.tidy(done.append, lambda year: progress.at(len(done) + 1, f"{year} is being sorted"))
        finally:
            progress.clear()
    if as_json:
        printing.say_json({"lake": str(opened.path), "years": [one._asdict() for one in done]})
        return
    if not done:
        printing.say("Nothing was waiting.")
    printing.say_table(
        [
            (f"{one.year}", f"{printing.plural(one.rows, 'row')}" + (f", {one.repeated:,} repeated" if one.repeated else ""))
            for one in done
        ]
    )
