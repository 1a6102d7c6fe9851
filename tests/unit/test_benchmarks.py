"""The benchmarks run: their parts on the smallest input. How many seconds they measure is nothing that a test can hold."""

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from relazione.analysis.as_of import standing
from relazione.record.store import Record


def load(repository: Path, name: str) -> ModuleType:
    """A script of `benchmarks/`."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", repository / "benchmarks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_synthetic_record_has_the_facts_asked_for(repository: Path, tmp_path: Path) -> None:
    as_of = load(repository, "as_of")
    as_of.build(tmp_path / "synthetic.db", 500, False)
    with Record.open(tmp_path / "synthetic.db", read_only=True) as record:
        assert 400 < record.status().facts <= 500
        assert len(standing(record, "ITA", "TUR", "1988-06-15").sides) == 2


def test_starting_compares_the_command_with_python_alone(repository: Path) -> None:
    run = load(repository, "run")
    rows = list(run.starting(run.QUICK))
    assert [row.what for row in rows] == ["python -c pass", "relazione --help"]
    assert all(row.measured.endswith(" ms") for row in rows)


def test_asking_compares_a_large_record_with_a_small_one(repository: Path) -> None:
    run = load(repository, "run")
    rows = list(run.asking(run.QUICK._replace(facts=300)))
    assert rows[-1].limit == "< 50 ms"
    assert "300 facts" in rows[-1].what


def test_a_limit_not_kept_is_said(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = load(repository, "run")
    run.say(run.Row("reading", "2.00", "≤ 1.5", False))
    assert capsys.readouterr().out.split() == ["reading", "2.00", "≤", "1.5", "NOT", "KEPT"]


def test_the_panel_is_measured_on_made_data(repository: Path) -> None:
    run = load(repository, "run")
    rows = list(run.panels(run.QUICK))
    assert any(row.what.startswith("panel of all directed dyad-years") and row.measured.endswith(" s") for row in rows)
    told = [row for row in rows if row.what.strip().startswith(("in pandas", "columns that are the same"))]
    assert told and all(row.kept is not False for row in told)


def test_every_page_is_measured(repository: Path) -> None:
    run = load(repository, "run")
    rows = list(run.pages(run.QUICK._replace(facts=300)))
    assert {"home", "pair", "fact"} <= {row.what.removeprefix("page: ").partition(" (")[0] for row in rows}
    assert all(row.measured.endswith((" ms", " kB")) for row in rows)
    assert {"review: first page of the queue", "review: one decision"} <= {row.what for row in rows}


def test_the_area_under_the_curve_is_worked_out(repository: Path) -> None:
    validation = load(repository, "curve_validation")
    score, truth = np.array([3.0, 1.0, 2.0, 2.0]), np.array([True, False, False, True])
    # Of four pairs of a positive and a negative year three are in the right order and one is a tie.
    assert validation.Roc(score, truth).area() == pytest.approx(3.5 / 4)
    assert validation.Roc(score, truth).area(np.array([1.0, 1.0, 0.0, 1.0])) == 1.0
    assert math.isnan(validation.Roc(score, np.zeros(4, bool)).area())


def test_the_curve_is_compared_with_a_list_of_disputes(repository: Path, seed: ModuleType, tmp_path: Path) -> None:
    validation = load(repository, "curve_validation")
    gml, ucdp = tmp_path / "gml.csv", tmp_path / "ucdp.csv"
    gml.write_text(
        "ccode1,ccode2,year,hostlev1,hostlev2\n325,640,1911,5,5\n640,325,1911,5,4\n325,640,1912,4,4\n", encoding="utf-8"
    )
    ucdp.write_text(
        'year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,intensity_level,type_of_conflict\n1990,645.0,,690,"2, 200",2,interstate\n'
        "1990,645,,,,2,intrastate\n",
        encoding="utf-8",
    )
    disputes = validation.gml(gml)
    assert disputes == {(325, 640, 1911): 5, (325, 640, 1912): 4}
    assert set(validation.ucdp(ucdp)) == {(645, 690, 1990), (2, 645, 1990), (200, 645, 1990)}
    with Record.open(tmp_path / "seed.db", create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
        gold = validation.Gold("disputes", 1816, 2010, "cow", disputes, 1)
        found = validation.rows(validation.dyads(record), gold, (2.0,))
    assert found.names == ["Italy and Türkiye"]
    assert set(found.year[found.truth]) == {1911, 1912}
    assert validation.Roc(found.scores["conflict 2"], found.truth).area() > 0.8


def test_feeds_are_measured_on_made_rows(repository: Path) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("ibis")
    pytest.importorskip("isal")
    run = load(repository, "run")
    rows = list(run.feeds(run.QUICK._replace(large=20_000)))
    told = {row.what.strip(): row for row in rows}
    assert told["CPU time, bare scan = 1"].limit == "≤ 8"
    assert any(row.what.startswith("loading ") and row.measured.endswith("MB/s") for row in rows)
    assert any(row.what.startswith("feeds, 0.02 million rows: filling a lake") for row in rows)
    same = [row for row in rows if row.what.strip().startswith(("columns that are the same", "equal answers"))]
    assert all(row.kept is not False for row in same)
