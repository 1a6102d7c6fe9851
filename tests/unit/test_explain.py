"""`explain`: each sentence with what was seen in it, what was tried, what became of it, and why there is nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from relazione.cli.door import relazione
from relazione.coding.explained import Explained, Frame
from relazione.coding.frame_words import SLOTS, condition_told, failure_told
from relazione.coding.frames import Condition, frames
from relazione.model.errors import WrongUse

TEXT = """= Italy–Turkey relations =

Italy declared war on the Ottoman Empire on 29 September 1911. The two countries signed a treaty a year later.
Both coasts are rocky. Turkey likes Italian shoes. The Treaty of Ankara did not mention it.

== Visits ==
- President Ciampi (2005)
"""


@cache
def explained() -> tuple[Explained, ...]:
    from relazione.coding.explain import explain
    from relazione.sources.read import document_from_text

    return tuple(explain(document_from_text(TEXT, id="case")))


def sentence(opening: str) -> Explained:
    return next(one for one in explained() if one.text.startswith(opening))


def frame(one: Explained, name: str) -> Frame:
    return next(f for f in one.frames if f.frame == name)


@pytest.mark.model
def test_sentences_stand_in_order_with_their_place_in_the_text() -> None:
    found = explained()
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert " ".join(TEXT[one.start : one.end].split()) == one.text


@pytest.mark.model
def test_tokens_names_and_dates() -> None:
    one = sentence("Italy declared")
    verb = next(t for t in one.tokens if t.text == "declared")
    assert (verb.lemma, verb.part, verb.head) == ("declare", "VERB", 0)
    assert next(t for t in one.tokens if t.text == "Italy").head == verb.number
    assert [(n.text, n.linked[0].polity) for n in one.names] == [
        ("Italy", "kingdom-of-italy"),
        ("Ottoman Empire", "ottoman-empire"),
    ]
    assert [(d.text, d.edtf, d.how) for d in one.dates] == [("29 September 1911", "1911-09-29", "said")]
    assert [(d.edtf, d.how) for d in sentence("The two countries").dates] == [("1912", "carried")]


@pytest.mark.model
def test_a_name_within_a_name_does_not_act() -> None:
    assert [(n.text, n.inert, n.linked) for n in sentence("The Treaty").names if n.text == "Ankara"] == [("Ankara", True, ())]


@pytest.mark.model
def test_a_frame_that_fitted_says_what_the_ranker_held_of_it() -> None:
    from relazione.coding.ranker import model

    ranker = model()
    assert ranker is not None
    found = frame(sentence("Italy declared"), "declaration-of-war/declare/V")
    assert (found.outcome, found.type, found.realis) == ("kept", "declaration-of-war", "fact")
    assert found.probability is not None and found.probability >= ranker.threshold == found.threshold
    assert [a.state for a in found.actors] == ["ITA", "TUR"] and found.when is not None and found.when.edtf == "1911-09-29"
    assert found.reasons == tuple(sorted(found.reasons, key=lambda r: -abs(r.weight)))
    assert {r.feature for r in found.reasons} <= set(ranker.weights)


@pytest.mark.model
def test_a_frame_that_did_not_fit_says_which_condition_failed() -> None:
    found = frame(sentence("Italy declared"), "ceasefire/declare/V")
    assert found.outcome == "not fitting" and found.why == "its object is not “armistice”, “ceasefire” or “truce”"
    row = next(f for f in frames()["V", "declare"] if "ceasefire" in f.types)
    assert found.line == row.line
    assert "excluded by “war”" in frame(sentence("Italy declared"), "statement/declare/V").why


@pytest.mark.model
def test_a_noun_that_a_verb_has_used_is_said_to_be_used() -> None:
    assert [f.outcome for f in sentence("The two countries").frames if f.trigger == "treaty"] == ["used"]


@pytest.mark.model
def test_what_is_kept_is_what_is_read() -> None:
    from relazione.coding.coder import code
    from relazione.model.claims import Event
    from relazione.sources.read import document_from_text

    coded = code(document_from_text(TEXT, id="case"))
    assert {c.id for one in explained() for c in one.claims} == {c.id for c in coded.claims}
    events = sorted((c.body.type, c.confidence) for c in coded.claims if isinstance(c.body, Event))
    assert sorted((f.type, f.probability) for one in explained() for f in one.frames if f.outcome == "kept") == events


@pytest.mark.model
def test_a_line_of_a_list_is_read_by_its_heading() -> None:
    [found] = sentence("President Ciampi").frames
    assert (found.type, found.frame, found.line, found.trigger) == ("visit", "list:visit", 0, "Visits")


@pytest.mark.model
def test_silence_has_a_reason() -> None:
    assert sentence("Turkey likes").silent == "names Türkiye and Italy, and no frame fits"
    assert sentence("Both coasts").silent == "no frame fits, and it tells no date and names no side of the pair"
    for one in explained():
        assert bool(one.silent) != bool(one.claims)


@pytest.mark.model
def test_one_sentence_and_one_that_is_not_there() -> None:
    from relazione.coding.explain import explain
    from relazione.sources.read import document_from_text

    document = document_from_text(TEXT, id="case")
    assert explain(document, 2) == [explained()[1]]
    with pytest.raises(WrongUse, match=f"no sentence 99; it has sentences 1 to {len(explained())}"):
        explain(document, 99)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.model
def test_the_command_prints_a_page_of_80_columns(article: Path) -> None:
    done = CliRunner().invoke(relazione, ["explain", str(article)])
    assert done.exit_code == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    for told in ("1. Italy declared war", "declared/VBD", "kept: declaration-of-war", "no claim"):
        assert told in " ".join(done.stdout.split())
    assert "“a year later”: 1912 (carried)" in done.stdout


@pytest.mark.model
def test_the_command_prints_json_of_one_sentence(article: Path) -> None:
    done = CliRunner().invoke(relazione, ["explain", str(article), "--sentence", "2", "--json", "--pair", "Italy:Turkey"])
    [found] = json.loads(done.stdout)
    assert found["text"].startswith("The two countries") and found["frames"][0]["outcome"] == "kept"
    assert CliRunner().invoke(relazione, ["explain", str(article), "--sentence", "99"]).exit_code == 2
    assert CliRunner().invoke(relazione, ["explain", str(article.with_name("none.txt"))]).exit_code == 4


def test_every_slot_of_the_table_can_be_told() -> None:
    conditions = [c for rows in frames().values() for f in rows for c in (*f.needs, *f.excludes)]
    assert {c.slot for c in conditions} <= set(SLOTS)
    for condition in conditions:
        assert condition_told(condition) and "@" not in condition_told(condition)


def test_conditions_in_words() -> None:
    condition = Condition("object", frozenset({"legation", "embassy", "@place"}))
    assert condition_told(condition) == "its object is “embassy”, “legation” or a place"
    assert failure_told(Condition("since", frozenset({"date"}))) == "the sentence has no date with “since”"
    many = Condition("any", frozenset(f"word{i}" for i in range(9)))
    assert condition_told(many, 3) == "one of its arguments is “word0”, “word1”, “word2” or 6 more"


def test_the_page_on_frames_is_up_to_date(repository: Path) -> None:
    script = repository / "scripts" / "make_frames_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, cwd=repository)
    assert done.returncode == 0, done.stdout + done.stderr
