"""Every dataset of the catalogue passes the same suite, on a small made file of its format."""

from __future__ import annotations

import csv
import importlib.util
import io
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from relazione.cli.commands.datasets import add_to_record
from relazione.model.claims import Claim
from relazione.model.dates import When, bounds
from relazione.model.errors import EmptyInput, InputError, UnknownDataset
from relazione.record.store import Record
from relazione.sources.datasets.catalogue import Dataset, catalogue
from relazione.sources.datasets.imported import Imported, import_file
from relazione.sources.datasets.recognise import recognise
from relazione.sources.datasets.table import Table

_spec = importlib.util.spec_from_file_location("dataset_files", Path(__file__).parents[1] / "dataset_files.py")
assert _spec and _spec.loader
dataset_files = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = dataset_files
_spec.loader.exec_module(dataset_files)
SAMPLES, Sample = dataset_files.SAMPLES, dataset_files.Sample

IDS = list(catalogue())
IDS_OF = {sample.name: id_ for id_, sample in SAMPLES.items()}
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


def test_people_are_told_what_it_is(id_: str) -> None:
    dataset = catalogue()[id_]
    assert dataset.title and dataset.publisher and dataset.file and dataset.becomes and dataset.terms and dataset.cite
    assert bool(dataset.importer and dataset.kinds) == (not dataset.becomes.startswith("Columns only"))


