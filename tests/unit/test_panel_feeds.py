"""Columns of feeds in a panel: counts of whole years, each feed apart, alike in both directions, and empty where no load covers the year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("duckdb")
pytest.importorskip("ibis")

from relazione.analysis.curve.reported import Reports
from relazione.analysis.panel import panel
from relazione.analysis.panel.arrow import METADATA_KEY
from relazione.cli.door import relazione
from relazione.model.dates import day_number
from relazione.model.errors import WrongUse
from relazione.record.store import Record


@pytest.fixture(scope="module")
def made(lake_path: Path) -> Any:
    return panel(None, pairs="directed", years=(1990, 2022), add=["feeds"], lake=lake_path)


def rows(table: Any, a: str, b: str) -> dict[int, dict[str, Any]]:
    return {one["year"]: one for one in table.to_pylist() if (one["a_name"], one["b_name"]) == (a, b)}


def test_counts_are_those_of_the_rows(made: Any, lake_path: Path) -> None:
    own = rows(made, "ITA", "TUR")
    with Reports(lake_path) as reports:
        for year in (1997, 2011, 2016):
            days = day_number(year, 1, 1), day_number(year, 12, 31)
            told = reports.rows("ITA", "TUR", *days, feeds=["icews"], limit=10_000)
            assert own[year]["icews_rows"] == len(told) and own[year]["icews_acts"] == sum(row.once for row in told)
            for quad, name in enumerate(
                ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"), 1
            ):
                assert own[year][f"icews_{name}"] == len([row for row in told if row.quad == quad])
            scores = [row.intensity * row.weight for row in told if row.once]
            assert own[year]["icews_cooperation"] == pytest.approx(sum(score for score in scores if score > 0))
            assert own[year]["icews_conflict"] == pytest.approx(sum(score for score in scores if score < 0))
            assert own[year]["icews_intensity"] == pytest.approx(sum(row.intensity for row in told) / len(told))


def test_a_year_has_values_only_where_loads_cover_it_whole(made: Any) -> None:
    own = rows(made, "ITA", "TUR")
    assert [year for year, row in own.items() if row["icews_rows"] is not None] == list(range(1995, 2018))  # 2018 ends in June
    assert [year for year, row in own.items() if row["gdelt2_rows"] is not None] == list(
        range(2016, 2022)
    )  # 2015 begins in February
    assert own[2018]["icews_rows_absent"] == "not covered" and own[2018]["feeds_absent"] is None


def test_of_whom_a_feed_tells_nothing_counts_are_0_and_a_mean_is_none(made: Any) -> None:
    silent = rows(made, "ITA", "FRN")[2000]
    assert silent["icews_rows"] == 0 == silent["icews_conflict"]
    assert silent["icews_intensity"] is None and silent["icews_intensity_absent"] == "not told"


def test_both_directions_and_both_kinds_of_panels_have_the_same(made: Any, lake_path: Path) -> None:
    names = [name for name in made.column_names if name.startswith("icews")]
    one, other = rows(made, "ITA", "TUR"), rows(made, "TUR", "ITA")
    assert all(one[year][name] == other[year][name] for year in one for name in names)
    undirected = rows(panel(None, pairs="undirected", years=(1990, 2022), add=["feeds"], lake=lake_path), "ITA", "TUR")
    assert all(one[year][name] == undirected[year][name] for year in one for name in names)


def test_the_lake_beside_the_record_is_taken_and_without_one_it_is_told(lake_path: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "seed.db", create=True):
        pass
    with pytest.raises(WrongUse, match="--lake"):
        panel(tmp_path / "seed.db", years=(2000, 2001), add=["feeds"])
    (tmp_path / "seed.lake").symlink_to(lake_path)
    beside = panel(tmp_path / "seed.db", pairs="Italy:Turkey", years=(2000, 2001), add=["feeds"])
    assert beside.column("icews_rows").to_pylist() == [30, 30] or all(beside.column("icews_rows").to_pylist())


def test_the_codebook_says_what_is_covered(made: Any) -> None:
    told = json.loads(made.schema.metadata[METADATA_KEY])
    source = next(one for one in told["sources"] if one["id"] == "feeds")
    assert source["covers"] == ["1995-01-01", "2021-12-31"] and "GDELT 2.0, ICEWS" in source["title"]
    assert source["rows"] > 10_000 and "not covered" in told["notes"]["feeds"]


def test_the_command_needs_no_record_beside_a_lake(lake_path: Path, tmp_path: Path) -> None:
    asked = ["panel", "--pairs", "Italy:Turkey", "--years", "2011-2012", "--add", "feeds", "--lake", str(lake_path)]
    found = CliRunner().invoke(relazione, [*asked, "--db", str(tmp_path / "none.db")])
    assert found.exit_code == 0 and "icews_material_conflict" in found.stdout.splitlines()[0]
    assert CliRunner().invoke(relazione, [*asked[:-2], "--db", str(tmp_path / "none.db")]).exit_code != 0
