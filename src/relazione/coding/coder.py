"""The room `coding`: the one door to it. A document in, claims out, each with the words that say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from relazione.coding.pair import Pair
from relazione.coding.parsed import ParsedDocument, Together, parse_document
from relazione.coding.readers import READERS
from relazione.coding.silences import silences
from relazione.coding.text import Chunk
from relazione.model.claims import Body, Claim
from relazione.model.dates import is_edtf, sides
from relazione.model.documents import Document, Unread
from relazione.model.identity import Draft, number_claims

CODER_VERSION = "5"
"""Raised whenever the same text may yield other claims."""

_SPELLS = (("opened", "closed"), ("since", "until"), ("signed", "ended"), ("in_force", "ended"))
Reader = Callable[[ParsedDocument], list[Draft]]


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read in a document: the document, which now says whom it is about, its pair, the claims in text order, and the
    passages that yielded nothing."""

    document: Document
    pair: Pair
    claims: list[Claim]
    unread: tuple[Unread, ...]


def runs_backwards(body: Body) -> bool:
    """Whether it ends before it starts: two dates of which one belongs to something else, so that nothing is claimed."""
    for first, last in _SPELLS:
        start, end = getattr(body, first, None), getattr(body, last, None)
        if start and end and start.edtf and end.edtf:
            since, until = sides(start.edtf)[0], sides(end.edtf)[1] or sides(end.edtf)[0]
            if since and until and not is_edtf(f"{since}/{until}"):
                return True
    return False


def code(document: Document, readers: tuple[Reader, ...] = READERS, cutter: Callable[[], list[Chunk]] | None = None) -> Coded:
    """Read a document; `cutter` gives its chunks where they are parsed already. Raises NoPair where it does not tell whom it is about."""
    parsed = parse_document(document, cutter)
    drafts = [draft for reader in readers for draft in reader(parsed) if not runs_backwards(draft.body)]
    claims = number_claims(document.id, drafts)
    known = msgspec.structs.replace(document, pair=parsed.pair.codes())
    return Coded(known, parsed.pair, claims, silences(parsed, claims))


def code_all(documents: Sequence[Document]) -> Iterator[Coded | Exception]:
    """What is read in each, in order, or the error that it raised: as `code` does one by one, and faster for short ones."""
    together = Together(documents)
    for number, document in enumerate(documents):
        try:
            yield code(document, cutter=partial(together.chunks_of, number))
        except (MemoryError, ImportError):
            raise
        except Exception as error:
            yield error
