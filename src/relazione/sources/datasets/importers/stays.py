"""The room `sources`: who took part from when to when, and the time that several had in common.

A dispute, a war, an alliance list their participants one by one, each with dates of its own. What two of them had with each other
is the overlap. Dates are as exact as the file tells: of two that agree the less exact one stands, so that nothing is more exact
than its sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from relazione.model.dates import When, bounds
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.table import BadValue, Row

MOST = 300
"""Participants, each stretch counted, that one dispute, war or alliance may have."""
_LONG_AGO, _FAR_AHEAD = -(1 << 30), 1 << 30


class Stay(NamedTuple):
    """One participant's stretch. `start`, `end`: EDTF; start "" where it was in before the list begins, end "" where not told, ".." where
    it goes on."""

    row: Row
    code: str
    start: str
    end: str

    @property
    def first(self) -> int:
        """The first day on which it may have been in."""
        return _day(bounds(self.start).start_earliest, _LONG_AGO) if self.start else _LONG_AGO

    @property
    def last(self) -> int:
        """The last day on which it may have been in."""
        return _FAR_AHEAD if self.end in ("", "..") else _day(bounds(self.end).end_latest, _FAR_AHEAD)


def _day(told: int | None, otherwise: int) -> int:
    return otherwise if told is None else told


def stay(row: Row, code: str, start: tuple[str, str, str], end: tuple[str, str, str], cells: Cells) -> Stay:
    """The stretch that a row tells in columns of year, month and day. Raises BadValue where it has no start, or ends before it."""
    since, until = cells.date(row, *start), cells.date(row, *end)
    if since is None:
        raise BadValue(f"no year of start ({start[0]})")
    when = cells.when(since, until)
    return Stay(row, code, since, ".." if when is not None and when.edtf.endswith("/..") else until or "")


class Common(NamedTuple):
    """The time that several had in common; `implied`: worked out from dates that differ."""

    start: str
    end: str
    implied: bool

    def when(self, wording: str = "") -> When:
        """As When."""
        edtf = self.start if self.start == self.end else f"{self.start}/{self.end}"
        return When(edtf, how="implied" if self.implied else "said", wording=wording)


def common(stays: Sequence[Stay]) -> Common | None:
    """The later of the starts to the earlier of the ends; None where that is no time at all."""
    if max(one.first for one in stays) > min(one.last for one in stays):
        return None
    start = max((one.start for one in stays), key=_latest_start)
    end = min((one.end for one in stays), key=_earliest_end)
    if start and end not in ("", "..") and bounds(start).start_earliest > bounds(end).end_latest:  # type: ignore[operator]
        return None
    return Common(start, end, len({(one.start, one.end) for one in stays}) > 1)


def _few(number: int) -> None:
    if number > MOST:
        raise BadValue(f"{number:,} participants of one thing, of which {MOST} are read at most")


def _latest_start(edtf: str) -> int:
    return _day(bounds(edtf).start_latest, _LONG_AGO) if edtf else _LONG_AGO


def _earliest_end(edtf: str) -> int:
    if edtf in ("", ".."):
        return _FAR_AHEAD + (edtf == "..")
    return _day(bounds(edtf).end_earliest, _FAR_AHEAD)


def opposed(a: Sequence[Stay], b: Sequence[Stay]) -> Iterator[tuple[Stay, Stay, Common]]:
    """Each two of opposite sides that were in at the same time, with that time. Raises BadValue where they are too many to be true."""
    _few(len(a) + len(b))
    for one in a:
        for other in b:
            if one.code != other.code and (time := common((one, other))):
                yield one, other, time


def together(stays: Sequence[Stay]) -> Iterator[tuple[list[Stay], Common]]:
    """Each stretch that at least two had in common, with all who were in during the whole of it.

    So every two are told with exactly the time that they had in common, and a group of thirty is not told pair by pair. Raises
    BadValue where they are too many to be true.
    """
    _few(len(stays))
    seen: set[tuple[str, str]] = set()
    for pair in combinations(stays, 2):
        time = common(pair)
        if pair[0].code == pair[1].code or time is None or (time.start, time.end) in seen:
            continue
        seen.add((time.start, time.end))
        first, last = max(one.first for one in pair), min(one.last for one in pair)
        inside = {one.code: one for one in reversed(stays) if one.first <= first and last <= one.last}
        if len(inside) > 1:
            yield sorted(inside.values(), key=lambda one: one.row.line), time
