"""The timeline of a pair."""

from __future__ import annotations

import pytest

from relazione.analysis.timeline import timeline
from relazione.model.dates import sort_key
from relazione.model.errors import ImpossibleDate
from relazione.record.store import Record


def test_it_is_sorted_and_dated(seed_record: Record) -> None:
    entries = timeline(seed_record, "ITA", "TUR")
    assert len(entries) > 35
    assert [sort_key(entry.date) for entry in entries] == sorted(sort_key(entry.date) for entry in entries)
    assert entries[0].label == "War: Republic of Venice, Ottoman Empire, 1396 to 1718"
    assert (entries[0].words, entries[0].type, entries[0].quad, entries[0].kind) == ("1396 to 1718", "war", 4, "event")


def test_from_and_to_are_both_included(seed_record: Record) -> None:
    dates = {entry.date for entry in timeline(seed_record, "ITA", "TUR", start="1902-11-10", end="1902-11-10", type="surrender")}
    assert dates == {"1902-11-10"}
    labels = {entry.label for entry in timeline(seed_record, "ITA", "TUR", start="1919", end="1923", kind="holding")}
    assert "Kingdom of Italy held Kastellorizo (possession), since 1921" in labels
    assert not any("Rho" in label or "Otranto" in label for label in labels)


def test_a_type_of_the_scheme_holds_its_refinements(seed_record: Record) -> None:
    found = {entry.type for entry in timeline(seed_record, "ITA", "TUR", type="war")}
    assert found == {"war", "declaration-of-war"}


def test_one_kind(seed_record: Record) -> None:
    assert {entry.kind for entry in timeline(seed_record, "ITA", "TUR", kind="agreement")} == {"agreement"}


def test_an_impossible_date(seed_record: Record) -> None:
    with pytest.raises(ImpossibleDate):
        timeline(seed_record, "ITA", "TUR", end="1902-02-30")
