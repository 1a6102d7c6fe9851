"""Whatever rows come, split into files in whatever way and loaded in whatever order: the lake is the same, and is what a plain model says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from hypothesis import given, settings
from hypothesis import strategies as st

from feed_rows import Lines, row, rows_of, write
from relazione.record.lake import Lake
from relazione.sources.feeds.columns import COLUMNS, SORTED_BY, UNIQUE

Row = dict[str, Any]
rows = st.builds(
    row,
    st.integers(1, 6),
    st.sampled_from(["ITA", "FRA"]),
    st.just("TUR"),
    st.sampled_from(["2014-01-01", "2014-01-02", "2015-01-01"]),
    st.sampled_from(["gdelt1", "gdelt2"]),
    direction=st.sampled_from([1, -1]),
    plover=st.sampled_from(["AID", "CONSULT"]),
    mentions=st.integers(1, 3),
    publisher=st.sampled_from(["", "x"]),
    source_intensity=st.sampled_from([None, -1.0, 2.5]),
)
files = st.lists(st.lists(rows, min_size=1, max_size=8), min_size=1, max_size=4)


def told_by(found: list[Row]) -> list[Row]:
    """What the lake is to hold: of rows with the same key in a year the one with most mentions, then the last by its columns; in order;
    `once` for the first of its kind on the day."""
    names = [column.name for column in COLUMNS if column.name not in ("load", "once", *UNIQUE)]

    def rank(one: Row) -> tuple[Any, ...]:
        return (
            one["mentions"],
            *((one[name] is not None, one[name] or 0) if name == "source_intensity" else one[name] for name in names),
        )

    best: dict[tuple[Any, ...], Row] = {}
    for one in found:
        key = (one["year"], *(one[name] for name in UNIQUE))
        if key not in best or rank(one) > rank(best[key]):
            best[key] = one
    ordered = sorted(best.values(), key=lambda one: (one["year"], *(one[name] for name in SORTED_BY)))
    seen: set[tuple[Any, ...]] = set()
    for one in ordered:
        kind = tuple(one[name] for name in ("feed", "a", "b", "day", "direction", "plover"))
        one["once"] = int(kind not in seen)
        seen.add(kind)
    return [{name: value for name, value in one.items() if name != "load"} for one in ordered]


@settings(max_examples=8, deadline=None)
@given(files, st.data())
def test_the_lake_is_the_same_in_whatever_order_files_come(made: list[list[Row]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [write(folder / f"{number}.lines", one) for number, one in enumerate(made)]
        order = data.draw(st.permutations(paths))
        cut = data.draw(st.integers(0, len(order)))
        with Lake.open(folder / "it.lake", create=True) as lake:
            for together in (order[:cut], order[cut:]):
                list(lake.add(together, reader=Lines(size=3)))
            found = rows_of(lake.files())
            assert found == told_by([dict(one) for rows in made for one in rows])
            different = {path.read_bytes(): path for path in paths}
            assert lake.status().feeds == () or sum(one.files for one in lake.status().feeds) == len(different)
            assert {one.what for one in lake.add(paths, reader=Lines())} == {"known"}
            assert rows_of(lake.files()) == found
