"""The room `cli`: `relazione pair` (how things stood) and `relazione timeline`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.record.store import Record

DATE_COLUMNS = 18
"""Columns of the timeline's dates; longer ones stand on a line of their own."""
MOST_POLITIES = 4
"""Polities of one side that are listed; of more only some, with how many there were."""
_DOUBT = {"assumed": " (assumed)", "disputed": " (disputed)"}


@click.command("pair")
@options.pair_arguments
@options.as_of_option
@options.asked_record
@options.json_option
def pair_command(a: str, b: str, as_of: str | None, db: Path, as_json: bool) -> None:
    """How two states stood to each other on a date.

    War and relations, missions, memberships, agreements in force, territory, what went on, figures, officials, the last
    events before, and where sources conflict. Each line ends with the id of its fact: relazione fact ID shows who says so.
    "Assumed" is what was told before and is not told to have ended.
    """
    from relazione.analysis.as_of import standing

    options.checked_pair(a, b)
    with options.open_record(db) as record:
        found = standing(record, a, b, as_of)
        gone = withdrawn_of(record, a, b)
    if as_json:
        printing.say_json(found)
    else:
        import msgspec

        say_standing(msgspec.to_builtins(found))
        if gone:
            printing.say("")
            printing.say_heading("Withdrawn and not counted")
            for line in gone:
                printing.say_item(line, "- ")


def withdrawn_of(record: Record, a: str, b: str) -> list[str]:
    """The withdrawn sources about a pair, each with who withdrew it, when and why."""
    from relazione.cli.commands.about import told_of_withdrawal

    withdrawn = record.withdrawn()
    return [
        f"{line.title}, {told_of_withdrawal(withdrawn[line.id])}  [{line.id}]"
        for line in (record.documents() if withdrawn else [])
        if line.id in withdrawn and line.pair and set(line.pair) == {a, b}
    ]


def say_standing(data: Mapping[str, Any]) -> None:
    """A standing, as the as-of contract has it, for people."""
    from relazione.publish.words import SECTIONS, date, holding, provisions, told

    printing.say_heading(f"{options.pair_name(data['pair'])}, {date(data['as_of'])}")
    printing.say("")
    told_of = _told(data)
    printing.say_table([*(_side(side, told_of) for side in data["sides"]), *_state_of_things(data)])
    lists = [*SECTIONS, ("last_before", "Last before")]
    for key, heading in lists:
        items = holding(key, data)
        if not items:
            continue
        printing.say("")
        printing.say_heading(heading)
        for item in _first_of(key, items):
            told_once = key == "last_before" or (key == "measures" and item["date"] and item["certainty"] == "assumed")
            doubt = "" if told_once else _DOUBT.get(item["certainty"], "")
            printing.say_item(f"{told(key, item)}{doubt}  [{item['fact']}]", "- ")
            for provision in provisions(item):
                printing.say_item(provision, "    - ")
        if left := len(items) - len(_first_of(key, items)):
            printing.say_item(f"and {left} more: --json has them all", "- ")
    if data["conflicts"]:
        printing.say("")
        printing.say_heading("Sources conflict on")
        labels = {item["fact"]: item["label"] for key, _ in lists for item in data[key]}
        for fact in data["conflicts"]:
            printing.say_item(f"{labels.get(fact, '')} [{fact}]", "- ")
    if not any(holding(key, data) for key, _ in lists):
        printing.tell(f"the record tells nothing about {options.pair_name(data['pair'])} on this date")


MOST_MEMBERSHIPS = 20
"""Of more memberships those are printed that both have, then the others, up to so many."""


