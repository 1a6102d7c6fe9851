"""Publish: what changed between two days, in words, with numbered sources, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from relazione.analysis.diff import SECTIONS, Difference
from relazione.publish.citations import Citations, Source
from relazione.publish.tables import csv_text
from relazione.publish.words import capital, date, name, spaced, told, undated, value_words

HEADINGS = {
    "missions": "Missions",
    "memberships": "Memberships",
    "agreements": "Agreements",
    "holdings": "Territory",
    "ongoing": "Wars and what else goes on",
    "tenures": "Officials",
    "events": "Events between",
}
_WORDS = {
    "began": {"missions": "opened", "memberships": "joined", "agreements": "in force", "tenures": "took office"},
    "ended": {"missions": "closed", "memberships": "left", "tenures": "left office"},
}
OTHERWISE = {
    "began": "begun",
    "told": "newly told",
    "ended": "ended",
    "untold": "no longer told",
    "changed": "changed",
    "happened": "",
}
MEANING = {
    "told": "it stands on the later day; that it began between the two is not told",
    "untold": "it stood on the earlier day, is not told for the later one, and no end between the two is told",
}
COLUMNS = ("section", "what", "when", "fact", "text", "values_before", "sources")


class Line(NamedTuple):
    """One change or event: what became of it in a word, its sentence, its values before, and the numbers of its sources."""

    section: str
    what: str
    word: str
    when: str | None
    fact: str
    text: str
    before: str
    numbers: tuple[int, ...]


class Told(NamedTuple):
    """What changed, ready to be printed."""

    found: Difference
    lines: dict[str, list[Line]]
    state: list[tuple[str, str, str]]
    sources: tuple[Source, ...]

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """The words of lines that need to be explained, with what they mean."""
        used = {line.what for lines in self.lines.values() for line in lines}
        return [(OTHERWISE[what], meaning) for what, meaning in MEANING.items() if what in used]

    def as_data(self) -> dict[str, Any]:
        """Everything as plain data: each change and event with its text and the numbers of its sources, which follow."""
        plain: dict[str, Any] = msgspec.to_builtins(self.found)
        by_fact = {line.fact: line for lines in self.lines.values() for line in lines}
        for part in ("changes", "events"):
            plain[part] = [
                {**one, "text": by_fact[one["fact"]].text, "sources": list(by_fact[one["fact"]].numbers)} for one in plain[part]
            ]
        plain["sources"] = [msgspec.to_builtins(source) for source in self.sources]
        return plain


def shortened(told_: Told, most: int) -> tuple[Told, dict[str, int]]:
    """The same with at most so many lines in each section and the sources of these; and how many lines of which section are left out."""
    lines = {section: of[:most] for section, of in told_.lines.items()}
    kept = {number for of in lines.values() for line in of for number in line.numbers}
    left = {section: len(of) - most for section, of in told_.lines.items() if len(of) > most}
    return told_._replace(lines=lines, sources=tuple(source for source in told_.sources if source.number in kept)), left


def tell(record: Any, found: Difference) -> Told:
    """The difference in words, with its sources."""
    citations = Citations(record)
    found_lines = _by_section(_lines(found, citations))
    lines = {section: found_lines.get(section, []) for section in (*SECTIONS, "events")}
    state = [row for row in _state(found) if row[1] != row[2] or row[0] in ("At war", "Relations")]
    return Told(found, {section: of for section, of in lines.items() if of}, state, tuple(citations.sources))


def _by_section(lines: Iterator[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line)
    return found


def _lines(found: Difference, citations: Citations) -> Iterator[Line]:
    for change in found.changes:
        word = _WORDS.get(change.what, {}).get(change.section, OTHERWISE[change.what])
        before = "; ".join(f"{spaced(field)} {_value(field, value)}" for field, value in change.before.items())
        yield Line(
            change.section, change.what, word, change.when, change.fact, told(change.section, change.item), before,
            citations.cite(change.fact),
        )  # fmt: skip
    for entry in found.events:
        text = undated(entry.label, entry.date)
        yield Line("events", "happened", entry.words, entry.date, entry.fact, text, "", citations.cite(entry.fact))


def _value(field: str, value: Any) -> str:
    return value_words(field, value) or "not told"


def _state(found: Difference) -> Iterator[tuple[str, str, str]]:
    """What stood on the two days: a name, how it was, how it is."""
    for old, new in zip(found.sides_before, found.sides, strict=True):
        before, now = ([name(msgspec.to_builtins(polity)) for polity in side.polities] for side in (old, new))
        yield new.state, _some(before), _some(now)
    war = {True: "yes", False: "no", None: "not known"}
    yield "At war", war[found.at_war_before], war[found.at_war]
    yield "Relations", _relations(found.relations_before), _relations(found.relations)


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "") or "not there"


def _relations(told: Any) -> str:
    status = "not known" if told.status == "unknown" else told.status
    return f"{status} since {date(told.since)}" if told.since else status


def title(found: Mapping[str, Any] | Difference) -> str:
    """From when to when."""
    plain = found if isinstance(found, Mapping) else msgspec.to_builtins(found)
    return f"{date(plain['from'])} to {date(plain['to'])}"


def difference_csv(told_: Told) -> str:
    """The changes and events, one a row; the sources as the words that they say, with their documents."""
    sources = {source.number: source for source in told_.sources}
    rows = []
    for lines in told_.lines.values():
        for line in lines:
            said = " | ".join(f"{sources[number].title}: “{sources[number].quote}”" for number in line.numbers)
            rows.append((line.section, line.what, line.when or "", line.fact, capital(line.text), line.before, said))
    return csv_text(COLUMNS, rows)
