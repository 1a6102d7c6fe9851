"""Reading by several processes: order, equal records, what dies or hangs, what is killed. The coder is a stand-in, the processes are real."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from relazione.cli import progress
from relazione.cli.flow import Flow, Outcome
from relazione.cli.reading import Told
from relazione.cli.worker import Done, Open, decode, perform
from relazione.cli.workers import Here, Workers
from relazione.model.documents import Document
from relazione.model.errors import InputError, RelazioneError
from stand_in_runs import FAKE, LONG, PAIR, children_of, command, content, is_there, surroundings, until, write

HERE = Path(__file__).resolve().parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are ended by signals")


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker processes find the stand-in where this process does."""
    monkeypatch.syspath_prepend(str(HERE.parent))


def flow(paths: list[Path], pool: Any) -> list[Outcome]:
    """What becomes of the articles, without the ends of files."""

    def place(path: Path, document: Document) -> tuple[Document, bool]:
        return document, False

    try:
        found = list(Flow(paths, Told(pair=PAIR), pool, place, print).outcomes())
        assert sum(outcome.ends for outcome in found) == len(paths)
        return [outcome for outcome in found if not outcome.ends]
    finally:
        pool.close()


def test_documents_come_in_order_however_long_each_takes(tmp_path: Path) -> None:
    paths = write(tmp_path / "texts", "sleep 0.5 " + LONG, *["quick"] * 70, "sleep 0.1", "quick")
    several = flow(paths, Workers(2, FAKE))
    assert [outcome.path for outcome in several] == paths
    assert [outcome.result for outcome in several] == [outcome.result for outcome in flow(paths, Here(FAKE))]
    assert all(len(outcome.result.claims) == 1 for outcome in several)


@pytest.mark.parametrize(("poison", "why"), [("segfault", "SIGSEGV"), ("killed", "SIGKILL"), ("exit 3", "code 3")])
def test_a_worker_that_dies_costs_one_document(poison: str, why: str, tmp_path: Path) -> None:
    paths = write(tmp_path / "texts", "fine", "fine", poison, "fine", "fine")
    found = [outcome.result for outcome in flow(paths, Workers(2, FAKE))]
    [bad] = [one for one in found if isinstance(one, InputError)]
    assert found[2] is bad
    assert "002.txt" in str(bad) and why in str(bad)


def test_a_worker_that_hangs_costs_one_document(tmp_path: Path) -> None:
    paths = write(tmp_path / "texts", "fine", "sleep 600", "fine")
    found = [outcome.result for outcome in flow(paths, Workers(1, FAKE, patience=3.0))]
    assert [isinstance(one, InputError) for one in found] == [False, True, False]
    assert "took more than" in str(found[1])


def test_a_worker_that_grows_is_replaced(tmp_path: Path) -> None:
    paths = write(tmp_path / "texts", *["tell-process " + LONG] * 3)
    processes = {outcome.result.unread[0].why for outcome in flow(paths, Workers(1, FAKE, most_megabytes=0.5))}
    assert len(processes) >= 2
    processes = {outcome.result.unread[0].why for outcome in flow(paths, Workers(1, FAKE))}
    assert len(processes) == 1


def test_what_keeps_everything_from_being_read_ends_it(tmp_path: Path) -> None:
    with pytest.raises(RelazioneError, match="no model here"):
        flow(write(tmp_path / "texts", "nothing works"), Workers(1, FAKE))


def test_a_slow_format_is_opened_by_workers_and_keeps_its_place(tmp_path: Path) -> None:
    [one, three] = write(tmp_path / "texts", "fine", "fine")
    two = tmp_path / "texts" / "000b.html"
    two.write_text(
        "<html><title>A page</title><p>The two signed a treaty here, and the page says so.</p></html>", encoding="utf-8"
    )
    bad = tmp_path / "texts" / "000c.html"
    bad.write_text("", encoding="utf-8")
    found = flow([one, two, bad, three], Workers(2, FAKE))
    assert [outcome.path for outcome in found] == [one, two, bad, three]
    assert [isinstance(outcome.result, InputError) for outcome in found] == [False, False, True, False]


