"""The room `coding`: the reader of tenures: persons told to hold an office, and at what date the text shows them in it.

"Italian Foreign Minister Luigi Di Maio condemned ..." shows him in office on the day of the clause; "The current ambassador is ..." holds
when the text was written; "served as ambassador from 2009 to 2013" gives both ends.
"""

from __future__ import annotations

import re

from relazione.coding.gazetteer import find_names
from relazione.coding.linking import actor_of_state, day_of, state_name
from relazione.coding.mission_frames import find_seats, owner_after, owner_before
from relazione.coding.mission_words import find_nouns
from relazione.coding.office_words import Title, find_titles
from relazione.coding.parsed import ParsedDocument
from relazione.coding.persons import clean_name
from relazione.coding.stretches import Stretch, stretches
from relazione.coding.tenure_dates import dates_of
from relazione.model.claims import Actor, Tenure
from relazione.model.identity import Draft
from relazione.reference import polities
from relazione.reference.offices import find_office

_NAME = re.compile(
    r"((?:[A-ZÀ-ÖØ-ÞĀ-Žİ](?:[\w'’-]+|\.(?:[A-Z]\.)*))(?: (?:(?:de|da|dos|von|van|der|den|bin|ibn|al|el|di|del|la|le|y|ben|ul|ur)[ -]){0,2}(?:al-|el-)?[A-ZÀ-ÖØ-ÞĀ-Žİ](?:[\w'’-]+|\.)){0,4}(?: (?:I{1,3}|IV|V|VI{0,3}|IX|X{1,2}|XI{1,3}))?)"
)
_POLITE = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Hon|H\.E|Prof)\.? )+")
_FORMER = re.compile(
    r"\b(?:former|ex|late|future|elect|deputy|first lady|wife|son|daughter|brother|father|mother|office of the|mother of)[- ](?:the )?(?:\w+ )?$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?: with (?:residence|seat|his seat|her seat) (?:in|at) [A-ZÀ-Ž]\w+)?,? (?P<tense>is|was|remains) (?:currently |now |then |at present )?(?:held by |filled by |occupied by )?(?=(?:Mr|Mrs|Ms|Dr|H\.E)?\.? ?[A-ZÀ-Ž])"
)
_BEFORE = re.compile(
    r"(?:,| \(| [–-])? ?(?:(?:who )?(?:is|was|became|becoming|remained|remains|has been|had been|served|serves|serving|acted|acting|(?:was |were |had been |has been )?(?:appointed|named|elected|nominated|sworn in|designated|accredited|"
    r"commissioned|confirmed|promoted|inaugurated|presented (?:his|her) credentials as|sent|chosen))(?: \w+ly)?(?: on [\w ,]{4,20}?| in (?:\w+ )?\d{4})?,?(?: there)?(?: as| to be| to)?)? ?(?:(?:an?|the|its|their|his|her|then|also|"
    r"first|second|third|last|new|next|current|resident|longtime|sitting|as|acting|interim) )*$"
)
_CURRENT = re.compile(r"\b(?:current|present|incumbent|currently|now)\b", re.IGNORECASE)
_NOT_NAMES = frozenset(
    [
        "Mr",
        "The",
        "He",
        "She",
        "It",
        "In",
        "On",
        "At",
        "By",
        "And",
        "Minister",
        "President",
        "Ambassador",
        "Prime",
        "Foreign",
        "Secretary",
        "State",
        "King",
        "Queen",
        "Republic",
        "United",
        "Government",
        "Embassy",
        "Parliament",
        "House",
        "Council",
        "General",
        "Affairs",
        "Resident",
        "Extraordinary",
        "Plenipotentiary",
        "Defence",
        "Defense",
        "Trade",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Council",
        "Ministry",
        "Union",
    ]
)


