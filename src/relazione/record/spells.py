"""The record room: when a claim tells that its thing holds, in one shape for all kinds.

Which field tells the start, the end and a moment of attestation is a table by kind. A claim in the present tense without
a start
holds from its document's date: `told_on`.
"""

from __future__ import annotations

import re

import msgspec

from relazione.model.claims import Claim
from relazione.model.dates import When, bounds, sides
from relazione.record.schema import OPEN_DAY
from relazione.record.tables import open_ended

# kind -> fields that tell the start (the first one told counts), the end, a day on which it is seen to hold
FIELDS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "event": (("when",), "", ""),
    "agreement": (("in_force", "signed"), "ended", ""),
    "mission": (("opened",), "closed", "attested"),
    "membership": (("since",), "until", ""),
    "holding": (("since",), "until", ""),
    "measure": (("when",), "", ""),
    "tenure": (("since",), "until", "attested"),
}
_CLOSED = {("mission", "closed"), ("mission", "planned"), ("membership", "former"), ("holding", "renounced")}


class Spell(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """When one claim tells that its thing holds. Dates are EDTF without a slash.

    `instant`: what has a date and no duration: `until` is the end of the date itself. `value`: the claim's kind, status
    or title.
    `seen`: the years of the rows behind a claim of a data file that looks only now and then; between them it saw nothing.
    `lasting` is False where the claim tells that it no longer holds ("former member", "closed").
    """

    claim: str
    since: str | None = None
    until: str | None = None
    attested: str | None = None
    told_on: str | None = None
    current: bool = False
    lasting: bool = True
    value: str = ""
    seen: tuple[str, ...] = ()


def spell_of(claim: Claim, told_on: str | None) -> Spell:
    """The spell of a claim whose document was written on `told_on` (EDTF, None if unknown)."""
    body = claim.body
    starts, end, seen = FIELDS[claim.kind]
    told: When | None = next((when for name in starts if (when := getattr(body, name)) is not None), None)
    ended: When | None = getattr(body, end) if end else None
    attested: When | None = getattr(body, seen) if seen else None
    since, until = sides(told.edtf) if told else (None, None)
    if told and "/" not in told.edtf and claim.kind not in ("event", "measure"):
        until = None
    if ended:
        until = sides(ended.edtf)[1] or sides(ended.edtf)[0]
    value = str(getattr(body, {"mission": "kind", "membership": "status", "holding": "title"}.get(claim.kind, ""), ""))
    status = "closed" if getattr(body, "status", "") in ("closed", "planned") else value
    return Spell(
        claim=claim.id,
        since=since,
        until=until,
        attested=attested.edtf if attested else None,
        told_on=told_on,
        current=claim.current,
        lasting=(claim.kind, status) not in _CLOSED,
        value=value,
        seen=_seen(claim) if attested else (),
    )


_YEAR = re.compile(r"\byear=(\d{4})\b")


def _seen(claim: Claim) -> tuple[str, ...]:
    """The years in the keys of a claim's rows."""
    return tuple(sorted({found[1] for row in claim.evidence if row.line and (found := _YEAR.search(row.key))}))


def days(spell: Spell, kind: str, type_: str = "") -> tuple[int, int] | None:
    """First and last day on which it may hold (OPEN_DAY: still so); None where nothing tells a day."""
    first: int | None = None
    last: int | None = None
    if spell.since:
        first = bounds(spell.since).start_earliest
        last = OPEN_DAY
        if spell.until:
            last = bounds(spell.until).end_latest
            if kind == "event" and spell.until == spell.since and type_ in open_ended():
                last = OPEN_DAY
        elif kind == "event" and not goes_on(type_):
            last = bounds(spell.since).start_latest  # "bombarded from 31 October onwards": nobody tells for how long
    elif spell.until:
        first, last = bounds(spell.until).start_earliest, bounds(spell.until).end_latest
    elif spell.attested:
        seen = bounds(spell.attested)
        first = seen.start_earliest if seen.start_earliest is not None else seen.end_earliest
        last = seen.end_latest if seen.end_latest is not None else seen.start_latest
    elif (spell.current or kind == "agreement") and spell.told_on:
        first, last = bounds(spell.told_on).start_earliest, OPEN_DAY
    if spell.current and spell.told_on and first is not None and not spell.until:
        last = OPEN_DAY
    return None if first is None or last is None else (first, last)


def lasts(type_: str) -> bool:
    """Whether an event of the type can go on for days (a war, an embargo). Source: the ontology's column `lasts`."""
    from relazione.reference import ontology

    row = ontology.ontology().get(type_)
    return row is not None and row.lasts


def event_root(type_: str) -> str:
    """The type of the annotation scheme that a type refines; the type itself where the ontology does not know it."""
    from relazione.reference import ontology

    row = ontology.ontology().get(type_)
    return row.type if row else type_


def goes_on(type_: str) -> bool:
    """Whether an event of the type may go on after its last told day, where no end is told: fighting at one place does not."""
    return lasts(type_) and event_root(type_) not in ("attack", "battle", "threat")
