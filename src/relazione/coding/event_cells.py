"""The room `coding`: since when there are relations, told by an infobox line or a table's cell: "Formal relations began: 1920 & 1991".

Each date of the cell is an event of its own. The words before it tell which: relations end ("ceased in 1974"), begin again, or neither
("first contact in 1584"). Relations begin at a moment: of a span of years only the first is taken.
"""

from __future__ import annotations

import re

import msgspec

from relazione.coding.linking import actor_of_state, day_of
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.model.claims import Event
from relazione.model.dates import When, sides
from relazione.model.evidence import quote
from relazione.model.identity import Draft

_ENDED = re.compile(
    r"\b(?:end(?:ed|s)?|sever(?:ed)?|br(?:oke|oken|eak)|ceased?|cut|closed|withdrawn|terminated|suspended)\b", re.IGNORECASE
)
_NEITHER = re.compile(r"\b(?:contacts?|interrupted|consular|no|not|never|until|visit|according to)\b", re.IGNORECASE)
_MONTH = re.compile(r"(?<![\d-])(\d{4})[-–](0[1-9]|1[0-2])(?![\d–-])")
_NO_RELATIONS = re.compile(r"^\W*(?:no|none|never|not)\b", re.IGNORECASE)


def read_cell(document: ParsedDocument, parsed: ParsedChunk) -> list[Draft]:
    """The establishment and the severing of relations that the line or cell tells."""
    block = parsed.chunk.block
    if "relations" not in block.key.lower() or _NO_RELATIONS.match(parsed.text):
        return []
    found: list[Draft] = []
    after = 0
    dates = _dates(parsed)
    for first, last, when in dates:
        before, after = parsed.text[after:first], last
        if _NEITHER.search(before) and not _ENDED.search(before):
            continue
        type_ = "relations-severed" if _ENDED.search(before) else "relations-established"
        actors = tuple(actor_of_state(state, day_of(when.edtf)) for state in document.pair.codes())
        line = document.document.visible.rfind(block.key, max(0, block.start - 80), block.start)
        start, end = (block.start, block.end) if len(dates) == 1 else parsed.chunk.span(first, last)
        evidence = quote(document.document.text, line if line >= 0 else start, end)
        body = Event(type_, actors, when, words=block.key)
        found.append(Draft(body, (evidence,), confidence=0.9, rule="infobox", section=" / ".join(block.section)))
    return found


def _dates(parsed: ParsedChunk) -> list[tuple[int, int, When]]:
    """The dates of a cell with their places. "1905-11" is a month here, for a beginning is no span of years."""
    months = [(m.start(), m.end(), When(f"{m[1]}-{m[2]}", wording=m[0])) for m in _MONTH.finditer(parsed.text)]
    found = list(months)
    for date in parsed.dates:
        when = date.when(parsed.text)
        if when is None or any(date.start < last and first < date.end for first, last, _ in months):
            continue
        if "/" in when.edtf:
            when = msgspec.structs.replace(when, edtf=sides(when.edtf)[0] or when.edtf)
        found.append((date.start, date.end, when))
    return sorted(found, key=lambda one: one[0])
