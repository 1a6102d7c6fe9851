"""The room `coding`: many forms of words as one pattern, tried only at the words with which a form begins.

Python's own search tries every form at every letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_WORD = re.compile(r"\w+")


class AtWords:
    """Finds whole words that are one of the forms, the longest first, whatever their case. Each form begins with a letter or digit;
    `spelled` gives its pattern."""

    def __init__(self, forms: Iterable[str], spelled: Callable[[str], str] = re.escape) -> None:
        told = sorted(set(forms), key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(spelled, told))})\b", re.IGNORECASE)
        self._firsts = frozenset(_WORD.findall(form.casefold())[0] for form in told)

    def find(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The forms in text[start:end], in order, none overlapping another."""
        done = start
        for word in _WORD.finditer(text, start, end):
            if word[0].casefold() not in self._firsts or word.start() < done:
                continue
            if match := self._pattern.match(text, word.start(), end):
                done = match.end()
                yield match
