"""The curve: how a dated thing lies on years or months.

A `Span` has the bounds of its start and of its end. What happened once lies somewhere in its time with equal chance; what lasts goes on
from a start to an end that are each somewhere in their bounds with equal chance. `shares` gives for each period the chance that it goes on
at some time in it, and the chance that it ends in it: a decade is ten tenths, a war from 1911 to 1912 goes on in both years.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from relazione.analysis.curve.answer import By
from relazione.model.dates import civil, day_number


class Span(NamedTuple):
    """First and last day on which it may start, and on which it may end. `lasts` false: it is one moment between `start` and `end`."""

    start: int
    start_latest: int
    end_earliest: int
    end: int
    lasts: bool


@lru_cache(maxsize=1 << 16)
def period_of(day: int, by: By) -> int:
    """The number of a day's period: the year, or months since the year 0."""
    year, month, _ = civil(day)
    return year if by == "year" else year * 12 + month - 1


def first_day(period: int, by: By) -> int:
    """The first day of a period."""
    return day_number(period, 1, 1) if by == "year" else day_number(period // 12, period % 12 + 1, 1)


def period_text(period: int, by: By) -> str:
    """The EDTF of a period: "1911", "1911-09", "-0043"."""
    year = period if by == "year" else period // 12
    text = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    return text if by == "year" else f"{text}-{period % 12 + 1:02d}"


def period_number(text: str) -> int:
    """The number of a period: the inverse of `period_text`."""
    sign = -1 if text.startswith("-") else 1
    year, _, month = text.lstrip("-").partition("-")
    return sign * int(year) * 12 + int(month) - 1 if month else sign * int(year)


def shares(span: Span, by: By, last: int) -> Iterator[tuple[int, float, float]]:
    """(period, chance that it goes on in it, chance that it ends in it) up to the period `last`, where the first chance is not 0."""
    begin, finish = period_of(span.start, by), period_of(span.end, by)
    if begin == finish:
        if begin <= last:
            yield begin, 1.0, 1.0
        return
    sure = range(period_of(span.start_latest, by), period_of(span.end_earliest, by)) if span.lasts else range(0)
    for period in range(begin, min(finish, last) + 1):
        if period in sure:
            yield period, 1.0, 0.0
            continue
        low, high = first_day(period, by), first_day(period + 1, by) - 1
        if span.lasts:
            begun = _part(span.start, span.start_latest, span.start, high)
            ended = _part(span.end_earliest, span.end, span.end_earliest, low - 1)
            yield period, begun * (1.0 - ended), _part(span.end_earliest, span.end, low, high)
        else:
            share = _part(span.start, span.end, low, high)
            yield period, share, share


def _part(first: int, last: int, low: int, high: int) -> float:
    """Which part of the days first..last lies in low..high."""
    common = min(last, high) - max(first, low) + 1
    return common / (last - first + 1) if common > 0 else 0.0
