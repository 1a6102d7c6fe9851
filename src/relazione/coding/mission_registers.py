"""The room `coding`: registers of posts: lists of places with the dates of their consulates, as historians print them.

"Other consulates were: Split, which opened on ... and closed on ...; Zadar (1880-1914)", "Bar (Antivari). Earliest date: ...; last
date: ...", items "Kotor (Consular Agency 1872-1902; Consulate 1902-1948)". A register tells its kind once, at its head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relazione.coding.host_cities import city_of, spelled
from relazione.coding.linking import actor_of_state
from relazione.coding.mission_frames import owner_before
from relazione.coding.mission_story import Row
from relazione.coding.mission_words import MissionNoun, find_nouns
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.stretches import Stretch
from relazione.model.claims import Actor
from relazione.model.dates import When

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’`´]{0,40}(?:-[\w'’`´]{1,40}){0,4}"
_NAME = rf"{_CAP}(?: (?:de|del|la|las|los|do|da|el|al|es|en|San|of) {_CAP}| {_CAP}){{0,3}}"
_OTHER_NAMES = r"(?: ?\((?P<alt>[^()\d]{2,120}|\?)\))?"
_ENTRY = re.compile(rf"\s*(?:[-–•*] )?(?:and |also )?(?P<city>{_NAME}){_OTHER_NAMES}(?P<rest>.*)", re.DOTALL)
_TITLE = re.compile(rf"({_NAME}){_OTHER_NAMES}[.,]?")
_YEARS = re.compile(r"\b(1[5-9]\d\d|20\d\d)(?: ?(?:[-–]|to) ?(1[5-9]\d\d|20\d\d|\d\d(?!\d)|current|present|today|date))?\b")
_REST = re.compile(
    r"(?: ?\([^()]*\d{4}[^()]*\)| ?[,:]? ?(?:which |that )?(?:was |were )?(?:opened|established|closed|from|in|on)?\b ?(?:in |on |from )?[^()]*\b\d{4}[^()]*(?:\([^()]*\))?| \d{4}(?:[-–]\d{2,4})?)\W*"
)
_POSTS = re.compile(
    r"\b(?:[Dd]ependent|[Ss]ubordinate|[Oo]ther|[Ff]urther|[Cc]onsular)(?: consular)? posts\b[^.;:]{0,60}:(?:\s|$)"
)
_FIRST_DATE = re.compile(
    rf"(?:(?P<city>{_NAME}){_OTHER_NAMES}(?: and (?P<second>{_NAME}){_OTHER_NAMES.replace('alt', 'alt2')})?)?[\s.:,–—-]{{0,4}}"
    r"(?:[Pp]re-\w+: )?[Ee]arliest (?:extant |known )?[Dd]ate:? ?"
)
_LAST_DATE = re.compile(
    r"[;,.]? ?(?:and )?(?:the )?(?:(?:[Ll]atest|[Ll]ast)(?: (?:extant|known|open))?(?: [Dd]ate)?|closed)(?: in| on| early| late)?:? ?"
)
_NOW = frozenset({"current", "present", "today", "date"})
_MOST_WORDS = 40  # of an entry: more is a story, no entry


@dataclass(frozen=True, slots=True)
class Register:
    """What the head of a register says: the kind of its posts, whose they are, and where it stands."""

    kind: str
    sender: Actor | None
    section: tuple[str, ...]
    number: int


class Registers:
    """Finds registers stretch by stretch."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self.pair = parsed.pair.codes()
        self.open: Register | None = None
        self._last: ParsedChunk | None = None  # the list's entry that was read last

    def read(self, stretch: Stretch, usual: tuple[Actor, ...]) -> tuple[list[Row], bool]:
        """The posts that a stretch lists, and whether it does nothing else."""
        if dated := self._dated(stretch, usual):
            return dated, False
        at = self._head(stretch)
        if at < 0 and self.open is not None and self._continues(stretch):
            at = stretch.start
        if at < 0 or self.open is None:
            return [], False
        if stretch.parsed.chunk.block.kind in ("item", "row") and at == stretch.start:
            if stretch.start > 0 and self._last is stretch.parsed:
                return [], True  # an entry is read as a whole, however the model cut it into sentences
            self._last = stretch.parsed
        rows = self._entries(stretch, at, self.open, usual)
        return rows, bool(rows) or at >= stretch.end

    def _continues(self, stretch: Stretch) -> bool:
        assert self.open is not None
        return (
            stretch.section == self.open.section and stretch.parsed.chunk.block.kind in ("item", "row") and not stretch.heading
        ) or (stretch.section == self.open.section and stretch.number == self.open.number + 1 and ";" in stretch.text)

    def _head(self, stretch: Stretch) -> int:
        """Where the entries of a register begin that a stretch opens, -1 if it opens none."""
        text = stretch.parsed.text
        nouns = [
            n
            for n in find_nouns(text, stretch.start, stretch.end)
            if n.kind in ("consulate", "consulate-general", "other", "honorary-consulate")
        ]
        plural = [n for n in nouns if n.plural]
        if not plural:
            posts = _POSTS.search(text, stretch.start, stretch.end)
            if posts is None:
                return -1
            self.open = Register("consulate", None, stretch.section, stretch.number)
            return posts.end()
        if not (stretch.heading or re.search(r"list of|following|below|other|additional|further", stretch.text, re.IGNORECASE)):
            return -1
        noun = plural[0]
        colon = re.compile(r":\s|:$").search(text, noun.end, stretch.end)
        self.open = Register(noun.kind, self._owner(stretch, noun), stretch.section, stretch.number)
        return colon.end() if colon else -1

    def _owner(self, stretch: Stretch, noun: MissionNoun) -> Actor | None:
        owner = owner_before(stretch, noun)
        found = self.parsed.actor(stretch.parsed, owner, None) if owner else stretch.subjects_before(noun.phrase)
        return next((a for a in found if a.state in self.pair), None)

    def _entries(self, stretch: Stretch, at: int, register: Register, usual: tuple[Actor, ...]) -> list[Row]:
        text = stretch.parsed.text
        whole = len(text) if self._last is stretch.parsed else stretch.end
        rows: list[Row] = []
        for piece in re.finditer(r"(?:[^;()]|\([^()]*\))+", text[at:whole]):
            start, end = at + piece.start(), at + piece.end()
            entry = _ENTRY.match(text, start, end)
            if entry is None or len(piece[0].split()) > _MOST_WORDS or not _REST.match(entry["rest"]):
                continue
            told = self._spans(stretch, entry.start("rest"), end)
            for kind, opened, closed, ended in told:
                rows.append(
                    self._row(
                        stretch,
                        kind or register.kind,
                        entry["city"],
                        (entry.start("city"), end),
                        opened,
                        closed,
                        ended,
                        register.sender,
                        usual,
                    )
                )
        return [r for r in rows if r.sender.state]

    def _spans(self, stretch: Stretch, start: int, end: int) -> list[tuple[str, When | None, When | None, bool]]:
        """What the rest of an entry tells: (kind if it says one, opened, closed, whether it is over)."""
        text = stretch.parsed.text
        nouns = [n for n in find_nouns(text, start, end) if n.kind not in ("embassy", "presence")]
        found: list[tuple[str, When | None, When | None, bool]] = []
        dates = [d for d in stretch.dates() if d.edtf and start <= d.start < end]
        closing = re.compile(r"\bclosed\b|\buntil\b").search(text, start, end)
        if closing and dates and any(d.start > closing.end() for d in dates):
            after = next(d for d in dates if d.start > closing.end())
            before = next((d for d in dates if d.end <= closing.start()), None)
            return [(nouns[0].kind if nouns else "", before.when(text) if before else None, after.when(text), True)]
        for years in _YEARS.finditer(text, start, end):
            noun = next((n for n in reversed(nouns) if n.end <= years.start()), None)
            last = years[2]
            if last and last.isdigit() and len(last) == 2:
                last = years[1][:2] + last
            opened = When(years[1], "said", years[1])
            closed = When(last, "said", last) if last and last not in _NOW else None
            found.append((noun.kind if noun else "", opened, closed, closed is not None))
        return found[:4]

    def _dated(self, stretch: Stretch, usual: tuple[Actor, ...]) -> list[Row]:
        """Entries that give the earliest and the latest date that is known, which may run on in one paragraph."""
        text = stretch.parsed.text
        rows: list[Row] = []
        if text.find("arliest", max(0, stretch.start - 60), stretch.end) < 0:
            return rows
        last_heading = stretch.section[-1] if stretch.section else ""
        for found in _FIRST_DATE.finditer(text, max(0, stretch.start - 60), stretch.end):
            if found.end() <= stretch.start:
                continue  # the name may stand before the sentence: "Bar (Antivari). Earliest date: ..."
            first = next((d for d in stretch.parsed.dates if d.edtf and 0 <= d.start - found.end() <= 4), None)
            if first is None:
                continue
            last = None
            if closing := _LAST_DATE.match(text, first.end):
                last = next((d for d in stretch.parsed.dates if d.edtf and 0 <= d.start - closing.end() <= 6), None)
            names = [n for n in (found["city"], found["second"]) if n and n.split()[-1] not in ("Earliest",)]
            if (
                not names
                and (title := _TITLE.fullmatch(last_heading.strip()))
                and not find_nouns(last_heading, 0, len(last_heading))
            ):
                names = [title[1]]  # a section for each post
            end = last.end if last else first.end
            kind = self.open.kind if self.open else "consulate"
            sender = self.open.sender if self.open else None
            for name in names:
                rows.append(
                    self._row(
                        stretch,
                        kind,
                        name,
                        (found.start(), end),
                        first.when(text),
                        last.when(text) if last else None,
                        last is not None,
                        sender,
                        usual,
                    )
                )
        return [r for r in rows if r.sender.state]

    def _row(
        self,
        stretch: Stretch,
        kind: str,
        name: str,
        span: tuple[int, int],
        opened: When | None,
        closed: When | None,
        over: bool,
        sender: Actor | None,
        usual: tuple[Actor, ...],
    ) -> Row:
        place = city_of(name, self.pair)
        state = place.country if place and place.country in self.pair else None
        if state is not None:
            sender = actor_of_state(self.parsed.pair.other(state), opened.edtf if opened else None)
        elif sender is None:
            sender = usual[0] if usual else Actor("")
        receiver = self.parsed.pair.other(sender.state) if sender.state in self.pair else None
        start = (
            span[0] + len(stretch.parsed.text[span[0] : span[1]]) - len(stretch.parsed.text[span[0] : span[1]].lstrip(" -–•*"))
        )
        row = Row(sender, "other" if kind == "vice-consulate" else kind, stretch, start, span[1], receiver)
        row.city, row.city_state, row.strong = spelled(name, self.pair), receiver, True
        row.opened, row.closed = opened, closed
        row.status = "closed" if over else "unknown"
        row.rule, row.confidence = "missions: register", 0.85
        return row
