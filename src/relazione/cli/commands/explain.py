"""The room `cli`: `relazione explain`: why each sentence of an article was read as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing
from relazione.cli.reading import Told, read_file

if TYPE_CHECKING:
    from relazione.coding.explained import Explained, Frame
    from relazione.model.claims import Claim

COLUMNS = 80
"""Lines are no longer, in a pipe too: this is a page to be read."""
_TITLES = {
    "kept": "kept",
    "dropped": "dropped",
    "no date": "without a date",
    "not fitting": "not fitting",
    "overruled": "overruled",
    "used": "used",
}


@click.command("explain")
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@click.option("--sentence", type=int, metavar="N", help="Only the sentence of this number.")
@options.document_options
@options.json_option
def explain_command(
    path: Path,
    sentence: int | None,
    pair: tuple[str, str] | None,
    date: str | None,
    max_size: int,
    id_: str | None,
    format_: str | None,
    as_json: bool,
) -> None:
    """Say why each sentence was read as it was.

    For each sentence: the tokens with their tags, whom the names were linked to, the dates and how they were got, the frames
    tried with what became of each (an event is kept where the ranker holds it to be likely enough; the strongest reasons
    stand below it), the claims that rest on the sentence, and where there is none, why.
    """
    from relazione.coding.explain import explain

    found = explain(read_file(path, Told(pair, date, max_size, id_, format_)), sentence)
    if as_json:
        printing.say_json(found)
        return
    for number, one in enumerate(found):
        if number:
            printing.say("")
        _say(one)


def _say(one: Explained) -> None:
    from relazione.publish import reasons

    where = f" ({one.block}{', ' + one.section if one.section else ''})"
    _line(f"{one.number}. {one.text}")
    _line(f"characters {one.start} to {one.end}{where}", "   ")
    _part("tokens", [" ".join(f"{t.text}/{t.tag}" for t in one.tokens)])
    _part("names", [f"“{n.text}” ({n.kind}): {reasons.linked(n.linked, n.inert)}" for n in one.names])
    _part("dates", [f"“{d.text}”: {reasons.date(d)}" for d in one.dates])
    _frames(one.frames)
    _part("claims", [_claim(claim) for claim in one.claims])
    if one.silent:
        _part("no claim", [one.silent])


def _line(text: str, first: str = "", rest: str | None = None) -> None:
    indent = first if rest is None else rest
    printing.say(*printing.wrapped(printing.clean(text), first, indent, COLUMNS))


def _part(title: str, lines: Sequence[str]) -> None:
    if lines:
        printing.say(f"   {title}")
        for line in lines:
            _line(line, "   - ", "     ")


def _frames(frames: Sequence[Frame]) -> None:
    if not frames:
        return
    printing.say("   frames tried")
    for trigger, tried in groupby(frames, key=lambda f: f.trigger):
        printing.say(f"   - {printing.clean(trigger)}")
        for frame in tried:
            for text, first, rest in _frame_lines(frame):
                _line(text, first, rest)


def _frame_lines(frame: Frame) -> Iterator[tuple[str, str, str]]:
    line = f", line {frame.line}" if frame.line else ""
    yield f"{_TITLES[frame.outcome]}: {frame.type} ({frame.frame}{line}): {frame.why}", "     ", "       "
    if frame.outcome not in ("kept", "dropped"):
        return
    from relazione.publish import reasons

    yield reasons.proposed(frame), "       ", "       "
    if frame.reasons:
        yield "reasons: " + ", ".join(f"{r.feature} {r.weight:+.2f}" for r in frame.reasons), "       ", "         "


def _claim(claim: Claim) -> str:
    from relazione.publish import reasons

    realis = "" if claim.realis == "fact" else f", {claim.realis}"
    return f"{claim.kind}{realis} ({claim.confidence:.2f}, {claim.rule}): {reasons.claim(claim)}"
