"""The room `cli`: `relazione export`: the record, or a part of it, in the forms of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import click

from relazione.cli import options, printing
from relazione.model.errors import WrongUse
from relazione.publish.exports.forms import FORMS

WHOLE = ("csv", "json")
"""Forms of the whole record, which make a folder."""


@click.command("export")
@click.argument("states", nargs=-1, type=options.STATE, metavar="[A [B]]")
@click.option(
    "--format",
    "form",
    metavar="FORM",
    type=click.Choice((*WHOLE, *FORMS)),
    help="One of the above; else the file's ending tells it.",
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), required=True, metavar="PATH", help="File or folder.")
@click.option("--kind", "kinds", multiple=True, type=options.KIND, help="Only facts of this kind. Repeatable.")
@options.asked_record
@options.json_option
def export_command(
    states: tuple[str, ...], form: str | None, target: Path, kinds: tuple[str, ...], db: Path, as_json: bool
) -> None:
    """Write facts for other programs: of A and B, of A, or all.

    \b
    csv, json        the whole record with claims and evidence, into a folder
    table            facts as one flat table (.csv)
    xlsx, parquet,   the same table for spreadsheets, Arrow and Stata
    stata            (.xlsx, .parquet, .dta)
    plover, polecat  events as PLOVER records (.jsonl), as POLECAT rows (.tsv)
    jsonld           facts and where they come from (.jsonld)
    geojson          facts that have a place (.geojson)
    ical             anniversaries (.ics)
    quickstatements  relations and memberships for Wikidata (.qs)

    Each file names its sources and the record's hash. What a form cannot hold is counted with the reason.
    """
    if len(states) > 2:
        raise click.UsageError("name no state, one, or two")
    if form in WHOLE or (form is None and not target.suffix):
        if states or kinds:
            raise WrongUse("csv and json give the whole record: name a file such as facts.xlsx for a part of it")
        _whole(target, cast(Literal["csv", "json"], form or "csv"), db, as_json)
        return
    _part(states, form, target, kinds, db, as_json)


def _whole(folder: Path, form: Literal["csv", "json"], db: Path, as_json: bool) -> None:
    from relazione.publish.tables import write_tables

    with options.open_record(db) as record:
        written = write_tables(record, folder, form)
    if as_json:
        printing.say_json([str(path) for path in written])
    else:
        printing.say(*(printing.clean(path) for path in written))


def _part(states: tuple[str, ...], name: str | None, target: Path, kinds: tuple[str, ...], db: Path, as_json: bool) -> None:
    from relazione.publish.exports import extract, write
    from relazione.publish.exports.forms import form_of
    from relazione.publish.tables import write_whole

    form = form_of(name, target.suffix)
    if target.is_dir() or not target.parent.is_dir():
        wrong = "is a folder" if target.is_dir() else "its folder is not there"
        raise WrongUse(f"{target}: {wrong}; name a file in a folder that is")
    pair = options.checked_pair(*states) if len(states) == 2 else None
    about = " and ".join(map(options.state_name, states))
    with options.open_record(db) as record:
        taken = extract(record, pair=pair, state=states[0] if len(states) == 1 else None, kinds=kinds, about=about)
        made = write(taken, form.name)
    write_whole(target, made.content)
    facts, left = len(taken.facts), sum(made.left_out.values())
    if as_json:
        printing.say_json(
            {"file": str(target), "format": form.name, "facts": facts - left, "left_out": made.left_out, "record": taken.record}
        )
        return
    printing.say(printing.clean(target))
    printing.tell(f"{facts - left:,} of {facts:,} facts")
    for reason, count in made.left_out.items():
        printing.tell(f"  {count:,} left out: {reason}")
