"""The room `coding`: a document parsed once, for all readers: its chunks with parse, mentions and dates, its sentences, its pair.

Readers (events, missions, memberships, ...) are functions from a ParsedDocument to drafts. What they share is here: who acts in a
stretch of tokens, what a pronoun stands for, which evidence a span gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from relazione.coding.date_context import FoundDate, resolve_dates
from relazione.coding.language_model import parse
from relazione.coding.linking import actor_of_hit, actor_of_polity, actor_of_state, day_of, state_of
from relazione.coding.mentions import Mention, find_mentions
from relazione.coding.pair import Pair, find_pair
from relazione.coding.persons import Persons
from relazione.coding.text import Chunk, Sentence, chunks
from relazione.model.claims import Actor
from relazione.model.dates import HowGot
from relazione.model.documents import Document
from relazione.model.evidence import Evidence, quote
from relazione.reference.polities import polities_of, resolve_name

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(slots=True)
class ParsedChunk:
    """A chunk with all that was found in it."""

    chunk: Chunk
    mentions: list[Mention]
    dates: list[FoundDate]
    index: int

    @property
    def doc(self) -> Doc:
        """The parse."""
        assert self.chunk.doc is not None
        return self.chunk.doc

    @property
    def text(self) -> str:
        """The chunk's text as parsed."""
        return self.chunk.text

    def mentions_in(self, first: int, last: int) -> list[Mention]:
        """Mentions among the tokens first..last."""
        return [m for m in self.mentions if first <= m.first and m.last <= last]

    def dates_in(self, start: int, end: int) -> list[FoundDate]:
        """Dates within text[start:end]."""
        return [d for d in self.dates if start <= d.start and d.end <= end]


