"""The room `coding`: a parse as plain columns. Readers that look at every token look here first, and ask for the token where it may matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEY = "columns"


@dataclass(frozen=True, slots=True)
class Columns:
    """Of each token: its words in lower case, its lemma in lower case, its part of speech, its words, whether a space follows."""

    lowers: list[str]
    lemmas: list[str]
    pos: list[str]
    forms: list[str]
    spaces: list[int]

    def text(self, first: int, end: int) -> str:
        """The words first..end (exclusive) as the text has them."""
        return "".join(
            [form + " " if space else form for form, space in zip(self.forms[first:end], self.spaces[first:end], strict=True)]
        )[: -1 if self.spaces[end - 1] else None]


class _Words(dict[int, str]):
    """Number of a word in the model's table -> the word in lower case."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        if len(self) > 200_000:
            self.clear()
        found = self[number] = self._strings[number].lower() if number else ""
        return found


_words: list[tuple[Any, _Words]] = []
"""The table of the model in use, and what was looked up in it."""


def columns(doc: Doc) -> Columns:
    """The columns of a parse, made once."""
    found = doc.user_data.get(_KEY)
    if not isinstance(found, Columns):
        found = doc.user_data[_KEY] = _columns(doc)
    return found


def _columns(doc: Any) -> Columns:
    from spacy.attrs import LEMMA, LOWER, ORTH, POS, SPACY  # type: ignore[import-not-found]
    from spacy.parts_of_speech import NAMES  # type: ignore[import-not-found]

    strings = doc.vocab.strings
    if not _words or _words[0][0] is not strings:
        _words[:] = [(strings, _Words(strings))]
    words = _words[0][1]
    if not len(doc):
        return Columns([], [], [], [], [])
    lowers, lemmas, pos, forms, spaces = doc.to_array([LOWER, LEMMA, POS, ORTH, SPACY]).T.tolist()
    return Columns(
        [words[one] for one in lowers],
        [words[one] for one in lemmas],
        [NAMES[one] for one in pos],
        [strings[one] for one in forms],
        spaces,
    )
