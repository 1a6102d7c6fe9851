"""The room `coding`: the cities that a phrase names as seats: "in Rome, Milan and Naples", "(in Turku, Tampere and two in Oulu)",
"in Moscow (Russia)", "in Helsinki, Finland", "in the Icelandic capital of Reykjavik", "in each other's capitals".

Names are kept as told, in English spelling where a text gives the country's own; what a name means on the map is asked of the
reference room.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from relazione.coding.gazetteer import find_names
from relazione.coding.linking import polity_of, state_of
from relazione.coding.mission_words import find_nouns
from relazione.model.errors import UnknownState
from relazione.reference.folding import fold
from relazione.reference.places import Place, find_place, find_places
from relazione.reference.polities import State, find_state
from relazione.reference.tables import rows

_ENDONYMS = Path(__file__).parent / "data" / "endonyms.tsv"
_CAP = r"[A-ZÀ-ÖØ-ÞĀ-ŽȘȚİ][\w'`´’]*(?:-[\w'`´’]+)*"
_LINK = r"(?:de|la|las|los|del|di|do|da|dos|el|al|es|sur|am|en|le|upon|on the|e)"
_NAME = re.compile(
    rf"Port of Spain|City of London|The (?:Hague|Valley)\b|(?:(?:St|Ste|Mt|Sta|Sto|Pto)\. )?{_CAP}(?:(?: {_LINK}){{1,2}} {_CAP}| {_CAP}){{0,4}}"
)
_CAPITAL_MARK = re.compile(r",? D\.? ?C\.?(?!\w)")
_LEAD = re.compile(
    r"(?:,? both)? ?(?:in|at|to|within|from)(?: both)?(?: and around)? "
    r"(?:(?:the|its|their|his|then|what is now|present-day|nearby|northern|southern|eastern|western|downtown|central|\((?:north|south|east|west)\)|[Nn]orth|[Ss]outh) )*",
)
_SEAT = re.compile(
    r"(?:the |its |their |a )?(?:[\w'’.-]+ ){0,3}?(?:capitals?|city|cities|towns?|ports?|port city|villages?|municipality|resort|metropolis)"
    r"(?: cit(?:y|ies))?(?: of)?,? (?=[A-ZÀ-Ž])"
)
_EACH_OTHER = re.compile(
    r"(?:in|to|at) (?:each other|one another|their respective|the other|the two|both|each country|each nation|each)('s|s')?(?: country's)? capitals?(?: cit(?:y|ies))?",
    re.I,
)
_OWN_CAPITAL = re.compile(r"(?:in|at) (?:the|its|their) (?:[A-Z]\w+ )?capital\b(?: city)?(?! of| cit)", re.I)
_COUNTRY_AFTER = re.compile(
    r" ?\(([^()]{2,60})\)|, (?:the )?(?=[A-Z])|,? in (?:the |then |neighbou?ring |nearby |present-day )*(?=[A-Z])"
)
_REMARK = re.compile(r"[A-Za-z]{2,15}(?:[ -][A-Za-z]{2,15}){0,2}(?: (?:since|until|from|after|in) \d{4})?")
_IN_LIST = re.compile(r"\s*(?:[,;.]|(?:and|or|as well as|consulates?|honorary)\b|$)")
_GOES_ON = re.compile(r"\s*(?:[,;.]|(?:and|or|as well as)\b|$)")
_MODERN = re.compile(r" ?\(((?:now|today|present-day|modern|currently)(?: called)? )?([A-ZÀ-Ž][^()\d,;]{2,30})\)")
_MORE = re.compile(r"(?:,? (?:in|at) (?:the )?| ?\((?:in )?|(?:,? as follows)?: ?(?:in )?)")
_REGION = re.compile(
    r"(?:the )?(?:[\w'-]+ ){0,2}(?:colony|protectorate|territory|province|kingdom|mandate|island|state) of (?:the )?[A-Z]\w+,? (?:in|at) (?:the )?"
)
_NEXT = re.compile(
    r" ?(?:, (?:and|as well as|or) |,? (?:and|&|as well as|or|plus) |, |; |/ ?)(?:also )?(?:(?:(?:another|an?|one|two|three|four|the other) )?(?:in|at) )?(?:the (?:city|town|port) of )?",
)
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_NOT_CITIES = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "both",
        "since",
        "after",
        "before",
        "during",
        "in",
        "on",
        "as",
        "for",
        "embassy",
        "consulate",
        "consulates",
        "legation",
        "mission",
        "ambassador",
        "president",
        "king",
        "queen",
        "minister",
        "foreign",
        "prime",
        "republic",
        "kingdom",
        "government",
        "south",
        "north",
        "east",
        "west",
        "central",
        "congress",
        "parliament",
        "world",
        "war",
        "union",
    ]
)


@dataclass(slots=True)
class Host:
    """A city told as a seat at text[start:end]: its name as written for the record, and the state it is in, where known."""

    name: str
    start: int
    end: int
    state: str | None = None
    sure: bool = False
    year: str = ""
    country: str = ""


@dataclass(slots=True)
class Hosts:
    """What a phrase says of where: cities, or only a country, or "each other's capitals"."""

    start: int
    end: int
    cities: list[Host] = field(default_factory=list)
    country: str | None = None
    capitals: bool = False

    def __bool__(self) -> bool:
        return bool(self.cities) or self.country is not None or self.capitals


@lru_cache(maxsize=1)
def _endonyms() -> dict[str, str]:
    return {text: english for _, (text, english) in rows(_ENDONYMS, ("text", "english"))}


def state_named(text: str, pair: tuple[str, str]) -> str | None:
    """The present-day state whose name (not adjective, not that of a city in it) the whole text is."""
    text = text.strip(" .")
    hits = find_names(text)
    if len(hits) != 1 or not hits[0].has("name") or len(fold(text[hits[0].start : hits[0].end])) < len(fold(text)):
        return None
    try:
        state = find_state(text)
    except UnknownState:
        state = None
    if state is not None:
        return None if fold(state.name) != fold(text) and _means_place(text, state, pair) else state.code
    polity = polity_of(text, None, pair)
    return state_of(polity, pair) if polity and find_place(text, pair) is None else None


def _means_place(text: str, state: State, pair: tuple[str, str]) -> bool:
    """Whether a name by which a state could be meant is that of a place as well, and of no state of today: "Genoa", "Rhodes", "Corinth"."""
    city, then = city_of(text, pair), polity_of(text, None, pair)
    if city is not None and (city.country == state.code or then is None):
        return True
    return then != state.polity and find_place(text, pair) is not None


def city_of(name: str, pair: tuple[str, str], state: str | None = None) -> Place | None:
    """The city of a name: in the given state where there is one, else in one of the pair's, else the best known."""
    found = [p for p in find_places(name, pair if state is None else (state,)) if p.is_city]
    if not found:
        return None
    if state is not None:
        return next((p for p in found if p.country == state), None)
    return next((p for p in found[:1]), None)


