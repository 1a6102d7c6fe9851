"""Web: what can be asked of an operation of the API: each parameter with its schema, and how its text is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from relazione.model.dates import parse_day
from relazione.model.errors import RelazioneError, UnknownState
from relazione.model.moments import moment
from relazione.sources.feeds.columns import FEEDS

MOST, USUAL = 500, 50
"""Items of a page, at most and where nothing is asked."""
LONGEST = 200
"""Characters of a parameter."""
MOMENT = r"^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$"
"""Of the moments that can be asked about those that no calendar refuses."""
DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


class Unfit(RelazioneError):
    """A parameter cannot be what it says. Answered with 422."""


@dataclass(frozen=True)
class Parameter:
    """A parameter: where it stands ("path" or "query"), its JSON Schema, what it means, and how its text becomes a value."""

    name: str
    meaning: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    place: str = "query"

    def value(self, text: str) -> Any:
        """The value of a text. Raises Unfit; UnknownState, ImpossibleDate for what has the right form and is none."""
        if len(text) > LONGEST and self.place == "query":
            raise Unfit(f"{self.name}: longer than {LONGEST} characters")
        try:
            return self.read(text)
        except (ValueError, KeyError) as error:
            raise Unfit(f"{self.name}: {text[:40]!r} does not fit: {self.meaning}") from error


def _state(text: str) -> str:
    from relazione.reference.polities import states

    if text not in states():
        raise UnknownState(text)
    return text


def _day(text: str) -> str:
    if not re.fullmatch(DATE, text, re.ASCII):
        raise ValueError(text)
    parse_day(text)
    return text


def _moment(text: str) -> str:
    moment(text)
    return text


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 19) or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _flag(text: str) -> bool:
    return {"true": True, "false": False}[text]


def text(name: str, meaning: str, place: str = "query", least: int = 0) -> Parameter:
    """A parameter that is any text."""

    def read(given: str) -> str:
        if len(given.strip()) < least:
            raise ValueError(given)
        return given

    bounds = {"minLength": least} if least else {}
    schema = {"type": "string", **bounds, **({"maxLength": LONGEST} if place == "query" else {})}
    return Parameter(name, meaning, schema, read, place)


def state(name: str, meaning: str, place: str = "query") -> Parameter:
    """A state by its code."""
    return Parameter(
        name,
        f"{meaning}: ISO 3166-1 alpha-3, or a code of ours that begins with X",
        {"type": "string", "pattern": "^[A-Z]{3}$"},
        _state,
        place,
    )


def choice(name: str, meaning: str, words: tuple[str, ...]) -> Parameter:
    """One of some words."""
    return Parameter(name, meaning, {"type": "string", "enum": list(words)}, _one_of(words))


def day(name: str, meaning: str) -> Parameter:
    """A day, month or year."""
    return Parameter(name, f"{meaning}: YYYY, YYYY-MM or YYYY-MM-DD", {"type": "string", "pattern": DATE}, _day)


def _weights(text: str) -> dict[str, float]:
    if not re.fullmatch(WEIGHTS_TEXT, text, re.ASCII):
        raise ValueError(text)
    pairs = [one.split(":") for one in text.split(",")]
    return {name: float(number) for name, number in pairs}


WITH_FEEDS = Parameter("feeds", "false: the record alone, without the lake of feeds beside it", {"type": "boolean"}, _flag)
_WEIGHT = rf"({'|'.join(('prose', *FEEDS))}):[0-9]{{1,5}}(\.[0-9]{{1,6}})?"
WEIGHTS_TEXT = rf"^{_WEIGHT}(,{_WEIGHT}){{0,4}}$"
WEIGHTS = Parameter(
    "weights",
    "what sources weigh in the curve together, as prose:1,gdelt2:0.5; of one that is named twice the last counts",
    {"type": "string", "pattern": WEIGHTS_TEXT},
    _weights,
)
LIMIT = Parameter(
    "limit",
    f"items of a page, 1 to {MOST}",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    _whole(1, MOST),
)
AFTER = Parameter(
    "after",
    "where the page begins: the `next` of the page before",
    {"type": "integer", "minimum": 0, "maximum": 2**53},
    _whole(0, 2**53),
)
AS_OF = day("as-of", "the date asked about (absent: today)")
KNOWN_AT = Parameter(
    "known-at",
    "the record as it stood at an earlier moment (UTC), as 2026-11-01 or 2026-11-01T12:00:00Z",
    {"type": "string", "pattern": MOMENT},
    _moment,
)
DISPUTED = Parameter("disputed", "true: only what sources contradict; false: only what none does", {"type": "boolean"}, _flag)
