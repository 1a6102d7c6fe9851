"""The coder's door: what no reader may claim, whatever it read."""

from __future__ import annotations

import pytest

from relazione.coding.coder import runs_backwards
from relazione.model.claims import Actor, Agreement, Body, Event, Holding, Mission, When

NORWAY = Actor("Norway", state="NOR")


@pytest.mark.parametrize(
    ("body", "backwards"),
    [
        (Holding("Svalbard", NORWAY, "sovereign", When("1943"), When("1939-01-09")), True),
        (Holding("Svalbard", NORWAY, "sovereign", When("1920"), When("1939-01-09")), False),
        (Holding("Svalbard", NORWAY, "sovereign", When("1920"), When("1920")), False),
        (Holding("Svalbard", NORWAY, "sovereign", When("192X"), When("1921")), False),
        (Holding("Svalbard", NORWAY, "sovereign", When("1920/.."), None), False),
        (Mission(NORWAY, "embassy", NORWAY, "Lima", opened=When("2004"), closed=When("2002-05")), True),
        (Mission(NORWAY, "embassy", NORWAY, "Lima", opened=When("2001/2004"), closed=When("2002")), False),
        (Agreement("Treaty of Bergen", signed=When("1921"), ended=When("1919")), True),
        (Event("war", (NORWAY,), When("1914/1918")), False),
    ],
)
def test_a_spell_that_ends_before_it_starts_is_no_claim(body: Body, backwards: bool) -> None:
    assert runs_backwards(body) is backwards
