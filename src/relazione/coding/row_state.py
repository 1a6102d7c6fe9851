"""The room `coding`: which other state a row of a table is about, told by the row's words, for the flag that named it is lost.

What tells it, the strongest first: "See X–Y relations" and "See Foreign relations of Y"; the state that has a mission at home or in
which home has one; who stands at the head of a sentence; who is named at all, by name, adjective, capital or leader. Where a third
state lends its city ("from its embassy in Vienna, Austria") it is no sign of that state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from relazione.coding.gazetteer import Hit, find_names
from relazione.coding.pair import states_of
from relazione.reference import leaders, polities
from relazione.reference.places import find_place

_ARTICLE = r"(?:the\s|its\s|their\s)?"
_CITY = r"[A-ZÀ-Ž][\w.'’-]*(?:[\s-](?:de\s|la\s|es\s|of\s|en\s)?[A-ZÀ-Ž][\w.'’-]*){0,3}"
_AWAY = re.compile(
    r"\b(?:from|through|by|via|at|in)\s(?:the\s|its\s|their\s|a\s|an\s)?(?:\w+\s){0,2}"
    rf"(?:[Ee]mbass|[Hh]igh [Cc]ommission|[Mm]ission|[Cc]onsulate|[Dd]elegation|[Rr]epresentati)[\w-]*(?:\s(?:to|of|in)\s[\w\s.'’]{{1,40}}?)?"
    rf"\s(?:(?:in|at|from)\s{_ARTICLE}(?:{_CITY})?(?:,\s?|\s?\(|\s)?|to\s){_ARTICLE}(?:\[\s?)?$"
)
_IN_CITY = re.compile(rf"\b(?:in|from|at|based in)\s{_ARTICLE}{_CITY}(?:,\s|\s?\(){_ARTICLE}$")
_HOST = re.compile(
    r"\b(?:represented (?:in|to)|accredited (?:to|in)|accreditation to|relations (?:with|to)|embassy of|ties with|recogni[sz](?:ed?|es)|"
    r"ambassador to|ambassador of|embassy (?:for|to)|relations? between)\s(?:both\s)?" + _ARTICLE + "$",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"(?:'s?)?\s(?:currently\s|also\s|now\s|has\s|had\s|have\s|is\s|was\s|re-?|does\snot\s|did\snot\s|officially\s|only\s|first\s|still\s|both\s)*"
    r"(?:has\b|have\b|had\b|(?:not\s)?represented\b|accredited\b|maintains?\b|opened\b|closed\b|recogni[sz]e[sd]?\b|established\b|relations\b|embassy\b|"
    r"consulate\b|an?\s|no\s)"
)
_BEGINS = re.compile(r"(?:^|[.|\]\n:]\s?|\s-\s)\s?(?:The\s)?$")
_RELATIONS = re.compile(
    r"(?:(?<=[Ss]ee )|(?<=also )|(?<=also: )|(?<=article: )|(?<![\w.]))((?:[\w.'’()&]{1,40}\s){0,5}?[\w.'’()&]{1,40}\s?[–—-]\s?(?:[\w.'’()&]{1,40}\s){1,6}?)[Rr]elations\b"
)
_FOREIGN = re.compile(r"\b[Ff]oreign [Rr]elations of\s(?:the\s)?(?=[A-ZÀ-Ž])")
_MISSION = re.compile(
    r"embass|consul|high commission|legation|mission|office|ambassador|represent|envoy|relations with|between|visit|travel",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\s(?:[Ee]mbass|[Hh]igh [Cc]ommission|[Cc]onsul|[Ll]egation|[Aa]mbassador|[Gg]overnment)")
_BACKED = re.compile(r"-(?:backed|led|occupied|controlled|held|born|made|speaking)\b")
_THIRD = re.compile(
    r"(?:^|[.|]\s)(?:[Cc]urrently )?(?:[Rr]ecogni[sz]ed|[Cc]laimed) by\s(?:the\s)?$|"
    r"[a-z,]\s(?:after|behind|unlike|besides|except|like)\s(?:the\s)?$|"
    r"\b(?:part|province|region|colony|neighbou?rs?|collapse|dissolution|fall|break-?up) of\s(?:the\s)?(?:then\s)?$|"
    r"\b(?:when|after|as|since)\s[^.]{3,40}\s(?:suspended|severed|cut|broke off|ended)\s[^.]{3,40}\s(?:with|to)\s(?:the\s)?$"
)
"""What stands before a state that is not the partner but the one from which the partner, or home, comes or turns away."""
_AND = re.compile(r"\s(?:and|with)\s(?:the\s)?|\s?[–—-]\s?")
_LEAVES = re.compile(r"\bindependence from\s(?:the\s)?$")
_BODY = re.compile(r"\bSovereign (?:Military )?Order of (?:the )?Malta\b|\bOrder of Malta\b")
_NO_ACTOR = re.compile(
    r"\bOne[- ]China\b|\bIndian Ocean\b|\bSea of Japan\b|\bGulf of Mexico\b|\bPersian Gulf\b|\b(?:South|East) China Sea\b|\bNiger River\b|"
    r"\bNew York\b|\{\{[^{}\n]{0,80}|\bGeneral Assembly of [\w\s]{1,60}? in [A-Z]\w+"
)
"""Where a state is named and does not act: a sea, a policy, the seat of the United Nations, a scrap of a template."""
NO_STATE = ""
"""Stands in scores for a body that is no state: an organisation, the Order of Malta. A row about one is about no pair."""
FRONT = 60
"""Characters within which a reference to another page opens a row, and is about what the row is about."""
SURE = 20.0
"""What a reference to the pair's own page weighs. From half of it a name is taken without asking the order of the rows."""


