"""The room `coding`: the reader of missions: embassies, consulates, institutes, and accreditations from elsewhere.

Each sentence, list item and heading is searched for nouns of missions (`mission_words`); their frame tells whose they are and where
(`mission_frames`), the words around them what becomes of them (`mission_acts`), the rest of the document the remainder
(`mission_story`).
"""

from __future__ import annotations

import re

from relazione.coding.host_cities import Host, Hosts, city_of, find_hosts
from relazione.coding.linking import actor_of_state, day_of, state_name, year_of
from relazione.coding.mission_acts import Told, read_acts
from relazione.coding.mission_details import add_details, schools
from relazione.coding.mission_frames import find_seats, is_about_staff
from relazione.coding.mission_places import CONSULAR, Places
from relazione.coding.mission_registers import Registers
from relazione.coding.mission_residents import Residents
from relazione.coding.mission_senders import FOR, Senders, date_of
from relazione.coding.mission_status import apart, have_now, set_status, share_hosts
from relazione.coding.mission_story import RANKED, Row, tell
from relazione.coding.mission_words import MissionNoun, find_acts, find_nouns
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch, stretches
from relazione.model.claims import Actor, Mission
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.reference import polities

_THROUGH = re.compile(r"\b(?:through|via|by|from|accreditation of|out of|by means of|with)(?: (?:both|either))?\s*$")
_ALSO_FOR = re.compile(
    r",? (?:which |that )?(?:(?:is|are|was|were) (?:also |concurrently |jointly )?(?:responsible for|accredited to|competent for|in charge of)|(?:also )?(?:attends to|covers?|covered|serves|served|"
    r"handles?|handled|represents|oversees))\b(?! the interests)"
)
_LISTS_ALL = re.compile(
    r"\b(?:in all|and no others?|no other|consists? of|comprises|is made up of|is composed of|is limited to)\b"
)
_IT = re.compile(r"(?:^|[.;] ?|, (?:and )?)(It|The office|The post|The mission|The [Aa]gency) (?=\w)")
_ONE = re.compile(
    r"\b(?:has|have|had|maintains?|maintained|operates?|operated|keeps?|kept|opened|established|runs?) (one|another|its own)(?: of its own)?(?= (?:in|at) [A-ZÀ-Ž])"
)
_LEFT_OUT = re.compile(
    r" (?:in|at) [A-ZÀ-Ž][\w .'’-]{2,40}?(?:,? (?:in|on|since) (?:[\w,]+ ){0,3}\d{4})?,? (?:and|while|with) (?:the )?[A-ZÀ-Ž][\w -]+ in "
)
_UNSAID = "unsaid"
"""Instead of a determiner: the noun is left out."""
_ITEM = re.compile(r"^([A-ZÀ-Ž][^()|:–]{1,40}?) (?:\(|[-–:] )([^()]{4,60})\)?\s*$")
_SUBSTITUTE = re.compile(r"(?:interests? section|liaison office)", re.IGNORECASE)
_NONE_LEFT = re.compile(
    r"None(?: of (?:them|these|the \w+))? (?:still )?(?:remains?|is|are|exists?)\b(?: (?:still|now|today))?(?: (?:in (?:operation|existence)|open|operating|active))?"
)
"""Said of the posts that the paragraph has listed."""
_QUOTED = re.compile(r' ?["“]([^"”]{3,50})["”]')


def read_missions(parsed: ParsedDocument) -> list[Draft]:
    """The missions told in a document."""
    reader = _Reader(parsed)
    all_stretches = list(stretches(parsed))
    for stretch in all_stretches:
        reader.read(stretch)
    found = [*reader.rows, *reader.residents.rows(reader.senders.usual())]
    rows = tell(sorted(found, key=lambda r: r.stretch.number))
    reader.places.complete(rows)
    add_details(parsed, rows, all_stretches)
    rows += schools(all_stretches, parsed)
    return [_draft(row) for row in rows]


