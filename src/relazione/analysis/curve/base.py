"""The curve: what stands between the two meanwhile: agreements, missions, organisations of which both are members.

It is counted apart and is no part of cooperation: an embassy that stands is no act, and what no one tells to have ended would lift the
curve for ever.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from relazione.analysis.curve.answer import Base, By
from relazione.analysis.curve.covered import Days, joined
from relazione.analysis.curve.spans import period_of
from relazione.record.pairs import CROWD

_BOTH = (
    "SELECT s.first_day, s.last_day FROM fact_states s CROSS JOIN fact_states t WHERE s.state = ?1 AND s.kind = ?3 AND s.part "
    "AND s.realis = 'fact' AND s.first_day IS NOT NULL AND t.state = ?2 AND t.kind = ?3 AND t.fact = s.fact AND t.part"
)
_FEW = f" AND {CROWD} >= (SELECT count(*) FROM fact_states p WHERE p.fact = s.fact)"
_MEMBERS = (
    "SELECT s.state, f.roster, s.first_day, s.last_day FROM fact_states s CROSS JOIN facts f WHERE s.state IN (?, ?) "
    "AND s.kind = 'membership' AND s.part AND s.realis = 'fact' AND s.first_day IS NOT NULL AND f.number = s.fact "
    "AND f.type IN ('member', 'founding')"
)


def base(connection: sqlite3.Connection, a: str, b: str, by: By, first: int, last: int) -> list[Base]:
    """What stands in each period first..last."""
    count = last - first + 1
    lists = (
        connection.execute(_BOTH + _FEW, (a, b, "agreement")),
        connection.execute(_BOTH, (a, b, "mission")),
        _shared(connection, a, b),
    )
    columns = [_counts(spans, by, first, count) for spans in lists]
    return [Base(*row) for row in zip(*columns, strict=True)]


def _counts(spans: Iterable[Days], by: By, first: int, count: int) -> list[int]:
    """How many of the spans of days there are in each period."""
    steps = [0] * (count + 1)
    for low, high in spans:
        begin = max(0, period_of(low, by) - first)
        finish = count - 1 if high > 3_000_000 else min(count - 1, period_of(high, by) - first)
        if begin <= finish:
            steps[begin] += 1
            steps[finish + 1] -= 1
    found, standing = [], 0
    for step in steps[:count]:
        standing += step
        found.append(standing)
    return found


def _shared(connection: sqlite3.Connection, a: str, b: str) -> list[Days]:
    """When both were members: the common times of each organisation, each once."""
    held: dict[str, dict[str, list[Days]]] = defaultdict(lambda: defaultdict(list))
    for state, roster, low, high in connection.execute(_MEMBERS, (a, b)):
        held[roster or ""][state].append((low, high))
    found: list[Days] = []
    for name, members in held.items():
        if name and len(members) == 2:
            common = ((max(x[0], y[0]), min(x[1], y[1])) for x in members[a] for y in members[b])
            found += joined([one for one in common if one[0] <= one[1]], 0)
    return found