def _first_of(key: str, items: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """What is printed of a list: all of it, but of very many memberships those of both sides first."""
    if key != "memberships" or len(items) <= MOST_MEMBERSHIPS:
        return items
    members: dict[str, set[str]] = defaultdict(set)
    for item in items:
        members[item["organisation"]].add(item["member"])
    return sorted(items, key=lambda item: len(members[item["organisation"]]) < 2)[:MOST_MEMBERSHIPS]


def _side(side: Mapping[str, Any], told: frozenset[str]) -> tuple[str, str]:
    """A side with its polities on the day; of very many those that the answer speaks of, and how many there were."""
    from relazione.publish.words import span

    polities = side["polities"]
    if len(polities) > MOST_POLITIES:
        named = [polity["name"] for polity in polities if polity["name"] in told] or [polity["name"] for polity in polities[:3]]
        return side["state"], f"{len(polities)} states, among them {', '.join(named[:MOST_POLITIES])}"
    held = [f"{polity['name']}{f' ({span(polity)})' if span(polity) else ''}" for polity in polities]
    return side["state"], ", ".join(held) or "not there"


def _told(data: Mapping[str, Any]) -> frozenset[str]:
    """Who acts in the items of a standing."""
    found: set[str] = set()
    for key in ("ongoing", "last_before", "holdings", "memberships"):
        for item in data[key]:
            found |= {*item.get("actors", ()), item.get("holder", ""), item.get("member", "")}
    return frozenset(found)


def _state_of_things(data: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    from relazione.publish.words import date

    war = {True: "yes", False: "no", None: "not known"}[data["at_war"]]
    relations = data["relations"]
    since = f" since {date(relations['since'])}" if relations["since"] else ""
    status = "not known" if relations["status"] == "unknown" else relations["status"]
    rests_on = f" [{relations['fact']}]" if relations["status"] == "severed" and relations["fact"] else ""
    rows = [("At war", war), ("Relations", f"{status}{since}{_DOUBT.get(relations['certainty'] or '', '')}{rests_on}")]
    for number, seen in enumerate(relations["seen"]):
        where = f" in {seen['receiver']}" if seen["receiver"] else ""
        kind = "a mission" if seen["kind"] == "other" else seen["kind"]
        rows.append(("" if number else "Seen", f"{seen['on']}: {kind} of {seen['sender']}{where} [{seen['fact']}]"))
    return rows


@click.command("timeline")
@options.pair_arguments
@click.option("--from", "start", type=options.DAY, metavar="DATE", help="Leave out what is earlier.")
@click.option("--to", "end", type=options.DAY, metavar="DATE", help="Leave out what is later.")
@click.option("--type", "type_", metavar="TYPE", help="An event's type (war, visit, ...), a mission's kind, an agreement's form.")
@options.asked_record
@options.json_option
def timeline_command(a: str, b: str, start: str | None, end: str | None, type_: str | None, db: Path, as_json: bool) -> None:
    """Everything dated between two states, in order.

    Events, agreements, and the beginnings and ends of what lasts. What a source does not date is left out.
    """
    from relazione.analysis.timeline import timeline

    options.checked_pair(a, b)
    _check_order(start, end)
    with options.open_record(db) as record:
        entries = timeline(record, a, b, start, end, type_)
        types = [] if entries or type_ is None else sorted({entry.type for entry in timeline(record, a, b)})
    if as_json:
        printing.say_json(entries)
        return
    for entry in entries:
        _say_entry(entry.words, entry.label, f"{' (disputed)' if entry.conflicts else ''}  [{entry.fact}]")
    if not entries:
        printing.tell(f"nothing dated is on record for {options.pair_name((a, b))} that fits{_near(type_, types)}")


def _check_order(start: str | None, end: str | None) -> None:
    from relazione.model.dates import parse_day
    from relazione.model.errors import WrongUse

    if start and end and parse_day(start) > parse_day(end):
        raise WrongUse(f"--from {start} is later than --to {end}")


def _near(type_: str | None, types: list[str]) -> str:
    return f"; its types are {', '.join(types)}" if type_ and types else ""


def _say_entry(words: str, label: str, tail: str) -> None:
    """One line, the date in front (the label's own date is left out where it says the same)."""
    text = label.removesuffix(f", {words}") + tail
    front = printing.clean(words)
    if printing.columns_of(front) >= DATE_COLUMNS and printing.width() is not None:
        printing.say(front)
        front = ""
    printing.say_item(text, printing.padded(front, DATE_COLUMNS - 1) + " ", " " * DATE_COLUMNS)
