"""The room `coding`: titles of office found in a stretch of text, with the state before them and the states that "of" and "to" join."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from relazione.coding.at_words import AtWords
from relazione.coding.host_cities import find_hosts
from relazione.coding.mentions import Mention
from relazione.coding.stretches import Stretch
from relazione.reference import offices
from relazione.reference.folding import fold

_KINDS = frozenset({"head-of-state", "head-of-government", "minister", "diplomat"})
_OTHERS = frozenset(
    [
        "secretary of state",
        "vice president",
        "speaker of parliament",
        "governor",
        "pope",
        "secretary general",
        "national security adviser",
        "regent",
        "governor general",
    ]
)
_LEFT_OUT = frozenset(
    {"diplomat", "leader", "ruler", "attaché", "commissioner", "sovereign", "monarch", "resident", "dragoman", "state"}
)
_HONORIFICS = frozenset(
    [
        "sheikh",
        "shaikh",
        "sheik",
        "imam",
        "pasha",
        "sayyid",
        "bey",
        "mullah",
        "ayatollah",
        "mufti",
        "bishop",
        "archbishop",
        "cardinal",
    ]
)
_PLURAL = re.compile(
    r"(?:presidents|ministers|ambassadors|kings|consuls|leaders|envoys|queens|emperors|premiers|chancellors|commissioners|plenipotentiaries|ambassador's)$"
)
_JOIN = re.compile(
    r",? (?P<word>of|to|for|in|at|from) (?:the )?(?:(?:Republic|Kingdom|State|Government|People's Republic|Islamic Republic|Federal Republic) of )?(?:the )?"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title at text[start:end]; with what is joined to it, it runs from `whole_start` to `whole_end`."""

    start: int
    end: int
    whole_start: int
    whole_end: int
    office: str
    kind: str
    of: Mention | None
    to: Mention | None
    to_place: str | None
    city: str | None


@lru_cache(maxsize=1)
def _pattern() -> AtWords:
    """What fits a title."""
    texts = [
        o.text
        for o in offices.offices().values()
        if (o.kind in _KINDS or o.office in _OTHERS)
        and o.speaks_for_state
        and o.office not in _LEFT_OUT
        and not _PLURAL.search(o.text)
        and o.text not in _HONORIFICS
    ]
    return AtWords(texts, lambda text: re.escape(text).replace(r"\ ", r"[ -]").replace("'", "['’]"))


def find_titles(stretch: Stretch) -> list[Title]:
    """The titles in a stretch, each with the states told beside it."""
    text = stretch.parsed.text
    mentions = [
        m for m in stretch.mentions() if m.kind == "polity" or (m.kind == "pronoun" and m.text.lower() in ("its", "their"))
    ]
    found: list[Title] = []
    for match in _pattern().find(text, stretch.start, stretch.end):
        office = offices.find_office(match[0].replace("’", "'")) or offices.find_office(fold(match[0]))
        if office is None or (found and match.start() < found[-1].end):
            continue
        start = match.start()
        before = [
            m
            for m in mentions
            if m.end <= start
            and re.fullmatch(
                r"(?:'s?)?(?: (?:\w+ly[- ])?(?:new|first|second|last|current|then|acting|appointed|resident|former|late|next|own|longtime|\w+))? ?",
                text[m.end : start],
            )
        ]
        of = before[-1] if before else None
        to: Mention | None = None
        place: str | None = None
        city: str | None = None
        end = match.end()
        for _ in range(3):
            join = _JOIN.match(text, end, stretch.end)
            if join is None:
                break
            named = next(
                (
                    m
                    for m in mentions
                    if m.start in (join.end(), join.end() - 4) or (m.start > end and m.start < join.end() < m.end)
                ),
                None,
            )
            if join["word"] == "of" and named is not None and of is None:
                of, end = named, named.end
            elif join["word"] in ("to", "in", "at", "of", "from") and office.kind == "diplomat":
                hosts = (
                    find_hosts(text, join.start("word"), stretch.end, stretch.document.pair.codes())
                    if join["word"] in ("in", "at")
                    else None
                )
                if named is not None and not (hosts and hosts.cities):
                    to, end = named, named.end
                elif hosts and hosts.cities:
                    city, place, end = hosts.cities[0].name, hosts.cities[0].state, hosts.end
                else:
                    break
            else:
                break
        whole = of.start if of is not None and of.start < start else start
        found.append(Title(start, match.end(), whole, end, office.office, office.kind, of, to, place, city))
    return found
