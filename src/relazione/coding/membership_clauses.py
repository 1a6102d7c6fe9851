"""The room `coding`: clauses that tell a membership in which the state may stand anywhere: "the entry of Malta into the EU", "the
OAS suspended Cuba", "Serbian attempts to join", "the group is co-chaired by".

Names are replaced by one letter each (a state, an adjective, "its", an organisation), and the clauses of
`data/membership_clauses.tsv` are looked for in what is left. Lists are read as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from relazione.coding.mentions import Mention
from relazione.coding.stretches import Stretch
from relazione.model.claims import MembershipStatus
from relazione.reference.tables import rows, table_error

_TABLE = Path(__file__).parent / "data" / "membership_clauses.tsv"
_STATE, _ORGANISATION, _ADJECTIVE, _OWNER = "\ue000", "\ue001", "\ue002", "\ue003"
_AND = r"(?:, (?:and |as well as |of |in )?|,? and |,? as well as |,? along with |,? & )(?:of |in |to |from |the |both )*"
_SMALL = (
    rf"(?:for|to|at|of|be|take|taking|gain|gaining|obtain|obtaining|attain|achieve|secure|acquire|its|their|{_OWNER}|an?|the|full|permanent|"
    r"non-permanent|observer|associate|official|in|into|as|with|on|by|one|state|candidate)"
)
_OF_JOINING = (
    r"(?:become|becoming|join|joining|rejoin|enter|entering|accede|acceding|accession|admitted|admission|admittance|entry|participate|"
    r"participation|part|members?|membership|status|seat)"
)
_MACROS = {
    "{S}": rf"(?:the )?(?P<m>{_STATE}(?:(?:, (?:the )?{_STATE}){{0,12}},? (?:and|&|as well as|along with) (?:the )?{_STATE})?)",
    "{SS}": rf"(?:the )?(?P<m>{_STATE}(?:{_AND}{_STATE}){{0,12}})",
    "{OWN}": rf"(?:(?P<m>{_STATE})(?:['’]s?)?|(?P<a>{_ADJECTIVE})|(?P<p>{_OWNER}))",
    "{POSS}": rf"(?:[{_STATE}{_ORGANISATION}]['’]s?|{_OWNER}|its|their)",
    "{O}": rf"(?:the )?(?:(?:\w+ )?(?:organi[sz]ation|bloc|group|grouping|alliance|forum|body),? (?:the )?)?(?P<o>{_ORGANISATION}(?: \([^()]{{1,60}}\))?(?:{_AND}{_ORGANISATION}(?: \([^()]{{1,60}}\))?){{0,12}})",
    "{JOIN}": rf"(?:{_SMALL} ){{0,5}}{_OF_JOINING} (?:(?:{_SMALL}|{_OF_JOINING}) ){{0,8}}",
    "{JOIN?}": rf"(?:(?:{_SMALL}|{_OF_JOINING}) ){{0,10}}",
    "{ASKING}": r"(?:bids?|attempts?|efforts?|applications?|requests?|candidacy|candidature|campaigns?|quest|push|proposals?|drive)",
    "{DID}": r"(?:,? (?:both|also|jointly|together|then|later|formally|officially|subsequently|finally|has|have|had|is|was|were|been|long|now|"
    r"currently|again|already|eventually|recently|respectively)){0,4}",
    "[S]": f"[{_STATE}{_ADJECTIVE}]",
    "[O]": f"[{_ORGANISATION}]",
    "[P]": f"[{_OWNER}]",
    "SO]": f"{_STATE}{_ORGANISATION}]",
    ";O]": f";{_ORGANISATION}]",
}
_DENIED = re.compile(
    r"\b(?:not|never|no|neither|nor|without|refus\w+|declin\w+|prevent\w+ from|n't)\b[^.;,]{0,30}$", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|never|neither|no longer)\b|n't\b")
_CAME_ABOUT = re.compile(
    r"(?:\b(?:after|following|since|upon|with|before|until|prior to|despite|due to|because of|celebrat\w+|mark\w+|complet\w+|announced|welcom\w+)|^on|[,;(] ?on)"
    r"(?: the| its| their)?(?: \w+)? ?$",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:support\w*|vot\w+|call\w*|demand\w*|advocat\w*|push\w*|campaign\w*|lobb\w+|urg\w+|endors\w*|back\w*|oppos\w+|favou?r\w*|block\w*|veto\w*|towards?|hop\w+|negotiat\w+|talks?|prospects?|process|if|propos\w+|possible|future|"
    r"potential|eventual|against|aspir\w+|seek\w*|sought|wish\w*|plan\w*|threat\w*|condition\w*|path|road|would|could|might)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DISCUSSED = re.compile(
    r"\b(?:question|issue|matter|debate|subject|topic|referendum|views?|position)s? (?:of|on|about|over)(?: the)? ?$",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r" (?:was|is|were|has been|would be|remains?) (?:not |never |strongly )?(?:supported|opposed|rejected|blocked|denied|vetoed|refused|discussed|considered|"
    r"proposed|possible|controversial|uncertain)\b"
)
_PART_OF = re.compile(r"\b(?:of|in|by|from|for|with|at|to|under|within|against|on|between)(?: the| its)? ?$", re.IGNORECASE)
_DATED = re.compile(r"^,? (?:in|on|of|at the end of) (?:\w+ ){0,2}\d{4}|^,? (?:was|were) (?:completed|finali[sz]ed|celebrated|approved|welcomed)|^,? took (?:place|effect)|^,? came")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A row of the table. `check`: "fact" = only what came about counts, "held" = not what is wished or discussed."""

    status: str
    check: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Membered:
    """What a clause at text[start:end] tells: who is what in which organisations. No members: both sides."""

    status: str
    members: tuple[Mention, ...]
    organisations: tuple[Mention, ...]
    start: int
    end: int