class _Reader:
    """Reads stretch after stretch and remembers which missions were told."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self.pair = parsed.pair.codes()
        self.rows: list[Row] = []
        self.senders = Senders(parsed, self.rows)
        self.registers = Registers(parsed)
        self.residents = Residents(parsed)
        self.places = Places(self.pair)

    def read(self, stretch: Stretch) -> None:
        text = stretch.parsed.text
        if _NONE_LEFT.match(stretch.text):
            for row in self.rows:
                if row.stretch.parsed is stretch.parsed and row.kind in CONSULAR and row.closed is None:
                    row.status, row.current = "closed", False
                    row.evidence.append(stretch.evidence(stretch.start, stretch.end, ("status",)))
        listed, only = self.registers.read(stretch, self.senders.usual())
        self.rows += listed
        if only:
            self.senders.before = stretch
            return
        nouns = [n for n in find_nouns(text, stretch.start, stretch.end) if n.use != "listed" or self._is_listed(text, n)]
        nouns = self._with_ones(stretch, nouns)
        self.residents.read(stretch)
        self.places.read(stretch)
        if not nouns and not self._it(stretch):
            self.senders.before = stretch
            return
        told = [self._told(stretch, n) for n in nouns]
        if (
            stretch.parsed.chunk.block.kind == "item"
            and (item := _ITEM.match(stretch.text))
            and len(told) == 1
            and not told[0].hosts
        ):
            told[0].hosts = find_hosts(text, stretch.start, stretch.start + item.end(1), self.pair, True, names=True)
        acts = find_acts(text, stretch.start, stretch.end)
        if (it := self._it(stretch)) and it.row and acts:
            it.row.strong = True  # a consul met in passing, of whose post more is told
            told = [it, *(t for t in told if not it.noun.start <= t.noun.start < it.noun.end)]
        told += read_acts(stretch, told, acts, self.pair)
        have_now(stretch, told)
        share_hosts(text, told)
        told = [t for t in told if t.noun.determiner != _UNSAID or self._is_other_half(stretch, t)]
        for one in told:
            self._rows(stretch, one)
        self.senders.before = stretch

    def _told(self, stretch: Stretch, noun: MissionNoun) -> Told:
        hosts, end, native = find_seats(stretch, noun, self.pair)
        one = Told(noun, max(end, noun.end), noun.phrase, hosts)
        one.native = native
        if noun.kind in ("consulate", "consulate-general") and re.match(
            r" (?:headed|led|run) by (?:an? )?[Hh]onorary", stretch.parsed.text[noun.end :]
        ):
            one.kind = "honorary-consulate"
        return one

    def _with_ones(self, stretch: Stretch, nouns: list[MissionNoun]) -> list[MissionNoun]:
        """The nouns with those that stand for the last of them: "and Y keeps one in B", "and Y in B"."""
        found = list(nouns)
        for one in _ONE.finditer(stretch.parsed.text, stretch.start, stretch.end):
            before = [n for n in nouns if n.end <= one.start()]
            if before:
                found.append(MissionNoun(one.start(1), one.end(1), one.start(1), before[-1].kind, before[-1].use, False, ""))
        text = stretch.parsed.text
        for other in stretch.mentions() if nouns else ():
            before = [n for n in nouns if n.end <= other.start]
            if not before or other.start - before[-1].end > 120 or other.kind != "polity" or not other.is_noun():
                continue
            if _LEFT_OUT.fullmatch(text[before[-1].end : other.end + 4]):
                found.append(MissionNoun(other.start, other.end, other.start, before[-1].kind, before[-1].use, False, _UNSAID))
        return sorted(found, key=lambda n: n.start)

    def _is_other_half(self, stretch: Stretch, one: Told) -> bool:
        """Whether a mission that no noun names sits in one of the two states; it opened when its own half of the sentence says."""
        if one.hosts is None or not one.hosts.cities or one.hosts.cities[0].state not in self.pair:
            return False
        text, end = stretch.parsed.text, one.hosts.end
        own = next((d.when(text) for d in stretch.dates() if d.edtf and 0 < d.start - end < 12), None)
        one.acts = [(act, own) for act, _ in one.acts]
        return not re.match(r" (?:is|was|has|had|were|are|will|would)\b", text[end:])

    def _is_listed(self, text: str, noun: MissionNoun) -> bool:
        return bool(re.search(r"(?:consul|embass|\))[^.]{0,200},? and an? $", text[: noun.start]))

    def _it(self, stretch: Stretch) -> Told | None:
        """A mission that "It" or "The office" at the head of a clause stands for: the last one told in the section."""
        if not self.rows or stretch.heading:
            return None
        near = [r for r in self.rows if r.stretch.section == stretch.section and stretch.number - r.stretch.number <= 2]
        if not near:
            return None
        found = _IT.search(stretch.text)
        if found and found.start(1) == 0 and (city := self._city_of_post(stretch, stretch.start + found.end(1))):
            near = [r for r in self.rows if r.stretch.section == stretch.section and r.city == city]
        if not near:
            return None
        last = next((r for r in reversed(near) if r.strong), near[-1])
        if found is None or (found.start(1) > 0 and stretch.number == last.stretch.number):
            return None
        at = stretch.start + found.start(1)
        noun = MissionNoun(at, stretch.start + found.end(1), at, last.kind, "act", False, "the")
        one = Told(noun, noun.end, at, pronoun=True)
        one.kind = last.kind
        one.row = last
        return one

    def _city_of_post(self, stretch: Stretch, at: int) -> str:
        """The city of "The post at A"; "" where no city follows."""
        hosts = find_hosts(stretch.parsed.text, at + 1, stretch.end, self.pair)
        return hosts.cities[0].name if hosts and len(hosts.cities) == 1 and hosts.start == at + 1 else ""

    def _rows(self, stretch: Stretch, one: Told) -> None:
        kind = one.kind or one.noun.kind
        if one.negated or (is_about_staff(stretch, one) and not one.hosts) or (one.pronoun and not one.acts):
            return
        is_post = (
            kind in CONSULAR and not one.noun.plural and not _SUBSTITUTE.search(stretch.parsed.text, one.noun.start, one.noun.end)
        )
        if is_post and not one.hosts and one.row is None and (entry := self.places.of_entry(stretch, one.noun.start)):
            one.hosts = Hosts(one.noun.phrase, one.noun.end, [entry])
        if one.noun.use == "act" and not (one.acts or one.have or one.planned):
            return
        hosts = one.hosts
        source = one
        while not hosts and source.same_as is not None:
            source = source.same_as
            hosts = source.hosts
        if one.noun.plural and not hosts and one.verb < 0:
            return
        if one.noun.use == "act" and not hosts and one.row is None:
            return
        if one.noun.use == "person" and not (one.hosts and one.hosts.cities):
            return
        accredited = self._is_accreditation(stretch, one, kind)
        cities: list[Host | None] = list(hosts.cities) if hosts and hosts.cities else [None]
        for city in cities:
            place = city.state if city else (hosts.country if hosts else None)
            if city and not city.sure and kind not in RANKED and place not in self.pair:
                place = None
            senders, said = self.senders.of(stretch, one, place, accredited)
            for sender in senders:
                self._row(stretch, one, kind, sender, said, city, place, hosts, accredited)

    def _is_accreditation(self, stretch: Stretch, one: Told, kind: str) -> bool:
        if kind == "accredited-non-resident":
            return True
        text = stretch.parsed.text
        head = text[stretch.start : one.noun.phrase]
        if kind in RANKED and _ALSO_FOR.match(text, max(one.end, one.hosts.end if one.hosts else 0), stretch.end):
            return True
        seats = (*RANKED, "permanent-mission", "consulate-general", "consulate")
        return kind in seats and bool(FOR.search(head)) and bool(_THROUGH.search(head))

    def _row(
        self,
        stretch: Stretch,
        one: Told,
        kind: str,
        sender: Actor,
        said: bool,
        city: Host | None,
        place: str | None,
        hosts: Hosts | None,
        accredited: bool,
    ) -> None:
        pair = self.parsed.pair
        receiver = place
        if (
            accredited
            and (city is not None or place is not None)
            and sender.state in pair
            and (place not in pair or place == sender.state)
        ):
            kind, receiver = "accredited-non-resident", pair.other(str(sender.state))
        elif place is None and sender.state in pair:
            receiver = pair.other(str(sender.state))
        guest = self.rows[-1] if self.rows and self.rows[-1].stretch is stretch and self.rows[-1].substitute else None
        if guest is not None and sender.state not in pair and receiver is None:
            receiver = guest.receiver  # "in the Swiss Embassy": where the guest is
        if receiver == sender.state and kind != "accredited-non-resident":
            return
        if one.noun.use == "person" and (sender.state not in pair or _is_third(city, self.pair)):
            return  # a consul of another state or in one, met in passing
        if (
            kind == "presence"
            or (sender.state not in pair and receiver not in pair)
            or (city is None and receiver not in pair and kind != "accredited-non-resident")
        ):
            return
        if kind == "embassy" and one.noun.use == "act" and (year := year_of(date_of(one))) and year < "1893":
            kind = "legation"  # before that, only great powers sent ambassadors to each other
        begin = (
            hosts.start
            if hosts is not None and one.same_as is None and hosts.start < one.start and one.start - hosts.start < 160
            else one.start
        )
        row = Row(sender, kind, stretch, begin, max(one.end, hosts.end if hosts and one.same_as is None else 0), receiver)
        row.native, row.strong = one.native, bool(one.acts or one.have or one.planned)
        if quoted := _QUOTED.match(stretch.parsed.text, one.noun.end, stretch.end):
            row.name = quoted[1]
            row.end = max(row.end, quoted.end())
        row.strong = row.strong or (guest is not None and sender.state not in pair)
        row.definite = one.noun.determiner == "the" or (said and one.noun.determiner not in ("a", "an", "another"))
        row.moved = one.moved
        row.raised = one.same_as is not None and not one.moved
        row.substitute = kind == "other" and bool(_SUBSTITUTE.search(stretch.parsed.text, one.noun.start, one.noun.end))
        if city is not None:
            row.city, row.city_state = city.name, place
        elif row.kind == "accredited-non-resident" and place is not None:
            row.seat_country, row.strong = state_name(place), True
        elif hosts is not None and hosts.capitals and receiver is not None:
            row.city, row.city_state = polities.capital(polities.states()[receiver].polity), receiver
        elif guest is not None and sender.state not in pair:
            row.follows = guest
        elif one.row is not None:
            row.city, row.city_state = one.row.city, one.row.city_state
        else:
            source = one.same_as
            while source is not None and row.follows is None:
                row.follows = source.row or next((r for r in source.rows if r is not row), None)
                source = source.same_as
        if city is not None and city.year:
            row.opened, row.strong = When(city.year, "said", city.year), True
        row.complete = bool(_LISTS_ALL.search(stretch.text)) and one.have == "have"
        row.rule = "missions: " + (
            "accredited" if row.kind == "accredited-non-resident" else "had" if one.have else "acts" if one.acts else "named"
        )
        row.confidence = 0.92 if one.have or row.kind == "accredited-non-resident" else 0.85 if one.acts else 0.75
        set_status(row, one, stretch)
        one.rows = apart(row, one)
        self.rows += one.rows


def _is_third(city: Host | None, pair: tuple[str, str]) -> bool:
    """Whether a city is some third state's capital."""
    if city is None or city.state in (None, *pair):
        return False
    place = city_of(city.name, pair, city.state)
    return place is not None and place.capital


def _draft(row: Row) -> Draft:
    receiver = actor_of_state(row.receiver, day_of(row.opened.edtf if row.opened else None)) if row.receiver else None
    if receiver is not None and row.receiver not in polities.states():
        receiver = Actor(state_name(str(row.receiver)))
    body = Mission(
        sender=row.sender,
        kind=row.kind,  # type: ignore[arg-type]
        receiver=receiver,
        city=row.city,
        status=row.status,  # type: ignore[arg-type]
        name=row.name or None,
        native_name=row.native or None,
        address=row.address or None,
        head=row.head or None,
        resident_in=(row.city or row.seat_country or None) if row.kind == "accredited-non-resident" else None,
        opened=row.opened,
        closed=row.closed,
        offers=row.offers,
    )
    evidence = (row.stretch.evidence(row.start, row.end), *row.evidence)
    return Draft(body, evidence, row.realis, row.current, row.complete, row.confidence, row.rule, " / ".join(row.stretch.section))
