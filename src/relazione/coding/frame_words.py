"""The room `coding`: the conditions of frames in words, for `relazione explain` and the page on frames."""

from __future__ import annotations

from collections.abc import Iterable

from relazione.coding.frames import Condition

SLOTS = {
    "object": "its object",
    "subject": "its subject",
    "any": "one of its arguments",
    "of": "what follows “of”",
    "in": "what follows “in”, “with” or “of”",
    "to": "what follows “to”",
    "as": "what follows “as”",
    "into": "what follows “to”, “in”, “into”, “at” or “for”",
    "on": "what follows “on” or “over”",
    "compound": "what stands before the noun",
    "that": "the subject of its that-clause",
    "when": "the sentence",
    "context": "the sentence, those shortly before or the heading",
    "since": "the sentence",
    "verb": "the verb above the noun",
}
"""Where a condition looks, by its slot."""
FORMS = {
    "": "",
    "neg": "only where it is denied",
    "dated": "only with a date",
    "owndate": "only with a date",
}
"""What a frame's form asks for."""
_CLASSES = {
    "@place": "a place",
    "@person": "a person",
    "@organisation": "an organisation",
    "@people": "a people",
    "*": "anything",
    "date": "date with “since”",
}


def words_told(words: Iterable[str], most: int | None = None) -> str:
    """Words of a condition, sorted, classes last: "“embassy”, “legation” or a place"; `most` shortens long lists."""
    ordered = sorted(words, key=lambda w: (w in _CLASSES, w))
    told = [_CLASSES.get(w, f"“{w}”") for w in ordered]
    if most is not None and len(told) > most + 1:
        return f"{', '.join(told[:most])} or {len(told) - most} more"
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


def condition_told(condition: Condition, most: int | None = None) -> str:
    """A condition as a clause: "its object is “embassy” or “legation”"."""
    article = "a " if condition.slot == "since" else ""
    return f"{SLOTS[condition.slot]} {_verb(condition)} {article}{words_told(condition.words, most)}"


def failure_told(condition: Condition, most: int | None = None) -> str:
    """A condition that does not hold, as a clause: "its object is not “embassy” or “legation”"."""
    return f"{SLOTS[condition.slot]} {_verb(condition)} {'no' if _verb(condition) == 'has' else 'not'} {words_told(condition.words, most)}"


def _verb(condition: Condition) -> str:
    return "has" if condition.slot in ("when", "context", "since") else "is"
