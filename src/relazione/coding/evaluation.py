"""The room `coding`: how well the coder reads: its annotations against those made by hand, family by family.

The rules are those of the annotation scheme. Rows are matched one to one within a document, the best pairs first.

    events, lenient   the quotes agree, and the type is the gold's or one of its alternatives
    events, strict    and the date is equal, and the set of actors
    missions          equal sender, city, kind, closed or not           memberships   equal state, organisation, status
    quantities        equal value and class of unit, quotes that agree

Precision of events is taken over dated predictions, recall over dated gold events. An undated prediction may still match, and
where its quote agrees with a dated gold event's it counts in precision, so that a date left out is no free try.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from relazione.coding.comparing import (
    Quote,
    agreement,
    fold,
    is_found,
    known_as,
    mission_kind,
    quote_of,
    same_actors,
    same_date,
    squeezed,
    words_of,
)

Row = Mapping[str, Any]
Item = TypeVar("Item")
FAMILIES = ("missions", "memberships", "quantities", "events")
SCORES = ("missions", "memberships", "quantities", "events, lenient", "events, strict")
PLAIN = ("wiki-plain", "mfa")
"""Formats of gold whose quotes must stand in the text letter by letter; in others markup may lie between the words."""
_MISSIONS = frozenset(
    (
        "embassy", "consulate-general", "consulate", "honorary-consulate", "legation", "permanent-mission",
        "cultural-institute", "trade-office", "accredited-non-resident", "other",
    )
)  # fmt: skip
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PERCENT = re.compile(r"percent|per cent|%", re.IGNORECASE)
_MONEY = re.compile(r"\b[A-Z]{3}\b|[$€£¥]|dollar|euro|pound|lira|yen")


@dataclass
class Score:
    """Counts of one family over all documents. Right predictions and rightly found gold rows are counted apart."""

    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    gold: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Part of the predictions that are right; 0 where there is none."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Part of the gold that was found; 0 where there is none."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_data(self) -> dict[str, float]:
        """For JSON, rounded to three places."""
        return {
            "precision": round(self.precision, 3),
            "recall": round(self.recall, 3),
            "f1": round(self.f1, 3),
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass
class Evaluation:
    """Scores over documents; call `add` for each."""

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in SCORES})
    documents: int = 0
    quotes: int = 0
    quotes_found: int = 0

    def add(self, slug: str, gold: Row, predicted: Row, text: str) -> None:
        """Compare one document's annotations. `gold` and `predicted` are in the scheme, `text` is the document's."""
        self.documents += 1
        within = _Document(slug, frozenset(fold(party) for party in gold.get("parties", [])), squeezed(text))
        rows = {family: [row for row in predicted.get(family) or [] if isinstance(row, dict)] for family in FAMILIES}
        if within.text:
            words = "" if gold.get("format") in PLAIN else " ".join(words_of(within.text))
            found = [is_found(within.quote(row), within.text, words) for family in rows.values() for row in family]
            self.quotes += len(found)
            self.quotes_found += sum(found)
        _missions(self.scores["missions"], within, gold["missions"], rows["missions"])
        _memberships(self.scores["memberships"], within, gold["memberships"], rows["memberships"])
        _quantities(self.scores["quantities"], within, gold["quantities"], rows["quantities"])
        for name, strictly in (("events, lenient", False), ("events, strict", True)):
            _events(self.scores[name], within, gold["events"], rows["events"], strictly)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "documents": self.documents,
            "quotes": self.quotes,
            "quotes_found": self.quotes_found,
            "families": {name: score.as_data() for name, score in self.scores.items()},
        }


class _Document:
    """What the comparison of one document's rows needs; quotes are looked up in the text once."""

    def __init__(self, slug: str, parties: frozenset[str], text: str) -> None:
        self.slug = slug
        self.parties = parties
        self.text = text
        self._quotes: dict[int, tuple[Row, Quote]] = {}

    def quote(self, row: Row) -> Quote:
        """The evidence of a row."""
        known = self._quotes.get(id(row))
        if known is None:
            known = self._quotes[id(row)] = (row, quote_of(row.get("evidence"), self.text))
        return known[1]

    def agree(self, gold: Row, predicted: Row) -> float:
        """How far the quotes of two rows are the same place."""
        return agreement(self.quote(gold), self.quote(predicted))

    def line(self, row: Row, *keys: str) -> str:
        """A row for the list of misses and extras."""
        told = " ".join(str(row.get(key)) for key in keys if row.get(key) not in (None, "", []))
        return f"{self.slug}: {told} | {' '.join(self.quote(row).passages)[:140]}"


