"""The record room: which tellings of a holding of one territory by one holder are one.

Under one class of title they are one where their times overlap. Sources that call one taking by different titles (possession,
administration, occupation) tell the same holding if they date its start alike: the Dodecanese from 1912, says one, and from May 1912,
says another; the title is then what they differ in. A claim or a renunciation is never a holding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from relazione.model.claims import Holding
from relazione.model.dates import humanize, refines
from relazione.record.counted import Counted
from relazione.record.lasting import YEAR, Group, by_key, by_spell
from relazione.record.matching import Match, best, join
from relazione.record.tables import class_of

HELD = frozenset(("held", "administered", "occupied"))
"""Classes of title under which a territory is in the holder's hands."""
OTHER_TITLE = 0.7
"""The score of two tellings whose titles differ and whose starts may be the same."""


def holdings(items: Sequence[Counted], key: Callable[[Counted], object]) -> list[Group]:
    """The claims of one block of holdings as groups that are one each. `key` sorts claims by what they say."""
    found: list[Group] = []
    in_hand: list[Group] = []
    for group in by_key(items, lambda one: title_class(_body(one))):
        spells = by_spell(group, gap=10 * YEAR)
        (in_hand if title_class(_body(group[0])) in HELD else found).extend(spells)
    return [*found, *join(in_hand, key, _meet_groups)]


def title_class(body: Holding) -> str:
    """The class of its title: "held" for sovereignty and possession."""
    return class_of("holding.title", body.title)


def meet(one: Holding, other: Holding) -> Match:
    """How well two holdings of one territory by one holder match, and why: of one class of title by time, else by their starts."""
    if title_class(one) == title_class(other):
        return Match(1.0, "overlapping times")
    if one.since is None or other.since is None:
        return Match(0.0, "different titles, and one tells no start")
    a, b = one.since.edtf, other.since.edtf
    if "/" in a + b or not (refines(a, b) or refines(b, a)):
        return Match(0.0, f"different titles, and starts that differ ({humanize(a)}; {humanize(b)})")
    return Match(OTHER_TITLE, f"told as {one.title} and as {other.title}, from the same time ({humanize(a)}; {humanize(b)})")


def _meet_groups(one: Group, other: Group) -> Match:
    if title_class(_body(one[0])) == title_class(_body(other[0])):
        return Match(0.0, "two times of one title")
    return best(one, other, lambda a, b: meet(_body(a), _body(b)))


def _body(one: Counted) -> Holding:
    assert isinstance(one.claim.body, Holding)
    return one.claim.body
