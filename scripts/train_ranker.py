"""Train the event ranker on annotated texts and write its weights.

    python scripts/train_ranker.py DIR [-o src/relazione/coding/data/ranker.json] [--folds 10]

DIR holds <slug>.txt and <slug>.gold.json in the annotation scheme, with the scorer score.py in DIR or above it. Prints the scores cross-validated
by article (each text judged by a model that has not seen it), then trains on all texts. Deterministic. Only feature names and
numbers are written, no text.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from relazione.coding.annotate import annotation
from relazione.coding.coder import Coded
from relazione.coding.events import event_candidates
from relazione.coding.parsed import parse_document
from relazione.coding.ranker import Candidate
from relazione.model.identity import number_claims
from relazione.sources.read import read_document

FEWEST = 3
"""Candidates that a feature must mark to be learned."""
PENALTIES = {"right": 1.0, "partner": 3.0}
"""L2 penalty on the weights of each model."""
STEPS = 60
Chances = list[tuple[np.ndarray, np.ndarray]]
"""For each text, how likely each candidate is right, and how likely the other side takes part."""
UNDATED = 0.72
"""An undated candidate is kept from this share of the dated ones' threshold on: annotators write down fewer of them, users miss them more."""


def load_scorer(directory: Path) -> ModuleType:
    """The scorer that belongs to the annotated texts."""
    path = next(p for p in (directory / "score.py", directory.parent / "score.py") if p.exists())
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_events(slug: str, coded_pair: Any, document: Any, candidates: list[Candidate]) -> list[dict[str, Any]]:
    """Candidates in the annotation scheme, in their order."""
    found = []
    for candidate in candidates:
        claims = number_claims(document.id, [candidate.draft])
        events = annotation(Coded(document, coded_pair, claims, ()))["events"]
        found.append(events[0] if events else {"type": "none", "evidence": "", "actors": []})
    return found


class Text:
    """One annotated text: its candidates, which of them are right, and what the scorer needs."""

    def __init__(self, score: ModuleType, path: Path) -> None:
        self.slug = path.name.removesuffix(".gold.json")
        self.gold = json.loads(path.read_text(encoding="utf-8"))
        source = path.with_name(f"{self.slug}.txt")
        parsed = parse_document(read_document(source))
        self.candidates = event_candidates(parsed)
        self.events = as_events(self.slug, parsed.pair, parsed.document, self.candidates)
        self.text = score.squeeze(source.read_text(encoding="utf-8"))
        self.parties = frozenset(score.fold(p) for p in self.gold["parties"])
        self.alone = as_events(self.slug, parsed.pair, parsed.document, [Candidate(c.alone or c.draft) for c in self.candidates])
        self.right, self.partner = self._match(score)

    def _match(self, score: ModuleType) -> tuple[np.ndarray, np.ndarray]:
        """Which candidates are right; and for those that name one side only, whether the other takes part (-1: not told)."""
        gold = self.gold["events"]
        near = {
            (i, j): score.agree(g["evidence"], p["evidence"], self.text)
            for i, g in enumerate(gold)
            for j, p in enumerate(self.events)
        }
        index_g, index_p = {id(g): i for i, g in enumerate(gold)}, {id(p): j for j, p in enumerate(self.events)}

        def grade(g: dict[str, Any], p: dict[str, Any]) -> float:
            overlap = near[index_g[id(g)], index_p[id(p)]]
            if not overlap or p["type"] not in {g["type"], *g.get("type_alt", [])}:
                return 0.0
            dates = score.same_date(g, p.get("date"))
            return (
                float(overlap)
                + 2 * dates
                + 2 * score.same_actors(g["actors"], p["actors"], self.parties)
                + 0.1 * (p["type"] == g["type"])
            )

        right, partner = np.zeros(len(self.events)), np.full(len(self.events), -1.0)
        for i, j in score.pair(gold, self.events, grade):
            right[j] = 1
            if self.candidates[j].alone is not None:
                both = score.same_actors(gold[i]["actors"], self.events[j]["actors"], self.parties)
                one = score.same_actors(gold[i]["actors"], self.alone[j]["actors"], self.parties)
                partner[j] = 1.0 if both else 0.0 if one else -1.0
        return right, partner


def fit(rows: list[list[int]], labels: np.ndarray, width: int, strength: float) -> np.ndarray:
    """Weights and bias (last) of an L2 logistic regression, by Newton's method."""
    x = np.zeros((len(rows), width + 1))
    for i, row in enumerate(rows):
        x[i, row] = 1
    x[:, width] = 1
    w = np.zeros(width + 1)
    penalty = np.full(width + 1, strength)
    penalty[width] = 1e-6
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - labels) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-5:
            break
    return w


def seen(candidate: Candidate, what: str) -> set[str]:
    """The features that a model weighs of a candidate."""
    return set(candidate.partner if what == "partner" else candidate.features)


