"""The analysis room: the answer to "how did things stand?", as it is printed in JSON.

Every item says which fact it shows, a label for people, from when to when (EDTF, None: not told or open), how certain it
is on the
day asked, and how many claims are behind it; then the fields of its kind. Keys are always there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

SCHEMA = 1
"""Version of this contract; raised when a key changes its meaning or goes."""

Certainty = Literal["attested", "assumed", "disputed"]
"""attested: told to hold on that day, as exactly as the source tells; assumed: begun and not told to have ended;
disputed: sources
disagree about it."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What all items have."""

    fact: Annotated[str, Meta(description="id of the fact")]
    label: Annotated[str, Meta(description="one line for people")]
    since: Annotated[str | None, Meta(description="EDTF of the start; null: not told")] = msgspec.field(name="from")
    until: Annotated[str | None, Meta(description="EDTF of the end; null: open or not told")] = msgspec.field(name="to")
    certainty: Certainty
    claims: Annotated[int, Meta(description="how many claims tell it")]


class MissionItem(Item, frozen=True, kw_only=True):
    """A mission of one side in the other."""

    sender: str
    receiver: str | None
    city: str | None
    kind: str
    head: str | None
    address: str | None


class MembershipItem(Item, frozen=True, kw_only=True):
    """A membership of either side."""

    member: str
    organisation: str
    status: str


class AgreementItem(Item, frozen=True, kw_only=True):
    """An agreement between the two, in force on the day."""

    name: str
    parties: tuple[str, ...]
    signed: str | None
    place: str | None
    signatories: Annotated[tuple[str, ...], Meta(description="person (office, polity)")]
    provisions: tuple[str, ...]
    in_force: str | None
    ended: str | None


class HoldingItem(Item, frozen=True, kw_only=True):
    """A territory that either side holds, administers, occupies or claims."""

    territory: str
    holder: str
    title: str


class OngoingItem(Item, frozen=True, kw_only=True):
    """An event that goes on on the day, or an instant of that very day."""

    type: str
    actors: tuple[str, ...]


class MeasureItem(Item, frozen=True, kw_only=True):
    """The newest quantity of its kind."""

    what: str
    value: float
    value_max: float | None
    unit: str
    date: str | None
    target: bool


class TenureItem(Item, frozen=True, kw_only=True):
    """A person in an office of either side."""

    person: str
    office: str
    of: str | None


class LastItem(Item, frozen=True, kw_only=True):
    """An event before the day."""

    type: str
    actors: tuple[str, ...]
    date: str


class SidePolity(msgspec.Struct, frozen=True):
    """A polity of a side's lineage on the day."""

    name: str
    since: str | None = msgspec.field(name="from")
    until: str | None = msgspec.field(name="to")


class Side(msgspec.Struct, frozen=True):
    """One of the two states."""

    state: Annotated[str, Meta(description="its present-day name")]
    polities: Annotated[tuple[SidePolity, ...], Meta(description="the polities of its lineage that were there")]


class Seen(msgspec.Struct, frozen=True):
    """A diplomatic mission in the nearest year in which a source that looks only now and then saw it."""

    on: Annotated[str, Meta(description="the year (EDTF)")]
    sender: str
    receiver: str | None
    kind: str
    fact: Annotated[str, Meta(description="id of the fact")]


class Relations(msgspec.Struct, frozen=True):
    """Diplomatic relations."""

    status: Literal["established", "severed", "none", "unknown"] = "unknown"
    since: Annotated[str | None, Meta(description="EDTF")] = None
    certainty: Certainty | None = None
    fact: Annotated[
        str | None, Meta(description="id of the fact that it rests on: an act, a war that severed them, an embassy")
    ] = None
    seen: Annotated[
        tuple[Seen, ...], Meta(description="diplomatic missions of either, last seen up to the day and next seen after")
    ] = ()


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How two states stood to each other on a day."""

    schema: int = SCHEMA
    pair: tuple[str, str]
    as_of: Annotated[str, Meta(description="the day asked for")]
    sides: tuple[Side, Side]
    at_war: Annotated[bool | None, Meta(description="null: nothing dated covers the day")]
    relations: Relations
    missions: tuple[MissionItem, ...]
    memberships: tuple[MembershipItem, ...]
    agreements: tuple[AgreementItem, ...]
    holdings: tuple[HoldingItem, ...]
    ongoing: tuple[OngoingItem, ...]
    measures: tuple[MeasureItem, ...]
    tenures: tuple[TenureItem, ...]
    last_before: tuple[LastItem, ...]
    conflicts: Annotated[tuple[str, ...], Meta(description="facts among the items shown whose sources contradict")]


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a standing."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Standing)}
