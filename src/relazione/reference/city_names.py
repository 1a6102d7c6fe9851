"""Reference: what a city was called in English on a day long gone.

    city_then("Istanbul", "1912-06-01")     "Constantinople"
    city_then("Istanbul", "1950")           "Istanbul"

The table (`data/city_names.tsv`) holds only names that are no longer in use; a city that is not in it was always called so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from relazione.reference.spans import Span, span_between, span_of
from relazione.reference.tables import DATA, rows, table_error

_TABLE = DATA / "city_names.tsv"


@cache
def _names() -> Mapping[str, tuple[tuple[Span, str], ...]]:
    found: dict[str, list[tuple[Span, str]]] = {}
    for line, (city, name, start, end) in rows(_TABLE, ("city", "name", "from", "to")):
        if not name or not end:
            raise table_error(_TABLE, line, "a name that was in use needs a name and its last day")
        found.setdefault(city, []).append((span_between(start or None, end), name))
    return {city: tuple(names) for city, names in found.items()}


def city_then(city: str, on: str | None) -> str:
    """The name of a city on a day, month or year (its first day); today's name without a date. Raises ValueError for what is no date."""
    if on is None or city not in _names():
        return city
    day = span_of(on).first
    return next((name for span, name in _names()[city] if span.first <= day <= span.last), city)
