"""The room `coding`: memberships made into drafts: the organisation's name, the status and dates of a place in it; those that clauses
tell beside those that words of membership do.
"""

from __future__ import annotations

import re

from relazione.coding.linking import actor_of_state
from relazione.coding.membership_clauses import memberships_in
from relazione.coding.membership_cues import Cue, Words
from relazione.coding.mentions import Mention
from relazione.coding.stretches import Stretch
from relazione.model.claims import Actor, Membership
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.reference import organisations

_SUSPENDED = re.compile(
    r"(?: \([^()]{1,20}\))? (?:was|were|has been|is|had been) suspended|[^.;]{0,40}as well as from the latter"
)
_WORD = re.compile(r"\w+")


def told_by_clauses(stretch: Stretch, named: list[Mention]) -> list[Draft]:
    """What clauses tell of states and organisations wherever they stand in them."""
    drafts = []
    for told in memberships_in(stretch, named):
        on = next((d.edtf for d in stretch.dates() if d.edtf and d.start >= told.start and d.start - told.end < 20), None)
        members = [a for m in told.members for a in stretch.document.actor(stretch.parsed, m, on)]
        if not told.members:
            members = [actor_of_state(code, None) for code in stretch.document.pair.codes()]
        cue = Cue(Words(_WORD, told.status, "clause", True), told.start, told.end)
        for mention in told.organisations:
            if mention.hit is None and told.status == "member" and mention.start - told.start < len("the  "):
                continue  # who "the Council of Ministers included" is no member of a body of states
            when = _date_of_clause(stretch, told.start, told.end)
            for member in members:
                if (member.state is not None or member.organisation is not None) and (mention.hit or not member.person):
                    drafts.append(draft_of(stretch, mention, cue, member, told.start, told.end, when))
    return drafts


def _date_of_clause(stretch: Stretch, start: int, end: int) -> When | None:
    """The date that follows a clause closely, or stands in it, or opens the sentence."""
    text = stretch.parsed.text
    dated = [d for d in stretch.dates() if d.edtf]
    inside = [
        d for d in dated if start <= d.start and (d.end <= end or re.fullmatch(r",? ?(?:in|on|since)? ?", text[end : d.start]))
    ]
    opening = [d for d in dated if d.end <= start and re.fullmatch(r"(?:In|On|Since)? ?", text[stretch.start : d.start])]
    chosen = inside[-1] if inside else opening[0] if opening else None
    return chosen.when(text) if chosen else None


def without_doubles(drafts: list[Draft], more: list[Draft]) -> list[Draft]:
    """Both together; of two that tell a state's place in one organisation the clause's goes before "member"."""
    found = list(drafts)
    for draft in more:
        body = draft.body
        assert isinstance(body, Membership)
        same = [
            d
            for d in found
            if isinstance(d.body, Membership)
            and (d.body.organisation, d.body.member.state) == (body.organisation, body.member.state)
        ]
        if not same:
            found.append(draft)
        elif body.status not in ("member", *(d.body.status for d in same if isinstance(d.body, Membership))) and all(
            isinstance(d.body, Membership) and d.body.status == ("former" if body.status == "expelled" else "member")
            for d in same
        ):
            found = [d for d in found if d not in same] + [draft]
    return found


def _organisation(mention: Mention, said: str, when: When | None) -> tuple[str, str | None]:
    """Name and id of the organisation meant on the date; the words themselves where no table knows it."""
    on = when.edtf.split("/")[0].rstrip("~?%") if when and when.edtf[:4].isdigit() else None
    found = organisations.find_organisation(said, on)
    if found is None and mention.hit is not None:
        found = organisations.organisation(next(e.id for e in mention.hit.entries if e.kind == "organisation"))
    if found is None:
        return said, None
    return found.short if found.kind == "forum" and found.name.startswith("Group of") else found.name, found.id


def draft_of(stretch: Stretch, mention: Mention, cue: Cue, member: Actor, start: int, end: int, when: When | None) -> Draft:
    text = stretch.parsed.text
    name, id_ = _organisation(mention, text[mention.start : mention.end] if mention.hit else mention.text, when)
    status = cue.words.status
    if (
        status == "member"
        and "membership" in text[cue.start : cue.end]
        and (_SUSPENDED.match(text, mention.end) or "suspended" in text[cue.end : mention.start])
    ):
        status = "suspended"
    if status == "member" and re.search(r"\bfounding\b", text[cue.start : cue.end]):
        status = "founding"
    leaves = status in ("former", "suspended", "expelled")
    body = Membership(
        member=member,
        organisation=name,
        organisation_id=id_,
        status=status,  # type: ignore[arg-type]
        since=None if leaves else when,
        until=when if leaves else None,
    )
    head = text[max(stretch.start, cue.start - 60) : cue.end]
    past = cue.words.subject == "joined" or leaves or bool(re.search(r"\b(?:was|were|had|became)\b(?! both)", head))
    end = max(end, mention.end) if mention.start < end + 200 and mention.end > start else end
    return Draft(
        body,
        (stretch.evidence(start, end),),
        current=not past and when is None,
        confidence=0.9 if status in ("member", "founding") else 0.8,
        rule=f"memberships: {'before' if cue.words.before else 'after'} {cue.words.subject}",
        section=" / ".join(stretch.section),
    )
