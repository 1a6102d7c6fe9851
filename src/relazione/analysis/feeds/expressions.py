"""The feeds: the questions, as Ibis expressions. The one module that says what is asked; engines only run it.

Each function gives an expression over MONTHS, a table in the shape of `record.lake.months`, that no engine is bound to. The states and the
times are parameters (ASKED), so that an expression is compiled once and asked of many pairs.

What makes the engines agree: times are whole numbers and windows lie over them as ranges; every sum over a frame has a 0 for an empty one;
what decides an order is made of whole numbers (`_exactly`), because sums of floats differ in the last digit from one engine to the next;
and a tie is always broken, by the month and the names.
"""

from __future__ import annotations

from typing import Any

import ibis

from relazione.analysis.feeds.question import BLOCK, Breaks, Panel, Question, Series, Span, Top
from relazione.record.lake.months import COLUMNS
from relazione.sources.feeds.columns import FEEDS

MONTHS = "feed_months"
"""The table that an engine has to have under this name: a row for each pair, month and feed."""

ASKED = {
    "a": ibis.param("string"),
    "b": ibis.param("string"),
    "begin": ibis.param("int32"),
    "first": ibis.param("int32"),
    "last": ibis.param("int32"),
}
"""The parameters: the pair, the first and last period (month_ix or year) of the answer, and another beginning: of the series, where the
decayed index begins; of the years that a change is measured against."""

COUNTS = ("n", "acts", "quad1", "quad2", "quad3", "quad4")
SCORES = ("cooperation", "conflict")
GRID, OFF = 1000.0, 0.4871
"""What decides an order is rounded to thousandths of a point. The border between two of them lies off the values that sums take, so that
the last digit of a float does not matter."""
LEAST_SPREAD = 1.0
"""Square points by which the variance of a month is raised in the statistic of a change, as if every month could be off by a point."""


def expression(question: Question, over: Any = None) -> Any:
    """The expression of a question, in the order of its answer. `over`: another expression in the shape of MONTHS."""
    told = _of(months() if over is None else over, getattr(question, "one_pair", False), question.feeds)
    match question:
        case Series():
            return _series(question, told)
        case Panel():
            return _panel(told)
        case Top():
            return _top(question, told)
        case Breaks():
            return _breaks(question, told)
        case Span():
            return told.aggregate(first=told.month_ix.min(), last=told.month_ix.max())


def months() -> Any:
    """The months of the lake, bound to no engine."""
    return ibis.table({one.name: one.type for one in COLUMNS}, name=MONTHS)


def months_of(rows: Any) -> Any:
    """The months of rows in the shape of `sources.feeds.columns`, as the lake counts them beforehand."""
    row = ibis._
    score = ibis.ifelse(row.once == 1, row.intensity * row.weight, 0.0)
    return rows.group_by("a", "b", "month_ix", "year", "feed").agg(
        n=row.count().cast("int32"),
        acts=(row.once == 1).sum().cast("int32"),
        **{f"quad{quad}": (row.quad == quad).sum().cast("int32") for quad in (1, 2, 3, 4)},
        intensity=row.intensity.sum(),
        cooperation=ibis.greatest(score, 0.0).sum(),
        conflict=ibis.least(score, 0.0).sum(),
    )


def _of(told: Any, one_pair: bool, feeds: tuple[str, ...]) -> Any:
    """The months of the pair asked for, or of all; of some feeds, or of all."""
    if one_pair:
        told = told.filter(told.a == ASKED["a"], told.b == ASKED["b"])
    return told.filter(told.feed.isin(feeds)) if feeds else told


def _within(told: Any, period: str, first: str = "first") -> Any:
    return told.filter(told[period] >= ASKED[first], told[period] <= ASKED["last"])


# --- what is told ------------------------------------------------------------------------------------------------------------------


def _series(question: Series, told: Any) -> Any:
    """A row for each pair and period in which something is told; the index knows what was told before `first`, too."""
    period = question.period
    summed = _told(told.filter(told[period] <= ASKED["last"]), ("a", "b", period), question.by_feed)
    indexed = _with_index(summed, period, question.half_life_in_periods, question.long)
    return indexed.filter(indexed[period] >= ASKED["first"]).order_by("a", "b", period)


