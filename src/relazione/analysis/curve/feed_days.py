"""The curve: which days the loads of a feed cover, by how many rows the lake has of each day, whichever states they are of.

Files of a feed also hold rows of days long before them: of what was told late, or a year or ten years after, or with a date read wrongly. Such
a day has some rows and is not covered. The feeds grow from year to year, GDELT 1.0 to the fiftyfold in forty years, but in ten years to no
more than some twentyfold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median

from relazione.analysis.curve.covered import Days
from relazione.model.dates import civil, day_number

STRAY = 0.02
"""Share of the rows of a usual day, of the busiest year of the next ten, under which a day's rows are strays."""
AHEAD = 10
"""Years: the farthest back that a feed is known to look."""
OUTAGE = 7
"""Days without rows, between covered ones, up to which the feed was out, and its loads are whole."""


def covered_days(rows: Mapping[int, int]) -> list[Days]:
    """The stretches of days that loads cover, in order. `rows`: by day, how many rows the lake has of the feed."""
    by_year = _years(sorted(rows))
    usual = {year: median(rows[day] for day in days) for year, days in by_year.items()}
    found: list[Days] = []
    for year, days in by_year.items():
        least = STRAY * max(usual.get(other, 0) for other in range(year, year + AHEAD + 1))
        for day in days:
            if rows[day] < least:
                continue
            if found and day - found[-1][1] <= OUTAGE + 1:
                found[-1] = (found[-1][0], day)
            else:
                found.append((day, day))
    return found


def _years(days: Iterable[int]) -> dict[int, list[int]]:
    """Days in order, by their years."""
    found: dict[int, list[int]] = {}
    year, after = 0, None
    for day in days:
        if after is None or day >= after:
            year = civil(day)[0]
            after = day_number(year + 1, 1, 1)
            found[year] = []
        found[year].append(day)
    return found
