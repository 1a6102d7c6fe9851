"""The room `coding`: what a sentence says of the missions that it names: which is opened, closed, raised, moved, had, and when.

Words are read from left to right: an act takes the mission that follows it closely ("closed its embassy"), else the one that an act
before it left in view ("was opened in 1946 and closed in 1949"), else the one before it ("the consulate that closed").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from relazione.coding.date_context import FoundDate
from relazione.coding.host_cities import Hosts, find_hosts
from relazione.coding.mission_story import Row
from relazione.coding.mission_words import ActWord, MissionNoun
from relazione.coding.stretches import Stretch
from relazione.model.dates import When

_NEAR = re.compile(
    r"(?: (?:down|up|of|on|again|both|also|as|officially|formally|in \d{4}|as well as|and \w+|one of|some of|its|the|an?|their|out|with))*\s?,?\s*$"
)
_AS = re.compile(r"(?:again )?(?:as|into)(?: an?| the)?")
_IT = re.compile(
    r"(?:^|[\s,;])(?:[Ii]t|[Tt]hey|[Ww]hich|[Tt]he (?:office|post|mission|embassy|consulate|legation))(?: (?:was|were|is|had|has|been|also|again|then|later|finally))*\s*$"
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being)(?: (?:officially|formally|finally|again|briefly|temporarily|subsequently|later|also|then|first|re|soon|only|permanently))*[\s-]*$"
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|inten(?:ds?|ded|tion)|desires?|desired|wish(?:es|ed)?|agree(?:d|s|ing)?|decid(?:ed|es)|decision|promis(?:ed|es)|announced|hop(?:es|ed|ing)|"
    r"propos(?:ed|es|al)|consider(?:s|ed|ing)|will|would|aims?|aimed|sought|seeks?|offered|willing|interest(?:ed)?|possibility|expected|preparing|pledged)\b"
    r"[^.;]{0,60}?(?:\bto|\bof|\bin|\bfor|\bwill|\bwould|\bbe|the|on)?\s*$",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:to|of|will|would|will be|would be|to be)\s*(?:both |also |soon |not |re-?)*$")
_NOMINAL = re.compile(
    r"(?:re-?)?(?:opening|establishment|establishing|closing|closure|inauguration|creation|setting up)\b", re.IGNORECASE
)
_INTENDED = re.compile(
    r"\b(?:announc\w+|plan(?:s|ned|ning)?(?: for| on)?|propos\w+|agree\w*(?: on| to)?|consider\w*|decid\w+ on|decision on|discuss\w*|negotiat\w+|"
    r"intention of|interest in|call\w* for|request\w*|suggest\w*) (?:the |its |their |mutual )*(?:re-?)?$",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?:\bno\b|\bnot\b|\bnever\b|n't|\bwithout\b|\bneither\b|\bnor\b|\bnone\b)(?!\s*(?:only|longer))")
_BOUNDARY = re.compile(r";|\bwhile\b|\bwhereas\b|, and (?=[A-Z])|\bbut\b|, although\b|, though\b")
_HAVING_ENDS = re.compile(
    r";|\bwhile\b|\bwhereas\b|\bbut\b|,? and (?:has|have|is|was|are|were|the \w+ \w+ of)\b|\bthrough its\b|\bfrom its\b"
)
_BRACKET = re.compile(r"\([A-Z][\w' -]{2,20} (?:since|until|from|after) $")
"""Before a date in a remark on the city's name: "(Oslo since 1925)"."""
_PERFECT = re.compile(r"\b(?:has|have) $")
_OF_A_THING = re.compile(
    r"\b(?:belonging to|outside|near|around|behind|opposite|(?:members?|staff|employees?|officers?|vehicles?|guards?) (?:of|at|from)|attack(?:ed)? on|raid on|raided|"
    r"siege of|storming of|attacked|stormed|entered|besieged|surrounded) $"
)
"""Before a mission of which something else is said: who stood outside it, what belonged to it."""
_LEVEL = re.compile(r"\b(?:ambassadorial|ambassador)[\s-]?(?:level|rank|status)?", re.IGNORECASE)


@dataclass(slots=True)
class Told:
    """What one sentence says of one mission noun."""

    noun: MissionNoun
    end: int
    start: int
    hosts: Hosts | None = None
    same_as: Told | None = None
    acts: list[tuple[str, When | None]] = field(default_factory=list)
    have: str = ""
    planned: bool = False
    negated: bool = False
    kind: str = ""
    native: str = ""
    pronoun: bool = False
    row: Row | None = None
    rows: list[Row] = field(default_factory=list)
    verb: int = -1
    moved: bool = False

    def note(self, act: str, when: When | None, until: int) -> None:
        """An act is told of it."""
        self.acts.append((act, when))
        self.end = max(self.end, until)


def read_acts(stretch: Stretch, told: list[Told], acts: list[ActWord], pair: tuple[str, str]) -> list[Told]:
    """Adds to each mission what is told of it; returns missions that no noun names ("it moved to Jerusalem")."""
    return _Reading(stretch, told, acts, pair).run()


