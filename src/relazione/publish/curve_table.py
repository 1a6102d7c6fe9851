"""Publish: the curve of two states in words: a row for each month, year, decade or century with its main acts; and as CSV.

A row is as long as it must be for the whole to be read: at most `most` rows before those without any act are put together.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, TypeVar

import msgspec

from relazione.analysis.curve import Act, Base, By, Curve, Point
from relazione.analysis.curve.spans import period_number, period_of, period_text
from relazione.model.dates import MONTHS, bounds
from relazione.publish.curve_drawing import Leveled
from relazione.publish.tables import safe_cell

P = TypeVar("P", bound=Leveled)
State = Literal["told", "quiet", "gap"]
COLUMNS = (
    "period", "cooperation", "conflict", "net", "cooperative", "hostile", "agreements", "missions", "organisations", "facts"
)  # fmt: skip
MAIN = 2
"""Acts that are named in a row."""
_LENGTHS = (1, 10, 100)


class Row(msgspec.Struct, frozen=True):
    """Some periods together: the highest cooperation and the strongest conflict in them, and the main acts that begin in them.

    `state`: "told" where acts begin or go on in it, "quiet" where sources speak of the time and tell of none, "gap" where none covers it.
    """

    words: str
    first: str
    last: str
    state: State
    cooperation: float | None
    conflict: float | None
    acts: int
    main: tuple[Act, ...]
    ongoing: tuple[Act, ...]
    """Of a row in which no act begins: the strongest of those that go on in it."""
    base: Base
    """What stands in its last period."""


def rows(curve: Curve, most: int = 70, main: int = MAIN) -> list[Row]:
    """The rows of a curve, the oldest first."""
    begun = defaultdict(list)
    for act in curve.acts:
        begun[_period_of(act, curve)].append(act)
    lasting = {act.fact: act for act in curve.acts if act.lasts}
    found = [_row(key, list(group), begun, lasting, main) for key, group in grouped(curve.points, curve.by, most)]
    joined: list[Row] = []
    for state, run in groupby(found, key=lambda row: row.state):
        same = list(run)
        joined += same if state == "told" else [_together(same)]
    return joined


def grouped(points: Sequence[P], by: By, most: int) -> Iterable[tuple[tuple[int, int], Iterable[P]]]:
    """Points that follow each other under (length of the row in years, 0 for a month; its number)."""
    if by == "month" and len(points) <= most:
        return (((0, n), (point,)) for n, point in enumerate(points))
    years = len(points) // (12 if by == "month" else 1)
    length = next((length for length in _LENGTHS if years / length <= most), _LENGTHS[-1])
    return groupby(points, key=lambda point: (length, year_of(point.period) // length))


def period_words(key: tuple[int, int], first: str) -> str:
    """A row's time in words: "Sep 1911", "1911", "1910s"."""
    length, number = key
    if length == 0:
        return f"{MONTHS[int(first[-2:]) - 1][:3]} {year_of(first)}"
    return period_text(year_of(first), "year") if length == 1 else _span_words(length, number)


def year_of(period: str) -> int:
    """The year of a period."""
    number = period_number(period)
    return number // 12 if "-" in period.lstrip("-") else number


def _period_of(act: Act, curve: Curve) -> str:
    """The period in which an act begins, or may begin; the first one shown where that is earlier."""
    b = bounds(act.date)
    day = b.start_earliest if b.start_earliest is not None else b.end_earliest
    first = curve.points[0].period
    return period_text(max(period_of(day or 0, curve.by), period_number(first)), curve.by)


def _row(key: tuple[int, int], group: list[Point], begun: dict[str, list[Act]], lasting: dict[str, Act], main: int) -> Row:
    first, last = group[0].period, group[-1].period
    acts = [act for point in group for act in begun.get(point.period, ())]
    ongoing = (
        [] if acts else [lasting[fact] for fact in dict.fromkeys(id for point in group for id in point.facts) if fact in lasting]
    )
    cooperation = [point.cooperation for point in group if point.cooperation is not None]
    conflict = [point.conflict for point in group if point.conflict is not None]
    is_gap = not cooperation and not conflict
    return Row(
        words=period_words(key, first),
        first=first,
        last=last,
        state="gap" if is_gap else "told" if acts or ongoing else "quiet",
        cooperation=max(cooperation, default=None),
        conflict=min(conflict, default=None),
        acts=len(acts),
        main=_strongest(acts, main),
        ongoing=_strongest(ongoing, main),
        base=group[-1].base,
    )


def _strongest(acts: list[Act], most: int) -> tuple[Act, ...]:
    return tuple(sorted(acts, key=lambda act: (-abs(act.score), act.date, act.label, act.fact))[:most])


def _span_words(length: int, number: int) -> str:
    year = number * length
    return f"{year}s" if year > 0 else f"{-year}s BC"


def _together(same: list[Row]) -> Row:
    """Rows without acts as one."""
    if len(same) == 1:
        return same[0]
    levels = [row.cooperation for row in same if row.cooperation is not None]
    lows = [row.conflict for row in same if row.conflict is not None]
    return msgspec.structs.replace(
        same[0],
        words=f"{same[0].words} to {same[-1].words}",
        last=same[-1].last,
        cooperation=max(levels, default=None),
        conflict=min(lows, default=None),
        base=same[-1].base,
    )


def curve_csv(curve: Curve) -> str:
    """The points as CSV, one a row; a gap has empty cells, and ids are parted by a blank. With feeds there are more columns, and a row for
    each period that any source has."""
    from relazione.publish.curve_feeds_table import more_cells, more_columns

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *more_columns(curve)])
    points, more = {point.period: point for point in curve.points}, more_cells(curve)
    for period in sorted(points.keys() | more.keys(), key=period_number):
        point = points.get(period)
        cells = _cells(point) if point else [period, *([None] * (len(COLUMNS) - 1))]
        writer.writerow([*cells, *map(safe_cell, more.get(period) or [None] * len(more_columns(curve)))])
    return out.getvalue()


def _cells(point: Point) -> list[object]:
    levels = (point.period, point.cooperation, point.conflict, point.net, point.cooperative, point.hostile)
    base = (point.base.agreements, point.base.missions, point.base.organisations)
    return [*map(safe_cell, (*levels, *base)), " ".join(point.facts)]
