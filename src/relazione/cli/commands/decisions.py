"""The room `cli`: `relazione decisions`: what people decided, as a file out of the record and into another."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.record.takein import LeftOut, Taken

MOST_NAMED = 20


@click.command("decisions")
@click.argument("what", type=click.Choice(("export", "import")), metavar="export|import")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.db_option
@options.json_option
def decisions_command(what: str, file: Path, db: Path, as_json: bool) -> None:
    """Write what people decided into a file, or take such a file in.

    The file is JSON Lines, one decision, edit, link or withdrawal of a source a line, in a fixed order: it goes into git beside the
    documents, and documents and decisions together are the curated record. Taking in the same file twice adds nothing; decisions on
    claims that the record does not have are named and left out, and the exit code is 1. "-" is stdout or stdin.
    """
    from relazione.record.store import Record

    if what == "export":
        with options.open_record(db) as record:
            lines = record.decision_lines()
        _write(file, b"".join(line + b"\n" for line in lines))
        if as_json:
            printing.say_json({"file": str(file), "lines": len(lines) - 1})
        elif str(file) != "-":
            printing.say_item(f"{file}: {printing.plural(len(lines) - 1, 'line')}")
        return
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    with Record.open(db) as record:
        taken = record.take_in(content.split(b"\n"))
    printing.say_json(taken) if as_json else _say(taken)
    if taken.unknown or taken.bad:
        raise click.exceptions.Exit(1)


def _write(file: Path, content: bytes) -> None:
    """The whole file or, where that fails, the one that was there before."""
    if str(file) == "-":
        sys.stdout.buffer.write(content)
        return
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _say(taken: Taken) -> None:
    rows = [
        ("decisions added", taken.decisions),
        ("links added or taken back", taken.links),
        ("withdrawals of sources added", taken.sources),
        ("on an equal claim of another id", taken.carried),
        ("known already", taken.known),
        ("on claims that are not here", len(taken.unknown)),
        ("lines that are no good", len(taken.bad)),
    ]
    printing.say_table([(name, f"{count:,}") for name, count in rows if count] or [("nothing to add", "")])
    for heading, left in (("Not here", taken.unknown), ("No good", taken.bad)):
        if left:
            printing.say("")
            printing.say_heading(heading)
            for one in left[:MOST_NAMED]:
                printing.say_item(_line(one), "- ")
            if len(left) > MOST_NAMED:
                printing.say_item(f"and {len(left) - MOST_NAMED:,} more (--json lists all)", "  ")


def _line(one: LeftOut) -> str:
    what = f" ({one.act}; {one.document}, claim {one.claim})" if one.claim else f" ({one.act})" if one.act else ""
    quote = f": “{one.quote}”" if one.quote else ""
    return f"line {one.line}: {one.why}{what}{quote}"