def encode(texts: list[Text], names: dict[str, int], what: str) -> tuple[list[list[int]], np.ndarray]:
    """Feature indices and labels of the candidates that have one."""
    rows, labels = [], []
    for text in texts:
        for candidate, label in zip(text.candidates, getattr(text, what), strict=True):
            if label >= 0:
                rows.append([names[f] for f in seen(candidate, what) if f in names])
                labels.append(label)
    return rows, np.array(labels)


def feature_names(texts: list[Text], what: str) -> dict[str, int]:
    """The features that are frequent enough among the candidates that have a label."""
    counts = Counter(
        f for t in texts for c, label in zip(t.candidates, getattr(t, what), strict=True) if label >= 0 for f in seen(c, what)
    )
    return {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= FEWEST))}


@dataclass
class Fitted:
    """A model's features and weights."""

    what: str
    names: dict[str, int]
    weights: np.ndarray

    def probabilities(self, text: Text) -> np.ndarray:
        """How likely each candidate of a text is so."""
        w, names = self.weights, self.names
        sums = [w[-1] + sum(w[names[f]] for f in seen(c, self.what) if f in names) for c in text.candidates]
        return 1 / (1 + np.exp(-np.clip(np.array(sums), -30, 30)))


def trained(texts: list[Text], what: str) -> Fitted:
    """A model ("right" or "partner") of annotated texts."""
    names = feature_names(texts, what)
    return Fitted(what, names, fit(*encode(texts, names, what), len(names), PENALTIES[what]))


def cross_validated(texts: list[Text], folds: int) -> Chances:
    """For each text the probabilities of its candidates ("right", "partner"), by models that have not seen the text."""
    held: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for fold in range(folds):
        train = [t for i, t in enumerate(texts) if i % folds != fold]
        right, partner = (trained(train, what) for what in ("right", "partner"))
        held.update({t.slug: (right.probabilities(t), partner.probabilities(t)) for t in texts[fold::folds]})
    return [held[t.slug] for t in texts]


Thresholds = tuple[float, float]
"""From which probability on a dated, an undated candidate is kept: the scorer asks for dated events, and tells undated ones apart."""


def evaluate(
    score: ModuleType, texts: list[Text], chances: Chances, thresholds: Thresholds
) -> tuple[dict[str, float], dict[str, float]]:
    """Lenient and strict rows of the scorer for candidates at or above the thresholds."""
    lenient, strict = score.Tally(), score.Tally()
    for text, (chance, partner) in zip(texts, chances, strict=True):
        told = [e if both >= 0.5 else a for e, a, both in zip(text.events, text.alone, partner, strict=True)]
        kept = [
            e for e, p in zip(told, chance, strict=True) if p >= thresholds[0 if e.get("date") else 1] and e["type"] != "none"
        ]
        score.score_events(text.slug, text.gold["events"], kept, lenient, strict, text.text, text.parties)
    return lenient.row(), strict.row()


def main() -> None:
    """Cross-validate, then train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("src/relazione/coding/data/ranker.json"))
    parser.add_argument("--folds", type=int, default=10)
    args = parser.parse_args()
    score = load_scorer(args.directory)
    texts = [Text(score, path) for path in sorted(args.directory.glob("*.gold.json"))]
    print(
        f"{len(texts)} texts, {sum(len(t.candidates) for t in texts)} candidates, {sum(t.right.sum() for t in texts):.0f} right"
    )
    chances = cross_validated(texts, args.folds)
    tried: list[tuple[float, Thresholds]] = []
    for dated in np.arange(0.4, 0.61, 0.05):
        cut = (round(float(dated), 2), round(UNDATED * float(dated), 2))
        lenient, strict = evaluate(score, texts, chances, cut)
        tried.append((lenient["f1"] + strict["f1"], cut))
        p, r, f = lenient["precision"], lenient["recall"], lenient["f1"]
        print(f"thresholds {cut}  lenient {p:.3f} {r:.3f} {f:.3f}   strict {strict['f1']:.3f}")
    thresholds = max(tried)[1]
    fitted = {"keep": trained(texts, "right"), "partner": trained(texts, "partner")}
    all_chances = [(fitted["keep"].probabilities(t), fitted["partner"].probabilities(t)) for t in texts]
    lenient, strict = evaluate(score, texts, all_chances, thresholds)
    print(f"trained on all, thresholds {thresholds}: lenient {lenient}, strict {strict}")
    table = {
        name: {
            "bias": round(float(one.weights[-1]), 4),
            "threshold": thresholds[0] if name == "keep" else 0.5,
            "undated": thresholds[1] if name == "keep" else 0.5,
            "weights": {f: round(float(one.weights[i]), 4) for f, i in one.names.items() if abs(one.weights[i]) >= 0.005},
        }
        for name, one in fitted.items()
    }
    args.output.write_text(json.dumps(table, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
