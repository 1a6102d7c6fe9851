"""The room `coding`: the reader of memberships: which polity was in which organisation, alliance or bloc, as what, from when, until when.

"Both are members of A and B", "an EU member", "joined the Entente in May 1915", "the GCC (including Qatar)". The words that tell it are
data (`data/membership_words.tsv`); who is meant stands before the verb, or beside the words.
"""

from __future__ import annotations

import re

from relazione.coding.linking import actor_of_state
from relazione.coding.membership_cues import LISTED, Cue, Words, cue_after, cue_before, is_compound, with_echoes, with_strangers
from relazione.coding.membership_drafts import draft_of, told_by_clauses, without_doubles
from relazione.coding.membership_scope import NEGATED, is_of_others, is_wish
from relazione.coding.mentions import Mention
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch, stretches
from relazione.model.claims import Actor, Membership
from relazione.model.dates import When
from relazione.model.identity import Draft

_RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b")
_INCLUDES = re.compile(r"^,? ?\(?(?:which )?(?:includ(?:es|ing)|comprising|consisting of|made up of|of which)\b")
_BRACKET_LIST = re.compile(r"^ \((?=[A-Z])")
_LINKED = re.compile(
    r"\b(?:is|are|was|were|be|been|being|as|became|become|becoming|remains?|remained|both|received|gained|obtained|holds?|held|has|have|had|granted|their|its|accepted)\b[^.;]{0,45}$"
)
_BARE = re.compile(
    r" (?:is|are|was|were|has the (?:standing|status|rank) of|holds? the status of|enjoys? the status of)(?: also| now| both| only)? (?:an? |the )?(?:full |founding |participating |official )*"
    r"(?P<what>members?|candidates?(?: country)?|observers?|partners?|participating states?|(?<=participating )states?)(?=[,.;)]|$| while| whereas| and [A-Z])"
)


def read_memberships(parsed: ParsedDocument) -> list[Draft]:
    """The memberships told in a document."""
    found: dict[tuple[object, ...], Draft] = {}
    reader = _Reader()
    for stretch in stretches(parsed):
        if not stretch.heading:
            for draft in reader.read(stretch):
                assert isinstance(draft.body, Membership)
                key = (
                    draft.body.member.name,
                    draft.body.organisation,
                    draft.body.status,
                    draft.evidence[0].start,
                    draft.evidence[0].end,
                )
                found.setdefault(key, draft)
    return list(found.values())


class _Reader:
    """Reads stretch after stretch and remembers the organisation named last, for "the organisation" in the sentence after."""

    def __init__(self) -> None:
        self.last: tuple[Stretch, Mention] | None = None

    def read(self, stretch: Stretch) -> list[Draft]:
        """The memberships that a stretch tells."""
        earlier = None
        if self.last and self.last[0].parsed is stretch.parsed and stretch.number - self.last[0].number <= 2:
            earlier = self.last[1]
        found = [
            m
            for m in stretch.mentions()
            if m.hit is not None and m.hit.has("organisation") and m.kind in ("organisation", "polity")
        ]
        found = [m for m in found if stretch.parsed.text[max(0, m.start - 4) : m.start].lower() != "non-"]  # "non-NATO ally"
        named = with_echoes(stretch, with_strangers(stretch, found), earlier)
        if found:
            self.last = stretch, found[-1]
        return _read(stretch, named)


def _read(stretch: Stretch, named: list[Mention]) -> list[Draft]:
    text = stretch.parsed.text
    drafts: list[Draft] = []
    last: list[Draft] = []
    told: Cue | None = None
    previous: Mention | None = None
    taken: set[int] = set()
    for mention in named:
        if mention.start in taken:
            continue
        here = cue_before(stretch, mention) or cue_after(stretch, mention)
        if (
            here is not None
            and mention.hit is None
            and not (here.words.before and here.words.subject in ("either", "subject", "joined"))
        ):
            here = None  # no table knows the body: only plain words of membership will do
        if here is None and previous is not None and re.fullmatch(r"(?: \w+)? \(", text[previous.end : mention.start]):
            previous = mention  # its abbreviation
            continue
        if here is None and told is not None and told.words.before and previous is not None:
            gap = text[previous.end : mention.start]
            if LISTED.match(gap + "") or (told.listing and re.fullmatch(r"[^;,]{0,16}[;,](?: and)?(?: the)? ?", gap)):
                here = told
        listed_before = previous is not None and re.fullmatch(r" and |, (?:and )?", text[previous.end : mention.start])
        if listed_before and previous is not None and told is None and here is not None and not here.words.before:
            drafts += _drafts(stretch, previous, here, [])  # "ASEAN and APEC members"
        if here is not None and not (here.words.before and is_compound(stretch, mention)):
            last = _drafts(stretch, mention, here, last)
            drafts += last
        listed, until = _included(stretch, mention)
        taken |= {m.start for m in named if mention.end < m.start < until}
        drafts += listed
        told, previous = here, mention
    found = without_doubles(drafts + _bare(stretch, named), told_by_clauses(stretch, named))
    return _one_each(stretch, named, found)


