"""Questions to the feeds, whatever rows there are: DuckDB answers what plain Python does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relazione.sources.feeds.columns import FEEDS

pytest.importorskip("duckdb")
pytest.importorskip("ibis")

from relazione.analysis.feeds import connect

states = st.sampled_from(["FRA", "ITA", "TUR", "USA"])
days = st.one_of(st.integers(10_000, 10_800), st.integers(-20_000, 20_000), st.integers(-900_000, 2_900_000))
made = st.tuples(
    st.tuples(states, states).filter(lambda pair: pair[0] < pair[1]),
    days,
    st.sampled_from([1, 2, 3, 4]),
    st.sampled_from([-10.0, -3.5, -0.5, 0.0, 1.0, 2.5, 9.5]),
    st.sampled_from([1.0, 2 / 3, 0.125, 2 / 190]),
    st.sampled_from([0, 1, 1]),
    st.sampled_from(FEEDS),
)
times = st.none() | st.integers(1950, 2030)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_of(model: ModuleType, told: list[Any]) -> list[Any]:
    return [
        model.row(*pair, day, quad, intensity, weight, once, feed=feed, key=str(key))
        for key, (pair, day, quad, intensity, weight, once, feed) in enumerate(told)
    ]


@pytest.fixture(scope="module")
def model(feeds_model: ModuleType) -> ModuleType:
    return feeds_model


@few
@given(st.lists(made, max_size=40), st.sampled_from(["month", "year"]), st.sampled_from([0, 1e-3, 0.3, 2.0, 50.0]), times, times)
def test_series(model: ModuleType, told: list[Any], by: Any, half_life: float, first: int | None, last: int | None) -> None:
    rows = rows_of(model, told)
    unit = 12 if by == "month" else 1
    first, last = (None if one is None else one * unit for one in (first, last))
    with tempfile.TemporaryDirectory() as folder, connect(model.FolderLake(Path(folder)).fill(rows)) as feeds:
        found = feeds.series_all(by=by, first=first, last=last, half_life=half_life, by_feed=True)
        expected = model.series(rows, by, first, last, half_life, by_feed=True)
        model.assert_equal(found, expected)
        one = feeds.series("TUR", "ITA", by=by, first=first, last=last, half_life=half_life, by_feed=True)
        model.assert_equal(one, [row for row in expected if (row["a"], row["b"]) == ("ITA", "TUR")])


@few
@given(st.lists(made, max_size=40), times, times)
def test_panel(model: ModuleType, told: list[Any], first: int | None, last: int | None) -> None:
    rows = rows_of(model, told)
    with tempfile.TemporaryDirectory() as folder, connect(model.FolderLake(Path(folder)).fill(rows)) as feeds:
        model.assert_equal(feeds.panel(first, last), model.panel(rows, first, last))


@few
@given(
    st.lists(made, max_size=40),
    st.sampled_from(["conflict", "cooperation", "events", "reports", "net", "change"]),
    st.integers(1950, 2030),
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from([1, 2, 100]),
)
def test_top(model: ModuleType, told: list[Any], by: Any, first: int, years: int, least: bool, limit: int) -> None:
    rows = rows_of(model, told)
    with tempfile.TemporaryDirectory() as folder, connect(model.FolderLake(Path(folder)).fill(rows)) as feeds:
        model.assert_equal(
            feeds.top(by, first, first + years, limit, least), model.top(rows, by, first, first + years, limit, least)
        )


@few
@given(
    st.lists(made, max_size=60), st.sampled_from([2, 3, 12]), st.sampled_from(["net", "cooperation", "conflict"]), st.booleans()
)
def test_changes(model: ModuleType, told: list[Any], window: int, of: Any, whole: bool) -> None:
    rows = rows_of(model, told)
    months = [one["month_ix"] for one in rows]
    first, last = (min(months), max(months)) if whole and months else (1990 * 12, 2005 * 12)
    with tempfile.TemporaryDirectory() as folder, connect(model.FolderLake(Path(folder)).fill(rows)) as feeds:
        limits = (None, None) if whole else (first, last)
        found = feeds.changes_all(*limits, window=window, limit=7, each=2, of=of)
        model.assert_equal(found, model.changes(rows, first, last, window, 2, 7, of))
        pair = [one for one in rows if (one["a"], one["b"]) == ("ITA", "TUR")]
        model.assert_equal(
            feeds.changes("TUR", "ITA", first, last, window, 3, of), model.changes(pair, first, last, window, 3, 3, of)
        )
