"""The room `cli`: sizes, days and reasons, as the commands of `relazione feed` say them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

SHOWN = 8
"""Reasons that are printed; --json gives all."""


def as_size(count: int) -> str:
    """ "370 MB", "1.2 GB"; powers of a thousand."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            number = count / size
            return f"{number:.1f} {unit}" if number < 10 else f"{number:,.0f} {unit}"
    return f"{count} bytes"


def span(first: int | None, last: int | None) -> str:
    """Days, as numbers from 1970-01-01, as "2018-01-01" or "2018-01-01 to 2018-01-05"."""
    from relazione.model.dates import iso_day

    if first is None or last is None:
        return "no day"
    return iso_day(first) if first == last else f"{iso_day(first)} to {iso_day(last)}"


def reasons(counts: Mapping[str, int]) -> str:
    """Why, the most frequent first, each with its rows."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    words = [f"{why} ({rows:,})" for why, rows in islice(ordered, SHOWN)]
    if more := ordered[SHOWN:]:
        words.append(f"{len(more):,} other reasons ({sum(rows for _, rows in more):,})")
    return "; ".join(words)
