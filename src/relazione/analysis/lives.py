"""The analysis room: polities and organisations that have ended. What is merely assumed does not outlive its holder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from relazione.model.dates import bounds


@lru_cache(maxsize=4096)
def polity_end(polity: str) -> int | None:
    """The last day of a polity (a day number), None where it still is or is not known."""
    from relazione.reference import polities

    row = polities.polities().get(polity)
    return bounds(row.end).end_latest if row and row.end else None


def is_gone(polity: str | None, day: int) -> bool:
    """Whether the polity had ended by the day."""
    end = polity_end(polity) if polity else None
    return end is not None and end < day


def all_gone(actors: Iterable[Mapping[str, Any]], day: int) -> bool:
    """Whether every one of these holders had ended by the day; False where there is none."""
    found = [is_gone(actor.get("polity"), day) for actor in actors]
    return bool(found) and all(found)


def any_gone(actors: Iterable[Mapping[str, Any]], day: int) -> bool:
    """Whether one of these takers part had ended by the day."""
    return any(is_gone(actor.get("polity"), day) for actor in actors)


@lru_cache(maxsize=1024)
def organisation_end(organisation: str) -> int | None:
    """The last day of an organisation, by id or name (a day number), None where it still is or is not known."""
    from relazione.reference import organisations

    row = organisations.organisations().get(organisation) or organisations.find_organisation(organisation)
    return bounds(row.end).end_latest if row and row.end else None
