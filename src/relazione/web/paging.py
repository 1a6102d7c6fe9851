"""Web: long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The lines of one page, its number and the last one (from 1), and how many lines there are in all."""

    lines: Sequence[T]
    number: int
    last: int
    total: int


def page_of(lines: Sequence[T], number: int, size: int) -> Page[T]:
    """That page of a list, or the nearest that there is."""
    last = max(1, -(-len(lines) // size))
    number = max(1, min(number, last))
    return Page(lines[(number - 1) * size : number * size], number, last, len(lines))
