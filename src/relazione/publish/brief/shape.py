"""The brief before it has a form: title, sections of lines, numbered sources. Every form is made from this one structure.

A line is made of parts, and each part has the numbers of the passages that it rests on: what has no passage cannot become a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from relazione.publish.citations import Source

Form = Literal["facts", "prose", "list", "dated"]
LONGEST = 320
"""Characters of a part at most; what is longer ends in "…"."""
ASSUMED = "†"
NOTE = "told before this date, and no end is told: assumed still to hold."
LAST_TOLD = "What holds at present is as the sources last tell it; none on record tells that it ended."
NOTHING = "Nothing is on record for this pair on this date."


@dataclass(frozen=True)
class Part:
    """Words, and the numbers of their sources (at least one)."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One statement. `label`: what it is (a key fact) or when it was (a chronology); `rank`: the higher, the sooner it is cut."""

    parts: tuple[Part, ...]
    label: str = ""
    rank: float = 0.0

    @property
    def text(self) -> str:
        """The line without its marks, as it reads."""
        return " ".join(part.text for part in self.parts)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All its sources."""
        return tuple(sorted({number for part in self.parts for number in part.numbers}))


@dataclass(frozen=True)
class Section:
    """A heading and its lines. `more`: how many more are on record; `note`: said where there are no lines."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    form: Form = "list"
    more: int = 0
    note: str = ""


@dataclass(frozen=True)
class Work:
    """A document behind the sources: what it is called, when it was written, where it is from and under which licence."""

    id: str
    title: str
    date: str = ""
    provenance: str = ""

    @property
    def words(self) -> str:
        """As the heading of its passages."""
        return ", ".join(filter(None, (self.title, self.date, self.provenance)))


@dataclass(frozen=True)
class Brief:
    """A brief before it has a form. `today`: who the two are today, where they had other names; `record`: the fingerprint of the record; `made`: when it was made, where the caller says so."""

    title: str
    on: str
    day: str
    pair: tuple[str, str]
    today: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    documents: tuple[Work, ...] = ()
    notes: tuple[str, ...] = ()
    record: str = ""
    made: str = ""

    @property
    def assumes(self) -> bool:
        """Whether a line bears the mark of what is assumed."""
        return any(part.text.rstrip(".,;").endswith(ASSUMED) for part in self.parts())

    def parts(self) -> Iterable[Part]:
        """All parts of all lines, in order."""
        return (part for section in self.sections for line in section.lines for part in line.parts)

    def section(self, key: str) -> Section | None:
        """The section with a key, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def behind(self, work: Work) -> list[Source]:
        """The sources from one document."""
        return [source for source in self.sources if source.document == work.id]


def clipped(text: str, longest: int = LONGEST) -> str:
    """A text on one line and of bounded length."""
    words = " ".join(text[: 4 * longest].split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def part(text: str, numbers: Iterable[int]) -> Part | None:
    """A part, where there is something to say and somebody who says it."""
    found = tuple(numbers)
    return Part(clipped(text), found) if text and found else None


def line(*parts: Part | None, label: str = "", rank: float = 0.0) -> Line | None:
    """A line of the parts that there are."""
    there = tuple(one for one in parts if one is not None)
    return Line(there, label, rank) if there else None


def joined(parts: Iterable[Part | None], sign: str = ";") -> list[Part]:
    """Parts that follow each other, with a sign behind each but the last."""
    there = [one for one in parts if one is not None]
    return [replace(one, text=one.text + (sign if place < len(there) - 1 else "")) for place, one in enumerate(there)]


@dataclass
class Draft:
    """A section being made: lines in their order, each with its rank; beyond `most` they are only counted."""

    key: str
    heading: str
    form: Form = "list"
    base: float = 1.0
    step: float = 0.1
    most: int = 12
    note: str = ""
    lines: list[Line] = field(default_factory=list)
    total: int = 0

    def add(self, made: Line | None, weight: float | None = None) -> None:
        """Add a line; `weight` in place of its position says how soon it is cut."""
        if made is None:
            return
        self.total += 1
        if len(self.lines) < self.most:
            place = len(self.lines) if weight is None else weight
            rank = self.base + self.step * place if place else self.base / 2  # the first line of a section stays
            self.lines.append(replace(made, rank=rank))

    def section(self) -> Section:
        """The section as it stands."""
        return Section(self.key, self.heading, tuple(self.lines), self.form, self.total - len(self.lines), self.note)


def filled(drafts: Sequence[Draft]) -> list[Section]:
    """The sections that say something."""
    made = [draft.section() for draft in drafts]
    return [section for section in made if section.lines or section.note]


LONGEST_QUOTE = 240


def quoted(source: Source) -> str:
    """A source as it stands under its document: the words, and where they are."""
    words = clipped(source.quote, LONGEST_QUOTE)
    heading = source.section.rpartition(" / ")[2]
    section = f", section “{clipped(heading, 90)}”" if heading else ""
    page = f", p. {source.page}" if source.page else ""
    row = f", line {source.line}" if source.line else ""
    return f"{f'“{words}”' if source.document else words}{section}{page}{row}"


def closing(made: Brief) -> list[str]:
    """What stands at the end: the mark explained, what was left out, which record it is of, when it was made."""
    assumed = [f"{ASSUMED} {NOTE}"] if made.assumes else [LAST_TOLD] if made.sections and not made.day else []
    record = [f"Record {made.record[:16]} (SHA-256 {made.record})."] if made.record else []
    date_of_making = [f"Made on {made.made}."] if made.made else []
    return [*assumed, *made.notes, *record, *date_of_making]


def more_words(count: int) -> str:
    """ "3 more on record"."""
    return f"{count:,} more on record"
