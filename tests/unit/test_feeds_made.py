"""Made rows of feeds, for the benchmarks: they are like the real ones in what was measured, in the lake's order, the same every time."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from relazione.reference.polities import polities
from relazione.sources.feeds.columns import FEEDS, SORTED_BY, UNIQUE, arrow_schema

pa = pytest.importorskip("pyarrow")
pytest.importorskip("numpy")

NEAR = {"bytes_in_a_row": 0.1, "deflated": 0.2, "rows_of_an_article": 0.15, "letters_of_an_address": 0.05}
"""How far a made figure may be from the real one, as a part of it; of shares a tenth of all rows."""


@pytest.fixture(autouse=True)
def _on_the_path(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    yield
    for name in [name for name in sys.modules if name.startswith("feeds_")]:
        del sys.modules[name]


@pytest.fixture
def data() -> ModuleType:
    import feeds_data

    return feeds_data


@pytest.fixture
def facts() -> ModuleType:
    import feeds_facts

    return feeds_facts


@pytest.mark.parametrize(("feed", "rows"), [("gdelt2", 20_000), ("icews", 10_000)])
def test_made_files_are_like_the_real_ones(data: ModuleType, facts: ModuleType, tmp_path: Path, feed: str, rows: int) -> None:
    made = facts.measure(feed, data.write_files(tmp_path, feed, rows, 5))
    real = facts.facts()[feed]
    assert made.keys() == real.keys()
    far = {
        name: (made[name], figure)
        for name, figure in real.items()
        if abs(made[name] - figure) > (NEAR[name] * figure if name in NEAR else 0.5 if name == "mean_score" else 0.12)
    }
    assert not far


@pytest.mark.shared
def test_the_figures_of_the_real_files_are_those_kept(facts: ModuleType, shared_dir: Path) -> None:
    whole = shared_dir / "datasets/whole"
    files = {"gdelt2": sorted(whole.glob("gdelt/*.export.CSV")), "icews": [whole / "icews/icews_sample.csv"]}
    for feed, paths in files.items():
        assert facts.measure(feed, paths) == pytest.approx(facts.facts()[feed], abs=6e-4)


@pytest.mark.parametrize(("feed", "columns"), [("gdelt2", 61), ("gdelt1", 58), ("icews", 20), ("polecat", 40)])
def test_made_files_have_the_columns_of_their_feed(data: ModuleType, tmp_path: Path, feed: str, columns: int) -> None:
    (path,) = data.write_files(tmp_path, feed, 1_500, 5)
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        text = archive.read(name).decode("latin-1" if feed == "polecat" else "utf-8")
    lines = text.splitlines()
    assert path.name == f"{name}.zip"
    assert {line.count("\t") + 1 for line in lines} == {columns}
    assert len(lines) == 1_500 + (feed in ("icews", "polecat"))


@pytest.mark.shared
def test_made_polecat_has_the_published_header(data: ModuleType, shared_dir: Path, tmp_path: Path) -> None:
    (path,) = data.write_files(tmp_path, "polecat", 10, 5, zipped=False)
    header = (shared_dir / "datasets/whole/polecat_format/HEADER.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert path.read_text(encoding="latin-1").splitlines()[0] == header


def test_some_made_files_of_polecat_have_its_known_faults(data: ModuleType, tmp_path: Path) -> None:
    files = data.write_files(tmp_path, "polecat", 80, 5, rows_of_a_file=10, zipped=False)
    headers = [path.read_text(encoding="latin-1").splitlines()[0] for path in files]
    assert [number for number, header in enumerate(headers) if header.endswith("\tHeadline")] == [3]
    assert [number for number, header in enumerate(headers) if header.endswith("\t\t")] == [7]


def test_a_made_lake_has_its_rows_in_order(data: ModuleType) -> None:
    world = data.World()
    rows = pa.concat_tables(table for year in (1980, 2020) for table in data.year_rows(world, year, 20_000))
    assert rows.schema == arrow_schema()
    assert rows.num_rows == 40_000
    for year in (1980, 2020):
        own = rows.filter(pa.compute.equal(rows["year"], year)).select(list(dict.fromkeys([*SORTED_BY, *UNIQUE])))
        lines = own.to_pylist()
        assert [tuple(line[name] for name in SORTED_BY) for line in lines] == sorted(
            tuple(line[name] for name in SORTED_BY) for line in lines
        )
        assert len({tuple(line[name] for name in UNIQUE) for line in lines}) == len(lines)
        assert {line["feed"] for line in lines} == ({"gdelt1"} if year == 1980 else set(FEEDS))
    assert set(rows["a_polity"].to_pylist()) <= set(polities())


def test_a_made_lake_marks_the_first_act_of_its_type_on_a_day(data: ModuleType) -> None:
    (rows,) = data.year_rows(data.World(), 2020, 20_000)
    seen = set()
    for line in rows.select(["feed", "a", "b", "day", "direction", "plover", "once"]).to_pylist():
        act = tuple(line.values())[:-1]
        assert line["once"] == (act not in seen)
        seen.add(act)
    assert 0.4 < len(seen) / rows.num_rows < 0.8


def test_making_is_the_same_every_time(data: ModuleType, tmp_path: Path) -> None:
    for name in ("one", "two"):
        data.write_lake(tmp_path / name / "lake", 3_000)
        data.write_files(tmp_path / name, "gdelt1", 1_000, 5)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "two")
    )
    assert len(one) == 48
    assert one == two


def test_rows_grow_over_the_years_and_none_is_lost(data: ModuleType) -> None:
    years = data.rows_of_years(1_000_000)
    assert sum(years.values()) == 1_000_000
    assert years[2016] > 20 * years[1979]
    assert min(years) == 1979 and max(years) == 2025
