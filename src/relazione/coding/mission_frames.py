"""The room `coding`: the frame of a mission noun: whose mission it is, in which cities, and what stands between the two.

"the Kazakh consulate in Athens", "Embassy of Nepal was established in Tokyo", "its Ottawa consulate", "Legation Tirana", "four honorary
consulates (in Turku and Tampere)", "İzmir and Ankara are hosts to, respectively, ...".
"""

from __future__ import annotations

import re

from relazione.coding.host_cities import Host, Hosts, city_of, find_hosts, spelled, state_named
from relazione.coding.mentions import Mention
from relazione.coding.mission_acts import Told
from relazione.coding.mission_words import MissionNoun, find_nouns
from relazione.coding.stretches import Stretch

_OF = re.compile(
    r" (?:of|to|for) (?:the )?(?:(?:Republic|Kingdom|State|Government|Islamic Republic|Federal Republic|People's Republic) of )?"
)
_OF_BOTH = re.compile(r" of (?:both|the two|each)(?: (?:countries|states|nations|sides|of them))?(?= )")
_TO_BODY = re.compile(r" to the (?:United Nations|UN|U\.N\.|European Union|EU|African Union)(?: Office)?(?= (?:in|at) )")
_NATIVE = re.compile(r" ?\(([^()]{4,90})\)")
_HEADED = re.compile(r" (?:headed|led|run|staffed) by (?:an? )?(?:[Hh]onorary )?[Cc]onsuls?(?: [Gg]eneral)?| as its \w+")
_GUEST = re.compile(r" (?:at|in|within|of|inside|under|as (?:an? )?part of)(?= )")
_LATER = re.compile(
    r"(?: (?:in|within|to) (?:what|the (?:present-day|former|then|territory|kingdom|country|colony|island))[^.;,]{0,40}?(?= (?:was|were) ))?(?:,? (?:which|that))? ?(?:(?:sits|stands|(?:has|had) (?:its|their) (?:seat|seats|headquarters|main seat)|is|was|were|are|has been|had been|have been|be) )?(?:(?:\w+ly|first|now|also|then|being) )?"
    r"(?:(?:opened|established|located|situated|set up|inaugurated|founded|based|headquartered|reopened|re-opened|closed|created|housed|relocated|resident|maintained|accredited|at home|to be found|found"
    r")(?: up)? )?(?:at (?:different|various|several) times )?(?:to the public )?(?:for \w+ )?(?=(?:in|at|to) )"
)
_MAINTAINED = re.compile(
    r",? (?:(?:that|which) )?(?:it|they|[A-Z]\w+|the (?:country|state|latter|former|other)) (?:still |also |now )?(?:maintains?|maintained|has|have|had|operates?|operated|keeps?|kept|runs?|ran|opened|established) (?=(?:in|at) )"
)
_ONE_OF = re.compile(r"[^.;]{0,120}?,? (?:one|two|three) (?:of (?:them|which|these) )?(?:is|are) (?:\w+ed )?(?=(?:in|at) )")
_QUOTED = re.compile(r' ?["“][^"”]{3,50}["”]')
_NEAR_GOVERNMENT = re.compile(
    r" (?:[Nn]ear|to|with) the (?:[A-Z]\w+ )?[Gg]overnment(?:s)?(?:[ -]in[ -][Ee]xile)?(?: of(?: the)? [A-Z][\w-]+(?: [A-Z][\w-]+)?)?(?:[ -]in[ -][Ee]xile)?(?= (?:in|at) )"
)
"""A mission to a government that had fled: what stands between the noun and the city."""
_AHEAD = re.compile(
    r"\b(?:[Ii]n|[Aa]t) (?P<city>[A-ZÀ-ÖØ-ÞĀ-Žİ][^,;.()]{2,40}?)(?:, |,? there (?:is|are|was|were)(?: also)? (?:an? )?)$"
)
_WHERE = re.compile(
    r"(?P<city>[A-ZÀ-ÖØ-ÞĀ-Žİ][^,;.()]{2,40}), (?:where|in which) (?=[^.;]*\b(?:ha[sd]|have|maintain\w*|open\w*|keeps?|kept|operat\w+|runs?|ran|establish\w*)\b)[^.;,]{2,60}$"
)
_BACKWARD = re.compile(
    r"(?:is|are|was|were|also|has been)? ?(?:home|hosts?|the seat|the site)(?: also)?(?: to|of| of)|(?:is|are) hosts? to|hosts|houses"
)
_OPERATIONS = re.compile(r" (?:operations|activities|services)(?= (?:in|at) )")
_WITHDRAWN = re.compile(r"\b(?:withdr[ae]w\w*|recall\w*|remov\w+|clos\w+)\b")
_STAFF = re.compile(
    r"(?:'s)? (?:staff|personnel|official|officials|employee|employees|worker|workers|guard|guards|compound|building|attack|bombing|siege|hostage|grounds|spokes\w+|"
    r"services?|affairs|relations|ties|law|level|status|officer|officers|section|car|bombings|attacks|seizure|crisis|takeover|premises|property|representation)\b",
    re.IGNORECASE,
)


