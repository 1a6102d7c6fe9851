"""Coded documents as Parquet: written by processes, taken into a record; what was broken off; what comes from elsewhere and is no good."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relazione.cli.at_scale import chunks
from relazione.cli.at_scale.chunks import Chunk, cut
from relazione.cli.at_scale.command import read_into, summary, take
from relazione.cli.at_scale.folder import Folder
from relazione.cli.at_scale.parquet import Row, rows_of, schema
from relazione.cli.reading import Told
from relazione.cli.walking import documents_in
from relazione.cli.workers import Here
from relazione.model.errors import InputError, WrongUse
from stand_in_runs import FAKE, LONG, PAIR, command, content, surroundings, until, write

TOLD = Told(pair=PAIR)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are ended by signals")


def run(repository: Path, *arguments: str | Path, chunk: int = 2000, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """`relazione read` with the stand-in, in small chunks."""
    return subprocess.run(
        command(repository, *arguments),
        env={**surroundings(repository), "STAND_IN_CHUNK": str(chunk)},
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def texts(folder: Path) -> Path:
    """What there may be in a folder: good and bad texts, equal titles, the same text twice, a page in parts, a file without documents."""
    write(folder, "sleep 0.3 " + LONG, "fine", "breaks", "segfault", *["fine"] * 12)
    for number in (4, 7, 13):
        (folder / f"{number:03}.txt").write_text(f"= Same =\n\nThe two signed; text {number % 9}.\n", encoding="utf-8")
    (folder / "010.txt").write_text((folder / "001.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "000b.txt").write_bytes(b"\x00\x01binary")
    (folder / "none.jsonl").write_text("", encoding="utf-8")
    (folder / os.fsdecode(b"odd-\xff.txt")).write_text("= Odd =\n\nThe two signed.\n", encoding="utf-8")
    lines = [
        {"title": f"News {n}", "text": f"The two signed a treaty on the {n}th day. " + "So it is told. " * 2000}
        for n in range(40)
    ]
    (folder / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def told_of(made: subprocess.CompletedProcess[str], db: Path, report: Path) -> list[Any]:
    """What a run says, without the record's name and where processes are told by number."""
    told = json.loads(report.read_text(encoding="utf-8"))
    return [made.returncode, made.stdout.replace(db.name, "x.db"), {**told, "db": ""}]


