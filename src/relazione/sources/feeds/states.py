"""The room `sources`: which state and polity a feed's code or name of a country means on a day.

Feeds write today's codes for all times: "RUS" of 1985 is the Soviet Union, "TUR" of 1911 the Ottoman Empire. The rules, the first that gives one:

1. the polity that bears the code (has the name) on the day;
2. the polity that stood on the day in the main line of the state to which the code leads: a sovereign one before a dependency;
3. the only polity that was later absorbed into that state;
4. the only land of that day that leads chiefly to that state: the Ukrainian SSR for "UKR" of 1985;
5. the polity that bears the code within two years of the day.

Where none does, the code is known and no state on that day. For every code these rules give a short list of intervals; `States.resolve` looks
up all rows of a block in them at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from relazione.reference import histories
from relazione.reference.names import resolve_name
from relazione.reference.polities import main_state
from relazione.reference.register import register
from relazione.reference.spans import Day, Span
from relazione.reference.tables import rows, table_error

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLE = Path(__file__).parents[1] / "data" / "feed_codes.tsv"
_EPOCH = datetime.date(1970, 1, 1).toordinal()
FIRST_DAY = datetime.date(1000, 1, 1).toordinal() - _EPOCH
LAST_DAY = datetime.date(2199, 12, 31).toordinal() - _EPOCH
"""First and last day that an event of a feed may have, counted from 1970-01-01."""
NEAR = 731
"""Days before or after its time for which a code is still taken for its polity, if nothing else stood there."""
_ORDER = {"kingdom": 0, "republic": 0, "state": 0, "empire": 0, "principality": 0, "union": 0}

STATE, ABSENT, REGION, ORGANISATION, UNKNOWN, NOBODY = range(6)
"""What a code is on a day: a state; known, and no state on that day; a region; an organisation; not known; blank."""


_NONE_KNOWN = "\0"


class Meaning(NamedTuple):
    """What a code means: one of the kinds above and, of a state, its code today and the id of the polity that it was."""

    kind: int
    state: str = ""
    polity: str = ""


class _Stretch(NamedTuple):
    first: int
    last: int
    polity: str
    how: str = ""


def meaning(words: str, code: str, day: int) -> Meaning:
    """What a code of some words ("cameo", "plover", "icews") means on a day counted from 1970-01-01. Numbers are those of COW."""
    found = intervals(words, code)
    return [one for first, one in found if first <= day][-1]


def intervals(words: str, code: str) -> tuple[tuple[int, Meaning], ...]:
    """What a code means from which day on, in order, from FIRST_DAY."""
    if not code:
        return ((FIRST_DAY, Meaning(NOBODY)),)
    said = _said(words).get(code, code)
    if said in ("region", "organisation"):
        return ((FIRST_DAY, Meaning(REGION if said == "region" else ORGANISATION)),)
    named = words == "icews" and said == code
    bearers = _bearing_name(code) if named else _bearing_code("cow" if code.isdecimal() else "iso3", said)
    return _intervals(bearers, code if named else "") if bearers else ((FIRST_DAY, Meaning(UNKNOWN)),)


@cache
def _intervals(bearers: tuple[_Stretch, ...], name: str) -> tuple[tuple[int, Meaning], ...]:
    """The same of those who bear a code, or a name, at any time."""
    on = _name_on(name) if name else _code_on(bearers)
    state = main_state(max(bearers, key=lambda one: (one.last, one.first)).polity)
    line = _line(state) if state else ()
    days = {FIRST_DAY}
    for one in (*bearers, *line):
        days |= {one.first, one.last + 1, one.first - NEAR, one.last + 1 + NEAR}
    for one in bearers:
        days |= {(one.last + other.first) // 2 + 1 for other in bearers if other.first > one.last}
    found: list[tuple[int, Meaning]] = []
    for day in sorted(day for day in days if FIRST_DAY <= day <= LAST_DAY):
        polity = on(day) or _of_line(line, day, state) or _near(bearers, day)
        heir = main_state(polity) if polity else None
        means = Meaning(STATE, heir, polity) if polity and heir else Meaning(ABSENT)
        if not found or found[-1][1] != means:
            found.append((day, means))
    return tuple(found)


def _bearing_code(system: str, code: str) -> tuple[_Stretch, ...]:
    known = register()
    return tuple(_stretch(known.span(row), row.polity) for row in known.by_code.get((system, code), ()))


def _code_on(bearers: Sequence[_Stretch]) -> Callable[[int], str | None]:
    def on(day: int) -> str | None:
        there = [one for one in bearers if one.first <= day <= one.last]
        return max(there, key=lambda one: (one.last, one.first)).polity if there else None

    return on


def _bearing_name(name: str) -> tuple[_Stretch, ...]:
    """Who bore the name, and when. "Moldova, Republic of" is "Republic of Moldova" as well."""
    known = register()
    main, comma, rest = name.partition(", ")
    for spelt in (name, f"{rest} {main}" if comma else name):
        polities = {match.polity for match in resolve_name(spelt) if match.kind == "name"}
        if polities:
            return tuple(_stretch(known.polities[polity].span, polity) for polity in sorted(polities))
    return ()


def _name_on(name: str) -> Callable[[int], str | None]:
    main, comma, rest = name.partition(", ")

    def on(day: int) -> str | None:
        for spelt in (name, f"{rest} {main}" if comma else name):
            for match in resolve_name(spelt, datetime.date.fromordinal(day + _EPOCH).isoformat()):
                if match.kind == "name" and match.in_time:
                    return match.polity
        return None

    return on


@cache
def _line(state: str) -> tuple[_Stretch, ...]:
    """Every polity of a state's lineage with how it leads there, each for the days on which both the row and the polity hold."""
    known = register()
    found = ((row, known.span(row).meet(known.polities[row.polity].span)) for row in known.lines_of.get(state, ()))
    return tuple(_stretch(span, row.polity, row.how) for row, span in found if span.first <= span.last)