def read_tenures(parsed: ParsedDocument) -> list[Draft]:
    """The tenures told in a document."""
    found: dict[tuple[object, ...], Draft] = {}
    last: Draft | None = None
    for stretch in stretches(parsed):
        if stretch.heading or stretch.parsed.chunk.block.kind == "infobox":
            continue
        for title in find_titles(stretch):
            draft = _read(stretch, title, last)
            if draft is not None:
                if title.kind == "diplomat" and title.of is not None:
                    last = draft
                found.setdefault((draft.body, draft.evidence[0].start), draft)
    return list(found.values())


def person_in_office(stretch: Stretch, office: str) -> tuple[str, int, int] | None:
    """The person whom a stretch tells to hold an office now, with the span that says so."""
    for title in find_titles(stretch):
        if title.office == office:
            person, start, end, how = _person(stretch, title)
            said = _CURRENT.search(stretch.parsed.text, max(stretch.start, title.whole_start - 12), title.start)
            if person is not None and (said or how == "is"):
                return person, start, end
    return None


def _read(stretch: Stretch, title: Title, last: Draft | None) -> Draft | None:
    """The tenure of one title, if a person is told beside it; `last` is the diplomat told before."""
    text = stretch.parsed.text
    if _FORMER.search(text, max(stretch.start, title.whole_start - 25), title.start) or text[
        title.end : title.end + 6
    ].lower() in ("-elect", "-desig"):
        return None
    person, start, end, how = _person(stretch, title)
    if person is None:
        return None
    when, since, until = dates_of(stretch, start, end, how)
    current = bool(_CURRENT.search(text, max(stretch.start, title.whole_start - 12), title.start)) or (
        how == "is" and since is None
    )
    on = (when or since or until).edtf if (when or since or until) else None  # type: ignore[union-attr]
    of = _of(stretch, title, person, on)
    if of is None and last is not None and title.kind == "diplomat" and last.section == " / ".join(stretch.section):
        before = last.body
        of = before.of if isinstance(before, Tenure) and before.office == title.office else None
    if of is None:
        return None
    to, city = _to(stretch, title, of, on)
    body = Tenure(
        person=person, office=title.office, of=of, to=to, city=city, since=since, until=until, attested=None if current else when
    )
    return Draft(
        body,
        (stretch.evidence(start, end),),
        current=current,
        confidence=0.85 if title.of is not None else 0.7,
        rule=f"tenures: {how}",
        section=" / ".join(stretch.section),
    )


def _person(stretch: Stretch, title: Title) -> tuple[str | None, int, int, str]:
    """The person of a title, with the span of both and how they are joined."""
    text, start, end = stretch.parsed.text, title.whole_start, title.whole_end
    for at in (title.end, end):
        comma = re.match(r",? ", text[at : at + 2])
        if comma and (named := _name(stretch, at + comma.end())):
            name, stop = named
            if comma[0].startswith(",") and not text.startswith(",", stop):
                continue
            return clean_name(name), start, max(end, stop), "before the name"
    is_ = _IS.match(text, end, stretch.end)
    if is_ and (named := _name(stretch, is_.end())):
        return clean_name(named[0]), start, named[1], "is" if is_["tense"] != "was" else "was"
    for m in reversed([m for m in stretch.mentions() if m.kind == "person" and m.end <= start]):
        gap = text[m.end : start]
        if len(gap) > 90 or not _BEFORE.fullmatch(gap):
            continue
        words = gap.strip(" ,(–-")
        how = (
            "after the name"
            if not words or words in ("the", "then", "a", "an", "the then")
            else "is"
            if re.match(r"(?:who )?(?:is|remains|serves)\b", words)
            else "became"
        )
        first = _begin(text, m.start, stretch.start)
        return clean_name(text[first : m.end]), first, end, how
    return None, start, end, ""


def _begin(text: str, at: int, least: int) -> int:
    """Where a name begins that the language model cut short ("[Ashot] Kocharian")."""
    more = re.search(r"(?:[A-ZÀ-ÖØ-ÞĀ-Žİ][\w'-]{1,40} ){1,2}$", text[least:at])
    if more is None or any(w in _NOT_NAMES or find_office(w) for w in more[0].split()) or find_names(more[0]):
        return at
    return least + more.start()


