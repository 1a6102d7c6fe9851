"""Web: what held on a day, made short enough for a page: long lists are cut, memberships of both are told together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relazione.publish.words import MISSIONS, SECTIONS, SUBJECTS, holding, name, plural_kind

Item = Mapping[str, Any]

SHOWN, FOLDED = 8, 40
"""Items of a list that are shown at once, and those that can be folded out; the others stand on the section's own page."""
FEW = 6
"""So many memberships are told one by one."""
PAGES = {
    "missions": "missions",
    "memberships": "memberships",
    "agreements": "agreements",
    "holdings": "territory",
    "tenures": "government",
}
"""Lists of the as-of contract whose facts stand on a section's page."""
_FULL = ("member", "founding")


@dataclass(frozen=True)
class Cut:
    """A list in three parts: shown, folded away, and how many there are beyond."""

    shown: Sequence[Any]
    folded: Sequence[Any]
    beyond: int

    @property
    def hidden(self) -> int:
        """How many are not shown at once."""
        return len(self.folded) + self.beyond


def cut(items: Sequence[Any], shown: int = SHOWN, folded: int = FOLDED) -> Cut:
    """The list cut; one more than is shown is shown, too."""
    if len(items) <= shown + 1:
        return Cut(items, (), 0)
    return Cut(items[:shown], items[shown : shown + folded], max(0, len(items) - shown - folded))


@dataclass(frozen=True)
class Memberships:
    """The memberships of both: organisations that they share, those of each alone, and what is less than membership."""

    both: Cut
    alone: Sequence[tuple[str, Cut]]
    lesser: Cut


@dataclass(frozen=True)
class Shown:
    """One list of the contract under its heading. `groups`: the items under what they have in common."""

    key: str
    heading: str
    count: int
    groups: Sequence[tuple[str, Cut]] = ()
    memberships: Memberships | None = None
    rows: Mapping[str, Sequence[tuple[str, Cut]]] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The section on whose page all of them stand; "" where there is none."""
        return PAGES.get(self.key, "")


def shown(data: Mapping[str, Any]) -> list[Shown]:
    """The lists of a standing (as plain data) that hold anything, for the page."""
    lists = ((key, heading, holding(key, data)) for key, heading in SECTIONS)
    return [_list(key, heading, items, data["sides"]) for key, heading, items in lists if items]


def _list(key: str, heading: str, items: Sequence[Item], sides: Sequence[Mapping[str, Any]]) -> Shown:
    if key == "memberships" and len(items) > FEW:
        return Shown(key, heading, len(items), memberships=_memberships(items, sides))
    groups = _grouped(key, items)
    if key == "missions":
        rows = {group: [(label, cut(found, 12)) for label, found in _by_kind(found)] for group, found in groups}
        return Shown(key, heading, len(items), [(group, cut(found)) for group, found in groups], rows=rows)
    return Shown(key, heading, len(items), [(group, cut(found)) for group, found in groups])


def _grouped(key: str, items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The items of a list under what they have in common (the sender of missions), in the order given."""
    by = SUBJECTS.get(key)
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(name(item.get(by)) if by else "", []).append(item)
    return list(groups.items())


def _by_kind(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The missions of one sender under their kind in words, in the singular or plural."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(str(item["kind"]), []).append(item)
    return [(MISSIONS.get(kind, "mission") if len(found) == 1 else plural_kind(kind), found) for kind, found in kinds.items()]


def _memberships(items: Sequence[Item], sides: Sequence[Mapping[str, Any]]) -> Memberships:
    """Full members of the same organisation together; candidates, observers and the like apart."""
    first = {sides[0]["state"], *(polity["name"] for polity in sides[0]["polities"])}
    by: dict[str, list[Item]] = {}
    lesser: list[Item] = []
    for item in items:
        if item["status"] in _FULL:
            by.setdefault(str(item["organisation"]), []).append(item)
        else:
            lesser.append(item)
    both = [
        (organisation, found) for organisation, found in sorted(by.items()) if len({one["member"] in first for one in found}) == 2
    ]
    shared = {organisation for organisation, _ in both}
    alone: dict[str, list[Item]] = {}
    for organisation, found in sorted(by.items()):
        if organisation not in shared:
            for one in found:
                alone.setdefault(str(one["member"]), []).append(one)
    return Memberships(cut(both, 0, 150), [(member, cut(found, 0, 100)) for member, found in alone.items()], cut(lesser))
