"""The analysis room: which facts came, went and changed between two readings of one document.

The claims of each reading are made into facts by the record's own rules, as if the record held nothing else; then the facts of both
are matched: what shares a claim is the same; else what the record would take for one thing; else what is of one kind, has a
party in common, is about the same thing and stands in (nearly) the same sentence. So a corrected date is one fact that changed, and not one
that went and another that came. What a person decided of claims plays no part: this is what the text says, and what is read in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from relazione.analysis.matching import Told, matched, told_of
from relazione.model.claims import Claim
from relazione.model.documents import JOIN, Document
from relazione.model.errors import WrongUse
from relazione.model.record import Fact
from relazione.record.history import ReadingLine
from relazione.record.store import Record

Cause = Literal["text", "coder", "around", "told"]
"""Why a fact is not as it was. text: the sentence is another one; coder: the same words were read differently by another coder;
around: the same sentence, in other surroundings (a date or a name carried over); told: the document's own date or pair."""


class Side(msgspec.Struct, frozen=True):
    """A document as it was read at one time."""

    document: Document
    claims: list[Claim]
    coder: str
    read_on: Annotated[str, Meta(description="UTC, ISO 8601")]
    name: Annotated[str, Meta(description="version and reading; empty: not in the record")] = ""


class SideLine(msgspec.Struct, frozen=True):
    """What is told of a side: which version it is, who read it, and when."""

    version: Annotated[str, Meta(description="version and the reading of it (2.1); empty: not in the record")]
    coder: str
    read_on: Annotated[str, Meta(description="UTC, ISO 8601")]
    words: int
    claims: int
    facts: int


class FieldChange(msgspec.Struct, frozen=True):
    """A field, with its values before and now, the one shown first. Empty: not told."""

    name: str
    before: tuple[Any, ...]
    now: tuple[Any, ...]


class FactChange(msgspec.Struct, frozen=True):
    """A fact that came (`before` empty), went (`now` empty) or changed."""

    kind: str
    before: Annotated[str, Meta(description="id of the fact as it was read before")]
    now: Annotated[str, Meta(description="id of the fact as it is read now")]
    label_before: str
    label_now: str
    fields: tuple[FieldChange, ...]
    words_before: Annotated[tuple[str, ...], Meta(description="the sentences behind it, without markup")]
    words_now: tuple[str, ...]
    cause: Cause


class Changes(msgspec.Struct, frozen=True):
    """What is different between two readings of one document."""

    document: str
    title: str
    before: SideLine | None
    now: SideLine
    same_text: bool
    same_coder: bool
    told: Annotated[tuple[FieldChange, ...], Meta(description="what the document tells of itself: title, date, pair")]
    came: tuple[FactChange, ...]
    gone: tuple[FactChange, ...]
    changed: tuple[FactChange, ...]
    reworded: Annotated[int, Meta(description="facts told alike in other words")]
    unchanged: int

    @property
    def is_nothing(self) -> bool:
        """Whether no fact, and nothing that the document tells of itself, is different."""
        return not (self.came or self.gone or self.changed or self.told)


def changes(before: Side | None, now: Side) -> Changes:
    """What is different. Without `before` the document is new, and all its facts came."""
    a, b = (
        (told_of(before.document, before.claims, before.read_on) if before else []),
        told_of(now.document, now.claims, now.read_on),
    )
    pairs = matched(a, b, now.document.pair)
    causes = _Causes(before, now)
    came = [one for one in b if id(one) not in {id(right) for _, right in pairs}]
    gone = [one for one in a if id(one) not in {id(left) for left, _ in pairs}]
    changed, reworded = [], 0
    for left, right in pairs:
        fields = field_changes(left.fact, right.fact)
        if fields:
            changed.append(_change(left, right, fields, causes))
        elif _words(left) != _words(right):
            reworded += 1
    return Changes(
        document=now.document.id,
        title=now.document.title,
        before=_line(before, len(a)) if before else None,
        now=_line(now, len(b)),
        same_text=before is not None and before.document.text == now.document.text,
        same_coder=before is not None and before.coder == now.coder,
        told=_head(before.document, now.document) if before else (),
        came=tuple(_change(None, one, (), causes) for one in came),
        gone=tuple(_change(one, None, (), causes) for one in gone),
        changed=tuple(changed),
        reworded=reworded,
        unchanged=len(pairs) - len(changed) - reworded,
    )


def changes_between(record: Record, id: str, start: str | None = None, end: str | None = None) -> Changes:
    """What is different between two versions of a document in a record: those named ("2", or with its reading "2.1"), else the last two.

    Raises WrongUse where there is no such document or version, or only one reading.
    """
    lines = record.readings(id)
    now = _named(lines, end, id) if end else lines[-1]
    before = _named(lines, start, id) if start else _before(lines, now)
    if before is None:
        raise WrongUse(f"{id} was read once only, and nothing is there to compare; name a file to compare with it")

    def side(line: ReadingLine) -> Side:
        document, claims = record.as_read(line)
        return Side(document, claims, line.coder, line.added, line.name)

    return changes(side(before), side(now))


