"""The room `coding`: the language model's rule-based parts, each answer worked out once.

The attribute ruler (fine tag -> part of speech and features) and the lemmatizer are a sixth of the bare model's time, and they
answer by little: the ruler by tag, dependency and, for few words, the word; the lemmatizer by word, part of speech and features.
Their answers are kept in tables and are the same as without. Where a pattern over several
tokens may fit, and where white space is a token (whose dependency the ruler sets as well), the ruler itself is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
MOST = 200_000
"""Entries that a table may have; a full one is emptied."""
_ASKED = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_SET = frozenset({"POS", "MORPH", "LEMMA"})
Condition = tuple[int | None, "re.Pattern[str] | None"]


class Remembered:
    """Both parts as one, for a pipeline in which nothing stands between them. Called with a Doc that has tags and dependencies."""

    def __init__(self, model: Any) -> None:
        self.ruler: Any = model.get_pipe(RULER)
        self.lemmatizer: Any = model.get_pipe(LEMMATIZER)
        _hashed(self.lemmatizer)
        self._words = Words(self.ruler.patterns, model.vocab.strings)
        self._ruled: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        self._lemmas: dict[tuple[int, int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found]

        orth, lower, tag, dep, space = (column.tolist() for column in doc.to_array([ORTH, LOWER, TAG, DEP, IS_SPACE]).T)
        named = [self._words[word] for word in lower]
        if any(space) or self._words.has_joint(lower, dep):
            return self.lemmatizer(self.ruler(doc))  # type: ignore[no-any-return]
        keys = list(zip(tag, dep, named, strict=True))
        if not self._ruled.keys() >= set(keys):
            self._ask_ruler(doc.vocab, dict(zip(keys, orth, strict=True)))
        ruled = [self._ruled[key] for key in keys]
        asked = [(word, *row) for word, row in zip(orth, ruled, strict=True)]
        if new := {row for row in asked if row not in self._lemmas}:  # a difference of sets would go through the whole table
            self._ask_lemmas(doc.vocab, sorted(new))
        rows = [(row[1], row[2], self._lemmas[row]) for row in asked]
        return _filled(doc, [POS, MORPH, LEMMA], rows)

    def _ask_ruler(self, vocab: Any, told: dict[tuple[int, int, int], int]) -> None:
        """Let the ruler answer for what is new of these tags and dependencies, each with a word that has them and stands alone."""
        from spacy.attrs import DEP, TAG
        from spacy.tokens import Doc as Parse

        self._make_room()
        for key, word in told.items():
            if key not in self._ruled:
                (token,) = self.ruler(_filled(Parse(vocab, words=[vocab.strings[word]]), [TAG, DEP], [key[:2]]))
                self._ruled[key] = token.pos, token.morph.key, token.lemma

    def _ask_lemmas(self, vocab: Any, rows: list[tuple[int, int, int, int]]) -> None:
        """Let the lemmatizer answer for words with part of speech, features and what the ruler set as lemma: it asks no more of them."""
        from spacy.attrs import LEMMA, MORPH, POS
        from spacy.tokens import Doc as Parse

        doc = Parse(vocab, words=[vocab.strings[row[0]] for row in rows])
        done = self.lemmatizer(_filled(doc, [POS, MORPH, LEMMA], [row[1:] for row in rows]))
        self._lemmas.update(zip(rows, (token.lemma for token in done), strict=True))

    def _make_room(self) -> None:
        if len(self._ruled) > MOST or len(self._lemmas) > MOST:
            self._ruled.clear()
            self._lemmas.clear()


class Words(dict[int, int]):
    """What the ruler's patterns make of a word (its lower form): the word where one over a single token names it, else 0."""

    def __init__(self, patterns: list[dict[str, Any]], strings: Any) -> None:
        super().__init__()
        self._strings = strings
        told = [pattern for entry in patterns for pattern in entry["patterns"]]
        self._alone = _either(token for pattern in told if len(pattern) == 1 for token in pattern)
        self._over_several = [[_condition(token, strings) for token in pattern] for pattern in told if len(pattern) > 1]
        self._first = [words for ((_, words), *_) in self._over_several if words is not None]
        self._first_deps = {dep for ((dep, words), *_) in self._over_several if words is None}
        self._begins: set[int] = set()

    def __missing__(self, word: int) -> int:
        text = self._strings[word]
        if len(self) > MOST:
            self.clear()
            self._begins.clear()
        if any(words.search(text) for words in self._first):
            self._begins.add(word)
        found = self[word] = word if self._alone.search(text) else 0
        return found

    def has_joint(self, words: list[int], deps: list[int]) -> bool:
        """Whether a stretch of tokens may fit a pattern over several: their words and dependencies do, whatever their tags."""
        if self._begins.isdisjoint(words) and self._first_deps.isdisjoint(deps):
            return False
        for at, (word, dep) in enumerate(zip(words, deps, strict=True)):
            if word in self._begins or dep in self._first_deps:
                for pattern in self._over_several:
                    stretch = list(zip(words[at : at + len(pattern)], deps[at : at + len(pattern)], strict=True))
                    if len(stretch) == len(pattern) and all(map(self._fits, pattern, stretch)):
                        return True
        return False

    def _fits(self, condition: Condition, token: tuple[int, int]) -> bool:
        dep, words = condition
        return (dep is None or dep == token[1]) and (words is None or words.search(self._strings[token[0]]) is not None)


