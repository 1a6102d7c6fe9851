"""The room `coding`: what the ranker may see of a proposed event: the frame, its grammatical place, its date, its actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relazione.coding.date_context import FoundDate
from relazione.coding.participants import Found
from relazione.model.dates import precision
from relazione.reference.ontology import event_type

if TYPE_CHECKING:
    from spacy.tokens import Token

    from relazione.coding.parsed import ParsedDocument
    from relazione.coding.triggers import Trigger

_DETERMINERS = {
    "this": "this",
    "these": "this",
    "that": "this",
    "those": "this",
    "the": "the",
    "a": "a",
    "an": "a",
    "its": "its",
    "their": "its",
    "his": "its",
}


def bucket(number: int, edges: tuple[int, ...]) -> str:
    """The first of the edges that a number does not pass, "more" beyond the last."""
    return str(next((e for e in edges if number <= e), "more"))


def date_features(date: FoundDate | None, crossed: int, gap: int) -> list[str]:
    """Where the date comes from and how far it stands."""
    if date is None:
        return ["date:none"]
    kind = precision(date.edtf.split("/")[0] or date.edtf.split("/")[-1]) if date.edtf else "none"
    return [
        f"date:{date.how}",
        f"date-crossed:{bucket(crossed, (0, 1, 2, 3, 4))}",
        f"date-gap:{bucket(gap, (2, 5, 10, 20))}",
        f"date-precision:{kind}",
        f"date-relation:{date.words.relation or 'none'}",
        *(["date-attributive"] if date.words.attributive else []),
    ]


def actor_features(document: ParsedDocument, found: list[Found]) -> list[str]:
    """Which sides of the pair are named, and how."""
    sides = {f.actor.state for f in found if f.actor.state in document.pair and f.slot not in ("place", "deep")}
    others = [f for f in found if f.actor.state not in document.pair and f.slot not in ("place", "deep")]
    return [
        f"sides:{len(sides)}",
        f"others:{min(len(others), 2)}",
        f"subject-named:{any(f.slot == 'subject' for f in found)}",
        f"pronoun:{any(f.mention.kind == 'pronoun' for f in found)}",
        f"person:{any(f.mention.kind == 'person' for f in found)}",
    ]


def trigger_features(trigger: Trigger, triggers: list[Trigger], kind: str) -> list[str]:
    """The frame and the trigger's place in the sentence."""
    token, frame, arguments = trigger.token, trigger.frame, trigger.arguments
    scheme = event_type(kind).type
    features = [
        f"frame:{frame.name}",
        f"line:{frame.types[0]}/{frame.pos}",
        f"type:{scheme}",
        f"type-pos:{scheme}/{frame.pos}",
        f"dep:{frame.pos}/{token.dep_}",
        f"tag:{token.tag_}",
        f"form:{frame.form or 'any'}",
        f"purpose:{trigger.purpose}",
        f"modal:{arguments.modal or 'none'}",
        f"negated:{arguments.negated}",
        f"passive:{arguments.passive}",
        f"objects:{min(len(arguments.objects), 2)}",
        f"subjects:{min(len(arguments.subjects), 2)}",
        f"triggers:{bucket(len(triggers), (1, 2, 3, 5))}",
        f"index:{bucket(triggers.index(trigger), (0, 1, 2, 4))}",
    ]
    if trigger.is_noun:
        determiner = next((_DETERMINERS.get(c.lower_, "other") for c in token.children if c.dep_ in ("det", "poss")), "none")
        features += [f"determiner:{determiner}", f"noun-tag:{token.tag_}", f"proper:{token.pos_ == 'PROPN'}"]
    features += [f"above:{a}" for a in _above(token, triggers)]
    same = sum(t is not trigger and event_type(t.frame.types[0]).type == scheme for t in triggers)
    return [
        *features,
        f"same-type:{min(same, 2)}",
        *{f"beside:{scheme}/{event_type(t.frame.types[0]).type}" for t in triggers if t is not trigger},
    ]


def _above(token: Token, triggers: list[Trigger]) -> list[str]:
    """The nearest trigger that governs this one, and how far up it stands."""
    by_token = {t.token.i: t for t in triggers}
    current, steps = token, 0
    while current.head.i != current.i and steps < 8:
        current, steps = current.head, steps + 1
        if current.i in by_token:
            above = by_token[current.i]
            return [f"{event_type(above.frame.types[0]).type}", f"steps/{min(steps, 4)}", f"{above.frame.pos}"]
    return ["nothing"]
