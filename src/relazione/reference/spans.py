"""Reference: the days between which a row of a table holds.

The tables write dates in EDTF: 1923-10-29, 1923-10, 1923, 192X, 19XX, -0026 (the year 27 BCE), with ? ~ % for doubt. A
date stands for its earliest and its latest day; days are (year, month, day) tuples, so that years before Christ and
years after 9999 compare like all others. This is all the calendar that a reference table needs: the dates of the
record are in the model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

Day = tuple[int, int, int]

BEGINNING: Day = (-(10**6), 1, 1)
END: Day = (10**6, 12, 31)

_DATE = re.compile(r"(-?)(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Span(NamedTuple):
    """An interval of days, both included."""

    first: Day
    last: Day

    def overlaps(self, other: Span) -> bool:
        return self.first <= other.last and other.first <= self.last

    def meet(self, other: Span) -> Span:
        """What both have in common; first is after last if that is nothing."""
        return Span(max(self.first, other.first), min(self.last, other.last))

    def length(self) -> int:
        """Days, counting 31 to a month: for comparing lengths only."""
        (y1, m1, d1), (y2, m2, d2) = self
        return (y2 - y1) * 372 + (m2 - m1) * 31 + d2 - d1 + 1


ALWAYS = Span(BEGINNING, END)


def days_in_month(year: int, month: int) -> int:
    """Days of a month in the (proleptic) Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LENGTHS[month - 1]


@lru_cache(maxsize=16384)
def span_of(date: str) -> Span:
    """The earliest and latest day of a date such as "1923-10-29", "1911", "15XX", "-0026"; ValueError for others."""
    match = _DATE.fullmatch(date.strip())
    if match is None:
        raise ValueError(f"{date!r} is no date; write 1923-10-29, 1923-10, 1923, 192X, 19XX or -0026")
    sign, digits, month_digits, day_digits = match.groups()
    if "X" in digits and month_digits:
        raise ValueError(f"{date!r} is no date; a decade or a century has no month")
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    first_year, last_year = (-high, -low) if sign else (low, high)
    if month_digits is None:
        return Span((first_year, 1, 1), (last_year, 12, 31))
    month = int(month_digits)
    if not 1 <= month <= 12:
        raise ValueError(f"{date!r} is no date; there is no month {month}")
    length = days_in_month(first_year, month)
    if day_digits is None:
        return Span((first_year, month, 1), (first_year, month, length))
    day = int(day_digits)
    if not 1 <= day <= length:
        raise ValueError(f"{date!r} is no date; that month has {length} days")
    return Span((first_year, month, day), (first_year, month, day))


@lru_cache(maxsize=16384)
def span_between(start: str | None, end: str | None) -> Span:
    """From the earliest day of `start` to the latest day of `end`; an open side is unbounded."""
    return Span(span_of(start).first if start else BEGINNING, span_of(end).last if end else END)
