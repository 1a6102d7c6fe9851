"""The record as files: whole, in a fixed order, and safe to open in a spreadsheet."""

import csv
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relazione.publish import tables
from relazione.publish.tables import CLAIM_COLUMNS, EVIDENCE_COLUMNS, FACT_COLUMNS, safe_cell, write_tables, write_whole
from relazione.record.store import Record


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_three_tables_that_lead_from_one_to_the_other(seed_record: Record, tmp_path: Path) -> None:
    paths = write_tables(seed_record, tmp_path / "out")
    assert [path.name for path in paths] == ["facts.csv", "claims.csv", "evidence.csv"]
    facts, claims, evidence = map(read, paths)
    assert len(facts) == len(seed_record.facts()) and len(claims) == len(seed_record.claims())
    assert {row["fact"] for row in claims} <= {row["fact"] for row in facts}
    assert {row["claim"] for row in evidence} == {row["claim"] for row in claims}
    text = seed_record.document("italy-turkey").text
    for row in evidence:
        assert text[int(row["start"]) : int(row["end"])] == row["exact"]


def test_columns_stand_in_their_order(seed_record: Record, tmp_path: Path) -> None:
    for path, columns in zip(write_tables(seed_record, tmp_path), (FACT_COLUMNS, CLAIM_COLUMNS, EVIDENCE_COLUMNS), strict=True):
        assert path.read_text(encoding="utf-8").splitlines()[0] == ",".join(columns)


def test_json_holds_documents_claims_and_facts(seed_record: Record, tmp_path: Path) -> None:
    (path,) = write_tables(seed_record, tmp_path, "json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert list(data) == ["schema", "documents", "claims", "facts"]
    assert [document["id"] for document in data["documents"]] == ["italy-turkey"]
    assert data["documents"][0]["text"] == seed_record.document("italy-turkey").text
    assert len(data["claims"]) == len(seed_record.claims())
    assert {claim for fact in data["facts"] for claim in fact["claims"]} <= {claim["id"] for claim in data["claims"]}


def test_the_same_record_gives_the_same_bytes(seed_record: Record, tmp_path: Path) -> None:
    for form in ("csv", "json"):
        first = [path.read_bytes() for path in write_tables(seed_record, tmp_path / "a", form)]  # type: ignore[arg-type]
        again = [path.read_bytes() for path in write_tables(seed_record, tmp_path / "b", form)]  # type: ignore[arg-type]
        assert first == again


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", '=HYPERLINK("x")'])
def test_a_formula_is_kept_from_being_one(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "-0.25", "12", "Italy", "", "1911/1912", "a=b"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert safe_cell(cell) == cell


@given(st.text(min_size=1, max_size=20))
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = safe_cell(text)
    if cell.lstrip()[:1] in ("=", "+", "-", "@"):
        float(cell)


def test_hostile_words_reach_the_table_as_words(seed: ModuleType, record: Record, tmp_path: Path) -> None:
    body = seed.mission(seed.italy(), "embassy", seed.turkey(), '=HYPERLINK("http://x","y")')
    record.add(*seed.told("=cmd", (body, {"section": "@SUM(1)"})))
    facts, claims, _ = map(read, write_tables(record, tmp_path))
    assert claims[0]["document"] == "'=cmd"
    assert claims[0]["section"] == "'@SUM(1)"
    assert "=HYPERLINK" in facts[0]["label"] and not facts[0]["label"].startswith("=")


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.csv"
    write_whole(path, b"first")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert [found.name for found in tmp_path.iterdir()] == ["facts.csv"]


def test_where_the_folder_is_missing_the_file_that_was_asked_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "nowhere" / "x.csv", b"")
    assert caught.value.filename == str(tmp_path / "nowhere" / "x.csv")
