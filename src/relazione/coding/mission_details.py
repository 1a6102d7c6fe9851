"""The room `coding`: what a section on one mission tells besides: its address and its head."""

from __future__ import annotations

from relazione.coding.mission_story import Row
from relazione.coding.parsed import ParsedDocument


def add_details(parsed: ParsedDocument, rows: list[Row]) -> None:
    """Adds address and head to the mission that a section is about."""
