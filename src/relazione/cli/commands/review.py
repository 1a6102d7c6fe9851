"""The room `cli`: `relazione review`: one claim after another, each with its passage; a key decides."""

from __future__ import annotations

import sys
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.keys import END, Keys
from relazione.cli.reviewing import DONE, KEYS, Reviewing
from relazione.model.errors import RecordError, WrongUse

if TYPE_CHECKING:
    from relazione.analysis.review import Chosen, Line, Progress
    from relazione.record.store import Record

STATES = ("open", "reread", "split", "unsure", "judged", "own", "disputed")
_ARROWS = {"\x1b[A": "k", "\x1b[D": "k", "\x1b[B": "j", "\x1b[C": "j", "\r": "j", "\n": "j", " ": "j"}
_BAR = "a accept  r reject  e edit  u unsure  s same  d different  j k move  z undo  ? q"


@click.command("review")
@click.option("--pair", nargs=2, type=options.STATE, metavar="A B", help="Of two states only.")
@click.option("--kind", type=options.KIND, help="Of one kind only.")
@click.option("--document", metavar="ID", help="Of one document only.")
@click.option("--state", type=click.Choice(STATES), help="In one state of the review only (`--status` counts them).")
@click.option("--rule", metavar="NAME", help="Proposed by one rule of the coder only; NAME* for all that begin so.")
@click.option("--judged", is_flag=True, help="What you have judged already, to look at it once more.")
@click.option("--by", default=options.this_user, metavar="NAME", help="Who reviews.  [default: the user of this computer]")
@click.option(
    "--bulk", type=click.Choice(("accept", "reject", "unsure")), help="Decide so of all that match and nobody has judged."
)
@click.option("--above", type=click.FloatRange(0, 1), metavar="P", help="With --bulk: of this confidence (0 to 1) or more.")
@click.option("--below", type=click.FloatRange(0, 1), metavar="P", help="With --bulk: of less than this confidence.")
@click.option("--note", default="", metavar="TEXT", help="With --bulk: why.")
@click.option("--dry-run", is_flag=True, help="With --bulk: say how many, show some, decide nothing.")
@click.option("--yes", is_flag=True, help="With --bulk: do not ask.")
@click.option("--undo", is_flag=True, help="Take back what you did last; a bulk as a whole.")
@click.option("--status", is_flag=True, help="How far the review is, who judged how much, and how far they agree.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, metavar="N", help="With --json: claims.")
@options.db_option
@options.json_option
def review_command(
    pair: tuple[str, str] | None,
    kind: str | None,
    document: str | None,
    state: str | None,
    rule: str | None,
    judged: bool,
    by: str,
    bulk: str | None,
    above: float | None,
    below: float | None,
    note: str,
    dry_run: bool,
    yes: bool,
    undo: bool,
    status: bool,
    limit: int,
    db: Path,
    as_json: bool,
) -> None:
    """Judge what was read, claim by claim, the most doubtful first.

    Keys: a accept, r reject, e edit, u unsure, s same as / d different from another, j next, k back, z undo, n note, ? help, q quit.
    What you have judged does not come again: begin and stop as you like. Without a terminal one line is read for each key: "r wrong
    year" rejects with a note, "e when=1912-10-18|place=Ouchy" edits, "s 2" joins with the second that is like it.

    --json prints what comes next, with all that is known of it.
    """
    from relazione.analysis import review
    from relazione.record.store import Record

    if pair:
        pair = options.checked_pair(*pair)
    if not bulk and (above is not None or below is not None or dry_run or yes or note):
        raise WrongUse("--above, --below, --note, --dry-run and --yes go with --bulk")
    choice: dict[str, Any] = {"pair": pair or None, "kind": kind, "document": document, "state": state, "rule": rule}
    if status:
        with options.open_record(db) as record:
            told = review.progress(record, pair or None, kind, document)
        printing.say_json(told) if as_json else _say_status(told)
        return
    if as_json and not (bulk or undo):
        with options.open_record(db) as record:
            page = review.queue(record, by, limit=limit, judged=judged, **choice)
            items = [review.item(record, line.claim, by) for line in page.items]
        printing.say_json({"left": page.left, "next": page.next, "items": items})
        return
    with Record.open(db) as record:
        if undo:
            _undo(record, by, as_json)
        elif bulk:
            _bulk(record, bulk, by, review.Chosen(**choice, low=above, high=below), note, dry_run, yes, as_json)
        else:
            _sit(Reviewing(record, by, {**choice, "judged": judged}))


# --- one after another ----------------------------------------------------------------------------------------------------------


def _sit(reviewing: Reviewing) -> None:
    """Show one claim after another until the reviewer leaves."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    by_key = printing.is_terminal(sys.stdin) and printing.is_terminal(sys.stdout)
    message = ""
    try:
        with Keys() if by_key else nullcontext() as keys:
            while True:
                _show(reviewing, message, by_key)
                if reviewing.claim is None and not by_key:
                    break
                key, rest = _key(keys) if keys else _line()
                if key in ("q", END):
                    break
                message = _help() if key == "?" else reviewing.press(key, rest, partial(_ask, keys))
    finally:
        kept = f"{printing.plural(reviewing.decided, 'decision')} by {reviewing.by}, all kept"
        with suppress(RecordError):
            kept += f"; {reviewing.left():,} left of this choice"
        printing.say("")
        printing.say_item(kept)


def _show(reviewing: Reviewing, message: str, keys: bool) -> None:
    from relazione.cli.review_card import say_card

    if keys:
        click.clear()
    for line in message.splitlines():
        printing.say_item(line)
    if message:
        printing.say("")
    item = reviewing.item()
    if item is None:
        printing.say_item("Nothing is left of this choice.")
    else:
        sure = f", confidence {item.claim.confidence:.0%}" if item.claim.confidence < 1 else ""
        rule = f", rule {item.claim.rule}" if item.claim.rule else ""
        mine = f"; you {DONE[item.mine.verdict]} it" if item.mine and item.mine.verdict != "unsure" else ""
        say_card(item, f"{reviewing.left():,} left: {item.kind}{sure}{rule}{mine}")
    if keys:
        printing.say(printing.bold(_BAR))


def _key(keys: Keys) -> tuple[str, str]:
    """One key."""
    pressed = keys.key()
    return _ARROWS.get(pressed, pressed.lower()), ""


def _line() -> tuple[str, str]:
    """A key, and what stands behind it on its line; q at the end."""
    while line := sys.stdin.readline():
        if line.strip():
            return line.strip()[0].lower(), line.strip()[1:]
    return "q", ""


def _ask(keys: Keys | None, question: str) -> str:
    """A line from the reviewer; "" where none is given."""
    asked = printing.clean(question) + " "
    if keys:
        return keys.line(asked)
    click.echo(asked, nl=False)
    return sys.stdin.readline().rstrip("\n")


def _help() -> str:
    return "\n".join(f"{key}  {what}" for key, what in KEYS.items())


# --- many at once, undo, status -------------------------------------------------------------------------------------------------


def _undo(record: Record, by: str, as_json: bool) -> None:
    from relazione.analysis import review

    undone = review.undo(record, by)
    if as_json:
        printing.say_json(undone)
    elif undone.links:
        printing.say_item(f"taken back: {undone.links[0].left} and {undone.links[0].right} are {_same(undone.links[0].same)}")
    elif undone.decisions:
        many = printing.plural(len(undone.decisions), "claim")
        printing.say_item(f"taken back: {many} {DONE[undone.decisions[0].verdict]}, {undone.decisions[0].at[:16]}")
    else:
        printing.tell(f"there is nothing that {by} could take back")


def _same(same: bool) -> str:
    return "the same" if same else "different"


def _bulk(record: Record, verdict: Any, by: str, chosen: Chosen, note: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    from relazione.analysis import review

    dry = review.bulk(record, verdict, by, chosen, note, dry_run=True)
    asks = not (dry_run or yes or as_json) and printing.is_terminal(sys.stdin)
    if not as_json:
        _say_sample(dry.sample, dry.count, verdict, record)
    if dry.count and asks:
        click.echo(f"{verdict} {printing.plural(dry.count, 'claim')}? [y/N] ", nl=False)
        yes = sys.stdin.readline().strip().lower() in ("y", "yes")
    done = dry
    if yes and not dry_run and dry.count:
        done = review.bulk(record, verdict, by, chosen, note, expect=dry.count)
    if as_json:
        printing.say_json(done)
    elif done.done:
        printing.say_item(
            f"{DONE[verdict]}: {printing.plural(done.count, 'claim')}; `relazione review --undo` takes all of it back"
        )
    else:
        printing.say_item("nothing was decided" + ("" if asks or dry_run or not dry.count else ": --yes decides"))


def _say_sample(sample: tuple[Line, ...], count: int, verdict: str, record: Record) -> None:
    printing.say_heading(f"{printing.plural(count, 'claim')} to {verdict if verdict != 'unsure' else 'leave unsure'}")
    for line in sample:
        words = record.claim(line.claim).evidence
        quote = f": “{printing.clean(words[0].exact)[:120]}”" if words else ""
        printing.say_item(f"{line.confidence:.0%} {line.label or line.kind}{quote}", "- ")
    if count > len(sample):
        printing.say_item(f"and {count - len(sample):,} more", "  ")


def _say_status(told: Progress) -> None:
    from relazione.analysis.review import STATES as WORDS

    share = f" ({told.judged / told.claims:.0%})" if told.claims else ""
    printing.say_heading(f"{told.judged:,} of {printing.plural(told.claims, 'claim')} judged{share}")
    printing.say_table(
        [(name, f"{told.states[name]:,}", words) for name, words in WORDS.items() if told.states.get(name)], indent="  "
    )
    if told.reviewers:
        printing.say("")
        printing.say_heading("Reviewers")
        head = ("name", "accepted", "edited", "rejected", "unsure", "links", "last")
        rows = [
            (
                one.name,
                *map(str, (one.accepted, one.edited, one.rejected, one.unsure, one.links)),
                one.last[:16].replace("T", " "),
            )
            for one in told.reviewers
        ]
        printing.say_table([head, *rows], indent="  ")
    printing.say("")
    printing.say_heading("Agreement (Krippendorff's alpha; accept, edit, reject)")
    if not told.agreement.units:
        printing.say_item("no claim was judged by two yet", "  ")
        return
    kinds = [(one.kind, one.agreement) for one in told.kinds if one.agreement.units]
    pairs = [(f"{one.one} and {one.other}", one.agreement) for one in told.pairs]
    table = [("all", told.agreement), *kinds, *pairs]
    printing.say_table(
        [
            (name, _alpha(one.alpha), f"{one.agreed:,} of {printing.plural(one.units, 'claim')} judged alike")
            for name, one in table
        ],
        indent="  ",
    )
    for one in told.disagreements[:10]:
        verdicts = ", ".join(f"{who} {DONE[verdict]}" for who, verdict in one.verdicts.items())
        printing.say_item(f"{one.label or one.kind}  [{one.claim}]: {verdicts}", "- ")


def _alpha(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
