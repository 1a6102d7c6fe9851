"""The curve with a real lake beside the record: what is read of it, the command, CSV, and what happens without one."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("duckdb")
pytest.importorskip("ibis")

from relazione.analysis.curve import curve
from relazione.analysis.curve.reported import Reports
from relazione.analysis.feeds import connect
from relazione.cli.door import relazione
from relazione.model.dates import day_number
from relazione.record.lake import Lake
from relazione.record.store import Record


@pytest.fixture(scope="module")
def db(seed: ModuleType, lake_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with its lake beside it."""
    path = tmp_path_factory.mktemp("beside") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    shutil.copytree(lake_path, path.with_suffix(".lake"))
    return path


def run(*arguments: str | Path, **surroundings: str) -> Result:
    return CliRunner(env=surroundings).invoke(relazione, [str(argument) for argument in arguments])


def as_data(*arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("curve", "ITA", "TUR", *arguments, "--json").stdout)
    return found


def test_a_pairs_months_are_those_of_the_questions_to_the_feeds(lake_path: Path) -> None:
    with Lake.open(lake_path) as lake, connect(lake) as asked, Reports(lake_path) as reports:
        for pair in (("ITA", "TUR"), ("USA", "CHN")):
            expected = asked.series(*pair, half_life=0.0, by_feed=True).to_pylist()
            for feed in reports.of(*pair):
                own = [one for one in expected if one[f"acts_{feed.feed}"]]
                assert [(one.month_ix, one.acts) for one in feed.months] == [
                    (one["month_ix"], one[f"acts_{feed.feed}"]) for one in own
                ]
                for month, one in zip(feed.months, own, strict=True):
                    assert month.rows == round(one["n"] * one[f"share_{feed.feed}"])
                    assert month.cooperation == pytest.approx(one[f"cooperation_{feed.feed}"])
                    assert month.conflict == pytest.approx(one[f"conflict_{feed.feed}"])


def test_rows_are_found_by_day_feed_and_key(lake_path: Path) -> None:
    with Reports(lake_path) as reports:
        span = day_number(2016, 1, 1), day_number(2016, 12, 31)
        count = reports.count("TUR", "ITA", *span)
        rows = reports.rows("TUR", "ITA", *span, limit=count + 10)
        assert len(rows) == count > 30 and {(row.a, row.b) for row in rows} == {("ITA", "TUR")}
        assert [(row.day, row.feed) for row in rows] == sorted((row.day, row.feed) for row in rows)
        assert reports.rows("ITA", "TUR", *span, limit=7, skip=5) == rows[5:12]
        only = reports.rows("ITA", "TUR", *span, feeds=["icews"], limit=count)
        assert 0 < len(only) < count and only == [row for row in rows if row.feed == "icews"]
        assert reports.of_key("ITA", "TUR", rows[3].day, rows[3].feed, rows[3].key) == [rows[3]]
        assert reports.of_key("ITA", "TUR", rows[3].day, rows[3].feed, "' OR 1=1 --") == []
        assert reports.count("ITA", "TUR", day_number(1900, 1, 1), day_number(1901, 1, 1)) == 0


def test_what_was_just_loaded_is_seen(lake_path: Path, tmp_path: Path) -> None:
    place = tmp_path / "it.lake"
    shutil.copytree(lake_path, place)
    with Reports(place) as reports, Lake.open(place) as lake:
        before, mark = reports.of("ITA", "TUR"), reports.mark()
        sys.path.insert(0, str(Path(__file__).parents[1]))
        try:
            from feed_rows import batch, row
        finally:
            sys.path.pop(0)
        lake.add_rows("more", "polecat", [batch([row(1, day="2020-01-01", feed="polecat", intensity=3.0)])])
        after = reports.of("ITA", "TUR")
    assert [one.feed for one in before] == ["gdelt2", "icews"] and [one.feed for one in after] == ["gdelt2", "icews", "polecat"]
    assert after[2].months[0].cooperation == 3.0 and mark != ""