@lru_cache(maxsize=1)
def _clauses() -> tuple[Clause, ...]:
    """The table as patterns. Raises ReferenceTableError naming the line."""
    found = []
    for line, (status, check, pattern) in rows(_TABLE, ("status", "check", "pattern")):
        if status not in get_args(MembershipStatus) or check not in ("", "fact", "held"):
            raise table_error(_TABLE, line, f"{status!r} or {check!r} is not known")
        whole = pattern
        for macro, expansion in _MACROS.items():
            whole = whole.replace(macro, expansion)
        try:
            found.append(Clause(status, check, re.compile(rf"(?<![\w'’]){whole}(?!\w)")))
        except re.error as problem:
            raise table_error(_TABLE, line, f"not a pattern: {problem}") from problem
    return tuple(found)


@dataclass(slots=True)
class _Masked:
    """A stretch with its names as single letters; `offsets` lead back, `names` tell which mention stands where."""

    text: str
    offsets: list[int]
    names: dict[int, Mention]


def _masked(stretch: Stretch, organisations: list[Mention]) -> _Masked:
    organisations = [m for m in organisations if stretch.parsed.text[max(0, m.start - 4) : m.start].lower() != "non-"]
    taken = {m.start for m in organisations}
    states = [
        m
        for m in stretch.mentions()
        if m.kind in ("polity", "both", "pronoun")
        and m.start not in taken
        and not any(o.start <= m.start < o.end for o in organisations)
    ]
    text = stretch.parsed.text
    letters: list[str] = []
    offsets: list[int] = []
    names: dict[int, Mention] = {}
    at = stretch.start
    for mention in sorted([*states, *organisations], key=lambda m: (m.start, -m.end)):
        if mention.start < at:
            continue
        letters += text[at : mention.start]
        offsets += range(at, mention.start)
        end = mention.end - 2 if text[mention.end - 2 : mention.end] in ("'s", "’s") else mention.end
        names[len(letters)] = mention
        letters.append(_letter(mention, mention.start in taken))
        offsets.append(mention.start)
        at = end
    letters += text[at : stretch.end]
    offsets += range(at, stretch.end + 1)
    return _Masked("".join(letters), offsets, names)


def _letter(mention: Mention, organisation: bool) -> str:
    if organisation:
        return _ORGANISATION
    if mention.kind == "pronoun" and mention.text.lower() in ("its", "their", "his", "her"):
        return _OWNER
    return _STATE if mention.kind != "polity" or mention.is_noun() else _ADJECTIVE


def memberships_in(stretch: Stretch, organisations: list[Mention]) -> list[Membered]:
    """The memberships told by clauses of a stretch; `organisations` are those named in it."""
    if not organisations:
        return []
    masked = _masked(stretch, organisations)
    found = []
    spans: list[tuple[int, int]] = []
    for clause in _clauses():
        for match in clause.pattern.finditer(masked.text):
            head = masked.text[max(0, match.start() - 70) : match.start()]
            if _DENIED.search(head) or _NOT.search(match[0]) or not _stands(clause, match, head, masked.text[match.end() :]):
                continue
            if any(a < match.end() and match.start() < b for a, b in spans if clause.status == "candidate"):
                continue
            if clause.status == "candidate":
                spans.append(match.span())
            group = next((g for g in ("m", "a", "p") if g in clause.pattern.groupindex and match[g]), None)
            members = _named(masked, *match.span(group)) if group else ()
            bodies = _named(masked, *match.span("o"))
            end = masked.offsets[match.end()] if match.end() < len(masked.offsets) else stretch.end
            found.append(Membered(clause.status, members, bodies, masked.offsets[match.start()], end))
    return found


def _stands(clause: Clause, match: re.Match[str], head: str, tail: str) -> bool:
    """Whether the words around let a clause stand."""
    begins = match.start("o") - match.start() <= len("the ")
    if begins and match.string[match.end("o") : match.end("o") + 1] != "," and _PART_OF.search(head):
        return False  # "the force of the African Union included"
    if clause.check and (_WISHED.search(head) or _DISCUSSED.search(head) or _REFUSED.match(tail)):
        return False
    return clause.check != "fact" or bool(_CAME_ABOUT.search(head) or _DATED.match(tail))


def _named(masked: _Masked, start: int, end: int) -> tuple[Mention, ...]:
    """The names between, without abbreviations in brackets behind a name."""
    return tuple(m for i, m in masked.names.items() if start <= i < end and masked.text[i - 1 : i] != "(")