def find_seats(stretch: Stretch, noun: MissionNoun, pair: tuple[str, str]) -> tuple[Hosts | None, int, str]:
    """Where a noun's mission sits, the end of what says so, and its native name in brackets."""
    text, end = stretch.parsed.text, stretch.end
    at = noun.end
    native = ""
    if to_body := _TO_BODY.match(text, at, end) or _NEAR_GOVERNMENT.match(text, at, end):
        at = to_body.end()
    if noun.plural and (both := _OF_BOTH.match(text, at, end)):
        at = both.end()
    if headed := _HEADED.match(text, at, end):
        at = headed.end()
    owner = owner_after(stretch, noun)
    if owner is not None:
        at = owner.end
    if operations := _OPERATIONS.match(text, at, end):
        at = operations.end()
    for _ in range(2):
        hosts = _hosts_at(stretch, noun, at, pair)
        if hosts and not hosts.cities and hosts.country is not None and not (noun.plural and noun.use == "act"):
            later = _LATER.match(text, hosts.end, end)
            if later and later[0].strip() and (seat := find_hosts(text, later.end(), end, pair)) and seat.cities:
                hosts = Hosts(hosts.start, seat.end, seat.cities)  # "the consulate of X in Y was opened in A"
        if hosts:
            if note := _NATIVE.match(text, hosts.end, end):
                native = _native(note[1], noun)
            return hosts, max(hosts.end, note.end() if note and native else 0), native
        note = _NATIVE.match(text, at, end)
        if note is None or re.match(r"(?:in|at) ", note[1]):
            break
        native, at = _native(note[1], noun), note.end()
    if quoted := _QUOTED.match(text, at, end):
        at = quoted.end()
    later = _LATER.match(text, at, end) or _MAINTAINED.match(text, at, end) or _ONE_OF.match(text, at, end)
    if later and (hosts := find_hosts(text, later.end(), end, pair)):
        if not hosts.cities and (more := _LATER.match(text, hosts.end, end)) and more[0].strip():
            hosts = find_hosts(text, more.end(), end, pair) or hosts  # "established in X were at A and B"
        if hosts.cities:
            return hosts, hosts.end, native
    host = _GUEST.match(text, noun.end, end) or (_GUEST.match(text, later.end() - 1, end) if later else None)
    if noun.kind == "other" and host:
        for other in find_nouns(text, host.end(), end)[:1]:
            if other.phrase <= host.end() + 1:
                hosts, stop, _ = find_seats(stretch, other, pair)
                return hosts, stop, native
    if city := _city_before(text, noun, pair):
        return Hosts(noun.phrase, noun.end, [city]), noun.end, native
    if ahead := _AHEAD.search(text, max(stretch.start, noun.phrase - 50), noun.phrase):
        hosts = find_hosts(text, ahead.start("city"), noun.phrase, pair, True, names=True)
        if hosts and hosts.cities and hosts.end >= noun.phrase - 2:
            return hosts, noun.end, native
    for where in _WHERE.finditer(text, max(stretch.start, noun.phrase - 110), noun.phrase):
        for word in re.finditer(r"(?<![\w-])[A-ZÀ-ÖØ-ÞĀ-Žİ]", text[where.start("city") : where.end("city")]):
            at = where.start("city") + word.start()
            hosts = find_hosts(text, at, where.end("city"), pair, False, names=True)
            if hosts and hosts.cities and hosts.end == where.end("city"):
                return Hosts(noun.phrase, noun.end, hosts.cities), noun.end, native
    if hosts := _hosts_before(stretch, noun, pair):
        return hosts, noun.end, native
    return None, at if owner else noun.end, native