def test_a_fault_on_one_text_is_told_of_that_text(tmp_path: Path) -> None:
    from relazione.cli.worker import Code
    from relazione.sources.read import read_document

    paths = write(tmp_path / "texts", "fine", "breaks")
    task = Code(tuple((path, read_document(path, pair=PAIR)) for path in paths))
    good, bad = perform(task, FAKE)
    assert len(decode(good).claims) == 1
    assert isinstance(bad, InputError) and "fault of Relazione" in str(bad)


# --- whole commands -------------------------------------------------------------------------------------------------------------


def test_the_record_is_the_same_whatever_the_number_of_jobs(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "texts", "sleep 0.3 " + LONG, "fine", "breaks", "fine", *["fine"] * 20)
    for number in (3, 7, 9):  # the same title, another text: kept apart by a number
        (tmp_path / "texts" / f"{number:03}.txt").write_text(f"= Same =\n\nThe two signed; text {number}.\n", encoding="utf-8")
    found, printed = [], []
    for jobs in ("1", "2", "3"):
        db, report = tmp_path / f"{jobs}.db", tmp_path / f"{jobs}.json"
        made = subprocess.run(
            command(repository, tmp_path / "texts", "--jobs", jobs, "--db", db, "--report", report),
            env=surroundings(repository),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert made.returncode == 1, made.stderr
        found.append(content(db))
        printed.append(made.stdout.replace(f"{jobs}.db", "x.db"))
        told = json.loads(report.read_text(encoding="utf-8"))
        assert (told["read"], told["failed"]) == (23, 1)
        assert "002.txt" in told["errors"][0]["message"]
    assert found[0] == found[1] == found[2]
    assert printed[0] == printed[1] == printed[2]
    assert [id_ for _, id_ in found[0][0] if id_.startswith("same")] == ["same", "same-2", "same-3"]


def test_what_was_left_out_is_reported(repository: Path, tmp_path: Path) -> None:
    page = "= Foreign relations of Norway =\n\nNorway is a state.\n\n- Country | Formal Relations Began | Notes\n"
    page += "".join(
        f"-  | 1950 | It signed, and Norway has an embassy in {city}.\n" for city in ("Lima", "Paris", "Warsaw", "Nowhere")
    )
    [path] = write(tmp_path / "texts", "fine")
    path.with_name("page.txt").write_text(page, encoding="utf-8")
    path.with_name("same.txt").write_text(page, encoding="utf-8")
    path.with_name("none.jsonl").write_text("", encoding="utf-8")
    told = []
    for jobs in ("1", "2", "2"):  # the last finds all on record already
        report, db = tmp_path / "report.json", tmp_path / f"{jobs}.db"
        made = subprocess.run(
            [*command(repository, tmp_path / "texts", "--jobs", jobs, "--db", db, "--report", report)[:-2]],
            env=surroundings(repository),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert "2 pages read as 6 parts" in made.stdout and "rows that name no other state" in made.stdout, made.stderr
        told.append({**json.loads(report.read_text(encoding="utf-8")), "db": ""})
    assert told[0] == told[1] == told[2]
    first = told[0]
    assert (first["files"], first["documents"], first["repeated"]) == (4, first["read"] + first["failed"], 3)
    one, other = first["pages"]
    assert one == other
    assert (one["page"], one["parts"]) == ("foreign-relations-of-norway", 3)
    counts = {reason["why"]: (reason["passages"], reason["words"]) for reason in one["left_out"]}
    assert counts["rows that name no other state"][0] == 1
    for passage in one["passages"]:
        assert passage["text"] == " ".join(page[passage["start"] : passage["end"]].split())


def documents_in(db: Path) -> int:
    try:
        with sqlite3.connect(db) as connection:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_was_broken_off_goes_on_where_it_was(how: signal.Signals, repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "texts", *["fine " + LONG] * 6, "sleep-once 600 " + LONG, *["fine"] * 6)
    db = tmp_path / "r.db"
    arguments = command(repository, tmp_path / "texts", "--jobs", "2", "--db", db)
    begun = subprocess.Popen(
        arguments,
        env=surroundings(repository),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until(lambda: documents_in(db) == 6)
    workers = children_of(begun.pid)
    assert len(workers) >= 2
    (os.killpg if how == signal.SIGINT else os.kill)(begun.pid, how)
    _, complaint = begun.communicate(timeout=60)
    assert begun.returncode == (130 if how == signal.SIGINT else -how)
    assert "Traceback" not in complaint
    until(lambda: not any(map(is_there, workers)))
    assert documents_in(db) == 6
    (tmp_path / "texts" / "slept").touch()
    again = subprocess.run(arguments, env=surroundings(repository), capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("nothing new") == 6
    whole = tmp_path / "whole.db"
    subprocess.run(
        command(repository, tmp_path / "texts", "--jobs", "1", "--db", whole),
        env=surroundings(repository),
        check=True,
        timeout=120,
    )
    assert content(db) == content(whole)


def test_a_worker_killed_from_outside_costs_nothing_but_time(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "texts", "fine", "sleep-once 600", "fine")
    db = tmp_path / "r.db"
    begun = subprocess.Popen(
        command(repository, tmp_path / "texts", "--jobs", "2", "--db", db),
        env=surroundings(repository),
        stdout=subprocess.DEVNULL,
    )
    until(lambda: documents_in(db) == 1)
    (tmp_path / "texts" / "slept").touch()
    for worker in children_of(begun.pid):
        if "spawn_main" in Path(f"/proc/{worker}/cmdline").read_text():
            os.kill(worker, signal.SIGKILL)
    assert begun.wait(60) == 0
    assert documents_in(db) == 3


def test_a_worker_ended_from_outside_over_one_long_text_loses_nothing(repository: Path, tmp_path: Path) -> None:
    slept = tmp_path / "slept"
    write(tmp_path / "texts", f"sleep-once 600 unless {slept} " + LONG)
    db = tmp_path / "r.db"
    begun = subprocess.Popen(
        command(repository, tmp_path / "texts", "--jobs", "2", "--db", db),
        env=surroundings(repository),
        stdout=subprocess.DEVNULL,
    )
    until(lambda: list(tmp_path.glob("slept.*.asleep")))
    [told] = tmp_path.glob("slept.*.asleep")
    slept.touch()
    os.kill(int(told.name.split(".")[1]), signal.SIGKILL)
    assert begun.wait(120) == 0
    assert documents_in(db) == 1


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_file_whose_opener_is_killed_is_opened_once_more(deaths: int, tmp_path: Path) -> None:
    [path] = write(tmp_path / "texts", "fine")
    pool, found, left = Workers(1, FAKE), [], deaths
    try:
        pool.submit(Open(path, Told(pair=PAIR)))
        while not any(isinstance(one, Done) for one in found):
            if left:
                left -= 1
                pool._workers[0].process.kill()  # it has not begun yet
            found += [one for _, _, one in pool.events()]
    finally:
        pool.close()
    first, done = found
    assert isinstance(done, Done)
    if deaths == 1:
        assert isinstance(first, Document)
    else:
        assert "given up, because the process that read it was ended by SIGKILL" in str(first)


# --- the record and the line ------------------------------------------------------------------------------------------------------


def test_the_line_tells_speed_and_what_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda stream: True)
    files = write(tmp_path / "texts", "fine", "fine", "fine", "fine")
    pace = progress.Pace(files)
    pace._last = time.monotonic() + 1000
    pace.document_done(files[0], 5000)
    assert pace.line("a.txt", 0.5) == "[0/4] 5,000 words: a.txt"
    pace.file_done(files[0])
    assert pace.line("a.txt", 10.0) == "[1/4] 5,000 words, 500 a second, 30 s left: a.txt"
