"""The room `coding`: which two states a text is about. The title tells, or else the states that its text names most."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from relazione.coding.gazetteer import Hit, find_names
from relazione.model.documents import Document
from relazione.model.errors import NoPair
from relazione.reference import polities

_HOW_RANK = {"self": 0, "successor": 1, "absorbed": 2, "partial": 3}
LEAST_NAMED = 2
"""How often the less named of two states must be named where the title tells no pair."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two present-day states that a document is about, by code, in the order of the title."""

    a: str
    b: str

    def __contains__(self, state: object) -> bool:
        return state in (self.a, self.b)

    def other(self, state: str) -> str:
        """The other side."""
        return self.b if state == self.a else self.a

    def codes(self) -> tuple[str, str]:
        """Both codes."""
        return self.a, self.b


@cache
def states_of(polity: str) -> tuple[str, ...]:
    """Codes of the present-day states that a polity leads to by succession, main heir first."""
    rows = [r for r in polities.lineage_of(polity) if r.how in _HOW_RANK]
    if not rows:
        rows = list(polities.lineage_of(polity))
    return tuple(dict.fromkeys(r.state for r in rows))


def _state_of_hit(hit: Hit, text: str) -> str | None:
    if not hit.has("name", "adjective", "people", "prefix"):
        return None
    said = next((e.text for e in hit.entries if e.kind == "prefix"), text[hit.start : hit.end])
    for match in polities.resolve_name(said):
        states = states_of(match.polity)
        if states:
            return states[0]
    return None


def _states_named(text: str) -> list[str]:
    return [s for h in find_names(text) if (s := _state_of_hit(h, text))]


def find_pair(document: Document) -> Pair:
    """The pair of a document: as given, else from its title, else from its text. Raises NoPair, saying what to do."""
    if document.pair:
        return Pair(*document.pair)
    titled = list(dict.fromkeys(_states_named(document.title)))
    if len(titled) == 2:
        return Pair(titled[0], titled[1])
    heads = [document.shown_words(b.start, b.end) for b in document.blocks if b.kind == "heading"][:1]
    main = re.search(r"\{\{\s*main\s*\|([^{}]{0,200})", document.text[:2000], re.IGNORECASE)
    for head in ([main[1]] if main else []) + heads:
        named = list(dict.fromkeys(titled + _states_named(head)))
        if len(named) == 2:
            return Pair(named[0], named[1])
    counts = _count_states(document)
    if len(titled) == 1:
        others = [s for s, n in counts.most_common(3) if s != titled[0] and n >= 1]
        if others:
            return Pair(titled[0], others[0])
    best = counts.most_common(2)
    if len(best) == 2 and best[1][1] >= LEAST_NAMED:
        return Pair(best[0][0], best[1][0])
    told = f" It names only {polities.states()[best[0][0]].name}." if best else " It names no state."
    raise NoPair(
        f"{document.origin or document.title}: which two states is this about?{told} Name them with --pair A:B, for example --pair Italy:Turkey"
    )


def _count_states(document: Document) -> Counter[str]:
    counts: Counter[str] = Counter()
    for block in document.blocks:
        weight = 3 if block.kind in ("title", "heading") else 1
        for state in _states_named(document.shown_words(block.start, min(block.end, block.start + 20_000))):
            counts[state] += weight
    return counts
