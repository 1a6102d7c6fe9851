"""The room `cli`: `relazione brief` and `relazione map`: answers for others, printed or as files."""

from __future__ import annotations

from pathlib import Path

import click

from relazione.cli import options, printing
from relazione.model.errors import WrongUse

ENDINGS = {
    ".md": "md",
    ".markdown": "md",
    ".txt": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
BINARY = ("pdf", "docx")
output_option = click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file.")


@click.command("brief")
@options.pair_arguments
@options.as_of_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file: .md, .html, .pdf or .docx.")
@click.option(
    "--format", "form", type=click.Choice(("md", "html", "pdf", "docx")), help="The form; by default the file's ending."
)
@click.option("--made", metavar="DATE", default="", help="Tell this date as that of making; without it none is told.")
@options.asked_record
@options.json_option
def brief_command(
    a: str, b: str, as_of: str | None, output: Path | None, form: str | None, made: str, db: Path, as_json: bool
) -> None:
    """A cited brief of two states on two pages, as Markdown, HTML, PDF or Word.

    What the two are to each other on a date, what is open and disputed, agreements, missions, a short chronology, and the numbered passages
    that all of it rests on. For a past date it reads as of then. Printed as Markdown, or written to a file whose ending tells the form.
    PDF and Word need the extra "brief".
    """
    from relazione.publish.brief import brief, brief_bytes

    options.checked_pair(a, b)
    form = form or (ENDINGS.get(output.suffix.lower(), "") if output else "md")
    if not form:
        raise WrongUse(f"{output}: a brief is written as .md, .html, .pdf or .docx; name a file that ends so, or say --format")
    if form in BINARY and output is None and not as_json:
        raise WrongUse(f"a brief as {form} is a file: name it, -o brief.{form}")
    with options.open_record(db) as record:
        if as_json:
            printing.say_json(brief(record, a, b, as_of, made=made))
            return
        content = brief_bytes(record, a, b, as_of, form=form, made=made)
    give_bytes(content, output)


@click.command("article")
@options.pair_arguments
@options.as_of_option
@output_option
@options.asked_record
def article_command(a: str, b: str, as_of: str | None, output: Path | None, db: Path) -> None:
    """The record of two states as an article in wikitext.

    Lead, infobox with missions and envoys, a section for each subject with a sentence for each fact, and references. With a date, what had
    surely begun by then. `relazione read` reads it back.
    """
    from relazione.publish.article import article

    options.checked_pair(a, b)
    with options.open_record(db) as record:
        text = article(record, a, b, as_of)
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


def give(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file, which is there whole or not at all."""
    give_bytes(text.encode("utf-8", "backslashreplace"), output)


def give_bytes(content: bytes, output: Path | None) -> None:
    """Print what is text, or write it to a file, which is there whole or not at all."""
    if output is None:
        click.echo(content.decode("utf-8"), nl=False)
        return
    if output.is_dir() or not output.parent.is_dir():
        wrong = "is a folder" if output.is_dir() else "its folder is not there"
        raise WrongUse(f"{output}: {wrong}; name a file in a folder that is")
    from relazione.publish.tables import write_whole

    write_whole(output, content)
