"""The room `coding`: the nouns of missions and the words by which missions come and go, found in a stretch of text.

The words are data (`data/missions.tsv`, `data/mission_acts.tsv`); here they are made into patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from relazione.coding.at_words import AtWords
from relazione.model.claims import MissionKind
from relazione.reference.tables import rows, table_error

_NOUNS = Path(__file__).parent / "data" / "missions.tsv"
_ACTS = Path(__file__).parent / "data" / "mission_acts.tsv"
USES = frozenset({"", "act", "person", "listed"})
ACTS = frozenset({"open", "close", "raise", "move", "replace", "have", "had"})
_GAP = r"[\s\u2010-\u2015-]+"
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’-]*"
_SMALL = (
    r"new|first|own|resident|part-time|\(pop-up\)|permanent|full|fully-fledged|full-fledged|newly|established|formal|large|small|only|single|former|then|current|"
    r"separate|virtual|additional|official|several|many|various|numerous|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|main|"
    r"existing|career|joint|respective|other|local|professional|temporary|so-called|accredited|regional|"
    r"(?:(?<=\bits )|(?<=\bthe )|(?<=\btheir ))(?:now-|then-|since-)?(?:closed|shuttered|defunct|disused)"
)
_BEFORE = re.compile(rf"(?:(?:(?:{_WORD})\s|(?:{_SMALL})\s)*)$")
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|its|it|their|his|her|both|some|these|no|any|another|each)\s)$", re.IGNORECASE)
_INFINITIVE = re.compile(r"\b(?:to|will|would|could|must|should|not|and|was|were|re|it|has|have|had)[ -]$", re.IGNORECASE)
_THING = re.compile(
    r"\s(?:ties|relations?\w*|cooperation|contacts?|links|friends?|all\w+|to|bonds|partner\w*|neighbou?rs?|market|trade|borders?|economic\w*)\b"
)
_OPERATIONS = re.compile(
    r"\s(?:(?:the|its|all|their|\w+)\s){0,2}(?:embassy|legation|consulate|consular|mission)\s(?:general\s)?(?:operations|activities|services|work)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\s(?:not |also |since |already |never |\w+ly )?(?:been|\w+ed|sent|made|taken|begun|become|built|held|met|re-opened|agreed)\b(?! embass| consul| mission)"
)
_STOPS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "From",
        "To",
        "Of",
        "And",
        "Since",
        "After",
        "Before",
        "During",
        "When",
        "While",
        "Although",
        "Today",
        "Now",
        "Both",
        "For",
        "Its",
        "Their",
        "Legation",
    ]
)


@dataclass(frozen=True, slots=True)
class MissionNoun:
    """A noun of a mission at text[start:end]; its phrase with determiner, adjectives and names begins at `phrase`."""

    start: int
    end: int
    phrase: int
    kind: str
    use: str
    plural: bool
    determiner: str


@dataclass(frozen=True, slots=True)
class ActWord:
    """A word at text[start:end] by which a mission opens, closes and so on."""

    start: int
    end: int
    act: str


def _spaced(text: str) -> str:
    return _GAP.join(re.escape(word) for word in text.split())


def _plural(text: str) -> str:
    return text[:-1] + "ies" if text.endswith("y") else text + "s"


@lru_cache(maxsize=1)
def _nouns() -> tuple[AtWords, dict[str, tuple[str, str, bool]]]:
    """A pattern of all nouns, longest first, and each folded form's (kind, use, plural). Raises ReferenceTableError naming the line."""
    forms: dict[str, tuple[str, str, bool]] = {}
    for line, (text, plurals, kind, use) in rows(_NOUNS, ("text", "plural", "kind", "use")):
        if kind not in (*get_args(MissionKind), "presence"):
            raise table_error(_NOUNS, line, f"no kind of mission {kind!r}")
        if use not in USES:
            raise table_error(_NOUNS, line, f"the use {use!r} is none of {', '.join(sorted(USES))}")
        forms[text] = (kind, use, False)
        for form in plurals.split("|") if plurals else [_plural(text)]:
            forms[form] = (kind, use, True)
    return AtWords(forms, _spaced), forms


@lru_cache(maxsize=1)
def _acts() -> tuple[AtWords, dict[str, str]]:
    forms: dict[str, str] = {}
    for line, (text, act) in rows(_ACTS, ("text", "act")):
        if act not in ACTS:
            raise table_error(_ACTS, line, f"the act {act!r} is none of {', '.join(sorted(ACTS))}")
        forms[text] = act
    return AtWords(forms, _spaced), forms


@lru_cache(maxsize=1)
def _said_in_nouns() -> tuple[str, ...]:
    """Beginnings of words of which each noun of missions holds one: a text without any holds none, and the pattern is spared."""
    longest = {max(form.casefold().split(), key=len)[:6] for form in _nouns()[1]}
    return tuple(sorted(one for one in longest if not any(other in one for other in longest - {one})))


def _form(text: str) -> str:
    return re.sub(_GAP, " ", text).lower()


def find_nouns(text: str, start: int, end: int) -> list[MissionNoun]:
    """The nouns of missions in text[start:end], in order."""
    pattern, forms = _nouns()
    found: list[MissionNoun] = []
    said = text[start:end].casefold()
    if not any(word in said for word in _said_in_nouns()):
        return found
    for match in pattern.find(text, start, end):
        kind, use, plural = forms[_form(match[0])]
        phrase = match.start()
        before = _BEFORE.search(text, max(start, phrase - 90), phrase)
        if before and before[0]:
            words = before[0].split()
            keep = len(words) - max(
                (i + 1 for i, word in enumerate(words) if word.rstrip(",") in _STOPS or word.endswith(",")), default=0
            )
            phrase -= len(before[0]) - sum(len(w) + 1 for w in words[: len(words) - keep])
        determiner = _DETERMINER.search(text, max(start, phrase - 10), phrase)
        if determiner:
            phrase = determiner.start()
        found.append(
            MissionNoun(
                match.start(), match.end(), phrase, kind, use, plural, determiner[0].strip().lower() if determiner else ""
            )
        )
    return found


def find_acts(text: str, start: int, end: int) -> list[ActWord]:
    """The words of acts in text[start:end], in order."""
    pattern, forms = _acts()
    return [ActWord(m.start(), m.end(), forms[_form(m[0])]) for m in pattern.find(text, start, end) if _is_verb(text, m, start)]


def _is_verb(text: str, found: re.Match[str], start: int) -> bool:
    """Leaves out adjectives ("close ties", "an open question") and helping verbs ("has been", "had sent")."""
    word = found[0].lower()
    if word in ("open", "close", "move", "transfer", "change"):
        return bool(_INFINITIVE.search(text, max(start, found.start() - 20), found.start())) and not _THING.match(
            text, found.end()
        )
    if word == "suspended":
        return bool(_OPERATIONS.match(text, found.end()))
    return word not in ("has", "have", "had") or not _PARTICIPLE.match(text, found.end())
