"""Reference: from what a user types, a name or a code, to the one polity that is meant on a date.

`find_polity` is strict where `resolve_name` (which serves the reading of texts) is generous: it gives one polity or an error
that says why there is none: UnknownPolity with suggestions, AmbiguousPolity with the list, NotThen with what came before or after.

    find_polity("Turkey", on="1900").polity             "ottoman-empire"
    find_polity("325", system="cow", on="1850").polity  "kingdom-of-sardinia"
    find_polity("Czechoslovakia", on="1995")            NotThen: ... ended on 1992-12-31 and was followed by Czechia and Slovakia

Without a date it is today that is asked about; what has no meaning today means the last polity that bore it, and a note says so.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from relazione.model.errors import AmbiguousPolity, NotThen, UnknownPolity, WrongUse
from relazione.reference import histories, systems
from relazione.reference.folding import fold
from relazione.reference.names import query_span, resolve_name
from relazione.reference.polities import MAIN_LINE, main_state, polities_of
from relazione.reference.register import Code, Polity, register
from relazione.reference.spans import Span, span_between

SYSTEMS = ("cow", "gw", "iso3", "iso2", "isonum", "wikidata")
LEAST_LIKENESS = 92.0
"""Of 100: from here on a spelling that is like one name only is taken for it, with a note."""
CLEARLY = 2.5
"""By so much the likest must be ahead of the next."""
SUGGESTED = 70.0
_LESSER = ("limited-recognition", "protectorate", "mandate", "colony", "dependency", "other", "union")


class Found(msgspec.Struct, frozen=True):
    """The polity that is meant. `notes` say what the user should know; `others` are further polities that bore the name or code."""

    polity: str
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class _Bearer(msgspec.Struct, frozen=True, gc=False):
    """A polity that bore a name or code, when it did, and as what."""

    polity: str
    span: Span
    said: str


def today() -> str:
    """The day about which is asked where none is given."""
    return datetime.date.today().isoformat()


def find_polity(text: str, system: str | None = None, on: str | None = None) -> Found:
    """The polity that a name, or a code (of a system: one of SYSTEMS), means on a day, month or year (None: today).

    Raises UnknownPolity, AmbiguousPolity, NotThen, ImpossibleDate, and WrongUse for an unknown system.
    """
    text = " ".join(text.split())
    query_span(on)
    if system is not None:
        if system not in SYSTEMS:
            raise WrongUse(f"unknown system {system!r}: one of {', '.join(SYSTEMS)}")
        bearers = _by_code(system, text)
        if not bearers:
            raise UnknownPolity(
                text,
                _renumbered(system, text) or _near_codes(system, text),
                f"no polity has the code {text!r} in {_title(system)}",
            )
        return _one(_code_words(system, text), bearers, on, system)
    named = _bearers(text) or _bearers_of_parts(text)
    if named:
        return _one(text, named, on)
    coded = _any_code(text, on)
    if coded is not None:
        return coded
    return _other_ways(text, on)


# --- the indexes ----------------------------------------------------------------------------------------------------------------


@cache
def _by_name() -> dict[str, list[_Bearer]]:
    """Folded names, aliases and ids -> who bore them when."""
    reg = register()
    index: dict[str, list[_Bearer]] = defaultdict(list)
    for name in reg.names:
        if name.kind == "name":
            index[fold(name.text)].append(_Bearer(name.polity, reg.span(name), name.text))
    for alias in histories.aliases():
        if alias.kind == "name":
            index[fold(alias.text)].append(_Bearer(alias.polity, reg.span(alias), alias.text))
    for polity in reg.polities.values():
        for text in (polity.name, polity.id):
            if all(bearer.polity != polity.id for bearer in index[fold(text)]):
                index[fold(text)].append(_Bearer(polity.id, polity.span, polity.name))
    return dict(index)


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


@cache
def _loose() -> dict[str, list[_Bearer]]:
    """The same without spaces, hyphens and apostrophes."""
    index: dict[str, list[_Bearer]] = {}
    for folded, bearers in _by_name().items():
        index.setdefault(re.sub(r"\W+", "", folded), bearers)
    return index


def _bearers(text: str) -> list[_Bearer]:
    return _by_name().get(fold(text)) or _loose().get(_squeeze(text)) or []


_SHORT = {"rep": "Republic", "dem": "Democratic", "fed": "Federal", "st": "Saint", "is": "Islands"}


def _bearers_of_parts(text: str) -> list[_Bearer]:
    """Names as the lists of states write them: "Turkey (Ottoman Empire)", "Samoa/Western Samoa", "Yemen, People's Republic of",
    "German Federal Rep."."""
    spelt = re.sub(r"\b(\w+)\.\s*", lambda found: f"{_SHORT.get(found[1].lower(), found[0])} ", text)
    ways = [spelt]
    if "," in spelt:
        main, _, rest = spelt.partition(",")
        ways.append(f"{rest.strip()} {main.strip()}")
    parts = [part.strip() for part in re.split(r"[(/)]", spelt) if part.strip()]
    if len(parts) > 1:
        ways += parts
    found: list[_Bearer] = []
    for way in ways:
        found += [bearer for bearer in _bearers(way) if bearer not in found]
        if found and way not in parts:
            return found
    return found


def _by_code(system: str, text: str) -> list[_Bearer]:
    """Who bore a code when; the letters of COW and Gleditsch-Ward are taken for their numbers."""
    reg = register()
    code = text.strip().upper()
    if system in systems.SYSTEMS and not code.isdecimal():
        numbers = {spell.number for spell in systems.spells(system) if spell.abbreviation == code}
        return [bearer for number in sorted(numbers) for bearer in _by_code(system, str(number))]
    if code.isdecimal() and code.isascii():
        code = f"{int(code):03d}" if system == "isonum" else str(int(code))
    return [_Bearer(row.polity, reg.span(row), code) for row in reg.by_code.get((system, code), ())]


def _near_codes(system: str, text: str) -> tuple[str, ...]:
    """Codes of the system that differ in one sign."""
    code = text.strip().upper()
    codes = {row.code: row.polity for rows in register().codes.values() for row in rows if row.system == system}
    near = [
        known for known in sorted(codes) if len(known) == len(code) and sum(a != b for a, b in zip(known, code, strict=True)) == 1
    ]
    return tuple(f"{known} ({register().polities[codes[known]].name})" for known in near[:3]) if len(code) > 2 else ()


def _renumbered(system: str, text: str) -> tuple[str, ...]:
    """The number in this list of a state that has the number only in the other: 345 for Gleditsch-Ward's 340, Serbia."""
    found: list[str] = []
    for row in systems.renumberings():
        own, other = (row.cow, row.gw) if system == "cow" else (row.gw, row.cow)
        if system in systems.SYSTEMS and text == str(other):
            bearers = _by_code("gw" if system == "cow" else "cow", text)
            if bearers:
                name = register().polities[max(bearers, key=lambda bearer: bearer.span.last).polity].name
                found.append(f"{own} ({name}, {other} in the other list)")
    return tuple(dict.fromkeys(found))


