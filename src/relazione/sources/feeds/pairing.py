"""The room `sources`: from the codes of countries in a feed's rows to pairs of states as of the day.

Most feeds have one actor and one recipient in a row. POLECAT has lists: each actor with each recipient; where there is no recipient, each
two of the actors together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.sources.feeds import fates, states
from relazione.sources.feeds.cells import Columns
from relazione.sources.feeds.formats import Format
from relazione.sources.feeds.meanings import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_STATES = 40
"""Codes in one row at most: of forty states there are 780 pairs."""
_FATE = {
    states.ORGANISATION: fates.ORGANISATION,
    states.REGION: fates.REGION,
    states.UNKNOWN: fates.UNKNOWN,
    states.ABSENT: fates.ABSENT,
}
_WEIGHTIEST = (states.UNKNOWN, states.ORGANISATION, states.REGION, states.ABSENT)


class Pairs(NamedTuple):
    """Pairs of two states, each as arrays: the place of its row, and of both sides the state (its place among the names of `States`), the
    polity and the code; whether they do it together, and how many states take part in the event."""

    row: NDArray[np.int64]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    first_polity: NDArray[np.int32]
    second_polity: NDArray[np.int32]
    first_code: NDArray[np.int32]
    second_code: NDArray[np.int32]
    together: NDArray[np.bool_]
    sharing: NDArray[np.int64]

    def only(self, chosen: NDArray[Any]) -> Pairs:
        return Pairs(*(column[chosen] for column in self))


def mark(fate: NDArray[np.int8], where: NDArray[np.bool_], which: int) -> None:
    """Give the rows that have no fate yet this one where the mask says so."""
    fate[where & (fate == fates.KEPT)] = which


def pairs_of(format: Format, known: states.States, columns: Columns, days: NDArray[np.int32], fate: NDArray[np.int8]) -> Pairs:
    """The pairs of the rows that have no fate yet. Rows without a pair are given their fate."""
    return _of_lists(format, known, columns, days, fate) if format.between else _of_two(format, known, columns, days, fate)


def _of_two(format: Format, known: states.States, columns: Columns, days: NDArray[np.int32], fate: NDArray[np.int8]) -> Pairs:
    import numpy

    no_first, no_second = columns.lengths("a_code") == 0, columns.lengths("b_code") == 0
    mark(fate, no_first & no_second, fates.NO_STATES)
    mark(fate, no_first, fates.NO_FIRST)
    mark(fate, no_second, fates.NO_SECOND)
    rows = numpy.flatnonzero(fate == fates.KEPT)
    asked = columns.only(rows)
    codes = [_codes(format, known, *asked.small(name)) for name in ("a_code", "b_code")]
    own = fate[rows]
    pairs = _resolved(known, rows, codes[0], codes[1], days, own)
    fate[rows] = own
    return pairs.only(own == fates.KEPT)


def _codes(format: Format, known: states.States, numbers: NDArray[np.int32], cells: list[bytes]) -> NDArray[np.int32]:
    found = known.numbers("" if (said := words(cell).strip()) in format.missing else said for cell in cells)
    return found[numbers]


def _resolved(
    known: states.States,
    rows: NDArray[np.int64],
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    days: NDArray[np.int32],
    fate: NDArray[np.int8],
) -> Pairs:
    """A pair for each place in `rows`, with the fate of each."""
    import numpy

    a, b = known.resolve(first, days[rows]), known.resolve(second, days[rows])
    nobody = a[:, 0] == states.NOBODY, b[:, 0] == states.NOBODY
    mark(fate, nobody[0] & nobody[1], fates.NO_STATES)
    mark(fate, nobody[0], fates.NO_FIRST)
    mark(fate, nobody[1], fates.NO_SECOND)
    for kind in _WEIGHTIEST:
        mark(fate, (a[:, 0] == kind) | (b[:, 0] == kind), _FATE[kind])
    mark(fate, a[:, 1] == b[:, 1], fates.SAME)
    together = numpy.zeros(len(rows), dtype=bool)
    return Pairs(rows, a[:, 1], b[:, 1], a[:, 2], b[:, 2], first, second, together, numpy.full(len(rows), 2, dtype=numpy.int64))


# --- lists ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of codes on one side: for each row which list, and of each list how many codes and where they begin in `codes`."""

    which: NDArray[np.int64]
    lengths: NDArray[np.int64]
    starts: NDArray[np.int64]
    codes: NDArray[np.int32]

    def count(self) -> NDArray[np.int64]:
        """Codes of each row."""
        found: NDArray[np.int64] = self.lengths[self.which]
        return found

    def code(self, rows: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int32]:
        """The code at a place of each row's list; where the list has no such place, any."""
        import numpy

        found: NDArray[np.int32] = self.codes[numpy.minimum(self.starts[self.which[rows]] + at, len(self.codes) - 1)]
        return found


