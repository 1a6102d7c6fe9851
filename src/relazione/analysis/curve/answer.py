"""The curve: the shape of the answer, as it is printed in JSON. Keys are always there, but for `feeds` and `together`, which are there where
feeds were asked; null is a gap, never a zero."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from relazione.analysis.curve.feed_answer import FeedCurve, Together

SCHEMA = 1
"""Version of this contract; raised when a key changes its meaning or goes."""

By = Literal["year", "month"]


class Act(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact that moves the curve."""

    fact: Annotated[str, Meta(description="id of the fact")]
    label: str
    kind: Annotated[str, Meta(description="event or agreement")]
    type: Annotated[str, Meta(description="its type in the ontology")]
    date: Annotated[str, Meta(description="EDTF of the time over which it is spread")]
    lasts: Annotated[bool, Meta(description="it counts in full while it goes on; else it happened once, at some time in `date`")]
    implied: Annotated[bool, Meta(description="its end is not told but follows from other facts, as in the as-of answer")]
    quad: Annotated[int, Meta(description="quad class: 1, 2 cooperation, 3, 4 conflict")]
    intensity: Annotated[float, Meta(description="the ontology's, -10 (most hostile) to 10 (most cooperative)")]
    weight: Annotated[float, Meta(description="realis x confidence x share in an act of many, 0 to 1")]
    score: Annotated[float, Meta(description="intensity x weight: how high the curve stands for it alone")]
    realis: str
    confidence: float


class Base(msgspec.Struct, frozen=True, gc=False):
    """What stands between the two in a period, as far as it is told; it is no part of the curve."""

    agreements: Annotated[int, Meta(description="agreements signed and not told to have ended")]
    missions: Annotated[int, Meta(description="missions of one in the other, opened and not told to be closed")]
    organisations: Annotated[int, Meta(description="organisations of which both are members")]


class Point(msgspec.Struct, frozen=True, gc=False):
    """One year or month."""

    period: Annotated[str, Meta(description="YYYY or YYYY-MM (EDTF)")]
    cooperation: Annotated[float | None, Meta(description="0 or more; null: the sources do not cover the period")]
    conflict: Annotated[float | None, Meta(description="0 or less; null: the sources do not cover the period")]
    net: Annotated[float | None, Meta(description="cooperation + conflict; null where either is")]
    cooperative: Annotated[int, Meta(description="cooperative acts that fall, or may fall, into the period or go on in it")]
    hostile: Annotated[int, Meta(description="hostile acts likewise")]
    facts: Annotated[tuple[str, ...], Meta(description="ids of these acts' facts, the strongest first")]
    base: Base


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Cooperation and conflict of two states over time."""

    schema: int = SCHEMA
    pair: tuple[str, str]
    by: By
    start: Annotated[str | None, Meta(description="first period; null where nothing is told")] = msgspec.field(name="from")
    end: Annotated[str | None, Meta(description="last period")] = msgspec.field(name="to")
    half_life: Annotated[float, Meta(description="years in which what is over comes to count half")]
    silence: Annotated[
        float, Meta(description="years without any dated claim after which the sources are taken not to cover the time")
    ]
    ontology: Annotated[str, Meta(description="version of the table of intensities")]
    realis: Annotated[dict[str, float], Meta(description="weight of each way of telling")]
    points: tuple[Point, ...]
    acts: Annotated[tuple[Act, ...], Meta(description="everything that moves the curve, the oldest first")]
    left_out: Annotated[dict[str, int], Meta(description="events and agreements of the two that do not count: why, and how many")]
    feeds: Annotated[
        tuple[FeedCurve, ...] | UnsetType, Meta(description="what each feed reports, apart; not there where none was asked")
    ] = UNSET
    together: Annotated[Together | UnsetType, Meta(description="prose and feeds in one; `points` above are prose alone")] = UNSET


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a curve."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Curve)}
