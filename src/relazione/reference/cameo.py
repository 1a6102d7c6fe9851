"""Reference: the CAMEO codes of events, and what each is in PLOVER; `data/cameo.tsv` says where they are from.

cameo("0874").plover   "RETREAT"
cameo("043").score     4.0
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from relazione.reference.tables import DATA, rows, table_error

_TABLE = DATA / "cameo.tsv"
_COLUMNS = ("code", "plover", "mode", "quad", "score", "goldstein")


class Cameo(msgspec.Struct, frozen=True):
    """A code: PLOVER type and mode ("" where there is none), quad class 1 to 4, PLOVER's score and Goldstein's, -10 to 10."""

    code: str
    plover: str
    mode: str
    quad: int
    score: float
    goldstein: float


def cameo(code: str) -> Cameo | None:
    """What a code is; None for none of CAMEO."""
    return _codes().get(code)


def codes() -> Mapping[str, Cameo]:
    """Every code, in the order of the table."""
    return MappingProxyType(_codes())


@cache
def _codes() -> dict[str, Cameo]:
    found: dict[str, Cameo] = {}
    for line, (code, plover, mode, quad, score, goldstein) in rows(_TABLE, _COLUMNS):
        if code in found:
            raise table_error(_TABLE, line, f"{code} is there twice")
        try:
            found[code] = Cameo(code, plover, mode, int(quad), float(score), float(goldstein))
        except ValueError as problem:
            raise table_error(_TABLE, line, f"{problem}: quad, score and goldstein are numbers") from problem
    return found
