"""Publish: what a record learnt between two moments, in words, with numbered sources, and as a table; and the acts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from relazione.analysis.changes import FieldChange
from relazione.analysis.learnt import Learnt, Lesson
from relazione.analysis.story import Act
from relazione.publish.citations import Citations, Source
from relazione.publish.tables import csv_text
from relazione.publish.words import date, listed, spaced, value_words

CHANGES = {"came": "Came", "gone": "Gone", "changed": "Changed", "borne_out": "Told by more or fewer"}
COLUMNS = ("what", "kind", "fact", "text", "fields", "claims_before", "claims", "sources")
_ACTS = {
    "told": "read in {title}",
    "told-again": "read again in {title}",
    "dropped": "no longer read in {title}",
    "accept": "accepted by {by}",
    "edit": "corrected by {by}",
    "reject": "rejected by {by}",
    "unsure": "looked at by {by}, who is unsure",
    "withdraw": "{by} took the decision back",
    "link": "joined with another claim by {by}",
    "part": "told apart from another claim by {by}",
    "unlink": "{by} took the link back",
    "withdrawn": "{title} withdrawn by {by}",
    "restored": "{title} taken back in by {by}",
}
_DECIDED = {"accept": "acceptance", "edit": "correction", "reject": "rejection", "unsure": "doubt"}


class Said(NamedTuple):
    """Acts of one moment in words, with the claims that they were done to."""

    at: str
    what: str
    words: str
    claims: tuple[str, ...]
    document: str = ""


class Line(NamedTuple):
    """One fact: what became of it, its label, its fields that changed in words, and the numbers of its sources."""

    what: str
    fact: str
    text: str
    fields: tuple[str, ...]
    lesson: Lesson
    numbers: tuple[int, ...]


class Lessons(NamedTuple):
    """What was learnt, ready to be printed."""

    found: Learnt
    start: str
    end: str
    lines: tuple[Line, ...]
    acts: tuple[Said, ...]
    sources: tuple[Source, ...]

    def as_data(self) -> dict[str, Any]:
        """Everything as plain data; each fact with the numbers of its sources, which follow."""
        numbers = {(line.what, line.lesson): line.numbers for line in self.lines}
        plain: dict[str, Any] = {"pair": self.found.pair, "known_from": self.start, "known_to": self.end}
        for what in CHANGES:
            plain[what] = [
                {**msgspec.to_builtins(lesson), "sources": list(numbers[what, lesson])} for lesson in getattr(self.found, what)
            ]
        rest = {"unchanged": self.found.unchanged, "acts": self.found.acts, "sources": self.sources}
        return {**plain, **msgspec.to_builtins(rest)}


def tell(before: Any, now: Any, found: Learnt) -> Lessons:
    """What was learnt between two states of a record, in words."""
    citations, earlier = Citations(now), Citations(before)
    lines = []
    for what in CHANGES:
        for lesson in getattr(found, what):
            numbers = citations.cite(lesson.now[0]) if lesson.now else ()
            text = lesson.label_now or lesson.label_before
            fields = tuple(_field(field) for field in lesson.fields)
            if what == "borne_out":
                fields = (f"claims: {lesson.claims_before}, now {lesson.claims}",)
            if what == "gone":
                gone = [earlier.sources[number - 1] for number in earlier.cite(lesson.before[0])]
                fields = tuple(f"“{source.quote}” {source.title}" for source in gone)
            lines.append(Line(what, (*lesson.now, *lesson.before)[0], text, fields, lesson, numbers))
    return Lessons(found, _moment(before), _moment(now), tuple(lines), tuple(said(found.acts)), tuple(citations.sources))


def _moment(record: Any) -> str:
    return str(record.known_at.words) if record.known_at else "now"


def _field(change: FieldChange) -> str:
    return f"{spaced(change.name)}: {_values(change.name, change.before)}, now {_values(change.name, change.now)}"


def _values(field: str, values: Iterable[Any]) -> str:
    return " / ".join(value_words(field, value) for value in values) or "not told"


def said(acts: Iterable[Act]) -> Iterator[Said]:
    """Acts in words, the same act of one moment on many claims in one line."""
    groups: dict[tuple[str, ...], list[Act]] = {}
    for act in acts:
        alone = (act.claim, act.other) if act.fields else ()
        groups.setdefault((act.at, act.what, act.by, act.document, act.note, act.takes_back, *alone), []).append(act)
    for of_one in groups.values():
        act = of_one[0]
        claims = tuple(dict.fromkeys(one.claim for one in of_one if one.claim))
        text = _ACTS[act.what].format(title=act.title, by=act.by)
        if act.what == "withdraw" and act.takes_back:
            text = f"{act.by} took the {_DECIDED.get(act.takes_back, 'decision')} back"
        if len(claims) > 1:
            text = f"{len(claims)} claims {text}" if not act.what.startswith("w") else text
        if act.what in ("told", "told-again", "dropped") and act.by:
            text += f" (coder {act.by})"
        if act.fields:
            text += f": {listed(_field(field) for field in act.fields)}"
        if act.note:
            text += f": {act.note}"
        yield Said(act.at, act.what, text, claims, act.document)


def day(at: str) -> str:
    """When something was done, in words: the day and the minute, UTC."""
    return f"{date(at[:10])}, {at[11:16]}"


def lessons_csv(told: Lessons) -> str:
    """The facts that came, went and changed, one a row; the sources as the words that they say, with their documents."""
    sources = {source.number: source for source in told.sources}
    rows = []
    for line in told.lines:
        words = " | ".join(f"{sources[number].title}: “{sources[number].quote}”" for number in line.numbers)
        rows.append((
            line.what, line.lesson.kind, line.fact, line.text, " | ".join(line.fields),
            line.lesson.claims_before, line.lesson.claims, words,
        ))  # fmt: skip
    return csv_text(COLUMNS, rows)