def test_every_good_row_counts_and_gives_the_claims(sample: Sample, imported: Imported) -> None:
    assert imported.bad == []
    assert imported.rows == sum(1 for line in sample.text.splitlines() if line) - bool(imported.dataset.header)
    assert len(imported.claims) == sample.claims
    assert {claim.kind for claim in imported.claims} <= set(imported.dataset.kinds)
    assert bool(imported.claims) == bool(imported.dataset.kinds)


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
    lengths = {len(column.data) // (8 if column.kind == "float" else 4) for column in imported.columns}
    assert len(lengths) == 1 if imported.dataset.long else lengths == {imported.rows}
    assert [column.name for column in imported.columns] == list(imported.dataset.columns)


@pytest.mark.parametrize("id_", WITH_HEADER, indirect=False)
def test_shuffled_columns_and_another_delimiter_give_the_same(id_: str, tmp_path: Path) -> None:
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


def test_years_that_are_written_with_a_point_are_the_same(id_: str, sample: Sample, imported: Imported, tmp_path: Path) -> None:
    if not {"year"} & {*catalogue()[id_].numbers} & {*catalogue()[id_].key}:
        pytest.skip("no year is in its key")
    names, rows = grid(sample)
    pointed = [[f"{cell}.0" if name == "year" else cell for name, cell in zip(names, row, strict=True)] for row in rows]
    found = import_file(written(tmp_path, sample, text_of(sample, pointed)))
    assert [row.why for row in found.bad] == [row.why for row in imported.bad]
    assert [column.data for column in found.columns] == [column.data for column in imported.columns]
    assert [claim.body for claim in found.claims] == [claim.body for claim in imported.claims]


def test_a_second_row_with_the_same_key_is_bad(id_: str, sample: Sample, tmp_path: Path) -> None:
    if not catalogue()[id_].key:
        pytest.skip("its rows have no key")
    lines = sample.text.splitlines()
    found = import_file(written(tmp_path, sample, "\n".join([*lines, lines[-1]])))
    assert [(row.line, "second row" in row.why) for row in found.bad] == [(len(lines) + 1, True)]


def grid(sample: Sample) -> tuple[list[str], list[list[str]]]:
    """The names of the columns as the catalogue has them, and the rows."""
    dataset = catalogue()[IDS_OF[sample.name]]
    rows = list(csv.reader(io.StringIO(sample.text), delimiter=dataset.delimiter))
    if not dataset.header:
        return list(dataset.positions), rows
    usual = {other: name for name, others in dataset.aliases.items() for other in others}
    names = [name.lower() for name in rows.pop(0)]
    return [usual.get(name, name) for name in names], rows


def text_of(sample: Sample, rows: list[list[str]]) -> str:
    """The sample with these rows."""
    dataset = catalogue()[IDS_OF[sample.name]]
    out = io.StringIO()
    csv.writer(out, delimiter=dataset.delimiter, lineterminator="\n").writerows(rows)
    return (sample.text.partition("\n")[0] + "\n" if dataset.header else "") + out.getvalue()


def spoilt(row: list[str], names: list[str], dataset: Dataset) -> list[tuple[str, list[str]]]:
    """The row with impossible dates and with numbers that are none: what is wrong, and the row."""
    at = {name: index for index, name in enumerate(names)}
    found = []

    def change(what: str, **cells: str) -> None:
        found.append((what, [cells.get(name, cell) for name, cell in zip(names, row, strict=True)]))

    for name in dataset.numbers:
        change(f"a decimal comma in {name}", **{name: "1,5"})
    if "year" in dataset.numbers and "year" in dataset.key:
        for year in ("20199", "-9", "", "999999999999"):
            change(f"the year {year}", year=year)
    for start, end in dataset.spans:
        first, last = start.split("/"), end.split("/")
        if len(first) == 1 and ":" in row[at[first[0]]]:
            change("30 February", **{start: "30:02:1911"})
            change("its end is before its start", **{start: "01:01:1950", end: "01:01:1940"})
        elif len(first) == 1 and "-" in row[at[first[0]]]:
            change("month 13", **{start: "1911-13-01"})
            change("its end is before its start", **{start: "1950-01-01", end: "1940-01-01"})
        elif len(first) == 1 and len(row[at[first[0]]]) == 6:
            change("month 13", **{start: "191113"})
            change("its end is before its start", **{start: "195001", end: "194001"})
        elif row[at[first[0]]] not in dataset.missing:
            if len(first) == 3:
                change("30 February", **{first[0]: "1911", first[1]: "2", first[2]: "30"})
            if len(first) > 1:
                change("month 13", **{first[1]: "13"})
            if start != end:
                change("its end is before its start", **{first[0]: "1950", last[0]: "1940"})
    return found


def test_what_cannot_be_is_a_bad_row_and_the_others_come_in(id_: str, sample: Sample, tmp_path: Path) -> None:
    if not (catalogue()[id_].numbers or catalogue()[id_].spans):
        pytest.skip("it has neither dates nor numbers")
    names, rows = grid(sample)
    header = bool(catalogue()[id_].header)
    without = import_file(written(tmp_path, sample, text_of(sample, rows[:-1]))) if len(rows) > 1 else None
    found_any = False
    for what, bad in spoilt(rows[-1], names, catalogue()[id_]):
        text = text_of(sample, [*rows[:-1], bad])
        if without is None:
            with pytest.raises(EmptyInput, match="one bad row"):
                import_file(written(tmp_path, sample, text))
            continue
        found = import_file(written(tmp_path, sample, text))
        found_any = True
        assert [row.line for row in found.bad] == [len(rows) + header], what
        assert found.bad[0].why and found.bad[0].text, what
        assert list(map(same, found.claims, without.claims)) == [True] * len(without.claims), what
        assert [column.data for column in found.columns] == [column.data for column in without.columns], what
    assert found_any or without is None


def test_bytes_of_any_sort_cost_their_own_row_at_most(id_: str, sample: Sample, tmp_path: Path) -> None:
    plain = import_file(written(tmp_path, sample))
    path = tmp_path / sample.name
    data = sample.text.encode()
    lines = data.splitlines(keepends=True)
    for same_rows in (b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n"), data.rstrip(b"\n"), data + b"\n\n"):
        path.write_bytes(same_rows)
        found = import_file(path)
        assert found.bad == [] and list(map(same, found.claims, plain.claims)) == [True] * len(plain.claims)
    broken = [*lines, b"\0\0" + lines[-1], b"\xff\xfe\n", '"Zürich\n'.encode("latin-1"), b"\x1b[31m\n"]
    path.write_bytes(b"".join(broken))
    found = import_file(path)
    assert {row.line for row in found.bad} == set(range(len(lines) + 1, len(lines) + 5))
    assert "NUL" in found.bad[0].why
    assert list(map(same, found.claims, plain.claims)) == [True] * len(plain.claims)


@pytest.mark.parametrize("id_", WITH_HEADER, indirect=False)
def test_lines_in_another_encoding_are_read(id_: str, tmp_path: Path) -> None:
    sample, dataset = SAMPLES[id_], catalogue()[id_]
    plain = import_file(written(tmp_path, sample))
    header, *rows = sample.text.splitlines()
    lines = [f"{header}{dataset.delimiter}remark".encode()]
    lines += [f"{row}{dataset.delimiter}Zürich".encode("latin-1" if number % 2 else "utf-8") for number, row in enumerate(rows)]
    path = tmp_path / sample.name
    path.write_bytes(b"\n".join(lines))
    table = Table(recognise(path))
    assert [row["remark"] for row in table.rows] == ["Zürich"] * len(rows)
    assert list(map(same, import_file(path).claims, plain.claims)) == [True] * len(plain.claims)


def test_a_file_that_is_cut_off_gives_the_rows_before(id_: str, sample: Sample, tmp_path: Path) -> None:
    whole = import_file(written(tmp_path, sample))
    first = sample.text.index("\n") + 1
    for at in range(first + (0 if whole.dataset.header else 1), len(sample.text) - 1, 7):
        text = sample.text[:at]
        rows = text.count("\n") - bool(whole.dataset.header)
        if rows < 1:
            continue
        found = import_file(written(tmp_path, sample, text))
        assert found.rows >= rows and found.rows + found.bad_count <= rows + 1
        assert found.bad_count <= 1


def test_bad_rows_too_are_imported_once(id_: str, sample: Sample, tmp_path: Path) -> None:
    path = written(tmp_path, sample, sample.text + "1\n" + sample.text.splitlines()[-1] + '"\n')
    with Record.open(tmp_path / "r.db", create=True) as record:
        first = add_to_record(path, import_file(path), record)
        second = add_to_record(path, import_file(path), record)
        assert first["bad_rows"] == second["bad_rows"] == 2
        assert (first["new_claims"], second["new_claims"], second["new_version"]) == (sample.claims, 0, False)
        assert [file.bad_rows for file in record.data_files()] == [2]


def test_a_second_import_adds_nothing(sample: Sample, tmp_path: Path) -> None:
    path = written(tmp_path, sample)
    with Record.open(tmp_path / "r.db", create=True) as record:
        first = add_to_record(path, import_file(path), record)
        second = add_to_record(path, import_file(path), record)
        added = (first["new_claims"], second["new_claims"], second["gone_claims"], second["new_version"])
        assert added == (sample.claims, 0, 0, False)
        assert [file.rows for file in record.data_files()] == [first["rows"]]
        columns = record.data_columns(first["dataset"])
        assert columns is not None and sorted(columns) == sorted(first["columns"])


def test_the_command_says_what_came_in(tmp_path: Path) -> None:
    sample = SAMPLES["cow-mid-dyadic"]
    path, db = written(tmp_path, sample), tmp_path / "r.db"
    command = [sys.executable, "-m", "relazione", "import", str(path), "--db", str(db), "--json"]
    first = msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout)["files"][0]
    second = msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout)["files"][0]
    assert (first["new_claims"], second["new_claims"], second["gone_claims"]) == (sample.claims, 0, 0)


def test_what_is_no_dataset_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(UnknownDataset, match="begins 'a, b, c'"):
        recognise(path)
    path.write_text("disno,statea,stateb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year\n")
    with pytest.raises(UnknownDataset, match="lacks hihost, war"):
        recognise(path)
    path.write_text(SAMPLES["cow-mid-b"].text.partition("\n")[0])
    with pytest.raises(EmptyInput, match="no row below it"):
        import_file(path)
    path.write_text("")
    with pytest.raises(EmptyInput):
        recognise(path)
    with pytest.raises(InputError, match="no such file"):
        recognise(tmp_path / "nowhere.csv")
