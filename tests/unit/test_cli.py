"""The commands: what they print, where, and with which exit code. No language model: what a coder reads is made by hand."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import resource
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from relazione.cli import printing
from relazione.cli.door import COMMANDS, relazione
from relazione.model.dates import sort_key
from relazione.model.documents import Document, Unread
from relazione.record.store import Record
from relazione.reference.ontology import event_type

HEAVY = {"spacy", "thinc", "numpy", "starlette", "jinja2", "uvicorn", "httpx"}
ESCAPE, TURN = "\x1b[31m", "\u202e"


def run(*arguments: str | Path, **environment: str) -> Result:
    """One command, in this process."""
    return CliRunner().invoke(relazione, [str(argument) for argument in arguments], env=environment)


def program(repository: Path, *arguments: str | Path) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "relazione", *map(str, arguments)]


def surroundings(repository: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(repository / "src"), **more}


@pytest.fixture(scope="module")
def db(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record file that holds the hand-made claims."""
    path = tmp_path_factory.mktemp("cli") / "seed.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    return path


@pytest.fixture
def coder(seed: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A stand-in for the coder: an event of 1932 in each text, and one passage left over. `fails` holds words that break it."""
    from relazione.coding import coder as room
    from relazione.coding.pair import Pair
    from relazione.model.evidence import quote
    from relazione.model.identity import Draft, number_claims

    state: dict[str, Any] = {"calls": 0, "fails": {}}

    def code(document: Document, **more: Any) -> Any:
        state["calls"] += 1
        for word, error in state["fails"].items():
            if word in document.text:
                raise error
        text = document.text
        start = text.index("signed")
        body = seed.event("treaty", seed.kingdom(), seed.turkey(), on="1932")
        claims = number_claims(document.id, [Draft(body=body, evidence=(quote(text, start, start + 6),))])
        return room.Coded(document, Pair("ITA", "TUR"), claims, (Unread(0, 5, "no frame"),))

    monkeypatch.setattr(room, "code", code)
    yield state


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Path]:
    """Writes an article and gives its path."""

    def write(name: str = "article.txt", title: str = "Italy–Turkey relations", text: str = "The two signed a treaty.") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"= {title} =\n\n{text}\n", encoding="utf-8")
        return path

    return write


# --- the door -------------------------------------------------------------------------------------------------------------------


def test_help_lists_every_command() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.stdout] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says(name: str) -> None:
    command = relazione.get_command(click.Context(relazione), name)
    assert command is not None and command.name == name
    assert (command.help or "").strip().splitlines()[0] == COMMANDS[name].help


def test_help_imports_nothing_heavy(repository: Path) -> None:
    script = (
        "import sys\nfrom relazione.cli import main\nsys.argv = ['relazione', '--help']\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings(repository), capture_output=True, text=True, check=True
    )
    assert "Usage: relazione" in done.stdout
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert loaded & (HEAVY | {"msgspec", "sqlite3"}) == set()


def test_help_answers_at_once(repository: Path) -> None:
    """Beside a bare start of Python: what it takes in seconds is a matter of the machine, and of the benchmarks."""

    def spent(command: list[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=surroundings(repository), capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)

    bare = min(spent([sys.executable, "-c", "pass"]) for _ in range(5))
    assert min(spent(program(repository, "--help")) for _ in range(5)) < 15 * bare


def test_version() -> None:
    assert re.fullmatch(r"relazione \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pear",), ["did you mean 'pair'"]),
        (("pair", "Italy"), ["missing argument", "relazione pair --help"]),
        (("pair", "Itally", "Turkey"), ["unknown state 'Itally'", "did you mean Italy"]),
        (("pair", "Italy", "ITA"), ["two different states"]),
        (("pair", "Italy", "Turkey", "--as-of", "1990-02-30"), ["impossible date '1990-02-30'"]),
        (("pair", "Italy", "Turkey", "--as-of", "yesterday"), ["impossible date 'yesterday'"]),
        (("timeline", "Italy", "Turkey", "--from", "1950", "--to", "1940"), ["later"]),
        (("facts", "Italy", "Turkey", "Chad"), ["no state, one, or two"]),
        (("facts", "--kind", "treaty"), ["treaty"]),
        (("map", "Italy", "Italy"), ["two different states"]),
        (("read", "x.txt", "--pair", "Italy"), ["--pair", "colon"]),
        (("read", "x.txt", "--pair", "Italy:Itally"), ["did you mean Italy"]),
        (("read", "x.txt", "--date", "1990-13"), ["impossible date"]),
        (("read", "x.txt", "--max-size", "big"), ["--max-size"]),
        (("read", "x.txt", "y.txt", "--id", "one"), ["--id"]),
        (("brief", "Italy", "Turkey", "-o", "brief.doc"), [".pdf or .docx"]),
        (("brief", "Italy", "Turkey", "--format", "pdf"), ["-o brief.pdf"]),
        (("brief", "Italy", "Turkey", "-o", "no/such/folder/brief.md"), ["folder is not there"]),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(db: Path, arguments: tuple[str, ...], words: list[str]) -> None:
    done = run(*arguments, RELAZIONE_DB=str(db))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(line.startswith("relazione: ") for line in done.stderr.splitlines())
    assert [word for word in words if word not in done.stderr] == []


def test_a_fault_of_ours_keeps_its_traceback(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("inside")

    monkeypatch.setattr("relazione.record.store.Record.status", broken)
    done = run("status", "--db", db)
    assert done.exit_code == 70
    assert "KeyError" in done.stderr and "please report" in done.stderr


def test_the_record_is_named_by_the_environment_or_the_option(db: Path, tmp_path: Path) -> None:
    assert run("status", RELAZIONE_DB=str(db)).exit_code == 0
    elsewhere = run("status", "--db", tmp_path / "none.db", RELAZIONE_DB=str(db))
    assert elsewhere.exit_code == 3
    assert "none.db" in elsewhere.stderr and "relazione read" in elsewhere.stderr


# --- asking ---------------------------------------------------------------------------------------------------------------------


def test_pair_prints_how_things_stood(db: Path) -> None:
    shown = run("pair", "Italy", "Turkey", "--as-of", "1912-06-01", "--db", db)
    assert shown.exit_code == 0 and shown.stderr == ""
    assert "Italy and Türkiye, 1 June 1912" in shown.stdout
    assert "Kingdom of Italy" in shown.stdout and "Ottoman Empire" in shown.stdout
    assert re.search(r"^At war +yes$", shown.stdout, re.MULTILINE)
    ids = re.findall(r"\[(c[0-9a-f]{16})\]", shown.stdout)
    assert ids
    assert run("fact", ids[0], "--db", db).exit_code == 0


def test_pair_as_json_is_the_contract(db: Path) -> None:
    shown = run("pair", "Italy", "Turkey", "--as-of", "1925", "--json", "--db", db)
    data = json.loads(shown.stdout)
    assert (data["schema"], data["pair"], data["as_of"]) == (1, ["ITA", "TUR"], "1925-01-01")
    assert "Türkiye" in shown.stdout, "JSON is UTF-8, not escapes"
    properties = json.loads(run("schema", "as-of").stdout)["$defs"]["Standing"]["properties"]
    assert set(data) == set(properties)


def test_pair_of_whom_nothing_is_known(db: Path) -> None:
    shown = run("pair", "Chad", "Bhutan", "--as-of", "1999", "--db", db)
    assert shown.exit_code == 0
    assert "tells nothing about Chad and Bhutan" in shown.stderr


def test_timeline_is_in_order_and_can_be_narrowed(db: Path) -> None:
    entries = json.loads(run("timeline", "Italy", "Turkey", "--from", "1900", "--to", "1920", "--json", "--db", db).stdout)
    keys = [sort_key(entry["date"]) for entry in entries]
    assert keys == sorted(keys) and keys[-1] <= sort_key("1920-12-31")
    points = {entry["date"] for entry in entries if "/" not in entry["date"]}
    assert points and all("1900" <= date[:4] <= "1920" for date in points)
    wars = json.loads(run("timeline", "Italy", "Turkey", "--type", "war", "--json", "--db", db).stdout)
    assert {entry["type"] for entry in wars} >= {"war", "declaration-of-war"}, "a type stands for those that refine it"
    assert all(event_type(entry["type"]).type == "war" for entry in wars)
    none = run("timeline", "Italy", "Turkey", "--type", "tea-party", "--db", db)
    assert none.exit_code == 0 and none.stdout == ""
    assert "its types are" in none.stderr and "war" in none.stderr


def test_a_line_of_the_timeline_tells_its_date_once(db: Path) -> None:
    lines = run("timeline", "Italy", "Turkey", "--db", db).stdout.splitlines()
    summit = next(line for line in lines if line.startswith("April 2021"))
    assert summit.count("2021") == 1


def test_facts_of_a_pair_of_a_state_and_of_a_kind(db: Path) -> None:
    def ids(*arguments: str) -> set[str]:
        return {fact["id"] for fact in json.loads(run("facts", *arguments, "--json", "--db", db).stdout)}

    everything, missions = ids(), ids("--kind", "mission")
    assert missions < everything
    assert ids("Italy", "Turkey", "--kind", "mission") == missions
    assert ids("Italy") <= everything
    assert ids("Chad") == set()
    assert "no fact of Chad" in run("facts", "Chad", "--db", db).stderr


def test_facts_are_one_line_each_in_a_pipe(db: Path) -> None:
    lines = run("facts", "--kind", "agreement", "--db", db).stdout.splitlines()
    assert lines and all(re.match(r"c[0-9a-f]{16}  agreement  \S", line) for line in lines)


def test_a_fact_shows_its_evidence(db: Path) -> None:
    missions = json.loads(run("facts", "--kind", "mission", "--json", "--db", db).stdout)
    embassy = next(fact for fact in missions if len(fact["claims"]) > 1)
    shown = run("fact", embassy["id"], "--db", db).stdout
    assert shown.count("“") == shown.count("”") >= len(embassy["claims"])
    assert all(claim in shown for claim in embassy["claims"])
    assert "told alike" in shown
    data = json.loads(run("fact", embassy["claims"][-1], "--json", "--db", db).stdout)
    assert data["fact"]["id"] == embassy["id"], "the id of a claim leads to its fact"
    assert {claim["id"] for claim in data["claims"]} == set(embassy["claims"])
    assert all(one["exact"] for claim in data["claims"] for one in claim["evidence"])


def test_a_fact_shows_what_is_in_conflict(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    with Record.open(path, create=True) as record:
        for name, day in (("one", "1912-03-01"), ("two", "1912-10-18")):
            holding = seed.Holding("Libya", seed.kingdom(), "possession", since=seed.when(day))
            record.add(*seed.told(name, (holding, {})), coder="hand")
        [disputed] = [fact.id for fact in record.facts() if fact.conflicts or fact.against]
    shown = run("fact", disputed, "--db", path).stdout
    assert "1 March 1912" in shown and "18 October 1912" in shown and "in conflict" in shown
    assert "(disputed)" in run("facts", "--db", path).stdout


def test_unknown_ids_say_where_ids_are(db: Path) -> None:
    done = run("fact", "c0", "--db", db)
    assert done.exit_code == 2 and "relazione facts" in done.stderr


def test_search_folds_accents_and_says_when_there_is_nothing(db: Path) -> None:
    found = run("search", "izmir", "--db", db).stdout
    assert "İzmir" in found and "Passages" in found
    none = run("search", "zeppelin", "moon", "--db", db)
    assert none.exit_code == 0 and none.stdout == "" and "zeppelin moon" in none.stderr
    assert json.loads(run("search", "zeppelin", "--json", "--db", db).stdout) == []
    assert run("search", 'izmir" OR (', "--db", db).exit_code == 0


def test_status_tells_a_page_in_one_line_and_long_lists_in_part(tmp_path: Path) -> None:
    from relazione.coding.parts import split
    from relazione.record.store import Record
    from relazione.sources.read import document_from_text

    states = ("Peru", "Chad", "Kenya", "Poland")
    page = "= Foreign relations of Norway =\n\n" + "".join(
        f"== {state} ==\n\nAn embassy was opened in 1965.\n\n" for state in states
    )
    place = tmp_path / "r.db"
    with Record.open(place, create=True) as record:
        for part in split(document_from_text(page)):
            record.add(part, [])
        for number in range(50):
            record.add(document_from_text(f"= Article {number} =\n\nItaly and Norway.\n", pair=("ITA", "NOR")), [])
    shown = run("status", "--db", place).stdout
    assert "foreign-relations-of-norway, in 4 parts: 24 words, 0 claims" in shown
    assert "Article 38:" in shown and "Article 39:" not in shown and "and 11 more" in shown
    listed = json.loads(run("status", "--json", "--db", place).stdout)["document_list"]
    assert len(listed) == 54 and [one["part_of"] for one in listed[:5]] == ["foreign-relations-of-norway"] * 4 + [""]


def test_status_counts(db: Path) -> None:
    data = json.loads(run("status", "--json", "--db", db).stdout)
    assert data["documents"] == len(data["document_list"]) == 1
    assert data["facts"] == sum(data["facts_by_kind"].values()) > 0
    shown = run("status", "--db", db).stdout
    assert "schema version" in shown and "Italy and Türkiye" in shown and f"{data['facts']:,}" in shown


def test_schemas_and_codebook() -> None:
    from relazione.model.claims import KINDS
    from relazione.reference.ontology import ontology

    assert set(json.loads(run("schema").stdout)["$defs"]) >= {"Claim", "Fact"}
    book = run("codebook").stdout
    assert [cls.__name__ for cls in KINDS.values() if f"## {cls.__name__}" not in book] == []
    assert [row for row in ontology() if f"`{row}`" not in book] == []
    assert {row["id"] for row in json.loads(run("codebook", "--json").stdout)} == set(ontology())


# --- giving on ------------------------------------------------------------------------------------------------------------------


def test_brief_is_printed_or_written_in_the_form_of_the_ending(db: Path, tmp_path: Path) -> None:
    printed = run("brief", "Italy", "Turkey", "--db", db).stdout
    assert printed.startswith("# Italy and Türkiye")
    for name, start in (("b.md", "# Italy and Türkiye"), ("b.html", "<!doctype html>")):
        done = run("brief", "Italy", "Turkey", "-o", tmp_path / name, "--db", db)
        assert done.exit_code == 0 and done.stdout == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert json.loads(run("brief", "Italy", "Turkey", "--json", "--db", db).stdout)["sections"]


def test_map_needs_no_record(tmp_path: Path) -> None:
    assert run("map", "Italy", "Turkey", RELAZIONE_DB="/nowhere").stdout.startswith("<svg")
    assert run("map", "Italy", "Turkey", "-o", tmp_path / "m.svg").exit_code == 0
    assert "Türkiye" in (tmp_path / "m.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "names"), [("csv", {"facts.csv", "claims.csv", "evidence.csv"}), ("json", {"record.json"})])
def test_export_names_what_it_wrote(db: Path, tmp_path: Path, form: str, names: set[str]) -> None:
    done = run("export", "--format", form, "-o", tmp_path / "out", "--db", db)
    assert {Path(line).name for line in done.stdout.splitlines()} == names == {p.name for p in (tmp_path / "out").iterdir()}


def test_site_writes_pages(db: Path, tmp_path: Path) -> None:
    done = run("site", "-o", tmp_path / "site", "--db", db)
    assert done.exit_code == 0
    assert Path(done.stdout.strip()).read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_said(db: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run("export", "-o", tmp_path / "file", "--db", db)
    assert done.exit_code == 2
    assert done.stderr.startswith("relazione: ") and "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_serve_answers_until_ctrl_c(repository: Path, db: Path) -> None:
    command = program(repository, "serve", "--port", "0", "--db", db)
    with subprocess.Popen(command, env=surroundings(repository), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            found = re.search(r"http://\S+", server.stderr.readline())
            assert found
            with urllib.request.urlopen(found[0], timeout=20) as answer:
                assert answer.status == 200
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) == 130
            assert "Traceback" not in server.stderr.read()
        finally:
            server.kill()


def test_serve_says_that_a_port_is_taken(db: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]), "--db", db)
    assert done.exit_code == 2 and "--port" in done.stderr


# --- streams --------------------------------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(repository: Path, db: Path) -> None:
    command = program(repository, "timeline", "Italy", "Turkey", "--db", db)
    with subprocess.Popen(command, env=surroundings(repository), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=30) == 141
        assert process.stderr.read() == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_behind_stdout_is_said(repository: Path, db: Path) -> None:
    with open("/dev/full", "w") as full:
        command = program(repository, "timeline", "Italy", "Turkey", "--db", db)
        done = subprocess.run(command, env=surroundings(repository), stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert done.stderr == "relazione: no room left on the disk; make room and repeat\n"


def test_letters_that_the_terminal_lacks_are_no_error(repository: Path, db: Path) -> None:
    cyrillic = surroundings(repository, PYTHONIOENCODING="iso8859-5")
    shown = subprocess.run(program(repository, "status", "--db", db), env=cyrillic, capture_output=True, check=True).stdout
    assert b"T\\xfcrkiye" in shown
    as_json = program(repository, "status", "--json", "--db", db)
    data = subprocess.run(as_json, env=cyrillic, capture_output=True, check=True).stdout
    assert "Türkiye".encode() in data


def test_signs_that_command_a_terminal_are_made_visible(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    text = f"{ESCAPE}{TURN}The two signed a treaty."
    event = seed.event("treaty", seed.actor(f"{TURN}Italy{ESCAPE}", "ITA", None), seed.turkey(), on="1932", name=f"Pact{ESCAPE}")
    from relazione.model.evidence import quote
    from relazione.model.identity import Draft, number_claims

    document = Document("hostile", f"Title{ESCAPE}{TURN}", text, pair=("ITA", "TUR"))
    claims = number_claims("hostile", [Draft(body=event, evidence=(quote(text, 0, len(text)),))])
    with Record.open(path, create=True) as record:
        record.add(document, claims, coder="hand")
    for arguments in (
        ("status",),
        ("facts",),
        ("fact", claims[0].id),
        ("pair", "Italy", "Turkey", "--as-of", "1932"),
        ("timeline", "Italy", "Turkey"),
        ("search", "treaty"),
        ("brief", "Italy", "Turkey"),
    ):
        shown = run(*arguments, "--db", path)
        assert shown.exit_code == 0
        assert "\x1b" not in shown.output and TURN not in shown.output, arguments
    assert "⟨U+001B⟩" in run("status", "--db", path).stdout
    assert "⟨U+202E⟩" in run("fact", claims[0].id, "--db", path).stdout


def test_a_terminal_gets_lines_that_fit_and_a_pipe_whole_ones(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "width", lambda: 80)
    for arguments in (("pair", "Italy", "Turkey"), ("timeline", "Italy", "Turkey"), ("facts",), ("status",), ("search", "italy")):
        lines = run(*arguments, "--db", db).stdout.splitlines()
        assert [line for line in lines if printing.columns_of(line) > 80] == [], arguments
    monkeypatch.setattr(printing, "width", lambda: None)
    assert any(printing.columns_of(line) > 80 for line in run("facts", "--db", db).stdout.splitlines())


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("one two three", 9, ["- one two", "  three"]),
        ("one two three", None, ["- one two three"]),
        ("日本 日本 日本", 12, ["- 日本 日本", "  日本"]),
        ("e\u0301te\u0301 e\u0301te\u0301", 9, ["- e\u0301te\u0301 e\u0301te\u0301"]),
        ("a" * 25, 12, ["- " + "a" * 10, "  " + "a" * 10, "  " + "a" * 5]),
        ("", 12, ["- "]),
    ],
)
def test_wrapping_counts_columns(text: str, limit: int | None, lines: list[str]) -> None:
    assert printing.wrapped(text, "- ", "  ", limit) == lines


# --- reading --------------------------------------------------------------------------------------------------------------------


def test_read_tells_counts_and_what_was_not_understood(
    coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path
) -> None:
    path, db = article(), tmp_path / "r.db"
    first = run("read", path, "--db", db)
    assert first.exit_code == 0 and first.stderr == ""
    assert "Italy–Turkey relations (Italy and Türkiye)" in first.stdout
    assert re.search(r"events +1\b", first.stdout)
    assert "not understood: 1 passage" in first.stdout and "no frame" in first.stdout
    again = run("read", path, "--db", db)
    assert "nothing new" in again.stdout and coder["calls"] == 1
    run("read", path, "--again", "--db", db)
    assert coder["calls"] == 2
    assert json.loads(run("status", "--json", "--db", db).stdout)["versions"] == 1


def test_read_as_json(coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.touch()
    done = run("read", article(), bad, "--date", "1950", "--id", "x", "--json", "--db", tmp_path / "r.db")
    assert done.exit_code == 2, "one id for two documents"
    done = run("read", article(), bad, "--date", "1950", "--json", "--db", tmp_path / "r.db")
    data = json.loads(done.stdout)
    assert done.exit_code == 1
    [document] = data["documents"]
    assert (document["pair"], document["date"], document["claims"]) == (["ITA", "TUR"], "1950", 1)
    assert document["not_understood"] == [{"start": 0, "end": 5, "why": "no frame", "text": "= Ita"}]
    assert [error["path"] for error in data["errors"]] == [str(bad)]
    assert data["claims_by_kind"]["event"] == data["facts"] == 1


def test_read_walks_folders_and_goes_on_after_bad_documents(
    coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path
) -> None:
    article("texts/a.txt", title="A–B relations")
    article("texts/deep/b.md", title="B–C relations")
    article("texts/.hidden/c.txt", title="Hidden")
    article("texts/d.png", title="Other ending")
    (tmp_path / "texts" / "empty.txt").touch()
    done = run("read", tmp_path / "texts", "--pair", "Italy:Turkey", "--db", tmp_path / "r.db")
    assert done.exit_code == 1
    assert "empty.txt" in done.stderr and "1 document of 3 not read" in done.stderr
    titles = [line["title"] for line in json.loads(run("status", "--json", "--db", tmp_path / "r.db").stdout)["document_list"]]
    assert titles == ["A–B relations", "B–C relations"]


def test_two_documents_with_one_title_are_kept_apart(coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path) -> None:
    def read(*paths: Path, pair: str = "Italy:Turkey") -> Result:
        return run("read", *paths, "--pair", pair, "--db", tmp_path / "r.db")

    def documents() -> list[tuple[str, int]]:
        found = json.loads(run("status", "--json", "--db", tmp_path / "r.db").stdout)["document_list"]
        return [(line["id"], line["versions"]) for line in found]

    title = "italy-turkey-relations"
    one, two = article("one.txt"), article("two.txt", text="The two signed another treaty.")
    first = read(one, two)
    assert first.exit_code == 0 and "two.txt" in first.stderr and f"{title}-2" in first.stderr
    assert documents() == [(title, 1), (f"{title}-2", 1)]
    for paths in ((one, two), (two, one), (two,)):
        assert read(*paths).stdout.count("nothing new") == len(paths)
    assert documents() == [(title, 1), (f"{title}-2", 1)]
    article("one.txt", text="The two signed a treaty, and more.")
    assert read(one).stderr == ""
    assert documents() == [(title, 2), (f"{title}-2", 1)], "a changed text is a newer version"
    assert f"{title}-3" in read(one, pair="Italy:Greece").stderr
    assert documents()[2] == (f"{title}-3", 1), "about another pair: another document"


def test_nothing_at_all_read_is_exit_code_4_and_makes_no_record(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    done = run("read", tmp_path / "empty.txt", tmp_path / "folder", tmp_path / "none.txt", "--db", tmp_path / "r.db")
    assert done.exit_code == 4
    assert len(done.stderr.splitlines()) == 4
    assert not (tmp_path / "r.db").exists()


def test_a_text_on_which_the_coder_breaks_is_listed(coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path) -> None:
    coder["fails"] = {"poison": ValueError("odd")}
    bad, good = article("bad.txt", title="Bad", text="The two signed poison."), article("good.txt")
    done = run("read", bad, good, "--pair", "Italy:Turkey", "--db", tmp_path / "r.db")
    assert done.exit_code == 1
    assert "bad.txt" in done.stderr and "fault of Relazione" in done.stderr and "Traceback" not in done.stderr
    assert json.loads(run("status", "--json", "--db", tmp_path / "r.db").stdout)["documents"] == 1


def test_ctrl_c_keeps_what_was_read(coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path) -> None:
    coder["fails"] = {"stop here": KeyboardInterrupt()}
    first, second = article("a.txt"), article("b.txt", title="Second", text="The two signed; stop here.")
    done = run("read", first, second, "--pair", "Italy:Turkey", "--db", tmp_path / "r.db")
    assert done.exit_code == 130
    assert json.loads(run("status", "--json", "--db", tmp_path / "r.db").stdout)["documents"] == 1


def test_annotate_prints_one_and_writes_several(coder: dict[str, Any], article: Callable[..., Path], tmp_path: Path) -> None:
    path = article()
    [event] = json.loads(run("annotate", path).stdout)["events"]
    assert event["evidence"] == "signed" and event["type"] == "treaty"
    second = article("second.txt", title="Second")
    assert run("annotate", path, second).exit_code == 2
    done = run("annotate", path, second, "--pair", "Italy:Turkey", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"article.json", "second.json"}
    assert run("annotate", tmp_path / "none.txt").exit_code == 4


# --- the documentation ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_cli_docs", repository / "scripts" / "make_cli_docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "codebook.md", "as-of.schema.json", "curve.schema.json", "record.schema.json"])
def test_pages_made_from_the_code_are_up_to_date(repository: Path, maker: ModuleType, name: str) -> None:
    written = (repository / "docs" / name).read_text(encoding="utf-8")
    assert written == maker.pages()[name], "run python scripts/make_cli_docs.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(repository: Path, name: str) -> None:
    page = (repository / "docs" / "cli.md").read_text(encoding="utf-8")
    part = page.partition(f"### relazione {name}\n")[2].partition("\n##")[0]
    command = relazione.get_command(click.Context(relazione), name)
    assert command is not None and part
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert [option for option in parameter.opts if not re.search(rf"`[^`]*{option}\b[^`]*` \| \w", part)] == []
            assert parameter.help
