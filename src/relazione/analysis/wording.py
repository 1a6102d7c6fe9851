"""The analysis room: which words of a text came and went between two versions of it.

Paragraphs are compared first, then the words of those that changed. What stayed is left out but for the paragraphs beside a change, and
of very many changes only the first are spelt out, so that two versions of a long document cost what is different in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MOST = 200
"""Changed paragraphs that are spelt out."""
LONGEST = 2000
"""Words of a paragraph that are compared one by one; of a longer one the whole is told as gone and come."""
BESIDE = 160
"""Signs of an unchanged paragraph beside a change that are given."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")

How = Literal["same", "gone", "come"]


class Run(msgspec.Struct, frozen=True):
    """Words one behind the other that stayed, went or came."""

    how: How
    text: str


class Place(msgspec.Struct, frozen=True):
    """One paragraph that changed, went or came. `skipped`: unchanged paragraphs before it that are left out."""

    runs: tuple[Run, ...]
    before: Annotated[str, Meta(description="the end of the unchanged paragraph before it, where it stands beside one")] = ""
    skipped: int = 0


class Wording(msgspec.Struct, frozen=True):
    """What is different in the words of two versions."""

    places: tuple[Place, ...]
    left_out: Annotated[int, Meta(description="changed paragraphs that are not spelt out")]
    words_gone: int
    words_come: int
    unchanged: Annotated[int, Meta(description="paragraphs that are in both")]


def wording(before: str, now: str) -> Wording:
    """The difference of two texts, paragraph by paragraph (a line of the text) and word by word."""
    old, new = _paragraphs(before), _paragraphs(now)
    places: list[Place] = []
    left_out = gone = come = unchanged = skipped = 0
    last = ""
    for tag, a, b, c, d in (
        SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if _are_few(old, new) else _roughly(old, new)
    ):
        if tag == "equal":
            unchanged += b - a
            skipped = b - a
            last = old[b - 1]
            continue
        for runs in _pairs(old[a:b], new[c:d]):
            gone += sum(_count(run.text) for run in runs if run.how == "gone")
            come += sum(_count(run.text) for run in runs if run.how == "come")
            if len(places) >= MOST:
                left_out += 1
                continue
            places.append(Place(runs, _tail(last), max(0, skipped - 1) if last else skipped))
            last, skipped = "", 0
    return Wording(tuple(places), left_out, gone, come, unchanged)


def _are_few(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the paragraphs can be compared each with each; equal ones are found by their hash, so only repeated ones are costly."""
    return max(len(old), len(new)) <= 20_000


def _roughly(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Of endless texts: what stands alike at both ends, and all between as changed."""
    first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    a, b = len(old) - last, len(new) - last
    return [("equal", 0, first, 0, first), ("replace", first, a, first, b), ("equal", a, len(old), b, len(new))]


def _paragraphs(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Run, ...]]:
    """Changed paragraphs beside each other, as many as there are of both; the others went or came whole."""
    for at in range(max(len(old), len(new))):
        if at >= len(new):
            yield (Run("gone", old[at]),)
        elif at >= len(old):
            yield (Run("come", new[at]),)
        else:
            yield _words(old[at], new[at])


def _words(old: str, new: str) -> tuple[Run, ...]:
    a, b = _WORD.findall(old), _WORD.findall(new)
    whole = (Run("gone", old), Run("come", new))
    if max(len(a), len(b)) > LONGEST:
        return whole
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.quick_ratio() < 0.4 or matcher.ratio() < 0.4:
        return whole
    runs: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(a[i:j])))
            continue
        if j > i:
            runs.append(Run("gone", "".join(a[i:j])))
        if m > k:
            runs.append(Run("come", "".join(b[k:m])))
    return tuple(runs)


def _tail(text: str) -> str:
    if len(text) <= BESIDE:
        return text
    return "… " + text[-BESIDE:].partition(" ")[2]


def _count(text: str) -> int:
    return len(re.findall(r"\w+", text))
