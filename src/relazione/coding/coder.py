"""The room `coding`: the one door to it. A document in, claims out, each with the words that say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from relazione.coding.pair import Pair
from relazione.coding.parsed import ParsedDocument, parse_document
from relazione.coding.readers import READERS
from relazione.coding.silences import silences
from relazione.model.claims import Claim
from relazione.model.documents import Document, Unread
from relazione.model.identity import Draft, number_claims

CODER_VERSION = "3"
"""Raised whenever the same text may yield other claims."""

Reader = Callable[[ParsedDocument], list[Draft]]


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read in a document: the document, which now says whom it is about, its pair, the claims in text order, and the
    passages that yielded nothing."""

    document: Document
    pair: Pair
    claims: list[Claim]
    unread: tuple[Unread, ...]


def code(document: Document, readers: tuple[Reader, ...] = READERS) -> Coded:
    """Read a document. Raises NoPair where it does not tell whom it is about."""
    parsed = parse_document(document)
    drafts = [draft for reader in readers for draft in reader(parsed)]
    claims = number_claims(document.id, drafts)
    known = msgspec.structs.replace(document, pair=parsed.pair.codes())
    return Coded(known, parsed.pair, claims, silences(parsed, claims))
