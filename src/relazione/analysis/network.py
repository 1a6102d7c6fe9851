"""The analysis room: the record as a network on a day: who has missions where, who is a member of what, who has agreements with whom.

    network(record, "mission", "1925-01-01").ties

Missions are directed ties from sender to receiver, one for each pair and direction, with all the missions behind it; memberships lead
from a state to an organisation; agreements join their parties, and have no direction. States are those of today by their codes, each
with everything that was there before it; a polity that leads to none stands for itself. What holds, and how certain that is, is told as
in the as-of contract. The record knows what its sources tell: a pair without a tie is no proof that there was none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from relazione.analysis.at_war import at_war, wars
from relazione.analysis.contract import Certainty
from relazione.analysis.holds import holding_on, is_member
from relazione.analysis.items import state_name
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import iso_day, parse_day
from relazione.model.errors import WrongUse
from relazione.model.moments import present_day
from relazione.record.store import Record
from relazione.record.tables import class_of

Kind = Literal["mission", "membership", "agreement"]
_SUREST: tuple[Certainty, ...] = ("attested", "assumed", "disputed")
_POSTS = ("diplomatic", "consular")
_HOLDER = {"mission": "sender", "membership": "member", "agreement": "parties"}


class Node(msgspec.Struct, frozen=True):
    """A state (its code; a polity's id where it leads to no present-day state) or an organisation."""

    id: str
    name: str
    type: Literal["state", "organisation"] = "state"
    posts_sent: Annotated[int, Meta(description="missions: embassies, legations and consulates abroad; else its ties")] = 0
    posts_received: Annotated[int, Meta(description="missions: such posts of others in it; else its ties")] = 0
    rank: Annotated[int, Meta(description="by posts sent, the most first; equal ones share a rank")] = 0


class Tie(msgspec.Struct, frozen=True):
    """What joins two nodes on the day."""

    source: str
    target: str
    count: Annotated[int, Meta(description="missions, memberships or agreements behind it")]
    posts: Annotated[int, Meta(description="missions: those of the diplomatic and consular classes among them")]
    kinds: Annotated[tuple[str, ...], Meta(description="their kinds, statuses or forms")]
    cities: tuple[str, ...]
    certainty: Annotated[Certainty, Meta(description="of the surest of them")]
    facts: Annotated[tuple[str, ...], Meta(description="ids of the facts")]


class Network(msgspec.Struct, frozen=True):
    """A network on a day."""

    kind: str
    as_of: str
    directed: bool
    nodes: Annotated[tuple[Node, ...], Meta(description="by rank, then name")]
    ties: tuple[Tie, ...]
    mutual: Annotated[int, Meta(description="missions: pairs of states with posts of each in the other")]
    one_sided: Annotated[
        tuple[tuple[str, str], ...], Meta(description="missions: pairs with posts in this direction alone: whose, in whom")
    ]
    reciprocity: Annotated[
        float | None, Meta(description="missions: mutual pairs as a share of all pairs with posts; null where there are none")
    ]
    left_out: Annotated[int, Meta(description="facts that hold on the day and name only one side")]


def network(record: Record, kind: str, as_of: str | None = None, today: str | None = None) -> Network:
    """The network of a kind on a day (a month or year: its first day; None: at present).

    `today` is the present day, for tests. Raises WrongUse for another kind, ImpossibleDate.
    """
    if kind not in get_args(Kind):
        raise WrongUse(f"there is no network of {kind!r}: one of {', '.join(get_args(Kind))}")
    now = parse_day(today or present_day())
    day = now if as_of is None else parse_day(as_of)
    with record.reading() as connection:
        selection = Selection(connection, "", "", day, present=day == now)
        found = list(_holding(selection, kind))
        if kind == "mission":
            found = list(_without_wars(found, selection))
    names: dict[str, Node] = {}
    grouped: dict[tuple[str, str], list[tuple[Held, Certainty]]] = defaultdict(list)
    left_out = 0
    for held, certainty in found:
        pairs = list(_ends(held, kind, names))
        left_out += not pairs
        for pair in pairs:
            grouped[pair].append((held, certainty))
    ties = tuple(_tie(pair, facts) for pair, facts in sorted(grouped.items()))
    return _measured(kind, iso_day(day), ties, names, left_out)


def _holding(selection: Selection, kind: str) -> Iterator[tuple[Held, Certainty]]:
    """The facts of a kind that hold on the day, as `holds` has it; of memberships those that are ones."""
    for held, certainty in holding_on(selection, selection.of_kind(kind), _HOLDER[kind]):
        if kind != "membership" or is_member(held, certainty, selection.day):
            yield held, certainty


def _without_wars(found: list[tuple[Held, Certainty]], selection: Selection) -> Iterator[tuple[Held, Certainty]]:
    """In a war of the two no mission is assumed to stand because it was seen in a year before and in one after."""
    fighting: dict[frozenset[str], bool] = {}
    belligerents = {
        frozenset(pair)
        for held in selection.of_kind("event", ("war",))
        for pair in combinations(sorted({actor["state"] for actor in held.every("actors") if actor.get("state")}), 2)
    }
    for held, certainty in found:
        pair = frozenset(filter(None, (_id(held.shown.get("sender")), _id(held.shown.get("receiver")))))
        if certainty == "assumed" and pair in belligerents and held.is_only_seen:
            if pair not in fighting:
                of_both = selection.of_pair(*sorted(pair))
                fighting[pair] = bool(at_war(of_both, wars(of_both))[0])
            if fighting[pair]:
                continue
        yield held, certainty


def _id(actor: Mapping[str, Any] | None) -> str | None:
    """The node of an actor."""
    return None if actor is None else actor.get("state") or actor.get("polity")


def _ends(held: Held, kind: str, names: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """The ordered pairs that a fact joins; its nodes are put among the names."""
    shown = held.shown
    if kind == "agreement":
        parties = sorted({_state(actor, names) for actor in held.every("parties") if _id(actor)})
        yield from combinations(parties, 2)
        return
    own = shown.get(_HOLDER[kind])
    if not _id(own):
        return
    if kind == "mission":
        host = shown.get("receiver")
        if _id(host) and _id(host) != _id(own):
            yield _state(own, names), _state(host, names)
        return
    body = shown.get("organisation_id") or shown["organisation"]
    names.setdefault(body, Node(body, shown["organisation"], "organisation"))
    yield _state(own, names), body


def _state(actor: Mapping[str, Any] | None, names: dict[str, Node]) -> str:
    found = _id(actor)
    assert actor is not None and found is not None
    if found not in names:
        names[found] = Node(found, state_name(found) if actor.get("state") else str(actor["name"]))
    return found


def _tie(pair: tuple[str, str], facts: list[tuple[Held, Certainty]]) -> Tie:
    told = [held.shown.get("kind") or held.shown.get("status") or held.shown.get("form") or "" for held, _ in facts]
    return Tie(
        source=pair[0],
        target=pair[1],
        count=len(facts),
        posts=sum(class_of("mission.kind", kind) in _POSTS for kind in told)
        if facts[0][0].fact.kind == "mission"
        else len(facts),
        kinds=tuple(sorted(set(told))),
        cities=tuple(sorted({city for held, _ in facts if (city := held.shown.get("city"))})),
        certainty=min((certainty for _, certainty in facts), key=_SUREST.index),
        facts=tuple(held.fact.id for held, _ in facts),
    )


def _measured(kind: str, as_of: str, ties: tuple[Tie, ...], names: dict[str, Node], left_out: int) -> Network:
    """Ranks, reciprocity and one-sided pairs."""
    directed = kind != "agreement"
    sent: dict[str, int] = defaultdict(int)
    received: dict[str, int] = defaultdict(int)
    for tie in ties:
        sent[tie.source] += tie.posts
        received[tie.target] += tie.posts
        if not directed:
            sent[tie.target] += tie.posts
            received[tie.source] += tie.posts
    order = sorted(names.values(), key=lambda node: (-sent[node.id], -received[node.id], node.name))
    ranks = {posts: place for place, posts in reversed(list(enumerate((sent[node.id] for node in order), start=1)))}
    nodes = tuple(
        msgspec.structs.replace(node, posts_sent=sent[node.id], posts_received=received[node.id], rank=ranks[sent[node.id]])
        for node in order
    )
    there = {(tie.source, tie.target) for tie in ties if tie.posts} if kind == "mission" else set()
    one_sided = tuple(sorted((a, b) for a, b in there if (b, a) not in there))
    mutual = sum((b, a) in there for a, b in there) // 2
    pairs = mutual + len(one_sided)
    return Network(kind, as_of, directed, nodes, ties, mutual, one_sided, round(mutual / pairs, 4) if pairs else None, left_out)


def ranked(found: Network) -> Iterable[Node]:
    """The states, by rank."""
    return (node for node in found.nodes if node.type == "state")
