"""The room `coding`: the table of frames and how one fits a trigger. The table is data; see its head for the columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from relazione.model.errors import ReferenceTableError
from relazione.reference.ontology import ontology
from relazione.reference.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from relazione.coding.syntax import Arguments

Who = Literal["pair", "named"]
COLUMNS = ("type", "pos", "lemmas", "with", "without", "who", "form")
_SLOTS = frozenset(
    ["object", "subject", "any", "of", "in", "to", "as", "into", "on", "compound", "that", "when", "since", "verb", "context"]
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a frame: in `slot` stands one of `words` (or anything, for "*")."""

    slot: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of the table."""

    types: tuple[str, ...]
    pos: str
    lemma: str
    particle: str
    needs: tuple[Condition, ...]
    excludes: tuple[Condition, ...]
    who: Who
    form: str
    line: int

    @property
    def name(self) -> str:
        """How a claim names the frame that proposed it."""
        return f"frame:{'+'.join(self.types)}/{self.lemma}{'-' + self.particle if self.particle else ''}/{self.pos}"


def _conditions(text: str, line: int) -> tuple[Condition, ...]:
    found = []
    for part in text.split():
        slot, _, words = part.partition(":")
        if slot not in _SLOTS or not words:
            raise ReferenceTableError(f"frames.tsv, line {line}: no condition {part!r}")
        found.append(Condition(slot, frozenset(words.lower().split("|"))))
    return tuple(found)


@lru_cache(maxsize=1)
def frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Frames by (part of speech, lemma) in the table's order. Raises ReferenceTableError naming the line of a fault."""
    text = files("relazione.coding").joinpath("data/frames.tsv").read_text(encoding="utf-8")
    known = ontology()
    table: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    header_seen = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header_seen:
            header_seen = True
            continue
        if len(cells) != len(COLUMNS):
            raise ReferenceTableError(f"frames.tsv, line {number}: {len(cells)} columns, not {len(COLUMNS)}")
        type_, pos, lemmas, needs, excludes, who, form = cells
        for one in type_.split("+"):
            if one not in known:
                raise ReferenceTableError(f"frames.tsv, line {number}: no type {one!r} in the ontology")
        for lemma in lemmas.split("|"):
            word, _, particle = lemma.lower().partition(" ")
            frame = Frame(
                tuple(type_.split("+")),
                pos,
                word,
                particle,
                _conditions(needs, number),
                _conditions(excludes, number),
                "named" if who == "named" else "pair",
                form,
                number,
            )
            table[pos, word].append(frame)
    return {key: tuple(rows) for key, rows in table.items()}


_CLASSES = {"GPE": "@place", "LOC": "@place", "FAC": "@place", "PERSON": "@person", "ORG": "@organisation", "NORP": "@people"}
"""Classes that a condition may ask for: what the language model holds a name to be."""


def words_of(token: Token) -> set[str]:
    """Lemma and form of a noun and of its modifiers."""
    found = {token.lemma_.lower(), token.lower_}
    if token.ent_type_ in _CLASSES:
        found.add(_CLASSES[token.ent_type_])
    elif token.pos_ == "PROPN" and token.text[0].isupper() and is_place(token.text):
        found.add("@place")
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod") or (
            child.dep_ == "appos" and child.pos_ in ("NOUN", "PROPN")
        ):
            found |= {child.lemma_.lower(), child.lower_}
    return found


def _union(tokens: Iterable[Token]) -> set[str]:
    return set().union(*(words_of(t) for t in tokens))


def _of_complement(tokens: list[Token]) -> set[str]:
    """Words one "of" or "with" further down: "a series of attacks", "members of the delegation"."""
    found: set[str] = set()
    for token in tokens:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "with", "in", "to", "on", "for"):
                found |= _union(t for t in child.children if t.dep_ == "pobj")
    return found


@dataclass(slots=True)
class Surroundings:
    """What stands around a trigger: the sentence's words, those of the sentence before and of the heading, whether a since-date is there."""

    words: set[str]
    context: set[str]
    since: bool


def slot_words(slot: str, arguments: Arguments, around: Surroundings) -> set[str]:
    """The words that stand in a slot."""
    match slot:
        case "object":
            return _union(arguments.objects) | _of_complement(arguments.objects)
        case "subject":
            if arguments.passive:
                return _union(arguments.objects)
            return _union(arguments.subjects) | (_union(arguments.objects) if not arguments.subjects else set())
        case "any":
            trigger = arguments.trigger
            found = _union(arguments.all()) | _of_complement(list(arguments.all()))
            for child in trigger.children:
                if child.dep_ in ("xcomp", "ccomp", "acl", "relcl"):
                    found |= {child.lemma_.lower()} | _union(t for t in child.children if t.dep_ in ("dobj", "attr"))
            head = trigger.head
            return (
                found
                | {trigger.lemma_.lower()}
                | ({head.lemma_.lower()} if trigger.dep_ in ("dobj", "nsubj", "nsubjpass") else set())
            )
        case "compound":
            return words_of(arguments.trigger) - {arguments.trigger.lemma_.lower(), arguments.trigger.lower_}
        case "that":
            return {
                w
                for child in arguments.trigger.children
                if child.dep_ == "ccomp"
                for t in child.children
                if t.dep_ in ("nsubj", "nsubjpass")
                for w in words_of(t)
            }
        case "when":
            return around.words
        case "context":
            return around.context
        case "since":
            return {"date"} if around.since else set()
        case "verb":
            head = arguments.trigger.head
            return {head.lemma_.lower(), head.head.lemma_.lower()} if head.pos_ == "ADP" else {head.lemma_.lower()}
        case _:
            prepositions = {"into": ("to", "in", "into", "at", "for"), "on": ("on", "over"), "in": ("in", "with", "of")}.get(
                slot, (slot,)
            )
            return _union(t for p, t in arguments.oblique if p in prepositions)


def fits(frame: Frame, arguments: Arguments, around: Surroundings) -> bool:
    """Whether a frame's particle, form and conditions hold."""
    return next(misfits(frame, arguments, around), None) is None


Misfit = tuple[Literal["particle", "form", "with", "without"], Condition | None]
"""What of a frame does not hold; the condition where it is one."""


def misfits(frame: Frame, arguments: Arguments, around: Surroundings) -> Iterator[Misfit]:
    """What of a frame does not hold of a trigger, one after another; nothing where it fits."""
    token = arguments.trigger
    if frame.particle and not any(c.dep_ in ("prt", "prep", "advmod") and c.lower_ == frame.particle for c in token.children):
        yield "particle", None
    if (frame.form == "neg") != arguments.negated and (frame.form == "neg" or frame.pos == "V"):
        yield "form", None

    def holds(condition: Condition) -> bool:
        found = slot_words(condition.slot, arguments, around)
        return bool(found) if "*" in condition.words else bool(found & condition.words)

    for condition in frame.needs:
        if not holds(condition):
            yield "with", condition
    for condition in frame.excludes:
        if holds(condition):
            yield "without", condition
