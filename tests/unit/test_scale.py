"""What docs/scale.md says of clusters is what the model computes of its figures."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def model(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scale_model", repository / "benchmarks" / "scale_model.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_has_what_the_model_computes(model: ModuleType) -> None:
    page = model.PAGE.read_text(encoding="utf-8")
    assert "".join(model.tables(model.figures())) in page


def test_one_machine_needs_work_through_its_cores(model: ModuleType) -> None:
    given = {"assumed": {"serial": 0.1, "efficiency": 0.5, "start": 30.0, "network": 1e9}}
    task = model.Task("it", 1000.0, 4000.0, 8e9)
    assert model.seconds(task, {"nodes": 1, "cores": 2}, given) == pytest.approx(100 + 900 / 1)
    assert model.seconds(task, {"nodes": 4, "cores": 2}, given) == pytest.approx(30 + 400 + 3600 / 4 + 8 / 4)
    alone = task._replace(side_by_side=False, cluster=False)
    assert model.seconds(alone, {"nodes": 1, "cores": 16}, given) == 1000


def test_a_price_changes_money_alone(model: ModuleType) -> None:
    given = model.figures()
    before = "".join(model.tables(given))
    given["assumed"]["price"] *= 10
    after = "".join(model.tables(given))
    work = re.compile(r"\| ([^;|]+; [^;|]+); ([^;|]+)(?= \|)")
    assert [told for told, _ in work.findall(before)] == [told for told, _ in work.findall(after)] != []
    assert before != after


@pytest.mark.parametrize(("value", "said"), [(0.012, "0.012 s"), (125, "2.1 min"), (7300, "2 h"), (400_000, "4.6 days")])
def test_durations(model: ModuleType, value: float, said: str) -> None:
    assert model.duration(value) == said
