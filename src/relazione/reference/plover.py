"""Reference: the PLOVER types and modes of events, with their quad class and score; `data/plover.tsv` says where they are from."""

from __future__ import annotations

from functools import cache

import msgspec

from relazione.reference.tables import DATA, rows, table_error

_TABLE = DATA / "plover.tsv"


class Kind(msgspec.Struct, frozen=True):
    """A type, or a mode of a type (`mode` is "" for the type itself). `score` runs from -10 (most hostile) to 10."""

    type: str
    mode: str
    quad: int
    score: float


def kind(type: str, mode: str = "") -> Kind | None:
    """The type, and the mode where it has that one, else without; None for no type of PLOVER. Any case, older names too."""
    known = _kinds()
    of_type = known.get((type.strip().upper(), ""))
    if of_type is None:
        return None
    wanted = mode.strip().lower().replace("_", "-").replace(" ", "-")
    return known.get((of_type.type, wanted), of_type)


@cache
def _kinds() -> dict[tuple[str, str], Kind]:
    found: dict[tuple[str, str], Kind] = {}
    for line, (type, mode, quad, score, now) in rows(_TABLE, ("type", "mode", "quad", "score", "now")):
        if (type, mode) in found:
            raise table_error(_TABLE, line, f"{type} {mode} is there twice")
        try:
            found[type, mode] = Kind(now, mode, int(quad), float(score))
        except ValueError as problem:
            raise table_error(_TABLE, line, f"quad {quad!r} or score {score!r} is no number") from problem
    return found