def _title(system: str) -> str:
    lists = {name: known.name for name, known in systems.state_lists().items()}
    return lists.get(system) or {"wikidata": "Wikidata", "iso2": "ISO 3166-1 alpha-2", "iso3": "ISO 3166-1 alpha-3"}.get(
        system, "ISO 3166-1 numeric"
    )


def _code_words(system: str, text: str) -> str:
    return f"{text} ({_title(system)})"


# --- choosing -------------------------------------------------------------------------------------------------------------------


def _one(asked: str, bearers: Sequence[_Bearer], on: str | None, system: str | None = None) -> Found:
    """The one polity among those who bore a name or code; `system` where it is a code."""
    day = query_span(on or today())
    in_time = [bearer for bearer in bearers if bearer.span.overlaps(day)]
    if in_time:
        return _in_time(asked, in_time, bearers, day, on, system)
    reg = register()
    if on is None:
        last = max(bearers, key=lambda bearer: (bearer.span.last, bearer.span.first))
        return Found(last.polity, (_last_use(asked, last),), _others(bearers, last.polity))
    there = [bearer for bearer in bearers if reg.polities[bearer.polity].span.overlaps(day)]
    if there:
        chosen = _in_time(asked, there, bearers, day, on, system)
        note = (
            _other_code(chosen.polity, system, day, on)
            if system
            else f"{reg.polities[chosen.polity].name} was not called {asked} {_at(on)}"
        )
        return msgspec.structs.replace(chosen, notes=(*((note,) if note else ()), *chosen.notes))
    if system in ("iso2", "iso3", "isonum", "wikidata"):
        by_line = _by_lineage(asked, bearers, on)
        if by_line is not None:
            return by_line
    raise _not_then(asked, bearers, on)


