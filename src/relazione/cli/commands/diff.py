"""The room `cli`: `relazione diff`: what changed between two dates, or what the record learnt between two moments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from relazione.cli import options, printing
from relazione.cli.known import MOMENT, known_at
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    from relazione.publish.differences import Told
    from relazione.publish.lessons import Lessons


class _Tells(Protocol):
    """An answer that can be told as plain data."""

    def as_data(self) -> dict[str, Any]: ...


Answer = TypeVar("Answer", bound=_Tells)
COLUMNS = 80
"""Lines are no longer, in a pipe too: this is a page to be read."""
MOST_SOURCES = 40
"""Sources that are printed."""
_SIGNS = {"began": "+", "told": "+", "ended": "-", "untold": "-", "changed": "~", "happened": "·"}


@click.command("diff")
@options.pair_arguments
@click.option(
    "--from", "start", type=options.DAY, metavar="DATE", help="The earlier date: what stood then and what stands later."
)
@click.option("--to", "end", type=options.DAY, metavar="DATE", help="The later date.  [default: today]")
@click.option("--known-from", type=MOMENT, metavar="MOMENT", help="Instead of dates: what the record learnt since this moment.")
@click.option("--known-to", type=MOMENT, metavar="MOMENT", help="Until this moment.  [default: now]")
@click.option(
    "--csv", "csv_", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Write a table (-: print it)."
)
@options.asked_record
@options.json_option
def diff_command(
    a: str,
    b: str,
    start: str | None,
    end: str | None,
    known_from: str | None,
    known_to: str | None,
    csv_: Path | None,
    db: Path,
    as_json: bool,
) -> None:
    """What changed between two dates, or what the record learnt.

    With --from and --to: which missions opened and closed, which agreements came into force and ended, who joined and left,
    who held what, which wars began and ended, and what else happened between the two dates. "Newly told" stands on
    the later date without being told to have begun in between.

    With --known-from and --known-to it is the record's own clock: which facts about the two came, went and changed, and by
    what: a document, a decision, a link or a withdrawal.
    """
    options.checked_pair(a, b)
    if (start is None) == (known_from is None):
        raise WrongUse(
            "what changed needs two dates (--from and --to) or two moments of the record (--known-from and --known-to)"
        )
    if known_from is not None:
        if end is not None or known_at() is not None:
            raise WrongUse("--known-from asks what the record learnt; it goes with --known-to, and not with --to or --known-at")
        _learnt(a, b, known_from, known_to, db, csv_, as_json)
        return
    if known_to is not None:
        raise WrongUse("--known-to goes with --known-from; --known-at is the record as it stood at one moment")
    from relazione.analysis.diff import difference
    from relazione.publish.differences import difference_csv, tell

    assert start is not None
    with options.open_record(db) as record:
        told = tell(record, difference(record, a, b, start, end))
    _give(told, difference_csv, _say, csv_, as_json)


def _give(told: Answer, table: Callable[[Answer], str], say: Callable[[Answer], None], path: Path | None, as_json: bool) -> None:
    """The answer as a table, printed ("-") or written, else as JSON or in words."""
    if path is None:
        if as_json:
            printing.say_json(told.as_data())
        else:
            say(told)
    elif str(path) == "-":
        click.echo(table(told), nl=False)
    else:
        from relazione.publish.tables import write_whole

        write_whole(path, table(told).encode("utf-8", "backslashreplace"))
        printing.say(printing.clean(path))


def _line(text: str, first: str = "", rest: str | None = None) -> None:
    printing.say(*printing.wrapped(printing.clean(text), first, first if rest is None else rest, COLUMNS))


def _say(told: Told) -> None:
    from relazione.publish.citations import marks
    from relazione.publish.differences import HEADINGS, title

    printing.say_heading(f"{options.pair_name(told.found.pair)}, {title(told.found)}")
    printing.say("")
    names = max(printing.columns_of(name) for name, _, _ in told.state) + 2
    for name, before, now in told.state:
        _line(now if before == now else f"{before} -> {now}", printing.padded(name, names), " " * names)
    for section, lines in told.lines.items():
        printing.say("", printing.bold(HEADINGS[section]))
        for line in lines:
            before = f" (before: {line.before})" if line.before else ""
            word = f"{line.word}: " if line.word else ""
            _line(f"{word}{line.text}{before}  [{line.fact}] {marks(line.numbers)}".rstrip(), f"{_SIGNS[line.what]} ", "  ")
    for word, meaning in told.meanings:
        printing.say("")
        _line(f"{word}: {meaning}")
    if told.sources:
        printing.say("", printing.bold("Sources"))
        for source in told.sources[:MOST_SOURCES]:
            _line(f"“{source.quote}” {source.title}", f"[{source.number}] ", "    ")
        if len(told.sources) > MOST_SOURCES:
            printing.say(f"… and {len(told.sources) - MOST_SOURCES:,} more: --json has them all")
    if told.found.is_nothing:
        printing.tell(f"nothing is told to have changed between {options.pair_name(told.found.pair)} in this time")


def _learnt(a: str, b: str, start: str, end: str | None, db: Path, csv_: Path | None, as_json: bool) -> None:
    from relazione.analysis.learnt import learnt
    from relazione.publish.lessons import lessons_csv
    from relazione.publish.lessons import tell as tell_lessons
    from relazione.record.store import Record

    with (
        Record.open(db, read_only=True, known_at=start) as before,
        Record.open(db, read_only=True, known_at=end) as now,
    ):
        told = tell_lessons(before, now, learnt(before, now, a, b))
    _give(told, lessons_csv, _say_lessons, csv_, as_json)


def _say_lessons(told: Lessons) -> None:
    from relazione.publish.citations import marks
    from relazione.publish.lessons import CHANGES

    found = told.found
    printing.say_heading(f"{options.pair_name(found.pair)}: what the record learnt")
    _line(f"from {told.start} to {told.end}", "  ")
    for what, heading in CHANGES.items():
        lines = [line for line in told.lines if line.what == what]
        if lines:
            printing.say("", printing.bold(f"{heading}: {printing.plural(len(lines), 'fact')}"))
        for line in lines:
            _line(
                f"{line.text}  [{line.fact}] {marks(line.numbers)}".rstrip(), {"came": "+ ", "gone": "- "}.get(what, "~ "), "  "
            )
            for field in line.fields:
                _line(field, "    ", "      ")
    if told.acts:
        printing.say("", printing.bold("By what"))
        for act in told.acts:
            which = f"  [{', '.join(act.claims[:2])}{', …' if len(act.claims) > 2 else ''}]" if act.claims else ""
            _line(f"{act.words}{which}", f"  {act.at[:16].replace('T', ' ')}  ", " " * 20)
    if told.sources:
        printing.say("", printing.bold("Sources"))
        for source in told.sources[:MOST_SOURCES]:
            _line(f"“{source.quote}” {source.title}", f"[{source.number}] ", "    ")
        if len(told.sources) > MOST_SOURCES:
            printing.say(f"… and {len(told.sources) - MOST_SOURCES:,} more: --json has them all")
    if not told.lines:
        printing.tell(f"no fact about {options.pair_name(found.pair)} came, went or changed in this time")
