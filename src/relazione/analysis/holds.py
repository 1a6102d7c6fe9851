"""The analysis room: what holds on a day. Missions, memberships, holdings, tenures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from relazione.analysis.at_war import next_peace
from relazione.analysis.certainty import certainty_on
from relazione.analysis.contract import Certainty, HoldingItem, MembershipItem, MissionItem, Seen, TenureItem
from relazione.analysis.items import common, name_on, state_name
from relazione.analysis.lives import all_gone, organisation_end
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import bounds, iso_day
from relazione.record.posts import known_days
from relazione.record.tables import class_of
from relazione.reference.folding import fold

Sure = tuple[Held, Certainty]
_MISSION_ORDER = (
    "diplomatic",
    "accredited",
    "permanent",
    "consular",
    "honorary",
    "correspondent",
    "trade",
    "cultural",
    "school",
    "other",
)


def holding_on(selection: Selection, facts: Iterable[Held], holder: str) -> list[Sure]:
    """The facts that hold on the day; what is only assumed does not outlive its holder (the field of that name)."""
    found = []
    for held in facts:
        certainty = certainty_on(held, selection.day, selection.present)
        if certainty is None or (certainty != "attested" and all_gone(held.every(holder), selection.day)):
            continue
        found.append((held, certainty))
    return found


def missions_on(selection: Selection, is_war: bool = False) -> list[Sure]:
    """Missions of one in the other that stand on the day, the first state's before the second's, embassies first.

    In a war of the two (`is_war`) none is assumed to stand because it was seen in a year before and in one after.
    """
    found = holding_on(selection, selection.of_both("mission"), "sender")
    if is_war:
        found = while_at_war(found)

    return in_order(found, selection.a)


def in_order(missions: Iterable[Sure], first: str) -> list[Sure]:
    """Missions of the first state before those of others, embassies first, then by city."""

    def order(sure: Sure) -> tuple[bool, int, str, str]:
        shown = sure[0].shown
        class_ = class_of("mission.kind", shown["kind"])
        rank = _MISSION_ORDER.index(class_) if class_ in _MISSION_ORDER else len(_MISSION_ORDER)
        return shown["sender"].get("state") != first, rank, fold(shown.get("city") or ""), sure[0].fact.label

    return sorted(missions, key=order)


def while_at_war(missions: Iterable[Sure]) -> list[Sure]:
    """Of missions that hold those which stand in a war of the two as well: what was only seen before and after is not assumed."""
    return [(held, certainty) for held, certainty in missions if certainty != "assumed" or not held.is_only_seen]


def seen_about(selection: Selection) -> tuple[Seen, ...]:
    """The diplomatic missions of either in the other, in the nearest years up to the day and after it in which they were seen."""
    found: list[Seen] = []
    year = iso_day(selection.day)[:4]
    told = [
        (seen, held)
        for held in selection.seen()
        if class_of("mission.kind", held.shown["kind"]) in ("diplomatic", "other")
        for spell in held.spells
        for seen in spell.seen
    ]
    for sender in (selection.a, selection.b):
        own = sorted(
            ((seen, held) for seen, held in told if held.shown["sender"].get("state") == sender),
            key=lambda pair: (pair[0], pair[1].fact.id),
        )
        nearest = [[pair for pair in own if pair[0] <= year][-1:], [pair for pair in own if pair[0] > year][:1]]
        for seen, held in (pair for side in nearest for pair in side):
            shown = held.shown
            names = name_on(shown["sender"], seen) or "", name_on(shown.get("receiver"), seen)
            found.append(Seen(seen, *names, shown["kind"], held.fact.id))
    return tuple(sorted(found, key=lambda one: one.on))


def mission_item(selection: Selection, sure: Sure) -> MissionItem:
    """A mission as an item."""
    held, certainty = sure
    shown = held.shown
    sender = shown["sender"].get("state")
    on = iso_day(selection.day)
    receiver = name_on(shown.get("receiver"), on)
    if receiver is None:
        receiver = state_name(selection.b if sender == selection.a else selection.a)
    return MissionItem(
        **common(held, certainty),
        sender=name_on(shown["sender"], on) or "",
        receiver=receiver,
        city=shown.get("city"),
        kind=shown["kind"],
        head=_told_by_then(held, "head", selection.day),
        address=_told_by_then(held, "address", selection.day),
    )


def _told_by_then(held: Held, name: str, day: int) -> str | None:
    """A mission's head or address, from what is told of a time up to the day: who heads an embassy now did not head it in 2016."""
    first = {spell.claim: known[0] if (known := known_days(spell)) else None for spell in held.spells}
    for field in held.fact.fields:
        if field.name == name:
            for value in field.values:
                if any((since := first.get(claim)) is None or since <= day for claim in value.claims):
                    return str(value.value)
    return None


def memberships_on(selection: Selection) -> list[MembershipItem]:
    """Memberships of either, the first state's before the second's."""
    found = []
    for held, certainty in holding_on(selection, selection.of_either("membership"), "member"):
        shown = held.shown
        if not is_member(held, certainty, selection.day):
            continue
        item = MembershipItem(
            **common(held, certainty),
            member=shown["member"]["name"],
            organisation=shown["organisation"],
            status=shown["status"],
        )
        found.append((shown["member"].get("state") != selection.a, item.organisation, item.fact, item))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]


