"""Every addition to a panel passes the same suite, on small made files of its dataset: a null has a kind of absence and a value has
none, nothing stands outside the coverage, both directions and both systems are served, and the codebook tells all of it."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from relazione.analysis.panel import ADDITIONS, build
from relazione.analysis.panel.arrow import METADATA_KEY, table
from relazione.analysis.panel.column import MEANINGS
from relazione.record.store import Record
from relazione.sources.datasets.catalogue import catalogue

_spec = importlib.util.spec_from_file_location("dataset_files", Path(__file__).parents[1] / "dataset_files.py")
assert _spec and _spec.loader
dataset_files = importlib.util.module_from_spec(_spec)
sys.modules.setdefault(_spec.name, dataset_files)
_spec.loader.exec_module(dataset_files)

# The dataset that serves each addition here; none: it is made without data files.
DATA: dict[str, tuple[str, ...]] = {
    "mids": ("cow-mid-dyadic",),
    "gml": ("gml-mid-directed",),
    "atop": ("atop-dyad-year-extract",),
    "igos": ("cow-igo-state-year",),
    "contiguity": ("cow-contiguity",),
    "capital-distance": (),
    "exchange": ("cow-diplomatic-exchange",),
    "missions": (),
    "events": (),
    "feeds": (),
    "trade": ("cow-trade-dyadic",),
    "un-votes": ("un-votes", "un-roll-calls"),
}
YEARS = (1900, 2020)


def test_every_addition_is_tried() -> None:
    assert set(DATA) == set(ADDITIONS)
    assert {id_ for ids in DATA.values() for id_ in ids} <= set(catalogue())


@pytest.fixture(params=list(DATA))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["cow", "gw"])
def made(request: pytest.FixtureRequest, name: str, tmp_path: Path, lake_path: Path) -> Any:
    """The table of Italy, Turkey and the others of the sample, with the addition."""
    files = []
    for id_ in DATA[name]:
        sample = dataset_files.SAMPLES[id_]
        files.append(tmp_path / sample.name)
        files[-1].write_text(sample.text, encoding="utf-8", newline="")
    with Record.open(tmp_path / "empty.db", create=True) as record:
        return table(build(record, years=YEARS, system=request.param, add=[name], files=files, lake=lake_path))


def codebook(made: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made.schema.metadata[METADATA_KEY])
    return found


def test_a_null_has_a_kind_of_absence_and_a_value_has_none(made: Any) -> None:
    columns = {column["name"]: column for column in codebook(made)["columns"]}
    assert list(columns) == made.column_names
    for name, column in columns.items():
        if name in ("a", "b", "year", "a_name", "b_name") or name.endswith("_absent"):
            continue
        values = made.column(name)
        if "absent_in" not in column:
            assert values.null_count == 0, name
            continue
        why = made.column(column["absent_in"])
        assert values.is_null().equals(why.is_valid()), name
        kinds = {kind for kind in why.unique().to_pylist() if kind}
        assert kinds == set(column.get("absences", ())) and kinds <= set(MEANINGS)


def test_nothing_stands_outside_the_coverage(made: Any, name: str) -> None:
    import pyarrow.compute as compute

    ids = DATA[name]
    if not ids:
        return
    source = next(one for one in codebook(made)["sources"] if one["id"] == ids[0])
    first, last = (int(day[:4]) for day in source["covers"])
    outside = made.filter(compute.or_(compute.less(made.column("year"), first), compute.greater(made.column("year"), last)))
    assert outside.num_rows > 0
    for column in codebook(made)["columns"]:
        if column.get("absent_in"):
            assert outside.column(column["name"]).null_count == outside.num_rows


def test_the_sample_is_met(made: Any, name: str) -> None:
    """Something of the made file is in the panel: no addition is empty for want of matching."""
    if not DATA[name]:
        return
    told = [column["name"] for column in codebook(made)["columns"] if column.get("absent_in")]
    assert any(made.column(column).null_count < made.num_rows for column in told)
    source = next(one for one in codebook(made)["sources"] if one["id"] == DATA[name][0])
    assert source["version"] and source["cite"] and source["terms"]
    assert source.get("unmatched", 0) < source["rows"]


def test_rows_do_not_depend_on_what_is_added(made: Any) -> None:
    bare = table(build(None, years=YEARS, system=codebook(made)["system"]))
    assert made.select(["a", "b", "year"]).equals(bare.select(["a", "b", "year"]).replace_schema_metadata(made.schema.metadata))
