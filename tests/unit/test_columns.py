"""The typed columns of a data file, and the tables that shapes are."""

from __future__ import annotations

import json
import lzma
from array import array
from pathlib import Path

import msgspec
import pytest

from relazione.model.errors import InputError, UnknownDataset
from relazione.sources.datasets.catalogue import Dataset, catalogue
from relazione.sources.datasets.columns import NO_NUMBER, Column, Columns, columns_of
from relazione.sources.datasets.recognise import Recognised, recognise
from relazione.sources.datasets.shapes import properties, property_names
from relazione.sources.datasets.table import Table


def numbers(column: Column) -> list[int]:
    return list(array("i", column.data))


def table_of(folder: Path, text: str, **fields: object) -> Table:
    path = folder / "small.csv"
    path.write_text(text)
    header = tuple(text.splitlines()[0].split(","))
    dataset = msgspec.convert(
        {"id": "small", "title": "Small", "publisher": "nobody", "covers": ("1900", "1999"), "header": header, **fields}, Dataset
    )
    return Table(Recognised(path, dataset, "utf-8-sig", ",", header))


def test_a_part_of_a_date_and_the_first_column_that_tells(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "when,old,new\n1911-09-29,-9,3\n1911-10,4,5\n,,\n",
        columns={
            "year": "when@year int",
            "month": "when@month int",
            "day": "when@day int",
            "n": "old|new int",
            "none": "gone int",
        },
    )
    columns, count = columns_of(table)
    assert count == 3
    assert [numbers(column) for column in columns] == [
        [1911, 1911, NO_NUMBER],
        [9, 10, NO_NUMBER],
        [29, NO_NUMBER, NO_NUMBER],
        [3, 4, NO_NUMBER],
        [NO_NUMBER] * 3,
    ]


@pytest.mark.parametrize("stream", [False, True])
def test_streaming_gives_the_same_columns_and_the_same_bad_rows(tmp_path: Path, stream: bool) -> None:
    table = table_of(
        tmp_path, "a,b,flow\n1,2,3.5\n1,2,4\n2,x,1\n3,4,much\n5,6,-9\n", key=["a", "b"], numbers=["a", "b"],
        columns={"a": "a int", "flow": "flow float"},
    )  # fmt: skip
    columns, count = columns_of(table, stream=stream)
    assert count == 2 and numbers(columns[0]) == [1, 5]
    first, second = array("d", columns[1].data)
    assert first == 3.5 and second != second
    assert [row.line for row in table.bad] == [3, 4, 5]


def test_a_negative_sign_for_unknown_is_no_number_however_it_is_written(tmp_path: Path) -> None:
    table = table_of(tmp_path, "flow\n-9\n-9.0\n-9.00000\n-9.5\n", columns={"flow": "flow float"})
    values = array("d", columns_of(table)[0][0].data)
    assert [value != value for value in values] == [True, True, True, False]


def test_columns_grow_row_by_row() -> None:
    columns = Columns([("name", "text"), ("n", "int")])
    for values in (("b", 1), ("a", None), ("b", 2), ("", 3)):
        columns.add(values)
    name, n = columns.done()
    assert name.texts == ("b", "a") and numbers(name) == [0, 1, 0, -1]
    assert numbers(n) == [1, NO_NUMBER, 2, 3]


TOPOLOGY = {
    "type": "Topology",
    "arcs": [[[0, 0], [1, 1]]],
    "objects": {
        "land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"A": 1}}]}
    },
}
COLLECTION = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"A": 1, "b": None}, "geometry": None}]}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("told", [TOPOLOGY, COLLECTION])
def test_the_properties_of_shapes_are_rows(told: dict[str, object], packed: bool, tmp_path: Path) -> None:
    data = json.dumps(told).encode()
    path = tmp_path / ("shapes.json.xz" if packed else "shapes.json")
    path.write_bytes(lzma.compress(data) if packed else data)
    assert property_names(path)[0] == "A"
    assert list(properties(path, ("a", "b"))) == [["1", ""]]


def test_json_of_another_sort_is_no_dataset_and_a_damaged_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"features": 3}')
    with pytest.raises(UnknownDataset):
        recognise(path)
    path.write_bytes(lzma.compress(b"x" * 1000)[:40])
    with pytest.raises(InputError):
        recognise(path)


def test_every_dataset_says_which_kind_its_columns_are() -> None:
    for dataset in catalogue().values():
        assert all(spec.rpartition(" ")[2] in ("int", "float", "text") for spec in dataset.columns.values()), dataset.id
