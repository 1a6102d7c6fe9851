"""The room `cli`: `relazione brief`, `relazione map` and `relazione export`: answers for others, printed or as files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from relazione.cli import options, printing
from relazione.model.errors import WrongUse

PAGES = (".html", ".htm")
TEXTS = (".md", ".markdown", ".txt")
output_option = click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file.")


@click.command("brief")
@options.pair_arguments
@options.as_of_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write F.md (Markdown) or F.html.")
@options.db_option
@options.json_option
def brief_command(a: str, b: str, as_of: str | None, output: Path | None, db: Path, as_json: bool) -> None:
    """A cited brief of two states, as Markdown or HTML.

    What the two are to each other on a date, what is disputed, a short chronology, and the numbered passages that all of it
    rests on. Printed as Markdown, or written to a file whose ending (.md, .html) tells the form.
    """
    from relazione.publish import brief

    options.checked_pair(a, b)
    ending = output.suffix.lower() if output else ".md"
    if ending not in PAGES + TEXTS:
        raise WrongUse(f"{output}: a brief is written as .md or .html; name a file that ends so")
    with options.open_record(db) as record:
        if as_json:
            printing.say_json(brief.brief(record, a, b, as_of))
            return
        make = brief.brief_html if ending in PAGES else brief.brief_markdown
        text = make(record, a, b, as_of)
    give(text, output)


@click.command("map")
@options.pair_arguments
@output_option
def map_command(a: str, b: str, output: Path | None) -> None:
    """The locator map of two states, as SVG.

    A profile of the world of today for finding the two, and never evidence. Needs no record.
    """
    from relazione.publish.locator import locator_svg

    options.checked_pair(a, b)
    give(locator_svg(a, b) + "\n", output)


@click.command("export")
@click.option("--format", "form", type=click.Choice(("csv", "json")), default="csv", show_default=True, help="The form.")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder.")
@options.db_option
@options.json_option
def export_command(form: Literal["csv", "json"], folder: Path, db: Path, as_json: bool) -> None:
    """Write facts, claims and evidence as CSV or JSON.

    csv: facts.csv, claims.csv and evidence.csv, joined by ids; json: record.json. Prints the files written.
    """
    from relazione.publish.tables import write_tables

    with options.open_record(db) as record:
        written = write_tables(record, folder, form)
    if as_json:
        printing.say_json([str(path) for path in written])
    else:
        printing.say(*(printing.clean(path) for path in written))


def give(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file, which is there whole or not at all."""
    if output is None:
        click.echo(text, nl=False)
        return
    if output.is_dir() or not output.parent.is_dir():
        wrong = "is a folder" if output.is_dir() else "its folder is not there"
        raise WrongUse(f"{output}: {wrong}; name a file in a folder that is")
    from relazione.publish.tables import write_whole

    write_whole(output, text.encode("utf-8", "backslashreplace"))