def _one_each(stretch: Stretch, named: list[Mention], drafts: list[Draft]) -> list[Draft]:
    """ "A and B are members of C and D, respectively": the first of the first, the second of the second."""
    if "respectively" not in stretch.text or len(drafts) < 4:
        return drafts
    told = [d.body for d in drafts if isinstance(d.body, Membership)]
    members = list(dict.fromkeys(b.member.name for b in told))
    bodies = list(dict.fromkeys(b.organisation for b in told))
    last = max(m.end for m in named)
    square = len(members) == len(bodies) and len(drafts) == len(members) ** 2
    if not square or not _RESPECTIVELY.match(stretch.parsed.text, last):
        return drafts
    return [d for d, b in zip(drafts, told, strict=True) if members.index(b.member.name) == bodies.index(b.organisation)]


def _bare(stretch: Stretch, named: list[Mention]) -> list[Draft]:
    """ "In the European Union Italy is a member, whereas Turkey has the standing of a candidate": what is said of the one named before."""
    text = stretch.parsed.text
    drafts = []
    for found in _BARE.finditer(text, stretch.start, stretch.end):
        before = [m for m in named if m.end < found.start()]
        polity = next(
            (m for m in stretch.mentions() if m.kind in ("polity", "both") and m.is_noun() and 0 <= found.start() - m.end <= 1),
            None,
        )
        if not before or polity is None or LISTED.match(text[found.end() : found.end() + 12]):
            continue
        status = {"candidate": "candidate", "observer": "observer", "partner": "partner"}.get(found["what"].split()[0], "member")
        words = Words(found.re, "founding" if "founding" in found[0] else status, "copula", True)
        cue = Cue(words, polity.start, found.end())
        for actor in stretch.document.actor(stretch.parsed, polity, None):
            drafts.append(draft_of(stretch, before[-1], cue, actor, polity.start, found.end(), None))
    return drafts


def _drafts(stretch: Stretch, mention: Mention, cue: Cue, last: list[Draft]) -> list[Draft]:
    text = stretch.parsed.text
    clause = max(stretch.start, max((m.end() for m in re.finditer(r"[;,]|\bbut\b|\balthough\b", text[: cue.start])), default=0))
    head = text[max(stretch.start, min(clause, cue.start) - 0) : cue.start]
    if NEGATED.search(head[-60:]) or re.search(
        r"\b(?:all|any|every|some|several|most|new|each|(?<!and )other) (?:\w+ )?$", text[stretch.start : cue.start]
    ):
        return []
    if cue.words.status == "member" and cue.words.subject != "owner" and is_wish(text, stretch, cue):
        return []
    if is_of_others(text, stretch, cue):
        return []
    when = _when(stretch, mention, cue)
    members = _members(stretch, mention, cue, when)
    if last and "participation" in text[cue.start : cue.end]:
        members = [(d.body.member, cue.start, mention.end) for d in last if isinstance(d.body, Membership)]
    drafts = []
    for member, start, end in members:
        if (member.state is None and member.organisation is None) or (mention.hit is None and member.person):
            continue
        drafts.append(draft_of(stretch, mention, cue, member, start, end, when))
    return drafts


