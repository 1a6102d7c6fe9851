"""The room `coding`: from when, until when, or on which day a sentence shows a person in office."""

from __future__ import annotations

import re

from relazione.coding.date_context import FoundDate
from relazione.coding.stretches import Stretch
from relazione.model.dates import When

_APPOINTS = re.compile(
    r"\b(?:appoint(?:ed|s|ing)?|became|elected|named|took office|inaugurated|sworn in|nominated|assumed office|commissioned|presented)\b"
)


def dates_of(stretch: Stretch, start: int, end: int, how: str) -> tuple[When | None, When | None, When | None]:
    """(attested, since, until): what the sentence's dates say of the tenure."""
    text = stretch.parsed.text
    dates = [d for d in stretch.dates() if d.edtf and not d.words.attributive]
    near = [
        d for d in dates if end <= d.start <= end + 60 and not re.search(r"[;]|\bwhen\b|, (?:and|but)\b", text[end : d.start])
    ]
    inside = [d for d in dates if start <= d.start and d.end <= end]
    told = how in ("is", "became", "was")
    if told:
        for date in (*near, *inside):
            when = date.when(text)
            if when is None:
                continue
            if "/" in when.edtf and ".." not in when.edtf:
                first, last = when.edtf.split("/")
                return None, When(first, when.how, when.wording), When(last, when.how, when.wording)
            if date.words.relation == "since" or when.edtf.endswith("/.."):
                return None, When(when.edtf.removesuffix("/.."), when.how, when.wording), None
            if date.words.relation == "until":
                return None, None, When(when.edtf.removeprefix("../"), when.how, when.wording)
    best = _nearest(stretch, dates, start, end)
    when = best.when(text) if best else None
    if when is not None and told and how == "became" and _APPOINTS.search(text, start, end) and "/" not in when.edtf:
        return None, when, None
    return when, None, None


def _nearest(stretch: Stretch, dates: list[FoundDate], start: int, end: int) -> FoundDate | None:
    """The clause's date: the last before the name in the sentence, else the first after it."""
    before = [d for d in dates if d.end <= start]
    after = [d for d in dates if d.start >= start]
    clause = re.search(r"[;]", stretch.parsed.text[end : after[0].start]) if after else None
    if after and (not before or after[0].start - end < start - before[-1].end) and clause is None:
        return after[0]
    return before[-1] if before else (after[0] if after else None)