def _native(words: str, noun: MissionNoun) -> str:
    """Words in brackets that look like a name of the mission in another language."""
    capital = sum(w[:1].isupper() for w in words.split())
    return words if capital >= 2 and not re.search(r"\b(?:in|the|and|since|from)\b|\d", words) and noun.use == "" else ""


def _hosts_at(stretch: Stretch, noun: MissionNoun, at: int, pair: tuple[str, str]) -> Hosts | None:
    text, end = stretch.parsed.text, stretch.end
    many = noun.use != "person"  # after a consul his own name may follow
    if bracket := re.match(r" (?:in|at) \((?=[A-Z])", text[at : at + 6]):
        close = text.find(")", at, end)
        return find_hosts(text, at + bracket.end(), close if close > 0 else end, pair, many, names=True)
    if re.match(r" (?:in|at) ", text[at : at + 4]):
        return find_hosts(text, at + 1, end, pair, many)
    if noun.use == "person" and (to := re.match(r" (?:for|to) (?=[A-Z])", text[at : at + 6])):
        return find_hosts(text, at + to.end(), end, pair, False, names=True)  # "Consul for Baghdad"
    if re.match(r" from [A-Z]", text[at : at + 7]) and _WITHDRAWN.search(text, max(stretch.start, noun.phrase - 40), noun.phrase):
        return find_hosts(text, at + 6, end, pair, many, names=True)
    if re.match(
        r",? (?:both|each|one each|based|located|situated|headquartered|respectively|resident) (?:in|at) ", text[at : at + 30]
    ):
        return find_hosts(text, text.index(" ", at + 2) + 1, end, pair, many)
    if bracket := re.match(r" ?\((?:one )?(?:in |at |at the )?", text[at : at + 12]):
        close = text.find(")", at)
        inner = find_hosts(text, at + bracket.end(), close if 0 < close <= end else end, pair, many, names=True)
        if inner and inner.cities:
            inner.end = close + 1 if 0 < close <= end else inner.end
            return inner
    if colon := re.match(
        r"(?: as follows| in the following (?:cities|locations|places)| at the following (?:posts|locations|cities|places))?: ?(?:in )?",
        text[at : at + 50],
    ):
        return find_hosts(text, at + colon.end(), end, pair, many, names=True)
    if dash := re.match(r" [-–] (?=[A-Z][\w' -]{2,30}$)", text[at:end].rstrip()):
        return find_hosts(text, at + dash.end(), end, pair, False, names=True)
    if stretch.is_list and (comma := re.match(r"(?:,| -| –|:) ", text[at : at + 4])):
        return find_hosts(text, at + comma.end(), end, pair, False, names=True)
    if noun.use != "person" and re.match(r" (?=[A-ZÀ-Ž])", text[at : at + 2]):
        found = find_hosts(text, at + 1, end, pair, False, names=True)
        if found and len(found.cities) == 1 and city_of(found.cities[0].name, pair) and found.country is None:
            return found
    return None


