"""The room `coding`: where a consular post is that its own sentence does not say: in the place at the head of its entry, or in the one to
which its consul was appointed.

"Oruro (Uru Uru)-- A Consular Agency was opened in 1875. ... A Consulate was established in 1943", "was appointed to Oruro ... The
consulate was abolished in 1876".
"""

from __future__ import annotations

import re

from relazione.coding.host_cities import Host, city_of, find_hosts, spelled
from relazione.coding.mission_story import Row
from relazione.coding.parsed import ParsedChunk
from relazione.coding.stretches import Stretch

CONSULAR = ("consulate", "consulate-general", "vice-consulate", "other")
_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’`´]{0,30}(?:-[\w'’`´]{1,30}){0,3}"
_TITLE = re.compile(rf"(?<![\w-])(?P<city>{_CAP}(?: {_CAP}){{0,2}}) ?\([^()\d]{{2,50}}\) ?(?:--|–|—|:) ?(?=[A-Z])")
_APPOINTED = re.compile(
    r"\b(?:appointed|commissioned|assigned|named|nominated)(?: (?:as )?(?:the |an? )?(?:first )?(?:\w+ )?[Cc]onsul(?: [Gg]eneral)?)? (?=(?:to|at|in|for) (?:the )?[A-Z])"
)


class Places:
    """Remembers the entries of a paragraph and the appointments of a section."""

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair
        self._appointed: dict[tuple[str, ...], list[tuple[int, Host, Stretch]]] = {}
        self._titles: tuple[ParsedChunk | None, list[Host]] = (None, [])

    def read(self, stretch: Stretch) -> None:
        """Takes in the places to which a stretch tells somebody appointed."""
        text = stretch.parsed.text
        for found in _APPOINTED.finditer(text, stretch.start, stretch.end):
            hosts = find_hosts(text, found.end(), stretch.end, self.pair)
            if hosts and len(hosts.cities) == 1 and hosts.cities[0].state in self.pair:
                self._appointed.setdefault(stretch.section, []).append((stretch.number, hosts.cities[0], stretch))

    def of_entry(self, stretch: Stretch, at: int) -> Host | None:
        """The place at the head of the entry that position `at` of the paragraph belongs to."""
        if self._titles[0] is not stretch.parsed:
            self._titles = (stretch.parsed, [h for m in _TITLE.finditer(stretch.parsed.text) if (h := self._title(m))])
        return next((host for host in reversed(self._titles[1]) if host.end <= at), None)

    def _title(self, found: re.Match[str]) -> Host | None:
        place = city_of(found["city"], self.pair)
        if place is None or place.country not in self.pair:
            return None
        return Host(spelled(found["city"], self.pair), found.start(), found.end(), place.country)

    def complete(self, rows: list[Row]) -> None:
        """Gives "the consulate" of a section the only place to which its consuls were appointed."""
        for row in rows:
            if row.city is not None or not row.definite or row.kind not in CONSULAR[:2]:
                continue
            told = [t for t in self._appointed.get(row.stretch.section, []) if t[0] <= row.stretch.number]
            if told and len({t[1].name for t in told}) == 1 and told[-1][1].state == row.receiver:
                _, host, where = told[-1]
                row.city, row.city_state = host.name, host.state
                row.evidence.append(where.evidence(host.start, host.end, ("city",)))
