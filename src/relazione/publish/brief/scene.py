"""The brief: what all its sections ask: the two states under the names of the day, what was known by then, and the sources.

By then means: what surely had begun by the day, and of its end only what had come. A year that reaches past the day is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from relazione.model.dates import bounds, parse_day, sides, sort_key
from relazione.publish.brief.shape import ASSUMED, Part, part
from relazione.publish.citations import Citations
from relazione.publish.words import capital, date, listed, name, the
from relazione.reference.city_names import city_then
from relazione.reference.polities import capital as capital_of
from relazione.reference.polities import polities_of

Item = Mapping[str, Any]
CITED = 2
"""Passages cited of a fact at most."""
LONGEST_OFFICE = 12 * 366
"""Days for which somebody whose end in office is not told is thought to be in it."""
TABLE = "Relazione, table of polities"


@dataclass
class Scene:
    """The pair on a day. `data`: the as-of contract as plain data; `past`: a date was asked for."""

    record: Any
    a: str
    b: str
    data: Mapping[str, Any]
    past: bool
    citations: Citations
    late: set[str] = field(default_factory=set)
    _cited: dict[tuple[tuple[str, ...], int], tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def day(self) -> int:
        """The day asked for, as a number."""
        return parse_day(self.data["as_of"])

    @cached_property
    def called(self) -> dict[str, str]:
        """The name of each state on the day: of the one polity that was there, or of which the record tells, else its own."""
        told = {actor for entry in self.entries for actor in entry["actors"]} if self.past else set()
        found = {}
        for code, side in zip((self.a, self.b), self.data["sides"], strict=True):
            there = [polity["name"] for polity in side["polities"]]
            there = there if len(there) == 1 else [polity for polity in there if polity in told]
            found[code] = the(there[0] if self.past and len(there) == 1 else str(side["state"]))
        return found

    @cached_property
    def both(self) -> str:
        """The two, as the subject of a sentence."""
        return f"{self.called[self.a]} and {self.called[self.b]}"

    @property
    def title(self) -> str:
        """The two under their names of the day."""
        return capital(self.both)

    @property
    def today(self) -> str:
        """Who the two are today, where they had other names on the day."""
        now = [the(str(side["state"])) for side in self.data["sides"]]
        return "" if now == [self.called[self.a], self.called[self.b]] else listed(now)

    @property
    def on(self) -> str | None:
        """The day asked for; None for the present."""
        return str(self.data["as_of"]) if self.past else None

    def city(self, told: Any) -> str:
        """A city under its name of the day."""
        return city_then(name(told), self.on)

    def polity_parts(self) -> Iterable[Part]:
        """The polities of the day with their dates and capitals, as our table has them."""
        for code in (self.a, self.b):
            for polity in polities_of(code, str(self.data["as_of"]))[:4]:
                city = capital_of(polity.id, str(self.data["as_of"]))
                started = f" (since {date(polity.start)})" if polity.start else ""
                words = f"{the(polity.name)}{started}{f', capital {self.city(city)}' if city else ''}"
                made = part(words, self.citations.cite_table(TABLE, words))
                if made:
                    yield made

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """What is dated up to the day and told as fact, in order; its date without an end that is still to come."""
        from relazione.analysis.timeline import timeline

        found = []
        for entry in msgspec.to_builtins(timeline(self.record, self.a, self.b, None, self.data["as_of"])):
            if entry["realis"] != "fact":
                continue
            told = self.known(entry["date"], entry["fact"])
            if told:
                found.append({**entry, "date": told})
        return sorted(found, key=lambda entry: sort_key(entry["date"]))

    def known(self, edtf: str, fact: str = "") -> str | None:
        """A date as it could be told on the day; None where it may lie after it, which is noted."""
        b = bounds(edtf)
        latest = b.start_latest if b.start_latest is not None else b.end_earliest
        if latest is None or latest > self.day:
            if fact and b.start_earliest is not None and b.start_earliest <= self.day:
                self.late.add(fact)
            return None
        start, end = sides(edtf) if "/" in edtf else (edtf, None)
        if start and end and (b.end_latest is None or b.end_latest > self.day):
            return f"{start}/.."
        return edtf

    def items(self, key: str) -> list[dict[str, Any]]:
        """The items of a list of the contract that surely had begun, without ends that were still to come."""
        found = []
        for item in self.data[key]:
            start, end = item["from"], item["to"]
            if not self.past:
                found.append(dict(item))
                continue
            if start and not self.known(start, item["fact"]):
                continue
            to_come = end and (bounds(end).end_latest or 0) > self.day
            found.append({**item, "to": None if to_come else end, "ended": None if to_come else item.get("ended")})
        return found

    def missions(self) -> list[dict[str, Any]]:
        """The missions; at present those told in the present tense before those of which only an old beginning is told."""
        return sorted(
            self.items("missions"), key=lambda item: not self.past and item["certainty"] == "assumed" and bool(item["from"])
        )

    def tenures(self) -> list[dict[str, Any]]:
        """People in office; not those who began so long ago that they cannot be thought to be there because no end is told."""
        return [
            item
            for item in self.items("tenures")
            if item["to"] or not item["from"] or self.day - (bounds(item["from"]).start_earliest or self.day) <= LONGEST_OFFICE
        ]

    def cite(self, *facts: str, most: int = CITED) -> tuple[int, ...]:
        """The numbers of the passages behind facts."""
        key = (facts, most)
        if key not in self._cited:
            self._cited[key] = self.citations.cite(facts, most)
        return self._cited[key]

    def state(self, told: Any) -> str:
        """A name as told, or the name of the day where one of the two is meant by its present one."""
        words = name(told)
        for code, side in zip((self.a, self.b), self.data["sides"], strict=True):
            if words == side["state"]:
                return self.called[code]
        return the(words)

    def doubt(self, item: Item) -> str:
        """The mark of what is assumed or disputed, to stand behind a statement. At present what is
        told in the present tense is as last told, which is said once."""
        if item["certainty"] == "disputed":
            return " (disputed)"
        return f"\u00a0{ASSUMED}" if item["certainty"] == "assumed" and (self.past or item.get("from")) else ""

    def place(self, told: Any) -> str:
        """A territory as it stands in a sentence: never under the name of one of the two."""
        return the(name(told))


def since(item: Item) -> str:
    """When it began, or from when to when, in brackets."""
    start, end = item.get("from"), item.get("to")
    if start and end:
        return f" ({date(start)})" if start == end else f" ({date(start)} to {date(end)})"
    if start:
        return f" ({date(start)})" if "/" in str(start) else f" (since {date(start)})"
    return f" (until {date(end)})" if end else ""
