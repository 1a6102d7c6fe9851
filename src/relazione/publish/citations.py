"""Publish: numbered sources. Whoever tells a fact asks here for its numbers; each number is a passage of a document.

The same passage keeps its number, however many facts rest on it. What rests on the tables of Relazione, and on no document, cites the
table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.record import Fact
from relazione.publish.quoting import Quotation, quotation

SHORT = 24
"""Characters under which a quote is shown with the words around it."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[|{}\[\]:]+\s*")


@dataclass(frozen=True)
class Source:
    """One numbered passage: the words quoted, and the document that says them. One of a table has no document and no claim."""

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
    """The numbers given so far. `record` is an open record; `pair`: documents about these two are cited first."""

    record: Any
    pair: frozenset[str] = frozenset()
    sources: list[Source] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    _tables: dict[str, int] = field(default_factory=dict)
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

    def cite(self, facts: str | Iterable[str], most: int | None = None) -> tuple[int, ...]:
        """The numbers of the passages behind a fact, or several, in ascending order; `most` of each fact, of different documents first."""
        ids = [facts] if isinstance(facts, str) else list(dict.fromkeys(facts))
        found: set[int] = set()
        for id in ids:
            claims = [self.record.claim(claim) for claim in self.fact(id).claims]
            for claim in claims if most is None else self._best(claims, most):
                number = self._number(claim)
                if number is not None:
                    found.add(number)
        return tuple(sorted(found))

    def cite_claims(self, claims: Iterable[str], most: int = 2) -> tuple[int, ...]:
        """The numbers of the passages of some claims."""
        chosen = self._best([self.record.claim(claim) for claim in claims], most)
        return tuple(sorted({number for claim in chosen if (number := self._number(claim)) is not None}))

    def cite_table(self, title: str, words: str) -> tuple[int, ...]:
        """The number of what a table of ours says."""
        if words not in self._tables:
            self._tables[words] = len(self.sources) + 1
            self.sources.append(Source(len(self.sources) + 1, words, "", title, None, "", ""))
        return (self._tables[words],)

    def _best(self, claims: list[Claim], most: int) -> list[Claim]:
        """The claims to be cited: those of the pair's own documents first, each document once before any is twice."""
        told = [claim for claim in claims if claim.evidence]
        if len(told) <= most:
            return told
        seen: dict[str, int] = {}
        keys = []
        for place, claim in enumerate(told):
            again = seen[claim.document] = seen.get(claim.document, -1) + 1
            pair = self.document(claim.document).pair
            keys.append((again, not (pair and self.pair and set(pair) == self.pair), place, claim))
        return [key[-1] for key in sorted(keys, key=lambda key: key[:3])][:most]

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
                    quote=_quote(said),
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


def _quote(said: Quotation) -> str:
    """The words; where they are very few ("1856"), with those around them in the same sentence, at whole words."""
    words = " ".join(said.words.split())
    if len(words) >= SHORT:
        return words
    before = _SENTENCE.split(said.before.rpartition("\n")[2])[-1]
    after = _SENTENCE.split(said.after.partition("\n")[0])[0]
    begins, ends = len(before) < len(said.before), len(after) < len(said.after)
    if not begins:
        before = before.partition(" ")[2]
    if not ends:
        after = after.rpartition(" ")[0]
    whole = " ".join(f"{before}{said.words}{after}".split())
    return f"{'' if begins or not before else '… '}{whole}{'' if ends or not after else ' …'}"


def provenance(document: Document) -> str:
    """Where the text is from, as its original tells: revision, address and licence; "" where it tells none of them."""
    revision = f"revision {document.revision}" if document.revision else ""
    licence = f"licence {document.licence}" if document.licence else ""
    return ", ".join(filter(None, (revision, document.address, licence)))


def marks(numbers: Iterable[int]) -> str:
    """Numbers as they stand behind a line: "[1][4]"."""
    return "".join(map(partial(str.format, "[{}]"), numbers))