@dataclass
class ParsedDocument:
    """A document parsed once for all readers."""

    document: Document
    pair: Pair
    chunks: list[ParsedChunk]
    persons: Persons

    def sentences(self) -> Iterator[tuple[ParsedChunk, Sentence]]:
        """All sentences of prose, items and cells, in order."""
        for parsed in self.chunks:
            for i, tokens in enumerate(parsed.doc.sents):
                yield parsed, Sentence(parsed.chunk, tokens, i)

    def evidence(self, parsed: ParsedChunk, start: int, end: int, fields: tuple[str, ...] = (), how: HowGot = "said") -> Evidence:
        """Evidence for text[start:end] of a chunk: offsets and exact words of the document itself."""
        a, b = parsed.chunk.span(start, end)
        return quote(self.document.text, a, b, fields, how)

    def actor(self, parsed: ParsedChunk, mention: Mention, on: str | None) -> tuple[Actor, ...]:
        """Whom a mention means on a date (EDTF): one actor, both sides for "both countries", none where it cannot be told."""
        day = day_of(on)
        if mention.kind == "both":
            codes = ("KOR", "PRK") if mention.text.endswith("Koreas") else self.pair.codes()
            return tuple(self._as_named(actor_of_state(code, day, mention.text), on) for code in codes)
        if mention.kind == "person":
            found = self.persons.actor(mention, day, self.pair)
            return (self._as_named(found, on),) if found else ()
        if mention.kind == "pronoun":
            return self.antecedent(parsed, mention, on)
        if mention.hit is None:
            return ()
        one = actor_of_hit(mention.hit, mention.text, day, self.pair)
        return (one,) if one else ()

    def _as_named(self, actor: Actor, on: str | None) -> Actor:
        """An actor known by its state alone (of a person, of "both countries"): a side of the pair as the polity that `side` chooses."""
        if actor.state not in self.pair or actor.state is None:
            return actor
        side = self.side(actor.state, on)
        return msgspec.structs.replace(actor, name=side.name, polity=side.polity)

    def side(self, code: str, on: str | None) -> Actor:
        """A side of the pair on a date: of several polities alive then, the one that the document names most."""
        day = day_of(on)
        alive = {p.id for p in polities_of(code, day)} if day else set()
        named = [p for p in self.named_polities.get(code, ()) if p in alive]
        if named:
            return actor_of_polity(named[0], self.pair, self.named_as.get(named[0], ""))
        return actor_of_state(code, day)

    @cached_property
    def named_as(self) -> dict[str, str]:
        """For each polity of the pair's lineages, the words that name it most often in the text."""
        counts: dict[str, Counter[str]] = {}
        for parsed in self.chunks:
            for mention in parsed.mentions:
                if mention.kind == "polity" and mention.hit is not None and mention.hit.has("name"):
                    for match in resolve_name(mention.text):
                        counts.setdefault(match.polity, Counter())[mention.text] += 1
        return {polity: found.most_common(1)[0][0] for polity, found in counts.items()}

    @cached_property
    def named_polities(self) -> dict[str, tuple[str, ...]]:
        """For each side, the polities of its lineage by how often their own names stand in the text."""
        counts: dict[str, Counter[str]] = {code: Counter() for code in self.pair.codes()}
        for parsed in self.chunks:
            for mention in parsed.mentions:
                if mention.kind != "polity" or mention.hit is None or not mention.hit.has("name"):
                    continue
                for match in resolve_name(mention.text):
                    code = state_of(match.polity, self.pair.codes())
                    if code in counts:
                        counts[code][match.polity] += 1
        return {code: tuple(p for p, _ in found.most_common()) for code, found in counts.items()}

    def antecedent(self, parsed: ParsedChunk, pronoun: Mention, on: str | None) -> tuple[Actor, ...]:
        """What a pronoun stands for: the nearest fitting subject before it in the paragraph, else the nearest fitting mention.

        he, she, him, his, her: a person. they, them, their: several or a people. it, its: a state.
        """
        word = pronoun.text.lower()
        wants_person = word in ("he", "she", "him", "his", "her")
        doc = parsed.doc
        sentence = doc[pronoun.first].sent
        candidates: list[tuple[int, Mention]] = []
        for mention in parsed.mentions:
            if mention.first >= pronoun.first or mention.kind == "pronoun" or mention.inert:
                continue
            if wants_person != (mention.kind == "person"):
                continue
            if not wants_person and not (mention.kind == "both" or mention.is_noun()):
                continue
            if mention.kind == "both" and word in ("it", "its", "itself"):
                continue
            token = doc[mention.last]
            distance = sentence.start - mention.first if mention.first < sentence.start else 0
            subject = token.dep_ in ("nsubj", "nsubjpass") or (token.head.dep_ in ("nsubj", "nsubjpass") and token.dep_ == "conj")
            capital = mention.hit is not None and mention.hit.has("capital") and not subject
            if mention.kind == "organisation" and not subject:
                continue
            score = (60 if subject else 0) - distance - (pronoun.first - mention.first) // 4 - (80 if capital else 0)
            candidates.append((score, mention))
        if not candidates:
            return ()
        best = max(candidates, key=lambda c: c[0])[1]
        actors = list(self.actor(parsed, best, on))
        if word in ("they", "them", "their") and best.kind != "both":
            actors += self._conjuncts(parsed, best, on)
        return tuple(
            Actor(a.name, pronoun.text, a.polity, a.state, a.organisation, a.person, a.office, a.role, a.side) for a in actors
        )

    def _conjuncts(self, parsed: ParsedChunk, mention: Mention, on: str | None) -> list[Actor]:
        """The others named together with a mention ("Albania and Brazil")."""
        token = parsed.doc[mention.last]
        places = {t.i for t in token.conjuncts}
        return [
            a
            for m in parsed.mentions
            if m is not mention and any(m.first <= i <= m.last for i in places)
            for a in self.actor(parsed, m, on)
        ]


class Together:
    """Documents whose chunks are parsed as one stream, so that short ones fill the language model's batches too."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._cuts: list[list[Chunk]] = []
        self._parsed: Iterator[Doc] = iter(())
        self._next = 0

    def chunks_of(self, number: int) -> list[Chunk]:
        """The chunks of the number-th document, parsed. To be asked in rising order; documents may be left out."""
        if not self._cuts:
            self._cuts = [chunks(document) for document in self._documents]
            self._parsed = parse(chunk.text for cut in self._cuts for chunk in cut)
        while self._next <= number:
            self._next += 1
            try:
                for chunk in self._cuts[self._next - 1]:
                    chunk.doc = next(self._parsed)
            except Exception:
                self._parsed = parse(chunk.text for cut in self._cuts[self._next :] for chunk in cut)
                if self._next > number:
                    raise
        cut, self._cuts[number] = self._cuts[number], []
        return cut


def parse_document(document: Document, cutter: Callable[[], list[Chunk]] | None = None) -> ParsedDocument:
    """Parse a document for all readers; `cutter` gives its chunks where they are parsed already. Raises NoPair where it does not tell
    whom it is about."""
    pair = find_pair(document)
    cut = cutter() if cutter else Together([document]).chunks_of(0)
    dates = resolve_dates(document, cut)
    parsed = [ParsedChunk(c, find_mentions(c), d, i) for i, (c, d) in enumerate(zip(cut, dates, strict=True))]
    persons = Persons.of([(p.chunk, p.mentions) for p in parsed], pair)
    return ParsedDocument(document, pair, parsed, persons)