def test_the_lake_beside_the_record_is_asked(db: Path) -> None:
    found = as_data("--db", db)
    assert [feed["feed"] for feed in found["feeds"]] == ["gdelt2", "icews"]
    with Record.open(db, read_only=True) as record, Reports(db.with_suffix(".lake")) as reports:
        drawn = curve(record, "ITA", "TUR", feeds=reports.of("ITA", "TUR"))
    assert not isinstance(drawn.together, type(None)) and found["together"]["to"] == drawn.together.end  # type: ignore[union-attr]
    assert found["feeds"][1]["covers"] == [["1995-01-01", "2018-06-29"]]
    hostile = {point["period"]: point["conflict"] for point in found["feeds"][1]["points"]}
    assert hostile["2009"] == 0.0 and hostile["2011"] < hostile["2012"] < -1.0


def test_it_can_be_left_out_named_and_narrowed(db: Path, lake_path: Path, tmp_path: Path) -> None:
    alone = as_data("--db", db, "--no-feeds")
    assert "feeds" not in alone and "together" not in alone
    with Record.open(tmp_path / "empty.db", create=True):
        pass
    assert "feeds" not in as_data("--db", tmp_path / "empty.db")
    named = as_data("--db", tmp_path / "empty.db", "--lake", lake_path, "--feed", "icews", "--weight", "icews=3")
    assert [feed["feed"] for feed in named["feeds"]] == ["icews"]
    assert [(one["source"], one["weight"]) for one in named["together"]["sources"]] == [("prose", None), ("icews", 3.0)]


@pytest.mark.parametrize(
    "wrong",
    [("--feed", "reuters"), ("--weight", "icews"), ("--weight", "icews=-1"), ("--weight", "icews=nan"), ("--weight", "x=1")],
)
def test_what_cannot_be_asked_is_told(db: Path, wrong: tuple[str, str]) -> None:
    found = run("curve", "ITA", "TUR", "--db", db, *wrong)
    assert found.exit_code == 2 and "Traceback" not in found.output


def test_weights_need_feeds(db: Path, tmp_path: Path) -> None:
    assert run("curve", "ITA", "TUR", "--db", db, "--no-feeds", "--weight", "icews=1").exit_code == 2
    assert run("curve", "ITA", "TUR", "--db", db, "--lake", tmp_path / "none.lake").exit_code == 3


def test_of_an_earlier_moment_the_lake_is_left_out_and_that_is_told(db: Path, lake_path: Path) -> None:
    found = run("curve", "ITA", "TUR", "--db", db, "--known-at", "2020-01-01", "--json")
    assert "feeds" not in json.loads(found.stdout) and "left out" in found.stderr
    assert run("curve", "ITA", "TUR", "--db", db, "--known-at", "2020-01-01", "--lake", lake_path).exit_code == 2


def test_the_csv_has_more_columns_and_the_same_in_the_others(db: Path) -> None:
    plain = list(csv.DictReader(io.StringIO(run("curve", "ITA", "TUR", "--db", db, "--no-feeds", "--csv").stdout)))
    more = list(csv.DictReader(io.StringIO(run("curve", "ITA", "TUR", "--db", db, "--csv").stdout)))
    assert list(more[0])[: len(plain[0])] == list(plain[0])
    assert {"together_net", "together_sources", "gdelt2_rows", "icews_conflict", "icews_covered", "icews_volume"} <= set(more[0])
    by_period = {line["period"]: line for line in more}
    assert all({key: by_period[line["period"]][key] for key in line} == line for line in plain)
    assert by_period["2021"]["gdelt2_covered"] == "1.0" and by_period["2021"]["icews_cooperation"] == ""
    assert [line["period"] for line in more] == sorted((line["period"] for line in more), key=int)


def test_the_words_fit_a_narrow_terminal(db: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "relazione", "curve", "Italy", "Turkey", "--db", str(db)],
        capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    ).stdout  # fmt: skip
    assert "With the feeds of seed.lake" in found and "ICEWS covers 1 January 1995 to 29 June 2018" in found


def test_nothing_heavy_is_loaded_where_no_lake_is(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "seed.db"
    shutil.copy(db, copy)
    code = (
        "import sys; from click.testing import CliRunner; from relazione.cli.door import relazione; "
        f"found = CliRunner().invoke(relazione, ['curve', 'ITA', 'TUR', '--db', {str(copy)!r}]); assert found.exit_code == 0; "
        "assert not {'duckdb', 'pyarrow', 'ibis', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