def _matched(gold: Sequence[Row], predicted: Sequence[Row], grade: Callable[[Row, Row], float]) -> list[tuple[int, int]]:
    """Pairs of places in the two lists, one to one, the best grade first, of equal ones the first rows; 0 is no match."""
    graded = [(grade(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted)]
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for value, i, j in sorted(graded, reverse=True):
        if value <= 0:
            break
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((-i, -j))
    return pairs


def _events(score: Score, within: _Document, gold: Sequence[Row], predicted: Sequence[Row], strictly: bool) -> None:
    def grade(g: Row, p: Row) -> float:
        if p.get("type") not in (g["type"], *g.get("type_alt", ())):
            return 0.0
        near = within.agree(g, p)
        if not near:
            return 0.0
        date = same_date(dict(g), str(p["date"]) if p.get("date") else None)
        actors = same_actors(g["actors"], p.get("actors") or (), within.parties)
        return near + 2 * date + 2 * actors if (date and actors) or not strictly else 0.0

    pairs = _matched(gold, predicted, grade)
    required = {i for i, row in enumerate(gold) if row.get("required", True)}
    beside = {j for i, j in pairs if i not in required}
    counted = {
        j
        for j, row in enumerate(predicted)
        if row.get("date") or (j not in beside and any(within.agree(gold[i], row) for i in required))
    }
    found, right = {i for i, _ in pairs}, {j for _, j in pairs}
    score.predicted += len(counted)
    score.right_predicted += len(counted & right)
    score.gold += len(required)
    score.right_gold += len(required & found)
    score.missed += [within.line(gold[i], "type", "date", "actors") for i in sorted(required - found)]
    score.extra += [within.line(predicted[j], "type", "date", "actors") for j in sorted(counted - right)]


MissionKey = tuple[str, str, bool]


def _mission_set(rows: Iterable[Row], parties: frozenset[str]) -> list[tuple[MissionKey, frozenset[str]]]:
    """Missions as (city, kind, closed) and the sender's names, each once. Kinds that the scheme lacks are left out."""
    by_key: dict[MissionKey, list[frozenset[str]]] = {}
    for row in rows:
        kind = mission_kind(row.get("kind"))
        if kind in _MISSIONS:
            key = (fold(row.get("city") or row.get("resident_in")), kind, row.get("status") == "closed")
            by_key.setdefault(key, []).append(known_as(row.get("sender"), parties))
    found: list[tuple[MissionKey, frozenset[str]]] = []
    for key, senders in by_key.items():
        for sender in senders:
            if not any(other == key and names & sender for other, names in found):
                found.append((key, sender))
    return found


def _missions(score: Score, within: _Document, gold: Sequence[Row], predicted: Sequence[Row]) -> None:
    def told(one: tuple[MissionKey, frozenset[str]]) -> str:
        city, kind, closed = one[0]
        return f"{within.slug}: {'/'.join(sorted(one[1]))} {kind} {city}{' (closed)' if closed else ''}"

    wanted, got = (_mission_set(rows, within.parties) for rows in (gold, predicted))
    _sets(score, wanted, got, lambda one, other: one[0] == other[0] and bool(one[1] & other[1]), told)


Member = tuple[frozenset[str], str, str]


def _member_set(rows: Iterable[Row], parties: frozenset[str]) -> list[Member]:
    def members() -> Iterator[Member]:
        for row in rows:
            status = "member" if row.get("status") == "founding" else str(row.get("status"))
            for state in row.get("states") or ():
                yield known_as(state, parties), fold(row.get("organisation")), status

    return list(dict.fromkeys(members()))


def _memberships(score: Score, within: _Document, gold: Sequence[Row], predicted: Sequence[Row]) -> None:
    def told(one: Member) -> str:
        return f"{within.slug}: {'/'.join(sorted(one[0]))} {one[2]} {one[1]}"

    wanted, got = (_member_set(rows, within.parties) for rows in (gold, predicted))
    _sets(score, wanted, got, lambda one, other: one[1:] == other[1:] and bool(one[0] & other[0]), told)


def _sets(
    score: Score, wanted: list[Item], got: list[Item], same: Callable[[Item, Item], bool], told: Callable[[Item], str]
) -> None:
    """Count two sets against each other: what has an equal in the other set is right."""
    missed = [one for one in wanted if not any(same(one, other) for other in got)]
    extra = [one for one in got if not any(same(one, other) for other in wanted)]
    score.gold += len(wanted)
    score.predicted += len(got)
    score.right_gold += len(wanted) - len(missed)
    score.right_predicted += len(got) - len(extra)
    score.missed += map(told, missed)
    score.extra += map(told, extra)


def _amount(row: Row, key: str) -> float | None:
    """The value in ones: 3.5 of "billion USD" is 3,500,000,000. None where there is none."""
    try:
        value = float(row[key])
    except (KeyError, TypeError, ValueError):
        return None
    unit = str(row.get("unit", "")).lower()
    return value * next((factor for word, factor in _SCALES.items() if word in unit), 1.0)


def _same_amount(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def _unit_class(row: Row) -> str:
    unit = str(row.get("unit") or "")
    if _PERCENT.search(unit):
        return "percentage"
    return "money" if _MONEY.search(unit) else "other" if unit else ""


def _quantities(score: Score, within: _Document, gold: Sequence[Row], predicted: Sequence[Row]) -> None:
    def grade(g: Row, p: Row) -> float:
        first, second = _unit_class(g), _unit_class(p)
        if first and second and first != second:
            return 0.0
        if not all(_same_amount(_amount(g, key), _amount(p, key)) for key in ("value", "value_max")):
            return 0.0
        return within.agree(g, p)

    pairs = _matched(gold, predicted, grade)
    found, right = {i for i, _ in pairs}, {j for _, j in pairs}
    score.gold += len(gold)
    score.predicted += len(predicted)
    score.right_gold += len(pairs)
    score.right_predicted += len(pairs)
    keys = ("what", "value", "value_max", "unit")
    score.missed += [within.line(row, *keys) for i, row in enumerate(gold) if i not in found]
    score.extra += [within.line(row, *keys) for j, row in enumerate(predicted) if j not in right]
