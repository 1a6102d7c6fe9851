"""The room `coding`: the order of a table's rows as a hint. Most run by the alphabet, so that the rows around bound what a name can be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from relazione.coding.row_state import best, is_sure
from relazione.reference import polities
from relazione.reference.folding import fold

FEWEST_SURE = 4
"""Rows whose state is sure that a table must have before its order is trusted."""
LEAST_ORDERED = 0.8
"""Which part of its sure rows must stand in order."""
BONUS = 3
"""What standing at the right place weighs: as much as a name at the head of a sentence."""


def place_in_order(state: str) -> str:
    """By what a state's row is sorted: its everyday name without "the", in lower case."""
    return fold(polities.states()[state].name)


@cache
def places_in_order(state: str) -> tuple[str, ...]:
    """By what a state's row may be sorted: any of its everyday names, "Burma" and "Swaziland" among them, no "Kingdom of ..."."""
    ids = {polity.id for polity in polities.polities_of(state, how=("self",))}
    names = [n.text for n in polities.names() if n.polity in ids and n.kind == "name" and " of " not in n.text]
    return tuple(dict.fromkeys([place_in_order(state), *map(fold, names)]))


def decide(rows: Sequence[Counter[str]]) -> list[str | None]:
    """The state of each row of a table, by how much its words speak for each state and, where they leave doubt, by the rows around."""
    sure = [best(scores) if is_sure(scores) else None for scores in rows]
    chain = _longest_run([(i, place_in_order(s)) for i, s in enumerate(sure) if s is not None])
    told = sum(s is not None for s in sure)
    if told < FEWEST_SURE or len(chain) < LEAST_ORDERED * told:
        return [best(scores) for scores in rows]
    found = []
    for i, (state, scores) in enumerate(zip(sure, rows, strict=True)):
        found.append(state if state is not None else _between(scores, *_bounds(i, chain)))
    return found


def _between(scores: Counter[str], low: str, high: str) -> str | None:
    found = Counter(scores)
    for state in scores:
        if state and any(low <= name <= high for name in places_in_order(state)):
            found[state] += BONUS
    return best(found)


def _bounds(i: int, chain: list[tuple[int, str]]) -> tuple[str, str]:
    at = bisect_left(chain, (i, ""))
    return (chain[at - 1][1] if at else "", chain[at][1] if at < len(chain) else "\uffff")


def _longest_run(named: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The most rows that stand in order among them, so that one out of place bounds nothing. Takes n log n steps."""
    ends: list[str] = []
    at: list[int] = []
    previous: list[int] = []
    for k, (_, name) in enumerate(named):
        length = bisect_right(ends, name)
        previous.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(name)
            at.append(k)
        else:
            ends[length], at[length] = name, k
    run: list[tuple[int, str]] = []
    k = at[-1] if at else -1
    while k >= 0:
        run.append(named[k])
        k = previous[k]
    return run[::-1]
