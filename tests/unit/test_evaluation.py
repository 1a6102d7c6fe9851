"""The measuring of annotations: by hand on a small made set, and against the scorer beside the checkout where it is there."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from relazione.cli.door import relazione
from relazione.coding.comparing import agreement, fold, known_as, quote_of, same_actors, same_date, squeezed
from relazione.coding.evaluation import SCORES, Evaluation

TEXT = (
    "Italy has an embassy in Ankara. Turkey has an embassy in Rome and a consulate in Milan. Both are members of NATO.\n"
    "In 1932 the two signed a treaty. Italy's foreign minister visited Ankara in May 1950. Trade stood at $3.5 billion in 1990.\n"
    "Turkey protested in 1960. Relations are good."
)


def event(type_: str, date: str | None, actors: list[Any], evidence: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "date": date, "actors": actors, "evidence": evidence, **more}


def mission(sender: Any, city: str, kind: str, status: str = "open") -> dict[str, Any]:
    return {"sender": sender, "city": city, "kind": kind, "status": status, "evidence": f"embassy in {city}"}


def member(state: str, status: str = "member") -> dict[str, Any]:
    return {"states": [state], "organisation": "NATO", "status": status, "evidence": "Both are members of NATO"}


TRADE = "Trade stood at $3.5 billion in 1990."
GOLD = {
    "format": "wiki-plain",
    "parties": ["Italy", "Turkey"],
    "missions": [
        mission("Italy", "Ankara", "embassy"),
        mission("Turkey", "Rome", "embassy"),
        mission("Turkey", "Milan", "consulate"),
    ],
    "memberships": [member("Italy", "founding"), member("Turkey")],
    "quantities": [{"what": "trade", "value": 3.5, "value_max": None, "unit": "billion USD", "evidence": TRADE}],
    "events": [
        event("treaty", "1932", ["Italy", "Turkey"], "In 1932 the two signed a treaty.", type_alt=["agreement"]),
        event("visit", "1950-05", ["Italy", "Turkey"], "Italy's foreign minister visited Ankara in May 1950."),
        event("protest", "1960", ["Turkey"], "Turkey protested in 1960."),
        event("other", None, ["Italy", "Turkey"], "Relations are good.", required=False),
    ],
}
PREDICTED = {
    "missions": [
        mission({"name": "Kingdom of Italy", "lineage": "Italy"}, "Ankara", "embassy"),
        mission("Turkey", "Napoli", "consulate"),
    ],
    "memberships": [member("Italian Republic"), member("Turkey", "candidate")],
    "quantities": [
        {"what": "volume", "value": 3500, "unit": "million USD", "evidence": TRADE},
        {"what": "share", "value": 3.5, "unit": "percent", "evidence": TRADE},
    ],
    "events": [
        event("agreement", "1932", [{"name": "Italy"}, {"name": "Türkiye"}], "the two signed a treaty"),
        event("visit", "1950", ["Italy", "Turkey"], "foreign minister visited Ankara"),
        event("other", None, ["Italy", "Turkey"], "Relations are good."),
        event("statement", "1960", ["Turkey"], "Turkey protested in 1960."),
        event("protest", None, ["Turkey"], "Not in the text at all, these words."),
    ],
}


def rows(made: Evaluation) -> dict[str, tuple[int, int, int, int]]:
    return {name: (s.right_predicted, s.predicted, s.right_gold, s.gold) for name, s in made.scores.items()}


def test_a_small_set_counted_by_hand() -> None:
    made = Evaluation()
    made.add("small", GOLD, PREDICTED, TEXT)
    assert rows(made) == {
        "missions": (1, 2, 1, 3),  # Ankara; Napoli is no Milan, Rome is missing
        "memberships": (1, 2, 1, 2),  # founding counts as member; a candidate is none
        "quantities": (1, 2, 1, 1),  # 3,500 million is 3.5 billion; a percentage is no money
        "events, lenient": (2, 3, 2, 3),  # the alternative type is right; undated ones beside no dated gold do not count
        "events, strict": (1, 3, 1, 3),  # 1950 is not May 1950
    }
    assert (made.quotes, made.quotes_found) == (11, 9)
    assert made.scores["missions"].f1 == pytest.approx(2 * 0.5 / 3 / (0.5 + 1 / 3))
    assert any("protest" in line for line in made.scores["events, lenient"].missed)
    assert any("napoli" in line for line in made.scores["missions"].extra)


def test_the_gold_itself_is_perfect_and_nothing_at_all_is_zero() -> None:
    perfect, empty = Evaluation(), Evaluation()
    perfect.add("small", GOLD, GOLD, TEXT)
    empty.add("small", GOLD, {}, TEXT)
    assert all((s.precision, s.recall, s.f1) == (1, 1, 1) for s in perfect.scores.values())
    assert all((s.precision, s.recall, s.f1) == (0, 0, 0) for s in empty.scores.values())


def test_leaving_the_date_out_is_no_free_try() -> None:
    made = Evaluation()
    made.add("small", GOLD, {"events": [event("war", None, [], "In 1932 the two signed a treaty.")]}, TEXT)
    assert made.scores["events, lenient"].predicted == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "Turkey"),
        ("the United States", "USA"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Milano", "Milan"),
        ("İzmir", "Izmir"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_an_actor_that_answers_to_both_parties_goes_by_its_name() -> None:
    parties = frozenset((fold("Italy"), fold("Turkey")))
    assert known_as({"name": "Italy", "lineage": "Italy", "mention": "Turkey"}, parties) == {"italy"}
    assert same_actors(["Italian states"], [{"name": "Italy"}], parties)
    assert not same_actors(["Italy"], ["Italy", "France"], parties)


@pytest.mark.parametrize(
    ("date", "in_evidence", "told", "same"),
    [
        ("1932", True, "1932~", True),
        ("1932-01", True, "1932", False),
        ("1932-01", False, "1932", True),
        ("1932-01", False, "193X", True),
        ("1932-01", False, None, True),
        ("1932", False, "1932-01", False),
        ("1932/..", False, "1932", True),
        (None, True, "1932", False),
        (None, True, None, True),
    ],
)
def test_dates(date: str | None, in_evidence: bool, told: str | None, same: bool) -> None:
    assert same_date({"date": date, "date_in_evidence": in_evidence}, told) is same


def test_quotes_agree_by_place_and_else_by_words() -> None:
    text = squeezed(TEXT)
    whole = quote_of("In 1932 the two signed a treaty.", text)
    assert agreement(whole, quote_of("two signed a treaty", text)) == 1
    assert agreement(whole, quote_of("Turkey protested in 1960.", text)) == 0
    assert agreement(whole, quote_of("treaty", text)) == 0, "a single word agrees with nothing"
    assert agreement(whole, quote_of("In 1932, the two <b>signed</b> a treaty", text)) == 1
    assert agreement(whole, quote_of(TEXT + " word" * 100, text)) == 0


def write_set(folder: Path, gold: dict[str, Any]) -> None:
    folder.mkdir()
    (folder / "small.txt").write_text(TEXT, encoding="utf-8")
    (folder / "small.gold.json").write_text(json.dumps(gold), encoding="utf-8")


def test_the_command_measures_annotations_at_hand(tmp_path: Path) -> None:
    write_set(tmp_path / "gold", GOLD)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "small.json").write_text(json.dumps(PREDICTED), encoding="utf-8")
    arguments = ["evaluate", str(tmp_path / "gold"), "--predicted", str(tmp_path / "made")]
    data = json.loads(CliRunner().invoke(relazione, [*arguments, "--json"]).stdout)
    assert data["families"]["missions"] == {"precision": 0.5, "recall": 0.333, "f1": 0.4, "predicted": 2, "gold": 3}
    shown = CliRunner().invoke(relazione, [*arguments, "--misses", "5"]).stdout
    assert "9 of 11 quotes found" in shown and "napoli" in shown and all(name in shown for name in SCORES)


def test_the_command_says_what_it_lacks(tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(relazione, ["evaluate", *arguments])
        return done.exit_code, done.stderr

    write_set(tmp_path / "gold", {"events": 1})
    assert run(str(tmp_path / "none"))[0] == 4
    assert run(str(tmp_path))[0] == 4
    code, said = run(str(tmp_path / "gold"))
    assert code == 4 and "small.gold.json" in said
    assert run(str(tmp_path / "gold"), "--only", "large")[0] == 2
    assert run(str(tmp_path / "gold"), "--predicted", str(tmp_path))[0] == 4


@pytest.fixture(scope="module")
def scorer(shared_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared_dir / "eval" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blurred(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A prediction of middling quality made from gold: rows left out, doubled, dates coarser, types and names changed."""
    made: dict[str, Any] = {}
    for family in ("missions", "memberships", "quantities", "events"):
        kept = [dict(row) for row in gold[family] if chance.random() < 0.8]
        for row in kept:
            quote = row.get("evidence")
            if isinstance(quote, str) and chance.random() < 0.4:
                words = quote.split()
                row["evidence"] = " ".join(words[: max(1, int(len(words) * chance.random()))]) or quote
            if chance.random() < 0.2:
                row["date"] = chance.choice([None, str(row.get("date"))[:4], "1950"])
            if chance.random() < 0.2 and row.get("actors"):
                row["actors"] = row["actors"][:-1]
            if chance.random() < 0.2:
                row["actors"] = [{"name": name, "lineage": chance.choice(gold["parties"])} for name in row.get("actors") or []]
            for key, value in (
                ("type", "statement"),
                ("kind", "consulate"),
                ("status", "closed"),
                ("value", 7),
                ("sender", "France"),
            ):
                if key in row and chance.random() < 0.1:
                    row[key] = value
        made[family] = kept + [dict(row) for row in kept if chance.random() < 0.1]
    return made


@pytest.mark.shared
@pytest.mark.parametrize("seed_number", range(3))
def test_the_figures_are_those_of_the_scorer_beside_the_checkout(
    scorer: ModuleType,
    shared_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seed_number: int,
) -> None:
    folder = shared_dir / "eval" / "dev"
    chance = random.Random(seed_number)
    for file in sorted(folder.glob("*.gold.json")):
        made = blurred(json.loads(file.read_text(encoding="utf-8")), chance)
        name = file.name.removesuffix(".gold.json")
        (tmp_path / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["score.py", str(folder), str(tmp_path), "--json"])
    assert scorer.main() == 0
    theirs = json.loads(capsys.readouterr().out)
    ours = json.loads(CliRunner().invoke(relazione, ["evaluate", str(folder), "--predicted", str(tmp_path), "--json"]).stdout)
    assert ours["quotes"] == theirs["quotes"] > 1000
    assert ours["quotes_found"] == theirs["quotes found in the text"]
    for name in SCORES:
        assert 0.05 < theirs["families"][name]["f1"] < 0.99, "a test at the ends would show little"
        assert ours["families"][name] == pytest.approx(theirs["families"][name], abs=0.001)