def _name(stretch: Stretch, at: int) -> tuple[str, int] | None:
    """The name of a person at a position and its end: what the language model took for one, else capitals that are no other name."""
    text = stretch.parsed.text
    if title := _POLITE.match(text, at):
        at = title.end()
    for m in stretch.mentions():
        if m.kind == "person" and m.start <= at < m.end:
            longer = _NAME.match(text, at, stretch.end)
            stop = longer.end() if longer and longer.end() > m.end and "'s" not in longer[0] else m.end
            return text[at:stop], stop
    found = _NAME.match(text, at, stretch.end)
    if found is None or any(w.strip(".") in _NOT_NAMES or find_office(w) for w in found[1].split()):
        return None
    named = [m for m in stretch.mentions() if m.start < found.end() and m.end > at and m.kind != "pronoun"]
    if named and not (
        named[0].start > at
        and len(found[1].split()) > 1
        and named[0].kind == "polity"
        and named[0].end - named[0].start < len(found[1]) / 2
    ):
        return None
    name = found[1].removesuffix("'s")
    return name, at + len(name)


def _of(stretch: Stretch, title: Title, person: str, on: str | None) -> Actor | None:
    """Whom the person serves."""
    parsed = stretch.document
    if title.of is not None:
        if title.of.kind == "pronoun":
            found = stretch.subjects_before(title.of.start, on)
        else:
            found = parsed.actor(stretch.parsed, title.of, on)
        if found and (found[0].polity or found[0].organisation):
            return found[0]
    known = parsed.persons.find(person)
    if known is not None and known.state is not None:
        return _side(known.state, on)
    if title.kind == "diplomat" and (host := _section_mission(stretch)) is not None:
        return _side(host[0], on)
    if title.kind == "diplomat" and title.to is not None:
        received = parsed.actor(stretch.parsed, title.to, on)
        if received and received[0].state in parsed.pair:
            return _side(parsed.pair.other(str(received[0].state)), on)
    subject = [a for a in stretch.subjects_before(title.whole_start, on) if a.state in parsed.pair and a.person is None]
    return subject[0] if len(subject) == 1 and title.kind == "diplomat" else None


def _side(state: str, on: str | None) -> Actor:
    """A present-day state's polity of the day; the state itself where its lineage had several."""
    day = day_of(on)
    if day is not None and len(polities.polities_of(state, day)) > 1:
        return Actor(state_name(state), state=state)
    return actor_of_state(state, day)


def _to(stretch: Stretch, title: Title, of: Actor, on: str | None) -> tuple[Actor | None, str | None]:
    """Where a diplomat serves: the receiving state and the city."""
    if title.kind != "diplomat":
        return None, None
    parsed = stretch.document
    to: Actor | None = None
    if title.to is not None:
        received = parsed.actor(stretch.parsed, title.to, on)
        to = received[0] if received else None
    elif title.to_place is not None:
        to = _side(title.to_place, on)
    city = title.city
    if title.to is None and title.city is None and (host := _section_mission(stretch)) is not None and host[0] == of.state:
        city = host[1]
    if to is None and of.state in parsed.pair:
        to = _side(parsed.pair.other(str(of.state)), on)
    return to, city


def _section_mission(stretch: Stretch) -> tuple[str, str | None] | None:
    """Sender and city of the mission that the section's heading names ("Embassy of Turkey in Rome")."""
    from relazione.coding.stretches import heading_stretch

    if not stretch.section:
        return None
    heading = heading_stretch(stretch)
    if heading is None:
        return None
    for noun in find_nouns(heading.parsed.text, 0, len(heading.parsed.text)):
        owner = owner_before(heading, noun) or owner_after(heading, noun)
        hosts, _, _ = find_seats(heading, noun, stretch.document.pair.codes())
        if owner is not None and (sender := stretch.document.actor(heading.parsed, owner, None)) and sender[0].state:
            return sender[0].state, hosts.cities[0].name if hosts and hosts.cities else None
    return None
