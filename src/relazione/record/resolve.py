"""The record room: facts = resolve(claims, decisions, links).

A pure function of what is given to it. It works on any number of whole blocks, so that one document's facts can be made
anew without
touching the rest of the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from relazione.model.dates import is_edtf, refines, sides
from relazione.model.record import Fact, Field, Link
from relazione.record.blocks import block_of, roster_of, states_of
from relazione.record.counted import Counted
from relazione.record.labels import label_of
from relazione.record.lasting import Group
from relazione.record.partition import content_key, partition
from relazione.record.spells import FIELDS, Spell, days, spell_of
from relazione.record.values import fields_of


class Resolved(msgspec.Struct):
    """A fact with what the projection keeps beside it."""

    fact: Fact
    spells: list[Spell]
    numbers: list[int]
    redirects: list[str]
    type: str
    roster: str | None
    parts: dict[str, bool]
    told_of: set[tuple[str, str]]
    """The pairs that the documents which tell it are about."""
    first_day: int | None
    last_day: int | None
    listed: bool


def resolve(claims: Sequence[Counted], links: Iterable[Link] = ()) -> list[Resolved]:
    """The facts of the claims, ordered by their first claim. `claims` are whole blocks, with those that do not count."""
    links = _latest(links)
    blocks: dict[str, Group] = defaultdict(list)
    for one in claims:
        blocks[block_of(one.claim, one.pair)].append(one)
    cells = [cell for block in blocks.values() for cell in _cells(block)]
    cells = _split(_join(cells, links), links)
    found = [_fact(*cell) for cell in _settle(cells)]
    found.sort(key=lambda resolved: resolved.numbers[0])
    return found


Cell = tuple[Group, Group]
"""Claims that count and are one thing; and claims that do not count, but would be that thing."""


def _cells(block: Group) -> list[Cell]:
    live = [one for one in block if one.counts]
    ghosts = [one for one in block if not one.counts]
    cells: list[Cell] = [(group, []) for group in partition(live)] if live else []
    if not ghosts or not live:
        return [*cells, *(([], [ghost]) for ghost in ghosts)]
    home = {id(one): cell for cell in cells for one in cell[0]}
    for group in partition(block):
        mates = sorted((one for one in group if one.counts), key=content_key)
        for ghost in group:
            if not ghost.counts:
                if mates:
                    home[id(mates[0])][1].append(ghost)
                else:
                    cells.append(([], [ghost]))
    return cells


def _latest(links: Iterable[Link]) -> list[Link]:
    """Of several links between the same two claims, the latest."""
    latest: dict[frozenset[str], Link] = {}
    for link in links:
        pair = frozenset((link.left, link.right))
        latest.pop(pair, None)
        latest[pair] = link
    return [link for link in latest.values() if link.left != link.right]


def _join(cells: list[Cell], links: Sequence[Link]) -> list[Cell]:
    """Cells that a person linked as the same become one; an edited claim that no longer counts goes where its edit is."""
    where = {one.claim.id: index for index, cell in enumerate(cells) for part in cell for one in part}
    parent = list(range(len(cells)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    counting = {one.claim.id for cell in cells for one in cell[0]}
    kinds = {one.claim.id: one.claim.kind for cell in cells for part in cell for one in part}
    for link in links:
        if link.same and link.left in counting and link.right in counting and kinds[link.left] == kinds[link.right]:
            left, right = sorted((root(where[link.left]), root(where[link.right])))
            parent[right] = left
    for index, (live, ghosts) in enumerate(cells):
        for ghost in list(ghosts):
            if ghost.follows in counting and where[ghost.follows] != index:
                ghosts.remove(ghost)
                cells[where[ghost.follows]][1].append(ghost)
        if not live and not ghosts:
            continue
    joined: dict[int, Cell] = {}
    for index, (live, ghosts) in enumerate(cells):
        into = joined.setdefault(root(index), ([], []))
        into[0].extend(live)
        into[1].extend(ghosts)
    return list(joined.values())


def _split(cells: list[Cell], links: Sequence[Link]) -> list[Cell]:
    """Cells that hold two claims which a person linked as different fall apart; the others go with the claim that is
    most alike.
    """
    apart = {frozenset((link.left, link.right)) for link in links if not link.same}
    if not apart:
        return cells
    found: list[Cell] = []
    for live, ghosts in cells:
        ids = {one.claim.id for one in live}
        pairs = [pair for pair in apart if pair <= ids]
        found += _fall_apart(live, ghosts, pairs) if pairs else [(live, ghosts)]
    return found


def _fall_apart(live: Group, ghosts: Group, pairs: list[frozenset[str]]) -> list[Cell]:
    named = {id_ for pair in pairs for id_ in pair}
    parts: list[Group] = []
    for one in sorted(live, key=lambda one: (one.claim.id not in named, one.number)):
        fits = [part for part in parts if not any(frozenset((one.claim.id, mate.claim.id)) in pairs for mate in part)]
        alike = [part for part in fits if any(mate.claim.body == one.claim.body for mate in part)]
        if fits and (alike or one.claim.id not in named):
            (alike or fits)[0].append(one)
        elif one.claim.id in named or not parts:
            parts.append([one])
    return [(part, ghosts if index == 0 else []) for index, part in enumerate(parts)]


def _settle(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell[0]]


def _fact(live: Group, ghosts: Group) -> Resolved:
    live = sorted(live, key=lambda one: one.number)
    everyone = sorted([*live, *ghosts], key=lambda one: one.number)
    first = min(live, key=content_key)
    kind = first.claim.kind
    fields = fields_of(live, kind)
    shown = {field.name: field.values[0].value for field in fields}
    spells = [spell_of(one.claim, one.told_on) for one in live]
    start, end = start_and_end(fields, kind)
    type_ = _type(first, shown)
    spans = [span for spell in spells if (span := days(spell, kind, type_)) is not None]
    parts: dict[str, bool] = {}
    for one in sorted(live, key=content_key):
        for state, takes_part in states_of(one.claim.body, one.pair).items():
            parts[state] = takes_part or parts.get(state, False)
    realis = first.claim.realis
    fact = Fact(
        id=everyone[0].claim.id,
        kind=kind,
        label=label_of(kind, shown, start, end, realis),
        states=tuple(parts),
        fields=fields,
        claims=tuple(one.claim.id for one in live),
        start=start,
        end=end,
        realis=realis,
        current=any(one.claim.current for one in live),
        confidence=1.0 if any(one.accepted for one in live) else max(one.claim.confidence for one in live),
        conflicts=tuple(field.name for field in fields if field.agreement == "conflicts"),
    )
    return Resolved(
        fact=fact,
        spells=spells,
        numbers=[one.number for one in live],
        redirects=[one.claim.id for one in everyone if one.claim.id != fact.id],
        type=type_,
        roster=roster_of(first.claim, first.pair),
        parts=parts,
        told_of={one.pair for one in live if one.pair},
        first_day=min(span[0] for span in spans) if spans else None,
        last_day=max(span[1] for span in spans) if spans else None,
        listed=any(one.claim.complete for one in live),
    )


def _type(first: Counted, shown: Mapping[str, Any]) -> str:
    """What facts of a kind are selected by: an event's type, an agreement's form, what a quantity measures and of whom."""
    if first.claim.kind == "measure":
        return block_of(first.claim, first.pair).rpartition("|")[0]  # without its date
    return str(shown.get("type") or shown.get("form") or shown.get("kind") or "")


def start_and_end(fields: Sequence[Field], kind: str) -> tuple[str | None, str | None]:
    """Start and end of the values shown, as EDTF without a slash; the same date twice for a moment, None where open or
    not told. An end told before the start by another claim is no end of this: an embassy closed in 1939 and opened in 1943 is
    open since 1943. Both dates stay among the fields.
    """

    shown = {field.name: field.values[0].value for field in fields}
    starts, end, _ = FIELDS[kind]
    dates = [shown[name] for name in starts if name in shown]
    told = dates[0] if dates else None
    if told and dates[-1] != told and refines(dates[-1], told):
        told = dates[-1]  # signed on 30 May 1928, in force in 1928
    since, until = sides(told) if told else (None, None)
    if told and "/" not in told and kind not in ("event", "measure"):
        until = None
    if end and shown.get(end):
        until = sides(shown[end])[1] or sides(shown[end])[0]
    if since and until and not is_edtf(f"{since}/{until}"):
        until = None  # told of an earlier time: what began in 1943 did not end in 1939
    return since, until
