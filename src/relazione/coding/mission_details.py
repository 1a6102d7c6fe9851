"""The room `coding`: what a document tells of a mission besides: its address and head, what an institute offers; and schools."""

from __future__ import annotations

import re

from relazione.coding.mission_story import Row
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch
from relazione.coding.tenures import person_in_office

_ADDRESS = re.compile(
    r"\b(?:located|situated|housed|stands?|lies|found|address is)(?: (?:at|on|in))?(?: the)? ([A-ZÀ-Ž0-9][^;()]{5,100}?)(?=\.(?:\s|$)|;|$)"
)
_STREET = re.compile(
    r"\d|\b(?:Street|Avenue|Road|Via|Viale|Rue|Boulevard|Calle|Square|Piazza|Place|Lane|Drive|Stra(?:ß|ss)e|Ulitsa|Caddesi|Sokak|Row|Quai|Gardens|Plaza|Terrace)\b"
)
_OFFERS = re.compile(
    r"\b(?:offers?|provides?|teach(?:es)?|organi[sz]es?|engages? in(?: the organi[sz]ation of)?)\b (.{5,120}?)(?:,? (?:also|and is|which|who)\b|[.;]|$)"
)
_INSTITUTE = re.compile(r"\b(?:[Ii]nstitutes?|[Cc]ent(?:er|re)s?|[Aa]ssociations?|[Ii]t|[Bb]oth)\b")
_SCHOOL = re.compile(
    r"\b(?:(?:primary|elementary|middle|secondary|high|international|language|bilingual|grammar|private|state) )?(?:schools?|kindergartens?|lyc[ée]es?|lyceums?|gymnasiums?)\b"
)
_LEVELS = re.compile(
    r"\b(?:kindergartens?|nurser\w+|pre-?school|primary|elementary|middle|secondary|high)\b(?: schools?)?|\blyc[ée]es?\b|\blyceums?\b"
)


def add_details(parsed: ParsedDocument, rows: list[Row], stretches: list[Stretch]) -> None:
    """Adds address and head to the mission that a section is about, and what institutes offer."""
    for heading in [r for r in rows if r.stretch.heading and r.city]:
        inside = [
            r for r in rows if r.stretch.section == heading.stretch.section and r.same_place(heading) and r.kind == heading.kind
        ]
        chosen = next((r for r in inside if not r.stretch.heading), heading)
        for stretch in stretches:
            if stretch.section == heading.stretch.section and not stretch.heading:
                _address_and_head(chosen, stretch)
    for row in rows:
        if row.kind == "cultural-institute" and not row.offers:
            _offers(row, [s for s in stretches if 0 <= s.number - row.stretch.number <= 1 and s.section == row.stretch.section])


def _address_and_head(row: Row, stretch: Stretch) -> None:
    text = stretch.parsed.text
    found = _ADDRESS.search(text, stretch.start, stretch.end)
    if not row.address and found and _STREET.search(found[1]):
        row.address = found[1].strip()
        row.evidence.append(stretch.evidence(found.start(), found.end(), ("address",)))
    if not row.head and (told := person_in_office(stretch, "ambassador" if row.kind == "embassy" else "consul")):
        row.head = told[0]
        row.evidence.append(stretch.evidence(told[1], told[2], ("head",)))


def _offers(row: Row, stretches: list[Stretch]) -> None:
    for stretch in stretches:
        found = _OFFERS.search(stretch.parsed.text, stretch.start, stretch.end)
        if found and (stretch is not row.stretch or found.start() >= row.end) and _INSTITUTE.search(stretch.text[:40]):
            row.offers = tuple(w.strip() for w in re.split(r" and of | and (?=courses|events|classes)", found[1]) if w.strip())
            row.evidence.append(stretch.evidence(found.start(), found.end(1), ("offers",)))
            return


def schools(stretches: list[Stretch], parsed: ParsedDocument) -> list[Row]:
    """Schools of one side in the other's country, with the levels that are told."""
    found: dict[tuple[str | None, str | None], Row] = {}
    for stretch in stretches:
        text = stretch.parsed.text
        if stretch.heading:
            continue
        for noun in _SCHOOL.finditer(text, stretch.start, stretch.end):
            owner = next((m for m in stretch.mentions() if m.kind == "polity" and m.end + 1 == noun.start()), None)
            place = next(
                (m for m in stretch.mentions() if m.kind == "polity" and m.is_noun() and noun.end() < m.start < noun.end() + 40),
                None,
            )
            if (
                owner is None
                or place is None
                or not re.search(r"\b(?:in|throughout|across) (?:the )?$", text[noun.end() : place.start])
            ):
                continue
            sender, receiver = parsed.actor(stretch.parsed, owner, None), parsed.actor(stretch.parsed, place, None)
            if not sender or not receiver or {sender[0].state, receiver[0].state} != set(parsed.pair.codes()):
                continue
            row = found.get((sender[0].state, receiver[0].state))
            if row is None:
                row = Row(sender[0], "school", stretch, owner.start, place.end, receiver[0].state)
                row.status, row.current, row.strong, row.rule, row.confidence = "open", True, True, "missions: schools", 0.8
                found[sender[0].state, receiver[0].state] = row
            levels = tuple(dict.fromkeys(m[0] for m in _LEVELS.finditer(text, place.end, stretch.end)))
            if levels and not row.offers:
                row.offers = levels
                row.evidence.append(stretch.evidence(noun.start(), stretch.end, ("offers",)))
    for row in found.values():
        following = next((s for s in stretches if s.number == row.stretch.number + 1 and s.parsed is row.stretch.parsed), None)
        if following is not None and not row.offers:
            levels = tuple(dict.fromkeys(m[0] for m in _LEVELS.finditer(following.parsed.text, following.start, following.end)))
            if len(levels) > 1:
                row.offers = levels
                row.evidence.append(following.evidence(following.start, following.end, ("offers",)))
    return list(found.values())
