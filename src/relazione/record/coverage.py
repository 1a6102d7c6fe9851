"""The record room: what days a document speaks of, and when it was written."""

from __future__ import annotations

from collections.abc import Iterable

from relazione.model.claims import Claim
from relazione.model.dates import bounds, sides
from relazione.record.spells import spell_of


def covered(claims: Iterable[Claim], read_on: int) -> tuple[int, int] | None:
    """First and last day that the dated claims of facts speak of; None where none is dated.

    What lies after the day on which they were read (`read_on`, a day number) is no fact yet and is left out.
    """
    first: list[int] = []
    last: list[int] = []
    for claim in claims:
        if claim.realis == "fact":
            spell = spell_of(claim, None)
            for date in (spell.since, spell.until, spell.attested):
                if date:
                    b = bounds(date)
                    if (b.start_earliest or b.end_earliest or 0) > read_on:
                        continue
                    first += [day for day in (b.start_earliest, b.end_earliest) if day is not None][:1]
                    last += [day for day in (b.end_latest, b.start_latest) if day is not None][:1]
    return (min(first), max(last)) if first else None


def told_on(date: str | None, claims: Iterable[Claim], read_on: int) -> str | None:
    """When a document was written, in EDTF: its own date, else the latest dated past event in it; None if nothing tells.

    What is dated later than the day on which it was read (`read_on`, a day number) cannot be past and is left out.
    """
    if date:
        return date
    best: tuple[int, str] | None = None
    for claim in claims:
        if claim.realis != "fact" or getattr(claim.body, "target", False):
            continue
        spell = spell_of(claim, None)
        for told in (spell.since, spell.until, *(sides(spell.attested) if spell.attested else ())):
            if told:
                first = bounds(told).start_earliest
                if first is not None and first <= read_on:
                    best = max(best or (first, told), (first, told), key=lambda item: (item[0], len(item[1])))
    return best[1] if best else None
