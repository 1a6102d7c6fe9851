"""Web: dates as they stand in an address."""

from __future__ import annotations

from relazione.model.dates import sides


def plain_date(edtf: str | None) -> str | None:
    """The start of a date where it is a day, month or year of the kind that can be asked about, else None."""
    start = sides(edtf)[0] if edtf else None
    return start if start and not set(start) & set("X~?%") else None
