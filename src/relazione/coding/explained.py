"""The room `coding`: what `explain` tells of a sentence: its tokens, names and dates, the frames tried, the claims, the silence."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from relazione.model.claims import Actor, Claim
from relazione.model.dates import When

Outcome = Literal["kept", "dropped", "no date", "not fitting", "overruled", "used"]
"""kept: became a claim; dropped: the ranker held it not to be likely enough; no date: the frame asks for a date and none belongs to
the trigger; not fitting: a condition of the frame does not hold; overruled: it would fit, but a line above it did; used: the noun
belongs to a verb's frame, or to a noun that tells the event itself."""


class Token(msgspec.Struct, frozen=True):
    """A token as the language model sees it."""

    number: Annotated[int, Meta(description="place in the sentence, from 1")]
    text: str
    lemma: str
    part: Annotated[str, Meta(description="universal part of speech")]
    tag: Annotated[str, Meta(description="Penn Treebank tag")]
    relation: Annotated[str, Meta(description="dependency relation to its head")]
    head: Annotated[int, Meta(description="place of its head, 0 for the root")]


class Name(msgspec.Struct, frozen=True):
    """Somebody named, and whom the linker takes it for."""

    text: str
    kind: Annotated[str, Meta(description="polity, organisation, person, both or pronoun")]
    linked: Annotated[tuple[Actor, ...], Meta(description="as of the sentence's first date; empty where it cannot be told")] = ()
    inert: Annotated[bool, Meta(description="belongs to another name and does not act: the Treaty of Lausanne")] = False


class Date(msgspec.Struct, frozen=True):
    """A date expression."""

    text: str
    edtf: Annotated[str, Meta(description="empty where the text does not tell enough")]
    how: Annotated[str, Meta(description="said, carried, inherited or implied; unresolved where there is no EDTF")]
    relation: Annotated[str, Meta(description="since, until, before, after, by, or empty")] = ""
    attributive: Annotated[bool, Meta(description="belongs to the noun behind it: the 1932 convention")] = False


class Reason(msgspec.Struct, frozen=True):
    """A feature that the ranker weighed; above 0 speaks for the event, below against it."""

    feature: str
    weight: float


class Frame(msgspec.Struct, frozen=True):
    """A frame that was tried on a trigger, and what became of it."""

    trigger: str
    frame: Annotated[str, Meta(description="type/lemma/part of speech, or the rule that proposed the event")]
    line: Annotated[int, Meta(description="line in frames.tsv, 0 where it is no row of it")]
    type: str
    outcome: Outcome
    why: str = ""
    when: When | None = None
    actors: tuple[Actor, ...] = ()
    realis: str = ""
    probability: float | None = None
    threshold: float | None = None
    reasons: tuple[Reason, ...] = ()


class Explained(msgspec.Struct, frozen=True):
    """One sentence: text[start:end] of the document."""

    number: Annotated[int, Meta(description="place in the document, from 1")]
    start: int
    end: int
    text: Annotated[str, Meta(description="as the language model saw it")]
    section: str
    block: Annotated[str, Meta(description="paragraph, item, row or infobox")]
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    dates: tuple[Date, ...]
    frames: Annotated[tuple[Frame, ...], Meta(description="by trigger, those that fitted first")]
    claims: Annotated[tuple[Claim, ...], Meta(description="claims of all kinds that rest on this sentence")]
    silent: Annotated[str, Meta(description="why there is no claim; empty where there is one")] = ""