def _panel(told: Any) -> Any:
    """A row for each pair and year in which something is told."""
    return _told(_within(told, "year"), ("a", "b", "year"), by_feed=True).order_by("a", "b", "year")


def _told(told: Any, keys: tuple[str, ...], by_feed: bool) -> Any:
    """What is told in each group: counts of rows, sums over acts (rows with once = 1), shares of the feeds."""
    month = ibis._
    rows = month.n.cast("float64")
    sums = {
        **{name: _count(month[name]) for name in COUNTS},
        "intensity": month.intensity.sum() / rows.sum(),
        **{name: month[name].sum() for name in SCORES},
    }
    for feed in FEEDS:
        its = month.feed == feed
        sums[f"share_{feed}"] = _where(its, rows).sum() / rows.sum()
        if by_feed:
            sums |= {f"{one}_{feed}": _count(_where(its, month[name])) for one, name in (("rows", "n"), ("acts", "acts"))}
            sums |= {f"{name}_{feed}": _where(its, month[name]).sum() for name in SCORES}
    return told.group_by(*keys).agg(**sums)


def _count(numbers: Any) -> Any:
    """A sum of whole numbers, of one type on every engine: DuckDB would make it one of 128 bits."""
    return numbers.cast("float64").sum().cast("int64")


def _where(true: Any, numbers: Any) -> Any:
    return ibis.ifelse(true, numbers.cast("float64"), 0.0)


# --- the decayed index -------------------------------------------------------------------------------------------------------------


def _with_index(summed: Any, period: str, half_life: float, long: bool) -> Any:
    """With `cooperation_index` and `conflict_index`: the sum of what was told up to the period, each half after `half_life` periods.

    Scores are carried forward by powers of two from the beginning, summed, and brought back. In a `long` time they are so within blocks,
    and what the block before brings is its whole sum, brought back further: no power leaves the range of a float.
    """
    if half_life <= 0:
        return summed.mutate(cooperation_index=summed.cooperation, conflict_index=summed.conflict)
    length = max(1, int(BLOCK * half_life))
    since = summed[period] - ASKED["begin"]
    own: tuple[str, ...] = ("a", "b")
    if long:
        summed = summed.mutate(block=(since.cast("float64") / float(length)).floor().cast("int32"))
        since = since - summed.block * length
        own = ("a", "b", "block")
    carried = summed.mutate(since=since.cast("float64") / half_life)
    ahead = _two_to(carried.since)
    carried = carried.mutate(ahead_coop=carried.cooperation * ahead, ahead_conf=carried.conflict * ahead)
    so_far = ibis.window(group_by=own, order_by=period, range=(None, 0))
    before = ibis.window(group_by=("a", "b"), order_by="block", range=(-1, -1))

    def index(ahead: Any) -> Any:
        found = ahead.sum().over(so_far).fill_null(0.0) * _two_to(-carried.since)
        if long:
            found = found + ahead.sum().over(before).fill_null(0.0) * _two_to(-(carried.since + length / half_life))
        return found

    kept = [name for name in summed.columns if name != "block"]
    return carried.select(*kept, cooperation_index=index(carried.ahead_coop), conflict_index=index(carried.ahead_conf))


def _two_to(power: Any) -> Any:
    return ibis.literal(2.0, type="float64") ** power


# --- which pairs come first --------------------------------------------------------------------------------------------------------


def _top(question: Top, told: Any) -> Any:
    """Pairs with their rank. With "change" from `begin` on, with what was told before `first` beside it."""
    change = question.by == "change"
    told = _within(told, "year", "begin" if change else "first")
    month = ibis._
    now = month.year >= ASKED["first"]
    sums = {name: _count(_where(now, month[name])) for name in COUNTS}
    sums |= {name: _where(now, month[name]).sum() for name in SCORES}
    if change:
        sums["net_before"] = _where(~now, month.cooperation + month.conflict).sum()
    found = told.group_by("a", "b").agg(**sums)
    found = found.mutate(net=found.cooperation + found.conflict)
    if change:
        columns = [name for name in found.columns if name != "net_before"]
        found = found.select(*columns, "net_before", change=found.net - found.net_before)
    key = _key(found, question.by)
    keyed = found.mutate(key=key)
    if question.by != "net":
        keyed = keyed.filter(keyed.key > 0)
    first = keyed.key if question.least else -keyed.key
    ranked = keyed.mutate(rank=_place(None, first, keyed.a, keyed.b))
    ranked = ranked.filter(ranked.rank <= question.limit)
    return ranked.select("rank", *found.columns).order_by("rank")


