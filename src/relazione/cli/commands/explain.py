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
    from relazione.model.claims import Actor, Claim

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
    where = f" ({one.block}{', ' + one.section if one.section else ''})"
    _line(f"{one.number}. {one.text}")
    _line(f"characters {one.start} to {one.end}{where}", "   ")
    _part("tokens", [" ".join(f"{t.text}/{t.tag}" for t in one.tokens)])
    _part("names", [f"“{n.text}” ({n.kind}): {_linked(n.linked, n.inert)}" for n in one.names])
    _part("dates", [_date_line(d.text, d.edtf, d.how, d.relation, d.attributive) for d in one.dates])
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


def _linked(actors: Sequence[Actor], inert: bool) -> str:
    if inert:
        return "belongs to another name and does not act"
    return ", ".join(map(_actor, actors)) or "not linked"


def _actor(actor: Actor) -> str:
    parts = [actor.person or "", actor.name] if actor.person and actor.person != actor.name else [actor.name]
    told = " for ".join(filter(None, parts))
    return f"{told} [{actor.state}]" if actor.state else told


def _date_line(text: str, edtf: str, how: str, relation: str, attributive: bool) -> str:
    notes = [how, *([f"“{relation}”"] if relation else []), *(["belongs to the noun behind it"] if attributive else [])]
    return f"“{text}”: {edtf or 'not resolved'} ({', '.join(notes)})"


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
    when = f"{frame.when.edtf} ({frame.when.how})" if frame.when else "no date"
    actors = ", ".join(f"{_actor(a)}{'' if a.role == 'actor' else ' as ' + a.role}" for a in frame.actors) or "nobody"
    yield f"{frame.realis}; {when}; {actors}", "       ", "       "
    if frame.reasons:
        yield "reasons: " + ", ".join(f"{r.feature} {r.weight:+.2f}" for r in frame.reasons), "       ", "         "


def _claim(claim: Claim) -> str:
    body = claim.body
    fields = [
        f"{name} {_value(name, value)}"
        for name in body.__struct_fields__
        if (value := getattr(body, name)) not in (None, "", (), False) and name != "words"
    ]
    realis = "" if claim.realis == "fact" else f", {claim.realis}"
    return f"{claim.kind}{realis} ({claim.confidence:.2f}, {claim.rule}): {'; '.join(fields)}"


def _value(field: str, value: object) -> str:
    import msgspec

    from relazione.model.dates import When
    from relazione.publish.words import value_words

    return f"{value.edtf} ({value.how})" if isinstance(value, When) else value_words(field, msgspec.to_builtins(value))
