"""Publish: the curve with feeds in words: a row for each month, year, decade or century of all sources together, with what each tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import UnsetType

from relazione.analysis.curve import By, Curve
from relazione.analysis.curve.feed_answer import FeedCurve, FeedPoint, Source, TogetherPoint
from relazione.model.dates import humanize
from relazione.publish.curve_table import grouped, period_words
from relazione.sources.feeds.names import FEED_NAMES

NAMES = {"prose": "Prose", **FEED_NAMES}
"""The sources as people call them."""
MOST_STRETCHES = 3
FEED_COLUMNS = ("cooperation", "conflict", "net", "rows", "acts", "covered", "volume")
TOGETHER_COLUMNS = ("cooperation", "conflict", "net", "sources")


class OfFeed(msgspec.Struct, frozen=True):
    """What a feed tells in a row: rows, acts, the highest cooperation and the strongest conflict on its own scale (None: not covered)."""

    feed: str
    rows: int
    acts: int
    cooperation: float | None
    conflict: float | None


class FeedsRow(msgspec.Struct, frozen=True):
    """Some periods together: the highest cooperation and the strongest conflict of all sources together, which sources these are, and what
    each feed tells, in the order of the feeds."""

    words: str
    first: str
    last: str
    cooperation: float | None
    conflict: float | None
    sources: tuple[str, ...]
    feeds: tuple[OfFeed, ...]


def feeds_rows(curve: Curve, most: int = 70) -> list[FeedsRow]:
    """The rows of the time that any feed covers, the oldest first; empty where no feed covers any."""
    feeds = () if isinstance(curve.feeds, UnsetType) else tuple(feed for feed in curve.feeds if feed.points)
    if isinstance(curve.together, UnsetType) or not feeds:
        return []
    by_period = [{point.period: point for point in feed.points} for feed in feeds]
    periods = {period for points in by_period for period in points}
    known = [point for point in curve.together.points if point.period in periods]
    told = {point.period: point for point in known}
    every = [told.get(period) or TogetherPoint(period, None, None, None, ()) for period in _between(feeds)]
    return [_row(key, list(group), feeds, by_period) for key, group in grouped(every, curve.by, most)]


def _between(feeds: Sequence[FeedCurve]) -> Iterator[str]:
    """Every period from the first that a feed has to the last."""
    from relazione.analysis.curve.spans import period_number, period_text

    numbers = [period_number(point.period) for feed in feeds for point in (feed.points[0], feed.points[-1])]
    by = "month" if "-" in feeds[0].points[0].period.lstrip("-") else "year"
    yield from (period_text(number, "month" if by == "month" else "year") for number in range(min(numbers), max(numbers) + 1))


def _row(
    key: tuple[int, int], group: list[TogetherPoint], feeds: Sequence[FeedCurve], by_period: Sequence[dict[str, FeedPoint]]
) -> FeedsRow:
    first, last = group[0].period, group[-1].period
    return FeedsRow(
        words=period_words(key, first),
        first=first,
        last=last,
        cooperation=_highest(point.cooperation for point in group),
        conflict=_lowest(point.conflict for point in group),
        sources=tuple(dict.fromkeys(name for point in group for name in point.sources)),
        feeds=tuple(
            _of_feed(feed.feed, [points[point.period] for point in group if point.period in points])
            for feed, points in zip(feeds, by_period, strict=True)
        ),
    )


def _of_feed(feed: str, points: Sequence[FeedPoint]) -> OfFeed:
    return OfFeed(
        feed,
        sum(point.rows for point in points),
        sum(point.acts for point in points),
        _highest(point.cooperation for point in points),
        _lowest(point.conflict for point in points),
    )


def _highest(levels: Iterable[float | None]) -> float | None:
    return max((level for level in levels if level is not None), default=None)


def _lowest(levels: Iterable[float | None]) -> float | None:
    return min((level for level in levels if level is not None), default=None)


def cover_words(curve: Curve) -> list[str]:
    """For each feed a sentence: what its loads cover, and how its scale was found."""
    if isinstance(curve.feeds, UnsetType) or isinstance(curve.together, UnsetType):
        return []
    sources = {one.source: one for one in curve.together.sources}
    return [f"{NAMES[feed.feed]} covers {_stretches(feed)}; {_scaled(sources[feed.feed], curve.by)}." for feed in curve.feeds]


def _stretches(feed: FeedCurve) -> str:
    told = [f"{humanize(first)} to {humanize(last)}" if first != last else humanize(first) for first, last in feed.covers]
    more = f" and {len(told) - MOST_STRETCHES} more times" if len(told) > MOST_STRETCHES else ""
    return f"{', '.join(told[:MOST_STRETCHES])}{more}" or "no day"


def _scaled(source: Source, by: By) -> str:
    if source.scaled_by == "reference":
        return "the others are put on its scale"
    if source.scaled_by == "nothing" or source.to is None:
        return "it reports nothing of the two that moves a curve"
    time = f"the {source.common} {by}s that both cover" if source.scaled_by == "common time" else "all that each covers"
    other = "prose" if source.to == "prose" else NAMES[source.to]
    return f"multiplied by {source.scale:.3g}, so that its mean over {time} is that of {other}"


def more_columns(curve: Curve) -> list[str]:
    """The columns that feeds add to the CSV."""
    if isinstance(curve.feeds, UnsetType):
        return []
    return [
        *(f"together_{name}" for name in TOGETHER_COLUMNS),
        *(f"{feed.feed}_{name}" for feed in curve.feeds for name in FEED_COLUMNS),
    ]


def more_cells(curve: Curve) -> dict[str, list[object]]:
    """By period what stands in these columns, for every period that any source has."""
    if isinstance(curve.together, UnsetType) or isinstance(curve.feeds, UnsetType):
        return {}
    together = {point.period: point for point in curve.together.points}
    feeds = [{point.period: point for point in feed.points} for feed in curve.feeds]
    found: dict[str, list[object]] = {}
    for period in dict.fromkeys([*together, *(period for points in feeds for period in points)]):
        one = together.get(period)
        cells: list[object] = [one.cooperation, one.conflict, one.net, " ".join(one.sources)] if one else [None] * 4
        for points in feeds:
            of_feed = points.get(period)
            cells += [getattr(of_feed, name) for name in FEED_COLUMNS] if of_feed else [None] * len(FEED_COLUMNS)
        found[period] = cells
    return found
