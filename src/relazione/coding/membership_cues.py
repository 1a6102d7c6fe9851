"""The room `coding`: the words by which prose tells a membership, found beside the name of an organisation.

The words are data (`data/membership_words.tsv`); "the alliance", "the former" and the like stand for the organisation named before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from relazione.coding.gazetteer import find_names
from relazione.coding.mentions import Mention
from relazione.coding.stretches import Stretch
from relazione.model.claims import MembershipStatus
from relazione.reference.tables import rows, table_error

_TABLE = Path(__file__).parent / "data" / "membership_words.tsv"
_STATUSES = frozenset(get_args(MembershipStatus))
_SUBJECTS = frozenset({"subject", "beside", "either", "owner", "joined", "copula", "agent", "sides"})
LISTED = re.compile(
    r"^\)?(?: \([^()]{1,80}\))?(?: \w+)?(?: was suspended)?(?: in (?:\w+ )?\d{4})?(?:,? (?:and|as well as|along with|plus|or)(?: also)?|[,;]|,? and (?:of|in|to|by)|,? as well as (?:of|in|from))(?: (?:the|of|in|to))*\s?$"
    r"|^(?:\)| \([^()]{1,80}\)) (?:the )?$"
)
_TO_NAME = re.compile(r"(?: both)?(?: (?:the|its|their|then|newly[- ]\w+|what is now the)){0,6}\s?$")
_BEFORE_COPULA = re.compile(r"\b(?:is|are|was|were|both|remain|remained)(?: (?:both|also|an?))*\s$")
_BODIES = frozenset(
    [
        "forum",
        "organisation",
        "organization",
        "alliance",
        "bloc",
        "group",
        "grouping",
        "treaty",
        "pact",
        "union",
        "community",
        "movement",
        "block",
    ]
)
_BODY = (
    r"(?:Associations?|Organi[sz]ations?|Communit(?:y|ies)|Unions?|Leagues?|Councils?|Alliances?|Forum|Agency|Commissions?|Federations?|Partnerships?|Initiatives?|"
    r"Assembl(?:y|ies)|Cooperation|Group|Network|Convention|Institute|Banks?|Pact|Funds?|Court|Bloc|Area|Zone|Entente)"
)
_SMALL = re.compile(r"\bnon-?aligned (?:movement|countries)\b")
"""Names of bodies that are also written small."""
_STRANGER = re.compile(
    rf"\b(?:[A-Z][\w'-]+ ){{1,5}}{_BODY}\b(?: (?:of|for|on)(?: the)?(?: [A-Z][\w'-]+){{1,4}})?|\b{_BODY}(?: (?:of|for|on|against)(?: the)?(?: [A-Z][\w'-]+){{1,5}}(?: (?:of|in)(?: the)?(?: [A-Z][\w'-]+){{1,5}}){{0,2}}(?: and(?: the)?(?: [A-Z][\w'-]+){{1,3}})?)"
)
_UNION_OF_STATES = re.compile(r"(?!.*\b(?:International|World|Inter)).*\bFederation\b")
"""A "Federation of ..." is a state of its own more often than a body of states: what no table knows under that name is left out."""
_PART_OF_BODY = re.compile(rf"(?:\w+-based |(?:[A-Z][\w'-]+ ){{0,3}}{_BODY} of (?:the )?(?=(?:[A-Z][\w'-]+ ){{1,5}}{_BODY}$))+")
_OF_ITS_OWN = re.compile(
    r"(?: \([\w.-]{2,12}\))?(?:[ -](?:led|backed|sponsored|mandated|run|organi[sz]ed|brokered|supervised|authori[sz]ed|wide)\b"
    r"|['’]?s? (?:projects?|programmes?|programs?|missions?|exercises?|operations?|summits?|meetings?|talks|negotiations|sanctions|peacekeep\w+|troops|forces?|"
    r"market|delegations?|initiatives?|observer mission)\b)"
)
_ECHO = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat)(?: (?:regional|international))? (alliance|organi[sz]ation|bloc|union|pact|league|community|grouping|group|forum|former|latter)\b(?! of)"
)
_ADJECTIVES = (
    r"(?:(?:an?|the|its|two|both|fellow|full|mutual|active|leading|prominent|important|most|only|other|current|long-standing|longtime|new|recent|then|also|"
    r"permanent|non-permanent|one|of|three|five|the only two|key|loyal|original|both|full-fledged|equal|early|eager|common|major) ){0,6}"
)


@dataclass(frozen=True, slots=True)
class Words:
    pattern: re.Pattern[str]
    status: str
    subject: str
    before: bool


@lru_cache(maxsize=1)
def _words() -> tuple[Words, ...]:
    """The table as patterns. Raises ReferenceTableError naming the line."""
    found = []
    for line, (place, pattern, status, subject) in rows(_TABLE, ("place", "pattern", "status", "subject")):
        if status not in _STATUSES or subject not in _SUBJECTS or place not in ("before", "after"):
            raise table_error(_TABLE, line, f"{place!r}, {status!r} or {subject!r} is not known")
        before = place == "before"
        whole = (
            rf"\b{_ADJECTIVES}(?P<cue>{pattern}){_TO_NAME.pattern}"
            if before
            else rf"\)?(?:'s)?[ -](?:{_ADJECTIVES})(?P<cue>{pattern})\b"
        )
        found.append(Words(re.compile(whole), status, subject, before))
    return tuple(found)


@dataclass(slots=True)
class Cue:
    words: Words
    start: int
    end: int
    listing: bool = False


def cue_before(stretch: Stretch, mention: Mention) -> Cue | None:
    head = stretch.parsed.text[stretch.start : mention.start]
    for words in _words():
        if not words.before:
            continue
        found = re.search(words.pattern.pattern + "$", head[-160:])
        if found:
            at = stretch.start + max(0, len(head) - 160)
            return Cue(words, at + found.start(), at + found.end("cue"), ":" in found[0] or ":" in head[-60:])
    return None


def cue_after(stretch: Stretch, mention: Mention) -> Cue | None:
    for words in _words():
        if words.before:
            continue
        if found := words.pattern.match(stretch.parsed.text, mention.end, stretch.end):
            if words.subject == "copula" and not _BEFORE_COPULA.search(stretch.parsed.text, stretch.start, mention.start):
                continue
            named = [
                m for m in stretch.mentions() if m.end + 2 == mention.start and m.hit is not None and m.hit.has("organisation")
            ]
            return Cue(words, named[0].start if named else mention.start, found.end())
    return None


def is_compound(stretch: Stretch, mention: Mention) -> bool:
    """Whether the name only stands before a noun that is not its own body's: "joined NATO exercises", "the UN-led force"."""
    if _OF_ITS_OWN.match(stretch.parsed.text, mention.end, stretch.end):
        return True
    doc = stretch.parsed.doc
    token = doc[mention.last]
    after = doc[mention.last + 1] if mention.last + 1 < len(doc) else None
    return (
        token.dep_ in ("compound", "nmod", "amod")
        and after is not None
        and after.pos_ in ("NOUN", "PROPN")
        and token.head.i > token.i
        and after.lower_ not in _BODIES
    )


