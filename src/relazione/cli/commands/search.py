"""The room `cli`: `relazione search`: words in facts and texts, with the filters of the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.record.finding import Facets, Finding

REALIS = click.Choice(("fact", "planned", "claimed", "denied", "hypothetical"), case_sensitive=False)
_CENTURY = click.IntRange(-99, 99)


@click.command("search")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@click.option("--kind", type=options.KIND, help="Facts of one kind only.")
@click.option("--state", type=options.STATE, metavar="STATE", help="Of a state only; of texts, about it and another.")
@click.option("--pair", type=options.PAIR, metavar="A:B", help="Of two states only.")
@click.option("--century", type=_CENTURY, metavar="N", help="Facts that begin in it: 20 is 1901 to 2000, -1 the last one BCE.")
@click.option("--realis", type=REALIS, help="Facts told so only.")
@click.option("--disputed", is_flag=True, help="Facts that are disputed only.")
@click.option("--source", metavar="ID", help="Of one document only.")
@click.option("--newest", is_flag=True, help="The newest facts first; without words they always are.")
@click.option("--counts", is_flag=True, help="Print how many there are of each kind, state, century and so on.")
@click.option("--page", type=click.IntRange(1, 100_000), default=1, metavar="N", help="A further page of facts and passages.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="Of each, at most.")
@options.asked_record
@options.json_option
def search_command(
    words: tuple[str, ...],
    kind: str | None,
    state: str | None,
    pair: tuple[str, str] | None,
    century: int | None,
    realis: str | None,
    disputed: bool,
    source: str | None,
    newest: bool,
    counts: bool,
    page: int,
    limit: int,
    db: Path,
    as_json: bool,
) -> None:
    """Find words in facts and texts.

    All the words, in any order, accents and case aside; the last may be the beginning of one. The filters go with words, or without
    any.
    """
    from relazione.record.finding import Filters

    if century == 0:
        raise click.UsageError("there is no century 0: 1 begins with the year 1, -1 is the last before the common era")
    two: tuple[str, str] | None = None if pair is None else (min(pair), max(pair))
    text = " ".join(words)
    asked = Filters(text, kind, state, two, century, realis, disputed, source, "date" if newest else "best")
    if not asked.asks:
        raise click.UsageError("give words, or a filter such as --kind")
    first = (page - 1) * limit
    with options.open_record(db) as record:
        found = record.find(asked, first, limit, (first, limit))
        titles = record.titles(hit.id for hit in found.passages)
        nothing = not found.total and not found.passages_total
        near = record.near_words(text) if nothing else []
        fewer = record.fewer_words(text) if nothing else ""
    if as_json:
        printing.say_json(_counts(found) if counts else [*found.facts, *found.passages])
    elif counts:
        _say_counts(found.facets, found)
    else:
        _say(found, titles, first)
    if nothing:
        hint = f"; on record are: {', '.join(near)}" if near else ""
        hint = f"; it has these of them: {fewer}{hint}" if fewer else hint
        told = f"{'all these words' if len(text.split()) > 1 else 'this word'}: {text}" if words else "all of this"
        printing.tell(f"nothing on record has {told}{hint}")


def _say(found: Finding, titles: dict[str, str], first: int) -> None:
    from relazione.record.search import MARKS

    for heading, hits, total in (("Facts", found.facts, found.total), ("Passages", found.passages, found.passages_total)):
        if not hits:
            continue
        part = f": {first + 1:,} to {first + len(hits):,} of {total:,}" if total > len(hits) else ""
        printing.say_heading(f"{heading}{part}")
        for hit in hits:
            if hit.kind == "fact":
                printing.say_item(f"{hit.text}  [{hit.id}]", "- ")
            else:
                snippet = hit.snippet.replace(MARKS[0], "").replace(MARKS[1], "")
                printing.say_item(f"“{snippet}” {titles.get(hit.id, hit.id)}, characters {hit.start} to {hit.end}", "- ")


def _counts(found: Finding) -> dict[str, object]:
    import msgspec

    facets = msgspec.to_builtins(found.facets, str_keys=True)
    return {"facts": found.total, "passages": found.passages_total, "facets": facets}


def _say_counts(facets: Facets, found: Finding) -> None:
    from relazione.publish.words import century_words

    rows = [("facts", f"{found.total:>9,}"), ("passages", f"{found.passages_total:>9,}"), ("disputed", f"{facets.disputed:>9,}")]
    printing.say_table(rows)
    groups: tuple[tuple[str, list[tuple[str, int]]], ...] = (
        ("By kind", list(facets.kinds.items())),
        ("By state", [(options.state_name(code), count) for code, count in facets.states]),
        ("By pair", [(options.pair_name((a, b)), count) for a, b, count in facets.pairs]),
        ("By century", [(century_words(one), count) for one, count in facets.centuries.items()]),
        ("Told as", list(facets.realis.items())),
        ("By source", facets.sources),
    )
    for heading, counted in groups:
        if counted:
            printing.say("")
            printing.say_heading(heading)
            printing.say_table([(title, f"{count:>9,}") for title, count in counted], indent="  ")