LONGEST_UNSEEN = 5 * 366
"""Days after the end of a list of office holders for which those who held office on its last day are still assumed to."""
LONGEST_SERVICE = 25 * 366
"""Days for which somebody whose end in office nobody tells is still assumed to hold it, from the last day on which it is told."""


def is_member(held: Held, certainty: Certainty, day: int) -> bool:
    """Whether a membership that holds on the day is one: no former one, and none that is merely assumed in a body that has ended."""
    shown = held.shown
    if shown["status"] == "former":
        return False
    end = organisation_end(shown.get("organisation_id") or shown["organisation"])
    return certainty == "attested" or end is None or end >= day


def tenures_on(selection: Selection) -> list[TenureItem]:
    """Persons in offices of either; ambassadors elsewhere are left out, and so is who was in office when a list ended years ago."""
    found = []
    for held, certainty in holding_on(selection, selection.of_either("tenure"), "of"):
        shown = held.shown
        of, to = shown.get("of"), shown.get("to")
        sides = (selection.a, selection.b)
        if certainty == "assumed" and (listed := selection.listed_until(held)) and selection.day > listed + LONGEST_UNSEEN:
            continue
        if certainty == "assumed" and _served_long_ago(held, selection.day):
            continue
        if of is None or of.get("state") not in sides or (to and to.get("state") not in (None, *sides)):
            continue
        item = TenureItem(**common(held, certainty), person=shown["person"], office=shown["office"], of=of["name"])
        found.append((of.get("state") != selection.a, item.office, item.person, item))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]


def _served_long_ago(held: Held, day: int) -> bool:
    """Whether all that tells of the service is so old that the person has long been succeeded, though no source here says by whom."""
    if any(spell.current and not spell.told_on for spell in held.spells):
        return False
    told = [held.fact.start]
    for spell in held.spells:
        told += [spell.since, spell.attested, *spell.seen[-1:], spell.told_on if spell.current else None]
    last = [end for date in told if date and (end := bounds(date).start_latest) is not None]
    return bool(last) and day > max(last) + LONGEST_SERVICE


def holdings_on(selection: Selection) -> list[HoldingItem]:
    """Territories that either holds, administers, occupies or claims, under the title of that day; of them what concerns the pair."""
    return holdings_among(selection, selection.of_either("holding"))


def holdings_among(selection: Selection, facts: Iterable[Held]) -> list[HoldingItem]:
    """The territories of these facts that are held, administered, occupied or claimed, under the title of that day."""
    found = holding_on(selection, facts, "holder")
    places: dict[str, list[Sure]] = defaultdict(list)
    for held, certainty in found:
        if held.shown["title"] != "renounced" and not (certainty != "attested" and _is_over(held, selection)):
            places[held.roster or held.fact.id].append((held, certainty))
    items = []
    for rivals in places.values():
        for held, certainty in _latest_titles(rivals):
            shown = held.shown
            item = HoldingItem(
                **common(held, certainty), territory=shown["territory"], holder=shown["holder"]["name"], title=shown["title"]
            )
            items.append((shown["holder"].get("state") != selection.a, item.territory, item.fact, item))
    return [entry[-1] for entry in sorted(items, key=lambda entry: entry[:3])]


def _is_over(held: Held, selection: Selection) -> bool:
    """Whether what no source tells to have ended is over: its holder renounced or left it since, or peace ended an occupation."""
    first = _first(held)
    for other in selection.of_roster(held.roster) if held.roster else ():
        if other.fact.id == held.fact.id or _state(other) != _state(held):
            continue
        if other.shown["title"] == "renounced" and first <= _first(other) <= selection.day:
            return True
        left = bounds(other.fact.end).end_latest if other.fact.end and not other.fact.start else None
        if left is not None and first <= left < selection.day:
            return True
    if held.shown["title"] != "occupied" or held.fact.start is None:
        return False
    return any(end < selection.day for end in next_peace(selection, first))


def _first(held: Held) -> int:
    """The first day told; what tells none counts as told last."""
    first = bounds(held.fact.start).start_earliest if held.fact.start else None
    return first if first is not None else 1 << 40


def _state(held: Held) -> str:
    holder = held.shown["holder"]
    return str(holder.get("state") or holder["name"])


def _latest_titles(rivals: list[Sure]) -> list[Sure]:
    """Of several titles of one holder the latest; of several holders in possession the latest, unless both are told to
    be so.
    """
    kept: list[Sure] = []
    for sure in rivals:
        held, certainty = sure
        class_ = class_of("holding.title", held.shown["title"])
        later = [
            other
            for other, _ in rivals
            if other is not held
            and _first(other) > _first(held)
            and (_state(other) == _state(held) or class_ == class_of("holding.title", other.shown["title"]) == "held")
        ]
        if certainty == "attested" or not later:
            kept.append(sure)
    return kept
