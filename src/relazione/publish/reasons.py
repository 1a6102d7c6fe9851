"""Publish: what `explain` tells, in words: whom a name was taken for, how a date was got, what a claim holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relazione.model.claims import Actor, Claim
from relazione.model.dates import When

if TYPE_CHECKING:
    from relazione.coding.explained import Date, Frame


def linked(actors: Sequence[Actor], inert: bool) -> str:
    """Whom a name was linked to."""
    if inert:
        return "belongs to another name and does not act"
    return ", ".join(map(actor, actors)) or "not linked"


def actor(one: Actor) -> str:
    """ "Recep Tayyip Erdoğan for Türkiye [TUR]"."""
    parts = [one.person or "", one.name] if one.person and one.person != one.name else [one.name]
    told = " for ".join(filter(None, parts))
    return f"{told} [{one.state}]" if one.state else told


def date(one: Date) -> str:
    """A date's EDTF and how it was got."""
    notes = [
        one.how,
        *([f"“{one.relation}”"] if one.relation else []),
        *(["belongs to the noun behind it"] if one.attributive else []),
    ]
    return f"{one.edtf or 'not resolved'} ({', '.join(notes)})"


def proposed(frame: Frame) -> str:
    """What a frame that fitted proposes: realis, date and actors."""
    when = f"{frame.when.edtf} ({frame.when.how})" if frame.when else "no date"
    actors = ", ".join(f"{actor(a)}{'' if a.role == 'actor' else ' as ' + a.role}" for a in frame.actors) or "nobody"
    return f"{frame.realis}; {when}; {actors}"


def claim(one: Claim) -> str:
    """The fields of a claim."""
    body = one.body
    fields = [
        f"{name.replace('_', ' ')} {_value(name, value)}"
        for name in body.__struct_fields__
        if (value := getattr(body, name)) not in (None, "", (), False) and name != "words"
    ]
    return "; ".join(fields)


def _value(field: str, value: object) -> str:
    import msgspec

    from relazione.publish.words import value_words

    return f"{value.edtf} ({value.how})" if isinstance(value, When) else value_words(field, msgspec.to_builtins(value))