def _of_lists(format: Format, known: states.States, columns: Columns, days: NDArray[np.int32], fate: NDArray[np.int8]) -> Pairs:
    import numpy

    rows = numpy.flatnonzero(fate == fates.KEPT)
    asked = columns.only(rows)
    first, second = _lists(format, known, asked, "a_code", "a_cow"), _lists(format, known, asked, "b_code", "b_cow")
    of_first, of_second = first.count(), second.count()
    own = fate[rows]
    too_many = of_first + of_second > MOST_STATES
    mark(own, too_many, fates.MANY)
    directed = (of_first > 0) & (of_second > 0) & ~too_many
    together = (of_first > 1) & (of_second == 0) & ~too_many
    counts = numpy.where(directed, of_first * of_second, numpy.where(together, of_first * (of_first - 1) // 2, 1))

    place = numpy.repeat(numpy.arange(len(rows)), counts)
    within = numpy.arange(len(place)) - numpy.repeat(numpy.cumsum(counts) - counts, counts)
    both = together[place]
    low, high = _two_of(of_first[place], within, both)
    across = numpy.maximum(of_second[place], 1)
    blank = known.numbers([""])[0]
    one = first.code(place, numpy.where(both, low, within // across))
    other = numpy.where(both, first.code(place, high), second.code(place, within % across))
    one[of_first[place] == 0] = blank
    other[(of_second[place] == 0) & ~both] = blank

    of_pair = own[place]
    pairs = _resolved(known, rows[place], one, other, days, of_pair)._replace(together=both)
    good = of_pair == fates.KEPT
    worst = own.copy()
    numpy.maximum.at(worst, place, of_pair)
    has_pair = numpy.bincount(place[good], minlength=len(rows)) > 0
    fate[rows] = numpy.where(has_pair, own, worst)
    return _shared(_once(pairs.only(good), len(known.names)), len(known.names))


def _lists(format: Format, known: states.States, columns: Columns, name: str, instead: str) -> _Lists:
    """The lists of a column; where a row has none, of another."""
    import numpy

    numbers, cells = columns.small(name)
    others, more = columns.small(instead)
    lists = [_list(format, words(cell)) for cell in (*cells, *more)]
    lengths = numpy.array([len(one) for one in lists], dtype=numpy.int64)
    if not len(columns):
        return _Lists(numpy.zeros(0, numpy.int64), numpy.zeros(1, numpy.int64), numpy.zeros(1, numpy.int64), known.numbers([""]))
    which = numpy.where(lengths[numbers] > 0, numbers, others + len(cells)).astype(numpy.int64)
    codes = known.numbers([code for one in lists for code in one] or [""])
    return _Lists(which, lengths, numpy.cumsum(lengths) - lengths, codes)


def _list(format: Format, cell: str) -> list[str]:
    found = dict.fromkeys(one.strip() for one in cell.split(format.between))
    return [one for one in found if one not in format.missing]


def _two_of(
    count: NDArray[np.int64], at: NDArray[np.int64], asked: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two that stand at a place among all twos of 0, 1, ... count - 1, in their order; zeros where it is not asked."""
    import numpy

    twos = [numpy.triu_indices(many, 1) for many in range(MOST_STATES + 1)]
    starts = numpy.cumsum([0, *(len(low) for low, _ in twos)])[:-1]
    lows, highs = (numpy.concatenate([two[side] for two in twos]) for side in (0, 1))
    place = numpy.where(asked, starts[numpy.where(asked, count, 0)] + at, 0)
    return numpy.where(asked, lows[place], 0), numpy.where(asked, highs[place], 0)


def _once(pairs: Pairs, names: int) -> Pairs:
    """Each pair of states once in a row and direction: two codes of a row may have been one state then."""
    import numpy

    low, high = numpy.minimum(pairs.first, pairs.second), numpy.maximum(pairs.first, pairs.second)
    turned = numpy.where(pairs.together, 0, numpy.where(pairs.first > pairs.second, 1, 2))
    _, places = numpy.unique(((pairs.row * names + low) * names + high) * 3 + turned, return_index=True)
    return pairs.only(numpy.sort(places))


def _shared(pairs: Pairs, names: int) -> Pairs:
    """How many states take part in each event."""
    import numpy

    both = numpy.unique(numpy.concatenate([pairs.row * names + pairs.first, pairs.row * names + pairs.second]))
    counts = numpy.bincount(both // names)
    return pairs._replace(sharing=counts[pairs.row])
