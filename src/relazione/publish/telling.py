"""Publish: what happened, as a plain sentence in the past tense, from the fields of an event.

    event_sentence({"type": "condemnation", "actors": [italy, {**turkey, "role": "recipient"}]})   "Italy condemned Türkiye"

The patterns are data (`data/event_sentences.tsv`). Nothing is said that no field says; a type without a pattern is told by its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from relazione.model.dates import precision, sides
from relazione.publish.words import capital, date, event_label, listed, name, the
from relazione.reference.tables import rows

_TABLE = Path(__file__).parent / "data" / "event_sentences.tsv"
MOST_ACTORS = 6
"""Takers part that are all named in a sentence; of more, the first four, and how many others there are."""


class Pattern(NamedTuple):
    """How a type of event is told: done to somebody, done together, or with one taker part."""

    directed: str
    joint: str
    alone: str


@cache
def patterns() -> Mapping[str, Pattern]:
    """The patterns by type of event. Raises ReferenceTableError for a wrong table."""
    return {id: Pattern(*rest) for _, (id, *rest) in rows(_TABLE, ("type", "directed", "joint", "alone"))}


def event_sentence(fields: Mapping[str, Any], *, persons: bool = True) -> str:
    """The sentence of an event, with a capital, without date and full stop. `persons`: name those who acted for a state."""
    actors = [actor for actor in fields.get("actors") or () if actor.get("role", "actor") != "about"]
    doers = _each(actor for actor in actors if actor.get("role") != "recipient")
    others = [actor for actor in _each(actor for actor in actors if actor.get("role") == "recipient") if actor not in doers]
    pattern = patterns().get(str(fields.get("type")))
    if pattern is None or not actors:
        return _labelled(fields, doers + others)
    if doers and others:
        text = pattern.directed.format(a=_names(doers, persons), b=_names(others, persons=False), all="")
    elif len(doers or others) > 1:
        text = pattern.joint.format(all=_names(doers or others, persons), a="", b="")
    else:
        text = pattern.alone.format(a=_names(doers or others, persons), b="", all="")
    place = fields.get("place")
    if place and str(place) not in text:
        text += f", at {place}"
    if fields.get("name"):
        text += f" ({fields['name']})"
    return capital(text)


def _labelled(fields: Mapping[str, Any], actors: list[Mapping[str, Any]]) -> str:
    label = event_label(fields.get("type")) + (f" ({fields['name']})" if fields.get("name") else "")
    return f"{label}: {_names(actors, persons=False)}" if actors else label


def _each(actors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The takers part, each state once: the telling with a person's name goes before the one without."""
    found: dict[str, Mapping[str, Any]] = {}
    for actor in actors:
        key = name(actor)
        if key not in found or (actor.get("person") and not found[key].get("person")):
            found[key] = actor
    return list(found.values())


def _names(actors: list[Mapping[str, Any]], persons: bool) -> str:
    named = [_name(actor, persons) for actor in actors]
    if len(named) > MOST_ACTORS:
        return f"{', '.join(named[:4])} and {len(named) - 4} others"
    return listed(named)


def _name(actor: Mapping[str, Any], persons: bool) -> str:
    whole, person = the(name(actor)), actor.get("person")
    return f"{whole} ({person})" if persons and person and person != name(actor) else whole


def when_words(edtf: Any) -> str:
    """When, as a sentence begins with it or ends: "on 4 January 1932", "in 1912", "from 1911 to 1912", "since 1902"."""
    if not edtf:
        return ""
    start, end = sides(str(edtf)) if "/" in str(edtf) else (str(edtf), str(edtf))
    if "/" in str(edtf):
        if start and end:
            return f"from {date(start)} to {date(end)}"
        return f"since {date(start)}" if start else f"until {date(end)}"
    return f"{'on' if precision(str(edtf)) == 'day' else 'in'} {date(edtf)}"
