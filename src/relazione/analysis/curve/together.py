"""The curve: prose and feeds put together. In each period it is the weighted mean of the sources that cover it, each on the scale of prose.

Prose tells few weighty acts, a feed reports thousands: their sums cannot be added. The levels of a feed are multiplied by one number, by which
its mean level becomes that of prose. The number is the pair's own: how many reports a pair has is a matter of how many newspapers look
at it, by which pairs differ a thousandfold (docs/curve.md has the measurement). It is one number for both sides, so that what the feed says of
their balance stays as it is, and one for the whole time, whichever part of it is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from relazione.analysis.curve.answer import By
from relazione.analysis.curve.feed_answer import ScaledBy, Source, Together, TogetherPoint
from relazione.analysis.curve.feed_levels import FeedLevels
from relazione.analysis.curve.spans import period_text

PROSE = "prose"
TOLD = 10
"""Acts that each of two sources must tell in their common time for it to be compared alone: the mean of ten is known to about a third."""
INSTEAD = {"gdelt1": "gdelt2"}
"""Feeds that code the same news as another one. Where both cover a period one of them counts: that of which more days are covered; of equals
the other one."""

Asked = tuple[int | None, int | None]
"""The first and the last period asked for; None: from, or to, the end of what is covered."""


class Told(NamedTuple):
    """What a source tells by periods: cooperation and conflict of those that it covers, and how many acts there are in each."""

    levels: Mapping[int, tuple[float, float]]
    acts: Mapping[int, int]


def together(
    prose: Told, feeds: Sequence[FeedLevels], by: By, asked: Asked = (None, None), weights: Mapping[str, float] | None = None
) -> Together:
    """The curve of all sources in the periods asked for.

    `weights`: by source; those that are not there have the usual one: prose 1, and the feeds that count in a period 1 between them.
    """
    weights = weights or {}
    told = {PROSE: prose, **{feed.feed: Told(feed.levels, feed.acts) for feed in feeds}}
    sources = _scaled(told, weights)
    scale = {one.source: one.scale for one in sources}
    covered = {feed.feed: feed.covered for feed in feeds}
    points = []
    for period in _shown(told, asked):
        there = _counted([name for name in told if period in told[name].levels], period, covered)
        weight = {name: share for name, share in _weights(there, weights).items() if share > 0}
        whole = sum(weight.values())
        cooperation = conflict = net = None
        if weight:
            sides = (sum(weight[name] * scale[name] * told[name].levels[period][side] for name in weight) for side in (0, 1))
            cooperation, conflict = (round(side / whole, 4) for side in sides)
            net = round(cooperation + conflict, 4)
        points.append(TogetherPoint(period_text(period, by), cooperation, conflict, net, tuple(weight)))
    start, end = (points[0].period, points[-1].period) if points else (None, None)
    return Together(start=start, end=end, sources=sources, points=tuple(points))


def _shown(told: Mapping[str, Told], asked: Asked) -> range:
    periods = [period for one in told.values() for period in one.levels]
    first, last = (min(periods), max(periods)) if periods else (0, -1)
    low, high = asked
    return range(first if low is None else max(first, low), (last if high is None else min(last, high)) + 1)


def _counted(there: list[str], period: int, covered: Mapping[str, Mapping[int, float]]) -> list[str]:
    """Without those that code the same news as another one that is there."""
    gone = set()
    for name, other in INSTEAD.items():
        if name in there and other in there:
            gone.add(name if covered[other][period] >= covered[name][period] else other)
    return [name for name in there if name not in gone]


def _weights(there: Collection[str], asked: Mapping[str, float]) -> dict[str, float]:
    """What each of the sources weighs, where these cover a period."""
    feeds = len([name for name in there if name != PROSE])
    return {name: asked.get(name, 1.0 if name == PROSE else 1.0 / feeds) for name in there}


# --- scales ----------------------------------------------------------------------------------------------------------------------


def _scaled(told: Mapping[str, Told], weights: Mapping[str, float]) -> tuple[Source, ...]:
    """Each source with its scale. The feed that covers most is put on the scale of prose, and the other feeds on its own, since feeds tell
    the same kind of thing; where those have too little in common, they are put on that of prose, too. Where prose tells nothing that moves
    the curve, that feed is the reference."""
    moving = [name for name in told if _mean(told[name], told[name].levels) > 0]
    feeds = sorted((name for name in moving if name != PROSE), key=lambda name: -len(told[name].levels))
    reference = PROSE if PROSE in moving else feeds[0] if feeds else PROSE
    found = {reference: Source(reference, weights.get(reference), 1.0, "reference", None, 0)}
    for name in (name for name in feeds if name != reference):
        scale, how, to = _scale(told, name, dict.fromkeys((feeds[0], reference)) if name != feeds[0] else (reference,))
        common = len(told[name].levels.keys() & told[to].levels.keys())
        found[name] = Source(name, weights.get(name), _rounded(scale * found[to].scale), how, to, common)
    return tuple(found.get(name) or Source(name, weights.get(name), 1.0, "nothing", None, 0) for name in told)


def _scale(told: Mapping[str, Told], name: str, others: Collection[str]) -> tuple[float, ScaledBy, str]:
    """By which number a source's levels are multiplied, of which time that is the quotient, and whose scale it is then on: of the first
    that has enough in common with it, else the last."""
    for to in others:
        common = told[name].levels.keys() & told[to].levels.keys()
        if all(sum(told[one].acts.get(period, 0) for period in common) >= TOLD for one in (name, to)):
            mine, theirs = _mean(told[name], common), _mean(told[to], common)
            if mine > 0 and theirs > 0:
                return theirs / mine, "common time", to
    to = [*others][-1]
    return _mean(told[to], told[to].levels) / _mean(told[name], told[name].levels), "own time", to


def _mean(told: Told, periods: Collection[int]) -> float:
    """The mean of cooperation and conflict together, without their signs."""
    return sum(told.levels[period][0] - told.levels[period][1] for period in sorted(periods)) / len(periods) if periods else 0.0


def _rounded(scale: float) -> float:
    """With six figures, so that the numbers in an answer are those that it was made with."""
    return float(f"{scale:.6g}")
