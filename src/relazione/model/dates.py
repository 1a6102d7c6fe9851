"""The model room: dates as exact as a source allows and no more, in EDTF (ISO 8601-2:2019, levels 0 and 1 and what histories need).

A date is kept as its EDTF string and read into four bounds: the earliest and the latest day of its start, the earliest and the
latest day of its end. Days are whole numbers counted from 1970-01-01 in the proleptic Gregorian calendar (astronomical years:
year 0 is 1 BCE), so that they sort and compare across the eras. An open end ("..") and an unknown one ("") are None.

Read here: YYYY, YYYY-MM, YYYY-MM-DD, seasons (YYYY-21 spring to YYYY-24 winter), YYYX (decade), YYXX (century), negative
years, Y followed by a longer year, qualifiers ~ ? % at the end, intervals a/b with ".." or nothing on either side.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from relazione.model.errors import ImpossibleDate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 14)}
_POINT = re.compile(
    r"(?P<year>Y-?\d{5,9}|-?(?:\d{4}|\d{3}X|\d{2}XX))(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<qualifier>[~?%])?",
    re.ASCII,
)

HowGot = Literal["said", "carried", "inherited", "implied"]
"""How a value was got: said in the words themselves, carried over from the text before, inherited from the heading, implied."""


class Bounds(msgspec.Struct, frozen=True, order=True):
    """The four bounds of a date, in days since 1970-01-01; None where open or unknown."""

    start_earliest: int | None
    start_latest: int | None
    end_earliest: int | None
    end_latest: int | None


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """When something was: an EDTF date, how it was got, and the words that say it."""

    edtf: Annotated[str, Meta(description="EDTF (ISO 8601-2), e.g. 1932-01-04, 199X, 1911/1912, 1921/.., 2019~")]
    how: Annotated[HowGot, Meta(description="said, carried over, inherited from the heading, or implied")] = "said"
    wording: Annotated[str, Meta(description="the original words of the date")] = ""

    @property
    def bounds(self) -> Bounds:
        """The four bounds. Raises ImpossibleDate where `edtf` is no date."""
        return bounds(self.edtf)

    @property
    def start(self) -> str | None:
        """The EDTF of the start alone, None where it is open or unknown."""
        return sides(self.edtf)[0]

    @property
    def end(self) -> str | None:
        """The EDTF of the end alone; for a date that is no interval the date itself."""
        return sides(self.edtf)[1]

    def __str__(self) -> str:
        return humanize(self.edtf)


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a proleptic Gregorian day (Howard Hinnant's days_from_civil)."""
    y = year - (month <= 2)
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - 719468


def civil(number: int) -> tuple[int, int, int]:
    """(year, month, day) of a day number: the inverse of `day_number`."""
    z = number + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) // 5 + 1


def iso_day(number: int) -> str:
    """The EDTF of a day number: "1932-01-04", "-0043-03-15"."""
    year, month, day = civil(number)
    return f"{_year_text(year)}-{month:02d}-{day:02d}"


