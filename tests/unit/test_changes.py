"""What a newer version of a document changed, fact by fact; and a source that is withdrawn and taken back. No language model."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from relazione.analysis.changes import Changes, Side, changes
from relazione.cli.door import relazione
from relazione.model.claims import Actor, Body, Claim
from relazione.model.documents import Block, Document
from relazione.model.errors import WrongUse
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

PAIR = ("ITA", "TUR")
Line = tuple[str, str, Body | None]  # a sentence, the words in it that tell, and what they tell


def read(*lines: Line, **more: Any) -> tuple[Document, list[Claim]]:
    """A document of these sentences, and its claims."""
    text, drafts, blocks = "", [], []
    for sentence, words, body in lines:
        start = len(text)
        text += sentence + "\n"
        blocks.append(Block("paragraph", start, start + len(sentence)))
        if body is not None:
            at = text.index(words, start)
            drafts.append(Draft(body, (quote(text, at, at + len(words)),)))
    document = Document("envoys", "Envoys", text, tuple(blocks), PAIR, **more)
    return document, number_claims("envoys", drafts)


def compared(before: tuple[Document, list[Claim]], now: tuple[Document, list[Claim]], coders: str = "11") -> Changes:
    day = "2026-01-02T00:00:00"
    return changes(Side(*before, coders[0], day, "1.1"), Side(*now, coders[1], day, "2.1"))


@pytest.fixture
def lines(seed: ModuleType) -> dict[str, Line]:
    it, tr, ki, oe = seed.italy(), seed.turkey(), seed.kingdom(), seed.ottomans()
    war = "Italy waged a war on the Ottoman Empire from {} to 1912, and won."
    summit = "President {} of Turkey visited Rome in May 2010 for a summit."

    def visitor(name: str) -> Actor:
        return msgspec.structs.replace(tr, person=name)

    return {
        "war": (war.format(1911), "war", seed.event("war", ki, oe, on="1911/1912")),
        "war of 1910": (war.format(1910), "war", seed.event("war", ki, oe, on="1910/1912")),
        "visit": (summit.format("Abdullah Gül"), "visited", seed.event("visit", visitor("Abdullah Gül"), it, on="2010-05")),
        "visit of another": (summit.format("Gül"), "visited", seed.event("visit", visitor("Gül"), it, on="2010-05")),
        "embassy": ("Italy has an embassy in Ankara.", "an embassy", seed.mission(it, "embassy", tr, "Ankara")),
        "member": ("Turkey is a member of NATO.", "member", seed.member(tr, "NATO", "nato")),
        "joined": ("Turkey became a member of NATO in 1952.", "member", seed.member(tr, "NATO", "nato", since="1952")),
        "silent": ("Relations are good.", "", None),
    }


def test_a_fact_comes_and_a_fact_goes(lines: dict[str, Line]) -> None:
    found = compared(read(lines["war"], lines["embassy"]), read(lines["war"], lines["visit"]))
    assert [(one.label_now, one.before, one.cause) for one in found.came] == [("Visit: Türkiye, Italy, May 2010", "", "text")]
    assert [one.label_before for one in found.gone] == ["Embassy of Italy in Ankara"]
    assert (found.changed, found.reworded, found.unchanged) == ((), 0, 1)
    assert found.gone[0].words_before == ("Italy has an embassy in Ankara.",)


def test_a_changed_date_is_a_change_and_nothing_came_or_went(lines: dict[str, Line]) -> None:
    found = compared(read(lines["war"]), read(lines["war of 1910"]))
    assert (found.came, found.gone) == ((), ())
    (one,) = found.changed
    (field,) = one.fields
    assert (field.name, field.before, field.now) == ("when", ("1911/1912",), ("1910/1912",))
    assert "from 1911 to" in one.words_before[0] and "from 1910 to" in one.words_now[0]
    assert one.cause == "text"


def test_a_date_that_is_added_and_an_actor_that_is_told_otherwise_are_changes(lines: dict[str, Line]) -> None:
    found = compared(read(lines["member"], lines["visit"]), read(lines["joined"], lines["visit of another"]))
    assert [[field.name for field in one.fields] for one in found.changed] == [["since"], ["actors"]]
    assert found.changed[0].fields[0].before == ()
    assert not found.came and not found.gone


def test_of_two_alike_each_finds_its_own(seed: ModuleType) -> None:
    def visit(year: int, day: str) -> Line:
        body = seed.event("visit", seed.turkey(), seed.italy(), on=day)
        return f"In {year} the Turkish president visited Rome, the {year % 10}th time so far.", "visited", body

    before = read(visit(2001, "2001"), visit(2004, "2004"), visit(2008, "2008"))
    now = read(visit(2001, "2001"), visit(2004, "2004-05"), visit(2008, "2008"))
    found = compared(before, now)
    assert [one.fields[0].now for one in found.changed] == [("2004-05",)]
    assert (found.unchanged, found.came, found.gone) == (2, (), ())


def test_other_parties_are_another_fact(seed: ModuleType) -> None:
    def war(a: Actor, b: Actor) -> Line:
        return f"In 1912 {a.name} and {b.name} were at war with each other.", "war", seed.event("war", a, b, on="1912")

    serbia, greece = Actor("Serbia", state="SRB"), Actor("Greece", state="GRC")
    found = compared(read(war(seed.kingdom(), seed.ottomans())), read(war(serbia, greece)))
    assert (len(found.came), len(found.gone), len(found.changed)) == (1, 1, 0)


def test_the_same_words_read_otherwise_are_the_coders_doing(lines: dict[str, Line], seed: ModuleType) -> None:
    document, before = read(lines["war"], lines["embassy"])
    _, now = read((*lines["war"][:2], seed.event("war", seed.kingdom(), seed.ottomans(), on="1911")), lines["embassy"])
    found = compared((document, before), (document, now), coders="12")
    assert (found.same_text, found.same_coder) == (True, False)
    assert [one.cause for one in found.changed] == ["coder"]
    longer, moved = read(lines["silent"], (*lines["war"][:2], seed.event("war", seed.kingdom(), seed.ottomans(), on="1911")))
    found = compared((document, before), (longer, moved), coders="11")
    assert [one.cause for one in found.changed] == ["around"]
    assert [one.cause for one in found.gone] == ["text"]


def test_what_the_document_tells_of_itself(lines: dict[str, Line]) -> None:
    found = compared(read(lines["war"], date="2020"), read(lines["war"], date="2024"))
    assert [(one.name, one.before, one.now) for one in found.told] == [("date", ("2020",), ("2024",))]
    assert not found.is_nothing and found.unchanged == 1


def test_a_sentence_above_and_a_wrapped_line_change_nothing(lines: dict[str, Line]) -> None:
    found = compared(read(lines["war"], lines["embassy"]), read(lines["silent"], lines["war"], lines["embassy"]))
    assert found.is_nothing and found.unchanged == 2 and not found.same_text


def test_other_words_for_the_same_are_no_change(lines: dict[str, Line]) -> None:
    embassy = lines["embassy"][2]
    found = compared(read(lines["embassy"]), read(("At Ankara Italy maintains its embassy.", "its embassy", embassy)))
    assert found.is_nothing and (found.reworded, found.unchanged) == (1, 0)


# --- the commands ---------------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(relazione, [str(argument) for argument in arguments])


@pytest.fixture
def db(tmp_path: Path, lines: dict[str, Line]) -> Path:
    """Two versions of a document, the second one read by two coders; and another one that tells of one of its facts too."""
    path = tmp_path / "a.db"
    with Record.open(path, create=True) as record:
        document, claims = read(lines["war"], lines["embassy"])
        record.add(document, claims, coder="1")
        document, claims = read(lines["war of 1910"], lines["embassy"])
        record.add(document, claims, coder="1")
        record.add(document, claims[:1], coder="2")
        text = "In Ankara stands the embassy of Italy.\n"
        drafts = [Draft(lines["embassy"][2], (quote(text, 21, 37),))]  # type: ignore[arg-type]
        other = Document("posts", "Posts", text, (Block("paragraph", 0, len(text) - 1),), PAIR)
        record.add(other, number_claims("posts", drafts), coder="2")
    return path


def data(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_last_two_versions_are_compared(db: Path) -> None:
    (found,) = data(run("changes", "envoys", "--db", db, "--json"))["documents"]
    assert (found["before"]["version"], found["now"]["version"]) == ("1.1", "2.2")
    assert [one["fields"][0]["name"] for one in found["changed"]] == ["when"]
    assert [one["label_before"] for one in found["gone"]] == ["Embassy of Italy in Ankara"]
    assert [one["cause"] for one in found["gone"]] == ["coder"]  # the same words, which the second coder passed over


def test_versions_can_be_named(db: Path) -> None:
    (found,) = data(run("changes", "envoys", "--from", "2.1", "--to", "2", "--db", db, "--json"))["documents"]
    assert (found["before"]["version"], found["now"]["version"], found["same_text"]) == ("2.1", "2.2", True)
    shown = run("changes", "envoys", "--from", "2.1", "--to", "2.2", "--db", db)
    assert "another coder read it" in shown.stdout and "Gone: 1 fact" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    same = run("changes", "envoys", "--from", "1", "--to", "1", "--db", db)
    assert (same.exit_code, "no fact is different" in same.stdout) == (0, True)
    wrong = run("changes", "envoys", "--from", "7", "--db", db)
    assert wrong.exit_code == 2 and "it has 1.1, 2.1, 2.2" in wrong.stderr


def test_an_unknown_id_names_those_near(db: Path) -> None:
    result = run("changes", "envoy", "--db", db)
    assert result.exit_code == 2 and "did you mean envoys?" in result.stderr
    assert run("changes", "posts", "--db", db).exit_code == 2  # read once only


@pytest.fixture
def told_by_hand(monkeypatch: pytest.MonkeyPatch, lines: dict[str, Line]) -> None:
    """A stand-in for the coder: it knows the sentences above."""
    from relazione.coding import coder as room
    from relazione.coding.pair import Pair

    def code(document: Document, **more: Any) -> Any:
        drafts = [
            Draft(body, (quote(document.text, at, at + len(words)),))
            for sentence, words, body in lines.values()
            if body is not None and sentence in document.text
            for at in [document.text.index(words, document.text.index(sentence))]
        ]
        return room.Coded(document, Pair(*PAIR), number_claims(document.id, drafts), ())

    monkeypatch.setattr(room, "code", code)


def test_a_file_is_compared_and_not_written(db: Path, tmp_path: Path, lines: dict[str, Line], told_by_hand: None) -> None:
    path = tmp_path / "envoys.txt"
    path.write_text(f"= Envoys =\n\n{lines['war'][0]}\n{lines['embassy'][0]}\n", encoding="utf-8")
    before = db.read_bytes()
    (found,) = data(run("changes", path, "--pair", "Italy:Turkey", "--db", db, "--json"))["documents"]
    assert (found["document"], found["now"]["version"], found["before"]["version"]) == ("envoys", "", "2.2")
    assert [one["kind"] for one in found["came"]] == ["mission"]
    assert [one["kind"] for one in found["changed"]] == ["event"]
    assert db.read_bytes() == before
    new = tmp_path / "other.txt"
    new.write_text(f"= Other envoys =\n\n{lines['war'][0]}\n", encoding="utf-8")
    result = run("changes", new, "--pair", "Italy:Turkey", "--db", db)
    assert result.exit_code == 0 and "not in the record" in result.stdout
    assert run("changes", new, "--from", "1", "--db", db).exit_code == 2


# --- withdrawn ------------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_source_counts_no_more_and_is_named(db: Path) -> None:
    (embassy,) = (fact for fact in data_list(run("facts", "--db", db, "--json")) if fact["kind"] == "mission")
    assert run("withdraw", "envoys", "--db", db).exit_code == 2  # for no reason
    result = run("withdraw", "envoys", "--why", "a forgery", "--by", "Ada", "--db", db)
    assert result.exit_code == 0 and "withdrawn: 1 claim" in result.stdout
    assert run("withdraw", "envoys", "--why", "again", "--db", db).exit_code == 2
    (left,) = data_list(run("facts", "--db", db, "--json"))
    assert left["kind"] == "mission"  # the war rested on that source alone, the embassy on another one too
    status = data(run("status", "--db", db, "--json"))
    assert [(one["document"], one["by"], one["why"]) for one in status["withdrawn"]] == [("envoys", "Ada", "a forgery")]
    assert "withdrawn: 1" in run("status", "--db", db).stdout
    assert "a forgery" in run("pair", "Italy", "Turkey", "--db", db).stdout
    back = run("withdraw", "envoys", "--undo", "--by", "Ada", "--db", db)
    assert back.exit_code == 0 and "counts again" in back.stdout
    assert len(data_list(run("facts", "--db", db, "--json"))) == 2
    assert data(run("status", "--db", db, "--json"))["withdrawn"] == []
    assert embassy["id"] in {fact["id"] for fact in data_list(run("facts", "--db", db, "--json"))}


def data_list(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_fact_of_two_sources_says_which_is_withdrawn(seed: ModuleType, record: Record) -> None:
    body = seed.event("war", seed.kingdom(), seed.ottomans(), on="1911/1912")
    claims = []
    for id in ("a", "b"):
        document, found = seed.told(id, (body, {}))
        record.add(document, found, coder="hand")
        claims += found
    (fact,) = record.facts()
    assert len(fact.claims) == 2 and record.withdrawn_claims(fact.id) == []
    record.withdraw_source("a", "Ada", "a forgery")
    (left,) = record.facts()
    assert (left.claims, [one.id for one in record.withdrawn_claims(left.id)]) == ((claims[1].id,), [claims[0].id])
    assert record.fact(claims[0].id) == left  # the id of the claim that went still leads to the fact
    record.withdraw_source("b", "Ada", "another one")
    with pytest.raises(WrongUse, match="rests on no source any more: a is withdrawn"):
        record.fact(claims[0].id)
    assert record.withdrawn().keys() == {"a", "b"}
    for id in ("a", "b"):
        record.withdraw_source(id, "Ada", withdrawn=False)
    assert record.facts() == [fact]
    assert [(one.document, one.withdrawn) for one in record.withdrawals("a")] == [("a", True), ("a", False)]
