"""The room `coding`: triggers of a sentence: verbs, event nouns and predicate adjectives that a frame fits.

A noun that a verb's frame has used ("signed a treaty") is no trigger of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relazione.coding.columns import columns
from relazione.coding.frames import Frame, Surroundings, fits, frames, words_of
from relazione.coding.syntax import Arguments, noun_arguments, verb_arguments

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_COPULAS = frozenset({"be", "remain", "become", "get"})
_CARRIES = frozenset(
    [
        "begin",
        "start",
        "continue",
        "attempt",
        "try",
        "manage",
        "proceed",
        "come",
        "help",
        "happen",
        "go",
        "hasten",
        "first",
        "be",
        "last",
    ]
)
_FIRST = frozenset({"first", "only", "last", "second", "among", "one"})


@dataclass(slots=True)
class Trigger:
    """A token that a frame fits, with its arguments. `purpose` marks an infinitive that tells an aim ("to improve ties")."""

    token: Token
    frame: Frame
    arguments: Arguments
    used: frozenset[int]
    purpose: bool = False

    @property
    def is_noun(self) -> bool:
        """Whether the event is told by a noun."""
        return self.frame.pos == "N"


def find_triggers(sentence: Span, around: Surroundings) -> list[Trigger]:
    """Triggers of a sentence: verbs and adjectives, then nouns."""
    told, doc, places = columns(sentence.doc), sentence.doc, range(sentence.start, sentence.end)
    verbs = [t for i in places if told.pos[i] in _VERBS and (t := _verb_trigger(doc[i], around))]
    used = frozenset().union(*(t.used for t in verbs)) if verbs else frozenset()
    nouns = [t for i in places if told.pos[i] in _NOUNS and i not in used and (t := _noun_trigger(doc[i], around))]
    return verbs + nouns


def _verb_trigger(token: Token, around: Surroundings) -> Trigger | None:
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
        return None
    rows = frames().get(("V", token.lemma_.lower()), ())
    if not rows and token.lemma_ not in _COPULAS:
        return None
    arguments = verb_arguments(token)
    frame = next((f for f in rows if fits(f, arguments, around)), None) or _adjective(token, arguments, around)
    if frame is None:
        return None
    asked = (
        frozenset().union(*(c.words for c in frame.needs if c.slot in ("object", "subject", "any")))
        if frame.needs
        else frozenset()
    )
    taken = {t.i for t in arguments.all() if words_of(t) & asked}
    return Trigger(token, frame, arguments, frozenset(taken), is_purpose(token))


def _noun_trigger(token: Token, around: Surroundings) -> Trigger | None:
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    table = frames()
    rows = table.get(("N", token.lemma_.lower()), ()) or table.get(("N", token.lower_), ())
    if not rows:
        return None
    if token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN") and ("N", token.head.lemma_.lower()) in table:
        return None
    arguments = noun_arguments(token)
    frame = next((f for f in rows if fits(f, arguments, around)), None)
    return Trigger(token, frame, arguments, frozenset()) if frame else None


def _adjective(token: Token, arguments: Arguments, around: Surroundings) -> Frame | None:
    """ "relations were tense": the predicate adjective carries the event."""
    for child in token.children:
        if child.dep_ in ("acomp", "attr", "oprd") and child.pos_ in ("ADJ", "VERB"):
            rows = frames().get(("A", child.lemma_.lower()), ()) or frames().get(("A", child.lower_), ())
            for frame in rows:
                if fits(frame, arguments, around):
                    return frame
    return None


def is_purpose(token: Token) -> bool:
    """Whether an infinitive tells an aim, not an act: "to improve ties", but not "began to withdraw", "the first to recognise"."""
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children):
        coordinated = token.dep_ == "conj" and token.tag_ == "VB" and token.head.i != token.i and token.head.tag_ == "VB"
        return coordinated and is_purpose(token.head)
    head = token.head
    if token.dep_ == "acl" and head.lemma_.lower() in ("attempt", "effort", "move", "failure", "refusal", "decision"):
        return False
    if token.dep_ in ("ROOT", "relcl") or (token.dep_ == "xcomp" and head.lemma_.lower() in _CARRIES):
        return False
    return not (
        head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and any(t.lower_ in _FIRST for t in head.subtree if t.i <= head.i + 6)
    )
