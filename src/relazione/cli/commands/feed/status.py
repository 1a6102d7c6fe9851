"""The room `cli`: `relazione feed status`: what the lake holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing
from relazione.cli.commands.feed.place import lake_at, lake_options
from relazione.cli.commands.feed.words import as_size, reasons, span

if TYPE_CHECKING:
    from relazione.record.lake.status import FeedStatus, LakeStatus


@click.command("status")
@lake_options
@options.json_option
def command(lake: Path | None, db: Path, as_json: bool) -> None:
    """What the lake holds: feeds, files, rows, days, years.

    Also what became of the rows that were read, and what should be known before the rows are counted: days that GDELT 1.0 and 2.0
    both cover, files that were loaded with other tables of states, rows that wait to be sorted in.
    """
    from relazione.record.lake import Lake

    with Lake.open(lake_at(lake, db)) as opened:
        status = opened.status()
    if as_json:
        printing.say_json(status)
        return
    years = f" of {status.years[0].year} to {status.years[-1].year}" if status.years else ""
    printing.say_heading(f"{status.path}: {printing.plural(status.rows, 'row')}{years}, {as_size(status.bytes)}")
    for feed in status.feeds:
        printing.say("")
        printing.say_heading(feed.feed)
        printing.say_table(_lines(feed), indent="  ")
    if status.years:
        printing.say("")
        printing.say_heading("Years")
        printing.say_table(_years(status), indent="  ")
    warnings = list(_warnings(status))
    if warnings:
        printing.say("")
    for one in warnings:
        printing.say_item(one, "! ")


def _lines(feed: FeedStatus) -> list[tuple[str, str]]:
    lines = [("files", f"{feed.files:,}"), ("rows", f"{feed.rows:,}")]
    if feed.first_day is not None:
        lines.append(("days", f"{feed.days:,}, {span(feed.first_day, feed.last_day)}"))
    lines.append(
        ("read", f"{feed.read:,}, of which {feed.kept:,} kept" + (f", {feed.repeated:,} repeated" if feed.repeated else ""))
    )
    if feed.left_out:
        lines.append(("left out", f"{sum(feed.left_out.values()):,}: {reasons(feed.left_out)}"))
    if feed.bad:
        lines.append(("bad", f"{feed.bad:,}: {reasons(feed.bad_by)}"))
    return lines


def _years(status: LakeStatus) -> list[tuple[str, str, str]]:
    longest = max(len(f"{one.rows:,}") for one in status.years)
    sizes = [as_size(one.bytes) for one in status.years]
    return [
        (f"{one.year}", f"{one.rows:>{longest},} rows", f"{size:>{max(map(len, sizes))}}")
        for one, size in zip(status.years, sizes, strict=True)
    ]


def _warnings(status: LakeStatus) -> list[str]:
    found = []
    if status.waiting:
        found.append(f"{printing.plural(status.waiting, 'row')} loaded and not sorted in yet, and not seen: relazione feed tidy")
    if status.both_gdelt:
        found.append(
            f"gdelt1 and gdelt2 both cover {printing.plural(status.both_gdelt, 'day')}: they code the same news, so ask one of them for these "
            "days (--feed)"
        )
    if status.stale:
        found.append(
            f"{printing.plural(status.stale, 'file')} loaded with other tables of states and event types than those of this version: "
            "relazione feed add --again PATH"
        )
    return found
