"""What a user can do wrong: each gives one clear message, the right exit code, and loses nothing.

Everything runs as a user runs it, in a process of its own, unless the moment of failing has to be arranged.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from relazione.cli.door import relazione
from relazione.model.claims import Actor, Event
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record import store
from relazione.record.store import Record

ARTICLE = "= Italy–Turkey relations =\n\nItaly opened an embassy in Ankara in 1926. Italy and Turkey signed a treaty in 1928.\n"
FRENCH = (
    "= Relations entre l'Italie et la Turquie =\n\nLes deux pays ont des relations depuis le siècle dernier et une ambassade est "
    "ouverte à Rome par la Turquie. Le président de la République a visité le pays avec des ministres pour une conférence sur les "
    "relations. Un traité a été signé dans la ville de Rome par les deux pays, et leur commerce est dans une bonne situation.\n"
)
RUSSIAN = "= Италия и Турция =\n\n" + "Две страны подписали договор о дружбе и открыли посольства в столицах. " * 15
HEADINGS = "= Italy–Turkey relations =\n\n== History ==\n\n=== The 19th century ===\n\n== Missions ==\n"
NO_PAIR = "The cat sat on the mat, and the dog was in the garden with a ball, a bone and a book of poems.\n"
ONE_STATE = "= Italy =\n\nItaly has a long coast, and Italy is known for the food that is made there.\n"

BAD_TEXTS: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["empty"]),
    "white space": (b" \n\t\n", ["nothing to read"]),
    "binary": (bytes(range(256)) * 20, ["no text"]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500), ["no text"]),
    "broken UTF-16": (b"\xff\xfe" + "Italy and Turkey".encode("utf-16-le") + b"\x00", ["byte"]),
    "headings only": (HEADINGS.encode(), ["headings"]),
    "no pair": (NO_PAIR.encode(), ["which two states", "--pair"]),
    "one state": (ONE_STATE.encode(), ["Italy", "--pair"]),
    "French": (FRENCH.encode(), ["French", "English"]),
    "Russian": (RUSSIAN.encode(), ["English"]),
}


@pytest.fixture
def run(repository: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """One command in a process of its own, in an empty folder."""
    environment = {**os.environ, "PYTHONPATH": str(repository / "src")}
    environment.pop("RELAZIONE_DB", None)

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "relazione", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")

    return call


@pytest.fixture
def record_file(tmp_path: Path) -> Path:
    """A sound record with one document and one claim, its log written back into the file."""
    path = tmp_path / "relazione.db"
    add(path, "one")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def add(path: Path, name: str) -> None:
    """Put a document with one claim into a record."""
    text = f"Italy and Turkey signed the treaty {name} in 1928."
    actors = (Actor("Kingdom of Italy", state="ITA"), Actor("Türkiye", state="TUR"))
    draft = Draft(body=Event("treaty", actors, When("1928")), evidence=(quote(text, 0, len(text)),))
    with Record.open(path, create=True) as record:
        document = Document(name, f"Treaty {name}", text, pair=("ITA", "TUR"))
        record.add(document, number_claims(name, [draft]), coder="hand")


def one_message(done: Any, *words: str) -> None:
    """One line on stderr that has the words, and no traceback."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("relazione: ")
    assert [word for word in words if word not in lines[0]] == []


def documents(path: Path) -> list[str]:
    with Record.open(path, read_only=True) as record:
        return [line.id for line in record.documents()]


# --- texts ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["read", "annotate"])
@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_text_that_cannot_be_read(run: Any, tmp_path: Path, command: str, name: str) -> None:
    data, words = BAD_TEXTS[name]
    (tmp_path / "bad.txt").write_bytes(data)
    done = run(command, "bad.txt")
    assert (done.returncode, done.stdout) == (4, "")
    one_message(done, "bad.txt", *words)
    assert not (tmp_path / "relazione.db").exists()