def with_strangers(stretch: Stretch, named: list[Mention]) -> list[Mention]:
    """The organisations of a sentence, with those of its membership words that no table knows ("members of the Rhine Commission")."""
    found = list(named)
    for written in _SMALL.finditer(stretch.parsed.text, stretch.start, stretch.end):
        known = find_names(written[0].title())
        span = stretch.parsed.doc.char_span(written.start(), written.end(), alignment_mode="expand")
        if span is not None and len(known) == 1 and known[0].has("organisation") and len(known[0].entries) == 1:
            found.append(Mention("organisation", written.start(), written.end(), span.start, span.end - 1, written[0], known[0]))
    for stranger in _STRANGER.finditer(stretch.parsed.text, stretch.start, stretch.end):
        start, end = stranger.span()
        if part := _PART_OF_BODY.match(stranger[0]):  # "Secretariat of the Rhine Commission"
            start += part.end()
        if any(m.start < end and m.end > start for m in named) or _is_domestic(stretch, start, end):
            continue
        if _UNION_OF_STATES.match(stranger[0]):
            continue
        span = stretch.parsed.doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            found.append(Mention("organisation", start, end, span.start, span.end - 1, stretch.parsed.text[start:end]))
    return sorted(found, key=lambda m: m.start)


def _is_domestic(stretch: Stretch, start: int, end: int) -> bool:
    """Whether a body bears the name of one of the two sides: a party or an office of it, no body of states."""
    return any(
        actor.state in stretch.document.pair
        for m in stretch.mentions()
        if m.kind == "polity" and start <= m.start < end
        for actor in stretch.document.actor(stretch.parsed, m, None)
    )


def with_echoes(stretch: Stretch, named: list[Mention], earlier: Mention | None = None) -> list[Mention]:
    """The organisations of a sentence, "the alliance" and the like standing for the one named before, if only in the sentence
    before (`earlier`)."""
    text = stretch.parsed.text
    found = list(named)
    for echo in _ECHO.finditer(stretch.parsed.text, stretch.start, stretch.end):
        before = [m for m in named if m.end < echo.start() and text[m.start - 2 : m.start] != " ("]
        if echo[1] == "former" and len(before) > 1:
            before = before[:-1]
        if echo[1] in ("former", "latter") and not re.search(
            r"\b(?:in|of|from|to) $", stretch.parsed.text[stretch.start : echo.start()]
        ):
            continue
        if not before and earlier is not None and echo[1] not in ("former", "latter", "union", "league", "community"):
            before = [earlier]
        if before and not any(m.start <= echo.start() < m.end for m in named):
            span = stretch.parsed.doc.char_span(echo.start(1), echo.end(1), alignment_mode="expand")
            if span is not None:
                found.append(
                    Mention("organisation", echo.start(1), echo.end(1), span.start, span.end - 1, before[-1].text, before[-1].hit)
                )
    return sorted(found, key=lambda m: m.start)