def spelled(name: str, pair: tuple[str, str]) -> str:
    """A city's name as the record writes it."""
    name = name.strip(" ,;.") if not name.endswith("D.C.") else name
    if english := _endonyms().get(name):
        return english
    place = find_place(name, pair)
    return place.name if place and _plain(place.name) == _plain(name) else name


def _plain(name: str) -> str:
    """Lower case, accents off."""
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


def find_hosts(text: str, at: int, end: int, pair: tuple[str, str], listed: bool = False, names: bool = False) -> Hosts | None:
    """The seats told at text[at:end], which begins with "in", "at", "to", "(", ":" (or, if `names`, with the name itself)."""
    for pattern in (_EACH_OTHER, _OWN_CAPITAL):
        if found := pattern.match(text, at, end):
            return Hosts(at, found.end(), capitals=True)
    start = at
    if not names:
        lead = _LEAD.match(text, at, end)
        if lead:
            at = lead.end()
    hosts = Hosts(start, at)
    if region := _REGION.match(text, at, end):
        at = region.end()
    if seat := _SEAT.match(text, at, end):
        at = seat.end()
    while True:
        host = _city(text, at, end, pair, listed)
        if host is None:
            country, stop = _country(text, at, end, pair)
            if country is None or hosts.cities:
                break
            hosts.country, hosts.end = country, stop
            more = _MORE.match(text, stop, end)
            at = more.end() if more else -1
            if at >= 0 and (seat := _SEAT.match(text, at, end)):
                at = seat.end()
            if at < 0 or _city(text, at, end, pair, listed) is None:
                break
            continue
        hosts.cities.append(host)
        hosts.end = host.end
        step = _NEXT.match(text, host.end, end)
        if step is None:
            break
        at = step.end()
    return hosts if hosts else None


def _country(text: str, at: int, end: int, pair: tuple[str, str]) -> tuple[str | None, int]:
    """A state's name at text[at:], and where it ends."""
    window = text[at : min(end, at + 60)]
    for hit in find_names(window)[:1]:
        said = window[hit.start : hit.end]
        plain = window[: hit.start] in ("", "the ", "The ") and window[hit.end : hit.end + 2] not in ("'s", "' ")
        if plain and hit.has("name") and (state := state_named(said, pair)):
            return state, at + hit.end
    return None, at


