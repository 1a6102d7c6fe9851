"""The room `cli`: the codebook as one Markdown text: the kinds of claim from their classes, the event types from the ontology."""

from __future__ import annotations

from collections.abc import Iterator

from relazione.model.schema import codebook
from relazione.reference.ontology import EventType, ontology

_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
_ABOUT = """
Each type is a type of the annotation scheme or refines one, and carries what the field's codebooks call it: PLOVER type and
mode, CAMEO code, quad class, and an intensity from -10 (most hostile) to 10 (most cooperative). A type that lasts can go on,
and then holds on every day inside its dates; in a reciprocal one all parties act.
"""


def codebook_text() -> str:
    """The whole codebook, ending in one line end."""
    lines = [codebook().rstrip(), "", "## Event types", _ABOUT]
    lines += ["| type | of | meaning | PLOVER | CAMEO | quad class | intensity | |", "|---|---|---|---|---|---|---:|---|"]
    lines += map(_row, ontology().values())
    return "\n".join(lines) + "\n"


def _row(row: EventType) -> str:
    refined = f"`{row.type}`" if row.is_refinement else ""
    plover = " / ".join(filter(None, (row.plover, row.mode)))
    cells = (
        f"`{row.id}`",
        refined,
        f"{row.label}: {row.definition}",
        plover,
        row.cameo,
        _QUADS.get(row.quad, ""),
        f"{row.intensity:g}",
        ", ".join(_flags(row)),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _flags(row: EventType) -> Iterator[str]:
    if row.lasts:
        yield "lasts"
    if row.reciprocal:
        yield "reciprocal"
