"""The room `cli`: `relazione feed breaks`: the months in which the level between two states changed most."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from relazione.cli import options, printing
from relazione.cli.commands.feed.asked import as_csv, asked, called, engine_options, month_ix, month_words, with_period
from relazione.model.errors import WrongUse


@click.command("breaks")
@click.argument("a", type=options.STATE, required=False)
@click.argument("b", type=options.STATE, required=False)
@click.option(
    "--from", "start", type=options.DAY, metavar="DATE", help="When the feeds begin to tell.  [default: their first month]"
)
@click.option("--to", "end", type=options.DAY, metavar="DATE", help="When they end.  [default: their last month]")
@click.option(
    "--window", type=int, default=12, show_default=True, metavar="MONTHS", help="How long before and after is compared."
)
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, metavar="N", help="How many.")
@click.option("--of", type=click.Choice(("net", "cooperation", "conflict")), default="net", show_default=True, help="Of what.")
@engine_options
@options.json_option
@click.option("--csv", "csv", is_flag=True, help="Print CSV: a row for each change.")
def command(
    a: str | None, b: str | None, start: str | None, end: str | None, window: int, limit: int, of: Any, feeds: tuple[str, ...],
    engine: str, master: str | None, lake: Path | None, db: Path, as_json: bool, csv: bool,
) -> None:  # fmt: skip
    """The months in which the level between two states changed most; without states, those of all pairs, one of each.

    Compared are the mean months before and from each month on, by how far they lie apart in standard errors (docs/feeds.md). A month in which
    a feed begins or ends looks like a change: ask one feed (--feed), or the years that it covers (--from, --to).
    """
    if (a is None) != (b is None):
        raise WrongUse("name two states, or none for all pairs")
    first, last = month_ix(start), month_ix(end, last=True)
    with asked(lake, db, engine, master) as questions:
        if a is not None and b is not None:
            options.checked_pair(a, b)
            found = questions.changes(a, b, first, last, window, limit, of, feeds)
        else:
            found = questions.changes_all(first, last, window, limit, 1, of, feeds)
    rows = found.to_pylist()
    if as_json:
        pair = None if a is None or b is None else (min(a, b), max(a, b))
        printing.say_json({"pair": pair, "of": of, "window": window, "changes": [with_period(row) for row in rows]})
    elif csv:
        click.echo(as_csv([with_period(row) for row in rows], list(with_period(dict.fromkeys(found.column_names, 0)))), nl=False)
    else:
        _say(a, b, of, window, rows)


def _say(a: str | None, b: str | None, of: str, window: int, rows: list[dict[str, Any]]) -> None:
    whose = options.pair_name((a, b)) if a is not None and b is not None else "all pairs"
    if not rows:
        printing.tell(f"feeds tell of no change between {whose} for this time" if a else "feeds tell of no change for this time")
        return
    printing.say_heading(f"{whose[:1].upper()}{whose[1:]}: when the level changed most")
    printing.say("")
    printing.say(f"{'from':<7}  {'before':>8}  {'after':>8}  {'strength':>8}")
    for row in rows:
        line = f"{month_words(row['month_ix']):<7}  {row['before']:>8.1f}  {row['after']:>8.1f}  {row['strength']:>+8.1f}"
        if a is None:
            pair = ", ".join(called(row[side], row["month_ix"] // 12) for side in ("a", "b"))
            printing.say_item(pair, f"{line}  ", " " * (len(line) + 2))
        else:
            printing.say(line)
    printing.say("")
    what = "Cooperation less conflict" if of == "net" else of.capitalize()
    printing.say_item(f"{what}, mean of the {window} months before and after; strength in standard errors.")