def _condition(token: dict[str, Any], strings: Any) -> Condition:
    """What a pattern over several asks of a token: its dependency, and its word."""
    return strings.add(token["DEP"]) if "DEP" in token else None, _either([token]) if "LOWER" in token else None


def _either(tokens: Iterable[dict[str, Any]]) -> re.Pattern[str]:
    """Finds the words that the conditions on tokens name; a word that none names is not found."""
    found = ["(?!)"]
    for token in tokens:
        told = token.get("LOWER", {"IN": []})
        found += [f"^{re.escape(word)}$" for word in ([told] if isinstance(told, str) else told.get("IN", []))]
        found += [told["REGEX"]] if isinstance(told, dict) and "REGEX" in told else []
    return re.compile("|".join(f"(?:{one})" for one in dict.fromkeys(found)))


def _hashed(lemmatizer: Any) -> None:
    """The lemmatizer's words in hashed tables: they come as lists of up to a hundred thousand, each searched from its beginning."""
    words = lemmatizer.lookups.get_table("lemma_index", {})
    for part in list(words):
        words[part] = dict.fromkeys(words[part])


def _filled(doc: Any, columns: list[int], rows: Sequence[tuple[int, ...]]) -> Doc:
    import numpy

    return doc.from_array(  # type: ignore[no-any-return]
        columns, numpy.array(rows, dtype="uint64").reshape(len(doc), len(columns))
    )


def _is_plain(patterns: list[dict[str, Any]]) -> bool:
    """Whether each pattern asks only what the table's key holds, and each token of one over several has a word or a dependency."""
    told = [pattern for entry in patterns for pattern in entry["patterns"]]
    known = all(
        set(token) <= _ASKED and (isinstance(word := token.get("LOWER", ""), str) or set(word) <= {"IN", "REGEX"})
        for pattern in told
        for token in pattern
    )
    known = known and all(set(entry["attrs"]) <= _SET or _of_space(entry["patterns"]) for entry in patterns)
    return known and all(
        len(pattern) == 1 or all("LOWER" in token or isinstance(token.get("DEP"), str) for token in pattern) for pattern in told
    )


def _of_space(patterns: list[list[dict[str, Any]]]) -> bool:
    return all(token.get("IS_SPACE") is True for pattern in patterns for token in pattern)


def _patterns(model: Any) -> list[dict[str, Any]]:
    return list(model.get_pipe(RULER).patterns)


def remember(model: Language) -> Language:
    """The model with both parts replaced; as it is where they are not there, not side by side, or ask for more than is kept."""
    from spacy.language import Language as Pipeline

    names = model.pipe_names
    at = names.index(RULER) if RULER in names else -1
    if at < 0 or names[at + 1 : at + 2] != [LEMMATIZER] or not _is_plain(_patterns(model)):
        return model
    both = Remembered(model)
    Pipeline.component("relazione_remembered", func=both)
    model.add_pipe("relazione_remembered", after=LEMMATIZER)
    model.remove_pipe(RULER)
    model.remove_pipe(LEMMATIZER)
    return model