def _when(stretch: Stretch, mention: Mention, cue: Cue) -> When | None:
    """The date of joining or leaving, where the words tell an act."""
    if cue.words.subject not in ("joined", "subject", "agent") and not re.search(
        r"\b(?:became|become|since|until|was|were|had been)\b",
        stretch.parsed.text[max(stretch.start, cue.start - 30) : cue.start],
    ):
        since = [d for d in stretch.dates() if d.edtf and d.words.relation == "since" and d.start >= mention.end]
        return since[0].when(stretch.parsed.text) if since else None
    after = [d for d in stretch.dates() if d.edtf and mention.end <= d.start < mention.end + 70]
    after = [
        d
        for d in after
        if not re.search(r";|, (?:and|but|while|after|when)\b|\band [A-Z]", stretch.parsed.text[mention.end : d.start])
    ]
    before = [d for d in stretch.dates() if d.edtf and d.end <= cue.start]
    chosen = after[0] if after else before[-1] if before else None
    return chosen.when(stretch.parsed.text) if chosen else None


def _members(stretch: Stretch, mention: Mention, cue: Cue, when: When | None) -> list[tuple[Actor, int, int]]:
    """Who is meant, each with the span that says so."""
    text = stretch.parsed.text
    on = when.edtf if when else None
    span_end = max(cue.end, mention.end)
    polities = [m for m in stretch.mentions() if m.kind in ("polity", "both", "pronoun") and m is not mention]

    def actors(found: list[Mention]) -> list[tuple[Actor, int, int]]:
        return [
            (a, min(m.start, cue.start), max(m.end, span_end))
            for m in found
            for a in stretch.document.actor(stretch.parsed, m, on)
        ]

    if cue.words.subject == "agent":
        return actors(_run(stretch, polities, span_end, r" (?:the |both )?"))
    if cue.words.subject == "owner":
        owners = [m for m in polities if m.end <= cue.start + 1 and cue.start - m.end < 12]
        if owners:
            return actors(owners[-1:])
        if not re.search(r"uses? its ", text[stretch.start : cue.end]):
            return []
    after = _run(
        stretch,
        polities,
        span_end,
        r"(?: states?| countr(?:y|ies)| nations?| allies)?(?:,? (?:like|such as|including))? (?:the )?$",
    )
    if after and (not cue.words.before or "fellow" in text[cue.start - 12 : cue.end]):
        found = actors(after)
        if "fellow" in text[max(stretch.start, mention.start - 10) : mention.start + 1] or "fellow" in text[cue.start : cue.end]:
            others = [
                m for m in polities if m.start > after[-1].end and re.fullmatch(r", (?:the )?", text[after[-1].end : m.start])
            ]
            found += actors(others[:1]) or [(a, cue.start, span_end) for a in stretch.subjects_before(cue.start, on)]
        return found
    if cue.words.subject in ("either", "beside"):
        tail = re.match(r"\)?, (?:the )?", text[span_end:])
        opens = re.search(r"(?:^|[.;,:] )[Aa]s (?:an?|the)?(?: \w+)? ?$", text[stretch.start : cue.start]) or (
            stretch.start == cue.start
            or re.search(r"^(?:As )?(?:an?|the|both) $", text[stretch.start : cue.start], re.IGNORECASE)
        )
        if tail and opens:
            follow = [m for m in polities if 0 <= m.start - span_end <= tail.end() + 8]
            if follow:
                return actors(follow[:1])
        beside = [
            m
            for m in polities
            if m.end <= cue.start
            and re.fullmatch(
                r"(?:,| [–-]|\s\(|(?= and other)| as) ?(?:(?:and other|also|both|itself|themselves|among|an?|the|two|(?:one|two|three|some) of (?:the|its)(?: most)?(?: \w+)?) )*",
                text[m.end : cue.start],
            )
        ]
        if beside:
            return actors(_joined(text, polities, beside[-1]))
    possessor = [
        m
        for m in polities
        if m.kind == "polity" and re.fullmatch(r"'s? ", text[m.end - (2 if text[m.end - 2 : m.end] == "'s" else 0) : cue.start])
    ]
    if possessor and "membership" in text[cue.start : cue.end]:
        return actors(possessor[-1:])
    if not cue.words.before and re.search(
        r"\b(?:by|with|from|to|of|for|against) (?:the|an?) $", text[stretch.start : mention.start]
    ):
        return []  # some member of it, and not said which
    if cue.words.subject == "either" and not _LINKED.search(text, max(stretch.start, cue.start - 60), cue.start + 1):
        return []
    if re.search(r"\btheir $", text[stretch.start : cue.start]):
        return [(a, cue.start, span_end) for a in _owners(stretch, cue)]
    if cue.words.subject == "joined" and re.search(r"\b(?:by|through) $", text[stretch.start : cue.start]):
        nearest = [m for m in polities if m.kind == "polity" and m.end <= cue.start]
        return actors(nearest[-1:])
    if cue.words.subject == "sides":
        named = tuple({a.state: a for m in polities for a in stretch.document.actor(stretch.parsed, m, on)}.values())
        both = named if len(named) > 1 else tuple(actor_of_state(code, None) for code in stretch.document.pair.codes())
        return [(a, cue.start, span_end) for a in both if a.state in stretch.document.pair]
    subject = stretch.subject_of(_verb(text, stretch, cue), on) or stretch.subjects_before(cue.start, on)
    if not subject and cue.words.subject == "either":
        subject = tuple(a for m in polities if m.end <= cue.start for a in stretch.document.actor(stretch.parsed, m, on))[-1:]
    return [(a, _subject_start(stretch, cue), span_end) for a in subject if a.state]


