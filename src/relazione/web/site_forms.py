"""Web: the pages of a site as bytes, and the record behind them, whose answers are kept while the site is made."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
KEPT = (
    "fact",
    "claim",
    "document",
    "fact_of_claim",
    "decisions",
    "spells",
    "withdrawn",
    "links",
    "data_files",
    "documents",
    "fingerprint",
)
"""Questions to a record of which the answers are kept: they are asked for a fact's page, its data and its table, and for its neighbours'."""
MOST = 4096
"""Answers of each that are kept."""
PAIRS = 64
"""Answers about pairs that are kept."""


def text(page: str) -> bytes:
    """A page as bytes."""
    return page.encode("utf-8", "backslashreplace")


def data(found: Any) -> bytes:
    """Plain data or structs as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


class KeptRecord:
    """A record that is open for reading, with its answers. Nobody must change what it answers."""

    def __init__(self, path: str, known_at: str | None = None) -> None:
        from relazione.record.store import Record

        self.record = Record.open(path, read_only=True, known_at=known_at)
        self._shared = lru_cache(PAIRS)(lambda make, *of: make(self.record, *of))

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.record, name)
        if name in KEPT:
            found = lru_cache(MOST)(found)
            setattr(self, name, found)
        return found

    def shared(self, make: Callable[..., T], *of: str) -> T:
        """What `make` gives for the record and these words, kept for the next who asks."""
        found: T = self._shared(make, *of)
        return found