def _in_time(
    asked: str, in_time: Sequence[_Bearer], bearers: Sequence[_Bearer], day: Span, on: str | None, system: str | None
) -> Found:
    chosen = _main(asked, in_time, day, system)
    if len(chosen) > 1:
        raise AmbiguousPolity(asked, tuple(_line(id_) for id_ in chosen), tuple(chosen))
    return Found(chosen[0], _membership_notes(chosen[0], system, on), _others(bearers, chosen[0]))


def _main(asked: str, in_time: Sequence[_Bearer], day: Span, system: str | None) -> list[str]:
    """Of the polities that bear a name on the days asked about, the one that is meant; several if nothing decides.

    Whose own name it is comes first, then the sovereign; of those that followed each other within the days asked about the
    one that was there for most of them.
    """
    reg = register()
    ids = list(dict.fromkeys(bearer.polity for bearer in in_time))
    if system is not None:
        return [max(in_time, key=lambda bearer: (bearer.span.last, bearer.span.first)).polity]
    own = [id_ for id_ in ids if fold(reg.polities[id_].name) == fold(asked)]
    sovereign = [id_ for id_ in ids if reg.polities[id_].kind not in _LESSER]
    for some in (own, sovereign):
        if some:
            ids = [id_ for id_ in ids if id_ in some]
    if len(ids) == 1:
        return ids
    share = {id_: max(bearer.span.meet(day).length() for bearer in in_time if bearer.polity == id_) for id_ in ids}
    best = max(share.values())
    longest = [id_ for id_ in ids if share[id_] == best]
    if len(longest) > 1:
        begun = {b.polity for b in in_time if b.polity in longest and b.span.first >= day.first}
        gone = {b.polity for b in in_time if b.polity in longest and b.span.last <= day.last}
        longest = [id_ for id_ in longest if not begun or id_ not in gone] or longest
        ranked = [match.polity for match in resolve_name(asked) if match.polity in longest and match.kind == "name"]
        longest = [id_ for id_ in ranked if id_ in longest] + [id_ for id_ in longest if id_ not in ranked]
    return _apart(longest)


def _apart(ids: list[str]) -> list[str]:
    """Without polities that another of the list contains: the federation stands for its unit, the empire for its crown land."""
    inside = {row.polity for id_ in ids for row in histories.held(id_) if row.holder in ids}
    kept = [id_ for id_ in ids if id_ not in inside]
    return kept or ids


def _others(bearers: Iterable[_Bearer], chosen: str) -> tuple[str, ...]:
    ordered = sorted(bearers, key=lambda bearer: (bearer.span.last, bearer.span.first), reverse=True)
    return tuple(id_ for id_ in dict.fromkeys(bearer.polity for bearer in ordered) if id_ != chosen)


def _by_lineage(asked: str, bearers: Sequence[_Bearer], on: str) -> Found | None:
    """A code of today for a day before the polity: what was there then in the main line of the state."""
    state = main_state(max(bearers, key=lambda bearer: bearer.span.last).polity)
    heirs = (polities_of(state, on, ("self", "successor")) or polities_of(state, on, MAIN_LINE)) if state else ()
    line = [polity for polity in heirs if polity.kind != "other"]
    if not state or not line:
        return None
    if len(line) > 1:
        raise AmbiguousPolity(asked, tuple(_line(polity.id) for polity in line), tuple(polity.id for polity in line))
    return Found(line[0].id, (f"{asked} is a code of {register().states[state].name}, whose line this polity is",))


# --- what is said ---------------------------------------------------------------------------------------------------------------


def _line(id_: str) -> str:
    polity = register().polities[id_]
    return f"{polity.name} ({id_}, {polity.start or '?'} to {polity.end or 'today'})"


def _at(on: str) -> str:
    return f"{'on' if len(on.lstrip('-')) > 7 else 'in'} {on}"