class _Reading:
    """One pass over the acts of a stretch."""

    def __init__(self, stretch: Stretch, told: list[Told], acts: list[ActWord], pair: tuple[str, str]) -> None:
        self.stretch = stretch
        self.text = stretch.parsed.text
        self.told = told
        self.pair = pair
        self.acts = [a for a in acts if not any(t.noun.phrase <= a.start and a.end <= t.noun.end for t in told)]
        self.focus: Told | None = None
        self.more: list[Told] = []
        self.dates = stretch.dates()

    def run(self) -> list[Told]:
        for i, act in enumerate(self.acts):
            stop = self.acts[i + 1].start if i + 1 < len(self.acts) else self.stretch.end
            if act.act in ("have", "had"):
                self._have(act, i)
                continue
            target, subject = self._object(act, stop), self._subject(act, i)
            before = len(self.more)
            match act.act:
                case "open" | "close":
                    self._come_or_go(act, i, stop, target, subject)
                case "raise":
                    self._raise(act, i, target, subject)
                case "replace":
                    if target:
                        target.note("close", self._date(act, i)[0], target.end)
                        if subject:
                            subject.note("open", self._date(act, i)[0], act.end)
                case "move":
                    self._move(act, i, target, subject)
            if before == len(self.more) and target is None and subject is not None:
                self.focus = self.focus or subject
        return self.more

    def _come_or_go(self, act: ActWord, i: int, stop: int, target: Told | None, subject: Told | None) -> None:
        when, until = self._date(act, i)
        if target and subject and _AS.fullmatch(self.text[act.end : target.noun.phrase].strip()):
            target.same_as = subject
        if target and act.act == "close" and self.text[act.start : act.end].lower() == "succeeding":
            when = when or next((w for a, w in (subject.acts if subject else []) if a == "open"), None)
        chosen = target or subject
        if chosen is None:
            return
        if self._is_planned(act):
            chosen.planned = True
            for joined in self._joined(chosen) if chosen is target else ():
                joined.planned = True
        elif _NEGATED.search(self.text, max(self.stretch.start, act.start - 25), act.start):
            chosen.negated = True
        else:
            chosen.start = min(chosen.start, act.start)
            if chosen is target:
                chosen.verb = act.start
            chosen.note(act.act, when, max(act.end, until))
            for joined in self._joined(chosen) if chosen is target else ():
                joined.start, joined.verb = min(joined.start, act.start), act.start
                joined.note(act.act, when, joined.end)
        self.focus = chosen

    def _joined(self, first: Told) -> list[Told]:
        """The missions listed after the first as objects of the same act: "closed its embassy in A and its consulate in B"."""
        found = []
        last = first
        for other in self.told:
            if other.noun.start <= last.noun.start:
                continue
            between = self.text[max(last.noun.end, last.hosts.end if last.hosts else 0) : other.noun.phrase]
            if not re.fullmatch(
                r"[\s,)]*+(?:on [\w ,]{4,20}|in \d{4})?[\s,]*+(?:and|as well as|along with|together with|plus)?(?: ?also)?\s*+",
                between,
            ):
                break
            found.append(other)
            last = other
        return found

    def _raise(self, act: ActWord, i: int, target: Told | None, subject: Told | None) -> None:
        after = [t for t in self.told if t.noun.start >= act.end and t.noun.start - act.end < 110]
        stop = _BOUNDARY.search(self.text, act.end, self.stretch.end)
        after = [t for t in after if stop is None or t.noun.start < stop.start()]
        when, until = self._date(act, i)
        source, result = subject, None
        if len(after) >= 2 and re.search(r"\b(?:to|into|as)\b", self.text[after[0].noun.end : after[1].noun.start]):
            source, result = after[0], after[1]
        elif after and re.search(
            r"(?:\b(?:to|into|as)\b|^\s*+(?:(?:an?|the|its|full)\s*+)?$|^ )", self.text[act.end : after[0].noun.phrase]
        ):
            result = after[0]
            if re.search(r"\b(?:to|into|as)\b [^.;]*$", self.text[act.end : result.noun.phrase]) is None and not self._becomes(
                act
            ):
                source, result = after[0], None
        if result is None:
            level = _LEVEL.search(self.text, act.end, min(self.stretch.end, act.end + 60))
            if source and level and source.noun.kind not in ("embassy", "high-commission"):
                source.kind = "embassy"
                source.note("open", when, max(level.end(), until))
            return
        if source is None or source is result or self._is_planned(act):
            return
        if not result.hosts:
            result.same_as = source
        if source in after:
            source.verb = act.start
        if source.noun.kind != result.noun.kind or source.noun.use != "act":
            source.note("close", when, act.end)  # "the mission was raised to an embassy": a mission of no rank before
        if result.noun.plural:
            result.verb = act.start
        result.start = min(result.start, source.start)
        result.note("open", when, max(result.end, until))
        self.focus = result

    def _becomes(self, act: ActWord) -> bool:
        return self.text[act.start : act.end].lower().startswith("bec")

    def _move(self, act: ActWord, i: int, target: Told | None, subject: Told | None) -> None:
        chosen = target or subject
        if chosen is None:
            return
        when, until = self._date(act, i)
        came = go = None
        for found in re.finditer(r"\b(to|from) ", self.text[act.end : self.stretch.end]):
            hosts = find_hosts(self.text, act.end + found.start(), self.stretch.end, self.pair)
            if hosts and hosts.cities:
                came, go = (came or hosts, go) if found[1] == "to" else (came, go or hosts)
        if came is None:
            return
        from_ = go or chosen.hosts
        if chosen.hosts is not None and chosen.hosts.start >= act.end:
            from_ = go
        moved = Told(chosen.noun, came.end, chosen.start, came, chosen, [("open", when)], kind=chosen.kind)
        moved.end, moved.moved = max(came.end, until), True
        if from_ is not None and from_ is not came:
            chosen.hosts = from_
            chosen.note("close", when, max(chosen.end, until))
            self.more.append(moved)
            self.focus = moved
        else:
            chosen.hosts, chosen.moved = came, True
            chosen.note("open", when, max(came.end, until))

    def _have(self, act: ActWord, i: int) -> None:
        limit = self.stretch.end
        for later in self.acts[i + 1 :]:
            if later.act in ("have", "had"):
                limit = later.start
                break
        if (bound := _HAVING_ENDS.search(self.text, act.end, limit)) is not None:
            limit = bound.start()
        negated = bool(_NEGATED.search(self.text, max(self.stretch.start, act.start - 22), act.start)) or bool(
            re.match(r"\s*(?:no|not|never|neither)\b", self.text[act.end : act.end + 10])
        )
        having = act.act if not _PERFECT.search(self.text, self.stretch.start, act.start) else "have"
        for one in self.told:
            if one.noun.start >= act.end and one.noun.end <= limit and not one.have:
                if negated:
                    one.negated = True
                    if re.search(r"\bno\b", self.text[act.start : one.noun.phrase + 3]):
                        break
                elif self._is_planned(act):
                    one.planned = True
                else:
                    one.have, one.verb = having, act.start
        before = [t for t in self.told if t.noun.end <= act.start]
        if before and not any(t.verb == act.start for t in self.told) and not before[-1].have:
            gap = self.text[max(before[-1].noun.end, before[-1].hosts.end if before[-1].hosts else 0) : act.start]
            if (not negated and gap.strip() in ("", "that", "which") and act.act == "had") or "located" in self.text[
                act.start : act.end
            ]:
                before[-1].have = "have" if act.act == "have" else "had"

    def _object(self, act: ActWord, stop: int) -> Told | None:
        for one in self.told:
            if one.noun.phrase >= act.end - 1 and one.noun.start <= stop:
                gap = self.text[act.end : max(act.end, one.noun.phrase)]
                return one if len(gap) < 45 and _NEAR.fullmatch(gap) else None
        return None

    def _subject(self, act: ActWord, i: int) -> Told | None:
        earlier = self.acts[i - 1].end if i else self.stretch.start
        between = [t for t in self.told if t.noun.end <= act.start and t.noun.start >= earlier]
        if self.focus is not None and not between:
            return self.focus
        before = [t for t in self.told if t.noun.end <= act.start]
        for one in reversed(before):
            gap = self.text[one.noun.end : act.start]
            if ";" in gap or len(gap) > 120 or re.search(r"\b(?:whereas|while|from its|through)\b", gap):
                return None
            if _OF_A_THING.search(self.text, max(self.stretch.start, one.noun.phrase - 40), one.noun.phrase):
                return None
            if one.pronoun or _PASSIVE.search(gap) or not re.search(r", (?:[A-Z]\w+|he|she|they)\b", gap):
                return one
            return one if _IT.search(self.text, self.stretch.start, act.start) else None
        return None

    def _is_planned(self, act: ActWord) -> bool:
        head = self.text[max(self.stretch.start, act.start - 90) : act.start]
        head = re.split(r"[.;]", head)[-1]
        if _NOMINAL.match(self.text, act.start) and _INTENDED.search(head):
            return True
        return (
            bool(_INFINITIVE.search(head))
            and bool(_PLANNED.search(head))
            and not re.search(r"became|first .{0,30} to (?:re-?)?$|days to", head)
        )

    def _date(self, act: ActWord, i: int) -> tuple[When | None, int]:
        """The date of an act and where it ends: the nearest after it in its clause, else the last before it."""
        stop = self.acts[i + 1].start if i + 1 < len(self.acts) else self.stretch.end
        start = self.acts[i - 1].end if i else self.stretch.start
        usable = [
            d for d in self.dates if d.edtf and not _BRACKET.search(self.text, max(self.stretch.start, d.start - 30), d.start)
        ]
        after = [d for d in usable if act.end <= d.start < stop and d.start - act.end < 110]
        after = [d for d in after if ";" not in self.text[act.end : d.start]]
        before = [d for d in usable if start <= d.start and d.end <= act.start]
        chosen: FoundDate | None = after[0] if after else before[-1] if before else None
        if chosen is None:
            chosen = next((d for d in usable if d.end <= act.start), None)
        return (chosen.when(self.text), chosen.end) if chosen else (None, act.end)
