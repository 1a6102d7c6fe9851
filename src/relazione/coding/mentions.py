"""The room `coding`: who is mentioned in a chunk: polities, organisations, persons, "both countries", and pronouns.

A mention is inert where its name only belongs to another name and does not act: the Treaty of Lausanne, the University of Ankara,
the Gulf of Mexico.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from relazione.coding.columns import columns
from relazione.coding.gazetteer import Hit, find_names
from relazione.coding.text import Chunk

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

MentionKind = Literal["polity", "organisation", "person", "both", "pronoun"]

_OF_NAMES = re.compile(
    r"\b(?:Treat(?:y|ies)|Peace|Convention|Protocol|Pact|Accords?|Agreements?|Congress|Conference|Battle|Siege|Armistice|Declaration|Council|"
    r"University|Bank|Institute|Gulf|Bay|Straits?|Sea|Archbishop|Bishop|Duke|Duchess|Earl|Law|Constitution|Order|Port|Isle|Peninsula|Lake|"
    r"Straits|Edict|Capitulations?|Truce|Fall|School|Church|Patriarch(?:ate)?|Museum|Club|Festival|Summit|Games|Olympics|Cup|Marathon)"
    r" (?:of|in|at|for) (?:the )?(?:(?:\w+ ){0,2}?)$"
)
_NAMES_OF = re.compile(
    r"^(?:[-–]\w+)?\s(?:Treat(?:y|ies)|Accords?|Protocol|Pact|Convention|Conference|Summit|University|Sea|Ocean|Gulf|Peninsula|Canal|Airport|Street|"
    r"Square|Marathon|Airlines|Airways|Declaration|Framework|Agreements?|Process|Islands?|City|Airbase|Games|Olympics|Festival|River|Channel|"
    r"Bank|Museum|Stadium|F\.?C\.?|Times|Post|Herald|Daily|News|Company|Doctrine|Process|Memorandum|Road|Province)\b"
)
_OF_OTHERS = re.compile(
    r"^-(?:backed|sponsored|supported|born|made|built|speaking|language|held|controlled|dominated|inspired|style)\b"
)
"""Behind a state's name: it is another who acts, as in "the Ruritanian-backed rebels"."""
_BOTH = re.compile(
    r"\b(?:(?:[Bb]oth|[Tt]he two|[Tt]hese two|[Tt]wo|[Ee]ither|[Ee]ach)(?: of the)?(?: (?:neighbou?ring|Muslim|allied|former|communist|Mediterranean|sister))?"
    r" (?:countries|nations|states|sides|parties|governments|leaders|neighbou?rs|presidents|Presidents|peoples|powers|ministers|foreign ministers|"
    r"prime ministers|allies|Governments|republics|capitals|country|nation|side|kingdoms|empires|delegations|partners|regimes|dictators|heads of state)"
    r"|[Ee]ach other|[Oo]ne another|[Bb]ilateral(?:ly)?|[Tt]he leaders|[Tt]he (?:two )?presidents|[Bb]oth(?= (?:signed|agreed|are|were|have|had|joined|belong|belonged|became|remain|remained|share|shared|participate))"
    r"|[Bb]etween (?:the two(?! (?:\w{1,20} )?\w{1,20}s\b)|them)|[Tt]he parties|[Nn]either (?:country|side|state)|[Mm]utual(?:ly)?|[Tt]he relationship|(?:[Bb]oth|[Tt]he two) Koreas)\b"
)
_PRONOUNS = frozenset(
    [
        "it",
        "its",
        "itself",
        "they",
        "their",
        "them",
        "he",
        "his",
        "him",
        "she",
        "her",
        "this",
        "country",
        "the",
        "country",
        "the",
        "latter",
        "the",
        "former",
    ]
) - {"this", "country", "the"}


@dataclass(slots=True)
class Mention:
    """Somebody mentioned at text[start:end] of the chunk; tokens first..last of its parse."""

    kind: MentionKind
    start: int
    end: int
    first: int
    last: int
    text: str
    hit: Hit | None = None
    inert: bool = False

    def is_noun(self) -> bool:
        """A name or people, not an adjective."""
        return self.hit is not None and self.hit.has("name", "people", "metonym", "capital", "organisation")


def find_mentions(chunk: Chunk) -> list[Mention]:
    """Mentions of a parsed chunk in order."""
    doc = chunk.doc
    assert doc is not None
    text = chunk.text
    found: list[Mention] = []
    taken: set[int] = set()

    def add(kind: MentionKind, start: int, end: int, hit: Hit | None = None, inert: bool = False) -> None:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            return
        found.append(Mention(kind, start, end, span.start, span.end - 1, text[start:end], hit, inert))
        taken.update(range(span.start, span.end))

    persons = [e for e in doc.ents if e.label_ == "PERSON"]
    person_tokens = {t.i for e in persons for t in e}
    for hit in find_names(text):
        inert = bool(_OF_NAMES.search(text, max(0, hit.start - 60), hit.start)) or bool(
            _NAMES_OF.match(text[hit.end : hit.end + 40]) or _OF_OTHERS.match(text[hit.end : hit.end + 12])
        )
        if hit.has("leader") and not hit.has("name", "adjective", "organisation"):
            longer = _longer_name(hit, text, persons)
            if longer is None:
                add("person", hit.start, hit.end, hit)
            else:
                add("person", longer.start_char, longer.end_char)  # "Pompeo Aloisi" is not Mike Pompeo
        elif hit.has("name", "adjective", "people", "metonym", "capital", "prefix"):
            span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is not None and len(span) == 1 and _inside_person(span[0], person_tokens) and not hit.has("adjective"):
                continue
            add("polity", hit.start, hit.end, hit, inert)
        elif hit.has("organisation"):
            add("organisation", hit.start, hit.end, hit)
    for entity in persons:
        if any(t.i in taken for t in entity) or entity.text[0].islower():
            continue
        add("person", entity.start_char, entity.end_char)
    for match in _BOTH.finditer(text):
        add("both", match.start(), match.end())
    for i, word in enumerate(columns(doc).lowers):
        if word in _PRONOUNS and i not in taken and (token := doc[i]).pos_ == "PRON":
            found.append(Mention("pronoun", token.idx, token.idx + len(token), token.i, token.i, token.text))
    return sorted(found, key=lambda m: (m.start, -m.end))


def _longer_name(hit: Hit, text: str, persons: list[Span]) -> Span | None:
    """The person whose first name or middle name is a leader's surname: the name goes on with a capital behind it."""
    if not re.match(r"\s[A-Z][a-z]", text[hit.end : hit.end + 3]):
        return None
    return next((e for e in persons if e.start_char <= hit.start and hit.end < e.end_char), None)


def _inside_person(token: Token, person_tokens: set[int]) -> bool:
    """Whether a name's only word belongs to a person's longer name ("Michael Jordan")."""
    return token.i in person_tokens and (token.i - 1 in person_tokens or token.i + 1 in person_tokens)
