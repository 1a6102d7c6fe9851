"""The room `cli`: `relazione curve`: cooperation and conflict of two states over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import bars, lakes, options, printing
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    from relazione.analysis.curve import By, Curve
    from relazione.analysis.curve.feed_levels import FeedMonths
    from relazione.publish.curve_table import Row

NARROW = 24
"""Columns beside the bars under which the acts stand below them."""


@click.command("curve")
@options.pair_arguments
@click.option("--by", type=click.Choice(("year", "month")), default="year", show_default=True, help="The step.")
@click.option("--from", "start", type=options.DAY, metavar="DATE", help="Leave out what is earlier.")
@click.option("--to", "end", type=options.DAY, metavar="DATE", help="Leave out what is later.")
@click.option("--half-life", type=float, metavar="YEARS", help="Years in which what is over comes to count half.  [default: 2]")
@click.option("--silence", type=float, metavar="YEARS", help="A longer silence of the sources is a gap.  [default: 30]")
@lakes.with_feeds
@options.asked_record
@options.json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV: a row for each year or month.")
def curve_command(
    a: str,
    b: str,
    by: str,
    start: str | None,
    end: str | None,
    half_life: float | None,
    silence: float | None,
    lake: Path | None,
    feeds: tuple[str, ...],
    no_feeds: bool,
    weights: tuple[tuple[str, float], ...],
    db: Path,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Cooperation and conflict of two states over time, by year or month.

    Every dated event and agreement between the two counts with the intensity of its type (-10 to 10), less if it is only alleged or
    planned, or was done by many. What goes on counts while it goes on, what is over fades, what is dated inexactly is spread over its
    time, and what no source covers is a gap. Printed are the decades (or years, months) with their strongest values, on a scale of square
    roots, and the acts behind them; --json and --csv print the whole curve. Where a lake of feeds stands beside the record, what these report
    is told apart, and put together with it: the weighted mean, each feed on the scale of prose. How it is made: docs/curve.md.
    """
    from relazione.analysis.curve import HALF_LIFE, SILENCE, curve

    options.checked_pair(a, b)
    half_life = HALF_LIFE if half_life is None else half_life
    silence = SILENCE if silence is None else silence
    place = None if no_feeds else lakes.asked_lake(lake, db)
    reported = _reported(place, a, b, feeds) if place else None
    if weights and reported is None:
        raise WrongUse("there are no feeds to weigh: name a lake with --lake DIR")
    with options.open_record(db) as record:
        by_: By = "month" if by == "month" else "year"
        found = curve(record, a, b, by_, start, end, half_life, silence, feeds=reported, weights=dict(weights))
    if as_json:
        printing.say_json(found)
    elif as_csv:
        from relazione.publish.curve_table import curve_csv

        click.echo(curve_csv(found), nl=False)
    else:
        _say(found)
        if place:
            _say_feeds(found, place)


def _reported(place: Path, a: str, b: str, feeds: tuple[str, ...]) -> list[FeedMonths]:
    from relazione.analysis.curve.reported import Reports
    from relazione.analysis.feeds.question import checked_feeds

    with Reports(place) as reports:
        return reports.of(a, b, checked_feeds(feeds))


def _say(found: Curve) -> None:
    from relazione.model.dates import humanize
    from relazione.publish.curve_table import rows

    if not found.points:
        printing.tell(f"nothing dated between {options.pair_name(found.pair)} is on record for this time")
        return
    span = f"{humanize(found.points[0].period)} to {humanize(found.points[-1].period)}"
    printing.say_heading(f"{options.pair_name(found.pair)}: cooperation and conflict, {span}")
    printing.say("")
    lines = rows(found)
    front = max(len(row.words) for row in lines if row.state == "told") if any(row.state == "told" for row in lines) else 4
    top = max([10.0, *(abs(level) for row in lines for level in (row.cooperation, row.conflict) if level is not None)])
    if any(row.state == "told" for row in lines):
        printing.say(f"{'':<{front}}  {'conflict':>{bars.BAR + bars.NUMBER}}{bars.middle()}cooperation")
    said: set[str] = set()
    for row in lines:
        _say_row(row, front, top, said)
        said = {act.fact for act in row.main} | ({act.fact for act in row.ongoing} | said if row.ongoing else set())
    printing.say("")
    fades = f"what is over counts half after {found.half_life:g} years" if found.half_life else "what is over does not count"
    printing.say_item(f"{printing.plural(len(found.acts), 'act')}; {fades}. relazione fact ID shows who says so.")


def _say_feeds(found: Curve, place: Path) -> None:
    """What the feeds report, beside prose and put together with it."""
    from relazione.publish.curve_feeds_table import NAMES, cover_words, feeds_rows

    lines = feeds_rows(found)
    printing.say("")
    if not lines:
        printing.say_item(f"{place.name} covers none of this time.")
        return
    printing.say_heading(f"With the feeds of {printing.clean(place.name)}, by weight")
    for words in cover_words(found):
        printing.say_item(words)
    printing.say("")
    front = max(len(row.words) for row in lines)
    top = max([10.0, *(abs(level) for row in lines for level in (row.cooperation, row.conflict) if level is not None)])
    printing.say(f"{'':<{front}}  {'conflict':>{bars.BAR + bars.NUMBER}}{bars.middle()}cooperation")
    for row in lines:
        reports = ", ".join(f"{NAMES[one.feed]} {one.acts:,}" for one in row.feeds if one.rows)
        prose = "prose" if "prose" in row.sources else ""
        if not row.sources:
            printing.say_item(f"{row.words}: no source covers it{f'; rows: {reports}' if reports else ''}")
            continue
        head = f"{row.words:<{front}}  {bars.left(row.conflict, top)}{bars.middle()}{bars.right(row.cooperation, top)}"
        told = "; ".join(part for part in (prose, f"acts: {reports}" if reports else "nothing reported") if part)
        printing.say_item(told, f"{head}  ", " " * (len(head) + 2))


def _say_row(row: Row, front: int, top: float, said: set[str]) -> None:
    """A row; what was said in the row before is not said again."""
    if row.state == "gap":
        printing.say_item(f"{row.words}: no source tells anything of the two")
        return
    if row.state == "quiet":
        printing.say_item(f"{row.words}: nothing told that moves the curve")
        return
    named = "; ".join(f"{act.label} [{act.fact}]" for act in row.main or [act for act in row.ongoing if act.fact not in said])
    more = row.acts - len(row.main)
    text = f"{'' if row.main else 'goes on: ' if named else 'goes on'}{named}{f'; and {more} more' if more else ''}"
    head = f"{row.words:<{front}}  {bars.left(row.conflict, top)}{bars.middle()}{bars.right(row.cooperation, top)}"
    wide = printing.width()
    if wide is not None and wide - len(head) < NARROW:
        printing.say(head.rstrip())
        printing.say_item(text, "    ")
    else:
        printing.say_item(text, f"{head}  ", " " * (len(head) + 2))
