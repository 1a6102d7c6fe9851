"""The panel: how often the two voted alike in the year's roll calls of the UN General Assembly."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import NOT_A_MEMBER, NOT_COVERED, Addition, Column, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import NO_NUMBER, Dataset, Inputs, translated

WANTED = ("un-votes", "un-votes-raw")
CALLS = ("un-roll-calls",)
_CAST = {"yes": 1, "abstain": 2, "no": 3}
"""Votes as numbers, as the raw file has them; 8 is absent and 9 no member, which are no votes."""


def un_votes(frame: Frame, inputs: Inputs) -> Addition:
    """The share of equal votes, and the roll calls in which both voted."""
    data = inputs.dataset(WANTED, ("rcid", "code", "vote", "year"), "un-votes")
    year = _years(data, inputs)
    vote = _votes(data)
    place = _places(frame, data, year)
    absent = data.absent(frame)
    alike, both = np.zeros(len(frame), np.int32), np.zeros(len(frame), np.int32)
    good = (place >= 0) & (vote > 0) & (year >= frame.first) & (year <= frame.last)
    for one in np.unique(year[good]).tolist():
        here = good & (year == one)
        calls, column = np.unique(data["rcid"][here], return_inverse=True)
        cast = np.zeros((len(frame.numbers), len(calls)), np.int8)
        cast[place[here], column] = vote[here]
        equal = sum((cast == kind).astype(np.float32) @ (cast == kind).astype(np.float32).T for kind in _CAST.values())
        voted = (cast > 0).astype(np.float32) @ (cast > 0).astype(np.float32).T
        rows = np.flatnonzero(frame.year == one - frame.first)
        alike[rows] = np.asarray(equal)[frame.a[rows], frame.b[rows]]
        both[rows] = voted[frame.a[rows], frame.b[rows]]
    sessions = np.isin(frame.calendar, np.unique(year[good]))
    absent[(absent == 0) & ~sessions] = NOT_COVERED
    absent[(absent == 0) & (both == 0)] = NOT_A_MEMBER
    share = np.divide(alike, both, out=np.zeros(len(frame), np.float64), where=both > 0)
    return Addition(
        "un_votes",
        (
            Column(
                "un_agreement", share.astype(np.float32),
                "roll calls of the year in which both cast the same vote (yes, no or abstention), as a share of those in which both voted",
                "share", absent,
            ),
            Column("un_votes", smallest(both), "roll calls of the year in which both voted", "roll calls", absent),
        ),
        data.source,
        "Not a member also stands for a year in which the two never voted in the same roll call. A year without a roll call is not covered.",
    )  # fmt: skip


def _years(data: Dataset, inputs: Inputs) -> Ints:
    """The calendar year of each vote: the file's own, else that of the roll call."""
    if "year" in data:
        return data["year"].astype(np.int32)
    calls = inputs.dataset(CALLS, ("rcid", "year"), "un-votes")
    order = np.argsort(calls["rcid"])
    known = calls["rcid"][order]
    at = np.searchsorted(known, data["rcid"]).clip(max=len(known) - 1)
    return np.where(known[at] == data["rcid"], calls["year"][order][at], NO_NUMBER).astype(np.int32)


def _votes(data: Dataset) -> NDArray[np.int8]:
    """1 yes, 2 abstention, 3 no, 0 no vote."""
    told = data["vote"]
    if "vote" in data.texts:
        kinds = np.array([_CAST.get(text.lower(), 0) for text in data.texts["vote"]] + [0], np.int8)
        return np.take(kinds, told, mode="wrap")
    return np.where(np.isin(told, (1, 2, 3)), told, 0).astype(np.int8)


def _places(frame: Frame, data: Dataset, year: Ints) -> Ints:
    """The states of the votes: numbers as in other files, or codes of ISO 3166 as of the year."""
    if "code" not in data.texts:
        return frame.places(translated(data["code"].astype(np.int32), year, data.system, frame.system))
    texts = data.texts["code"]
    pairs, at = np.unique(data["code"].astype(np.int64) << 32 | year.clip(0), return_inverse=True)
    numbers = [
        _number(data.system, texts[pair >> 32], pair & 0xFFFF, frame.system) if pair >= 0 else -1 for pair in pairs.tolist()
    ]
    return frame.places(np.array(numbers, np.int32)[at])


@lru_cache(maxsize=1 << 15)
def _number(system: str, code: str, year: int, wanted: str) -> int:
    """The state number of an ISO code on the last day of a year; -1 for none."""
    from relazione.reference import polities

    on = f"{year}-12-31"
    polity = polities.by_code(system, code, on)
    number = polities.code(polity, wanted, on) if polity else None
    return int(number) if number else -1
