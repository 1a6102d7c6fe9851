"""Reference: from a text to the polity or state that it names.

`resolve_name` serves the reading of texts: every polity that a name, adjective, people, metonym or capital may mean as
of a date. `find_state` serves the user's input: exactly one present-day state, or UnknownState with suggestions.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from relazione.model.errors import ImpossibleDate, UnknownState
from relazione.reference.folding import fold
from relazione.reference.register import LINEAGE_KINDS, Capital, Name, State, register
from relazione.reference.spans import ALWAYS, Span, span_of

# What a text most likely is, when it is several: "Luxembourg" is the state before it is its capital.
_RANK = {"name": 0, "adjective": 1, "people": 2, "metonym": 3, "capital": 4}
# Polities of other kinds are sovereign and come first.
_LESSER_KINDS = {"limited-recognition": 1, "protectorate": 2, "mandate": 2, "colony": 2, "dependency": 2}
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A polity that a text may mean.

    `kind` is name, adjective, people, metonym or capital; `text` the spelling in the table. `in_time` is False if the
    name was not yet, or no longer, in use on the date asked: "Sri Lanka" of 1950, written today.
    """

    polity: str
    kind: str
    text: str
    in_time: bool = True


def query_span(on: str | None) -> Span:
    """The days of a query date: a day, a month or a year; ImpossibleDate if it is none of them."""
    if on is None:
        return ALWAYS
    try:
        return span_of(on)
    except ValueError as error:
        raise ImpossibleDate(on, str(error)) from None


@cache
def _index() -> dict[str, list[tuple[str, Name | Capital]]]:
    index: dict[str, list[tuple[str, Name | Capital]]] = defaultdict(list)
    for name in register().names:
        index[fold(name.text)].append((name.kind, name))
    for capitals in register().capitals.values():
        for capital in capitals:
            index[fold(capital.city)].append(("capital", capital))
    return dict(index)


def _is_abbreviation(text: str) -> bool:
    letters = text.replace(".", "")
    return letters.isupper() and len(letters) <= _LONGEST_ABBREVIATION and " " not in letters


@cache
def _standing(polity_id: str) -> tuple[int, int, int]:
    """A key that puts sovereign polities before dependencies, the direct line before side lines, the younger first.

    Berlin of 1914 stands for the German Empire before Prussia, Moscow of 1970 for the Soviet Union.
    """
    reg = register()
    polity = reg.polities[polity_id]
    lines = reg.lineages.get(polity_id, ())
    how = LINEAGE_KINDS.index(lines[0].how) if lines else len(LINEAGE_KINDS)
    return _LESSER_KINDS.get(polity.kind, 0), how, -polity.span.first[0]


@lru_cache(maxsize=65536)
def resolve_name(text: str, on: str | None = None) -> tuple[Match, ...]:
    """Polities that the text may mean on a day, month or year (None: at any time), most likely first.

    Names come before adjectives, peoples, metonyms and capitals; without a date what is there today comes first;
    sovereign polities come before dependencies. If no name was in use on the date, names used out of their time are
    given with `in_time` False, those whose polity was there first; but never capitals and metonyms: Valencia does not
    stand for Venezuela today. Abbreviations must be written in capitals ("US", not "us"); a possessive ending is
    left out. A polity is given once.
    """
    reg = register()
    asked = query_span(on)
    found: list[tuple[tuple[int, ...], Match]] = []
    late: list[tuple[tuple[int, ...], Match]] = []
    folded, index = fold(text), _index()
    for kind, row in index.get(folded) or index.get(folded.removesuffix("'s").removesuffix("'")) or ():
        spelling = row.text if isinstance(row, Name) else row.city
        if _is_abbreviation(spelling) and not text.isupper():
            continue
        span = reg.span(row)
        if on is None:
            order = (_RANK[kind], *(-part for part in span.last), *_standing(row.polity))
            found.append((order, Match(row.polity, kind, spelling)))
        elif span.overlaps(asked):
            order = (_RANK[kind], -span.meet(asked).length(), *_standing(row.polity))
            found.append((order, Match(row.polity, kind, spelling)))
        elif kind not in ("metonym", "capital"):
            polity = reg.polities[row.polity].span
            distance = max(span.first[0] - asked.last[0], asked.first[0] - span.last[0])
            order = (0 if polity.overlaps(asked) else 1, distance, _RANK[kind])
            late.append((order, Match(row.polity, kind, spelling, in_time=False)))
    best: dict[str, Match] = {}
    for _, match in sorted(found or late, key=lambda item: item[0]):
        best.setdefault(match.polity, match)
    return tuple(best.values())


@cache
def _states_by_name() -> dict[str, list[str]]:
    """Folded present names of present states -> codes."""
    reg = register()
    index: dict[str, list[str]] = defaultdict(list)
    for state in reg.states.values():
        spellings = [name.text for name in reg.names_of.get(state.polity, ()) if name.kind == "name" and not name.end]
        for spelling in [state.name, *spellings]:
            codes = index[fold(spelling)]
            if state.code not in codes:
                codes.append(state.code)
    return dict(index)


@cache
def _states_by_code() -> dict[str, str]:
    """Lower-case ISO codes of present states, and the codes of lineages -> codes of lineages."""
    reg = register()
    index = {code.lower(): code for code in reg.states}
    for state in reg.states.values():
        for code in reg.codes.get(state.polity, ()):
            if code.system in ("iso2", "iso3") and not code.end:
                index.setdefault(code.code.lower(), state.code)
    return index


@cache
def _states_by_former_name() -> dict[str, list[str]]:
    """Folded former names, and names of former polities -> codes of the main heirs, the latest user first."""
    reg = register()
    index: dict[str, list[str]] = defaultdict(list)
    for name in sorted(reg.names, key=lambda name: reg.span(name).last, reverse=True):
        lines = reg.lineages.get(name.polity, ())
        if name.kind == "name" and lines:
            codes = index[fold(name.text)]
            if lines[0].state not in codes:
                codes.append(lines[0].state)
    for polity in reg.polities.values():
        lines = reg.lineages.get(polity.id, ())
        if lines:
            index.setdefault(fold(polity.name), []).append(lines[0].state)
    return dict(index)


def _suggestions(text: str) -> tuple[str, ...]:
    """Names of states that the user may have meant: of which this is the adjective or capital, or spelt nearly so."""
    reg = register()
    near = [reg.lineages[match.polity][0].state for match in resolve_name(text) if match.polity in reg.lineages]
    present = _states_by_name()
    former = _states_by_former_name()
    for folded in difflib.get_close_matches(fold(text), [*present, *former], n=5, cutoff=0.75):
        near += present.get(folded) or former[folded]
    return tuple(dict.fromkeys(reg.states[code].name for code in near))[:3]


def find_state(text: str) -> State:
    """The present-day state that a user means by a name in any spelling, or by an ISO code.

    Present names come first, then codes, then former names and polities, which lead to their main heir: "Ottoman
    Empire" -> Türkiye. Raises UnknownState, with suggestions, for anything else and for a name that two states bear.
    """
    reg = register()
    folded = fold(text)
    present = _states_by_name().get(folded, [])
    if len(present) == 1:
        return reg.states[present[0]]
    if present:
        raise UnknownState(text, tuple(reg.states[code].name for code in present))
    code = _states_by_code().get(text.strip().lower())
    if code is not None:
        return reg.states[code]
    former = _states_by_former_name().get(folded)
    if former:
        return reg.states[former[0]]
    raise UnknownState(text, _suggestions(text))
