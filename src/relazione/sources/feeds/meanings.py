"""The room `sources`: what a single cell of a feed means: a day, a quad class, a score, a number of mentions, a kind of event."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from relazione.reference import plover
from relazione.reference.cameo import cameo
from relazione.sources.feeds.states import FIRST_DAY

NO_DAY = FIRST_DAY - 1
"""Stands for a cell that is no day."""
WRONG = float("inf")
"""Stands for a cell that is no number."""
_DAYS = {"YYYYMMDD": re.compile(rb"(\d{4})(\d\d)(\d\d)"), "YYYY-MM-DD": re.compile(rb"(\d{4})-(\d\d)-(\d\d)")}
_NUMBER = re.compile(rb"[+-]?\d{1,6}(\.\d{0,20})?(e[+-]?\d{1,2})?", re.IGNORECASE)
_COUNT = re.compile(rb"\d{1,9}(\.0*)?")
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_QUADS = {
    word: quad
    for quad, words in enumerate(("verbal cooperation", "material cooperation", "verbal conflict", "material conflict"), start=1)
    for word in (words, str(quad), f"{quad}.0")
}


class Happening(NamedTuple):
    """A kind of event: PLOVER type and mode, CAMEO code ("" where there is none), quad class, PLOVER's score."""

    plover: str
    mode: str
    cameo: str
    quad: int
    score: float


def day(cell: bytes, written: str) -> tuple[int, int, int]:
    """Day from 1970-01-01, 12 x year + month - 1, and year, of the years 1000 to 2199; else NO_DAY and zeros. `written`: a key of _DAYS."""
    found = _DAYS[written].fullmatch(cell.strip())
    if found is None:
        return NO_DAY, 0, 0
    year, month, of_month = (int(part) for part in found.groups())
    try:
        number = datetime.date(year, month, of_month).toordinal() - _EPOCH
    except ValueError:
        return NO_DAY, 0, 0
    return (number, 12 * year + month - 1, year) if 1000 <= year <= 2199 else (NO_DAY, 0, 0)


def quad(cell: bytes) -> int:
    """Quad class 1 to 4, by its number or its words; -1 for anything else."""
    return _QUADS.get(" ".join(re.split(r"[\s_-]+", cell.decode("latin-1").strip().lower())), -1)


def score(cell: bytes) -> float:
    """A number; WRONG for anything else."""
    return float(cell) if _NUMBER.fullmatch(cell.strip()) else WRONG


def mentions(cell: bytes) -> int:
    """A whole number below a thousand millions; -1 for anything else."""
    return int(float(cell)) if _COUNT.fullmatch(cell.strip()) else -1


def by_cameo(cell: bytes) -> Happening | None:
    """What a CAMEO code is; None for none."""
    code = cell.decode("latin-1").strip()
    known = cameo(code)
    return Happening(known.plover, known.mode, code, known.quad, known.score) if known else None


def by_plover(type: bytes, mode: bytes, between: str) -> Happening | None:
    """What a PLOVER type is with its mode, the first that is known of several; None for no type."""
    called = type.decode("latin-1")
    found = plover.kind(called)
    for one in mode.decode("latin-1").split(between) if between else [mode.decode("latin-1")]:
        with_mode = plover.kind(called, one)
        if with_mode is not None and with_mode.mode:
            found = with_mode
            break
    return Happening(found.type, found.mode, "", found.quad, found.score) if found else None


def words(cell: bytes) -> str:
    """A cell as text: UTF-8, else Latin-1."""
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return cell.decode("latin-1")
