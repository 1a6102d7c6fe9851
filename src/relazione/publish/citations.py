"""Publish: numbered sources. Whoever tells a fact asks here for its numbers; each number is a passage of a document.

The same passage keeps its number, however many facts rest on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.record import Fact
from relazione.publish.quoting import quotation


@dataclass(frozen=True)
class Source:
    """One numbered passage: the words quoted, and the document that says them."""

    number: int
    quote: str
    document: str
    title: str
    date: str | None
    section: str
    claim: str
    page: int = 0
    line: int = 0


@dataclass
class Citations:
    """The numbers given so far. `record` is an open record."""

    record: Any
    sources: list[Source] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    _documents: dict[str, Document] = field(default_factory=dict)
    _facts: dict[str, Fact] = field(default_factory=dict)

    def fact(self, id: str) -> Fact:
        """The fact, asked of the record once."""
        if id not in self._facts:
            self._facts[id] = self.record.fact(id)
        return self._facts[id]

    def document(self, id: str) -> Document:
        """The document, asked of the record once."""
        if id not in self._documents:
            self._documents[id] = self.record.document(id)
        return self._documents[id]

    def cite(self, facts: str | Iterable[str]) -> tuple[int, ...]:
        """The numbers of the passages behind a fact, or several, in ascending order."""
        ids = [facts] if isinstance(facts, str) else list(facts)
        claims = (self.record.claim(claim) for id in ids for claim in self.fact(id).claims)
        return tuple(sorted({number for claim in claims if (number := self._number(claim)) is not None}))

    def _number(self, claim: Claim) -> int | None:
        if not claim.evidence:
            return None
        passage = claim.evidence[0]
        key = (claim.document, passage.start, passage.end, passage.line)
        if key not in self._numbers:
            document = self.document(claim.document)
            said = quotation(document, passage)
            self._numbers[key] = len(self.sources) + 1
            self.sources.append(
                Source(
                    number=self._numbers[key],
                    quote=" ".join(said.words.split()),
                    document=claim.document,
                    title=document.title,
                    date=document.date,
                    section=claim.section,
                    claim=claim.id,
                    page=said.page,
                    line=passage.line,
                )
            )
        return self._numbers[key]


def provenance(document: Document) -> str:
    """Where the text is from, as its original tells: revision, address and licence; "" where it tells none of them."""
    revision = f"revision {document.revision}" if document.revision else ""
    licence = f"licence {document.licence}" if document.licence else ""
    return ", ".join(filter(None, (revision, document.address, licence)))


def marks(numbers: Iterable[int]) -> str:
    """Numbers as they stand behind a line: "[1][4]"."""
    return "".join(map(partial(str.format, "[{}]"), numbers))
