"""The room `cli`: bars of conflict and cooperation in lines of text, on a scale of square roots."""

from __future__ import annotations

import sys
from math import sqrt

BAR = 12
"""Columns of the longest bar."""
NUMBER = 5
"""Columns of the number beside it."""
_SIGNS = {True: ("█", "▐", "▌", "│"), False: ("#", " ", " ", "|")}


def middle() -> str:
    """The line between conflict and cooperation."""
    return _SIGNS[_has_blocks()][3]


def left(level: float | None, top: float, wide: int = NUMBER, digits: int = 1) -> str:
    """A bar that grows to the left, with its number before it, of `wide` columns; `top` fills BAR columns."""
    full, half, _, _ = _SIGNS[_has_blocks()]
    bar = _halves(level, top)
    number = "" if not level or round(level, digits) == 0 else f"{level:,.{digits}f}"
    return f"{number:>{wide}}{(half if bar % 2 else '') + full * (bar // 2):>{BAR}}"


def right(level: float | None, top: float, wide: int = NUMBER, digits: int = 1) -> str:
    """A bar that grows to the right, with its number after it."""
    full, _, half, _ = _SIGNS[_has_blocks()]
    bar = _halves(level, top)
    number = "" if not level or round(level, digits) == 0 else f"{level:,.{digits}f}"
    return f"{full * (bar // 2) + (half if bar % 2 else ''):<{BAR}}{number:<{wide}}"


def _halves(level: float | None, top: float) -> int:
    return round(sqrt(abs(level or 0.0) / top) * BAR * 2)


def _has_blocks() -> bool:
    """Whether the terminal's encoding has the signs of which bars are made."""
    try:
        "█▐▌│".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
