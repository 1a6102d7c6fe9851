"""The review when things go wrong: several reviewers at once, kill -9 in the middle, a full disk, a held lock. Nothing decided is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from relazione.analysis import review
from relazione.cli.door import relazione
from relazione.model.claims import Actor, Event
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.errors import LockedRecord, RecordError
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

SRC = Path(__file__).resolve().parents[2] / "src"
ITALY, TURKEY = (
    Actor("Italy", state="ITA", polity="italian-republic"),
    Actor("Türkiye", state="TUR", polity="republic-of-turkiye"),
)
EACH = 300
"""Decisions of each reviewer."""

REVIEWER = """
import sys
from relazione.analysis import review
from relazione.record.store import Record
path, by, verdict, count = sys.argv[1:5]
with Record.open(path, patience=60) as record:
    for _ in range(int(count)):
        page = review.queue(record, by, limit=1)
        if not page.items:
            review.undo(record, by)
            continue
        decision = getattr(review, verdict)(record, page.items[0].claim, by)
        print(decision.id, flush=True)
"""
BULK = """
import sys
from relazione.analysis import review
from relazione.record.store import Record
with Record.open(sys.argv[1], patience=60) as record:
    print("ready", flush=True)
    for _ in range(1000):
        review.bulk(record, "accept", "ada", review.Chosen(kind="event"))
        review.undo(record, "ada")
"""


def make(path: Path, claims: int = 400) -> None:
    """A record of so many visits, of which every two are one fact."""
    lines = [f"Visit {number:04} took place." for number in range(claims)]
    text = "\n".join(lines)
    drafts = [
        Draft(
            Event("visit", (ITALY, TURKEY), When(f"{1000 + number // 2}-05-01")),
            (quote(text, text.index(line), text.index(line) + len(line)),),
        )
        for number, line in enumerate(lines)
    ]
    document = Document("visits", "Visits", text, pair=("ITA", "TUR"))
    with Record.open(path, create=True) as record:
        record.add(document, number_claims("visits", drafts), coder="hand")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    make(tmp_path / "r.db")
    return tmp_path / "r.db"


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    line = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def decided(path: Path) -> list[str]:
    with Record.open(path, read_only=True) as record:
        return [decision.id for decision in record.decisions()]


def is_sound(path: Path) -> bool:
    """Whether the file is whole, and its facts are those that its decisions make."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Record.open(path) as record:
        before = record.facts(), review.queue(record, "eve", limit=500)
        record.rebuild()
        return before == (record.facts(), review.queue(record, "eve", limit=500))


def test_two_reviewers_at_once_lose_nothing(db: Path) -> None:
    processes = [start(REVIEWER, db, by, verdict, EACH) for by, verdict in (("ada", "accept"), ("bob", "reject"))]
    said = []
    for process in processes:
        out, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
        said.append(out.split())
    assert [len(ids) for ids in said] == [EACH, EACH]
    assert sorted(decided(db)) == sorted([*said[0], *said[1]])
    with Record.open(db) as record:
        told = review.progress(record)
        assert [(one.name, one.accepted, one.rejected) for one in told.reviewers] == [("ada", EACH, 0), ("bob", 0, EACH)]
        assert told.agreement.units == told.states.get("split", 0) > 0
    assert is_sound(db)


def test_kill_minus_nine_loses_no_decision(db: Path) -> None:
    chance = random.Random(5)
    said: list[str] = []
    for _ in range(8):
        process = start(REVIEWER, db, "ada", "accept", 1000)
        assert process.stdout
        for _ in range(chance.randint(1, 25)):
            said.append(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        said += [line for line in process.stdout.read().split("\n")[:-1] if line]
        process.wait()
    kept = decided(db)
    assert set(said) <= set(kept)
    assert len(kept) - len(said) <= 8, "at most the one in hand when it was killed was not told any more"
    assert is_sound(db)


def test_kill_minus_nine_leaves_all_or_nothing_of_a_bulk(db: Path) -> None:
    chance = random.Random(7)
    for _ in range(6):
        process = start(BULK, db)
        assert process.stdout and process.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.05, 0.4))
        process.kill()
        process.communicate()
        with Record.open(db, read_only=True) as record:
            standing = sum(one.accepted for one in review.progress(record).reviewers)
            assert standing in (0, 400)
            assert len(record.decisions()) % 400 == 0
    assert is_sound(db)


# the lock


def holding(path: Path, ready: threading.Event, let_go: threading.Event) -> None:
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ready.set()
        let_go.wait(60)
        connection.execute("ROLLBACK")
    connection.close()


