"""The open texts of the evaluation set, all of them: none fails, every quote is exact, and the first marks are reached."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from relazione.coding.annotate import annotation
from relazione.coding.coder import Coded, code
from relazione.coding.evaluation import Evaluation
from relazione.sources.read import read_document

pytestmark = [pytest.mark.shared, pytest.mark.model]

MARKS = {"missions": 0.70, "memberships": 0.65, "quantities": 0.55, "events, lenient": 0.55, "events, strict": 0.30}


def texts(folder: Path) -> Iterator[tuple[str, Path]]:
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        yield name, next(path for path in folder.glob(f"{name}.*") if not path.name.endswith(".json"))


@pytest.fixture(scope="module")
def read(shared_dir: Path) -> tuple[dict[str, Coded], dict[str, str]]:
    """Every text read once: what was coded, and what failed."""
    coded: dict[str, Coded] = {}
    failed: dict[str, str] = {}
    for name, path in texts(shared_dir / "eval" / "dev"):
        try:
            coded[name] = code(read_document(path))
        except Exception as error:
            failed[name] = f"{type(error).__name__}: {error}"
    return coded, failed


@pytest.fixture(scope="module")
def evaluation(read: tuple[dict[str, Coded], dict[str, str]], shared_dir: Path) -> Evaluation:
    made = Evaluation()
    for name, coded in read[0].items():
        gold = json.loads((shared_dir / "eval" / "dev" / f"{name}.gold.json").read_text(encoding="utf-8"))
        made.add(name, gold, annotation(coded), coded.document.text)
    return made


def test_no_text_fails(read: tuple[dict[str, Coded], dict[str, str]]) -> None:
    assert read[1] == {}
    assert len(read[0]) > 100


def test_evidence_is_the_text_letter_by_letter(read: tuple[dict[str, Coded], dict[str, str]]) -> None:
    wrong = [
        f"{name}: {piece}"
        for name, coded in read[0].items()
        for claim in coded.claims
        for piece in claim.evidence
        if coded.document.text[piece.start : piece.end] != piece.exact
    ]
    assert wrong == []


def test_ids_are_unique_over_all(read: tuple[dict[str, Coded], dict[str, str]]) -> None:
    for name, coded in read[0].items():
        ids = [claim.id for claim in coded.claims]
        assert len(set(ids)) == len(ids), name


def test_every_quote_is_found(evaluation: Evaluation) -> None:
    assert evaluation.quotes_found == evaluation.quotes > 1000


@pytest.mark.parametrize("family", MARKS)
def test_first_marks(evaluation: Evaluation, family: str) -> None:
    score = evaluation.scores[family]
    assert score.f1 >= MARKS[family], "\n".join(["missed:", *score.missed[:40], "extra:", *score.extra[:40]])