def test_taken_into_a_record_it_is_what_a_direct_reading_gives(repository: Path, tmp_path: Path) -> None:
    folder = texts(tmp_path / "texts")
    direct, taken = tmp_path / "direct.db", tmp_path / "taken.db"
    report = tmp_path / "report.json"
    one = told_of(run(repository, folder, "--jobs", "2", "--db", direct, "--report", report), direct, report)
    coded = [tmp_path / name for name in ("a", "b")]
    for place, jobs in zip(coded, ("2", "3"), strict=True):
        made = run(repository, folder, "--jobs", jobs, "--coded", place)
        assert made.returncode == 1, made.stderr
        assert "4 documents of 59 not read" in made.stderr
    files = [{file.name: file.read_bytes() for file in place.glob("*.parquet")} for place in coded]
    assert files[0] == files[1] and len(files[0]) > 5
    made = subprocess.run(
        [*command(repository, coded[0], "--db", taken, "--report", report)[:-2]],
        env=surroundings(repository),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told_of(made, taken, report) == one, made.stderr
    assert content(taken) == content(direct)
    ids = [id_ for _, id_ in content(taken)[0]]
    assert [id_ for id_ in ids if id_.startswith("same")] == ["same", "same-2"]
    again = subprocess.run(
        [*command(repository, coded[0], "--db", taken)[:-2]], env=surroundings(repository), capture_output=True, text=True
    )
    assert "nothing new" in again.stdout and content(taken) == content(direct)


def test_what_was_broken_off_goes_on_with_what_is_missing(repository: Path, tmp_path: Path) -> None:
    slept = tmp_path / "slept"
    folder, coded, whole = tmp_path / "texts", tmp_path / "coded", tmp_path / "whole"
    write(folder, *[LONG] * 4, f"sleep-once 600 unless {slept}", *[LONG] * 3)
    begun = subprocess.Popen(
        command(repository, folder, "--coded", coded, "--jobs", "2"),
        env={**surroundings(repository), "STAND_IN_CHUNK": "2000"},
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: list(tmp_path.glob("slept.*.asleep")))
    before = {file.name: file.stat().st_mtime_ns for file in coded.glob("*.parquet")}
    assert len(before) == 4
    begun.send_signal(signal.SIGKILL)
    begun.communicate(timeout=60)
    early = run(repository, coded, "--db", tmp_path / "early.db")
    assert early.returncode == 2 and "already" in early.stderr  # of --pair, which the command has
    with pytest.raises(InputError, match="broken off; start it again"):
        Folder.whole(coded)
    slept.touch()
    made = run(repository, folder, "--coded", coded, "--jobs", "2")
    assert made.returncode == 0, made.stderr
    assert "4 of them read before" in made.stdout
    assert {name: (coded / name).stat().st_mtime_ns for name in before} == before
    assert run(repository, folder, "--coded", whole, "--jobs", "1").returncode == 0
    assert [file.read_bytes() for file in sorted(coded.glob("*.parquet"))] == [
        file.read_bytes() for file in sorted(whole.glob("*.parquet"))
    ]


# --- chunks -----------------------------------------------------------------------------------------------------------------------


def test_a_chunk_is_known_again_by_its_files_and_by_what_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LEAST", 30_000)
    paths: list[Any] = write(tmp_path / "texts", *[LONG] * 6)
    keys = [chunk.key for chunk in cut(paths, TOLD)]
    assert len(keys) == 3 == len(set(keys))
    assert [chunk.key for chunk in cut(paths, TOLD)] == keys
    assert [item for chunk in cut(paths, TOLD) for item in chunk.items] == paths
    assert not set(keys) & {chunk.key for chunk in cut(paths, TOLD._replace(date="1990"))}
    paths[5].write_text("changed", encoding="utf-8")
    assert [chunk.key for chunk in cut(paths, TOLD)][:2] == keys[:2]
    assert [chunk.key for chunk in cut(paths, TOLD)][2] != keys[2]


def test_a_file_of_very_many_documents_is_cut_as_it_is_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LEAST", 100_000)
    monkeypatch.setattr(chunks, "STREAMED", 50_000)
    [before, after] = write(tmp_path / "texts", "fine", "fine")
    many = tmp_path / "many.jsonl"
    line = {"title": "News", "text": "The two signed a treaty. " + "So it is told. " * 2000}
    many.write_text("".join(json.dumps(line) + "\n" for _ in range(10)), encoding="utf-8")
    found = list(cut([before, many, after], TOLD))
    assert [chunk.items for chunk in found] == [(before,), *[(many,)] * (len(found) - 2), (after,)]
    inner = found[1:-1]
    assert sum(len(chunk.events or ()) for chunk in inner) == 10
    assert len(inner) >= 2 and [chunk.ends for chunk in inner] == [*[False] * (len(inner) - 1), True]
    assert all(chunk.letters < 200_000 for chunk in inner)


def test_a_small_reading_has_chunks_worth_a_task_and_a_large_one_not_too_many() -> None:
    assert chunks.chunk_size(1_000) == chunks.LEAST
    assert chunks.chunk_size(10**10) == 5_000_000
    assert chunks.chunk_size(10**13) == chunks.MOST


# --- the folder -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """Three articles, coded."""
    paths = write(tmp_path / "texts", "fine", "It is the second.", "fine")
    folder, _ = read_into(tmp_path / "coded", list(paths), TOLD, Here(FAKE), again=False)
    return folder.path


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, coded: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(WrongUse, match="holds something else"):
        Folder.begun(tmp_path / "other", TOLD)
    (tmp_path / "file").touch()
    with pytest.raises(WrongUse, match="is a file"):
        Folder.begun(tmp_path / "file", TOLD)
    mine = coded / "notes.txt"
    mine.write_text("mine", encoding="utf-8")
    Folder.whole(coded).remove()
    assert [file.name for file in coded.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"coder": "4"}, "read by version '4' of the coder"),
        ({"coded": "2"}, "of shape '2'"),
        ({"chunks": None}, "broken off"),
        ({"chunks": 7}, "does not say"),
    ],
)
def test_a_folder_that_cannot_be_taken_in_says_why(coded: Path, changed: dict[str, Any], said: str) -> None:
    manifest = coded / "coded-documents.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **changed}), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        Folder.whole(coded)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "CODED", "--jobs", "2"], "coded already"),
        (["read", "CODED", "TEXTS"], "alone"),
        (["import", "CODED"], "`relazione read"),
        (["read", "TEXTS", "--master", "local"], "give --engine spark with it"),
        (["read", "TEXTS", "--engine", "spark", "--jobs", "2"], "--master local[N] says"),
        (["read", "TEXTS", "--coded", "TEXTS"], "holds something else"),
    ],
)
def test_what_does_not_go_together_is_refused(
    coded: Path, tmp_path: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from relazione.cli.door import relazione

    places = {"CODED": str(coded), "TEXTS": str(tmp_path / "texts")}
    with pytest.raises(SystemExit) as left:
        relazione.main([places.get(one, one) for one in arguments])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(WrongUse, match=r"relazione\[data\]"):
        Folder.begun(tmp_path / "coded", TOLD)


def test_what_is_there_already_is_not_read_again(coded: Path, tmp_path: Path) -> None:
    paths = sorted((tmp_path / "texts").iterdir())
    again, there = read_into(coded, list(paths), TOLD, Here("no_such_module:nothing"), again=False)
    assert there == len(again.manifest.chunks or ()) == 1
    with pytest.raises(ModuleNotFoundError):
        read_into(coded, list(paths), TOLD, Here("no_such_module:nothing"), again=True)


def test_what_is_summed_is_what_the_rows_tell(coded: Path) -> None:
    told = summary(Folder.whole(coded), 0)
    assert (told["documents"], told["claims"], told["failed"], told["files"]) == (3, 3, 0, 3)


# --- rows from elsewhere ------------------------------------------------------------------------------------------------------------


def tampered(coded: Path, change: Callable[[dict[str, Any]], None], at: int = 2) -> None:
    """The first file written again, with a row changed: its document and reading as data."""
    file = coded / "000000.parquet"
    key = pq.ParquetFile(file).schema_arrow.metadata
    rows = [row._asdict() for row in rows_of(file)]
    row = rows[at]
    data = {**row, "document": json.loads(row["document"]), "reading": json.loads(row["reading"])}
    change(data)
    rows[at] = {**data, **{name: json.dumps(data[name]) for name in ("document", "reading") if not isinstance(data[name], str)}}
    table = pa.table({name: [one[name] for one in rows] for name in Row._fields}, schema=schema().with_metadata(key))
    pq.write_table(table, file)


def body(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["reading"]["claims"][0]["body"]
    return found


BAD: dict[str, Callable[[dict[str, Any]], Any]] = {
    "Expected": lambda row: row["document"].update(title=7),
    "truncated": lambda row: row.update(document="{"),
    "an id that is none": lambda row: row["document"].update(id="a\nb"),
    "a title that is none": lambda row: row["document"].update(title="x" * 5000),
    "a text of more than": lambda row: row["document"].update(text="x" * 3_000_000),
    "another length": lambda row: row["document"].update(shown="x"),
    "a format that is not known": lambda row: row["document"].update(format="exe"),
    "a pair that is none": lambda row: row["document"].update(pair=["ITA", "ITA"]),
    "a date that is none": lambda row: row["document"].update(date="yesterday"),
    "blocks that are not in its text": lambda row: row["document"]["blocks"][1].update(end=10**9),
    "a quote that is not in the text": lambda row: row["reading"]["claims"][0]["evidence"][0].update(exact="sold it"),
    "no words that say it": lambda row: row["reading"]["claims"][0].update(evidence=[]),
    "an event of a type": lambda row: body(row).update(type="picnic"),
    "a date that is none, '1932-13'": lambda row: body(row)["when"].update(edtf="1932-13"),
    "an actor that is not known": lambda row: body(row)["actors"][0].update(state="ZZZ"),
    "a field of": lambda row: body(row).update(about="x" * 30_000),
    "a confidence": lambda row: row["reading"]["claims"][0].update(confidence=7),
    "passages without claims": lambda row: row["reading"].update(unread=[{"start": 0, "end": 10**9, "why": "x"}]),
    "a row of a kind that is not known": lambda row: row.update(kind="virus"),
}


@pytest.mark.parametrize("said", BAD)
def test_a_bad_row_is_named_and_the_others_go_in(coded: Path, tmp_path: Path, said: str) -> None:
    tampered(coded, BAD[said])
    work = take(Folder.whole(coded), tmp_path / "r.db", Told(max_size=2_000_000), again=False, quiet=True)
    [error] = work.errors
    assert said in error["message"] and "000000.parquet, row 3" in error["message"]
    assert [one["document"] for one in work.read] == ["article-0", "article-2"]
    assert len(content(tmp_path / "r.db")[3]) == 2


def test_ids_are_made_anew_and_never_believed(coded: Path, tmp_path: Path) -> None:
    def lie(row: dict[str, Any]) -> None:
        row["reading"]["claims"][0].update(id="c" + "0" * 16, document="article-0")

    whole = tmp_path / "whole"
    shutil.copytree(coded, whole)
    tampered(coded, lie)
    for place, name in ((whole, "whole.db"), (coded, "lied.db")):
        assert not take(Folder.whole(place), tmp_path / name, Told(), again=False, quiet=True).errors
    assert content(tmp_path / "lied.db")[3] == content(tmp_path / "whole.db")[3]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.unlink(), "no such file"),
        (lambda file: file.write_bytes(b"PAR1 and so on"), "damaged or no Parquet file"),
        (lambda file: file.write_bytes(file.read_bytes()[:-40]), "damaged or no Parquet file"),
        (lambda file: file.write_bytes(file.read_bytes().replace(b"article-1", b"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7")), ""),
        (lambda file: pq.write_table(pa.table({"x": [1]}), file), "none of coded documents"),
        (lambda file: pq.write_table(_other_columns(file), file), "its columns are not those"),
        (lambda file: pq.write_table(_other_key(file), file), "is of another reading than the folder"),
    ],
)
def test_a_bad_file_is_named(coded: Path, tmp_path: Path, spoil: Callable[[Path], Any], said: str) -> None:
    spoil(coded / "000000.parquet")
    work = take(Folder.whole(coded), tmp_path / "r.db", Told(), again=False, quiet=True)
    assert work.errors or not said
    assert all("000000.parquet" in error["message"] and said in error["message"] for error in work.errors)