def test_a_text_of_50_megabytes_is_refused_before_it_is_read(run: Any, tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = run("read", "large.txt")
    assert done.returncode == 4
    one_message(done, "large.txt", "50.0 MB", "20 MB", "--max-size")
    done = run("read", "large.txt", "--max-size", "60MB")
    assert done.returncode == 4
    assert "limit" not in done.stderr


def test_a_missing_file_and_one_without_rights(run: Any, tmp_path: Path) -> None:
    one_message(run("read", "none.txt"), "none.txt", "no such file")
    (tmp_path / "closed.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "closed.txt").chmod(0)
    if os.access(tmp_path / "closed.txt", os.R_OK):
        pytest.skip("this user may read everything")
    one_message(run("read", "closed.txt"), "closed.txt", "cannot be read")


@pytest.mark.model
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_in_another_encoding_is_read_and_a_guess_is_told(tmp_path: Path, encoding: str) -> None:
    text = ARTICLE.replace("–", "-").replace("embassy in Ankara", "embassy and an École in Ankara")
    (tmp_path / "article.txt").write_bytes(text.encode(encoding))
    done = CliRunner().invoke(relazione, ["annotate", str(tmp_path / "article.txt")])
    assert done.exit_code == 0 and '"Italy"' in done.stdout
    if encoding in ("latin-1", "cp1252"):
        one_message(done, "article.txt", "not UTF-8", "Latin-1")
    else:
        assert done.stderr == ""


@pytest.mark.model
def test_the_good_ones_go_on(run: Any, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "good.txt").write_text(ARTICLE, encoding="utf-8")
    for name, (data, _) in BAD_TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_bytes(data)
    done = run("read", "texts")
    assert done.returncode == 1
    assert [name for name in BAD_TEXTS if f"{name}.txt: " not in done.stderr] == []
    assert len(done.stderr.splitlines()) == len(BAD_TEXTS) + 1
    assert "Italy–Turkey relations" in done.stdout
    assert documents(tmp_path / "relazione.db") == ["italy-turkey-relations"]


@pytest.mark.model
def test_a_pair_that_is_told_makes_a_text_about_no_pair_readable(run: Any, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(NO_PAIR, encoding="utf-8")
    assert run("read", "plain.txt", "--pair", "Italy:Turkey").returncode == 0


# --- questions ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pair", "Itally", "Turkey"), ["unknown state 'Itally'", "did you mean Italy?"]),
        (("brief", "Italy", "Turky"), ["unknown state 'Turky'", "did you mean"]),
        (("timeline", "Qqqq", "Turkey"), ["unknown state 'Qqqq'"]),
        (("pair", "Italy", "Turkey", "--as-of", "1990-02-30"), ["impossible date '1990-02-30'"]),
        (("pair", "Italy", "Turkey", "--as-of", "1990-13-01"), ["impossible date '1990-13-01'"]),
        (("pair", "Italy", "Turkey", "--as-of", "soon"), ["impossible date 'soon'"]),
        (("pair", "Italy", "Turkey", "--as-of", "1911/1912"), ["1911/1912"]),
        (("pair", "Italy", "Italy"), ["two different states", "Italy"]),
        (("pair", "Turkey", "TUR"), ["two different states", "Türkiye"]),
        (("map", "Italy", "IT"), ["two different states"]),
        (("fact", "c0123456789abcdef"), ["no fact", "relazione facts"]),
    ],
)
def test_a_question_that_cannot_be_asked(run: Any, record_file: Path, arguments: tuple[str, ...], words: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    one_message(done, *words)


# --- records --------------------------------------------------------------------------------------------------------------------

QUESTIONS = [
    ("status",),
    ("pair", "Italy", "Turkey"),
    ("timeline", "Italy", "Turkey"),
    ("facts",),
    ("fact", "c0123456789abcdef"),
    ("search", "treaty"),
    ("brief", "Italy", "Turkey"),
    ("export", "-o", "out"),
    ("serve",),
    ("site", "-o", "out"),
]
named = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])


def ask(path: Path, *question: str) -> Any:
    """A question to the record at a path, in this process."""
    return CliRunner().invoke(relazione, [*question, "--db", str(path)])


@named
def test_there_is_no_record(tmp_path: Path, question: tuple[str, ...]) -> None:
    done = ask(tmp_path / "none.db", *question)
    assert (done.exit_code, done.stdout) == (3, "")
    one_message(done, "no record", "none.db", "relazione read")
    assert list(tmp_path.iterdir()) == []