def _owners(stretch: Stretch, cue: Cue) -> tuple[Actor, ...]:
    """Whom "their" before the words means: several, and if the text does not tell which, both sides."""
    pronoun = next((m for m in stretch.mentions() if m.kind == "pronoun" and m.end + 1 == cue.start), None)
    found = stretch.document.antecedent(stretch.parsed, pronoun, None) if pronoun else ()
    if len({a.state for a in found}) > 1:
        return found
    return tuple(actor_of_state(code, None, "their") for code in stretch.document.pair.codes())


def _verb(text: str, stretch: Stretch, cue: Cue) -> int:
    """Where the verb of the clause stands: the copula before the words, else the words themselves."""
    found = re.search(
        r"\b(?:is|are|was|were|became|become|remains?|remained|has been|have been|had become|has become)\b[^.;,]{0,30}$",
        text[stretch.start : cue.start],
    )
    return stretch.start + found.start() if found else cue.start


def _subject_start(stretch: Stretch, cue: Cue) -> int:
    named = [m for m in stretch.mentions() if m.end <= cue.start and m.kind in ("polity", "both")]
    return named[-1].start if named and cue.start - named[-1].start < 120 else cue.start


def _joined(text: str, polities: list[Mention], last: Mention) -> list[Mention]:
    """A mention with those joined to it before ("Ghana and Nigeria, two members of")."""
    found = [last]
    for m in reversed([m for m in polities if m.end <= last.start]):
        if not re.fullmatch(r",? and (?:the )?|, (?:the )?", text[m.end : found[0].start]):
            break
        found.insert(0, m)
    return found


def _run(stretch: Stretch, polities: list[Mention], at: int, lead: str) -> list[Mention]:
    """The names that follow at `at`, joined by commas and "and"."""
    text = stretch.parsed.text
    found: list[Mention] = []
    for m in sorted((m for m in polities if m.start >= at and m.is_noun()), key=lambda m: m.start):
        gap = text[found[-1].end if found else at : m.start]
        if not re.fullmatch(lead if not found else r",? and (?:the )?|, (?:the )?", gap):
            break
        found.append(m)
    return found


def _included(stretch: Stretch, mention: Mention) -> tuple[list[Draft], int]:
    """ "the European Union (which includes Estonia)", "the Quad (Canada, Japan and ...)"; and where the names end."""
    text = stretch.parsed.text
    tail = text[mention.end : stretch.end]
    match = _INCLUDES.match(tail) or _BRACKET_LIST.match(tail)
    if match is None or mention.hit is None:
        return [], mention.end
    named = [m for m in stretch.mentions() if m is not mention and (m.kind == "polity" or m.kind == "organisation")]
    run = _run(stretch, named, mention.end + match.end(), r"\s?(?:the |both )?")
    if not run or (_BRACKET_LIST.match(tail) and len(run) < 2):
        return [], mention.end
    words = Words(match.re, "member", "beside", True)
    cue = Cue(words, mention.start, mention.end + match.end())
    drafts = [
        draft_of(stretch, mention, cue, actor, mention.start, m.end, None)
        for m in run
        for actor in stretch.document.actor(stretch.parsed, m, None)
    ]
    return drafts, run[-1].end
