"""The room `coding`: how likely a proposed event is right. Frames propose; a small logistic model disposes.

The model sees only what the frames and the parse say of a candidate (frame, type, grammatical place, where its date comes from, who is
named), never words of the text. Its weights are a small table made by scripts/train_ranker.py; without it every candidate is kept.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from relazione.model.identity import Draft

WEIGHTS = "data/ranker.json"


@dataclass(slots=True)
class Candidate:
    """A proposed event and the features that the model weighs."""

    draft: Draft
    features: list[str] = field(default_factory=list)
    alone: Draft | None = None
    """The same without the other side, where only one side of the pair is named."""
    partner: list[str] = field(default_factory=list)
    """Where there is `alone`, the features that the model weighs of the other side."""
    trigger: int = -1
    """The token that tells it, of its chunk's parse; -1 for a line of a list or an infobox."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, a bias, and the probability from which on a candidate is kept."""

    weights: dict[str, float]
    bias: float
    threshold: float = 0.5
    undated: float = 0.5

    def probability(self, features: list[str]) -> float:
        """How likely the candidate is right, 0 to 1."""
        total = self.bias + sum(self.weights.get(f, 0.0) for f in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def asked(self, features: list[str]) -> float:
        """The probability from which on a candidate is kept; one without a date in its own sentence has a threshold of its own."""
        return self.undated if "date:none" in features else self.threshold

    def reasons(self, features: list[str], most: int = 5) -> list[tuple[str, float]]:
        """The features that weighed most, with their weights."""
        known = [(f, self.weights[f]) for f in features if f in self.weights]
        return sorted(known, key=lambda item: -abs(item[1]))[:most]


@lru_cache(maxsize=4)
def model(name: str = "keep") -> Model | None:
    """The shipped weights, None where there are none: "keep" tells whether an event is right, "partner" whether the other side of the
    pair takes part in an event that names one side only."""
    path = files("relazione.coding").joinpath(WEIGHTS)
    if not path.is_file():
        return None
    raw = json.loads(path.read_text(encoding="utf-8")).get(name)
    return Model(raw["weights"], raw["bias"], raw["threshold"], raw["undated"]) if raw else None
