"""The room `coding`: the reader of missions: embassies, consulates, institutes, and accreditations from elsewhere.

Each sentence, list item and heading is searched for nouns of missions (`mission_words`); their frame tells whose they are and where
(`mission_frames`), the words around them what becomes of them (`mission_acts`), the rest of the document the remainder
(`mission_story`).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

from relazione.coding.host_cities import Host, Hosts, find_hosts
from relazione.coding.linking import actor_of_state, day_of, state_name, year_of
from relazione.coding.mentions import Mention
from relazione.coding.mission_acts import Told, read_acts
from relazione.coding.mission_details import add_details, schools
from relazione.coding.mission_frames import find_seats, is_about_staff, owner_after, owner_before
from relazione.coding.mission_story import RANKED, Row, tell
from relazione.coding.mission_words import MissionNoun, find_acts, find_nouns
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch, stretches
from relazione.model.claims import Actor, Mission
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.reference import polities

_FOR = re.compile(
    r"\b(?:represent(?:ed|s|ation)|accredited|cover(?:s|ed|ing)?|handle[sd]|served|maintain(?:s|ed)?(?: \w+)? relations|relations with|responsible|conducts?|jurisdiction)\b"
)
_THROUGH = re.compile(r"\b(?:through|via|by|from|accreditation of|out of|by means of|with)(?: (?:both|either))?\s*$")
_ALSO_FOR = re.compile(
    r",? (?:which |that )?(?:(?:is|are|was|were) (?:also |concurrently |jointly )?(?:responsible for|accredited to|competent for|in charge of)|(?:also )?(?:attends to|covers?|covered|serves|served|"
    r"handles?|handled|represents|oversees))\b(?! the interests)"
)
_RESIDENT = re.compile(
    r"\b(?:ambassador|minister|envoy|high commissioner)\b[^.;]{0,60}?\b(?:(?:is|was) (?:also )?(?:resident|based|stationed)|resides|resided|residing|resident) (?=(?:in|at) )",
    re.IGNORECASE,
)
_ACCREDITED = re.compile(r"\baccredited to [^.;]{3,60}?\b(?:and|but) (?:is|was) (?:resident|based) (?=(?:in|at) )")
_LISTS_ALL = re.compile(
    r"\b(?:in all|and no others?|no other|consists? of|comprises|is made up of|is composed of|is limited to)\b"
)
_IT = re.compile(r"(?:^|[.;] ?|, (?:and )?)(It|The office|The post|The mission) (?=\w)")
_ITEM = re.compile(r"^([A-ZÀ-Ž][^()|:–]{1,40}?) (?:\(|[-–:] )([^()]{4,60})\)?\s*$")
_SUBSTITUTE = re.compile(r"(?:interests? section|liaison office)", re.IGNORECASE)
_PRESENT = re.compile(r"(?: \([^()]*\))? (?:is|represents|serves|covers|remains) (?!closed|no longer|being)")
_NOW = re.compile(
    r"\b(?:(?:is|are|has been|have been)(?: \w+)? represented\b|(?:posts|missions|presence|network|representations?|offices)\b[^.;:]{0,50}\b(?:is|are|consists?|comprises?|includes?)\b[^.;:]{0,40}:)"
)
_QUOTED = re.compile(r' ?["“]([^"”]{3,50})["”]')
_FORMER = re.compile(r"\b(?:former|formerly|until|then|old)\b", re.IGNORECASE)


def read_missions(parsed: ParsedDocument) -> list[Draft]:
    """The missions told in a document."""
    reader = _Reader(parsed)
    all_stretches = list(stretches(parsed))
    for stretch in all_stretches:
        reader.read(stretch)
    rows = tell(reader.rows)
    add_details(parsed, rows, all_stretches)
    rows += schools(all_stretches, parsed)
    return [_draft(row) for row in rows]


class _Reader:
    """Reads stretch after stretch and remembers which missions were told."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self.pair = parsed.pair.codes()
        self.rows: list[Row] = []
        self.before: Stretch | None = None

    def read(self, stretch: Stretch) -> None:
        text = stretch.parsed.text
        nouns = [n for n in find_nouns(text, stretch.start, stretch.end) if n.use != "listed" or self._is_listed(text, n)]
        self._residents(stretch)
        if not nouns and not self._it(stretch):
            self.before = stretch
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
        if (it := self._it(stretch)) and acts:
            told = [it, *(t for t in told if t.noun.start != it.noun.start)]
        told += read_acts(stretch, told, acts, self.pair)
        _have_now(stretch, told)
        _share_hosts(text, told)
        for one in told:
            self._rows(stretch, one)
        self.before = stretch

    def _told(self, stretch: Stretch, noun: MissionNoun) -> Told:
        hosts, end, native = find_seats(stretch, noun, self.pair)
        one = Told(noun, max(end, noun.end), noun.phrase, hosts)
        one.native = native
        if noun.kind in ("consulate", "consulate-general") and re.match(
            r" (?:headed|led|run) by (?:an? )?[Hh]onorary", stretch.parsed.text[noun.end :]
        ):
            one.kind = "honorary-consulate"
        return one

    def _is_listed(self, text: str, noun: MissionNoun) -> bool:
        return bool(re.search(r"(?:consul|embass|\))[^.]*,? and an? $", text[: noun.start]))

    def _it(self, stretch: Stretch) -> Told | None:
        """A mission that "It" or "The office" at the head of a clause stands for: the last one told in the section."""
        if not self.rows or stretch.heading:
            return None
        last = next((r for r in reversed(self.rows) if r.strong), self.rows[-1])
        if last.stretch.section != stretch.section or stretch.number - last.stretch.number > 2:
            return None
        found = _IT.search(stretch.text)
        if found is None or (found.start(1) > 0 and stretch.number == last.stretch.number):
            return None
        at = stretch.start + found.start(1)
        noun = MissionNoun(at, stretch.start + found.end(1), at, last.kind, "act", False, "the")
        one = Told(noun, noun.end, at, pronoun=True)
        one.kind = last.kind
        one.row = last
        return one

    def _residents(self, stretch: Stretch) -> None:
        """Ambassadors told to live elsewhere: an accreditation from there."""
        text = stretch.parsed.text
        for found in (
            *_RESIDENT.finditer(text, stretch.start, stretch.end),
            *_ACCREDITED.finditer(text, stretch.start, stretch.end),
        ):
            hosts = find_hosts(text, found.end(), stretch.end, self.pair)
            if not hosts or len(hosts.cities) != 1 or hosts.cities[0].state in (None, *self.pair):
                continue
            owner = next(
                (m for m in reversed(stretch.mentions()) if m.kind == "polity" and -1 <= found.start() - m.end <= 25), None
            )
            sender = self.parsed.actor(stretch.parsed, owner, None) if owner else ()
            sender = tuple(a for a in sender if a.state in self.parsed.pair and found[0][0] != "a") or self._usual()
            if sender:
                row = Row(
                    sender[0],
                    "accredited-non-resident",
                    stretch,
                    found.start(),
                    hosts.end,
                    self.parsed.pair.other(sender[0].state or ""),
                )
                row.city, row.city_state, row.strong, row.rule = (
                    hosts.cities[0].name,
                    hosts.cities[0].state,
                    True,
                    "missions: resident elsewhere",
                )
                row.status, row.confidence = "unknown", 0.7
                self.rows.append(row)

    def _usual(self) -> tuple[Actor, ...]:
        """The sender of most missions told so far, where one stands out."""
        counts = Counter(r.sender.state for r in self.rows if r.sender.state in self.parsed.pair)
        best = counts.most_common(2)
        if not best or (len(best) == 2 and best[0][1] < 2 * best[1][1]):
            return ()
        return (actor_of_state(str(best[0][0]), None),)

    def _on(self, one: Told) -> str | None:
        return next((when.edtf for _, when in one.acts if when), None)

    def _senders(self, stretch: Stretch, one: Told, place: str | None, accredited: bool) -> tuple[tuple[Actor, ...], bool]:
        """Whose mission it is, and whether the words beside the noun say so."""
        on = self._on(one)
        root = one
        while root.same_as is not None:
            root = root.same_as
        if root.row is not None:
            return (root.row.sender,), False
        owner = owner_before(stretch, root.noun) or owner_after(stretch, root.noun)
        if owner is None and accredited:
            owner = self._represented(stretch, root)
        if owner is not None:
            said = tuple(a for a in self.parsed.actor(stretch.parsed, owner, on) if a.polity)
            if said and said[0].state != place:
                return said, True
        subject: tuple[Actor, ...] = ()
        possessive = root.noun.determiner in ("its", "their", "it", "his", "her")
        if accredited and (verbs := list(_FOR.finditer(stretch.parsed.text, stretch.start, root.noun.phrase))):
            subject = stretch.subject_of(verbs[-1].start(), on)
        elif root.verb >= 0:
            subject = stretch.subject_of(root.verb, on)
        if possessive and not subject and (beside := self._beside(stretch, root)):
            return beside, True
        if not subject and (root.verb >= 0 or possessive or accredited):
            subject = stretch.subjects_before(root.noun.phrase, on)
        subject = tuple(a for a in subject if a.polity)
        if owner is not None and not subject:
            subject = tuple(a for a in self.parsed.actor(stretch.parsed, owner, on) if a.polity)
        fits = tuple(a for a in subject if accredited or a.state != place)
        if fits and (possessive or root.have or root.acts or accredited):
            if len(fits) == 1 or accredited or root.have or root.acts:
                return fits, False
        if place in self.pair:
            return (actor_of_state(self.parsed.pair.other(str(place)), day_of(on)),), False
        if subject and fits:
            return fits, False
        if place is None and (near := self._near(stretch)):
            return near, False
        if place is None and (earlier := self._earlier(stretch, root)):
            return earlier, False
        return (), False

    def _beside(self, stretch: Stretch, one: Told) -> tuple[Actor, ...]:
        """The sender of the mission told just before in the same list ("the embassy of X in A and its consulate in B")."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.stretch is not stretch or not 0 <= one.noun.phrase - last.end <= 8:
            return ()
        return (last.sender,)

    def _near(self, stretch: Stretch) -> tuple[Actor, ...]:
        """The sender of the mission told last, in the same sentence or the one before."""
        last = self.rows[-1] if self.rows else None
        if (
            last is None
            or (not last.strong and last.stretch is not stretch)
            or stretch.heading
            or last.stretch.parsed is not stretch.parsed
        ):
            return ()
        return (last.sender,) if stretch.number - last.stretch.number < 2 else ()

    def _represented(self, stretch: Stretch, one: Told) -> Mention | None:
        """Whose "diplomatic representation" is handled by the mission."""
        text = stretch.parsed.text
        found = [m for m in stretch.mentions() if m.kind == "polity" and m.end <= one.noun.phrase]
        of = [m for m in found if re.search(r"\b(?:representation|interests) of (?:the )?$", text[: m.start])]
        beside = [
            m
            for m in found
            if re.match(
                r"(?:'s?)? (?:diplomatic|consular|interests)[^.;]{0,30}\b(?:representation|interests|affairs)\b", text[m.end :]
            )
        ]
        return (of or beside or [None])[-1]

    def _earlier(self, stretch: Stretch, one: Told) -> tuple[Actor, ...]:
        """The sender of "the Embassy": of the last such mission in the section, else the subject of the sentence before, else the usual."""
        if one.noun.determiner != "the" and not stretch.heading:
            return ()
        for row in reversed(self.rows):
            if row.stretch.section == stretch.section and row.kind == one.noun.kind:
                return (row.sender,)
        if self.before is not None and self.before.parsed is stretch.parsed:
            subject = self.before.subjects_before(self.before.end)
            if len(subject) == 1 and subject[0].state in self.parsed.pair:
                return subject
        return self._usual()

    def _rows(self, stretch: Stretch, one: Told) -> None:
        kind = one.kind or one.noun.kind
        if one.negated or (is_about_staff(stretch, one) and not one.hosts) or (one.pronoun and not one.acts):
            return
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
            senders, said = self._senders(stretch, one, place, accredited)
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
        return kind in seats and bool(_FOR.search(head)) and bool(_THROUGH.search(head))

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
        if receiver == sender.state and kind != "accredited-non-resident":
            return
        if (
            kind == "presence"
            or (sender.state not in pair and receiver not in pair)
            or (city is None and receiver not in pair and kind != "accredited-non-resident")
        ):
            return
        if kind == "embassy" and one.noun.use == "act" and (year := year_of(self._on(one))) and year < "1893":
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
        row.definite = one.noun.determiner == "the" or said
        row.moved = one.moved
        row.raised = one.same_as is not None and not one.moved
        row.substitute = kind == "other" and bool(_SUBSTITUTE.search(stretch.parsed.text, one.noun.start, one.noun.end))
        if city is not None:
            row.city, row.city_state = city.name, place
        elif row.kind == "accredited-non-resident" and place is not None:
            row.seat_country, row.strong = state_name(place), True
        elif hosts is not None and hosts.capitals and receiver is not None:
            row.city, row.city_state = polities.capital(polities.states()[receiver].polity), receiver
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
        _set_status(row, one, stretch)
        one.rows = _apart(row, one)
        self.rows += one.rows


def _have_now(stretch: Stretch, told: list[Told]) -> None:
    """ "is represented by its embassy in A as well as by a consulate in B", "the posts are two: ...": both are there now."""
    for now in _NOW.finditer(stretch.parsed.text, stretch.start, stretch.end):
        for one in told:
            if one.noun.start >= now.end() and not one.acts and not one.have:
                one.have = "have"


def _set_status(row: Row, one: Told, stretch: Stretch) -> None:
    """Status and dates from what is told of it."""
    if one.planned:
        row.realis, row.status = "planned", "planned"
        return
    if one.have == "have":
        row.status, row.current = "open", True
    elif one.have == "had":
        row.status = "closed" if re.match(r"had\b", stretch.parsed.text[one.verb :]) else "unknown"
    elif (
        (row.kind == "accredited-non-resident" and not _FORMER.search(stretch.text[: max(0, one.noun.phrase - stretch.start)]))
        or (stretch.is_list and not one.acts and row.city and stretch.parsed.chunk.block.kind != "row")
        or (not one.acts and _PRESENT.match(stretch.parsed.text, row.end, stretch.end))
    ):
        row.status, row.current = "open", True
    text = stretch.parsed.text
    stop = min(stretch.end, row.end + 90)
    if one.have or (not one.acts and (stretch.is_list or row.kind == "accredited-non-resident")):
        for date in stretch.dates():
            if (
                not date.edtf
                or not (row.end - 1 <= date.start <= stop)
                or re.search(r";|\bwhile\b|, and [A-Z]", text[row.end : date.start])
            ):
                continue
            _date_of_having(row, date.words.relation, date.when(text), text[max(0, date.start - 8) : date.start])
            row.end = max(row.end, date.end)
            break
        else:
            for date in stretch.dates():
                if date.edtf and "/" in date.edtf and date.end < row.start and row.kind == "accredited-non-resident":
                    _date_of_having(row, "", date.when(text), "")
                elif date.edtf and date.words.relation == "since" and row.start - 60 < date.start <= row.start:
                    _date_of_having(row, "since", date.when(text), "")
    for act, when in one.acts:
        if act == "open":
            row.opened, row.status = when or row.opened, "open"
        else:
            row.closed, row.status = when or row.closed, "closed"


def _date_of_having(row: Row, relation: str, when: When | None, before: str) -> None:
    if when is None:
        return
    if "/" in when.edtf and ".." not in when.edtf:
        start, end = when.edtf.split("/")
        row.opened, row.closed, row.status, row.current = (
            When(start, when.how, when.wording),
            When(end, when.how, when.wording),
            "closed",
            False,
        )
    elif relation == "since" or when.edtf.endswith("/..") or re.search(r"\bsince $", before):
        row.opened = When(when.edtf.removesuffix("/.."), when.how, when.wording)
        row.status = "open"
    elif relation == "until" or re.search(r"\b(?:until|till|up to) $", before):
        row.closed, row.status, row.current = When(when.edtf.removeprefix("../"), when.how, when.wording), "closed", False


def _apart(row: Row, one: Told) -> list[Row]:
    """A closing and the reopening after it are two rows; an opening and the closing after it are one."""
    from dataclasses import replace

    if len(one.acts) < 2:
        return [row]
    found: list[Row] = []
    current: Row | None = None
    for act, when in one.acts:
        if act == "open":
            current = replace(row, opened=when, closed=None, status="open", evidence=[])
            found.append(current)
        elif current is not None and current.closed is None and current.status == "open":
            current.closed, current.status = when, "closed"
        else:
            found.append(replace(row, opened=None, closed=when, status="closed", evidence=[]))
            current = None
    return found


def _share_hosts(text: str, told: list[Told]) -> None:
    """ "embassies and consulates in each other's capitals": the first shares what stands after the second, where it is no list of cities."""
    for first, second in itertools.pairwise(told):
        if not first.hosts and second.hosts and not second.hosts.cities and second.same_as is None:
            between = text[first.noun.end : second.noun.phrase]
            if re.fullmatch(r",? (?:and|as well as) (?:an? )?|, ", between + ("" if between.endswith(" ") else " ")):
                first.hosts = second.hosts


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
