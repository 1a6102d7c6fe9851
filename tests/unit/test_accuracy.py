"""The script behind docs/accuracy.md: what it counts, on made-up judgements."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def maker(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_accuracy", repository / "scripts" / "make_accuracy.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_accuracy"] = module
    spec.loader.exec_module(module)
    return module


def test_the_reliability_table_counts_tenths(maker: ModuleType) -> None:
    judged = [(0.05, False), (0.61, True), (0.65, False), (0.95, True), (1.0, True)]
    rows, distance = maker.reliability(judged)
    assert rows == [
        [".0 to .1", "1", ".05", "0"],
        [".6 to .7", "2", ".63", ".50"],
        [".9 to 1", "2", ".97", "1.00"],
    ]
    assert distance == pytest.approx((0.05 + 2 * 0.13 + 2 * 0.025) / 5)


def test_precision_recall_and_f1(maker: ModuleType) -> None:
    assert maker.Tally(right=6, predicted=8, found=6, gold=12).cells() == [".75", ".50", ".60"]
    assert maker.Tally().cells() == ["", "", ""]


def test_what_differs_of_a_found_event(maker: ModuleType) -> None:
    class Score:
        fold = staticmethod(str.lower)

        @staticmethod
        def names(actor: str, parties: frozenset[str]) -> set[str]:
            return {actor.lower()}

    class Text:
        parties = frozenset[str]()

    def differs(gold: list[str], told: list[str], date: bool = True, actors: bool = False) -> str:
        found = maker._what_differs({"actors": gold}, {"actors": told, "date": "1912"}, date, actors, Score, Text)
        assert isinstance(found, str)
        return found

    assert differs(["Italy"], ["Italy", "Turkey"]) == "an actor too many"
    assert differs(["Italy", "Turkey"], ["Italy"]) == "an actor left out"
    assert differs(["Italy"], ["Turkey"]) == "another actor"
    assert differs(["Italy"], ["Italy"], date=False, actors=True) == "another date"
    assert differs(["Italy"], ["Turkey"], date=False) == "date and actors"
