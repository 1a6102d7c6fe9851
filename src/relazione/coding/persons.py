"""The room `coding`: the persons of a document and the state that each speaks for.

A person's state comes from the words beside a name ("Italian Prime Minister Giorgia Meloni"; "Mesut Yılmaz, the Turkish prime minister"),
anywhere in the document, else from the table of leaders; a surname alone is the person whose full name stood before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from relazione.coding.gazetteer import find_names
from relazione.coding.linking import actor_of_hit, actor_of_state
from relazione.coding.mentions import Mention
from relazione.coding.pair import Pair
from relazione.coding.text import Chunk
from relazione.model.claims import Actor
from relazione.reference.folding import fold

_OFFICE = (
    r"(?:President|Prime Minister|Premier|Chancellor|Foreign (?:Affairs )?Minister|Minister|Secretary|Ambassador|King|Queen|Emperor|Empress|"
    r"Sultan|Shah|Sheikh|Emir|Amir|Prince|Princess|Pope|Leader|Chairman|General|Admiral|Commodore|Consul|Envoy|Chargé|Czar|Tsar|Dey|Pasha|Imam|"
    r"Plenipotentiary|Undersecretary|Commissioner|Governor|Dictator|Commander|Representative|Vice[- ]President|Speaker|Senator|Colonel|Marshal|Congressman)"
)
_OFFICE_WORD = re.compile(_OFFICE + r"\b", re.IGNORECASE)
_STOP = r"(?<!\b[A-Z])\.|[;:()"
"""A full stop, not the one of "U.S.", and other signs that part phrases."""
_BREAK = re.compile(_STOP + r",]|\b(?:and|by|with|when|while|that|between|from|after|as|for|met|visited|where|including)\s")
_WIDE_BREAK = re.compile(_STOP + r"]|\b(?:and|by|with|when|while|that|between|from|after|as|met|visited|where)\s")
_SENT_TO = re.compile(r"\b(?:minister|ambassador|envoy|plenipotentiary|chargé|consul|representative)\b[\w’' ]{0,40} to(?: the)?$")
_AFTER = re.compile(r"^(?:,|\s\(| -)\s?((?:the |then |who was |a |an )?[^.;()]{3,80})")
_POPES = re.compile(r"^(?:Pope |Pius|Gregory|Leo |John Paul|Benedict|Francis)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the document: name, the words that name the state, the office's words."""

    name: str
    state: str | None
    office: str | None
    polity_words: str = ""


@dataclass(slots=True)
class Persons:
    """The persons of one document, by full name and by last name."""

    by_name: dict[str, Person] = field(default_factory=dict)
    by_surname: dict[str, Person | None] = field(default_factory=dict)

    @classmethod
    def of(cls, chunks: list[tuple[Chunk, list[Mention]]], pair: Pair) -> Persons:
        """Collect the persons of a document."""
        persons = cls()
        for chunk, mentions in chunks:
            for mention in mentions:
                if mention.kind == "person":
                    earlier = [m.end for m in mentions if m.kind == "person" and m.end <= mention.start]
                    persons._note(chunk, mention, pair, max(earlier, default=0))
        return persons

    def _note(self, chunk: Chunk, mention: Mention, pair: Pair, earlier: int) -> None:
        name = clean_name(mention.text)
        key = fold(name)
        known = self.by_name.get(key)
        if known and known.state:
            return
        state, office, words = _state_beside(chunk, mention, pair, earlier)
        if state is None and mention.hit is not None:
            state, office = _leader_state(mention, pair, office)
        if known and state is None:
            return
        person = Person(name, state, office, words)
        self.by_name[key] = person
        surname = key.split()[-1] if key else ""
        if len(surname) > 3 and (person.state or surname not in self.by_surname):
            self.by_surname[surname] = person
        first = key.split()[0] if " " in key else ""
        if len(first) > 3 and first not in self.by_surname and person.state and re.match(r"[A-Z]", name):
            self.by_surname.setdefault(first, person)

    def find(self, text: str) -> Person | None:
        """The person whom a full name or a surname means in this document."""
        key = fold(clean_name(text))
        if not key:
            return None
        full = self.by_name.get(key)
        if full and full.state:
            return full
        return self.by_surname.get(key.split()[-1]) or self.by_surname.get(key.split()[0]) or full

    def actor(self, mention: Mention, on: str | None, pair: Pair) -> Actor | None:
        """The state that a person acts for, with the person in it; None where it is not known."""
        person = self.find(mention.text)
        if person is None or person.state is None:
            return None
        base = actor_of_state(person.state, on, mention.text)
        return Actor(base.name, mention.text, base.polity, base.state, None, person.name, person.office)


def clean_name(text: str) -> str:
    """A person's name without title, possessive and dots at its ends."""
    name = re.sub(r"(?:'s|')$", "", text.strip().strip(".,"))
    return re.sub(rf"^(?:{_OFFICE}|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lord|Hon\.?|H\.E\.|the)\s+", "", name)


def _state_beside(chunk: Chunk, mention: Mention, pair: Pair, earlier: int = 0) -> tuple[str | None, str | None, str]:
    """State code, office and words beside a name; what stands before the `earlier` person's name is that person's."""
    head = chunk.text[max(0, mention.start - 110, earlier) : mention.start]
    before = _BREAK.split(head)[-1]
    state, office = _state_in(before, pair)
    if state and office:
        return state, office, before
    wide = _WIDE_BREAK.split(head)[-1]
    if office or _OFFICE_WORD.search(wide):
        state, wide_office = _state_in(wide, pair)
        if state and wide_office:
            return state, office or wide_office, wide
    tail = chunk.text[mention.end : mention.end + 110]
    if after := _AFTER.match(tail):
        words = re.split(r",| who | which | and ", after[1].removeprefix("the "))[0]
        later, later_office = _state_in(words, pair)
        if later and later_office:
            return later, later_office, words
    if _POPES.match(mention.text) and "pope" in head.lower() + mention.text.lower():
        return "VAT", "pope", head
    return None, office, ""


def _state_in(words: str, pair: Pair) -> tuple[str | None, str | None]:
    """The state and office that words beside a name tell; both or the office alone."""
    offices = _OFFICE_WORD.findall(words)
    if not offices:
        return None, None
    office = " ".join(offices).lower()
    hits = [h for h in find_names(words) if h.has("name", "adjective", "people", "prefix")]
    if not hits:
        return None, office
    # "Italian Ambassador to Turkey X": the adjective or possessor speaks; "to"/"in" tells where.
    for hit in hits:
        before = words[: hit.start].rstrip().lower()
        if re.search(r"\b(?:to|in|at|for|with|on|from)(?: the)?$", before) and len(hits) > 1:
            continue
        actor = actor_of_hit(hit, words[hit.start : hit.end], None, pair)
        if actor and actor.state and _SENT_TO.search(before):
            # "Ambassador to Turkey X": of the pair's other side
            return (pair.other(actor.state) if actor.state in pair else None), office
        if actor and actor.state:
            return actor.state, office
    return None, office


def _leader_state(mention: Mention, pair: Pair, office: str | None) -> tuple[str | None, str | None]:
    """State and office from the table of leaders; of several persons of the name, one of the pair's."""
    from relazione.reference.leaders import find_leader

    found = find_leader(clean_name(mention.text)) or find_leader(mention.text)
    if not found:
        return None, office
    states = list(dict.fromkeys(leader.state for leader in found))
    best = next((leader for leader in found if leader.state in pair), found[0] if len(states) == 1 else None)
    return (best.state, office or best.office) if best else (None, office)


__all__ = ["Person", "Persons", "clean_name"]
