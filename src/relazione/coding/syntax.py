"""The room `coding`: the arguments of a verb or an event noun, read off the dependency parse.

One set of roles serves active, passive, participle, infinitive and nominal forms: who does it (`subjects`), to whom or what it is
done (`objects`), and the prepositions with what they govern (`oblique`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_SUBJECT = ("nsubj", "csubj", "expl")
_PASSIVE = ("nsubjpass", "csubjpass")
_OBJECT = ("dobj", "obj", "attr", "oprd", "dative", "acomp")


@dataclass(slots=True)
class Arguments:
    """Who and what go with a trigger. Tokens are the heads of noun phrases, conjuncts included."""

    trigger: Token
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    oblique: list[tuple[str, Token]] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    modal: str = ""
    infinitive: bool = False

    def all(self) -> Iterator[Token]:
        """Every argument."""
        yield from self.subjects
        yield from self.objects
        for _, token in self.oblique:
            yield token


def with_conjuncts(token: Token) -> list[Token]:
    """A noun and those joined to it ("Albania and Brazil"), and what an apposition adds to neither."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            found += with_conjuncts(child)
    return found


def _oblique(token: Token) -> list[tuple[str, Token]]:
    found: list[tuple[str, Token]] = []
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") or (child.dep_ == "prep" and child.pos_ == "ADP"):
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    found += [(child.lower_, t) for t in with_conjuncts(inner)]
                elif inner.dep_ == "prep":
                    found += [(inner.lower_, t) for deep in inner.children if deep.dep_ == "pobj" for t in with_conjuncts(deep)]
    return found


def verb_arguments(verb: Token) -> Arguments:
    """The arguments of a verb in any of its forms; what it shares with the verb before is taken from there."""
    found = Arguments(verb)
    for child in verb.children:
        if child.dep_ in _SUBJECT:
            found.subjects += with_conjuncts(child)
        elif child.dep_ in _PASSIVE:
            found.passive = True
            found.objects += with_conjuncts(child)
        elif child.dep_ in _OBJECT and child.pos_ != "ADP":
            found.objects += with_conjuncts(child)
        elif child.dep_ == "aux" and any(c.dep_ in _SUBJECT for c in child.children):
            found.subjects += [
                t for c in child.children if c.dep_ in _SUBJECT for t in with_conjuncts(c)
            ]  # "Peru had, in 1873, signed"
        elif child.dep_ == "neg":
            found.negated = True
        elif child.dep_ == "aux" and child.tag_ == "MD":
            found.modal = child.lower_
        elif child.dep_ == "aux" and child.lower_ == "to":
            found.infinitive = True
        elif child.dep_ in ("auxpass",):
            found.passive = True
    if not found.objects and not found.passive:
        found.objects += _shared_objects(verb)
    found.oblique = _oblique(verb)
    found.subjects += [t for p, t in found.oblique if p == "by" and (found.passive or verb.tag_ == "VBN")]
    if not found.subjects and not (found.passive and found.objects):
        _inherit(verb, found)
    return found


def _shared_objects(verb: Token) -> list[Token]:
    """The object that the first of two verbs shares with the second: "invaded and annexed Abyssinia"."""
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and child.i - verb.i <= 4
            and not any(c.dep_ in _SUBJECT for c in child.children)
        ):
            return [t for c in child.children if c.dep_ == "dobj" for t in with_conjuncts(c)]
    return []


def _inherit(verb: Token, found: Arguments) -> None:
    """Subjects of coordinated, controlled, relative and participle clauses."""
    head = verb.head
    if verb.dep_ in ("relcl",):
        relative = [c for c in verb.children if c.tag_ in ("WDT", "WP")]
        if not relative or any(c.dep_ in _SUBJECT + _PASSIVE for c in relative):
            (found.objects if found.passive else found.subjects).append(head)
        else:
            found.objects.append(head)
        return
    if verb.dep_ == "acl":
        (found.objects if verb.tag_ == "VBN" else found.subjects).append(head)
        if verb.tag_ == "VBN":
            found.passive = True
        return
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep", "pcomp") and head.i != verb.i:
        steps = 0
        while head.pos_ == "ADP" and head.head.i != head.i and steps < 4:
            head, steps = head.head, steps + 1
        if head.pos_ in ("VERB", "AUX"):
            upper = verb_arguments(head)
            if (
                verb.dep_ == "xcomp"
                and upper.objects
                and head.lemma_ in ("ask", "allow", "lead", "force", "cause", "prompt", "urge", "invite")
            ):
                found.subjects += upper.objects
            elif verb.dep_ == "conj" and found.passive:
                found.objects += upper.objects if upper.passive else upper.subjects
            else:
                found.subjects += upper.subjects if not upper.passive else upper.subjects or upper.objects
            if verb.dep_ in ("xcomp", "conj"):
                found.negated = found.negated or (upper.negated and verb.dep_ == "xcomp")
                found.modal = found.modal or (upper.modal if verb.dep_ == "conj" else "")
        elif head.pos_ in ("NOUN", "PROPN") and verb.dep_ in ("conj",):
            found.subjects.append(head)


def noun_arguments(noun: Token) -> Arguments:
    """The arguments of an event noun: "Italy's invasion of Libya", "the visit to Rome by the king", "talks between A and B"."""
    found = Arguments(noun)
    for child in noun.children:
        if child.dep_ in ("poss", "amod", "compound", "nmod", "nummod"):
            found.subjects += with_conjuncts(child)
        elif child.dep_ == "appos":
            found.subjects.append(child)
    found.oblique = _oblique(noun)
    for preposition, token in list(found.oblique):
        if preposition == "of":
            found.oblique += [(p, t) for p, t in _oblique(token) if p == "by"]  # "the occupation of A by B"
    found.subjects += [t for p, t in found.oblique if p in ("by", "between", "among")]
    found.subjects += _said_of(noun)
    found.objects += [t for p, t in found.oblique if p in ("of", "against", "on", "into", "to", "with", "over")]
    return found


def _said_of(noun: Token) -> list[Token]:
    """The subject of whom a noun is said: "Ruritania was at war with Utopia"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("at", "in") else None
    if verb is None or verb.lemma_ not in ("be", "remain") or verb.pos_ not in ("VERB", "AUX"):
        return []
    return [t for c in verb.children if c.dep_ in _SUBJECT for t in with_conjuncts(c)]


def clause_span(verb: Token, stop: frozenset[int] = frozenset()) -> tuple[int, int]:
    """First and last token of the clause of a verb: its subtree without coordinated clauses and without the triggers in `stop`
    that head clauses of their own."""
    first = last = verb.i
    pending = list(verb.children)
    while pending:
        token = pending.pop()
        if token.dep_ == "punct" or (token.dep_ == "conj" and token.pos_ in ("VERB", "AUX")) or token.dep_ in ("parataxis", "cc"):
            continue
        if token.i in stop and token.dep_ in ("advcl", "ccomp", "relcl", "acl") and token.pos_ in ("VERB", "AUX"):
            continue
        first, last = min(first, token.i), max(last, token.i)
        pending += list(token.children)
    return first, last


def governor(token: Token) -> Token | None:
    """The verb whose clause a token stands in, None at the root of a verbless line."""
    steps = 0
    current = token
    while current.head.i != current.i and steps < 60:
        current, steps = current.head, steps + 1
        if current.pos_ in ("VERB", "AUX"):
            return current
    return current if current.pos_ in ("VERB", "AUX") else None
