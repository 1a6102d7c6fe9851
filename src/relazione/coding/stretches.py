"""The room `coding`: a document as a row of stretches (sentences, list items, headings), for readers that read patterns of words.

The language model's sentences are mended where it cut after an abbreviation ("Washington, D.C.") or inside a clause; headings, which
are not parsed, get their names and dates all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relazione.coding.date_context import DateContext, FoundDate
from relazione.coding.mentions import Mention, find_mentions
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.text import chunk_of
from relazione.model.claims import Actor
from relazione.model.evidence import Evidence

if TYPE_CHECKING:
    from spacy.tokens import Token

_END = re.compile(r"[.!?;:][\"')\]]*$")
_NO_END = re.compile(r"\b(?:[A-Z]|St|Ste|Mt|Mr|Mrs|Ms|Dr|Jr|Sr|Col|Gen|Lt|Capt|Amb|Hon|Prof|No|vs|ca|approx)\.$")
_PREPOSITION = re.compile(
    r"\b(?:in|to|with|of|from|for|at|by|near|against|between|among|into|on|onto|towards?|than|via|through|over|about|across|within|under)"
    r"(?: (?:the|both|neighbou?ring|then|its|their))*\s*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:,? and(?: the)?|,(?: the)?|,? as well as(?: the)?) $")
_VERB_GROUP = re.compile(
    r"(?:'s?)?(?: (?:government|authorities|foreign ministry|each|both))?(?: (?:currently|also|now|then|has|have|had|is|was|are|were|been|be|being|officially|formally|"
    r"subsequently|later|again|primarily|still|only|today|already|first|finally|once|soon|will|would|to|temporarily|mutually|jointly))*\s",
    re.IGNORECASE,
)
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(slots=True)
class Stretch:
    """A sentence, an item or a heading: text[start:end] of its chunk, with the names and dates in it."""

    document: ParsedDocument
    parsed: ParsedChunk
    start: int
    end: int
    number: int
    heading: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return self.parsed.text[self.start : self.end]

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above."""
        return self.parsed.chunk.block.section

    @property
    def is_list(self) -> bool:
        """Whether it stands in a list, a table, an infobox or a heading, not in prose."""
        return self.heading or self.parsed.chunk.block.kind in ("item", "row", "infobox")

    def mentions(self) -> list[Mention]:
        """Who is named in it; positions are those of `text`'s chunk, see `at`."""
        return [m for m in self.parsed.mentions if self.start <= m.start and m.end <= self.end]

    def dates(self) -> list[FoundDate]:
        """The dates in it, in the chunk's positions."""
        return [d for d in self.parsed.dates if self.start <= d.start and d.end <= self.end]

    def evidence(self, start: int, end: int, fields: tuple[str, ...] = ()) -> Evidence:
        """Evidence for a span in the chunk's positions."""
        return self.document.evidence(self.parsed, start, end, fields)

    def subject_of(self, verb: int, on: str | None = None) -> tuple[Actor, ...]:
        """Who stands right before the verb at `verb` ("Estonia has also been accredited"), with those joined to it; else nobody."""
        named = [
            m for m in self.mentions() if m.end <= verb and not m.inert and m.kind in ("polity", "both", "pronoun", "person")
        ]
        for i in range(len(named) - 1, -1, -1):
            gap = self.parsed.text[named[i].end : verb]
            if len(gap) > 60:
                break
            if _VERB_GROUP.fullmatch(gap) and (actors := self._with_joined(named, i, on)):
                return actors
        return ()

    def subjects_before(self, at: int, on: str | None = None) -> tuple[Actor, ...]:
        """Who does what is told at `at`: the last subject before it in the sentence, with those joined to it."""
        named = [m for m in self.mentions() if m.end <= at and not m.inert and m.kind in ("polity", "both", "pronoun", "person")]
        named = [m for m in named if not (m.kind == "pronoun" and self._possessive(m))]
        for strict in (True, False):
            for i in range(len(named) - 1, -1, -1):
                if not (self._is_subject(named[i]) if strict and not self.heading else self._may_be_subject(named[i])):
                    continue
                if actors := self._with_joined(named, i, on):
                    return actors
        return ()

    def _with_joined(self, named: list[Mention], i: int, on: str | None) -> tuple[Actor, ...]:
        found = list(self.document.actor(self.parsed, named[i], on))
        text = self.parsed.text
        while i > 0 and _JOINED.match(text[named[i - 1].end : named[i].start] + ("" if text[named[i].start - 1] == " " else " ")):
            i -= 1
            if named[i].kind == "polity" and not named[i].is_noun():
                break
            found = [*self.document.actor(self.parsed, named[i], on), *found]
        return tuple({(a.polity or a.name): a for a in found}.values())

    def _possessive(self, mention: Mention) -> bool:
        return mention.text.lower() in ("its", "their", "his", "her", "him", "them", "itself")

    def _may_be_subject(self, mention: Mention) -> bool:
        return not _PREPOSITION.search(self.parsed.text, max(self.start, mention.start - 40), mention.start)

    def _is_subject(self, mention: Mention) -> bool:
        token: Token = self.parsed.doc[mention.last]
        steps = 0
        while token.dep_ in ("conj", "poss", "amod", "compound", "nmod", "appos") and steps < 6:
            token, steps = token.head, steps + 1
        return token.dep_ in _SUBJECTS


def sentence_spans(parsed: ParsedChunk) -> list[tuple[int, int]]:
    """The chunk's sentences, mended: (start, end) in the chunk's text."""
    spans: list[tuple[int, int]] = []
    for sentence in parsed.doc.sents:
        start, end = sentence.start_char, sentence.end_char
        before = parsed.text[max(0, start - 40) : start].rstrip()
        if spans and (not _END.search(before) or _NO_END.search(before) or parsed.text[start].islower()):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [span for span in spans if span[1] > span[0]]


def stretches(document: ParsedDocument) -> Iterator[Stretch]:
    """All stretches of a document, headings among them, in the order of the text."""
    pieces = [(p.chunk.offsets[0], p, False) for p in document.chunks] + [
        (p.chunk.offsets[0], p, True) for p in _headings(document)
    ]
    number = 0
    for _, parsed, heading in sorted(pieces, key=lambda piece: piece[0]):
        for start, end in [(0, len(parsed.text))] if heading else sentence_spans(parsed):
            yield Stretch(document, parsed, start, end, number, heading)
            number += 1


def heading_stretch(stretch: Stretch) -> Stretch | None:
    """The heading right above a stretch, as a stretch of its own."""
    from relazione.coding.language_model import language_model

    document = stretch.document
    at = stretch.parsed.chunk.block.start
    above = [b for b in document.document.blocks if b.kind == "heading" and b.start < at]
    if not above or above[-1].section != stretch.section:
        return None
    chunk = chunk_of(above[-1], document.document.visible, above[-1].start, above[-1].end)
    chunk.doc = language_model().make_doc(chunk.text)
    return Stretch(document, ParsedChunk(chunk, find_mentions(chunk), [], -1), 0, len(chunk.text), -1, True)


def _headings(document: ParsedDocument) -> list[ParsedChunk]:
    """The headings as chunks whose words are cut and not parsed."""
    from relazione.coding.language_model import language_model

    found = []
    for block in document.document.blocks:
        if block.kind != "heading":
            continue
        chunk = chunk_of(block, document.document.visible, block.start, block.end)
        if not chunk.text:
            continue
        chunk.doc = language_model().make_doc(chunk.text)
        found.append(ParsedChunk(chunk, find_mentions(chunk), DateContext().resolve(chunk), -1))
    return found
