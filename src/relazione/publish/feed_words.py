"""Publish: a row of a feed in words."""

from __future__ import annotations

from relazione.model.dates import iso_day
from relazione.publish.words import name
from relazione.record.lake.rows import FeedRow
from relazione.reference.ontology import QUADS

COLUMNS = (
    "day", "actor", "recipient", "together", "plover", "mode", "cameo", "quad", "intensity", "weight", "counts", "source_intensity",
    "mentions", "publisher", "address", "feed", "key",
)  # fmt: skip
"""Columns of the CSV of rows."""


def sides(row: FeedRow) -> tuple[str, str, bool]:
    """Codes of who acts and of the other, and whether they act together."""
    return (row.b, row.a, False) if row.direction < 0 else (row.a, row.b, row.direction == 0)


def deed(row: FeedRow) -> str:
    """What is done: the PLOVER type and mode, else the CAMEO code."""
    mode = f" ({row.mode})" if row.mode else ""
    return f"{row.plover.lower().replace('_', ' ')}{mode}" if row.plover else f"CAMEO {row.cameo}" if row.cameo else "not told"


def row_words(row: FeedRow) -> str:
    """The row in a line: "Italy → Türkiye: aid", "Italy, Türkiye: consult"."""
    doer, other, together = sides(row)
    return f"{name(doer)}{', ' if together else ' → '}{name(other)}: {deed(row)}"


def quad_words(row: FeedRow) -> str:
    """The quad class."""
    return QUADS.get(row.quad, "no class")


def cells(row: FeedRow) -> tuple[object, ...]:
    """The row's cells under COLUMNS."""
    doer, other, together = sides(row)
    return (
        iso_day(row.day), doer, other, int(together), row.plover, row.mode, row.cameo, row.quad, row.intensity, row.weight, row.once,
        row.source_intensity, row.mentions, row.publisher, row.address, row.feed, row.key,
    )  # fmt: skip
