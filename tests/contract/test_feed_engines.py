"""The questions to feeds, on every engine: DuckDB, Spark in this process' machine, Spark on a cluster of two workers, ClickHouse.

Each answers what plain Python does: counts and names exactly, sums to 1e-9, in the same order.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from relazione.model.dates import day_number
from relazione.sources.feeds.columns import FEEDS

pytest.importorskip("duckdb")
pytest.importorskip("ibis")

import pyarrow.parquet as pq

from relazione.analysis.feeds import Feeds, connect

ENGINES = [
    "duckdb",
    pytest.param("spark", marks=pytest.mark.spark),
    pytest.param("cluster", marks=pytest.mark.spark),
    "chdb",
]


def hard_rows(model: ModuleType) -> list[Any]:
    """A pair for each thing that engines could see differently, and some at random."""
    row: Callable[..., Any] = model.row
    day = day_number
    found = [row("AAA", "BBB", day(2001, 5, 17), 3, -3.5)]  # one row
    found += [row("AAA", "CCC", day(year, 1, 1), 2, 9.5) for year in (1931, 1981, 2031)]  # 50 years apart
    found += [row("AAA", "DDD", day(year, 12, 31), 4, -9.0) for year in (-44, 0, 1, 476, 1453, 1815, 2024)]  # centuries
    found += [row("AAA", "EEE", day(1969, 12, at), 1, 1.0) for at in (1, 30, 31)] + [row("AAA", "EEE", 0, 1, 1.0)]
    found += [row("AAA", "FFF", day(1999, 2, 28), 2, 5.0, 2 / n, feed=FEEDS[n % 4]) for n in (3, 7, 16, 190)]  # shares in an act
    found += [row("AAA", "GGG", day(1999, 2, 28), 2, 5.0, once=0)] * 3  # only told again: no act
    found += [row("AAA", "HHH", day(1999, 7, 1), 1, 0.0)] * 2  # without a score
    for pair in (("BBB", "CCC"), ("BBB", "DDD"), ("BBB", "EEE")):  # the same of three pairs: ties of everything
        for month in range(1, 13):
            found += [row(*pair, day(2003, month, 9), 4, -9.0, feed=feed) for feed in FEEDS]
            found += [row(*pair, day(2007, month, 9), 1, 0.1), row(*pair, day(2007, month, 9), 1, 0.2)]
    chance = random.Random(6)
    for _ in range(3_000):
        a, b = sorted(chance.sample(["DDD", "FFF", "GGG", "HHH"], 2))
        quad = chance.choice([1, 1, 2, 3, 4])
        score = chance.choice([1.0, 2.5, 7.5]) if quad < 3 else chance.choice([-1.0, -3.5, -9.5])
        when = int(chance.triangular(day(1979, 1, 1), day(2024, 12, 31), day(2014, 3, 1)))
        weight, feed = chance.choice([1.0, 1.0, 2 / 3, 0.125]), chance.choice(FEEDS)
        found.append(row(a, b, when, quad, score, weight, chance.choice([1, 1, 0]), feed=feed))
    return [{**one, "key": str(place)} for place, one in enumerate(found)]


@pytest.fixture(scope="module")
def rows(feeds_model: ModuleType) -> list[Any]:
    return hard_rows(feeds_model)


@pytest.fixture(scope="module")
def lake(feeds_model: ModuleType, rows: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    return feeds_model.FolderLake(tmp_path_factory.mktemp("lake")).fill(rows, files_a_year=2)


@pytest.fixture(scope="module", params=ENGINES)
def feeds(request: pytest.FixtureRequest, lake: Any) -> Iterator[Feeds]:
    match request.param:
        case "cluster":
            asked = connect(lake, "spark", request.getfixturevalue("spark_cluster").master)
        case "spark":
            asked = connect(lake, "spark", "local[2]")
        case "chdb":
            pytest.importorskip("chdb")
            asked = Feeds(lake, request.getfixturevalue("feeds_chdb").ClickHouseEngine())
        case name:
            asked = connect(lake, name)
    with asked:
        yield asked


def of_pair(rows: list[Any], a: str, b: str) -> list[Any]:
    return [one for one in rows if (one["a"], one["b"]) == (a, b)]


# --- the questions -----------------------------------------------------------------------------------------------------------------


def test_series_of_all_pairs(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    feeds_model.assert_equal(feeds.series_all(), feeds_model.series(rows))


def test_series_by_year_and_feed_over_many_blocks(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    """With so short a half-life centuries are dozens of blocks."""
    found = feeds.series_all(by="year", half_life=0.07, by_feed=True)
    feeds_model.assert_equal(found, feeds_model.series(rows, "year", half_life=0.07, by_feed=True))


def test_series_without_memory(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    found = feeds.series_all(by="year", first=1990, last=2005, half_life=0)
    feeds_model.assert_equal(found, feeds_model.series(rows, "year", 1990, 2005, half_life=0))


@pytest.mark.parametrize("pair", [("AAA", "DDD"), ("GGG", "FFF")])
def test_series_of_a_pair_knows_what_was_before(feeds: Feeds, feeds_model: ModuleType, rows: list[Any], pair: Any) -> None:
    found = feeds.series(*pair, first=1990 * 12, last=2020 * 12 + 5, half_life=30.0)
    expected = feeds_model.series(of_pair(rows, *sorted(pair)), "month", 1990 * 12, 2020 * 12 + 5, half_life=30.0)
    feeds_model.assert_equal(found, expected)


def test_panel(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    feeds_model.assert_equal(feeds.panel(1950, 2010), feeds_model.panel(rows, 1950, 2010))


@pytest.mark.parametrize("by", ["conflict", "change", "net"])
def test_top(feeds: Feeds, feeds_model: ModuleType, rows: list[Any], by: Any) -> None:
    """Pairs that are equal in everything stand in the order of their names."""
    found = feeds.top(by, 2002, 2004, limit=20)
    feeds_model.assert_equal(found, feeds_model.top(rows, by, 2002, 2004, limit=20))
    tied = [one["b"] for one in found.to_pylist() if one["a"] == "BBB"]
    assert tied == ["CCC", "DDD", "EEE"]


def test_changes(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    first, last = 1979 * 12, 2024 * 12 + 11
    found = feeds.changes_all(first, last, limit=40, each=4)
    feeds_model.assert_equal(found, feeds_model.changes(rows, first, last, each=4, limit=40))
    assert found.num_rows > 20


def test_changes_of_a_pair(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    found = feeds.changes("BBB", "DDD", 1979 * 12, 2024 * 12 + 11, window=6)
    feeds_model.assert_equal(found, feeds_model.changes(of_pair(rows, "BBB", "DDD"), 1979 * 12, 2024 * 12 + 11, window=6))
    assert {2003 * 12, 2004 * 12} <= set(found.column("month_ix").to_pylist())


def test_some_feeds_only(feeds: Feeds, feeds_model: ModuleType, rows: list[Any]) -> None:
    kept = [one for one in rows if one["feed"] in ("icews", "polecat")]
    feeds_model.assert_equal(feeds.series_all("year", feeds=("polecat", "icews")), feeds_model.series(kept, "year"))
    months = [one["month_ix"] for one in kept]
    assert feeds.span(("icews", "polecat")) == (min(months), max(months))


def test_a_pair_of_which_nothing_is_told(feeds: Feeds) -> None:
    assert feeds.series("AAA", "ZZZ").num_rows == feeds.changes("AAA", "ZZZ").num_rows == 0
    assert feeds.series("AAA'; DROP TABLE feed_months; --", "\\ \" ' $a :a {a}").num_rows == 0


def test_an_empty_lake(feeds: Feeds, feeds_model: ModuleType, tmp_path: Path) -> None:
    empty = Feeds(feeds_model.FolderLake(tmp_path), feeds.engine)
    assert empty.series_all().schema == feeds.series_all(last=-100_000).schema
    assert empty.span() is None
    assert empty.top("conflict", 2000, 2001).num_rows == empty.changes_all().num_rows == 0


# --- a worker dies -----------------------------------------------------------------------------------------------------------------


class InPieces(NamedTuple):
    """A lake whose months are many files."""

    rows: list[Path]
    parts: list[Path]

    def files(self, years: Any = None) -> list[Path]:
        return self.rows

    def months(self) -> list[Path]:
        return self.parts


def pieces(path: Path, folder: Path, count: int) -> list[Path]:
    """The rows of a Parquet file in as many files."""
    table = pq.read_table(path)
    folder.mkdir()
    for number in range(count):
        pq.write_table(table.take(list(range(number, table.num_rows, count))), folder / f"{number}.parquet")
    return sorted(folder.iterdir())


@pytest.mark.spark
def test_an_executor_is_killed_in_the_middle(feeds_model: ModuleType, spark_cluster: Any, tmp_path: Path) -> None:
    """Months in many small files, each a task; one executor of two ends by SIGKILL when some are done and some are under way."""
    from relazione.analysis.feeds.spark_engine import SparkEngine

    chance = random.Random(9)
    rows = [
        feeds_model.row("AAA", chance.choice(["BBB", "CCC"]), chance.randrange(3_000, 18_000), 3, -3.5, key=str(key))
        for key in range(8_000)
    ]
    lake = feeds_model.FolderLake(tmp_path).fill(rows)
    lake = InPieces(lake.files(), pieces(lake.months()[0], tmp_path / "pieces", 160))
    with Feeds(lake, SparkEngine(spark_cluster.master, {"spark.sql.files.maxPartitionBytes": "1024"})) as asked:
        until_there(lambda: len(spark_cluster.executors()) == 2)
        answer: list[Any] = []
        work = threading.Thread(target=lambda: answer.append(asked.series_all()))
        work.start()
        done, running = _under_way(asked.engine.session, work)  # type: ignore[attr-defined]
        victim = spark_cluster.executors()[0]
        os.kill(victim, signal.SIGKILL)
        assert work.is_alive() and not answer, "the work was over before the executor was killed"
        work.join(240)
        assert answer, "the work did not end"
        assert done > 0 and running > 0
        assert victim not in spark_cluster.executors()
        feeds_model.assert_equal(answer[0], feeds_model.series(rows))


def until_there(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def _under_way(session: Any, work: threading.Thread) -> tuple[int, int]:
    """Wait until a stage of many tasks has begun and is far from its end: how many of its tasks are done, and how many run."""
    tracker = session.sparkContext.statusTracker()
    while work.is_alive():
        for stage in tracker.getActiveStageIds():
            told = tracker.getStageInfo(stage)
            if told and told.numTasks > 50 and 4 <= told.numCompletedTasks < told.numTasks // 2 and told.numActiveTasks:
                return told.numCompletedTasks, told.numActiveTasks
        time.sleep(0.01)
    raise AssertionError("no stage was seen under way")