def _city_before(text: str, noun: MissionNoun, pair: tuple[str, str]) -> Host | None:
    """A city among the words before the noun: "its Ottawa consulate"."""
    words = re.sub(r"^(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) ", "", text[noun.phrase : noun.start].strip()).removesuffix("'s")
    found = re.search(r"((?:[A-ZÀ-Ž][\w'’-]{1,40} ){0,8}[A-ZÀ-Ž][\w'’-]{1,40})$", words)
    while found:
        name = found[1]
        place = city_of(name, pair)
        if place and state_named(name, pair) is None and (place.population or 0) > 20000 and place.country in pair:
            return Host(spelled(name, pair), noun.phrase, noun.start, place.country)
        found = re.search(r" ((?:[A-ZÀ-Ž][\w'’-]+ )*[A-ZÀ-Ž][\w'’-]+)$", name)
    return None


def _hosts_before(stretch: Stretch, noun: MissionNoun, pair: tuple[str, str]) -> Hosts | None:
    """Cities that are told before to be home to it."""
    text = stretch.parsed.text
    verb = next(reversed(list(_BACKWARD.finditer(text, stretch.start, noun.phrase))), None)
    if verb is None or len(text[verb.end() : noun.phrase]) > 120:
        return None
    head = re.search(
        r"(?:^|[.;] |, )([A-ZÀ-ÖØ-ÞĀ-Žİ][\w'’-]+(?:(?:, and |, | and | )[A-ZÀ-ÖØ-ÞĀ-Žİ][\w'’-]+){0,20}) ?(?:both |each )?$",
        text[stretch.start : verb.start()],
    )
    if head is None:
        return None
    at = stretch.start + head.start(1)
    hosts = find_hosts(text, at, verb.start(), pair, True, names=True)
    if not hosts or not hosts.cities or hosts.end < verb.start() - 8:
        return None
    if "respectively" in text[verb.end() : stretch.end]:
        order = sum(1 for _ in re.finditer(r" and the | and an? |, and |, (?:the|an?) ", text[verb.end() : noun.phrase]))
        if order < len(hosts.cities):
            return Hosts(hosts.start, noun.end, [hosts.cities[order]])
    return Hosts(hosts.start, noun.end, hosts.cities)


def _is_capital_only(mention: Mention) -> bool:
    """A name that is only known as that of a capital ("Ottawa"): a city here, no state."""
    return mention.hit is not None and mention.hit.has("capital") and not mention.hit.has("name", "adjective", "people", "prefix")


def owner_before(stretch: Stretch, noun: MissionNoun) -> Mention | None:
    """The polity among the words before the noun ("the Turkish Embassy", "Japan's consulate")."""
    found = [
        m
        for m in stretch.mentions()
        if m.kind == "polity" and noun.phrase <= m.start and m.end <= noun.start and not _is_capital_only(m)
    ]
    if found:
        return found[-1]
    poss = [
        m for m in stretch.mentions() if m.kind == "polity" and m.end + 3 >= noun.phrase > m.start and m.end <= noun.phrase + 1
    ]
    text = stretch.parsed.text
    return next(
        (m for m in poss if re.fullmatch(r"(?:'s?)? ?", text[m.end : noun.phrase]) and text[m.end - 2 : m.end + 2].count("'")),
        None,
    )


def owner_after(stretch: Stretch, noun: MissionNoun) -> Mention | None:
    """The polity that "of" joins to the noun ("Embassy of Turkey"), where none stands before it."""
    text = stretch.parsed.text
    of = _OF.match(text, noun.end, stretch.end)
    if of is None or text[of.start() : of.start() + 3] == " to":
        return None
    for m in stretch.mentions():
        if m.kind != "polity" or (noun.use == "person" and _is_capital_only(m)):
            continue
        if noun.end < m.start <= of.end() and (m.end > of.end() or m.start in (of.end(), noun.end + 4)):
            return m
    return None


def is_about_staff(stretch: Stretch, told: Told) -> bool:
    """Whether the words after a noun make it another's ("embassy staff")."""
    return not told.acts and bool(_STAFF.match(stretch.parsed.text, told.noun.end, stretch.end))
