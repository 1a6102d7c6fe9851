"""Every dataset of the catalogue passes the same suite, on a small made file of its format."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from relazione.model.claims import Claim
from relazione.model.dates import When, bounds
from relazione.model.errors import EmptyInput, InputError, UnknownDataset
from relazione.record.store import Record
from relazione.sources.datasets.catalogue import catalogue
from relazione.sources.datasets.imported import Imported, import_file
from relazione.sources.datasets.recognise import recognise

_spec = importlib.util.spec_from_file_location("dataset_files", Path(__file__).parents[1] / "dataset_files.py")
assert _spec and _spec.loader
dataset_files = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = dataset_files
_spec.loader.exec_module(dataset_files)
SAMPLES, Sample = dataset_files.SAMPLES, dataset_files.Sample

IDS = list(catalogue())
WITH_HEADER = [id_ for id_ in IDS if catalogue()[id_].header]


def written(folder: Path, sample: Sample, text: str | None = None) -> Path:
    path = folder / sample.name
    path.write_text(sample.text if text is None else text, encoding="utf-8", newline="")
    return path


@pytest.fixture(params=IDS)
def id_(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sample(id_: str) -> Sample:
    return SAMPLES[id_]


@pytest.fixture
def imported(sample: Sample, tmp_path: Path) -> Imported:
    return import_file(written(tmp_path, sample))


def same(one: Claim, other: Claim) -> bool:
    """Equal but for the line on which the row stands."""
    return (one.id, one.body, one.realis) == (other.id, other.body, other.realis)


def test_the_header_tells_which_dataset_it_is(id_: str, imported: Imported) -> None:
    assert imported.dataset.id == id_


def test_every_good_row_counts_and_gives_the_claims(sample: Sample, imported: Imported) -> None:
    assert imported.bad == []
    assert imported.rows == sum(1 for line in sample.text.splitlines() if line) - bool(imported.dataset.header)
    assert len(imported.claims) == sample.claims
    assert {claim.kind for claim in imported.claims} <= set(imported.dataset.kinds)
    assert bool(imported.claims) == bool(imported.dataset.importer)


def test_every_claim_leads_to_its_row(sample: Sample, imported: Imported) -> None:
    lines = sample.text.splitlines()
    for claim in imported.claims:
        assert claim.evidence and claim.document == imported.document.id
        for passage in claim.evidence:
            row = lines[passage.line - 1]
            assert (passage.exact and passage.key) or not imported.dataset.key
            for cell in passage.exact.split(", "):
                name, _, value = cell.partition("=")
                assert value in row, (name, value, row)


def test_unknown_is_never_a_number(imported: Imported) -> None:
    text = msgspec.json.encode([claim.body for claim in imported.claims]).decode()
    for sign in ('"-9', ":-9", ":-8", ":-7", '"9999'):
        assert sign not in text


def test_nothing_ends_on_the_last_day_of_the_coverage(imported: Imported) -> None:
    last = bounds(imported.dataset.covers[1]).end_latest
    for claim in imported.claims:
        for name in claim.body.__struct_fields__:
            value = getattr(claim.body, name)
            if isinstance(value, When) and "/" in value.edtf:
                assert value.bounds.end_latest != last


def test_columns_are_as_long_as_the_rows(imported: Imported) -> None:
    for column in imported.columns:
        assert len(column.data) == imported.rows * (8 if column.kind == "float" else 4)
    assert [column.name for column in imported.columns] == list(imported.dataset.columns)


@pytest.mark.parametrize("id_", WITH_HEADER, indirect=False)
def test_shuffled_columns_and_another_delimiter_give_the_same(id_: str, tmp_path: Path) -> None:
    import csv
    import io

    sample, dataset = SAMPLES[id_], catalogue()[id_]
    rows = list(csv.reader(io.StringIO(sample.text), delimiter=dataset.delimiter))
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    out = io.StringIO()
    csv.writer(out, delimiter="\t" if dataset.delimiter != "\t" else ";").writerows([row[at] for at in order] for row in rows)
    plain = import_file(written(tmp_path, sample))
    other = import_file(written(tmp_path, sample, out.getvalue()))
    assert len(plain.claims) == len(other.claims)
    assert all(map(same, plain.claims, other.claims))


def test_bad_rows_are_listed_and_the_good_ones_come_in(id_: str, sample: Sample, tmp_path: Path) -> None:
    plain = import_file(written(tmp_path, sample))
    lines = sample.text.splitlines()
    delimiter = plain.dataset.delimiter
    broken = [
        *lines,
        delimiter.join(["x"] * 3),
        delimiter.join(["1"] * 200_000),
        '"never closed',
        lines[-1][: len(lines[-1]) // 2],
    ]
    found = import_file(written(tmp_path, sample, "\n".join(broken)))
    assert {row.line for row in found.bad} == set(range(len(lines) + 1, len(lines) + 5))
    assert all(row.why for row in found.bad)
    assert [claim.id for claim in found.claims] == [claim.id for claim in plain.claims]


def test_a_second_row_with_the_same_key_is_bad(id_: str, sample: Sample, tmp_path: Path) -> None:
    if not catalogue()[id_].key:
        pytest.skip("its rows have no key")
    lines = sample.text.splitlines()
    found = import_file(written(tmp_path, sample, "\n".join([*lines, lines[-1]])))
    assert [(row.line, "second row" in row.why) for row in found.bad] == [(len(lines) + 1, True)]


def test_a_second_import_adds_nothing(sample: Sample, tmp_path: Path) -> None:
    path, db = written(tmp_path, sample), tmp_path / "r.db"
    command = [sys.executable, "-m", "relazione", "import", str(path), "--db", str(db), "--json"]
    first = msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout)["files"][0]
    second = msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout)["files"][0]
    assert (first["new_claims"], second["new_claims"], second["gone_claims"], second["new_version"]) == (
        sample.claims,
        0,
        0,
        False,
    )
    with Record.open(db, read_only=True) as record:
        assert [file.rows for file in record.data_files()] == [first["rows"]]
        columns = record.data_columns(first["dataset"])
        assert columns is not None and sorted(columns) == sorted(first["columns"])


def test_what_is_no_dataset_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(UnknownDataset, match="begins 'a, b, c'"):
        recognise(path)
    path.write_text("disno,statea,stateb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year\n")
    with pytest.raises(UnknownDataset, match="lacks hihost, war"):
        recognise(path)
    path.write_text("")
    with pytest.raises(EmptyInput):
        recognise(path)
    with pytest.raises(InputError, match="no such file"):
        recognise(tmp_path / "nowhere.csv")
