"""The feeds: the questions, as Ibis expressions. The one module that says what is asked; engines only run it.

Each function gives an expression over MONTHS, a table in the shape of `record.lake.months`, that no engine is bound to. The states and the
time are parameters (ASKED), so that an expression is compiled once and asked of many pairs.

What makes the engines agree: times are whole numbers and windows lie over them as ranges; every sum over a frame has a 0 for an empty one;
what decides an order is a whole number (`_exactly`), because sums of floats differ in the last digit from one engine to the next; and a tie
is always broken by the names.
"""

from __future__ import annotations

from typing import Any

import ibis

from relazione.analysis.feeds.question import Panel, Question, Series
from relazione.record.lake.months import COLUMNS
from relazione.sources.feeds.columns import FEEDS

MONTHS = "feed_months"
"""The table that an engine has to have under this name: a row for each pair, month and feed."""

ASKED = {
    "a": ibis.param("string"),
    "b": ibis.param("string"),
    "first": ibis.param("int32"),
    "last": ibis.param("int32"),
}
"""The parameters: the pair, and the first and last period (month_ix or year) of the answer."""

BLOCK = 256
"""Half-lives after which the sums of the decayed index begin anew: 2^256 is far from any overflow, and what lies a whole block further
back counts less than 2^-256, that is nothing."""


def expression(question: Question) -> Any:
    """The expression of a question, in the order of its answer."""
    match question:
        case Series():
            return _series(question)
        case Panel():
            return _panel(question)


def months() -> Any:
    """The months of the lake, bound to no engine."""
    return ibis.table({one.name: one.type for one in COLUMNS}, name=MONTHS)


def _series(question: Series) -> Any:
    """A row for each pair and period in which something is told; the index knows what was told before `first`, too."""
    period = question.period
    told = _of(months(), question.one_pair, question.feeds)
    told = told.filter(told[period] <= ASKED["last"])
    summed = _told(told, ("a", "b", period), question.by_feed)
    indexed = _with_index(summed, period, question.half_life_in_periods, question.one_block)
    return indexed.filter(indexed[period] >= ASKED["first"]).order_by("a", "b", period)


def _panel(question: Panel) -> Any:
    """A row for each pair and year in which something is told."""
    told = _within(_of(months(), question.one_pair, question.feeds), "year")
    return _told(told, ("a", "b", "year"), by_feed=True).order_by("a", "b", "year")


def _of(told: Any, one_pair: bool, feeds: tuple[str, ...]) -> Any:
    if one_pair:
        told = told.filter(told.a == ASKED["a"], told.b == ASKED["b"])
    return told.filter(told.feed.isin(feeds)) if feeds else told


def _within(told: Any, period: str) -> Any:
    return told.filter(told[period] >= ASKED["first"], told[period] <= ASKED["last"])


def _told(told: Any, keys: tuple[str, ...], by_feed: bool) -> Any:
    """What is told in each group: counts of rows, sums over acts, shares of the feeds."""
    month = ibis._
    sums = {
        **{name: _count(month[name]) for name in ("n", "acts", "quad1", "quad2", "quad3", "quad4")},
        "intensity": month.intensity.sum() / month.n.cast("float64").sum(),
        "cooperation": month.cooperation.sum(),
        "conflict": month.conflict.sum(),
    }
    for feed in FEEDS:
        its = month.feed == feed
        sums[f"share_{feed}"] = _of_it(its, month.n.cast("float64")).sum() / month.n.cast("float64").sum()
        if by_feed:
            sums[f"acts_{feed}"] = _count(_of_it(its, month.acts.cast("float64")))
            sums[f"cooperation_{feed}"] = _of_it(its, month.cooperation).sum()
            sums[f"conflict_{feed}"] = _of_it(its, month.conflict).sum()
    return told.group_by(*keys).agg(**sums)


def _count(numbers: Any) -> Any:
    """A sum of whole numbers, of one type on every engine: DuckDB would make it one of 128 bits."""
    return numbers.cast("float64").sum().cast("int64")


def _of_it(its: Any, numbers: Any) -> Any:
    return ibis.ifelse(its, numbers, 0.0)


def block_length(half_life: float) -> int:
    """How many periods a block has, for a half-life in periods."""
    return max(1, int(BLOCK * half_life))


def _with_index(summed: Any, period: str, half_life: float, one_block: bool) -> Any:
    """With `cooperation_index` and `conflict_index`: the sum of what was told up to the period, each half after `half_life` periods.

    Within a block scores are carried forward by powers of two from the block's beginning, summed, and brought back; what the block before
    brings is its whole sum, brought back further. So no power leaves the range of a float however long the series is. Where all is in
    one block (`one_block`), as it mostly is, no block is before.
    """
    if half_life <= 0:
        return summed.mutate(cooperation_index=summed.cooperation, conflict_index=summed.conflict)
    length = block_length(half_life)
    blocked = summed.mutate(block=(summed[period] / length).floor().cast("int32"))
    blocked = blocked.mutate(since=(blocked[period] - blocked.block * length) / half_life)
    ahead = ibis.literal(2.0) ** blocked.since
    carried = blocked.mutate(ahead_coop=blocked.cooperation * ahead, ahead_conf=blocked.conflict * ahead)
    keys = ("a", "b") if one_block else ("a", "b", "block")
    so_far = ibis.window(group_by=keys, order_by=period, range=(None, 0))
    before = ibis.window(group_by=("a", "b"), order_by="block", range=(-1, -1))
    back = ibis.literal(2.0) ** (-carried.since)
    further = ibis.literal(2.0) ** (-(carried.since + length / half_life))

    def index(ahead: Any) -> Any:
        found = ahead.sum().over(so_far).fill_null(0.0) * back
        return found if one_block else found + ahead.sum().over(before).fill_null(0.0) * further

    found = carried.mutate(cooperation_index=index(carried.ahead_coop), conflict_index=index(carried.ahead_conf))
    return found.drop("block", "since", "ahead_coop", "ahead_conf")
