"""The benchmarks run: their parts on the smallest input. How many seconds they measure is nothing that a test can hold."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

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
    assert {"page: home", "page: pair", "page: fact"} <= {row.what for row in rows}
    assert all(row.measured.endswith((" ms", " kB")) for row in rows)
