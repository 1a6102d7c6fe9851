"""The curve: the shape of what feeds add to the answer. All of it is left out where no feed is asked."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

ScaledBy = Literal["reference", "common time", "own time", "nothing"]


class FeedPoint(msgspec.Struct, frozen=True, gc=False):
    """One year or month of a feed, on the feed's own scale."""

    period: Annotated[str, Meta(description="YYYY or YYYY-MM (EDTF)")]
    cooperation: Annotated[float | None, Meta(description="0 or more; null: the loads cover less than half of the period's days")]
    conflict: Annotated[float | None, Meta(description="0 or less; null likewise")]
    net: Annotated[float | None, Meta(description="cooperation + conflict; null where either is")]
    rows: Annotated[int, Meta(description="rows of the feed between the two that are dated in the period")]
    acts: Annotated[int, Meta(description="of them those that count: of several of one type and direction on one day, one")]
    covered: Annotated[float, Meta(description="share of the period's days that loads of the feed cover, 0 to 1")]
    volume: Annotated[
        float,
        Meta(description="how much the feed reports of all other states in the year, its mean being 1: scores are divided by it"),
    ]


class FeedCurve(msgspec.Struct, frozen=True, gc=False):
    """Cooperation and conflict of the two as a feed reports them."""

    feed: Annotated[str, Meta(description="gdelt1, gdelt2, icews or polecat")]
    covers: Annotated[tuple[tuple[str, str], ...], Meta(description="first and last day of each stretch that loads cover")]
    points: Annotated[tuple[FeedPoint, ...], Meta(description="from the first covered period to the last")]
    outside: Annotated[int, Meta(description="rows dated in periods that no load covers: they count for nothing")]


class Source(msgspec.Struct, frozen=True, gc=False):
    """What makes the curve together: the prose of the record, or a feed."""

    source: Annotated[str, Meta(description="prose, or the id of a feed")]
    weight: Annotated[float | None, Meta(description="as asked; null: the usual one, prose 1, feeds 1 between them")]
    scale: Annotated[float, Meta(description="its levels are multiplied by this before they are put together")]
    scaled_by: Annotated[
        ScaledBy,
        Meta(
            description="reference: the others are put on its scale; common time: its mean level over the time that both cover is made "
            "that of `to`; own time: they tell too little in common, and the mean over all that each covers is; "
            "nothing: it tells nothing that moves a curve"
        ),
    ]
    to: Annotated[str | None, Meta(description="the source that it was compared with")]
    common: Annotated[int, Meta(description="periods that both cover")]


class TogetherPoint(msgspec.Struct, frozen=True, gc=False):
    """One year or month of all sources together, on the scale of the reference."""

    period: Annotated[str, Meta(description="YYYY or YYYY-MM (EDTF)")]
    cooperation: Annotated[float | None, Meta(description="0 or more; null: no source covers the period")]
    conflict: Annotated[float | None, Meta(description="0 or less; null likewise")]
    net: Annotated[float | None, Meta(description="cooperation + conflict; null where either is")]
    sources: Annotated[tuple[str, ...], Meta(description="the sources that it is the mean of; where it is one, that one's level")]


class Together(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Prose and feeds in one curve: in each period the weighted mean of those that cover it."""

    start: Annotated[str | None, Meta(description="first period")] = msgspec.field(name="from")
    end: Annotated[str | None, Meta(description="last period")] = msgspec.field(name="to")
    sources: Annotated[tuple[Source, ...], Meta(description="prose first, then the feeds")]
    points: tuple[TogetherPoint, ...]
