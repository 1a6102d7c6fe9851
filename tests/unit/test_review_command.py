"""`relazione review` and `relazione decisions`: line by line, key by key in a terminal, in bulk, and what they print."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from relazione.analysis import review
from relazione.cli.door import relazione
from relazione.record.store import Record


@pytest.fixture
def db(seed: ModuleType, tmp_path: Path) -> Path:
    """A record file that holds the hand-made claims."""
    path = tmp_path / "seed.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    return path


def run(*arguments: str | Path, keys: str | bytes = "") -> Result:
    return CliRunner().invoke(relazione, [str(argument) for argument in arguments], input=keys)


def verdicts(db: Path) -> list[tuple[str, str, str]]:
    with Record.open(db, read_only=True) as record:
        return [(one.by, one.verdict, one.note) for one in record.decisions()]


# line by line


def test_one_claim_after_another(db: Path) -> None:
    done = run("review", "--db", db, "--by", "ada", keys="a\nr wrong year\nu\nj\nq\n")
    assert done.exit_code == 0, done.output
    assert verdicts(db) == [("ada", "accept", ""), ("ada", "reject", "wrong year"), ("ada", "unsure", "")]
    assert "3 decisions by ada, all kept" in done.output
    assert done.output.count("Why:") == 5
    again = run("review", "--db", db, "--by", "ada", keys="")
    with Record.open(db, read_only=True) as record:
        left = review.queue(record, "ada").left
    assert f"{left:,} left" in again.output and "0 decisions by ada" in again.output


def test_back_undo_note_and_help(db: Path) -> None:
    done = run("review", "--db", db, "--by", "ada", keys="n looked twice\na\nk\nz\nz\n?\nx\nk\nk\n")
    assert verdicts(db) == [("ada", "accept", "looked twice"), ("ada", "withdraw", "")]
    for words in (
        "taken back: accepted",
        "nothing of yours to take back",
        "a  accept: it is right",
        "no key 'x'",
        "where you began",
    ):
        assert words in done.output.replace("a accept", "a  accept"), words


def test_edit_on_a_line_and_by_questions(db: Path) -> None:
    choice = ("review", "--db", db, "--by", "ada", "--kind", "holding", "--document", "italy-turkey")
    done = run(
        *choice, keys="e until=1922\ne nothing\ne until=1911-02-30\ne\nsince\n1911-13\n\nking\n\ntitle\nadministered\n\nq\n"
    )
    assert done.exit_code == 0, done.output
    assert verdicts(db) == [("ada", "edit", ""), ("ada", "edit", "")]
    for words in ("edited (until: 1922)", "field=value", "has no day 30", "there is no month 13", "no field 'king'"):
        assert words in done.output, words
    assert "edited (title: administered)" in done.output


def test_same_and_different(db: Path) -> None:
    done = run("review", "--db", db, "--by", "ada", "--kind", "mission", keys="d 1\nz\ns 99\ns 1\n")
    assert done.exit_code == 0, done.output
    assert "kept apart from" in done.output and "taken back: different" in done.output
    assert "'99' is none of them" in done.output
    with Record.open(db, read_only=True) as record:
        assert [link.same for link in record.links()] == [True]


def test_what_one_has_judged_can_be_asked_for(db: Path) -> None:
    run("review", "--db", db, "--by", "ada", keys="a\nu\n")
    done = run("review", "--db", db, "--by", "ada", "--judged", keys="j\nr\n")
    assert "2 left" in done.output and "you accepted it" in done.output
    assert [verdict for _, verdict, _ in verdicts(db)] == ["accept", "unsure", "reject"]


def test_bytes_that_are_no_text_are_refused_in_words(db: Path) -> None:
    for option in (("--document", "\udcff"), ("--by", "\udcff"), ("--rule", "\udcff")):
        done = run("review", "--db", db, *option, keys="a\n")
        assert done.exit_code == 2, (option, done.output)
    done = run("review", "--db", db, "--by", "ada", "--bulk", "accept", "--kind", "event", "--yes", "--note", "\udcff")
    assert done.exit_code == 2 and "is no text" in done.stderr
    run("review", "--db", db, "--by", "ada", keys=b"r caf\xe9\nq\n")
    assert [note for _, _, note in verdicts(db)] == ["caf\ufffd"]
    assert run("review", "--db", db, "--by", "ada", keys="r " + "x" * 6000 + "\n").output.count("at most 5,000 signs") == 1


def test_the_end_of_a_choice(db: Path) -> None:
    done = run("review", "--db", db, "--by", "ada", "--kind", "agreement", keys="a\n" * 20 + "z\n")
    assert "Nothing is left of this choice." in done.output
    assert "0 left of this choice" in done.output
    wrong = run("review", "--db", db, "--pair", "Italy", "Italy")
    assert wrong.exit_code == 2
    assert run("review", "--db", db, "--document", "no-such", "--by", "ada").exit_code == 2
    assert run("review", "--db", db, "--by", " ").exit_code == 2
    assert run("review", "--db", db, "--yes").exit_code == 2
    assert run("review", "--db", db.with_name("none.db")).exit_code == 3


def test_hostile_words_reach_no_terminal(seed: ModuleType, tmp_path: Path) -> None:
    from relazione.model.claims import Event
    from relazione.model.documents import Document
    from relazione.model.evidence import quote
    from relazione.model.identity import Draft, number_claims

    text = "Rome \x1b[31mbombed\u202e it."
    event = Event("attack", (seed.italy(), seed.turkey()), place="\x1b]0;x\x07Midi")
    document = Document("a", "T \x1b[2J", text)
    with Record.open(tmp_path / "a.db", create=True) as record:
        record.add(document, number_claims("a", [Draft(event, (quote(text, 0, len(text)),))]), coder="\x1b[1m")
        review.unsure(record, record.claims()[0].id, "bob", note="see \x1b[5m")
    done = run("review", "--db", tmp_path / "a.db", "--by", "ada", keys="a\n")
    told = run("review", "--db", tmp_path / "a.db", "--status")
    for output in (
        done.output,
        told.output,
        run("review", "--db", tmp_path / "a.db", "--bulk", "reject", "--kind", "event").output,
    ):
        assert not set(output) & {"\x1b", "\x07", "\u202e"}


# in a terminal


class Terminal:
    """`relazione` in a pseudo-terminal of 80 columns, as over ssh."""

    def __init__(self, repository: Path, *arguments: str | Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:  # pragma: no cover
            for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):  # as they are where the tests run in the background
                signal.signal(ignored, signal.SIG_DFL)
            os.environ.update(PYTHONPATH=str(repository / "src"), TERM="xterm", COLUMNS="80", LINES="24")
            os.execv(sys.executable, [sys.executable, "-m", "relazione", *map(str, arguments)])
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.shown = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """What is shown up to these words, since the last call."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            assert ready, f"{words!r} did not come: {self.shown!r}"
            try:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:
                raise AssertionError(f"{words!r} did not come: {self.shown!r}") from None
        found, self.shown = self.shown, ""
        return found

    def press(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def end(self) -> int:
        """The exit code."""
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return code


BAR = "z undo  ? q"


def test_a_key_is_enough_in_a_terminal(repository: Path, db: Path) -> None:
    terminal = Terminal(repository, "review", "--db", db, "--by", "ada", "--pair", "Italy", "Turkey")
    page = terminal.until(BAR)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", page)
    assert max(map(len, plain.splitlines())) <= 80
    assert "\x1b[1m" in page, "the words of the passage are bold"
    for key, words in (
        ("a", "accepted"),
        ("r", "rejected"),
        ("\x1b[A", "you rejected it"),
        ("z", "taken back"),
        ("\x1b[B", "left: "),
    ):
        terminal.press(key)
        shown = terminal.until(BAR)
        assert words in shown, (key, words, shown)
    terminal.press("e")
    terminal.until("Enter ends")
    terminal.press("\n")
    assert "not edited" in terminal.until(BAR)
    terminal.press("q")
    assert terminal.end() == 0
    assert [verdict for _, verdict, _ in verdicts(db)] == ["accept", "reject", "withdraw"]


def test_keys_that_are_typed_ahead_are_not_lost(repository: Path, db: Path) -> None:
    terminal = Terminal(repository, "review", "--db", db, "--by", "ada")
    terminal.until(BAR)
    terminal.press("aaruz" * 10 + "\x04")
    assert terminal.end() == 0
    assert [verdict for _, verdict, _ in verdicts(db)] == ["accept", "accept", "reject", "unsure", "withdraw"] * 10


def test_ctrl_c_keeps_what_was_decided(repository: Path, db: Path) -> None:
    terminal = Terminal(repository, "review", "--db", db, "--by", "ada")
    terminal.until(BAR)
    terminal.press("a")
    terminal.until(BAR)
    terminal.press("\x03")
    assert terminal.end() == 130
    assert verdicts(db) == [("ada", "accept", "")]


def test_a_connection_that_breaks_keeps_what_was_decided(repository: Path, db: Path) -> None:
    terminal = Terminal(repository, "review", "--db", db, "--by", "ada")
    terminal.until(BAR)
    terminal.press("a")
    terminal.until(BAR)
    os.kill(terminal.pid, signal.SIGHUP)
    terminal.end()
    assert verdicts(db) == [("ada", "accept", "")]


def test_a_bulk_asks_in_a_terminal(repository: Path, db: Path) -> None:
    for answer, count in (("n\n", 0), ("y\n", 1)):
        terminal = Terminal(repository, "review", "--db", db, "--by", "ada", "--bulk", "accept", "--kind", "measure")
        terminal.until("[y/N]")
        terminal.press(answer)
        assert terminal.end() == 0
        assert bool(verdicts(db)) == bool(count)


# in bulk, status, JSON


def test_bulk_and_its_undo(db: Path) -> None:
    told = run(
        "review", "--db", db, "--by", "ada", "--bulk", "reject", "--kind", "mission", "--below", "0.9", "--note", "all wrong"
    )
    assert told.exit_code == 0 and "nothing was decided: --yes decides" in told.output
    assert re.search(r"^\d+ claims to reject", told.output)
    assert not verdicts(db)
    done = run(
        "review",
        "--db",
        db,
        "--by",
        "ada",
        "--bulk",
        "reject",
        "--kind",
        "mission",
        "--below",
        "0.9",
        "--yes",
        "--note",
        "all wrong",
    )
    count = len(verdicts(db))
    assert f"rejected: {count} claims" in done.output and set(verdicts(db)) == {("ada", "reject", "all wrong")}
    told = run("review", "--db", db, "--by", "ada", "--bulk", "reject", "--kind", "mission", "--yes", "--json")
    assert json.loads(told.output)["count"] == 0
    undone = run("review", "--db", db, "--by", "ada", "--undo")
    assert f"taken back: {count} claims rejected" in undone.output
    assert "nothing that ada could take back" in run("review", "--db", db, "--by", "ada", "--undo").output
    assert run("review", "--db", db, "--bulk", "accept").exit_code == 2


def test_status_and_json(db: Path) -> None:
    with Record.open(db) as record:
        ids = [line.claim for line in review.queue(record, "ada").items]
        for by, verdict in (("ada", "accept"), ("bob", "reject")):
            record.decide(ids[0], verdict, by)  # type: ignore[arg-type]
            record.decide(ids[1], "accept", by)
    told = run("review", "--db", db, "--status").output
    assert "2 of " in told and re.search(r"ada and bob +-?\d\.\d\d +1 of 2 claims judged alike", told)
    data = json.loads(run("review", "--db", db, "--status", "--json").output)
    assert data["judged"] == 2 and {one["name"] for one in data["reviewers"]} == {"ada", "bob"}
    page = json.loads(run("review", "--db", db, "--by", "eve", "--json", "--limit", "3", "--state", "split").output)
    assert [item["claim"]["id"] for item in page["items"]] == ids[:1]
    assert page["items"][0]["why"][0].startswith("reviewers disagree")


# the file


def test_a_file_goes_out_and_in(seed: ModuleType, db: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    assert run("review", "--db", db, "--by", "ada", keys="a\nr\n").exit_code == 0
    assert "2 lines" in run("decisions", "export", file, "--db", db).output
    assert run("decisions", "export", "-", "--db", db).stdout_bytes == file.read_bytes()
    fresh = tmp_path / "fresh.db"
    with Record.open(fresh, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    assert "decisions added  2" in run("decisions", "import", file, "--db", fresh).output
    assert "known already  2" in run("decisions", "import", "-", "--db", fresh, keys=file.read_bytes()).output
    assert verdicts(fresh) == verdicts(db)
    assert [path.name for path in tmp_path.iterdir() if ".tmp" in path.name] == []


def test_what_does_not_fit_is_named(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    run("review", "--db", db, "--by", "ada", keys="r wrong\n")
    run("decisions", "export", file, "--db", db)
    with Record.open(tmp_path / "empty.db", create=True):
        pass
    done = run("decisions", "import", file, "--db", tmp_path / "empty.db")
    assert done.exit_code == 1
    assert "line 2: there is no document 'italy-turkey' in the record (reject by ada" in done.output
    data = json.loads(run("decisions", "import", file, "--db", tmp_path / "empty.db", "--json").output)
    assert data["unknown"][0]["quote"]
    file.write_text("{}\n")
    assert run("decisions", "import", file, "--db", db).exit_code == 4
    assert run("decisions", "import", tmp_path / "none", "--db", db).exit_code == 2
    assert run("decisions", "export", tmp_path / "no" / "x", "--db", db).exit_code == 2


def test_the_program_itself(repository: Path, db: Path) -> None:
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(repository / "src")}
    line = [sys.executable, "-m", "relazione", "review", "--db", str(db), "--by", "ada"]
    done = subprocess.run(line, input="a\nq\n", capture_output=True, text=True, env=environment, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert verdicts(db) == [("ada", "accept", "")]
