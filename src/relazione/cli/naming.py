"""The room `cli`: under which id a document that was just read goes into the record, or is found there.

Another document may bear its title: one about another pair, at another address, or one that was read a moment ago, by the same command. It is numbered. A
changed text that is neither is a newer version of the document there.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import TYPE_CHECKING

from relazione.model.documents import same_page
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    from relazione.model.documents import Document
    from relazione.record.store import Record


def free_id(record: Record | None, document: Document, taken: Collection[str]) -> str:
    """The first id, of the title's and those numbered after it, that holds this very text, or else that may take it.

    `taken`: ids of documents that the same command has read already.
    """
    free: str | None = None
    for number in itertools.count(1):
        name = document.id if number == 1 else f"{document.id}-{number}"
        there = in_record(record, name)
        if there is None:
            return free or name
        same = set(there.pair or ()) == set(document.pair or ()) and same_page(there.address, document.address)
        if same and there.text == document.text:
            return name
        if free is None and same and name not in taken:
            free = name
    raise AssertionError


def in_record(record: Record | None, id: str) -> Document | None:
    """The latest version of the document of that id; None where there is none."""
    try:
        return record.document(id) if record is not None else None
    except WrongUse:
        return None
