"""The room `cli`: `relazione network`: the record as a network on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.analysis.network import Network

SHOWN = 20
"""Lines of a list that are printed; the files and --json have all."""
_COLUMNS = {
    "mission": ("sent", "received"),
    "membership": ("memberships", ""),
    "agreement": ("agreements", ""),
}


@click.command("network")
@click.option(
    "--kind", type=click.Choice(list(_COLUMNS)), default="mission", show_default=True, help="What joins two: missions, ..."
)
@options.as_of_option
@click.option("--graphml", type=click.Path(path_type=Path), metavar="FILE", help="Write it for networkx, igraph or Gephi.")
@click.option("--csv", "csv_", type=click.Path(path_type=Path), metavar="FILE", help="Write the ties, one a row.")
@options.asked_record
@options.json_option
def network_command(kind: str, as_of: str | None, graphml: Path | None, csv_: Path | None, db: Path, as_json: bool) -> None:
    """Who has missions where, is a member of what, or has agreements with whom, on a date.

    States are ranked by the posts (embassies, legations, consulates) that they have abroad; a pair is one-sided where only one of
    the two is told to have posts in the other. "Assumed" is what was told before and is not told to have ended. What no
    source tells is not there: a network of a few articles is a network of what they say.
    """
    from relazione.analysis.network import network

    with options.open_record(db) as record:
        found = network(record, kind, as_of)
    if graphml is not None or csv_ is not None:
        from relazione.publish.graphs import graphml as as_graphml
        from relazione.publish.graphs import ties_csv
        from relazione.publish.tables import write_whole

        if graphml is not None:
            write_whole(graphml, as_graphml(found).encode())
        if csv_ is not None:
            write_whole(csv_, ties_csv(found).encode())
    if as_json:
        printing.say_json(found)
    else:
        _say(found, [path for path in (graphml, csv_) if path])


def _say(found: Network, written: list[Path]) -> None:
    from relazione.analysis.network import ranked
    from relazione.publish.words import date

    states = list(ranked(found))
    printing.say_heading(f"Network of {found.kind}s, {date(found.as_of)}")
    sure = sum(tie.certainty == "attested" for tie in found.ties)
    rows = [
        ("states", f"{len(states):,}"),
        ("ties", f"{len(found.ties):,} ({sure:,} attested, {len(found.ties) - sure:,} assumed or disputed)"),
    ]
    if found.kind == "mission":
        share = "none" if found.reciprocity is None else f"{100 * found.reciprocity:.0f} % of pairs"
        rows.append(("both ways", f"{found.mutual:,} ({share}); one way: {len(found.one_sided):,}"))
    if found.left_out:
        rows.append(("left out", f"{found.left_out:,} told without the other side"))
    printing.say_table([*rows, *(("written", str(path)) for path in written)], indent="  ")
    if not states:
        printing.tell("the record tells nothing of the kind on this date")
        return
    sent, received = _COLUMNS[found.kind]
    printing.say("")
    head = ("rank", sent, received, "state") if received else ("rank", sent, "state")
    lines = [
        (
            f"{node.rank:>4}",
            f"{node.posts_sent:>{len(sent)}}",
            *([f"{node.posts_received:>{len(received)}}"] if received else []),
            node.name,
        )
        for node in states[:SHOWN]
    ]
    printing.say_table([head, *lines], indent="  ")
    _more(len(states))
    if found.one_sided:
        names = {node.id: node.name for node in found.nodes}
        printing.say("")
        printing.say_heading("One way only, as far as is told")
        for a, b in found.one_sided[:SHOWN]:
            printing.say_item(f"{names[a]} in {names[b]}", "- ")
        _more(len(found.one_sided))


def _more(count: int) -> None:
    if count > SHOWN:
        printing.say(f"  … and {count - SHOWN:,} more: --json, --csv or --graphml")
