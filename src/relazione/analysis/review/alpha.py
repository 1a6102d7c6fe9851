"""The review: Krippendorff's alpha for nominal data: how far reviewers agree beyond what chance alone would give.

Of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked examples are the tests: any number of reviewers, any unit may
lack any of them. 1 is perfect agreement, 0 what chance gives, below 0 worse than chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta


class Alpha(msgspec.Struct, frozen=True):
    """Agreement over units (claims) that at least two reviewers judged."""

    alpha: Annotated[
        float | None, Meta(description="None where it cannot be told: no unit of two judgements, or all of one verdict")
    ]
    units: Annotated[int, Meta(description="units with at least two judgements")]
    judgements: Annotated[int, Meta(description="judgements of these units")]
    agreed: Annotated[int, Meta(description="units of which all judgements are equal")]


def nominal(units: Iterable[Sequence[Hashable]]) -> Alpha:
    """Alpha of units, each the values that its reviewers gave (in any order, those missing left out)."""
    pairable = [Counter(unit) for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for unit in pairable:
        size = unit.total()
        totals.update(unit)
        observed += (size * size - sum(count * count for count in unit.values())) / (size - 1)
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    alpha = 1 - (n - 1) * observed / expected if expected else None
    return Alpha(alpha, len(pairable), n, sum(len(unit) == 1 for unit in pairable))
