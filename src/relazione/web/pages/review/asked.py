"""Web, review: what an address asks for, and addresses that ask for the same. All state of a reviewer's page is in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from relazione.model.errors import WrongUse
from relazione.web.links import Links
from relazione.web.visitor import Visitor

LONGEST = 300
"""Characters of a value in an address."""
LONGEST_NOTE = 2000
NOBODY = "reader"
"""Whose queue is shown to somebody without a name, who decides nothing."""


@dataclass(frozen=True)
class Asked:
    """Which claims are looked at: those of a pair, kind, document, state or rule; `judged`: that this person has judged; `after`: the place in
    the queue from which on."""

    pair: tuple[str, str] | None = None
    kind: str | None = None
    document: str | None = None
    state: str | None = None
    rule: str | None = None
    judged: bool = False
    after: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """What a query or a form asks for. Raises UnknownState, WrongUse."""
        text = {name: given.get(name, "").strip()[:LONGEST] or None for name in ("kind", "document", "state", "rule", "after")}
        return cls(pair=pair_of(given.get("pair", "")), judged=bool(given.get("judged")), **text)

    @property
    def choice(self) -> dict[str, Any]:
        """As `review.queue` takes it."""
        return {name: getattr(self, name) for name in ("pair", "kind", "document", "state", "rule", "judged", "after")}

    @property
    def values(self) -> dict[str, str | None]:
        """As an address and a form hold it."""
        plain = {name: getattr(self, name) for name in ("kind", "document", "state", "rule", "after")}
        return {"pair": ":".join(self.pair) if self.pair else None, **plain, "judged": "1" if self.judged else None}

    @property
    def chosen(self) -> bool:
        """Whether anything at all narrows the queue."""
        return any(value for name, value in self.values.items() if name != "after")

    def at(self, links: Links, page: str = "", **more: str | None) -> str:
        """The address of a page of the review that asks for the same, and for more."""
        asked: dict[str, Any] = {**self.values, **more}
        return links.at("review", *([page] if page else []), **asked)


def pair_of(text: str) -> tuple[str, str] | None:
    """Two states with a colon between them, as names or codes. Raises UnknownState, WrongUse."""
    from relazione.reference.polities import find_state

    if not text.strip():
        return None
    first, colon, second = text[:LONGEST].partition(":")
    if not (colon and first.strip() and second.strip()):
        raise WrongUse(f"a pair is two states with a colon between them, as Italy:Türkiye, and not {text[:LONGEST]!r}.")
    return find_state(first.strip()).code, find_state(second.strip()).code


def name_of(visitor: Visitor | None) -> str:
    """Whose queue it is."""
    return visitor.name if visitor and visitor.name else NOBODY


def reviewer(request: Request) -> str:
    """The name of the person who asks."""
    return name_of(request.scope.get("visitor"))


def note_of(form: Mapping[str, str]) -> str:
    """The note of a form. Raises WrongUse where it is too long."""
    note = form.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        raise WrongUse(f"a note has up to {LONGEST_NOTE:,} characters, and this one has {len(note):,}.")
    return note
