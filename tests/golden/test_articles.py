"""The real article and our own telling of it, each read as a whole: every quote in the text, and the marks that both must reach."""

import json
from pathlib import Path
from typing import Any

import pytest

from relazione.coding.annotate import annotation
from relazione.coding.coder import Coded, code
from relazione.coding.evaluation import Evaluation
from relazione.sources.read import read_document

pytestmark = pytest.mark.model

MARKS = {"missions": 0.95, "memberships": 0.90, "quantities": 0.90, "events, lenient": 0.85, "events, strict": 0.65}


@pytest.fixture(scope="module", params=[pytest.param("seed", marks=pytest.mark.shared), "example"])
def texts(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """An article and its gold."""
    if request.param == "example":
        example: Path = request.getfixturevalue("example_path")
        return example, example.with_suffix(".gold.json")
    shared: Path = request.getfixturevalue("shared_dir")
    return request.getfixturevalue("seed_path"), shared / "eval" / "dev" / "italy-turkey.gold.json"


@pytest.fixture(scope="module")
def coded(texts: tuple[Path, Path]) -> Coded:
    return code(read_document(texts[0]))


@pytest.fixture(scope="module")
def evaluation(coded: Coded, texts: tuple[Path, Path]) -> Evaluation:
    gold: dict[str, Any] = json.loads(texts[1].read_text(encoding="utf-8"))
    made = Evaluation()
    made.add("italy-turkey", gold, annotation(coded), coded.document.text)
    return made


def test_the_pair(coded: Coded) -> None:
    assert coded.pair.codes() == ("ITA", "TUR")


def test_all_seven_kinds_are_read(coded: Coded) -> None:
    assert {claim.kind for claim in coded.claims} == {
        "event", "agreement", "mission", "membership", "holding", "measure", "tenure",
    }  # fmt: skip


def test_every_piece_of_evidence_is_the_text_letter_by_letter(coded: Coded) -> None:
    text = coded.document.text
    evidence = [piece for claim in coded.claims for piece in claim.evidence]
    assert [piece for piece in evidence if text[piece.start : piece.end] != piece.exact] == []
    assert len(evidence) > 100


def test_ids_are_unique(coded: Coded) -> None:
    ids = [claim.id for claim in coded.claims]
    assert len(set(ids)) == len(ids)


def test_every_quote_is_found(evaluation: Evaluation) -> None:
    assert evaluation.quotes_found == evaluation.quotes > 100


@pytest.mark.parametrize("family", MARKS)
def test_marks(evaluation: Evaluation, family: str) -> None:
    score = evaluation.scores[family]
    assert score.f1 >= MARKS[family], "\n".join(["missed:", *score.missed, "extra:", *score.extra])
