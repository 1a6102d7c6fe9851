"""The room `coding`: envoys told to live elsewhere: an accreditation from there.

"The ambassador to X resides in A", "was also accredited to Z and was resident at A", "Olsen remained resident at A". Whose envoy a
person is that no words tell is answered by the document: of the side that sent most missions.
"""

from __future__ import annotations

import re

from relazione.coding.host_cities import find_hosts
from relazione.coding.mission_story import Row
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch
from relazione.model.claims import Actor
from relazione.model.dates import When

_TITLED = re.compile(
    r"\b(?:ambassador|minister|envoy|high commissioner|chargé d'affaires)\b[^.;]{0,60}?\b(?:(?:is|was) (?:also )?(?:resident|based|stationed)|resides|resided|residing|resident) (?=(?:in|at) )",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:[A-ZÀ-Ž][\w'-]{1,60}|[Aa]mbassadors|[Hh]e|[Ss]he|who)(?: (?:also|concurrently))? (?:(?:was|were|is|are|remained|had been|have been|has been|have remained)"
    r"(?: (?:also|then))? (?:resident|in residence)|resided|resides) (?=(?:in|at) )"
)
_ALSO_ACCREDITED = re.compile(
    r"\b(?:[Aa]mbassador|[Mm]inister|[Ee]nvoy|[Hh]igh [Cc]ommissioner)(?: (?:resident|based))?(?= (?:in|at) [^.;]{2,50}? (?:is|was)(?: also| concurrently)? (?:accredited to|responsible for|covers))"
)
_ACCREDITED = re.compile(
    r"\baccredited to [^.;]{3,60}?,? (?:and|but)(?: (?:is|was|were|are|had|have|has)(?: been| also)?)? (?:resident|resided|based) (?=(?:in|at) )"
    r"|\b(?:commissions? (?:were|was)|(?:commissioned|accredited)(?: jointly)?) to [^.;]{3,80}?,? (?:and |while |being )+resident (?=(?:in|at) )"
)

_SAID = ("resid", "stationed", "based", "accredited", "represented", "commission", "responsible for", "covers")
"""Each pattern holds one of these: they are looked for first."""


_BY_ENVOY = re.compile(
    r"\b(?:represented|accredited) (?:in|to) [^.;,]{2,40}?,? (?:by|through|via|from) (?:its|the|their|an?)(?: non-resident| resident| [A-Z]\w+)? "
    r"(?:[Aa]mbassador|[Ee]nvoy|[Mm]inister|[Hh]igh [Cc]ommissioner|[Cc]hargé d'[Aa]ffaires)(?: based| resident| residing)? (?=(?:in|at) )"
    r"|\b(?:represented|accredited) (?:in|to) [^.;,]{2,40}? (?=from [A-Z])"
)
_NOW = re.compile(r"\b(?:is|are|has also been|resides)\b")


class Residents:
    """Collects them; their senders are asked for when all is read."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self._found: list[tuple[Row, bool]] = []

    def read(self, stretch: Stretch) -> None:
        """Takes in what a stretch tells of envoys."""
        text, pair = stretch.parsed.text, self.parsed.pair.codes()
        said = text[stretch.start : stretch.end].casefold()
        if not any(words in said for words in _SAID):
            return
        for pattern in (_TITLED, _ACCREDITED, _ALSO_ACCREDITED, _BY_ENVOY, _PERSON):
            for found in pattern.finditer(text, stretch.start, stretch.end):
                if any(r.stretch is stretch and r.start <= found.end() <= r.end for r, _ in self._found):
                    continue
                hosts = find_hosts(text, found.end(), stretch.end, pair)
                if not hosts or len(hosts.cities) != 1 or hosts.cities[0].state in (None, *pair):
                    continue
                sender = self._sender(stretch, found) if pattern in (_TITLED, _ALSO_ACCREDITED, _BY_ENVOY) else ()
                row = Row(sender[0] if sender else Actor(""), "accredited-non-resident", stretch, found.start(), hosts.end)
                row.city, row.city_state, row.strong = hosts.cities[0].name, hosts.cities[0].state, True
                row.rule, row.status, row.confidence = "missions: resident elsewhere", "unknown", 0.7
                if _NOW.search(text, max(stretch.start, found.start() - 16), hosts.end):
                    row.status = "open"
                self._date(row)
                self._found.append((row, bool(sender)))

    def _date(self, row: Row) -> None:
        """ "From 1885 to 1905 ... resident at A": over, and from when until when."""
        for date in row.stretch.dates():
            when = date.when(row.stretch.parsed.text)
            if when and date.edtf and date.end <= row.start and re.fullmatch(r"[\dX-]+/[\dX-]+", date.edtf):
                start, end = when.edtf.split("/")
                row.opened, row.closed = When(start, when.how, when.wording), When(end, when.how, when.wording)
                row.status = "closed"

    def _sender(self, stretch: Stretch, found: re.Match[str]) -> tuple[Actor, ...]:
        """Whose envoy the words beside the title say, else the subject."""
        its = next((m for m in stretch.mentions() if m.kind == "pronoun" and m.end + 1 == found.start()), None)
        if its and its.text.lower() in ("its", "their"):
            return tuple(a for a in self.parsed.actor(stretch.parsed, its, None) if a.state in self.parsed.pair)[:1]
        owner = next((m for m in reversed(stretch.mentions()) if m.kind == "polity" and -1 <= found.start() - m.end <= 25), None)
        said = self.parsed.actor(stretch.parsed, owner, None) if owner else ()
        beside = tuple(a for a in said if a.state in self.parsed.pair)
        return beside or tuple(a for a in stretch.subjects_before(found.end()) if a.state in self.parsed.pair)[:1]

    def rows(self, usual: tuple[Actor, ...]) -> list[Row]:
        """The accreditations; `usual` sends those whose sender no words tell, and without one they are left out."""
        rows = []
        for row, said in self._found:
            if said or usual:
                row.sender = row.sender if said else usual[0]
                row.receiver = self.parsed.pair.other(row.sender.state or "")
                rows.append(row)
        return rows
