"""The room `coding`: the readers in use, one for each kind of claim; each takes a parsed document and proposes drafts."""

from __future__ import annotations

from collections.abc import Callable

from relazione.coding.agreements import read_agreements
from relazione.coding.events import read_events
from relazione.coding.holdings import read_holdings
from relazione.coding.measures import read_measures
from relazione.coding.memberships import read_memberships
from relazione.coding.missions import read_missions
from relazione.coding.parsed import ParsedDocument
from relazione.coding.tenures import read_tenures
from relazione.model.identity import Draft

READERS: tuple[Callable[[ParsedDocument], list[Draft]], ...] = (
    read_events,
    read_measures,
    read_agreements,
    read_holdings,
    read_missions,
    read_memberships,
    read_tenures,
)
