"""The room `cli`: `relazione polity`, which polity a name or code means on a date, and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.reference.profile import Profile

MOST_NAMES = 8
"""Names that are shown to a person; the JSON has them all."""
_HOW = {
    "successor": "",
    "absorbed": " (absorbed)",
    "partial": " (in part)",
    "seceded": " (left it)",
}


@click.command("polity")
@click.argument("what", metavar="NAME|CODE")
@click.option(
    "--system",
    type=click.Choice(["cow", "gw", "iso3", "iso2", "isonum", "wikidata"]),
    help="Take it for a code of this system. Without it names come first, then whatever the form allows.",
)
@options.as_of_option
@options.json_option
def polity_command(what: str, system: str | None, as_of: str | None, as_json: bool) -> None:
    """What a name or a code means on a date.

    The answer is one polity, with its names, codes, capitals, and what came before and after it. "Turkey" of 1900 is the Ottoman Empire, COW 325 of 1850 the Kingdom of Sardinia. Without --as-of it is today that is asked about;
    what means nothing today is the last polity that bore the name. Where nothing, or several polities, can be meant, the answer is an
    error that says why (exit code 2).
    """
    from relazione.reference.lookup import find_polity
    from relazione.reference.profile import profile

    found = find_polity(what, system, as_of)
    answer = profile(found.polity, as_of)
    if as_json:
        from relazione.reference.polities import polity

        others = [{"id": other, "name": polity(other).name} for other in found.others]
        printing.say_json({"polity": answer, "notes": found.notes, "others": others})
        return
    for note in found.notes:
        printing.tell(note)
    say_profile(answer)
    if found.others:
        from relazione.reference.polities import polity

        names = ", ".join(
            f"{(other := polity(id_)).name} ({other.start or '?'} to {other.end or 'today'})" for id_ in found.others
        )
        printing.say("")
        printing.say_item(names, "Other bearers of it: ")


def say_profile(answer: Profile) -> None:
    """A polity for people."""
    from relazione.publish.words import span

    printing.say_heading(answer.name if answer.name == answer.title else f"{answer.name} ({answer.title})")
    printing.say("")
    codes = answer.codes
    told = [("COW", codes.cow), ("GW", codes.gw), ("ISO", codes.iso3), ("Wikidata", codes.wikidata)]
    rows = [
        ("Id", answer.id),
        ("Was there", span({"from": answer.start, "to": answer.end}) or "not dated"),
        ("Kind", answer.kind.replace("-", " ")),
        ("State today", f"{answer.state} ({answer.state_code})" if answer.state else ""),
        ("Capital", ", ".join(answer.capital_names) or answer.capital or ""),
        ("Codes", ", ".join(f"{name} {code}" for name, code in told if code is not None)),
        ("Before it", _before(answer)),
        ("After it", ", ".join(f"{heir.name}{_HOW[heir.how]}" for heir in answer.after)),
        ("Held as", "; ".join(f"{row.how} of {row.name}{_when(row.start, row.end)}" for row in answer.held)),
        ("Names", _some(list(dict.fromkeys([answer.name, answer.title, *(word.text for word in answer.names)])))),
        ("Adjectives", _some([word.text for word in answer.adjectives])),
        ("People", _some([word.text for word in answer.people])),
        ("Capitals", "; ".join(f"{row.text}{_when(row.start, row.end)}" for row in answer.capitals[:MOST_NAMES])),
        *_memberships(answer),
        ("Source", answer.source),
    ]
    printing.say_table([row for row in rows if row[1]])
    for difference in answer.differences:
        printing.say("")
        where = {"cow": "Correlates of War", "gw": "Gleditsch-Ward"}[difference.only_in]
        printing.say_item(f"{difference.start} to {difference.end or 'today'}: {difference.reason}.", f"Only in {where}, ")


def _before(answer: Profile) -> str:
    """The predecessors by name, and how many were absorbed, or gained in part, later."""
    direct = [heir for heir in answer.before if heir.name in answer.predecessors]
    later = len(answer.before) - len(direct)
    named = ", ".join(f"{heir.name}{_HOW[heir.how]}" for heir in direct)
    return "; ".join(filter(None, [named, f"{later} absorbed or gained later" if later else ""]))


def _memberships(answer: Profile) -> list[tuple[str, str]]:
    found = []
    for system, title in (("cow", "In COW"), ("gw", "In GW")):
        spells = answer.membership[system]
        said = "; ".join(f"{row.number} {row.abbreviation}, {row.start} to {row.end or 'today'}" for row in spells)
        found.append((title, said + (" (microstate)" if spells and spells[0].microstate else "")))
    return found


def _some(words: list[str]) -> str:
    return ", ".join(words[:MOST_NAMES]) + (f" and {len(words) - MOST_NAMES} more" if len(words) > MOST_NAMES else "")


def _when(start: str | None, end: str | None) -> str:
    if not start and not end:
        return ""
    return f" ({start or ''} to {end or ''})".replace("( to", "(to").replace(" to )", " on)")