def _other_code(id_: str, system: str, day: Span, on: str) -> str:
    """That the polity had another code on the day than the one asked about: the Federal Republic was 260 in 1975, and not 255."""
    reg = register()
    then = [row.code for row in reg.codes.get(id_, ()) if row.system == system and reg.span(row).overlaps(day)]
    return f"{reg.polities[id_].name} had another code {_at(on)}: {then[0]}" if then else ""


def _last_use(asked: str, last: _Bearer) -> str:
    polity = register().polities[last.polity]
    if polity.end:
        return f"{polity.name} ended on {polity.end}: the last polity that {asked} meant"
    return f"{asked} was in use until {_day(last.span)}: today's {polity.name}"


def _day(span: Span) -> str:
    year, month, day = span.last
    return f"{year:04d}-{month:02d}-{day:02d}"


def _membership_notes(id_: str, system: str | None, on: str | None) -> tuple[str, ...]:
    """That the state was no member of the list on the day asked about, and when it was."""
    if system not in systems.SYSTEMS or on is None:
        return ()
    asked = query_span(on)
    spells = membership(id_, system)
    if any(span_of_spell(spell).overlaps(asked) for spell in spells):
        return ()
    held = ", ".join(f"{spell.start} to {spell.end or 'today'}" for spell in spells)
    return (f"no member of {_title(system)} {_at(on)}" + (f": only {held}" if held else ""),)


def span_of_spell(spell: systems.Spell) -> Span:
    """The days of a spell, open to all time where it is open."""
    return span_between(spell.start.isoformat(), spell.end.isoformat() if spell.end else None)


def membership(id_: str, system: str) -> tuple[systems.Spell, ...]:
    """The spells of a list that fall (wholly or in part) to a polity, each cut to the days on which the number was the polity's."""
    reg, found = register(), []
    codes: list[Code] = [row for row in reg.codes.get(id_, ()) if row.system == system]
    for row in codes:
        own = reg.span(row)
        for spell in systems.spells(system, int(row.code)):
            shared = span_of_spell(spell).meet(own)
            if shared.first <= shared.last:
                start = max(spell.start, datetime.date(*shared.first))
                open_end = spell.end is None and shared.last[0] > 9999
                end = None if open_end else datetime.date(*min(shared.last, (9999, 12, 31)))
                found.append(msgspec.structs.replace(spell, start=start, end=end))
    return tuple(sorted(set(found), key=lambda spell: spell.start))


def _not_then(asked: str, bearers: Sequence[_Bearer], on: str) -> NotThen:
    """Why there is none: the nearest polity in time, when it ended or began, and what followed or was before."""
    reg = register()
    day = query_span(on)
    gone = [bearer for bearer in bearers if bearer.span.last < day.first]
    if gone:
        nearest = reg.polities[max(gone, key=lambda bearer: (bearer.span.last, bearer.span.first)).polity]
        follow = [row for row in histories.after(nearest.id) if row.how != "seceded"]
        named = [row.successor for row in [row for row in follow if row.how != "partial"] or follow]
        said = f"{nearest.name} ended on {nearest.end}" + (f" and was followed by {_names(named)}" if named else "")
    else:
        nearest = reg.polities[min(bearers, key=lambda bearer: bearer.span.first).polity]
        named = [row.polity for row in histories.origins(nearest.id)]
        said = f"{nearest.name} begins on {nearest.start}" + (f"; before it was {_names(named)}" if named else "")
    return NotThen(asked, on, said + _in_its_place(bearers, named, on), nearest.id)


def _in_its_place(bearers: Sequence[_Bearer], named: Sequence[str], on: str) -> str:
    """What stood on the date in the main line of the states to which the bearers lead, where that is not told already."""
    states = dict.fromkeys(state for bearer in bearers if (state := main_state(bearer.polity)))
    there = [
        polity.id
        for state in states
        for polity in polities_of(state, on, ("self", "successor")) or polities_of(state, on)
        if polity.kind not in ("other", "colony", "dependency")
    ]
    told = [id_ for id_ in dict.fromkeys(there) if id_ not in named]
    return f"; {_at(on)} there was {_names(told)}" if 0 < len(told) < 4 else ""


def _names(ids: Iterable[str]) -> str:
    names = list(dict.fromkeys(register().polities[id_].name for id_ in ids))
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# --- codes without a system, and everything else --------------------------------------------------------------------------------


