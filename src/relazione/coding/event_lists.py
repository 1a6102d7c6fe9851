"""The room `coding`: events told by lists and tables: "President Luis Echeverría (1975)" under a heading about visits, "Nagasaki (1862)"
among consular posts, "Legation: 1957 – 1968", "Agreement on Road Transport (1995)". The heading tells the type, each date an event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relazione.coding.date_context import FoundDate
from relazione.coding.gazetteer import find_names
from relazione.coding.linking import actor_of_hit, actor_of_state, day_of
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.model.claims import Actor, Event
from relazione.model.dates import When
from relazione.model.identity import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("visit", re.compile(r"\bvisits?\b|\bvisitors?\b|\btrips?\b", re.IGNORECASE)),
    ("agreement", re.compile(r"\bagreements?\b|\btreat(?:y|ies)\b|\baccords\b|\blegal framework\b", re.IGNORECASE)),
    (
        "mission-opened",
        re.compile(r"\bconsul\w*\b|\bposts?\b|\bpresence\b|\bembass\w*\b|\blegations?\b|\bmissions?\b", re.IGNORECASE),
    ),
    (
        "ambassador-appointed",
        re.compile(r"\bambassadors?\b|\benvoys?\b|\bchiefs? of mission\b|\brepresentatives\b", re.IGNORECASE),
    ),
)
_VERBLESS = re.compile(r"\b(?:signed|visited|established|opened|closed|was|were|is|are|has|have|had|met)\b")
_RANK = re.compile(
    r"^\s*(Legation|Embassy|General consulate|Consulate[- ]General|Consulate|Diplomatic agency|Mission)\s*:\s*", re.IGNORECASE
)
_EXTANT = re.compile(r"\b(Earliest|[Ll]ast) extant date\s")


def is_list_line(parsed: ParsedChunk) -> bool:
    """An item or cell without a finite verb of its own."""
    return parsed.chunk.block.kind in ("item", "row") and not _VERBLESS.search(parsed.text)


def _heading_type(section: tuple[str, ...]) -> str | None:
    for heading in reversed(section):
        for type_, pattern in _TYPES:
            if pattern.search(heading):
                return type_
    return None


def _direction(document: ParsedDocument, section: tuple[str, ...]) -> tuple[str, ...]:
    """States of a heading in order: "Presidential visits from Mexico to Tanzania"."""
    heading = section[-1] if section else ""
    titled = heading.title() if heading.isupper() else heading
    found: list[str] = []
    for hit in find_names(titled):
        actor = actor_of_hit(hit, titled[hit.start : hit.end], None, document.pair)
        if actor and actor.state and actor.state not in found:
            found.append(actor.state)
    return tuple(found)


def read_list_line(document: ParsedDocument, parsed: ParsedChunk) -> list[Draft]:
    """The events of one list line or table cell, one for each date."""
    text = parsed.text
    section = parsed.chunk.block.section
    dates = [d for d in parsed.dates if d.edtf]
    if not dates:
        return []
    if _RANK.match(text):
        return [_draft(document, parsed, "mission-upgraded", d, _pair_actors(document, d), 0, len(text)) for d in dates[:1]]
    if found := list(_EXTANT.finditer(text)):
        return list(_extant(document, parsed, dates, found))
    type_ = _heading_type(section)
    if type_ is None:
        return []
    drafts = []
    for date in dates:
        actors = _actors(document, parsed, date, section)
        if type_ == "mission-opened" and not re.fullmatch(r"\s*(?:since )?\(?$", text[max(0, date.start - 1) : date.start]):
            continue
        drafts.append(_draft(document, parsed, type_, date, actors, 0, len(text)))
    return drafts


def _extant(document: ParsedDocument, parsed: ParsedChunk, dates: list[FoundDate], marks: list[re.Match[str]]) -> Iterator[Draft]:
    """ "Earliest extant date July 6, 1964, last extant date ..." of a post: opened by then, closed after."""
    for mark in marks:
        date = next((d for d in dates if 0 <= d.start - mark.end() < 6), None)
        if date is not None:
            type_ = "mission-opened" if mark[1] == "Earliest" else "mission-closed"
            start = 0 if type_ == "mission-opened" else mark.start()
            yield _draft(document, parsed, type_, date, _pair_actors(document, date), start, date.end)


def _pair_actors(document: ParsedDocument, date: FoundDate) -> tuple[Actor, ...]:
    return tuple(actor_of_state(code, day_of(date.edtf)) for code in document.pair.codes())


def _actors(document: ParsedDocument, parsed: ParsedChunk, date: FoundDate, section: tuple[str, ...]) -> tuple[Actor, ...]:
    """Sender and host by the heading, by those named in the line, else both sides."""
    day = day_of(date.edtf)
    named: list[Actor] = []
    for mention in parsed.mentions:
        if mention.kind in ("person", "polity", "organisation") and not mention.inert:
            for actor in document.actor(parsed, mention, date.edtf):
                if actor.state and all(a.state != actor.state for a in named):
                    named.append(actor)
    states = [a.state for a in named]
    if len(states) >= 3 or (len(states) == 2 and all(s in document.pair for s in states)):
        return tuple(named)
    order = _direction(document, section)
    if len(order) == 2:
        return tuple(actor_of_state(code, day) for code in order)
    if len(states) == 1 and states[0] in document.pair:
        return (named[0], actor_of_state(document.pair.other(states[0] or ""), day))
    return _pair_actors(document, date)


def _draft(
    document: ParsedDocument, parsed: ParsedChunk, type_: str, date: FoundDate, actors: tuple[Actor, ...], start: int, end: int
) -> Draft:
    block = parsed.chunk.block
    if block.kind == "row":
        from relazione.model.evidence import quote

        evidence = quote(document.document.text, block.cells[0][0], block.end)
    else:
        evidence = document.evidence(parsed, start, end)
    when: When | None = date.when(parsed.text)
    if when and date.words.relation == "since" and type_ == "mission-upgraded":
        when = When(f"{when.edtf}/..", when.how, when.wording)
    return Draft(
        Event(type_, actors, when, words=" ".join(block.section[-1:])),
        (evidence,),
        confidence=0.7,
        rule=f"list:{type_}",
        section=" / ".join(block.section),
    )
