"""The room `coding`: bare and relative dates filled in from what was told before, section by section.

"10 November" takes the year of the last date told in its section, "a year later" counts from it, a heading's year is inherited by its
section until a sentence tells another. Every such date is marked as carried or inherited; nothing falls back to today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from relazione.coding.date_words import DateWords, find_dates
from relazione.coding.text import Chunk
from relazione.model.dates import HowGot, When, day_number, days_in_month, is_edtf, iso_day, precision
from relazione.model.documents import Document

_AND = re.compile(r"(?:,? (?:and|or) |, )(?:on |in |the )?")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at text[start:end] of a chunk, resolved as far as the text allows; `edtf` is empty where it is not."""

    start: int
    end: int
    edtf: str
    how: HowGot
    words: DateWords

    def when(self, text: str) -> When | None:
        """The date for a claim, None where it could not be resolved."""
        if not self.edtf:
            return None
        about = "~" if self.words.approximate and "/" not in self.edtf and self.edtf[-1] not in "~?%" else ""
        return When(self.edtf + about, self.how, text[self.start : self.end])


class DateContext:
    """The last date told in a section."""

    def __init__(self) -> None:
        self.anchor = ""
        self.how: HowGot = "carried"
        self.section: tuple[str, ...] | None = None

    def enter(self, section: tuple[str, ...]) -> None:
        """A new section forgets the old one's dates and inherits a single year of its heading."""
        if section == self.section:
            return
        self.section = section
        self.anchor, self.how = "", "carried"
        if section:
            told = [d.edtf for d in find_dates(section[-1]) if d.edtf]
            if len(told) == 1 and precision(told[0]) in ("year", "month", "day"):
                self.anchor, self.how = told[0], "inherited"

    def resolve(self, chunk: Chunk) -> list[FoundDate]:
        """The dates of a chunk in order, each filled in from those before it."""
        found: list[FoundDate] = []
        text = chunk.text
        for words in _checked_by_parse(chunk, _listed(text, find_dates(text))):
            edtf = words.edtf
            how: HowGot = "said"
            if not edtf:
                edtf, how = self._fill(words), self.how
            date = FoundDate(words.start, words.end, edtf, how if not words.edtf else "said", words)
            found.append(date)
            if edtf and not words.attributive and words.relation not in ("since", "until", "before", "after"):
                self._note(edtf, how)
        return found

    def _note(self, edtf: str, how: HowGot) -> None:
        start = edtf.split("/")[0]
        if start and start != ".." and precision(start) in ("year", "month", "day", "season"):
            self.anchor = start.rstrip("~?%")
            if how == "said":
                self.how = "carried"

    def _fill(self, words: DateWords) -> str:
        if not self.anchor:
            return ""
        year = self.anchor[: 5 if self.anchor.startswith("-") else 4]
        if words.need == "year":
            edtf = f"{year}-{words.month:02d}" + (f"-{words.day:02d}" if words.day else "")
            if words.last_month:
                edtf += f"/{year}-{words.last_month:02d}"
            if words.last_day:
                edtf += f"/{year}-{words.month:02d}-{words.last_day:02d}"
            return edtf if is_edtf(edtf) else ""
        if words.need == "anchor" and words.shift:
            return self._shift(*words.shift)
        return ""

    def _shift(self, amount: int, unit: str) -> str:
        """The anchor moved by so many years, months, weeks or days, no more exact than the anchor is."""
        parts = [int(p) for p in self.anchor.lstrip("-").split("-")]
        if self.anchor.startswith("-"):
            return ""
        if unit == "year":
            return f"{parts[0] + amount:04d}"
        if len(parts) > 1 and parts[1] > 12:
            return f"{parts[0]:04d}"
        if unit == "month":
            if len(parts) < 2:
                return f"{parts[0]:04d}" if amount == 0 else ""
            months = parts[0] * 12 + parts[1] - 1 + amount
            return f"{months // 12:04d}-{months % 12 + 1:02d}"
        if len(parts) < 3:
            return self.anchor if amount == 0 and unit == "day" else ""
        if amount == 0 and unit == "week":
            return f"{parts[0]:04d}-{parts[1]:02d}"
        number = day_number(parts[0], parts[1], min(parts[2], days_in_month(parts[0], parts[1])))
        return iso_day(number + amount * (7 if unit == "week" else 1))


def _listed(text: str, dates: list[DateWords]) -> list[DateWords]:
    """The year of a list's last date is that of those before it: "on 3 May and 7 June 1912"."""
    listed = dates[-1:]
    for words, following in reversed(list(pairwise(dates))):
        if (
            words.need == "year"
            and not words.last_month
            and not words.last_day
            and _AND.fullmatch(text, words.end, following.start)
        ):
            after = listed[0].edtf
            edtf = f"{after[:4]}-{words.month:02d}" + (f"-{words.day:02d}" if words.day else "")
            if re.match(r"\d{4}-\d\d(?!\d)(?!-2[1-4])", after) and is_edtf(edtf) and edtf <= after:
                words = replace(words, edtf=edtf, need="")
        listed.insert(0, words)
    return listed


def _checked_by_parse(chunk: Chunk, dates: list[DateWords]) -> list[DateWords]:
    """Whether a date belongs to the noun after it, where the parse knows better than the words: "the year 1902 saw a crisis"."""
    if chunk.doc is None:
        return dates
    checked = []
    for words in dates:
        if words.attributive and not chunk.text[: words.start].endswith((" of ", " from ")):
            span = chunk.doc.char_span(words.start, words.end, alignment_mode="expand")
            root = span.root if span is not None and len(span) else None
            if root is not None and not (root.head.i > root.i and root.head.pos_ in ("NOUN", "PROPN", "ADJ")):
                words = replace(words, attributive=False)
        checked.append(words)
    return checked


def resolve_dates(document: Document, chunks: list[Chunk]) -> list[list[FoundDate]]:
    """The dates of every chunk, in the order of the document."""
    context = DateContext()
    found = []
    for chunk in chunks:
        context.enter(chunk.block.section)
        found.append(context.resolve(chunk) if chunk.block.kind != "infobox" else DateContext().resolve(chunk))
    return found


__all__ = ["DateContext", "FoundDate", "resolve_dates"]
