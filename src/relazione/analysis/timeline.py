"""The analysis room: everything dated between two states, in order.

Events, agreements, and the beginnings and ends of what lasts, each once. What tells no date is left out.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.dates import bounds, humanize, parse_day, sort_key
from relazione.model.record import Fact
from relazione.record.store import Record


class Entry(msgspec.Struct, frozen=True):
    """One line of the timeline."""

    fact: str
    label: str
    date: Annotated[str, Meta(description="EDTF")]
    words: Annotated[str, Meta(description="the date in words")]
    kind: str
    type: Annotated[str, Meta(description="the event's type, the agreement's form, the mission's kind, ...")]
    quad: Annotated[int | None, Meta(description="quad class of an event: 1, 2 cooperation, 3, 4 conflict")]
    actors: tuple[str, ...]
    claims: int
    realis: str = "fact"
    conflicts: tuple[str, ...] = ()


_TYPES = {
    "event": "type",
    "agreement": "form",
    "mission": "kind",
    "membership": "status",
    "holding": "title",
    "measure": "what",
    "tenure": "office",
}
_ACTORS = {
    "event": ("actors",),
    "agreement": ("parties",),
    "mission": ("sender", "receiver"),
    "membership": ("member",),
    "holding": ("holder",),
    "measure": ("about",),
    "tenure": ("of",),
}


def timeline(
    record: Record,
    a: str,
    b: str,
    start: str | None = None,
    end: str | None = None,
    type: str | None = None,
    kind: str | None = None,
) -> list[Entry]:
    """The dated facts of the pair, the oldest first; of equal starts the longer one first.

    `start` and `end` (day, month or year, both included) keep what may lie between them; `type` an event's type or the
    scheme's type
    that it refines, a mission's kind and so on; `kind` one of the seven kinds. Raises ImpossibleDate.
    """
    first = parse_day(start) if start else None
    last = _last_day(end) if end else None
    entries = [entry for fact in record.facts(pair=(a, b), kind=kind) if (entry := entry_of(fact)) and _fits(entry, type)]
    kept = [entry for entry in entries if _lies_between(entry.date, first, last)]
    return sorted(kept, key=lambda entry: (*sort_key(entry.date), entry.kind, entry.label, entry.fact))


def _last_day(text: str) -> int:
    parse_day(text)
    return bounds(text.strip()).end_latest or 0


def entry_of(fact: Fact) -> Entry | None:
    """The line of a fact; None where it tells no date."""
    date = edtf_of(fact)
    if date is None:
        return None
    shown = {field.name: field.values[0].value for field in fact.fields}
    actors: list[str] = []
    for name in _ACTORS[fact.kind]:
        value = shown.get(name) or ()
        actors += [actor["name"] for actor in (value if isinstance(value, list | tuple) else (value,))]
    type_ = str(shown.get(_TYPES[fact.kind], ""))
    return Entry(
        fact=fact.id,
        label=fact.label,
        date=date,
        words=humanize(date),
        kind=fact.kind,
        type=type_,
        quad=_quad(type_) if fact.kind == "event" else None,
        actors=tuple(dict.fromkeys(actors)),
        claims=len(fact.claims),
        realis=fact.realis,
        conflicts=fact.conflicts,
    )


def edtf_of(fact: Fact) -> str | None:
    """The date of a fact as one EDTF text; None where it tells none."""
    if fact.kind == "tenure" and not (fact.start or fact.end):
        return next((str(field.values[0].value) for field in fact.fields if field.name == "attested"), None)
    if fact.start and fact.end:
        return fact.start if fact.start == fact.end else f"{fact.start}/{fact.end}"
    if fact.start:
        return fact.start if fact.kind in ("agreement", "measure") else f"{fact.start}/.."
    return f"../{fact.end}" if fact.end else None


def _quad(type_: str) -> int | None:
    from relazione.reference import ontology

    row = ontology.ontology().get(type_)
    return row.quad if row else None


def _fits(entry: Entry, type_: str | None) -> bool:
    if type_ is None or entry.type == type_:
        return True
    from relazione.reference import ontology

    row = ontology.ontology().get(entry.type) if entry.kind == "event" else None
    return row is not None and row.type == type_


def _lies_between(date: str, first: int | None, last: int | None) -> bool:
    b = bounds(date)
    begins = b.start_earliest if b.start_earliest is not None else b.end_earliest
    ends = b.end_latest if b.end_latest is not None else None
    return (last is None or begins is None or begins <= last) and (first is None or ends is None or ends >= first)