@pytest.fixture
def lock(db: Path) -> Iterator[threading.Event]:
    """Another connection holds the record for writing until the event is set."""
    ready, let_go = threading.Event(), threading.Event()
    other = threading.Thread(target=holding, args=(db, ready, let_go))
    other.start()
    ready.wait(60)
    yield let_go
    let_go.set()
    other.join()


def test_a_locked_record_says_so_and_decides_nothing(db: Path, lock: threading.Event) -> None:
    with Record.open(db, patience=0.2) as record:
        claim = review.queue(record, "ada").items[0].claim
        for act in (
            lambda: review.accept(record, claim, "ada"),
            lambda: review.undo(record, "ada"),
            lambda: review.bulk(record, "accept", "ada", review.Chosen(kind="event")),
            lambda: record.take_in([b'{"what":"relazione decisions","version":1}']),
        ):
            with pytest.raises(LockedRecord, match=r"in use by another process: wait"):
                act()
        assert review.queue(record, "ada").items[0].claim == claim, "reading goes on"
        lock.set()
        for _ in range(100):
            try:
                review.accept(record, claim, "ada")
                break
            except LockedRecord:
                continue
    assert len(decided(db)) == 1


def test_a_short_lock_is_waited_for(db: Path, lock: threading.Event) -> None:
    threading.Timer(0.3, lock.set).start()
    with Record.open(db, patience=30) as record:
        review.accept(record, review.queue(record, "ada").items[0].claim, "ada")
    assert len(decided(db)) == 1


def test_the_terminal_says_what_happened_and_goes_on(db: Path, lock: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Record.open
    monkeypatch.setattr(Record, "open", lambda path, **more: opened(path, **{"patience": 0.2, **more}))
    done = CliRunner().invoke(relazione, ["review", "--db", str(db), "--by", "ada"], input="a\nq\n")
    assert done.exit_code == 0
    assert "NOT KEPT:" in done.output and "in use by another process" in done.output and "Press the key again" in done.output
    assert "0 decisions by ada" in done.output
    assert decided(db) == []


# the full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of two megabytes; skipped where none may be mounted (then see the test with a limit)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no disk of its own may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> None:
    """Write until nothing more fits."""
    with (folder / "filling").open("wb", buffering=0) as file:
        size = 65536
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2


def test_a_full_disk_loses_nothing_and_says_so(small_disk: Path) -> None:
    path = small_disk / "r.db"
    make(path, 120)
    with Record.open(path) as record:
        kept = [review.accept(record, line.claim, "ada").id for line in review.queue(record, "ada", limit=5).items]
        fill(small_disk)
        told = ""
        for line in review.queue(record, "ada", limit=100).items:
            try:
                kept.append(review.reject(record, line.claim, "ada").id)
            except RecordError as error:
                told = str(error)
                break
        assert "no room left on the disk" in told and "Make room and repeat" in told
        assert [decision.id for decision in record.decisions()] == kept
        with pytest.raises(RecordError):
            review.bulk(record, "accept", "ada", review.Chosen(kind="event"))
        assert [decision.id for decision in record.decisions()] == kept
        (small_disk / "filling").unlink()
        kept.append(review.accept(record, line.claim, "ada").id)
    assert decided(path) == kept
    assert is_sound(path)


def test_a_limit_of_the_file_is_a_full_disk(db: Path) -> None:
    with Record.open(db) as record:
        kept = [review.accept(record, review.queue(record, "ada").items[0].claim, "ada").id]
        with record.reading() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(RecordError, match="no room left on the disk"):
            review.bulk(record, "reject", "ada", review.Chosen(kind="event"))
        assert [decision.id for decision in record.decisions()] == kept
    assert decided(db) == kept
    assert is_sound(db)


def test_a_full_disk_leaves_the_file_of_decisions_as_it_was(small_disk: Path) -> None:
    make(small_disk / "r.db", 100)
    with Record.open(small_disk / "r.db") as record:
        review.bulk(record, "accept", "ada", review.Chosen(kind="event"))
    file = small_disk / "decisions.jsonl"
    line = ["decisions", "export", str(file), "--db", str(small_disk / "r.db")]
    assert CliRunner().invoke(relazione, line).exit_code == 0
    before = file.read_bytes()
    fill(small_disk)
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(
        [sys.executable, "-m", "relazione", *line], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, file.read_bytes()) == (3, before), done.stderr
    assert "no room left on the disk" in done.stderr
    assert sorted(path.name for path in small_disk.iterdir() if "tmp" in path.name) == []