def _before(lines: Sequence[ReadingLine], now: ReadingLine) -> ReadingLine | None:
    """The latest reading before this one of another version; where there is none, the reading before it."""
    earlier = [line for line in lines if line.number < now.number]
    other = [line for line in earlier if line.version != now.version]
    found = other or earlier
    return found[-1] if found else None


def _named(lines: Sequence[ReadingLine], name: str, id: str) -> ReadingLine:
    """The reading of a name, "2.1"; of a version alone, "2", its latest."""
    found = [line for line in lines if name in (line.name, str(line.version))]
    if not found:
        known = ", ".join(line.name for line in lines)
        raise WrongUse(f"{id} has no version {name!r}; it has {known}")
    return found[-1]


def _line(side: Side, facts: int) -> SideLine:
    return SideLine(side.name, side.coder, side.read_on, side.document.words, len(side.claims), facts)


def _head(before: Document, now: Document) -> tuple[FieldChange, ...]:
    """What the document tells of itself, where that is different."""
    fields = ((name, getattr(before, name), getattr(now, name)) for name in ("title", "date", "pair"))
    return tuple(FieldChange(name, (a,) if a else (), (b,) if b else ()) for name, a, b in fields if a != b)


def field_changes(before: Fact, now: Fact) -> tuple[FieldChange, ...]:
    """The fields whose values are not the same; an event's trigger words and a date's wording are no difference."""

    def values(fact: Fact) -> dict[str, tuple[Any, ...]]:
        return {field.name: tuple(value.value for value in field.values) for field in fact.fields if field.name != "words"}

    a, b = values(before), values(now)
    found = [
        FieldChange(name, a.get(name, ()), b.get(name, ()))
        for name in dict.fromkeys([*a, *b])
        if a.get(name, ())[:1] != b.get(name, ())[:1] or _set(a.get(name, ())) != _set(b.get(name, ()))
    ]
    if before.realis != now.realis:
        found.insert(0, FieldChange("realis", (before.realis,), (now.realis,)))
    return tuple(found)


def body_changes(before: Claim, now: Claim) -> tuple[FieldChange, ...]:
    """The fields of one claim that are others in another."""
    a, b = (msgspec.to_builtins(claim.body) for claim in (before, now))
    names = [name for name in dict.fromkeys([*a, *b]) if name not in ("of_kind", "words") and a.get(name) != b.get(name)]

    def told(value: Any) -> tuple[Any, ...]:
        value = value.get("edtf") if isinstance(value, dict) and "edtf" in value else value
        return () if value is None else (value,)

    found = [FieldChange(name, told(a.get(name)), told(b.get(name))) for name in names]
    if before.realis != now.realis:
        found.insert(0, FieldChange("realis", (before.realis,), (now.realis,)))
    return tuple(found)


def _set(values: Iterable[Any]) -> list[bytes]:
    return sorted(msgspec.json.encode(value, order="deterministic") for value in values)


def _words(one: Told) -> list[str]:
    return sorted(" ".join(claim.evidence[0].exact.split()) for claim in one.claims)


def _change(before: Told | None, now: Told | None, fields: tuple[FieldChange, ...], causes: _Causes) -> FactChange:
    one = now or before
    assert one is not None
    return FactChange(
        kind=one.fact.kind,
        before=before.fact.id if before else "",
        now=now.fact.id if now else "",
        label_before=before.fact.label if before else "",
        label_now=now.fact.label if now else "",
        fields=fields,
        words_before=before.sentences if before else (),
        words_now=now.sentences if now else (),
        cause=causes.of(before, now),
    )


class _Causes:
    """Tells why a fact is not as it was, from the sentences that it rests on."""

    def __init__(self, before: Side | None, now: Side) -> None:
        self._coders = (before.coder if before else "", now.coder)
        self._documents = (before.document if before else None, now.document)
        self._texts = tuple(_squeezed(document) for document in self._documents)

    def of(self, before: Told | None, now: Told | None) -> Cause:
        """The cause of one difference."""
        old, new = self._documents
        if old is None or not (_all_in(before, self._texts[1]) and _all_in(now, self._texts[0])):
            return "text"
        if self._coders[0] != self._coders[1]:
            return "coder"
        return "told" if old.text == new.text else "around"


def _squeezed(document: Document | None) -> str:
    return " ".join(document.visible.replace(JOIN, "").split()) if document else ""


def _all_in(one: Told | None, text: str) -> bool:
    return one is None or all(words in text for words in one.sentences)
