"""The room `cli`: `relazione link`: a person says that two tellings are one thing, or are two."""

from __future__ import annotations

from pathlib import Path

import click

from relazione.cli import options, printing
from relazione.model.errors import WrongUse


@click.command("link")
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@click.option("--same/--different", "same", default=None, help="They are one thing, or two.")
@click.option("--by", default=options.this_user, metavar="NAME", help="Who says so.  [default: the user of this computer]")
@click.option("--note", default="", metavar="TEXT", help="Why.")
@options.db_option
@options.json_option
def link_command(left: str, right: str, same: bool | None, by: str, note: str, db: Path, as_json: bool) -> None:
    """Join two claims as one fact, or part them.

    An id is that of a claim (`relazione fact` shows them); a fact's id stands for its first claim. The latest word on two claims
    holds, also when their sources are read or imported again.
    """
    from relazione.record.store import Record

    if same is None:
        raise WrongUse("say whether they are one thing or two: --same or --different")
    if left == right:
        raise WrongUse(f"a link needs two claims, and both are {left}")
    with Record.open(db) as record:
        link = record.link(left, right, same=same, by=by, note=note)
        facts = [found for id_ in (left, right) if (found := record.fact_of_claim(id_))]
    if as_json:
        printing.say_json({"link": link, "facts": facts})
        return
    names = list(dict.fromkeys(f"{fact.label}  [{fact.id}]" for fact in facts))
    printing.say(f"{'one fact' if len(names) == 1 else f'{len(names)} facts'} now:")
    for name in names:
        printing.say_item(name, "- ")
