"""The room `cli`: `relazione feed series`: what feeds tell of two states, month by month or year by year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from relazione.cli import bars, options, printing
from relazione.cli.commands.feed.asked import as_csv, asked, engine_options, month_ix, with_period


@click.command("series")
@options.pair_arguments
@click.option("--by", type=click.Choice(("year", "month")), default="year", show_default=True, help="The step.")
@click.option("--from", "start", type=options.DAY, metavar="DATE", help="Leave out what is earlier.")
@click.option("--to", "end", type=options.DAY, metavar="DATE", help="Leave out what is later.")
@click.option("--half-life", type=float, metavar="YEARS", help="Years in which what is over comes to count half.  [default: 2]")
@click.option("--by-feed", is_flag=True, help="Give the sums of each feed, too (--json, --csv).")
@engine_options
@options.json_option
@click.option("--csv", "csv", is_flag=True, help="Print CSV: a row for each year or month.")
def command(
    a: str, b: str, by: Any, start: str | None, end: str | None, half_life: float | None, by_feed: bool, feeds: tuple[str, ...],
    engine: str, master: str | None, lake: Path | None, db: Path, as_json: bool, csv: bool,
) -> None:  # fmt: skip
    """What feeds tell of two states, year by year or month by month.

    Counts by quad class, mean intensity, sums of cooperation and conflict over the events (what is told again of a day counts once), how much
    each feed has of the rows, and the decayed index: what was told up to then, each half after the half-life. Printed are the events,
    the index on a scale of square roots, and the shares of the feeds; --json and --csv print all of it. Periods of which nothing is told
    have no row. Columns: docs/feeds.md.
    """
    from relazione.analysis.curve import HALF_LIFE

    options.checked_pair(a, b)
    half_life = HALF_LIFE if half_life is None else half_life
    unit = 1 if by == "month" else 12
    first, last = month_ix(start), month_ix(end, last=True)
    with asked(lake, db, engine, master) as questions:
        found = questions.series(
            a, b, by, None if first is None else first // unit, None if last is None else last // unit, half_life, by_feed, feeds
        )
    rows = [with_period({name: value for name, value in row.items() if name not in ("a", "b")}) for row in found.to_pylist()]
    pair = (min(a, b), max(a, b))
    if as_json:
        printing.say_json({"pair": pair, "by": by, "half_life": half_life, "rows": rows})
    elif csv:
        columns = list(with_period(dict.fromkeys((name for name in found.column_names if name not in ("a", "b")), 0)))
        click.echo(as_csv(rows, columns), nl=False)
    else:
        _say(pair, by, rows, half_life)


def _say(pair: tuple[str, str], by: str, rows: list[dict[str, Any]], half_life: float) -> None:
    if not rows:
        printing.tell(f"feeds tell nothing of {options.pair_name(pair)} for this time")
        return
    printing.say_heading(f"{options.pair_name(pair)}: what feeds tell, {rows[0][by]} to {rows[-1][by]}")
    printing.say("")
    top = max([10.0, *(abs(row[f"{side}_index"]) for row in rows for side in ("cooperation", "conflict"))])
    front = max(len(row[by]) for row in rows)
    count = max(6, *(len(f"{row['acts']:,}") for row in rows))
    digits = 1 if top < 1_000 else 0
    wide = max(bars.NUMBER, len(f"{-top:,.{digits}f}"))
    middle = bars.middle()
    printing.say(f"{'':<{front}}  {'events':>{count}}  {'conflict':>{bars.BAR + wide}}{middle}cooperation")
    for row in rows:
        left = bars.left(row["conflict_index"], top, wide, digits)
        right = bars.right(row["cooperation_index"], top, wide, digits)
        printing.say(f"{row[by]:<{front}}  {row['acts']:>{count},}  {left}{middle}{right}  {_shares(row)}".rstrip())
    printing.say("")
    fades = f"each event counts half after {half_life:g} years" if half_life else "what is over does not count"
    printing.say_item(f"Intensity of the events told up to then; {fades}. --csv has the counts and sums.")


def _shares(row: dict[str, Any]) -> str:
    """ "gdelt2 80 %"."""
    shares = {name.removeprefix("share_"): value for name, value in row.items() if name.startswith("share_") and value}
    most = max(shares, key=lambda name: shares[name])
    return most if len(shares) == 1 else f"{most} {100 * shares[most]:.0f} %"
