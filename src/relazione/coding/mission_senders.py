"""The room `coding`: whose a mission is that a sentence names.

The words beside the noun tell it best ("the Kazakh consulate", "Embassy of Nepal"), then the subject of the verb, then the city: a
mission in one of the two countries is the other's. "The Embassy" is that of the sentence or the section before.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from relazione.coding.linking import actor_of_state, day_of
from relazione.coding.mentions import Mention
from relazione.coding.mission_acts import Told
from relazione.coding.mission_frames import owner_after, owner_before
from relazione.coding.mission_story import Row
from relazione.coding.parsed import ParsedDocument
from relazione.coding.stretches import Stretch
from relazione.model.claims import Actor

FOR = re.compile(
    r"\b(?:represent(?:ed|s|ation)|accredited|cover(?:s|ed|ing)?|handle[sd]|served|maintain(?:s|ed)?(?: \w+)? relations|relations with|responsible|conducts?|jurisdiction|look(?:s|ed)? after|manage[sd]|taken care of|interests in)\b"
)
"""Words that say one state is represented in another."""

_ENVOY = re.compile(
    r"(?:'s)? (?:[Aa]mbassador|[Mm]inister (?:to|[Rr]esident|[Pp]lenipotentiary)|[Cc]hargé|[Ee]nvoy|[Cc]onsul)s?\b"
)


def date_of(one: Told) -> str | None:
    """The first date (EDTF) told of a mission."""
    return next((when.edtf for _, when in one.acts if when), None)


@dataclass(slots=True)
class Senders:
    """Finds senders; `rows` are the missions told so far, `before` is the stretch before."""

    parsed: ParsedDocument
    rows: list[Row]
    before: Stretch | None = None
    _envoys: Counter[str | None] | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Codes of the two sides."""
        return self.parsed.pair.codes()

    def of(self, stretch: Stretch, one: Told, place: str | None, accredited: bool) -> tuple[tuple[Actor, ...], bool]:
        """Whose mission it is, and whether the words beside the noun say so."""
        on = date_of(one)
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
        if accredited and (verbs := list(FOR.finditer(stretch.parsed.text, stretch.start, root.noun.phrase))):
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
        fits = tuple({a.state: a for a in reversed(subject) if accredited or a.state != place}.values())[::-1]
        if fits and (root.have or root.acts or accredited or (possessive and len(fits) == 1)):
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
                r"(?:'s?)? (?:(?:diplomatic|consular|interests)[^.;]{0,30}\b(?:representation|interests|affairs)|interests)\b",
                text[m.end :],
            )
        ]
        return (of or beside)[-1] if of or beside else None

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
        return self.usual()

    def _of_envoys(self) -> Counter[str | None]:
        """How often each side's envoys are named, where no mission is told. Counted once."""
        if self._envoys is None:
            pair = self.pair
            self._envoys = Counter(
                actor.state
                for chunk in self.parsed.chunks
                for m in chunk.mentions
                if m.kind == "polity" and _ENVOY.match(chunk.text, m.end)
                for actor in self.parsed.actor(chunk, m, None)
                if actor.state in pair
            )
        return self._envoys

    def usual(self) -> tuple[Actor, ...]:
        """The sender of most missions told so far, where one stands out."""
        counts = Counter(r.sender.state for r in self.rows if r.sender.state in self.parsed.pair)
        if not counts:
            counts = self._of_envoys()
        best = counts.most_common(2)
        if not best or (len(best) == 2 and best[0][1] < 2 * best[1][1]):
            return ()
        return (actor_of_state(str(best[0][0]), None),)
