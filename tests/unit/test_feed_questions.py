"""`relazione feed series`, `top` and `breaks`: what they print, as text, JSON and CSV, and what they say where they cannot answer."""

from __future__ import annotations

import csv
import io
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("duckdb")
pytest.importorskip("ibis")

from relazione.analysis.feeds.engines import ENGINES
from relazione.analysis.feeds.question import RANKS
from relazione.cli.commands.feed import top
from relazione.cli.door import relazione
from relazione.record.lake import Lake


def ask(lake_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(relazione, ["feed", *arguments, "--lake", str(lake_path)])


def as_json(lake_path: Path, *arguments: str) -> Any:
    done = ask(lake_path, *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_series_by_year(lake_path: Path) -> None:
    done = ask(lake_path, "series", "Turkey", "Italy", "--from", "2010", "--to", "2012")
    assert done.exit_code == 0
    assert "Italy and Türkiye: what feeds tell, 2010 to 2012" in done.stdout
    lines = [line for line in done.stdout.splitlines() if line[:4].isdecimal()]
    assert [line[:4] for line in lines] == ["2010", "2011", "2012"]
    assert all("│" in line and line.endswith("icews") for line in lines)
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_series_in_json_and_csv_are_the_same(lake_path: Path) -> None:
    asked = ("series", "Italy", "Türkiye", "--by", "month", "--from", "2016-03", "--to", "2016-05", "--by-feed")
    told = as_json(lake_path, *asked)
    assert (told["pair"], told["by"], told["half_life"]) == (["ITA", "TUR"], "month", 2.0)
    assert [row["month"] for row in told["rows"]] == ["2016-03", "2016-04", "2016-05"]
    assert told["rows"][0]["n"] == told["rows"][0]["rows_icews"] + told["rows"][0]["rows_gdelt2"]
    read = list(csv.DictReader(io.StringIO(ask(lake_path, *asked, "--csv").stdout)))
    assert [{name: str(value) for name, value in row.items()} for row in told["rows"]] == read


def test_some_feeds_only_and_no_half_life(lake_path: Path) -> None:
    told = as_json(lake_path, "series", "Italy", "Türkiye", "--feed", "gdelt2", "--half-life", "0")
    assert told["rows"][0]["year"] == "2015"
    assert all(row["share_gdelt2"] == 1.0 and row["conflict_index"] == row["conflict"] for row in told["rows"])


def test_top_names_states_as_they_were_called(tmp_path: Path) -> None:
    from feed_rows import batch, row

    with Lake.open(tmp_path / "old.lake", create=True) as lake:
        rows = [row("1", "RUS", "USA", "1985-06-01", "icews", quad=3, intensity=-3.5, plover="ACCUSE")]
        rows += [row("2", "FRA", "ITA", "1985-06-01", "icews", quad=1, intensity=2.5, plover="AGREE")]
        lake.add_rows("made", "icews", [batch(rows)])
    done = ask(tmp_path / "old.lake", "top", "--in", "1985")
    assert "Pairs with the most conflict, 1985" in done.stdout and "Soviet Union, United States" in done.stdout
    assert "Italy" not in done.stdout  # not hostile at all
    assert as_json(tmp_path / "old.lake", "top", "--in", "1985", "--by", "net")["pairs"][0]["b"] == "ITA"


def test_top_of_equal_pairs_is_in_order(lake_path: Path) -> None:
    told = as_json(lake_path, "top", "--by", "conflict", "--in", "2000-2004")
    assert [(one["rank"], one["a"], one["b"]) for one in told["pairs"][:2]] == [(1, "CHN", "USA"), (2, "FRA", "RUS")]
    assert told["pairs"][0]["conflict"] == told["pairs"][1]["conflict"]
    assert [one["a"] for one in as_json(lake_path, "top", "--in", "2000-2004", "--least", "--limit", "1")["pairs"]] == ["CHN"]


def test_breaks_find_the_hostile_year(lake_path: Path) -> None:
    told = as_json(lake_path, "breaks", "Italy", "Türkiye", "--feed", "icews")
    assert {"2011-01", "2012-01"} <= {one["month"] for one in told["changes"][:4]}
    worse = next(one for one in told["changes"] if one["month"] == "2011-01")
    assert worse["strength"] < -3 and worse["difference"] == pytest.approx(worse["after"] - worse["before"])
    done = ask(lake_path, "breaks", "--limit", "3")
    assert done.exit_code == 0 and "All pairs: when the level changed most" in done.stdout


def test_the_choices_are_those_of_the_questions() -> None:
    assert tuple(RANKS) == top.RANKS
    assert list(ENGINES) == ["duckdb", "spark"]


def test_nothing_told_is_said(lake_path: Path) -> None:
    done = ask(lake_path, "series", "Peru", "Chad")
    assert (done.exit_code, done.stdout) == (0, "") and "feeds tell nothing of Peru and Chad" in done.stderr
    assert as_json(lake_path, "series", "Peru", "Chad")["rows"] == []
    assert ask(lake_path, "series", "Peru", "Chad", "--csv").stdout.startswith("year,n,acts,")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("series", "Italy", "Italy"), 2, "two different states"),
        (("series", "Italy", "Peru", "--engine", "abacus"), 2, "no engine 'abacus'; there are duckdb, spark"),
        (("series", "Italy", "Peru", "--master", "local"), 2, "add --engine spark"),
        (("series", "Italy", "Peru", "--feed", "reuters"), 2, "no feed 'reuters'"),
        (("series", "Italy", "Peru", "--half-life", "nan"), 2, "a half-life is a number"),
        (("top", "--in", "MMXX"), 2, "--in needs a year"),
        (("top", "--in", "2016-2014"), 2, "end before they begin"),
        (("breaks", "Italy"), 2, "two states, or none"),
        (("breaks", "--window", "1"), 2, "2 to 1,200 months"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(lake_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = ask(lake_path, *arguments)
    assert done.exit_code == code and words in done.stderr and len(done.stderr.splitlines()) == 1


def test_no_lake_and_an_empty_one(tmp_path: Path) -> None:
    done = ask(tmp_path / "none.lake", "top", "--in", "2014")
    assert done.exit_code == 3 and "there is no lake" in done.stderr
    Lake.open(tmp_path / "empty.lake", create=True).close()
    done = ask(tmp_path / "empty.lake", "top", "--in", "2014")
    assert done.exit_code == 0 and "feeds tell nothing of this kind in 2014" in done.stderr


@pytest.mark.spark
def test_a_master_that_does_not_answer(lake_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    done = ask(lake_path, "top", "--in", "2014", "--engine", "spark", "--master", f"spark://127.0.0.1:{port}")
    assert done.exit_code == 1 and f"no Spark master answers at spark://127.0.0.1:{port}" in done.stderr
