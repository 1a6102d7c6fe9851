"""The model room: what people judged of claims, and what the record makes of all of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Verdict = Literal["accept", "edit", "reject", "unsure", "withdraw"]
Agreement = Literal["only", "same", "refines", "conflicts"]


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person judged of a claim. An edit names the claim of that person's own that takes its place."""

    id: str
    claim: str
    verdict: Verdict
    by: str
    at: Annotated[str, Meta(description="UTC, ISO 8601")]
    note: str = ""
    replacement: str | None = None
    withdraws: str | None = None


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's word that two claims are the same thing, or are not."""

    id: str
    left: str
    right: str
    same: bool
    by: str
    at: str
    note: str = ""


class Value(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One value of a fact's field, with the claims behind it."""

    value: Any
    claims: tuple[str, ...]


class Field(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A fact's field: its values, the first being the one shown, and how they stand to each other."""

    name: str
    values: tuple[Value, ...]
    agreement: Agreement = "only"


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the record holds of one thing, resolved from the claims that speak of it. Keeps the id of its first claim."""

    id: str
    kind: str
    label: Annotated[str, Meta(description="one line for people")]
    states: Annotated[tuple[str, ...], Meta(description="state codes that take part or are meant")]
    fields: tuple[Field, ...]
    claims: tuple[str, ...]
    start: Annotated[str | None, Meta(description="EDTF of the start")] = None
    end: Annotated[str | None, Meta(description="EDTF of the end; None with a start: open or a point")] = None
    realis: str = "fact"
    current: bool = False
    confidence: float = 0.5
    conflicts: Annotated[tuple[str, ...], Meta(description="names of the fields whose values conflict")] = ()
    against: Annotated[tuple[str, ...], Meta(description="ids of other facts that this one conflicts with")] = ()
