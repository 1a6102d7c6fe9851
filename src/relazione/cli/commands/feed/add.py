"""The room `cli`: `relazione feed add`: files of feeds into the lake, and what became of every row."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.commands.feed.place import lake_at, lake_options
from relazione.cli.commands.feed.words import as_size, reasons, span
from relazione.cli.progress import OFTEN, Progress
from relazione.model.errors import InputError

if TYPE_CHECKING:
    from relazione.record.lake import Lake, Outcome
    from relazione.record.lake.tidying import Tidied

MANY = 30
"""More files than this are told in sums, and only those with something wrong one by one."""

LITTLE = 200_000_000
"""Bytes of text below which this process reads alone: starting others takes as long."""


@click.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read.  [default: one for each core]")
@click.option("--again", is_flag=True, help="Load again what was loaded, in its place: with the tables of today.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what became of every file, and why, as JSON.",
)
@lake_options
@options.json_option
def command(
    paths: tuple[Path, ...], jobs: int | None, again: bool, report: Path | None, lake: Path | None, db: Path, as_json: bool
) -> None:
    """Load files of feeds, as they are published, into the lake.

    Which feed a file is of, its rows or its header tell; zipped files need not be unpacked, and a folder stands for the files in it
    and below it. Codes become states as of the day. A file that the lake has is not loaded again, whatever its name; a row that
    comes in several files counts once. Bad rows are counted and kept aside with the reason; a file that cannot be read is listed,
    and the others go on.

    A loading that was broken off, even by force, goes on where it was when it is started again. What is loaded is seen when the
    years that it touches are sorted, all of it at once; one process loads at a time, and others read meanwhile.
    """
    from relazione.record.lake import Lake
    from relazione.record.lake.engine import require

    require()
    wanted, errors = _files(paths)
    work = Work(lake_at(lake, db), len(wanted), as_json, errors)
    if wanted:
        with Lake.open(work.place, create=True) as opened:
            work.run(opened, wanted, again, jobs or jobs_for(wanted))
    if report is not None:
        printing.write_json(report, work.as_data())
    work.end()


def jobs_for(files: Sequence[Path]) -> int:
    """One process for each core; this one alone where there is little to read."""
    from relazione.cli.commands.read import cores
    from relazione.record.lake.loading import estimated

    return cores() if sum(map(estimated, files)) > LITTLE else 1


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[dict[str, str]]]:
    """All files, and what is wrong with a path."""
    from relazione.sources.feeds.files import files_in

    found: dict[Path, None] = {}
    errors = []
    for path in paths:
        within = files_in(path)
        if not within:
            message = f"{path}: no file in this folder ends as those of feeds do (.csv, .tsv, .tab, .txt, .zip, .gz)"
            printing.tell(message)
            errors.append({"path": str(path), "kind": "InputError", "message": message})
        found.update(dict.fromkeys(within))
    return list(found), errors


class Work:
    """The files loaded so far, what is wrong with others, and the sums."""

    def __init__(self, place: Path, files: int, quiet: bool, errors: list[dict[str, str]]) -> None:
        self.place = place
        self.quiet = quiet
        self.files = files
        self.errors = errors
        self.outcomes: list[Outcome] = []
        self.repeated: dict[int, int] = {}
        self.years: list[Tidied] = []
        self.rows = self.bytes = 0
        self._progress = Progress(files)
        self._rows_of: Counter[Path] = Counter()
        self._begun = time.monotonic()
        self._last = 0.0

    def run(self, lake: Lake, wanted: list[Path], again: bool, jobs: int) -> None:
        """Load all."""
        try:
            for outcome in lake.add(
                wanted, again=again, watch=self._watch, sorting=self._sorting, tidied=self.years.append, jobs=jobs
            ):
                self._progress.clear()
                self._finish(outcome)
        finally:
            self._progress.clear()
        self.repeated = {one.load: lake.repeated(one.load) for one in self.outcomes if one.what == "added"}
        status = lake.status()
        self.rows, self.bytes = status.rows, status.bytes

    def _watch(self, path: Path, rows: int) -> None:
        self._rows_of[path] = rows
        now = time.monotonic()
        if now - self._last >= OFTEN:
            self._last = now
            total = self._rows_of.total()
            pace = f", {total / (now - self._begun):,.0f} a second" if now - self._begun >= 1 else ""
            self._progress.at(len(self._rows_of), f"{total:,} rows{pace}: {path.name}")

    def _sorting(self, year: int) -> None:
        self._progress.at(self.files, f"{year} is being sorted")

    def _finish(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        if outcome.message:
            printing.tell(outcome.message)
            self.errors.append({"path": str(outcome.path), "kind": outcome.kind or "CutOff", "message": outcome.message})
        if not self.quiet and self.files <= MANY and outcome.what != "bad":
            printing.say_item(f"{outcome.path.name}: {_became(outcome)}")

    def end(self) -> None:
        """Say the sums, or all of it as JSON, and leave with the exit code."""
        if self.quiet:
            printing.say_json(self.as_data())
        elif self.outcomes:
            self._say_sums()
        if self.errors:
            good = any(one.what != "bad" for one in self.outcomes)
            click.get_current_context().exit(1 if good else InputError.exit_code)

    def _say_sums(self) -> None:
        added = [one for one in self.outcomes if one.what == "added"]
        counts = Counter(one.what for one in self.outcomes)
        words = [f"{printing.plural(counts['added'], 'file')} loaded"]
        words += [f"{counts['known']:,} known already"] if counts["known"] else []
        words += [f"{counts['bad']:,} not read"] if counts["bad"] else []
        printing.say("")
        printing.say_heading(", ".join(words))
        if added:
            printing.say_table(_sums(added, self.repeated, self.place), indent="  ")
        printing.say("", f"{printing.clean(self.place)} holds {printing.plural(self.rows, 'row')} ({as_size(self.bytes)}).")

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {
            "lake": str(self.place),
            "files": [_told(one, self.repeated.get(one.load, 0)) for one in self.outcomes],
            "errors": self.errors,
            "years": [one._asdict() for one in self.years],
            "rows": self.rows,
        }


def _became(one: Outcome) -> str:
    if one.what == "known":
        return f"known already (load {one.load})"
    parts = [f"{one.feed}, {printing.plural(one.read, 'row')}, {one.kept:,} kept"]
    parts += [f"{one.bad:,} bad"] if one.bad else []
    parts += [span(one.first_day, one.last_day)] if one.first_day is not None else []
    return ", ".join(parts)


def _sums(added: list[Outcome], repeated: dict[int, int], place: Path) -> list[tuple[str, str, str]]:
    left_out: Counter[str] = Counter()
    bad_by: Counter[str] = Counter()
    for one in added:
        left_out += one.left_out
        bad_by += one.bad_by
    rows = [("rows read", sum(one.read for one in added), ""), ("kept", sum(one.kept for one in added), "")]
    rows += [("repeated", again, "the same row as another, and counted once")] if (again := sum(repeated.values())) else []
    rows += [("left out", left_out.total(), reasons(left_out))] if left_out else []
    rows += [("bad", bad_by.total(), f"{reasons(bad_by)}. They are in {place / 'aside'}")] if bad_by else []
    longest = max(len(f"{count:,}") for _, count, _ in rows)
    return [(name, f"{count:>{longest},}", words) for name, count, words in rows]


def _told(one: Outcome, repeated: int) -> dict[str, Any]:
    """What is told of one file."""
    from relazione.model.dates import iso_day

    return {
        "path": str(one.path),
        "what": one.what,
        "feed": one.feed,
        "load": one.load or None,
        "read": one.read,
        "kept": one.kept,
        "repeated": repeated,
        "left_out": dict(one.left_out.most_common()),
        "bad": one.bad,
        "bad_by": dict(one.bad_by.most_common()),
        "bad_rows": [{"line": line, "why": why, "text": text} for line, why, text in one.shown],
        "aside": one.aside,
        "first_day": None if one.first_day is None else iso_day(one.first_day),
        "last_day": None if one.last_day is None else iso_day(one.last_day),
        "message": one.message,
    }
