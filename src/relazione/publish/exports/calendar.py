"""Publish: anniversaries as iCalendar (RFC 5545): facts dated to the day, each coming round every year.

Only days of the Gregorian calendar's time (from 1583 on) are given: an older day would fall on another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relazione.model.dates import bounds, civil, precision
from relazione.model.record import Fact
from relazione.publish.exports.extract import Extract
from relazione.publish.visible import visible

KINDS = ("event", "agreement", "mission", "membership", "holding")
FIRST_YEAR = 1583
WIDTH = 75
"""Octets of a line; longer ones are folded."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar(taken: Extract) -> tuple[bytes, Counter[str]]:
    """A calendar of anniversaries; what has no day of its own is left out and counted."""
    left_out: Counter[str] = Counter()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Relazione//Anniversaries//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(taken.about)}", f"X-RELAZIONE-RECORD:{taken.record}"]
    for fact in taken.facts:
        if reason := _unfit(fact):
            left_out[reason] += 1
            continue
        lines += _event(taken, fact)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8"), left_out


def _unfit(fact: Fact) -> str:
    """Why a fact has no anniversary; "" where it has one."""
    if fact.kind not in KINDS:
        return "a kind without anniversaries"
    if fact.realis != "fact":
        return "not told as having happened"
    if not fact.start or precision(fact.start) != "day" or fact.start[-1] in "~?%":
        return "not dated to the day"
    return "" if _civil(fact)[0] >= FIRST_YEAR else f"before {FIRST_YEAR}"


def _civil(fact: Fact) -> tuple[int, int, int]:
    return civil(bounds(fact.start or "").start_earliest or 0)


def _event(taken: Extract, fact: Fact) -> Iterator[str]:
    year, month, day = _civil(fact)
    yield "BEGIN:VEVENT"
    yield f"UID:{fact.id}@relazione"
    yield "DTSTAMP:19700101T000000Z"  # the same record gives the same calendar
    yield f"DTSTART;VALUE=DATE:{year:04d}{month:02d}{day:02d}"
    yield "RRULE:FREQ=YEARLY"
    yield f"SUMMARY:{_text(fact.label)}"
    yield f"DESCRIPTION:{_text(f'“{taken.quote(fact)}” — {taken.sources(fact)}. Record {taken.record}')}"
    yield f"CATEGORIES:{fact.kind.upper()}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    return visible(text).translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each but the first begun by a blank; no sign is cut in two."""
    piece, room = "", WIDTH
    for sign in line:
        width = len(sign.encode("utf-8", "backslashreplace"))
        if width > room:
            yield piece
            piece, room = " ", WIDTH - 1
        piece += sign
        room -= width
    yield piece
