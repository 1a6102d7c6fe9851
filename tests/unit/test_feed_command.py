"""`relazione feed add`, `status` and `tidy`: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from feed_rows import Lines, many, write
from relazione.cli.door import relazione
from relazione.record.lake import Lake

HEADER = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Country\tPublisher"


def icews(path: Path, *rows: str) -> Path:
    """A file of ICEWS with rows "key day source code target"."""
    lines = [HEADER]
    for told in rows:
        key, day, source, code, target = told.split()
        lines.append(f"{key}\t{day}\tGovernment\t\t{source}\tsays\t{code}\t1.0\tMinistry\t{target}\tA paper")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a folder `in` of files: one good, one with bad rows, one that is no feed's."""
    monkeypatch.chdir(tmp_path)
    icews(tmp_path / "in" / "events.1995.tab", "1 1995-02-03 Italy 042 Turkey", "2 1995-02-03 Italy 042 Italy")
    icews(tmp_path / "in" / "events.1996.tab", "1 1996-02-03 Italy 042 France", "2 9999-99-99 Italy 042 Turkey")
    (tmp_path / "in" / "notes.txt").write_text("What I wanted to do.\n")
    return tmp_path


def feed(*arguments: str | Path) -> Result:
    return CliRunner().invoke(relazione, ["feed", *map(str, arguments)])


def test_a_folder_is_loaded_and_what_became_of_it_is_told(folder: Path) -> None:
    done = feed("add", "in")
    assert done.exit_code == 1
    assert "events.1995.tab: icews, 2 rows, 1 kept, 1995-02-03" in done.stdout
    assert "events.1996.tab: icews, 2 rows, 1 kept, 1 bad, 1996-02-03" in done.stdout
    assert "2 files loaded, 1 not read" in done.stdout
    assert "within one state (1)" in done.stdout and "relazione.lake/aside" in done.stdout
    assert "relazione.lake holds 2 rows" in done.stdout
    assert "notes.txt" in done.stderr and "notes.txt" not in done.stdout
    (line,) = [
        json.loads(line) for path in (folder / "relazione.lake" / "aside").iterdir() for line in path.read_text().splitlines()
    ]
    assert (line["file"], line["line"]) == ("events.1996.tab", 3) and "9999-99-99" in line["text"]


def test_the_same_again_is_known_and_nothing_is_wrong_with_that(folder: Path) -> None:
    feed("add", "in/events.1995.tab")
    done = feed("add", "in/events.1995.tab")
    assert done.exit_code == 0
    assert "known already (load 1)" in done.stdout and "0 files loaded, 1 known already" in done.stdout


def test_nothing_that_can_be_read(folder: Path) -> None:
    assert feed("add", "in/notes.txt").exit_code == 4
    assert feed("add", "none.tab").exit_code == 4
    (folder / "empty").mkdir()
    done = feed("add", "empty")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "no file in this folder" in done.stderr


def test_as_data(folder: Path) -> None:
    done = feed("add", "in", "--json", "--report", "report.json")
    told = json.loads(done.stdout)
    assert json.loads((folder / "report.json").read_text()) == told
    assert [(one["what"], one["read"], one["kept"], one["bad"]) for one in told["files"]] == [
        ("added", 2, 1, 0),
        ("added", 2, 1, 1),
        ("bad", 0, 0, 0),
    ]
    assert told["files"][1]["bad_rows"][0]["line"] == 3
    assert [one["kind"] for one in told["errors"]] == ["UnknownDataset"]
    assert (told["rows"], [one["year"] for one in told["years"]]) == (2, [1995, 1996])


def test_many_files_are_told_in_sums(folder: Path) -> None:
    for number in range(31):
        icews(folder / "many" / f"{number}.tab", f"{number} 1995-02-03 Italy 042 Turkey")
    done = feed("add", "many")
    assert done.exit_code == 0
    assert "3.tab" not in done.stdout and "31 files loaded" in done.stdout


def test_the_lake_is_beside_the_record_or_where_it_is_named(folder: Path) -> None:
    feed("add", "in/events.1995.tab", "--db", "other.db")
    feed("add", "in/events.1995.tab", "--lake", "named")
    assert (folder / "other.lake" / "loads.db").exists() and (folder / "named" / "loads.db").exists()


def test_status(folder: Path) -> None:
    feed("add", "in")
    done = feed("status")
    assert done.exit_code == 0
    assert "relazione.lake: 2 rows of 1995 to 1996" in done.stdout
    assert "2, 1995-02-03 to 1996-02-03" in done.stdout
    assert "! " not in done.stdout
    told = json.loads(feed("status", "--json").stdout)
    assert [one["rows"] for one in told["years"]] == [1, 1]
    assert told["feeds"][0]["bad"] == 1


def test_status_tells_what_should_be_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Lake.open("relazione.lake", create=True) as lake:
        for name, told in (("gdelt1", many(300)), ("gdelt2", [{**one, "feed": "gdelt2"} for one in many(300, seed=1)])):
            list(lake.add([write(folder / f"{name}.lines", told)], reader=Lines()))
        running: Any = lake.add([write(folder / "more.lines", many(7, seed=3))], reader=Lines())
        next(running)
        running.close()
    monkeypatch.setattr("relazione.record.lake.status.reference_mark", lambda: "another")
    shown = " ".join(feed("status").stdout.split())
    assert "! 7 rows loaded and not sorted in yet" in shown
    assert "gdelt1 and gdelt2 both cover 20 days" in shown
    assert "! 3 files loaded with other tables" in shown
    assert "2014 607 rows" in " ".join(feed("tidy").stdout.split())
    assert feed("tidy").stdout == "Nothing was waiting.\n"


def test_there_is_no_lake(folder: Path) -> None:
    done = feed("status")
    assert done.exit_code == 3 and "relazione feed add PATH" in " ".join(done.stderr.split())


def test_without_the_extra_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    done = feed("add", "in")
    assert done.exit_code == 2 and "relazione[feeds]" in done.stderr
    assert not (folder / "relazione.lake").exists()


def test_names_of_files_are_harmless_in_a_terminal(folder: Path) -> None:
    icews(folder / "odd" / "a\x1b[31mred.tab", "1 1995-02-03 Italy 042 Turkey")
    (folder / "odd" / "b\x1b[31mred.tab").write_text("no feed\n")
    done = feed("add", "odd")
    assert "a" in done.stdout and "\x1b" not in done.output
