"""The room `cli`: under which id a document that was just read goes into the record, or is found there.

Another document may bear its title: one about another pair, at another address, or one that was read a moment ago, by the same command. It is numbered. A
changed text that is neither is a newer version of the document there.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from relazione.model.documents import same_page

if TYPE_CHECKING:
    from relazione.model.documents import Document
    from relazione.record.store import Record


def mark(document: Document) -> int:
    """A number by which the same text, about the same pair and at the same address, is known again within this process."""
    return hash((frozenset(document.pair or ()), document.address, document.text))


def free_id(record: Record | None, document: Document, taken: Mapping[str, int]) -> str:
    """The first id, of the title's and those numbered after it, that holds this very text, or else that may take it.

    `taken`: ids of documents that the same command has read already, and perhaps not yet put on record, with their marks.
    """
    free: str | None = None
    for number in itertools.count(1):
        name = document.id if number == 1 else f"{document.id}-{number}"
        if name in taken:
            if taken[name] == mark(document):
                return name
            continue
        there = record.find_document(name) if record is not None else None
        if there is None:
            return free or name
        same = set(there.pair or ()) == set(document.pair or ()) and same_page(there.address, document.address)
        if same and there.text == document.text:
            return name
        if free is None and same:
            free = name
    raise AssertionError