def _forms(text: str) -> list[tuple[str, ...]]:
    """The systems to try for a text, those of each group together."""
    code = text.upper()
    if code.isascii() and code.isdecimal():
        return [("cow", "gw"), ("isonum",)] if len(code) == 3 else [("cow", "gw")]
    if re.fullmatch(r"Q[1-9]\d*", code):
        return [("wikidata",)]
    if re.fullmatch(r"[A-Z]{2}", code):
        return [("iso2",)]
    return [("iso3",), ("cow", "gw")] if re.fullmatch(r"[A-Z]{3}", code) else []


def _any_code(text: str, on: str | None) -> Found | None:
    """What a code means in the systems of its form; AmbiguousPolity where two of them disagree."""
    for group in _forms(text):
        found: dict[str, Found] = {}
        failed: NotThen | None = None
        for system in group:
            bearers = _by_code(system, text)
            if not bearers:
                continue
            try:
                found[system] = _one(_code_words(system, text), bearers, on, system)
            except NotThen as error:
                failed = error
        if found:
            return _agreed(text, found, on)
        if failed is not None:
            raise failed
    return None


def _agreed(text: str, found: dict[str, Found], on: str | None) -> Found:
    day = query_span(on or today())
    now = {
        system: one
        for system, one in found.items()
        if any(b.span.overlaps(day) and b.polity == one.polity for b in _by_code(system, text))
    }
    chosen = now or found
    meant = {one.polity for one in chosen.values()}
    if len(meant) > 1:
        lines = tuple(f"--system {system}: {_line(one.polity)}" for system, one in chosen.items())
        raise AmbiguousPolity(text, lines, tuple(one.polity for one in chosen.values()))
    systems_ = " and ".join(_title(system) for system in chosen)
    one = next(iter(chosen.values()))
    others = [id_ for each in found.values() for id_ in (each.polity, *each.others)]
    notes = (f"{text} is taken as the code of {systems_}", *one.notes)
    return Found(one.polity, notes, tuple(id_ for id_ in dict.fromkeys(others) if id_ != one.polity))


def _other_ways(text: str, on: str | None) -> Found:
    """An adjective, a people, a metonym or a capital; then a spelling that is like one name only."""
    reg = register()
    matches = [match for match in resolve_name(text, on or today()) if match.in_time and match.kind != "name"]
    main = _apart([match.polity for match in matches if match.kind == matches[0].kind]) if matches else []
    if main and (len(main) == 1 or matches[0].kind == "capital"):
        kind = {"people": "a name of the people", "metonym": "a by-name", "capital": "the capital"}.get(
            matches[0].kind, "the adjective"
        )
        return Found(main[0], (f"{text} is {kind} of {reg.polities[main[0]].name}",), tuple(main[1:]))
    if main:
        raise AmbiguousPolity(text, tuple(_line(id_) for id_ in main), tuple(main))
    near = _like(text)
    top = [line for line in near if line[1] >= LEAST_LIKENESS]
    if top and len(text) > 5 and (len(near) == 1 or near[0][1] - near[1][1] >= CLEARLY):
        name, _, bearers = near[0]
        found = _one(name, bearers, on)
        return msgspec.structs.replace(found, notes=(f"{text!r} is taken for {name!r}", *found.notes))
    raise UnknownPolity(text, tuple(name for name, _, _ in near[:3]))


def _like(text: str) -> list[tuple[str, float, list[_Bearer]]]:
    """Names that are spelt nearly so, the likest first, one for each set of polities."""
    from rapidfuzz import fuzz, process, utils

    index = _by_name()
    folded = fold(text)[:200]
    hits = process.extract(
        folded, index.keys(), scorer=fuzz.ratio, processor=utils.default_process, limit=12, score_cutoff=SUGGESTED
    )
    found: list[tuple[str, float, list[_Bearer]]] = []
    seen: set[str] = set()
    for key, score, _ in hits:
        polities = {bearer.polity for bearer in index[key]}
        if not polities & seen:
            found.append((index[key][0].said, float(score), index[key]))
        seen |= polities
    return found


def polity_of(id_: str) -> Polity:
    """The polity of an id that `find_polity` gave."""
    return register().polities[id_]
