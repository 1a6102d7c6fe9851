"""The curve: when the sources speak of the two at all.

What any source tells of both with a date covers its time. Between two such times the sources are taken to go on speaking of them if they
lie at most `silence` years apart: an article that tells of 1718 and then of 1856 says nothing of the years between, not that they were quiet.
"""

from __future__ import annotations

import sqlite3

Days = tuple[int, int]
_YEAR = 365.2425
_OF_BOTH = (
    "SELECT s.first_day, s.last_day FROM fact_pairs p CROSS JOIN fact_states s WHERE p.a = ?1 AND p.b = ?2 AND s.fact = p.fact "
    "AND s.state = ?1 AND s.realis = 'fact' AND s.first_day IS NOT NULL "
    "AND EXISTS (SELECT 1 FROM fact_states t WHERE t.fact = p.fact AND t.state = ?2)"
)


def covered(connection: sqlite3.Connection, a: str, b: str, today: int, silence: float) -> list[Days]:
    """The stretches of days of which the sources about the two speak, in order."""
    told = set(connection.execute(_OF_BOTH, (min(a, b), max(a, b))))
    # Of what is open only the beginning is told; of what is to come nothing is.
    return joined([(first, first if last > today else last) for first, last in told if first <= today], silence)


def joined(told: list[Days], silence: float) -> list[Days]:
    """Stretches of days, those joined that lie at most so many years apart."""
    found: list[Days] = []
    for first, last in sorted(told):
        if found and first - found[-1][1] <= silence * _YEAR:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
