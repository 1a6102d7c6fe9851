"""The room `coding`: what the model may see of the other side, where an event's arguments name one side of the pair alone.

A few features, since few annotated events tell: whether and how the sentence names the other side, what the event is, who else stands there.
Never words of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relazione.coding.event_features import bucket
from relazione.coding.mentions import Mention
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.participants import Found, Where
from relazione.coding.syntax import clause_span
from relazione.reference.ontology import event_type

if TYPE_CHECKING:
    from spacy.tokens import Token

_FROM_EVENT = ("passive", "objects", "subject-named", "person", "pronoun", "type-pos", "dep", "sides", "others")
"""Features of the event itself that tell of the other side, too."""
_TOLD = ("name", "people", "adjective", "metonym", "capital", "prefix")


@dataclass(slots=True)
class Sentence:
    """The sentence in which an event is proposed, and where in it."""

    document: ParsedDocument
    parsed: ParsedChunk
    where: Where
    on: str | None


def partner_features(sentence: Sentence, other: str | None, kind: str, found: list[Found], event: list[str]) -> list[str]:
    """The features of the state `other` as the side that is meant too; `event` are those of the event."""
    token = sentence.parsed.doc[sentence.where.trigger]
    mention, thirds = _mentioned(sentence, other)
    scheme = event_type(kind).type
    named = mention is not None
    return [
        f"named:{named}",
        f"told:{_told(mention)}",
        f"place:{_place(token, mention)}",
        f"head:{_head(sentence.parsed, mention)}",
        f"type:{scheme}",
        f"type-named:{scheme}/{named}",
        f"kind:{kind}",
        f"kind-named:{kind}/{named}",
        f"third:{thirds}",
        f"beside:{_beside(sentence.document, found, other)}",
        *(f for f in event if f.split(":")[0] in _FROM_EVENT),
    ]


def _mentioned(sentence: Sentence, other: str | None) -> tuple[Mention | None, bool]:
    """The mention of the other side that is nearest to the trigger, and whether the sentence names anybody outside the pair."""
    where, best, thirds = sentence.where, None, False
    for mention in sentence.parsed.mentions_in(where.first, where.last):
        if mention.inert:
            continue
        states = [a.state for a in sentence.document.actor(sentence.parsed, mention, sentence.on) if a.state]
        thirds = thirds or any(s not in sentence.document.pair for s in states)
        if other in states and (best is None or _gap(mention, where.trigger) < _gap(best, where.trigger)):
            best = mention
    return best, thirds


def _gap(mention: Mention, at: int) -> int:
    """Tokens between a mention and the trigger."""
    return min(abs(mention.first - at), abs(mention.last - at))


def _told(mention: Mention | None) -> str:
    """By which kind of words the sentence names it."""
    if mention is None:
        return "nowhere"
    if mention.kind != "polity" or mention.hit is None:
        return mention.kind
    return next((k for k in _TOLD if mention.hit.has(k)), "else")  # type: ignore[arg-type]


def _place(token: Token, mention: Mention | None) -> str:
    """Where the sentence names it: within the trigger's clause or not, before or after, how far."""
    if mention is None:
        return "nowhere"
    first, last = clause_span(token)
    inside = "in" if first <= mention.first and mention.last <= last else "out"
    side = "before" if mention.last < token.i else "after"
    return f"{inside}/{side}/{bucket(_gap(mention, token.i), (2, 5, 10, 20))}"


def _head(parsed: ParsedChunk, mention: Mention | None) -> str:
    """How its name hangs in the sentence: its relation, and the preposition or part of speech above."""
    if mention is None:
        return "nowhere"
    root = parsed.doc[mention.first : mention.last + 1].root
    return f"{root.dep_}/{root.head.lower_ if root.head.pos_ == 'ADP' else root.head.pos_}"


def _beside(document: ParsedDocument, found: list[Found], other: str | None) -> str:
    """Who else stands in the arguments: as subject (s), place (p) or else (o), of the pair (2) or not (3)."""
    slots = {"subject": "s", "place": "p"}
    seen = {slots.get(f.slot, "o") + ("2" if f.actor.state in document.pair else "3") for f in found if f.actor.state != other}
    return "".join(sorted(seen)) or "nobody"


__all__ = ["Sentence", "partner_features"]