def days_in_month(year: int, month: int) -> int:
    """How many days the month has, 28 to 31."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _year_text(year: int) -> str:
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


@lru_cache(maxsize=16384)
def _point(text: str) -> tuple[int, int]:
    """First and last day that a date which is no interval may mean."""
    found = _POINT.fullmatch(text)
    if not found:
        raise ImpossibleDate(text)
    raw, month, day = found["year"], found["month"], found["day"]
    if "X" in raw:
        if month:
            raise ImpossibleDate(text, "a decade or century has no month")
        low, high = int(raw.replace("X", "0")), int(raw.replace("X", "9"))
        return day_number(min(low, high), 1, 1), day_number(max(low, high), 12, 31)
    year = int(raw.removeprefix("Y"))
    if month is None:
        return day_number(year, 1, 1), day_number(year, 12, 31)
    m = int(month)
    if m in SEASONS and day is None:
        _, first, last = SEASONS[m]
        last_year, last = (year + 1, last - 12) if last > 12 else (year, last)
        return day_number(year, first, 1), day_number(last_year, last, days_in_month(last_year, last))
    if not 1 <= m <= 12:
        raise ImpossibleDate(text, f"there is no month {m}")
    if day is None:
        return day_number(year, m, 1), day_number(year, m, days_in_month(year, m))
    d = int(day)
    if not 1 <= d <= days_in_month(year, m):
        raise ImpossibleDate(text, f"{MONTHS[m - 1]} {year} has no day {d}")
    number = day_number(year, m, d)
    return number, number


def sides(edtf: str) -> tuple[str | None, str | None]:
    """Start and end of a date as EDTF, None where open or unknown; twice the same where it is no interval."""
    if "/" not in edtf:
        return edtf, edtf
    start, _, end = edtf.partition("/")
    return (start if start not in ("", "..") else None), (end if end not in ("", "..") else None)


@lru_cache(maxsize=16384)
def bounds(edtf: str) -> Bounds:
    """The four bounds of an EDTF date. Raises ImpossibleDate, also for an interval that ends before it starts."""
    start, end = sides(edtf)
    if not start and not end:
        raise ImpossibleDate(edtf, "an interval needs at least one side")
    first = _point(start) if start else (None, None)
    last = _point(end) if end else (None, None)
    found = Bounds(*first, *last)
    if found.start_earliest is not None and found.end_latest is not None and found.end_latest < found.start_earliest:
        raise ImpossibleDate(edtf, "it ends before it starts")
    return found


def is_edtf(text: str) -> bool:
    """Whether the text is a date that this module reads."""
    try:
        bounds(text)
    except ImpossibleDate:
        return False
    return True


def is_open(edtf: str) -> bool:
    """Whether the date is an interval without a told end ("1921/..")."""
    return edtf.endswith(("/..", "/"))


def is_approximate(edtf: str) -> bool:
    """Whether the source says about or perhaps (~, ? or %)."""
    return any(mark in edtf for mark in "~?%")


def precision(edtf: str) -> Literal["day", "month", "season", "year", "decade", "century", "interval"]:
    """How exact a date is."""
    if "/" in edtf:
        return "interval"
    bare = edtf.rstrip("~?%")
    if bare.endswith("XX"):
        return "century"
    if bare.endswith("X"):
        return "decade"
    parts = bare.removeprefix("Y").removeprefix("-").split("-")
    if len(parts) == 3:
        return "day"
    if len(parts) == 2:
        return "season" if int(parts[1]) in SEASONS else "month"
    return "year"


def sort_key(edtf: str | None) -> tuple[int, int]:
    """A key that sorts dates by start, coarser ones first; undated ones come last."""
    if not edtf:
        return (1 << 40, 0)
    b = bounds(edtf)
    start = b.start_earliest if b.start_earliest is not None else (b.end_earliest or 0)
    end = b.end_latest if b.end_latest is not None else (1 << 40)
    return (start, -end)


def refines(fine: str, coarse: str) -> bool:
    """Whether one date agrees with another and is at least as exact (1911-09-29/1912-10-18 refines 1911/1912)."""
    f, c = bounds(fine), bounds(coarse)
    return _within(f.start_earliest, f.start_latest, c.start_earliest, c.start_latest) and _within(
        f.end_earliest, f.end_latest, c.end_earliest, c.end_latest
    )


def _within(low: int | None, high: int | None, outer_low: int | None, outer_high: int | None) -> bool:
    if outer_low is None or outer_high is None:
        return True
    return low is not None and high is not None and outer_low <= low and high <= outer_high


def _humanize_point(text: str) -> str:
    qualifier = text[-1] if text[-1] in "~?%" else ""
    bare = text.rstrip("~?%").removeprefix("Y")
    era = " BCE" if bare.startswith("-") else ""
    parts = bare.removeprefix("-").split("-")
    raw = ("-" if era else "") + parts[0]
    if raw.endswith("XX"):
        number = int(parts[0][:2]) + 1
        suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        words = f"the {number}{suffix} century{era}"
    elif raw.endswith("X"):
        # year 0 is 1 BCE: the ten years of a decade before it are not those that "the 40s BCE" means
        ten = int(parts[0][:3]) * 10
        words = f"{ten + 10} to {ten + 1} BCE" if era else f"the {ten}s"
    else:
        year = int(raw)
        words = str(year) if year > 0 else f"{1 - year} BCE"
    if len(parts) > 1:
        month = int(parts[1])
        words = f"{SEASONS[month][0] if month in SEASONS else MONTHS[month - 1]} {words}"
    if len(parts) > 2:
        words = f"{int(parts[2])} {words}"
    return {"~": "about ", "?": "perhaps ", "%": "perhaps about ", "": ""}[qualifier] + words


def humanize(edtf: str) -> str:
    """A date in English words: "4 January 1932", "the 1990s", "1911 to 1912", "since 1921". Never claims more than the date."""
    bounds(edtf)
    if "/" not in edtf:
        return _humanize_point(edtf)
    start, end = sides(edtf)
    if start and end:
        return f"{_humanize_point(start)} to {_humanize_point(end)}"
    return f"since {_humanize_point(start)}" if start else f"until {_humanize_point(end or '')}"


def parse_day(text: str) -> int:
    """A user's as-of date as a day number: a day, or the first day of a month or year. Raises ImpossibleDate."""
    cleaned = text.strip()
    if "/" in cleaned:
        raise ImpossibleDate(text, "one date, not an interval")
    return _point(cleaned)[0]