def _city(text: str, at: int, end: int, pair: tuple[str, str], loose: bool) -> Host | None:
    """The city named at text[at:]: the longest name that is known; one that is not, only if `loose`."""
    found = _NAME.match(text, at, end)
    if (
        found is None
        or _MONTH.match(found[0])
        or (found[0].split()[0].lower() in _NOT_CITIES and not found[0].startswith("The "))
    ):
        return None
    words = found[0]
    while words:
        stop = at + len(words)
        if words.endswith("'s") and not city_of(words, pair):
            words, stop = words[:-2], stop - 2
        if words == "Washington" and (mark := _CAPITAL_MARK.match(text, stop, end)):
            stop = mark.end()
        country, after, year = _country_after(text, stop, end, pair)
        as_state = state_named(words, pair)
        place = city_of(words, pair, country)
        if place is None and (loose or words.endswith(" City")) and (plain := _known_start(text, words, stop, end, pair)):
            return Host(words, at, after, country or plain.country, country is not None, year, "")
        known = place or (city_of(words, pair) if country is None else None)
        if known is None and loose and as_state is None and (wide := find_place(words, pair)) and wide.country in pair:
            known = wide  # an island or a region among the seats of a list
        same = known is not None and known.country == as_state and known.capital and fold(known.name) == fold(words)
        if as_state is not None and not same:
            return None
        if known or country:
            state = country or (known.country if known else None)
            modern = _modern(text, stop, end, pair, known is not None)
            if modern is not None:
                return Host(spelled(modern.name, pair), at, after, modern.country, False, year, "")
            return Host(spelled(words, pair), at, after, state, country is not None, year, "")
        shorter = re.match(r"(.+) \S+$", words)
        if shorter is None or (loose and " " not in words):
            break
        words = re.sub(rf"(?: {_LINK})+$", "", shorter[1])
    words = found[0].removesuffix("'s")
    if (modern := _modern(text, at + len(words), end, pair, False)) is not None and state_named(words, pair) is None:
        _, after, year = _country_after(text, at + len(words), end, pair)
        return Host(spelled(modern.name, pair), at, after, modern.country, False, year)
    rest = text[at + len(words) : end]
    if (
        not loose
        or state_named(words, pair)
        or not re.match(r"\s*(?:$|[.,;()/]|and\b|or\b|in\b|on\b|since\b|from\b|until\b|which\b|were\b|was\b|is\b)", rest)
    ):
        return None
    if find_nouns(words, 0, len(words)) or any(
        h.has("name", "adjective", "people", "organisation", "leader") for h in find_names(words)
    ):
        return None
    _, after, year = _country_after(text, at + len(words), end, pair)
    return Host(spelled(words, pair), at, after, None, False, year)


def _known_start(text: str, words: str, stop: int, end: int, pair: tuple[str, str]) -> Place | None:
    """The city whose name the first words are, where the whole stands as one name in a list: "Veracruz City", "Tuxtla Gutiérrez"."""
    first, _, rest = words.partition(" ")
    if not rest or not _IN_LIST.match(text, stop, end) or find_nouns(words, 0, len(words)) or find_names(words):
        return None
    place = city_of(first, pair)
    return place if place is not None and place.country in pair else None


def _modern(text: str, at: int, end: int, pair: tuple[str, str], known: bool) -> Place | None:
    """The present name in brackets behind an older one ("Gaberones (Gaborone)"); behind one that the map knows only if it says "now"."""
    found = _MODERN.match(text, at, end)
    if found is None or (known and not found[1]):
        return None
    place = city_of(found[2], pair)
    return place if place is not None and place.country in pair else None


def _country_after(text: str, at: int, end: int, pair: tuple[str, str]) -> tuple[str | None, int, str]:
    """The country told after a city ("(Russia)", ", Finland", "in Poland"), where it ends, and a year in brackets."""
    found = _COUNTRY_AFTER.match(text, at, end)
    if found is None:
        return None, at, ""
    if found[1] is not None:
        inner = found[1].strip()
        if re.fullmatch(r"\d{4}", inner):
            return None, found.end(), inner
        state = state_named(re.sub(r"^(?:in|the) ", "", inner), pair)
        if state:
            return state, found.end(), ""
        known = [p for p in find_places(inner) if p.is_city]
        is_remark = _REMARK.fullmatch(inner) and _GOES_ON.match(text, found.end(), end)
        return None, found.end() if is_remark or (known and len(inner.split()) < 3) else at, ""
    state, stop = _country(text, found.end(), end, pair)
    if state is None or re.match(
        r"(?:'s?)? (?:has|have|had|is|was|also|maintains|opened|closed|established|and \w+ (?:have|had|are|were)\b)",
        text[stop:end],
    ):
        return None, at, ""
    if "in" not in found[0].split() and city_of(text[found.end() : stop], pair, state) and state not in pair:
        return None, at, ""  # "in Paris, Luxembourg and Rome"
    return state, stop, ""