def _key(found: Any, by: str) -> Any:
    """What pairs are ranked by, as a whole number."""
    match by:
        case "conflict":
            return _exactly(-found.conflict)
        case "cooperation":
            return _exactly(found.cooperation)
        case "events":
            return found.acts.cast("int64")
        case "reports":
            return found.n.cast("int64")
        case "net":
            return _exactly(found.net)
        case _:
            return _exactly(found.change.abs())


def _exactly(points: Any) -> Any:
    """Points in whole thousandths, the same from every engine whatever the order in which they were summed."""
    return (points * GRID + OFF).floor().cast("int64")


def _place(group: Any, *order: Any) -> Any:
    """The place in an order, from 1."""
    return (ibis.row_number().over(ibis.window(group_by=group, order_by=order)) + 1).cast("int32")


# --- when the level changed --------------------------------------------------------------------------------------------------------


def _breaks(question: Breaks, told: Any) -> Any:
    """The months at which the level of the `window` months from it on differs most from that of the `window` months before.

    Compared are the means of the monthly scores (a month of which nothing is told is 0) in standard errors, with LEAST_SPREAD (Welch's
    statistic, damped so that quiet pairs do not win by a single event). A month counts where something is told in it or the month
    before, both windows lie within first..last, and none within a window's length is stronger; of equals the earliest.
    """
    window = question.window
    told = _within(told, "month_ix")
    monthly = told.group_by("a", "b", "month_ix").agg(**{name: ibis._[name].sum() for name in SCORES})
    points = monthly.cooperation + monthly.conflict if question.of == "net" else monthly[question.of]
    monthly = monthly.select("a", "b", "month_ix", score=_exactly(points))
    after_it = monthly.select("a", "b", month_ix=(monthly.month_ix + 1).cast("int32"), score=ibis.literal(0, type="int64"))
    scores = monthly.union(after_it).group_by("a", "b", "month_ix").agg(score=ibis._.score.sum())
    level = scores.mutate(
        **_level(scores.score, "before", -window, -1, window), **_level(scores.score, "after", 0, window - 1, window)
    )
    spread = (level.before_spread + level.after_spread + LEAST_SPREAD) / float(window)
    level = level.mutate(difference=level.after - level.before, strength=(level.after - level.before) / spread.sqrt())
    level = level.filter(level.month_ix >= ASKED["first"] + window, level.month_ix <= ASKED["last"] + 1 - window)
    size = level.strength.abs()
    peaks = level.mutate(
        size=size,
        stronger_before=size.max().over(_months(1 - window, -1)).fill_null(-1.0),
        stronger_after=size.max().over(_months(1, window - 1)).fill_null(-1.0),
    )
    peaks = peaks.filter(peaks.size > 0, peaks.size > peaks.stronger_before, peaks.size >= peaks.stronger_after)
    placed = peaks.mutate(place=_place(("a", "b"), -peaks["size"], peaks.month_ix))
    placed = placed.filter(placed.place <= question.each)
    ranked = placed.mutate(rank=_place(None, -placed["size"], placed.a, placed.b, placed.month_ix))
    ranked = ranked.filter(ranked.rank <= question.limit)
    return ranked.select("rank", "a", "b", "month_ix", "before", "after", "difference", "strength").order_by("rank")


def _months(first: int, last: int) -> Any:
    return ibis.window(group_by=("a", "b"), order_by="month_ix", range=(first, last))


def _level(score: Any, name: str, first: int, last: int, window: int) -> dict[str, Any]:
    """The mean and the variance of the months of a window, in points. Whole numbers are summed, so that all engines have the same."""
    frame = _months(first, last)
    mean = score.sum().over(frame).fill_null(0).cast("float64") / (GRID * window)
    squares = (score * score).sum().over(frame).fill_null(0).cast("float64") / (GRID * GRID * window)
    return {name: mean, f"{name}_spread": ibis.greatest(squares - mean * mean, 0.0)}
