"""The room `cli`: `relazione feed top`: the pairs of states of which feeds tell most, of conflict, cooperation or change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from relazione.cli import options, printing
from relazione.cli.commands.feed.asked import as_csv, asked, called, engine_options

RANKS = ("conflict", "cooperation", "events", "reports", "net", "change")


YEARS = options.YearsType("--in needs a year or two with a dash between them, as 2014 or 2014-2016")


@click.command("top")
@click.option("--by", type=click.Choice(RANKS), default="conflict", show_default=True, help="What decides the order.")
@click.option("--in", "years", type=YEARS, required=True, metavar="YEARS", help="2014, or 2014-2016.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="How many pairs.")
@click.option("--least", is_flag=True, help="Those that come last, the last first.")
@engine_options
@options.json_option
@click.option("--csv", "csv", is_flag=True, help="Print CSV: a row for each pair.")
def command(
    by: Any, years: tuple[int, int], limit: int, least: bool, feeds: tuple[str, ...],
    engine: str, master: str | None, lake: Path | None, db: Path, as_json: bool, csv: bool,
) -> None:  # fmt: skip
    """The pairs of states that come first in what feeds tell of a year, or of several.

    By conflict or cooperation: the sum of the events' intensity. By events (what is told again of a day counts once) or by reports (rows).
    By net: cooperation less conflict. By change: how far net went up or down against as many years before. Pairs that are equal stand
    in the order of their codes. Printed are states as they were called at the end of the time.
    """
    with asked(lake, db, engine, master) as questions:
        found = questions.top(by, *years, limit, least, feeds)
    rows = found.to_pylist()
    if as_json:
        printing.say_json({"by": by, "years": years, "least": least, "pairs": rows})
    elif csv:
        click.echo(as_csv(rows, found.column_names), nl=False)
    else:
        _say(by, years, least, rows)


def _say(by: str, years: tuple[int, int], least: bool, rows: list[dict[str, Any]]) -> None:
    time = f"{years[0]}" if years[0] == years[1] else f"{years[0]} to {years[1]}"
    if not rows:
        printing.tell(f"feeds tell nothing of this kind in {time}")
        return
    printing.say_heading(
        f"Pairs with the {'least' if least else 'most'} {by}, {time}" if by != "net" else f"Pairs by net, {time}"
    )
    printing.say("")
    columns = ["acts", "conflict", "cooperation", "net"] + (["change"] if by == "change" else [])
    titles = {"acts": "events"}
    if by == "reports":
        columns[0] = "n"
        titles["n"] = "reports"
    lines = [[f"{row[name]:,.0f}" for name in columns] for row in rows]
    heads = [titles.get(name, name) for name in columns]
    widths = [max(len(head), *(len(line[place]) for line in lines)) for place, head in enumerate(heads)]
    rank = len(f"{len(rows)}")
    printing.say(" " * rank + "".join(f"  {head:>{wide}}" for head, wide in zip(heads, widths, strict=True)))
    for row, line in zip(rows, lines, strict=True):
        front = f"{row['rank']:>{rank}}" + "".join(f"  {cell:>{wide}}" for cell, wide in zip(line, widths, strict=True))
        pair = f"{called(row['a'], years[1])}, {called(row['b'], years[1])}"
        printing.say_item(pair, f"{front}  ", " " * (len(front) + 2))
