"""Web: the stretches of time through which one goes on a timeline: all, a century, a decade, a year, a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from relazione.analysis.pair_facts import Row
from relazione.model.dates import bounds, civil, day_number, days_in_month, humanize, iso_day, precision, sides

LIST = "list"
"""Id of the list below the picture."""
LEVELS = ("all", "century", "decade", "year", "month")
_YEARS = {"century": 100, "decade": 10, "year": 1}


@dataclass(frozen=True)
class Stretch:
    """Days from the first to the last. `start`, `end`: the same as they stand in an address; `title` in words."""

    first: int
    last: int
    start: str = ""
    end: str = ""
    title: str = ""
    count: int = 0

    @property
    def anchor(self) -> str:
        """The id of its group in a list."""
        return f"d-{self.start}-{self.end}"


def level_of(shown: Stretch) -> str:
    """Of which size a stretch is: the smallest that holds so many days."""
    days = shown.last - shown.first + 1
    for level, most in (("month", 31), ("year", 366), ("decade", 3653), ("century", 36525)):
        if days <= most:
            return level
    return "all"


def stretch_at(day: int, level: str) -> Stretch:
    """The century, decade, year or month in which a day lies. Decades and centuries begin with the year that ends in a nought."""
    year, month, _ = civil(day)
    return _month(year, month) if level == "month" else _years(year - year % _YEARS[level], level)


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> Stretch:
    first, text = day_number(year, month, 1), iso_day(day_number(year, month, 1))[:-3]
    return Stretch(first, first + days_in_month(year, month) - 1, text, text, humanize(text))


@lru_cache(maxsize=4096)
def _years(first: int, level: str) -> Stretch:
    start, after = day_number(first, 1, 1), day_number(first + _YEARS[level], 1, 1)
    return Stretch(start, after - 1, iso_day(start)[:-6], iso_day(after - 1)[:-6], _title(first, level))


def _title(year: int, level: str) -> str:
    if level == "year":
        return str(year) if year > 0 else f"{1 - year} BC"
    if year < 0:
        return f"{-year} to {-year - _YEARS[level] + 1} BC"
    return humanize(f"{year // 100:02d}XX" if level == "century" else f"{year // 10:03d}X")


def below(level: str) -> str | None:
    """The next smaller size."""
    at = LEVELS.index(level) + 1
    return LEVELS[at] if at < len(LEVELS) else None


def stretches_below(lines: Sequence[Mapping[str, Any]], shown: Stretch) -> list[Stretch]:
    """The smaller stretches in which anything of these lines begins, with how much; what is dated too vaguely for them is in none."""
    level = below(level_of(shown))
    if level is None:
        return []
    counts: Counter[Stretch] = Counter()
    for line in lines:
        begins = begin_of(line["date"], level)
        if begins.first >= shown.first and begins.last - begins.first <= _longest(level):
            counts[begins] += 1
    return [replace(stretch, count=counts[stretch]) for stretch in sorted(counts, key=lambda one: one.first)]


def _longest(level: str) -> int:
    return {"month": 31, "year": 366, "decade": 3653}.get(level, 36525)


def begin_of(edtf: str, level: str) -> Stretch:
    """The stretch of this size in which a date begins; a longer one, as long as what is told of it, where no more is told."""
    start = sides(edtf)[0]
    told = bounds(start or edtf)
    day = told.start_earliest if told.start_earliest is not None else told.end_earliest or 0
    told_to = (precision(start) if start else "day") if level != "century" else level
    sizes = LEVELS[1 : LEVELS.index(level) + 1]
    return stretch_at(day, told_to if told_to in sizes else "year" if told_to == "season" and level == "month" else level)


def way_up(shown: Stretch) -> list[Stretch]:
    """The larger stretches around the one shown, the largest first."""
    level = level_of(shown)
    wider = [one for one in LEVELS[1:] if LEVELS.index(one) < LEVELS.index(level)]
    around = [stretch_at(shown.first, one) for one in wider]
    return [
        one
        for one in around
        if one.first <= shown.first and shown.last <= one.last and one.last - one.first > shown.last - shown.first
    ]


def beside(shown: Stretch, rows: Iterable[Row]) -> tuple[Stretch | None, Stretch | None]:
    """The nearest stretches of the same size, before and after the one shown, in which anything begins."""
    level = level_of(shown)
    if level == "all" or stretch_at(shown.first, level).first != shown.first:
        return None, None
    firsts = [row.first for row in rows if row.first is not None]
    before = max((day for day in firsts if day < shown.first), default=None)
    after = min((day for day in firsts if day > shown.last), default=None)
    return (None if before is None else stretch_at(before, level)), (None if after is None else stretch_at(after, level))


def groups_of(lines: Sequence[Mapping[str, Any]], level: str) -> list[tuple[Stretch, list[Mapping[str, Any]]]]:
    """Lines under their decade; where less than that is shown, under their year or month; what is told less exactly under what is told."""
    size = {"all": "decade", "century": "decade", "decade": "year"}.get(level, "month")
    groups: dict[Stretch, list[Mapping[str, Any]]] = {}
    for line in lines:
        groups.setdefault(begin_of(line["date"], size), []).append(line)
    return sorted(groups.items(), key=lambda group: (group[0].first, -group[0].last))


def closer_of(shown: Stretch, address: Callable[[str, str], str], anchors: Collection[str] | None) -> Callable[[int, int], str]:
    """Where a bundle of marks leads: to the smallest stretch that holds it and is smaller than what is shown, else to the list. With
    `anchors`, those of the list's groups: to its decade in the list, as files have no other address."""
    level = level_of(shown)

    def closer(first: int, last: int) -> str:
        if anchors is not None:
            anchor = stretch_at(first, "decade").anchor
            return f"#{anchor if anchor in anchors else LIST}"
        for size in reversed(LEVELS[LEVELS.index(level) + 1 :]):
            one = stretch_at(first, size)
            if one.first <= first and last <= one.last:
                return address(one.start, one.end)
        smaller = below(level)
        if smaller:
            one, other = stretch_at(first, smaller), stretch_at(last, smaller)
            if (one.first, other.last) != (shown.first, shown.last):
                return address(one.start, other.end)
        return f"#{LIST}"

    return closer