@dataclass(frozen=True, slots=True)
class Named:
    """A state named at text[start:end], by its code; `how` is the kind of name."""

    state: str
    start: int
    end: int
    how: str


def states_named(text: str) -> list[Named]:
    """The states that a text names, by name, adjective, people, capital or leader, in order; NO_STATE where it names a body that is none."""
    found = [Named(NO_STATE, m.start(), m.end(), "organisation") for m in _BODY.finditer(text)]
    closed = {i for pattern in (_BODY, _NO_ACTOR) for m in pattern.finditer(text) for i in range(m.start(), m.end())}
    for hit in find_names(text):
        if hit.start not in closed and (one := _named(hit, text[hit.start : hit.end])):
            found.append(Named(one[0], hit.start, hit.end, one[1]))
    return sorted(found, key=lambda n: n.start)


def _named(hit: Hit, said: str) -> tuple[str, str] | None:
    if hit.has("name", "adjective", "people", "capital"):
        for match in polities.resolve_name(said):
            if states := states_of(match.polity):
                return (_on_the_map(said) or states[0] if match.kind == "capital" else states[0]), match.kind
    if hit.has("organisation"):
        return NO_STATE, "organisation"
    if hit.has("leader"):
        led = {leader.state for leader in leaders.find_leader(said)}
        if len(led) == 1:
            return led.pop(), "leader"
    return None


def _on_the_map(city: str) -> str | None:
    """The state in which a city is today: Shanghai once was the seat of Koreans in exile."""
    place = find_place(city)
    return place.country if place is not None and place.country in polities.states() else None


def scores(text: str, home: str, cell: str = "") -> Counter[str]:
    """How much the words of a row speak for each state; `cell` is its cell for the country, where that is filled."""
    found: Counter[str] = Counter()
    told = {n.state for n in states_named(cell) if n.how in ("name", "organisation")} - {home}
    if len(told) == 1:
        found[told.pop()] += int(2 * SURE)
    for state, weight in _referred(text, home):
        found[state] += weight
    hits = states_named(text)
    for i, hit in enumerate(hits):
        if hit.state != home and (weight := _weight(text, hits, i, home)):
            found[hit.state] += weight + 2 * _joined(text, hits, i, home)
    return +found


