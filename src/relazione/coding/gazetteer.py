"""The room `coding`: known names found in a text: polities by name, adjective, people, metonym and capital, organisations, leaders.

Names are looked up word by word, the longest first, accents and case folded; abbreviations must stand in capitals ("US", not "us")
and other names must begin with one. What a name means on a date is decided later (`linking`).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from relazione.reference import leaders, organisations, polities
from relazione.reference.folding import fold

NameKind = Literal["name", "adjective", "people", "metonym", "capital", "organisation", "leader", "prefix"]

_WORD = re.compile(r"\w+")
_GAP = re.compile(r"(?:[ .'’&,/–-]|\. ){0,3}")
_PREFIXES = {
    "anglo": "British", "franco": "French", "russo": "Russian", "sino": "Chinese", "italo": "Italian", "greco": "Greek",
    "graeco": "Greek", "turco": "Turkish", "turko": "Turkish", "austro": "Austrian", "hispano": "Spanish", "luso": "Portuguese",
    "indo": "Indian", "soviet": "Soviet", "perso": "Persian", "serbo": "Serbian", "polono": "Polish", "nippo": "Japanese",
    "germano": "German", "afro": "", "americo": "American",
}  # fmt: skip
_COMMON_WORDS = frozenset(
    {"Imperial", "Allied", "Federal", "Union", "Confederate", "Islamic", "Colonial", "Franco", "Arab", "Arabs", "Free", "Sublime"}
)
"""Names of polities in the tables that mostly are ordinary words in prose."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name in the tables stands for: its kind, its spelling there, and the id of an organisation or leader."""

    kind: NameKind
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at text[start:end]; several entries where the same name is of several kinds."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def has(self, *kinds: NameKind) -> bool:
        """Whether it may be of one of these kinds."""
        return any(e.kind in kinds for e in self.entries)


def _key(text: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in _WORD.findall(text))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[tuple[str, ...], list[Entry]], dict[str, int]]:
    """Entries by folded words, and for each first word the length of the longest name that it begins."""
    table: dict[tuple[str, ...], list[Entry]] = {}
    longest: dict[str, int] = {}

    def add(text: str, entry: Entry) -> None:
        key = _key(text)
        if not key:
            return
        entries = table.setdefault(key, [])
        if all(e.kind != entry.kind or e.id != entry.id for e in entries):
            entries.append(entry)
        longest[key[0]] = max(longest.get(key[0], 0), len(key))

    for name in polities.names():
        if name.text not in _COMMON_WORDS:
            add(name.text, Entry(name.kind, name.text))  # type: ignore[arg-type]
    for polity in polities.polities():
        for capital in polities.capitals(polity):
            add(capital.city, Entry("capital", capital.city))
    for text, organisation in organisations.names():
        add(text, Entry("organisation", text, organisation))
    for leader in leaders.leaders():
        for text in (leader.name, *leader.alternates):
            add(text, Entry("leader", text, leader.name))
    for prefix, adjective in _PREFIXES.items():
        if adjective:
            add(prefix, Entry("prefix", adjective))
    return table, longest


@lru_cache(maxsize=65536)
def _is_abbreviation(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return 1 < len(letters) <= 6 and all(c.isupper() for c in letters)


def find_names(text: str) -> list[Hit]:
    """All known names of a text in order, the longest at each place, none overlapping another."""
    table, longest = _tables()
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    hits: list[Hit] = []
    i = 0
    while i < len(words):
        start, end = words[i]
        most = 0 if text[start].islower() else longest.get(fold(text[start:end]), 0)
        taken = 0
        if most:
            folded = tuple(fold(text[a:b]) for a, b in words[i : i + most])
            for n in range(len(folded), 0, -1):
                entries = table.get(folded[:n])
                if not entries or not _joined(text, words[i : i + n]):
                    continue
                start, end = words[i][0], words[i + n - 1][1]
                right = tuple(e for e in entries if _fits(text, start, end, e))
                if right:
                    hits.append(Hit(start, _with_dot(text, start, end), right))
                    taken = n
                    break
        i += taken or 1
    return hits


def _joined(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether only a space, hyphen, dot or apostrophe parts the words of a name."""
    return all(_GAP.fullmatch(text, a[1], b[0]) for a, b in itertools.pairwise(words))


def _with_dot(text: str, start: int, end: int) -> int:
    """Takes the last full stop of "U.S." in."""
    return end + 1 if end < len(text) and text[end] == "." and "." in text[start:end] else end


def _fits(text: str, start: int, end: int, entry: Entry) -> bool:
    said = text[start:end]
    if text[end : end + 1] in ("$", "£", "€") or ("," in said and "," not in entry.text):
        return False
    if entry.kind == "prefix":
        return end < len(text) and text[end] in "-–" and said[0].isupper()
    if _is_abbreviation(entry.text):
        spaced = " " in said and " " not in entry.text  # "A U.S. ship" names no A.U.
        return _is_abbreviation(said) and (len(said) > 2 or said.isupper()) and not spaced
    return said[0].isupper() or said[0].isdigit()