def _of_line(line: Sequence[_Stretch], day: int, state: str | None) -> str | None:
    """The polity of the line on a day, by rules 2 to 4."""
    there = [one for one in line if one.first <= day <= one.last]
    direct = _sovereign([one.polity for one in there if one.how in ("self", "successor")])
    if direct:
        return max(direct, key=lambda polity: register().polities[polity].span.first)
    for some in (
        [one.polity for one in there if one.how == "absorbed"],
        [one.polity for one in there if main_state(one.polity) == state],
    ):
        some = _sovereign(some)
        if len(some) == 1:
            return some[0]
    return None


def _sovereign(polities: Sequence[str]) -> list[str]:
    """Without dependencies if there are others, and without what another of them contains."""
    kinds = {polity: _ORDER.get(register().polities[polity].kind, 1) for polity in polities}
    best = [polity for polity in kinds if kinds[polity] == min(kinds.values())]
    outer = [polity for polity in best if not any(row.holder in best for row in histories.held(polity))]
    return outer or best


def _near(bearers: Sequence[_Stretch], day: int) -> str | None:
    away = min(bearers, key=lambda one: max(one.first - day, day - one.last))
    return away.polity if max(away.first - day, day - away.last) <= NEAR else None


def _stretch(span: Span, polity: str, how: str = "") -> _Stretch:
    return _Stretch(_day_number(span.first), _day_number(span.last), polity, how)


def _day_number(day: Day) -> int:
    """Days from 1970-01-01, not before FIRST_DAY - 1 and not after LAST_DAY + 1 (far enough for any comparison)."""
    if day[0] < 1000:
        return FIRST_DAY - 1 - NEAR
    return LAST_DAY + 1 + NEAR if day[0] > 2199 else datetime.date(*day).toordinal() - _EPOCH


def written(words: str) -> Mapping[str, str]:
    """The codes that a feed writes otherwise than ISO does, each with what it means: a code of ours, "region" or "organisation"."""
    return MappingProxyType(_said(words))


@cache
def _said(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line, (kind, code, means, _) in rows(_TABLE, ("words", "code", "means", "name")):
        if kind not in ("cameo", "plover", "icews"):
            raise table_error(_TABLE, line, f"words {kind!r} is none of: cameo, plover, icews")
        if kind == words:
            found[code] = means
    return found


class States:
    """The codes met so far, as numbers, with their intervals in one sorted array. One for a feed's words; grows as codes are met."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.codes: list[str] = []
        self.names: tuple[str, ...] = tuple(sorted(register().states))
        self.polities: list[str] = [""]
        self._numbers: dict[str, int] = {}
        self._state = {state: at for at, state in enumerate(self.names)}
        self._polity = {"": 0}
        self._keys: list[int] = []
        self._rows: list[tuple[int, int, int]] = []
        self._arrays: tuple[NDArray[np.int64], NDArray[np.int32]] | None = None

    def numbers(self, codes: Iterable[str]) -> NDArray[np.int32]:
        """A number for each code, the same whenever it is met."""
        import numpy

        return numpy.array([self._number(code) for code in codes], dtype=numpy.int32)

    def _number(self, code: str) -> int:
        number = self._numbers.get(code)
        if number is not None:
            return number
        stretches = intervals(self.words, code)
        if stretches[0][1].kind == UNKNOWN:
            code = _NONE_KNOWN  # one number for all of them: a file may have any number of unknown codes
            if code in self._numbers:
                return self._numbers[code]
        number = self._numbers[code] = len(self.codes)
        self.codes.append(code)
        for first, means in stretches:
            polity = self._polity.setdefault(means.polity, len(self.polities))
            if polity == len(self.polities):
                self.polities.append(means.polity)
            self._keys.append((number << 20) + first - FIRST_DAY)
            self._rows.append((means.kind, self._state.get(means.state, -1), polity))
        self._arrays = None
        return number

    def resolve(self, numbers: NDArray[np.int32], days: NDArray[np.int32]) -> NDArray[np.int32]:
        """For each row with the number of a code and a day: kind, index of the state in `names` (-1: none), index in `polities`; (n, 3)."""
        import numpy

        if self._arrays is None:
            self._arrays = numpy.array(self._keys, dtype=numpy.int64), numpy.array(self._rows, dtype=numpy.int32).reshape(-1, 3)
        keys, found = self._arrays
        asked = (numbers.astype(numpy.int64) << 20) + days - FIRST_DAY
        at: NDArray[np.int32] = found[numpy.searchsorted(keys, asked, side="right") - 1]
        return at