def _other_columns(file: Path) -> pa.Table:
    table = pq.read_table(file)
    return table.drop_columns(["message"]).replace_schema_metadata(table.schema.metadata)


def _other_key(file: Path) -> pa.Table:
    table = pq.read_table(file)
    return table.replace_schema_metadata({**table.schema.metadata, b"relazione.key": b"0" * 32})


def test_what_the_record_knew_and_knows_no_more_is_coded_when_it_is_taken_in(coded: Path, tmp_path: Path) -> None:
    def not_coded(row: dict[str, Any]) -> None:
        row.update(reading=None)

    file = coded / "000000.parquet"
    key = pq.ParquetFile(file).schema_arrow.metadata
    rows = [row._replace(reading=None, claims=0) for row in rows_of(file)]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(Row._fields)}
    pq.write_table(pa.table(columns, schema=schema().with_metadata(key)), file)
    from relazione.cli import worker

    before, worker.CODER = worker.CODER, FAKE
    try:
        work = take(Folder.whole(coded), tmp_path / "r.db", Told(), again=False, quiet=True)
    finally:
        worker.CODER = before
    assert not work.errors and work.by_kind.total() == 3


def test_a_folder_of_texts_is_walked_in_order(tmp_path: Path) -> None:
    paths = write(tmp_path / "texts", "fine", "fine")
    assert [item for chunk in cut(list(documents_in([tmp_path / "texts"])), TOLD) for item in chunk.items] == paths
    assert isinstance(next(cut(paths, TOLD)), Chunk)