def _referred(text: str, home: str) -> Iterable[tuple[str, int]]:
    """States to whose page with home, or to whose own page, the row refers."""
    if (found := _FOREIGN.search(text)) and found.start() < FRONT:
        other = next(iter(states_named(text[found.end() : found.end() + 80])), None)
        if other and other.start == 0 and other.state != home:
            yield other.state, int(SURE)
            return
    for found in _RELATIONS.finditer(text):
        told = list(dict.fromkeys(n.state for n in states_named(found[1])))
        others = [s for s in told if s != home]
        if len(others) == 1 and (len(told) == 2 or found.start() < FRONT):
            yield others[0], int(SURE) if found.start() < FRONT else int(SURE / 4)
            if found.start() < FRONT:
                return


def _weight(text: str, hits: list[Named], i: int, home: str) -> int:
    """How much one name speaks for its state being the one of the row."""
    hit = hits[i]
    head = text[max(0, hit.start - 110) : hit.start]
    tail = text[hit.end : hit.end + 50]
    begins = bool(_BEGINS.search(head))
    if hit.how == "organisation":
        return 5 if begins and hit.start < 12 else 2 if begins or _SENDS.match(tail) else 0
    if _AWAY.search(head) or _THIRD.search(head) or _BACKED.match(tail):
        return 0
    if hit.how == "capital":
        return int(not _of_third(text, hits, i) and bool(_MISSION.search(head)))
    if hit.how == "leader" or _IN_CITY.search(head) or _LEAVES.search(head):
        return 1
    if _HOST.search(head):
        return 4 if _acts(text, hits, i) in (None, home, hit.state) else 1
    if hit.how != "name":
        return 3 if _SENDER.match(tail) else 2 if begins else 1
    if begins:
        return 4 if _SENDS.match(tail) else 3
    return 3 if _SENDS.match(tail) else 2


def _acts(text: str, hits: list[Named], i: int) -> str | None:
    """Which state is named last before a name in its sentence."""
    for before in reversed(hits[max(0, i - 4) : i]):
        if ". " in text[before.end : hits[i].start] or " - " in text[before.end : hits[i].start]:
            return None
        if before.how in ("name", "adjective", "people"):
            return before.state
    return None


def _joined(text: str, hits: list[Named], i: int, home: str) -> bool:
    """Whether a state is named in one breath with home: "Benin and Niger"."""
    around = [(a, b) for a, b in ((i - 1, i), (i, i + 1)) if a >= 0 and b < len(hits) and home in (hits[a].state, hits[b].state)]
    return any(_AND.fullmatch(text, hits[a].end, hits[b].start) for a, b in around)


def _of_third(text: str, hits: list[Named], i: int) -> bool:
    """Whether a city is told to be in another state: "Berlin (Germany)", "Brussels, Belgium"."""
    if i + 1 == len(hits) or hits[i + 1].start - hits[i].end > 12:
        return False
    between = text[hits[i].end : hits[i + 1].start]
    return hits[i + 1].state != hits[i].state and bool(re.fullmatch(r"(?:,|\s?\()\s?(?:the\s)?", between))


def best(found: Counter[str]) -> str | None:
    """The state that the words speak for most; None where they speak for none, or for two alike."""
    first = found.most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return None
    return first[0][0] or None


def is_sure(found: Counter[str]) -> bool:
    """Whether the words leave no doubt: the first is far before the second."""
    first, second = [*(n for _, n in found.most_common(2)), 0, 0][:2]
    return first >= SURE / 2 + second or (first >= 4 and first >= 3 * second)


def other_state(text: str, home: str, cell: str = "") -> str | None:
    """The other state that a row or section is about, None where its words do not tell."""
    return best(scores(text, home, cell))
