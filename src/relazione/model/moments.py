"""The model room: moments of the record's own clock, in UTC: up to when it had been told what counts.

A moment is asked for as a day or a time of day, and means its end: "2026-11-01" all that had come when that day ended,
"2026-11-01T12:00Z" all that had come when that minute ended, and a time with fractions of a second exactly what it says.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import msgspec

from relazione.model.dates import humanize
from relazione.model.errors import ImpossibleMoment

_TEXT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<minute>\d\d:\d\d)(?P<second>:\d\d(?P<fraction>\.\d{1,6})?)?(?P<zone>Z|[+\- ]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_SHOWN = {"minute": "minutes", "second": "seconds", "fraction": "microseconds"}
_LENGTHS = {"minute": timedelta(minutes=1), "second": timedelta(seconds=1), "fraction": timedelta(microseconds=1)}


class Moment(msgspec.Struct, frozen=True):
    """A moment of the record's clock: `text` as it is asked for again, `until` its last microsecond, as the record writes time."""

    text: str
    until: str

    @property
    def words(self) -> str:
        """The moment as people read it: "1 November 2026", "1 November 2026, 12:00 UTC"."""
        day, _, time = self.text.partition("T")
        return humanize(day) + (f", {time.removesuffix('Z')} UTC" if time else "")


def present_day() -> str:
    """The present day, in UTC, as YYYY-MM-DD."""
    return datetime.now(UTC).date().isoformat()


def moment(text: str, now: datetime | None = None) -> Moment:
    """A day (YYYY-MM-DD) or a time (YYYY-MM-DDTHH:MM, with seconds, with Z or an offset; without one it is UTC).

    Raises ImpossibleMoment for what is neither, and for a day that is yet to come (`now`: for tests).
    """
    text = text.strip()
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ImpossibleMoment(text)
    try:
        exactness, start = _start(found)
        end = start + _LENGTHS.get(exactness, timedelta(days=1)) - timedelta(microseconds=1)
    except (ValueError, OverflowError) as error:
        raise ImpossibleMoment(text, "no calendar or clock has it") from error
    if start.date() > (now or datetime.now(UTC)).date():
        raise ImpossibleMoment(text, "it is yet to come")
    shown = start.date().isoformat()
    if exactness in _SHOWN:
        shown = start.isoformat(timespec=_SHOWN[exactness]).replace("+00:00", "Z")
    return Moment(shown, written(end))


def _start(found: re.Match[str]) -> tuple[str, datetime]:
    """How exact a moment is, and its first microsecond, in UTC."""
    if not found["minute"]:
        return "day", datetime.fromisoformat(found["day"]).replace(tzinfo=UTC)
    exactness = "fraction" if found["fraction"] else "second" if found["second"] else "minute"
    digits = (found["second"] or ":00").ljust(10, "0") if found["fraction"] else found["second"] or ":00"
    zone = (found["zone"] or "Z").upper().replace(" ", "+")  # a plus sign in an address arrives as a space
    start = datetime.fromisoformat(f"{found['day']}T{found['minute']}{digits}{'+00:00' if zone == 'Z' else zone}")
    return exactness, start.astimezone(UTC)


def written(at: datetime) -> str:
    """A time as the record writes it: all of one length, so that they sort as texts."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