@named
def test_the_file_is_no_record(tmp_path: Path, question: tuple[str, ...]) -> None:
    (tmp_path / "letter.db").write_text("Dear Sir, this is a letter.\n" * 50, encoding="utf-8")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    for name in ("letter.db", "other.db"):
        before = (tmp_path / name).read_bytes()
        done = ask(tmp_path / name, *question)
        assert done.exit_code == 3
        one_message(done, name, "no record", "--db")
        assert (tmp_path / name).read_bytes() == before


@named
def test_the_record_is_of_a_newer_version(record_file: Path, question: tuple[str, ...]) -> None:
    with sqlite3.connect(record_file) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    done = ask(record_file, *question)
    assert done.exit_code == 3
    one_message(done, "relazione.db", "later version", "install")


@named
def test_the_record_was_cut_off(record_file: Path, question: tuple[str, ...]) -> None:
    whole = record_file.read_bytes()
    record_file.write_bytes(whole[: len(whole) // 2])
    done = ask(record_file, *question)
    assert done.exit_code == 3
    one_message(done, "relazione.db", "cut off", "--db")
    assert record_file.read_bytes() == whole[: len(whole) // 2]


@pytest.mark.parametrize("state", ["no record", "newer", "cut off"])
def test_reading_into_a_record_that_cannot_be_used(run: Any, record_file: Path, tmp_path: Path, state: str) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    if state == "no record":
        record_file.write_text("a letter", encoding="utf-8")
    elif state == "newer":
        with sqlite3.connect(record_file) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    else:
        record_file.write_bytes(record_file.read_bytes()[:20_000])
    before = record_file.read_bytes()
    done = run("read", "article.txt")
    assert (done.returncode, done.stdout) == (3, "")
    one_message(done, "relazione.db")
    assert record_file.read_bytes() == before


def fake_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without a language model, and without patience for other processes."""
    from relazione.coding import coder
    from relazione.coding.pair import Pair

    def code(document: Document, **_: Any) -> Any:
        draft = Draft(body=Event("treaty", when=When("1928")), evidence=(quote(document.text, 0, 5),))
        return coder.Coded(document, Pair("ITA", "TUR"), number_claims(document.id, [draft]), ())

    monkeypatch.setattr(coder, "code", code)
    connect = store.connect

    def at_once(path: Path, **options: Any) -> sqlite3.Connection:
        return connect(path, **{**options, "patience": 0.05})

    monkeypatch.setattr(store, "connect", at_once)


def test_a_locked_record_can_be_asked_and_says_so_when_written(
    record_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_coder(monkeypatch)
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    other = sqlite3.connect(record_file, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        done = ask(record_file, "read", str(tmp_path / "article.txt"))
        assert done.exit_code == 3
        one_message(done, "relazione.db", "another process", "wait")
        assert ask(record_file, "status").exit_code == 0, "who only asks need not wait"
    finally:
        other.close()
    assert documents(record_file) == ["one"]
    assert ask(record_file, "read", str(tmp_path / "article.txt")).exit_code == 0
    assert documents(record_file) == ["one", "italy-turkey-relations"]


def test_a_full_disk_loses_nothing(record_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_coder(monkeypatch)
    connect = store.connect

    def small(path: Path, **options: Any) -> sqlite3.Connection:
        connection = connect(path, **options)
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        return connection

    monkeypatch.setattr(store, "connect", small)
    (tmp_path / "article.txt").write_text(ARTICLE + "Nothing else was told. " * 5000, encoding="utf-8")
    done = ask(record_file, "read", str(tmp_path / "article.txt"))
    assert done.exit_code == 3
    one_message(done, "relazione.db", "no room left")
    assert documents(record_file) == ["one"]


@pytest.mark.model
def test_killed_in_the_middle_each_document_is_there_whole_or_not_at_all(repository: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(60):
        (texts / f"{number:02}.txt").write_text(ARTICLE.replace("relations", f"relations {number}"), encoding="utf-8")
    path = tmp_path / "relazione.db"
    command = [sys.executable, "-m", "relazione", "read", str(texts), "--db", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(repository / "src")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(10):
            process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    with Record.open(path, read_only=True) as record:
        found = record.documents()
        assert 0 < len(found) < 60
        assert {line.claims for line in found} == {len(record.claims(found[0].id))}
    again = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert again.returncode == 0
    assert len(documents(path)) == 60
