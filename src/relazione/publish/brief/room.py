"""The brief: two pages. What does not find room is cut by rank, and how much is cut is said.

Lengths are millimetres of an A4 page as the PDF sets it, reckoned from the number of letters: near enough, and the same for every form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil

from relazione.publish.brief.shape import Line, Part, Section, Work, quoted
from relazione.publish.citations import Source

ROOM = 516.0
"""Millimetres that two pages have below the title."""
_LETTERS, _LINE, _HEADING = 116, 3.9, 7.8
_BOX_LETTERS, _BOX = 52, 44.0
_SOURCE_LETTERS, _SOURCE, _WORK = 68, 1.36, 1.6
_PROVENANCE = 30
_FOOT = 22.0


def fitted(sections: Sequence[Section], sources: Sequence[Source], room: float = ROOM) -> list[Section]:
    """The sections without the lines that find no room; key facts stay to the last."""
    kept = list(sections)
    by_number = {source.number: source for source in sources}
    while _length(kept, by_number) > room:
        worst = max(
            ((line.rank, at, place) for at, section in enumerate(kept) for place, line in enumerate(section.lines)),
            default=None,
        )
        if worst is None:
            break
        _, at, place = worst
        section = kept[at]
        lines = section.lines[:place] + section.lines[place + 1 :]
        kept[at] = replace(section, lines=lines, more=section.more + 1)
    return [section for section in kept if section.lines or section.note or section.more]


def _length(sections: Iterable[Section], sources: dict[int, Source]) -> float:
    total = _FOOT
    used: set[int] = set()
    works: set[str] = set()
    for section in sections:
        letters = [len(line.text) + len(line.label) + 3 * len(line.numbers) for line in section.lines]
        used.update(number for line in section.lines for number in line.numbers)
        if section.form == "facts":
            total += max(_BOX, sum(ceil(one / _BOX_LETTERS) * _LINE + 1.2 for one in letters))
        elif section.form == "prose":
            total += _HEADING + ceil(sum(letters) / _LETTERS) * _LINE
        else:
            total += _HEADING + sum(ceil(one / _LETTERS) * _LINE + 0.5 for one in letters) + (_LINE if section.more else 0)
    for number in used:
        source = sources[number]
        works.add(source.title)
        total += max(1, ceil((len(quoted(source)) + 4) / _SOURCE_LETTERS)) * _SOURCE + 0.2
    return total + sum(ceil((len(title) + _PROVENANCE) / _SOURCE_LETTERS) * _SOURCE + _WORK for title in works)


def renumbered(
    sections: Sequence[Section], sources: Sequence[Source], works: dict[str, Work]
) -> tuple[tuple[Section, ...], tuple[Source, ...], tuple[Work, ...]]:
    """The sources that are still cited, those of a document together, numbered anew; the marks follow."""
    cited = list(
        dict.fromkeys(number for section in sections for line in section.lines for part in line.parts for number in part.numbers)
    )
    by_number = {source.number: source for source in sources}
    documents = list(dict.fromkeys(by_number[number].document for number in cited))
    ordered = [number for document in documents for number in cited if by_number[number].document == document]
    new = {number: place for place, number in enumerate(ordered, start=1)}
    return (
        tuple(replace(section, lines=tuple(_line(line, new) for line in section.lines)) for section in sections),
        tuple(replace(by_number[number], number=new[number]) for number in ordered),
        tuple(works[document] for document in documents),
    )


def _line(line: Line, new: dict[int, int]) -> Line:
    return replace(
        line, parts=tuple(Part(part.text, tuple(sorted(new[number] for number in part.numbers))) for part in line.parts)
    )
