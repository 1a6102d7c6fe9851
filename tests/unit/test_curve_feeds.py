"""Feeds in the curve, from plain months: levels and what is not covered, scales, weights, and what comes out."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.analysis.curve import Curve, curve
from relazione.analysis.curve.feed_days import covered_days
from relazione.analysis.curve.feed_levels import FeedLevels, FeedMonth, FeedMonths
from relazione.analysis.curve.together import TOLD, Told, together
from relazione.model.dates import day_number
from relazione.model.errors import WrongUse
from relazione.record.store import Record


def days(first: int, last: int) -> list[tuple[int, int]]:
    return [(day_number(first, 1, 1), day_number(last, 12, 31))]


def steady(feed: str, first: int, last: int, cooperation: float = 6.0, conflict: float = -2.0) -> FeedMonths:
    """The same in every month of the years first..last, all of them covered."""
    months = [FeedMonth(ix, 5, 4, cooperation, conflict) for ix in range(first * 12, last * 12 + 12)]
    return FeedMonths(feed, months, days(first, last))


@pytest.fixture(scope="module")
def db(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feeds") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


def drawn(db: Path, feeds: list[FeedMonths] | None, **asked: Any) -> Curve:
    with Record.open(db, read_only=True) as record:
        return curve(record, "ITA", "TUR", feeds=feeds, **asked)


# --- one feed --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["year", "month"])
def test_what_is_always_the_same_has_one_level_from_the_first_load_on(by: Any) -> None:
    found = FeedLevels(steady("icews", 1995, 2004), by, 2.0)
    a_period = 72.0 if by == "year" else 6.0
    left = 0.5 ** (1 / 2) if by == "year" else 0.5 ** (1 / 24)
    assert {level for level, _ in found.levels.values()} == {round(a_period / (1 - left), 4)}
    assert {level for _, level in found.levels.values()} == {-round(a_period / 3 / (1 - left), 4)}


def test_levels_are_the_sums_of_what_has_faded() -> None:
    months = [FeedMonth(1999 * 12 + at, 1, 1, float(at), -1.0) for at in range(40)]
    found = FeedLevels(FeedMonths("icews", months, days(1980, 2010)), "month", 1.0)
    for at in (0, 7, 39, 60):
        expected = sum(one.cooperation * 0.5 ** ((at - place) / 12) for place, one in enumerate(months) if place <= at)
        assert found.levels[1999 * 12 + at][0] == pytest.approx(expected, abs=1e-4)
    assert found.levels[1980 * 12] == (0.0, 0.0)  # covered, and nothing was reported


def test_without_a_half_life_a_level_is_the_sum_of_its_period() -> None:
    found = FeedLevels(steady("icews", 1995, 1997), "year", 0.0)
    assert set(found.levels.values()) == {(72.0, -24.0)}


def test_what_loads_do_not_cover_has_no_level_and_is_no_zero() -> None:
    whole = steady("icews", 1995, 2004)
    holed = FeedMonths(
        "icews", [one for one in whole.months if not 1999 <= one.month_ix // 12 <= 2000], days(1995, 1998) + days(2001, 2004)
    )
    found = FeedLevels(holed, "year", 2.0)
    assert set(found.levels) == {*range(1995, 1999), *range(2001, 2005)}
    assert set(found.levels.values()) == set(FeedLevels(whole, "year", 2.0).levels.values())


def test_a_period_covered_by_half_counts_for_the_whole_and_one_covered_less_for_nothing() -> None:
    whole = steady("icews", 1995, 1999)
    for until, is_there in (((1999, 9, 30), True), ((1999, 4, 30), False)):
        last = day_number(*until)
        kept = [one for one in whole.months if day_number(one.month_ix // 12, one.month_ix % 12 + 1, 1) <= last]
        found = FeedLevels(FeedMonths("icews", kept, [(day_number(1995, 1, 1), last)]), "year", 2.0)
        assert (1999 in found.levels) == is_there
        assert found.covered[1999] == pytest.approx((last - day_number(1998, 12, 31)) / 365)
        if is_there:
            assert found.levels[1999][0] == pytest.approx(found.levels[1998][0], rel=0.01)


def test_rows_that_no_load_covers_are_told_apart() -> None:
    stray = FeedMonth(1900 * 12, 7, 7, 1000.0, -1000.0)
    found = FeedLevels(FeedMonths("gdelt2", [stray, *steady("gdelt2", 2015, 2016).months], days(2015, 2016)), "month", 2.0)
    assert found.outside == 7 and found.first == 2015 * 12
    assert found.levels == FeedLevels(steady("gdelt2", 2015, 2016), "month", 2.0).levels


def test_a_feed_without_loads_covers_nothing() -> None:
    found = FeedLevels(FeedMonths("icews", [FeedMonth(2000 * 12, 3, 3, 1.0, 0.0)], []), "year", 2.0)
    assert (found.levels, found.outside, found.last - found.first) == ({}, 3, -1)


def test_the_growth_of_a_feed_is_no_growth_of_its_states() -> None:
    grown = [FeedMonth(ix, 1, 1, 1.0 if ix < 2000 * 12 else 10.0, 0.0) for ix in range(1995 * 12, 2005 * 12)]
    acts = {year: 1200 if year < 2000 else 12000 for year in range(1995, 2005)}
    given = FeedMonths("gdelt1", grown, days(1995, 2004), acts)
    found = FeedLevels(given, "year", 2.0)
    levels = [found.levels[year][0] for year in range(1995, 2005)]
    assert max(levels) < 1.05 * min(levels)
    raw = FeedLevels(given._replace(acts={}), "year", 2.0)
    assert raw.levels[2004][0] > 5 * raw.levels[1995][0] and set(raw.volume.values()) == {1.0}


def test_where_little_else_is_loaded_nothing_is_divided_by_it() -> None:
    given = steady("icews", 1995, 1999)
    alone = FeedLevels(given._replace(acts={year: 48 * (year - 1990) for year in range(1995, 2000)}), "year", 2.0)
    assert alone.levels == FeedLevels(given, "year", 2.0).levels


def test_days_that_a_feed_looks_back_on_are_not_covered() -> None:
    loaded = {day: 1000 + day % 7 * 100 for day in range(day_number(2013, 4, 1), day_number(2014, 12, 31) + 1)}
    back = {day - 365: 10 for day in loaded} | {day - 3650: 4 for day in loaded}
    assert covered_days(back | loaded) == [(day_number(2013, 4, 1), day_number(2014, 12, 31))]


def test_a_feed_that_has_grown_covers_its_early_years_and_a_short_outage() -> None:
    rows = {day: int(200 * 1.12 ** (day / 365)) for day in range(day_number(1979, 1, 1), day_number(2013, 12, 31) + 1)}
    for day in range(day_number(1990, 5, 1), day_number(1990, 5, 6)):
        del rows[day]
    assert covered_days(rows) == [(day_number(1979, 1, 1), day_number(2013, 12, 31))]
    for day in range(day_number(1995, 1, 1), day_number(1996, 1, 1)):
        del rows[day]
    assert [first for first, _ in covered_days(rows)] == [day_number(1979, 1, 1), day_number(1996, 1, 1)]


# --- together --------------------------------------------------------------------------------------------------------------------

FLAT = Told(dict.fromkeys(range(1990, 2011), (3.0, -1.0)), dict.fromkeys(range(1990, 2011), 1))
"""Prose that tells the same in each year."""


def levels(*feeds: FeedMonths) -> list[FeedLevels]:
    return [FeedLevels(one, "year", 2.0) for one in feeds]


def test_a_feed_like_prose_but_for_its_scale_changes_nothing() -> None:
    found = together(FLAT, levels(steady("icews", 1995, 2015, 600.0, -200.0)), "year")
    assert {(point.cooperation, point.conflict) for point in found.points} == {(3.0, -1.0)}
    assert [point.sources for point in found.points] == [("prose",)] * 5 + [("prose", "icews")] * 16 + [("icews",)] * 5
    assert [(one.source, one.scaled_by, one.to) for one in found.sources] == [
        ("prose", "reference", None),
        ("icews", "common time", "prose"),
    ]


def test_the_mean_goes_by_the_weights() -> None:
    hostile = levels(steady("icews", 1990, 2010, 0.0, -4.0))
    usual, light, none = (
        together(FLAT, hostile, "year", weights=weights).points[0] for weights in ({}, {"icews": 0.25}, {"icews": 0.0})
    )
    assert (usual.cooperation, usual.conflict) == (1.5, -2.5)
    assert (light.cooperation, light.conflict) == (2.4, -1.6)
    assert (none.cooperation, none.conflict, none.sources) == (3.0, -1.0, ("prose",))


def test_two_feeds_weigh_as_much_as_one() -> None:
    same = together(FLAT, levels(steady("icews", 1990, 2010, 0, -4), steady("polecat", 1990, 2010, 0, -90)), "year")
    assert (same.points[0].cooperation, same.points[0].conflict) == (1.5, -2.5)
    assert same.points[0].sources == ("prose", "icews", "polecat")


def test_gdelt_counts_once() -> None:
    both = together(FLAT, levels(steady("gdelt1", 1990, 2005), steady("gdelt2", 2000, 2015)), "year")
    counted = {point.period: point.sources for point in both.points}
    assert counted["1999"] == ("prose", "gdelt1") and counted["2003"] == ("prose", "gdelt2") and counted["2012"] == ("gdelt2",)
    short = FeedMonths("gdelt2", steady("gdelt2", 2000, 2000).months[:9], [(day_number(2000, 1, 1), day_number(2000, 9, 30))])
    both = together(FLAT, levels(steady("gdelt1", 1990, 2005), short), "year")
    assert {point.period: point.sources for point in both.points}["2000"] == ("prose", "gdelt1")


def test_what_no_source_covers_is_a_gap() -> None:
    found = together(FLAT, levels(steady("icews", 2015, 2018)), "year")
    gaps = [point.period for point in found.points if point.net is None]
    assert gaps == ["2011", "2012", "2013", "2014"]
    assert all(point.sources == () and point.cooperation is None for point in found.points if point.period in gaps)
    assert found.sources[1].scaled_by == "own time" and found.sources[1].common == 0


def test_where_prose_tells_too_little_in_the_common_time_the_usual_levels_are_compared() -> None:
    quiet = Told({**FLAT.levels, **dict.fromkeys(range(1995, 2011), (0.001, 0.0))}, dict.fromkeys(range(1990, 1995), TOLD))
    found = together(quiet, levels(steady("icews", 1995, 2010)), "year")
    assert found.sources[1].scaled_by == "own time"
    feed = found.sources[1].scale * FeedLevels(steady("icews", 1995, 2010), "year", 2.0).levels[2000][0]
    assert 0.5 < feed < 1.0  # three quarters of the mean over all 21 years, not a thousandth


def test_feeds_are_compared_with_each_other_where_prose_is_not_there() -> None:
    """One feed tells of a war after another told of peace: it is not made as small as the peace."""
    war = [FeedMonth(ix, 5, 4, 0.0, -80.0 if ix >= 2012 * 12 else -2.0) for ix in range(2009 * 12, 2016 * 12)]
    found = together(FLAT, levels(steady("icews", 1990, 2011, 0.0, -2.0), FeedMonths("polecat", war, days(2009, 2015))), "year")
    assert found.sources[2].to == "icews"
    at = {point.period: point.conflict for point in found.points}
    assert at["2015"] is not None and at["2008"] is not None and at["2015"] < 10 * at["2008"]


def test_without_prose_the_feed_that_covers_most_is_the_reference() -> None:
    found = together(Told({}, {}), levels(steady("icews", 2000, 2001), steady("polecat", 2000, 2010, 60.0, -20.0)), "year")
    assert [(one.source, one.scaled_by) for one in found.sources] == [
        ("prose", "nothing"),
        ("icews", "common time"),
        ("polecat", "reference"),
    ]
    level = FeedLevels(steady("polecat", 2000, 2010, 60.0, -20.0), "year", 2.0).levels[2000][0]
    assert [point.cooperation for point in found.points] == [pytest.approx(level)] * 11


# --- in the answer ---------------------------------------------------------------------------------------------------------------


def test_without_feeds_the_answer_is_as_it_was(db: Path) -> None:
    plain = msgspec.to_builtins(drawn(db, None))
    assert {"feeds", "together"} & set(plain) == set()
    with_feeds = msgspec.to_builtins(drawn(db, [steady("icews", 1995, 2020)]))
    assert {key: value for key, value in with_feeds.items() if key not in ("feeds", "together")} == plain


def test_the_curve_together_can_be_made_again_from_the_answer(db: Path) -> None:
    found = msgspec.to_builtins(
        drawn(db, [steady("gdelt2", 1980, 2020, 9.0), steady("icews", 1990, 2010, 60.0)], weights={"gdelt2": 2.0})
    )
    told = {"prose": {one["period"]: one for one in found["points"]}}
    told |= {feed["feed"]: {one["period"]: one for one in feed["points"]} for feed in found["feeds"]}
    sources = {one["source"]: one for one in found["together"]["sources"]}
    assert sources["gdelt2"]["weight"] == 2.0 and sources["icews"]["weight"] is None
    for point in found["together"]["points"]:
        there = [name for name in told if told[name].get(point["period"], {"net": None})["net"] is not None]
        assert list(point["sources"]) == there
        feeds = len([name for name in there if name != "prose"])
        usual = {name: 1.0 if name == "prose" else 1.0 / feeds for name in there}
        weights = {name: usual[name] if sources[name]["weight"] is None else sources[name]["weight"] for name in there}
        for side in ("cooperation", "conflict"):
            parts = [weights[name] * sources[name]["scale"] * told[name][point["period"]][side] for name in there]
            expected = sum(parts) / sum(weights.values()) if there else None
            assert point[side] == (None if expected is None else pytest.approx(expected, abs=2e-4))


def test_the_part_shown_does_not_change_the_levels(db: Path) -> None:
    feeds = [steady("icews", 1900, 2020), steady("polecat", 1918, 1930, 1.0, -9.0)]
    whole, part = drawn(db, feeds), drawn(db, feeds, start="1915", end="1925")
    assert not isinstance(whole.together, msgspec.UnsetType) and not isinstance(part.together, msgspec.UnsetType)
    assert part.together.sources == whole.together.sources
    assert part.together.points == tuple(one for one in whole.together.points if "1915" <= one.period <= "1925")
    assert not isinstance(part.feeds, msgspec.UnsetType) and [len(one.points) for one in part.feeds] == [11, 8]


def test_the_order_of_the_feeds_does_not_matter(db: Path) -> None:
    feeds = [
        steady("gdelt1", 1990, 2010),
        steady("gdelt2", 2000, 2020),
        steady("icews", 1995, 2020),
        steady("polecat", 2018, 2020),
    ]
    assert msgspec.json.encode(drawn(db, feeds)) == msgspec.json.encode(drawn(db, feeds[::-1]))


@pytest.mark.parametrize("weights", [{"reuters": 1.0}, {"prose": -1.0}, {"icews": float("nan")}, {"icews": float("inf")}])
def test_weights_that_are_none(db: Path, weights: dict[str, float]) -> None:
    with pytest.raises(WrongUse):
        drawn(db, [], weights=weights)


def test_a_pair_of_which_nothing_is_on_record_has_its_feeds(tmp_path: Path) -> None:
    with Record.open(tmp_path / "empty.db", create=True) as record:
        found = curve(record, "ITA", "TUR", feeds=[steady("icews", 2000, 2003)])
    assert found.points == () and not isinstance(found.together, msgspec.UnsetType)
    assert [(point.period, point.sources) for point in found.together.points] == [
        (str(year), ("icews",)) for year in range(2000, 2004)
    ]
