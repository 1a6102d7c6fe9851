"""Publish: what an export takes from a record: facts, the claims behind them, and the documents that say so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from relazione.model.claims import Claim
from relazione.model.dates import bounds, is_edtf, iso_day
from relazione.model.documents import Document
from relazione.model.record import Fact
from relazione.publish.citations import provenance
from relazione.publish.visible import visible
from relazione.reference.places import Place, find_place

PLACES = ("city", "place", "territory")
"""Fields that name a place, in the order in which they are asked."""


@dataclass(frozen=True)
class Extract:
    """Facts in the record's order, their claims and documents by id, and the record's hash. `about`: what was chosen, in words."""

    facts: tuple[Fact, ...]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    record: str
    about: str
    _places: dict[str, Place | None] = field(default_factory=dict)

    def claims_of(self, fact: Fact) -> list[Claim]:
        """The claims behind a fact, the first being the one that named it."""
        return [self.claims[id] for id in fact.claims if id in self.claims]

    def documents_of(self, fact: Fact) -> list[Document]:
        """The documents that say so, each once."""
        return [self.documents[id] for id in dict.fromkeys(claim.document for claim in self.claims_of(fact))]

    def quote(self, fact: Fact) -> str:
        """The words of the first claim."""
        said = (one for claim in self.claims_of(fact) for one in claim.evidence[:1])
        return visible(" ".join(next((one.exact for one in said), "").split()))

    def sources(self, fact: Fact) -> str:
        """The citations of a fact's documents, joined by "; "."""
        return "; ".join(citation(document) for document in self.documents_of(fact))

    def place(self, fact: Fact) -> Place | None:
        """Where on the map: the city of a mission, the place of an event, a territory; None where the table of places has none."""
        name = next((str(said) for key in PLACES if (said := value(fact, key))), "")
        if not name:
            return None
        key = "\0".join((name, *fact.states))
        if key not in self._places:
            self._places[key] = find_place(name, tuple(fact.states))
        return self._places[key]


def extract(
    record: Any, *, pair: tuple[str, str] | None = None, state: str | None = None, kinds: Collection[str] = (), about: str = ""
) -> Extract:
    """The facts of an open record: all, those of a pair or of a state (codes), of some kinds. Raises the record's errors."""
    facts = tuple(one for one in record.facts(pair=pair, state=state) if not kinds or one.kind in kinds)
    wanted = dict.fromkeys(id for fact in facts for id in fact.claims)
    if pair is None and state is None:
        claims = {claim.id: claim for claim in record.claims() if claim.id in wanted}
        claims |= {id: record.claim(id) for id in wanted if id not in claims}
    else:
        claims = {id: record.claim(id) for id in wanted}
    documents = {id: record.document(id) for id in dict.fromkeys(claim.document for claim in claims.values())}
    return Extract(facts, claims, documents, record.fingerprint(), about or "the whole record")


def citation(document: Document) -> str:
    """A document as it is cited: title, date, revision, address, licence."""
    return visible(" ".join(", ".join(filter(None, (document.title, document.date or "", provenance(document)))).split()))


def value(fact: Fact, name: str) -> Any:
    """The value of a field that is shown; None where it has none."""
    return next((one.values[0].value for one in fact.fields if one.name == name and one.values), None)


def actors(fact: Fact, *names: str) -> list[dict[str, Any]]:
    """The actors in some fields, as plain data: those of a list, or a single one."""
    found: list[dict[str, Any]] = []
    for name in names:
        said = msgspec.to_builtins(value(fact, name))
        found += [one for one in (said if isinstance(said, list | tuple) else [said]) if isinstance(one, dict)]
    return found


def edtf(fact: Fact) -> str:
    """The dates of a fact as one EDTF: "" where it has none."""
    if fact.start and fact.end and fact.start != fact.end:
        return f"{fact.start}/{fact.end}"
    return fact.start or (f"/{fact.end}" if fact.end else "")


def days(fact: Fact) -> tuple[str, str, str, str]:
    """The earliest and latest day of the start, and of the end, as ISO 8601 days; "" where open or unknown."""
    starts = bounds(fact.start) if fact.start and is_edtf(fact.start) else None
    ends = bounds(fact.end) if fact.end and is_edtf(fact.end) else None
    first = (starts.start_earliest, starts.start_latest) if starts else (None, None)
    last = (ends.end_earliest, ends.end_latest) if ends else (None, None)
    return tuple("" if day is None else iso_day(day) for day in (*first, *last))  # type: ignore[return-value]
