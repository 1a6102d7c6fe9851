"""The room `coding`: by which of its names a text calls a polity: the register's North Yemen is this text's Yemen Arab Republic."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from relazione.reference import polities
from relazione.reference.folding import fold

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """The names of each polity as the register spells them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in polities.names():
        if name.kind == "name" and name.text not in found[name.polity]:
            found[name.polity].append(name.text)
    return {polity: tuple(texts) for polity, texts in found.items()}


def is_name_of(polity: str, words: str) -> bool:
    """Whether words are a name of a polity, no adjective or people of it."""
    folded = fold(words.translate(_APOSTROPHES))
    return any(fold(name) == folded for name in _names().get(polity, ()))


@lru_cache(maxsize=512)
def called(text: str, polity: str, known: tuple[str, ...] = ()) -> str:
    """The name by which a text calls a polity most often, those in `known` aside; "" where it uses none."""
    plain = text.translate(_APOSTROPHES)
    aside = {fold(name) for name in known}
    counts = {
        name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", plain))
        for name in _names().get(polity, ())
        if fold(name) not in aside
    }
    best = max(counts, key=lambda name: (counts[name], len(name)), default="")
    return best if best and counts[best] else ""
