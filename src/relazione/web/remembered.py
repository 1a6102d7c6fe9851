"""Web: answers about the whole record, kept while the record stays as it is.

What is asked of all pairs of a large record takes a second; the next reader who asks the same is spared it. A commit by whatever
process changes the file or its log, and with it the stamp under which answers are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 48
"""Answers that are kept."""

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


def remembered(record: Any, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives for this record as it is now, kept under the key. It must be plain data that nobody changes."""
    where = (stamp(record.path), record.known_at.text if record.known_at else "", key)
    with _lock:
        if where in _kept:
            _kept.move_to_end(where)
            found: T = _kept[where]
            return found
    found = make()
    with _lock:
        _kept[where] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def stamp(path: Path) -> Hashable:
    """What changes when the record at the path does."""
    return (str(path.resolve()), *map(_state, (path, path.with_name(path.name + "-wal"))))


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size
