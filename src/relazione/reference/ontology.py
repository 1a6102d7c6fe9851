"""Reference: the event ontology, the one versioned table of what kinds of events there are.

Every type of the annotation scheme has a row (its id is its type), and refinements have rows of their own that name
the scheme's type they belong to: a declaration of war is of type "war", a siege of type "battle". Each row carries the
codes under which the field's data sets know such an event: PLOVER type, mode and contexts, a CAMEO code, the quad class
and an intensity. Sources of codes and scores: the PLOVER codebook (draft 2.0) and CAMEO; the table's head says how
their contradictions are decided.

    event_type("siege")           EventType(id="siege", type="battle", plover="ASSAULT", mode="heavy-weapons", ...)
    event_type("war").lasts       True
    scheme_types()                ("war", "battle", ..., "other")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from relazione.reference.tables import DATA, rows, table_error

__all__ = ["ONTOLOGY_VERSION", "QUADS", "EventType", "event_type", "ontology", "refinements", "scheme_types"]

ONTOLOGY_VERSION = "1.0.0"

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}

_TABLE = DATA / "ontology.tsv"
_COLUMNS = (
    "id",
    "type",
    "label",
    "definition",
    "plover",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "intensity",
    "lasts",
    "reciprocal",
)
_YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event.

    `type` is the annotation scheme's type. `plover`, `mode` and `cameo` are "" where the codebook has none. `quad` is a
    key of QUADS; `intensity` runs from -10 (most hostile) to 10 (most cooperative). `lasts`: the event can go on, so
    that it holds on the days inside its dates. `reciprocal`: there is no recipient, all parties act.
    """

    id: str
    type: str
    label: str
    definition: str
    plover: str
    mode: str
    contexts: tuple[str, ...]
    cameo: str
    quad: int
    intensity: float
    lasts: bool
    reciprocal: bool

    @property
    def is_refinement(self) -> bool:
        return self.id != self.type

    @property
    def verbal(self) -> bool:
        """Words rather than deeds; the other half is material."""
        return self.quad in (1, 3)

    @property
    def cooperative(self) -> bool:
        """Cooperation rather than conflict."""
        return self.quad in (1, 2)


def ontology() -> Mapping[str, EventType]:
    """Every event type by its id, in the order of the table: a scheme type, then its refinements."""
    return MappingProxyType(_types())


def event_type(id: str) -> EventType:
    """The event type of this id; KeyError if there is none."""
    return _types()[id]


def scheme_types() -> tuple[str, ...]:
    """The types of the annotation scheme, in the order of the table."""
    return tuple(row.id for row in _types().values() if not row.is_refinement)


def refinements(type: str) -> tuple[EventType, ...]:
    """The refinements of a type of the scheme; KeyError if it is none."""
    if event_type(type).is_refinement:
        raise KeyError(type)
    return tuple(row for row in _types().values() if row.type == type and row.is_refinement)


@lru_cache(maxsize=1)
def _types() -> dict[str, EventType]:
    """The table, checked. Raises ReferenceTableError naming the line."""
    found: dict[str, EventType] = {}
    for line, cells in rows(_TABLE, _COLUMNS):
        id, type, label, definition, plover, mode, contexts, cameo, quad, intensity, lasts, reciprocal = cells
        if id in found:
            raise table_error(_TABLE, line, f"{id} is there twice")
        if type != id and (type not in found or found[type].is_refinement):
            raise table_error(_TABLE, line, f"{type!r} must be a type of the scheme and stand before its refinements")
        try:
            found[id] = EventType(
                id,
                type,
                label,
                definition,
                plover,
                mode,
                tuple(contexts.split("|")) if contexts else (),
                cameo,
                int(quad),
                float(intensity),
                _YES_OR_NO[lasts],
                _YES_OR_NO[reciprocal],
            )
        except (KeyError, ValueError) as problem:
            raise table_error(_TABLE, line, f"{problem} is no number, or neither yes nor no") from problem
        if found[id].quad not in QUADS:
            raise table_error(_TABLE, line, f"there is no quad {quad}")
    return found
