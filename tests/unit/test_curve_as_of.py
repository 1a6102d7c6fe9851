"""The curve and the as-of answer tell one story: where the one says war the other shows conflict, and is no gap."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from relazione.analysis.as_of import standing
from relazione.analysis.curve import Curve, curve
from relazione.record.store import Record

TODAY = "2026-01-01"
YEARS = (*range(1390, 1890, 7), *range(1890, 2025))


@pytest.fixture(scope="module")
def record(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("curve") / "seed.db", create=True) as opened:
        seed.tell(opened)
        yield opened


@pytest.fixture(scope="module")
def months(record: Record) -> Curve:
    return curve(record, "ITA", "TUR", by="month", today=TODAY)


def test_at_war_there_is_conflict_and_in_a_gap_no_war(record: Record, months: Curve) -> None:
    points = {point.period: point for point in months.points}
    wars = gaps = 0
    for year in YEARS:
        point = points.get(f"{year:04d}-06")
        told = standing(record, "ITA", "TUR", f"{year:04d}-06-15", today=TODAY).at_war
        if told:
            assert point is not None and point.conflict is not None and point.conflict < 0, year
            wars += 1
        if point is None or point.net is None:
            assert not told, year
            gaps += 1
    assert wars >= 5 and gaps > 5


def test_what_goes_on_is_among_the_facts_of_the_month(record: Record, months: Curve) -> None:
    points = {point.period: point for point in months.points}
    scored = {act.fact for act in months.acts}
    found = 0
    for year in range(1910, 1924):
        for item in standing(record, "ITA", "TUR", f"{year}-06-15", today=TODAY).ongoing:
            if item.fact in scored and item.certainty == "attested":
                assert item.fact in points[f"{year}-06"].facts, (year, item.label)
                found += 1
    assert found > 3


def test_both_ways_round_it_is_the_same_curve(record: Record) -> None:
    assert curve(record, "TUR", "ITA", today=TODAY).points == curve(record, "ITA", "TUR", today=TODAY).points
