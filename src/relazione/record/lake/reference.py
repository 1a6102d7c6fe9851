"""The record room: the mark of the tables by which the rows of feeds get their states and types, so that it can be told when they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from relazione.reference.tables import DATA
from relazione.sources.feeds.formats import DATA as FORMATS

_TABLES = ("polities/**/*.tsv", "systems/**/*.tsv", "ontology.tsv", "cameo.tsv", "plover.tsv")


@cache
def reference_mark() -> str:
    """The first 16 signs of the SHA-256 over the tables."""
    tables = {path for pattern in _TABLES for path in DATA.glob(pattern)}
    return mark_of([*sorted(tables), FORMATS, FORMATS.with_name("feed_codes.tsv")])


def mark_of(tables: Iterable[Path]) -> str:
    """The same over any files, in their order."""
    digest = hashlib.sha256()
    for path in tables:
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
