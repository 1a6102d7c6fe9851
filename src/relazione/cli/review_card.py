"""The room `cli`: how one claim looks to its reviewer in a terminal: what is told, the passage, why, who judged it, what is like it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relazione.cli import printing

if TYPE_CHECKING:
    from relazione.analysis.review import Item, Near, Opinion, Passage

MOST_PASSAGES, MOST_NEAR = 2, 3
AROUND = 160
"""Signs shown before and behind the words, so that a claim fits a screen of 24 lines."""
MOST_WORDS = 50
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for the marks of the words while lines are broken
HOW = {"carried": "its date carried over from before", "inherited": "inherited from the heading", "implied": "implied"}
STATUS_WORDS = {"accept": "accepted", "reject": "rejected", "edit": "edited", "unsure": "was unsure of"}


def say_card(item: Item, head: str) -> None:
    """Print the claim. `head`: the first line."""
    from relazione.publish.words import date

    printing.say_item(head)
    printing.say("")
    printing.say_heading(item.fact.label if item.fact else f"{item.kind} that counts for no fact")
    printing.say_table(_fields(item), indent="  ")
    printing.say("")
    for passage in item.passages[:MOST_PASSAGES]:
        say_passage(passage)
    if len(item.passages) > MOST_PASSAGES:
        printing.say_item(f"and {printing.plural(len(item.passages) - MOST_PASSAGES, 'passage')} more", "    ")
    dated = f", {date(item.date)}" if item.date else ""
    printing.say_item(f"{item.title}{dated}  [{item.claim.id}]", "    ")
    _say_list("Why", item.why)
    _say_list("Before", _opinions(item.opinions))
    _say_list("In conflict", [f"{other.label}  [{other.id}]" for other in item.against])
    _say_list("Like it", [f"{number}  {_other(one)} ({one.why})" for number, one in enumerate(item.near[:MOST_NEAR], 1)])


def _other(one: Near) -> str:
    words = one.quote if len(one.quote) <= MOST_WORDS else one.quote[:MOST_WORDS].rpartition(" ")[0] + " …"
    return f"“{words}”" if one.joined else one.fact.label


def _say_list(name: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        printing.say_item(line, f"{name + ':' if number == 0 else '':<12}", " " * 12)


def _fields(item: Item) -> list[tuple[str, str]]:
    """What the claim tells, and where others tell something else."""
    import msgspec

    from relazione.publish.words import DATE_FIELDS, value_words

    told = msgspec.to_builtins(item.claim.body)
    conflicts = {conflict.field: conflict for conflict in item.conflicts}
    rows = []
    for name, value in told.items():
        if name == "of_kind":
            continue
        words = value_words(name, value["edtf"] if name in DATE_FIELDS and isinstance(value, dict) else value)
        others = [
            value_words(name, other.value)
            for other in (conflicts[name].values if name in conflicts else ())
            if item.claim.id not in other.claims
        ]
        rows.append((name.replace("_", " "), words + (f"  (others: {'; '.join(others)})" if others else "")))
    if item.claim.realis != "fact":
        rows.append(("told as", item.claim.realis))
    return rows


def say_passage(passage: Passage) -> None:
    """The words in their surroundings, and where they stand."""
    before, words, after = (printing.clean(part) for part in (passage.before, passage.words, passage.after))
    before = f"… {before[-AROUND:].partition(' ')[2]}" if len(before) > AROUND else before
    after = f"{after[:AROUND].rpartition(' ')[0]} …" if len(after) > AROUND else after
    front = f"{before} " if before and passage.before[-1:].isspace() else before
    back = f" {after}" if after and passage.after[:1].isspace() else after
    for line in printing.wrapped(f"{front}{_OPEN}{words}{_CLOSE}{back}", "  ", "  ", printing.width()):
        printing.say(line.replace(_OPEN, "“" + printing.bold_on()).replace(_CLOSE, printing.bold_off() + "”"))
    where = [f"section “{passage.section}”"] if passage.section else []
    where += [f"{name} {number}" for name, number in (("p.", passage.page), ("row", passage.row)) if number]
    if passage.line:
        where.append(f"line {passage.line:,}, {passage.key}")
    elif passage.start < 0:
        where.append("in an earlier version of the text")
    where += [HOW[passage.how]] if passage.how in HOW else []
    if where:
        printing.say_item(", ".join(where), "    ")


def _opinions(opinions: Iterable[Opinion]) -> list[str]:
    found = []
    for one in opinions:
        said = one.decision
        note = f": {said.note}" if said.note else ""
        gone = "" if one.standing else ", taken back or decided anew since"
        of = {"earlier": " what stood here before", "carried": " it when it was read before", "": " it"}[one.of]
        found.append(f"{said.by} {STATUS_WORDS[said.verdict]}{of}, {said.at[:10]}{note}{gone}")
    return found
