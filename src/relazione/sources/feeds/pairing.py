"""The room `sources`: from the codes of countries in a feed's rows to pairs of states as of the day.

Most feeds have one actor and one recipient in a row. POLECAT has lists: each actor with each recipient; where there is no recipient, each
two of the actors together.
"""

from __future__ import annotations

from itertools import combinations, product
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


def _of_lists(format: Format, known: states.States, columns: Columns, days: NDArray[np.int32], fate: NDArray[np.int8]) -> Pairs:
    import numpy

    rows = numpy.flatnonzero(fate == fates.KEPT)
    asked = columns.only(rows)
    cells = [asked.small(name) for name in ("a_code", "a_cow", "b_code", "b_cow")]
    together = numpy.stack([numbers for numbers, _ in cells], axis=1) if len(rows) else numpy.zeros((0, 4), numpy.int32)
    different, which = numpy.unique(together, axis=0, return_inverse=True)
    lists = [_pairs_in(format, *(words(cells[at][1][number]) for at, number in enumerate(one))) for one in different]
    too_many = numpy.array([one is None for one in lists], dtype=bool)
    made = [one or [("", "", False)] for one in lists]
    counts = numpy.array([len(one) for one in made], dtype=numpy.int64)
    before = numpy.concatenate([[0], numpy.cumsum(counts)[:-1]]) if len(counts) else counts
    which = which.reshape(-1)
    own = fate[rows]
    if len(rows):
        mark(own, too_many[which], fates.MANY)
    place = numpy.repeat(numpy.arange(len(rows)), counts[which])
    within = numpy.arange(len(place)) - numpy.repeat(numpy.cumsum(counts[which]) - counts[which], counts[which])
    at = before[which[place]] + within
    flat = [pair for one in made for pair in one]
    first = known.numbers(pair[0] for pair in flat)[at]
    second = known.numbers(pair[1] for pair in flat)[at]
    of_pair = own[place].copy()
    pairs = _resolved(known, rows[place], first, second, days, of_pair)
    pairs = pairs._replace(together=numpy.array([pair[2] for pair in flat], dtype=bool)[at])
    good = of_pair == fates.KEPT
    worst = own.copy()
    numpy.maximum.at(worst, place, of_pair)
    has_pair = numpy.zeros(len(rows), dtype=bool)
    has_pair[place[good]] = True
    fate[rows] = numpy.where(has_pair, own, worst)
    return _shared(_once(pairs.only(good)))


def _pairs_in(format: Format, a: str, a_cow: str, b: str, b_cow: str) -> list[tuple[str, str, bool]] | None:
    """Pairs of codes of a row, and whether they do it together; None for too many."""
    first, second = _list(format, a) or _list(format, a_cow), _list(format, b) or _list(format, b_cow)
    if len(first) + len(second) > MOST_STATES:
        return None
    if first and second:
        return [(one, other, False) for one, other in product(first, second)]
    if len(first) > 1:
        return [(one, other, True) for one, other in combinations(first, 2)]
    return [(first[0] if first else "", second[0] if second else "", False)]


def _list(format: Format, cell: str) -> list[str]:
    found = dict.fromkeys(one.strip() for one in cell.split(format.between))
    return [one for one in found if one not in format.missing]


def _once(pairs: Pairs) -> Pairs:
    """Each pair of states once in a row and direction: two codes of a row may have been one state then."""
    import numpy

    low, high = numpy.minimum(pairs.first, pairs.second), numpy.maximum(pairs.first, pairs.second)
    turned = numpy.where(pairs.together, 0, numpy.where(pairs.first > pairs.second, -1, 1))
    key = numpy.stack([pairs.row, low, high, turned], axis=1)
    _, places = numpy.unique(key, axis=0, return_index=True)
    return pairs.only(numpy.sort(places))


def _shared(pairs: Pairs) -> Pairs:
    """How many states take part in each event."""
    import numpy

    both = numpy.concatenate([numpy.stack([pairs.row, side], axis=1) for side in (pairs.first, pairs.second)])
    rows, counts = numpy.unique(numpy.unique(both, axis=0)[:, 0], return_counts=True)
    return pairs._replace(sharing=counts[numpy.searchsorted(rows, pairs.row)])
