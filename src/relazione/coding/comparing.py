"""The room `coding`: when two annotations say the same: names, quotes and dates compared by the annotation scheme's rules."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from relazione.reference.tables import rows

_TABLE = Path(__file__).parent / "data" / "evaluation_names.tsv"
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "–": "-", "‑": "-"})
_ARTICLE = re.compile(r"^(the|a|an) ")
_TAG = re.compile(r"<[^<>]+>")
_WORD = re.compile(r"\w+")
_STATES = " states"
LEAST_SHARED = 0.6
"""Two quotes agree when they share this part of the shorter one."""
LONGEST_QUOTE = 100
"""Words; a longer quote agrees with nothing, unless the gold quote is as long."""
FEWEST_WORDS = 2
"""A quote of fewer words agrees with nothing, unless the gold quote is as short."""


@cache
def _meanings(kind: str) -> dict[str, str]:
    """The table's rows of a kind: name -> what it counts as."""
    return {name: means for _, (name, means, of_kind) in rows(_TABLE, ("name", "means", "kind")) if of_kind == kind}


def mission_kind(kind: object) -> str:
    """The kind of a mission as it is compared: a high commission is an embassy."""
    said = str(kind or "").replace(" ", "-")
    return _meanings("mission").get(said, said)


def _without_marks(text: str) -> str:
    spelt = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "I"))
    return "".join(letter for letter in spelt if not unicodedata.combining(letter)).lower()


@lru_cache(maxsize=65536)
def fold_name(text: str) -> str:
    """A name as it is compared: small letters, no accents, no article, aliases as one."""
    folded = re.sub(r"\s+", " ", _without_marks(text).strip().translate(_LETTERS))
    aliases = _meanings("alias")
    bare = _ARTICLE.sub("", folded)
    return aliases.get(folded) or aliases.get(bare) or bare


def fold(value: object) -> str:
    """`fold_name` of anything; "" of nothing."""
    return fold_name(str(value or ""))


def known_as(actor: object, parties: frozenset[str]) -> frozenset[str]:
    """All names of an actor. One that would answer to both parties goes by its own name alone."""
    if not isinstance(actor, dict):
        return frozenset((fold(actor),))
    found = frozenset(fold(actor[key]) for key in ("name", "lineage", "mention") if actor.get(key))
    return frozenset((fold(actor.get("name")),)) if len(found & parties) > 1 else found


def same_actors(gold: Iterable[object], predicted: Iterable[object], parties: frozenset[str]) -> bool:
    """Whether each gold actor is among the predicted ones, and nobody else is."""
    left = [known_as(actor, parties) for actor in predicted]
    wanted = {fold(actor) for actor in gold}
    for name in wanted:
        answering = [names for names in left if name in names or name + _STATES in names]
        if not answering and name.endswith(_STATES):
            people = name.removesuffix(_STATES)
            for adjective, state in _meanings("adjective").items():
                people = people.replace(adjective, state)
            answering = [names for names in left if people in names]
        if not answering:
            return False
        left = [names for names in left if names not in answering]
    return all(names & wanted for names in left)


def squeezed(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """The words of a text without markup, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", html.unescape(_TAG.sub(" ", text)).replace("ı", "i"))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)).lower())


@dataclass(frozen=True, slots=True)
class Quote:
    """The evidence of one row: its single passages, its words, and where each passage stands in the text (squeezed)."""

    passages: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def is_placed(self) -> bool:
        """Whether every passage is found in the text."""
        return all(self.places)


def _passages(evidence: Any) -> list[str]:
    if isinstance(evidence, list):
        return [passage for one in evidence for passage in _passages(one)]
    return [str(evidence.get("quote", "")) if isinstance(evidence, dict) else str(evidence or "")]


def quote_of(evidence: Any, text: str) -> Quote:
    """The evidence (a string, an object with a `quote`, or a list of them) in a squeezed text."""
    passages = _passages(evidence)
    return Quote(
        passages=tuple(passages),
        words=tuple(words_of(" ".join(passages))),
        places=tuple(tuple(_places(squeezed(passage), text)) for passage in passages),
    )


def _places(passage: str, text: str) -> Iterable[tuple[int, int]]:
    at = text.find(passage) if passage else -1
    while at >= 0:
        yield at, at + len(passage)
        at = text.find(passage, at + 1)


def agreement(gold: Quote, predicted: Quote) -> float:
    """How far two quotes are the same place: the shared part of the shorter one, 0 where it is too small."""
    many, few = max(LONGEST_QUOTE, len(gold.words)), min(FEWEST_WORDS, len(gold.words))
    if not gold.words or not predicted.words or not few <= len(predicted.words) <= many:
        return 0.0
    if gold.is_placed and predicted.is_placed:
        first = [place for places in gold.places for place in places]
        second = [place for places in predicted.places for place in places]
        shared = max(_shared(one, other) for one in first for other in second)
    else:
        common = Counter(gold.words) & Counter(predicted.words)
        shared = common.total() / min(len(gold.words), len(predicted.words))
    return shared if shared >= LEAST_SHARED else 0.0


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    return (min(one[1], other[1]) - max(one[0], other[0])) / min(one[1] - one[0], other[1] - other[0])


def is_found(quote: Quote, text: str, words: str) -> bool:
    """Whether the quote stands in the squeezed text, letter by letter; with `words` (of a text with markup), word by word."""

    def found(passage: str) -> bool:
        bare = squeezed(passage)
        return bool(bare) and (bare in text or (bool(words) and " ".join(words_of(passage)) in words))

    return bool(quote.passages) and all(map(found, quote.passages))


def _certain(date: str | None) -> str | None:
    return re.sub(r"[~?%]", "", date) if date else date


def _reach(date: str) -> tuple[str, str]:
    """The lowest and highest text that the digits of a date can have."""
    start, _, end = date.partition("/")
    low = re.sub(r"[~?%]", "", start).replace("X", "0").replace("..", "0000")
    high = re.sub(r"[~?%]", "", end or start).replace("X", "9").replace("..", "9999")
    return low, high + "~"


def same_date(gold: dict[str, Any], date: str | None) -> bool:
    """Whether a date is the gold one or one of its alternatives; a coarser one or none will do where the quote holds no date."""
    wanted: str | None = gold.get("date")
    allowed: Sequence[str | None] = [wanted, *(gold.get("date_alt") or [])]
    if _certain(date) in map(_certain, allowed):
        return True
    if gold.get("date_in_evidence") is not False:
        return False
    if not date:
        return True
    if not wanted:
        return False
    if wanted.endswith("/..") and "/" not in date:
        wanted = wanted.removesuffix("/..")
    (low, high), (lowest, highest) = _reach(wanted), _reach(date)
    return lowest <= low and high[: len(highest)] <= highest
