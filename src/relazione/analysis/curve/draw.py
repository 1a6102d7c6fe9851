"""The curve: from the record to the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from msgspec import UNSET

from relazione.analysis.curve.acts import Weighed, acts
from relazione.analysis.curve.answer import Act, Base, By, Curve, Point
from relazione.analysis.curve.base import base
from relazione.analysis.curve.covered import Days, covered
from relazione.analysis.curve.feed_answer import FeedCurve, FeedPoint, Together
from relazione.analysis.curve.feed_levels import FeedLevels, FeedMonths
from relazione.analysis.curve.levels import Levels
from relazione.analysis.curve.spans import first_day, period_of, period_text
from relazione.analysis.curve.together import PROSE, Asked, Told, together
from relazione.analysis.curve.weights import HALF_LIFE, REALIS, SILENCE
from relazione.model.dates import bounds, iso_day, parse_day
from relazione.model.errors import SameState, UnknownState, WrongUse
from relazione.model.moments import present_day
from relazione.record.store import Record
from relazione.reference.ontology import ONTOLOGY_VERSION
from relazione.sources.feeds.columns import FEEDS


def curve(
    record: Record,
    a: str,
    b: str,
    by: By = "year",
    start: str | None = None,
    end: str | None = None,
    half_life: float = HALF_LIFE,
    silence: float = SILENCE,
    today: str | None = None,
    feeds: Sequence[FeedMonths] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Curve:
    """Cooperation and conflict of the states with the codes `a` and `b`.

    `start` and `end` (a day, month or year) choose the periods shown; what is over by `start` still counts in them as far as it has not
    decayed. `half_life` and `silence` in years. `today` is the present day, for tests. `feeds`: what feeds report of the two, as `reported`
    gives it; `weights` of the sources ("prose", "gdelt2") in the curve together. Raises ImpossibleDate, UnknownState, SameState;
    WrongUse for a half-life or weight below 0, or a `start` after the `end`.
    """
    _check(a, b, start, end, half_life, silence, weights or {})
    now = parse_day(today or present_day())
    with record.reading() as connection:
        weighed, left_out = acts(connection, a, b, now)
        stretches = covered(connection, a, b, now, silence)
        first, last = _range(weighed, stretches, by, now)
        shown = _shown(first, last, by, start, end)
        points: tuple[Point, ...] = ()
        if shown and first is not None and last is not None:
            standing = base(connection, a, b, by, *shown)
            points = _points(weighed, stretches, by, (min(first, shown[0]), shown), half_life, standing)
    reported = [
        FeedLevels(one, by, half_life)
        for one in sorted(feeds or (), key=lambda one: FEEDS.index(one.feed))
        if one.months or one.days
    ]
    asked = _asked(by, start, end)
    return Curve(
        pair=(a, b),
        by=by,
        start=points[0].period if points else None,
        end=points[-1].period if points else None,
        half_life=half_life,
        silence=silence,
        ontology=ONTOLOGY_VERSION,
        realis=dict(REALIS),
        points=points,
        acts=_within(weighed, by, shown) if shown else (),
        left_out=left_out,
        feeds=UNSET if feeds is None else tuple(_feed(one, by, asked) for one in reported),
        together=UNSET
        if feeds is None
        else _together(weighed, stretches, by, (first, last), half_life, reported, asked, weights),
    )


def _check(
    a: str, b: str, start: str | None, end: str | None, half_life: float, silence: float, weights: Mapping[str, float]
) -> None:
    from relazione.reference.polities import states

    for code in (a, b):
        if code not in states():
            raise UnknownState(code)
    if a == b:
        raise SameState(states()[a].name)
    if not (0 <= half_life < 10_000 and 0 <= silence < 10_000):
        raise WrongUse("the half-life and the silence are numbers of years, 0 or more")
    if start and end and parse_day(start) > parse_day(end):
        raise WrongUse(f"the curve cannot begin in {start} and end in {end}")
    for name, weight in weights.items():
        if name != PROSE and name not in FEEDS:
            raise WrongUse(f"there is no source {name!r} to weigh: {', '.join((PROSE, *FEEDS))}")
        if not (isfinite(weight) and 0 <= weight <= 1e6):
            raise WrongUse(f"the weight of {name} is a number from 0 to 1,000,000, and not {weight:g}")


def _range(weighed: list[Weighed], stretches: list[Days], by: By, now: int) -> tuple[int | None, int | None]:
    """The first and last period of which anything is told."""
    days = [*((one.span.start, min(one.span.end, now)) for one in weighed), *stretches]
    if not days:
        return None, None
    return period_of(min(first for first, _ in days), by), period_of(max(last for _, last in days), by)


def _shown(first: int | None, last: int | None, by: By, start: str | None, end: str | None) -> tuple[int, int] | None:
    """The periods asked for, within those of which anything is told."""
    if first is None or last is None:
        return None
    low, high = _asked(by, start, end)
    low, high = first if low is None else max(first, low), last if high is None else min(last, high)
    return (low, high) if low <= high else None


def _asked(by: By, start: str | None, end: str | None) -> Asked:
    """The first and the last period asked for; None: all."""
    return (
        period_of(parse_day(start), by) if start else None,
        period_of(bounds(end.strip()).end_latest or 0, by) if end else None,
    )


def _within(weighed: list[Weighed], by: By, shown: tuple[int, int]) -> tuple[Act, ...]:
    """The acts whose time lies at least in part in the periods shown."""
    low, after = first_day(shown[0], by), first_day(shown[1] + 1, by)
    return tuple(one.act for one in weighed if one.span.start < after and one.span.end >= low)


def _points(
    weighed: list[Weighed],
    stretches: list[Days],
    by: By,
    periods: tuple[int, tuple[int, int]],
    half_life: float,
    standing: list[Base],
) -> tuple[Point, ...]:
    first, (low, high) = periods
    levels = Levels(((one.act.score, one.span) for one in weighed), by, first, high, half_life)
    told = _told(stretches, by, low, high)
    strongest = sorted(weighed, key=lambda one: (-abs(one.act.score), one.act.label, one.act.fact))
    rank = {one.act.fact: place for place, one in enumerate(strongest)}
    ranks = [rank[one.act.fact] for one in weighed]
    found = []
    for period in range(low, high + 1):
        at = period - first
        there = sorted(levels.there[at], key=ranks.__getitem__)
        cooperation = conflict = net = None
        if there or period in told:
            cooperation, conflict = round(levels.cooperation[at], 4), round(levels.conflict[at], 4)
            net = round(cooperation + conflict, 4)
        cooperative = len([place for place in there if weighed[place].act.score > 0])
        found.append(
            Point(
                period=period_text(period, by),
                cooperation=cooperation,
                conflict=conflict,
                net=net,
                cooperative=cooperative,
                hostile=len(there) - cooperative,
                facts=tuple([weighed[place].act.fact for place in there]),
                base=standing[period - low],
            )
        )
    return tuple(found)


def _told(stretches: list[Days], by: By, low: int, high: int) -> set[int]:
    """The periods of which the sources speak."""
    return {period for a, b in stretches for period in range(max(low, period_of(a, by)), min(high, period_of(b, by)) + 1)}


# --- feeds -----------------------------------------------------------------------------------------------------------------------


def _feed(levels: FeedLevels, by: By, asked: Asked) -> FeedCurve:
    """A feed in the periods asked for."""
    low, high = asked
    points = []
    for period in range(
        levels.first if low is None else max(low, levels.first), (levels.last if high is None else min(high, levels.last)) + 1
    ):
        cooperation, conflict = levels.levels.get(period, (None, None))
        net = None if cooperation is None or conflict is None else round(cooperation + conflict, 4)
        rows, acts = levels.reported[period][:2] if period in levels.reported else (0, 0)
        points.append(
            FeedPoint(
                period=period_text(period, by),
                cooperation=cooperation,
                conflict=conflict,
                net=net,
                rows=int(rows),
                acts=int(acts),
                covered=round(levels.covered.get(period, 0.0), 4),
                volume=round(levels.volume.get(period, 1.0), 6),
            )
        )
    covers = tuple((iso_day(first), iso_day(last)) for first, last in levels.days)
    return FeedCurve(levels.feed, covers, tuple(points), levels.outside)


def _together(
    weighed: list[Weighed],
    stretches: list[Days],
    by: By,
    whole: tuple[int | None, int | None],
    half_life: float,
    feeds: Sequence[FeedLevels],
    asked: Asked,
    weights: Mapping[str, float] | None,
) -> Together:
    """Prose and feeds in one, in the periods asked for. The scales are those of the whole time, whichever part of it is shown."""
    first, last = whole
    prose: dict[int, tuple[float, float]] = {}
    acts: dict[int, int] = {}
    if first is not None and last is not None:
        levels = Levels(((one.act.score, one.span) for one in weighed), by, first, last, half_life)
        told = _told(stretches, by, first, last)
        for at, period in enumerate(range(first, last + 1)):
            if levels.there[at] or period in told:
                prose[period] = (round(levels.cooperation[at], 4), round(levels.conflict[at], 4))
                acts[period] = len(levels.there[at])
    return together(Told(prose, acts), feeds, by, asked, weights)
