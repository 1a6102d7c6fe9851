"""The ontology covers the annotation scheme and is true to the codebooks that it cites."""

from __future__ import annotations

import re

import pytest

from relazione.reference import ontology as module
from relazione.reference.ontology import ONTOLOGY_VERSION, QUADS, event_type, ontology, refinements, scheme_types

SCHEME = set(
    [
        "war",
        "battle",
        "attack",
        "occupation",
        "treaty",
        "agreement",
        "alliance",
        "trade-deal",
        "arms-deal",
        "relations-established",
        "relations-severed",
        "recognition",
        "independence",
        "visit",
        "summit",
        "negotiation",
        "mediation",
        "statement",
        "accusation",
        "threat",
        "protest",
        "support",
        "rejection",
        "sanction",
        "embargo",
        "expulsion",
        "extradition",
        "aid",
        "territorial-change",
        "territorial-claim",
        "crisis",
        "incident",
        "mission-opened",
        "mission-closed",
        "appointment",
        "cultural",
        "migration",
        "other",
    ]
)

# PLOVER draft 2.0: type -> (quad, score without a mode, {mode: score}).
PLOVER: dict[str, tuple[int, float, dict[str, float]]] = {
    "AGREE": (1, 2.5, {}),
    "CONSULT": (1, 2.5, {"visit": 4.0, "third-party": 1.0, "multilateral": 4.0, "phone": 1.5}),
    "SUPPORT": (1, 5.0, {}),
    "CONCEDE": (1, 4.5, {}),
    "COOPERATE": (2, 9.5, {}),
    "AID": (2, 10.0, {}),
    "RETREAT": (
        2,
        6.5,
        {"withdraw": 8.0, "release": 6.5, "disarm": 10.0, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    ),
    "REQUEST": (3, 0.0, {"assist": 0.5, "change": -1.0, "yield": -1.0, "meet": 0.0}),
    "ACCUSE": (3, -3.0, {"disapprove": -2.0, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (3, -2.0, {"assist": -1.5, "change": -2.0, "yield": -2.0, "meet": -2.0}),
    "THREATEN": (
        3,
        -3.5,
        {"restrict": -3.0, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4.0, "violence": -3.5},
    ),
    "PROTEST": (4, -5.0, {"demo": -5.0, "riot": -7.0, "strike": -5.0, "hunger": -4.5, "boycott": -4.5}),
    "SANCTION": (4, -6.0, {"convict": -6.0, "expel": -5.5, "withdraw": -6.0, "discontinue": -6.0}),
    "MOBILIZE": (4, -5.5, {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6.0}),
    "COERCE": (4, -7.0, {"seize": -7.0, "restrict": -7.0, "arrest": -7.0, "deport": -7.0, "cyber": -7.0}),
    "ASSAULT": (
        4,
        -9.0,
        {
            "abduct": -8.5,
            "targeted": -9.5,
            "destroy": -8.5,
            "firearms": -9.0,
            "explosives": -9.0,
            "aerial": -9.5,
            "drone": -9.5,
            "heavy-weapons": -9.5,
            "unconventional": -10.0,
        },
    ),
}


def test_every_type_of_the_scheme_has_its_row() -> None:
    assert set(scheme_types()) == SCHEME
    assert len(scheme_types()) == len(SCHEME)


def test_there_are_refinements_enough() -> None:
    assert sum(row.is_refinement for row in ontology().values()) >= 100


@pytest.mark.parametrize("id", sorted(ontology()))
def test_row_agrees_with_the_codebook(id: str) -> None:
    row = event_type(id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.id)
    assert row.label
    assert row.definition.endswith(".")
    assert not row.cameo or re.fullmatch(r"(0[1-9]|1\d|20)\d{1,2}", row.cameo)
    if not row.plover:
        assert (row.mode, row.intensity) == ("", 0.0)
        return
    quad, score, modes = PLOVER[row.plover]
    assert row.quad == quad
    assert row.intensity == (modes[row.mode] if row.mode else score)


def test_version_in_the_table_is_the_version_of_the_module() -> None:
    head = module._TABLE.read_text(encoding="utf-8").splitlines()[0]
    assert f"version {ONTOLOGY_VERSION}." in head


def test_labels_and_definitions_are_unique() -> None:
    labels = [row.label for row in ontology().values()]
    definitions = [row.definition for row in ontology().values()]
    assert len(labels) == len(set(labels))
    assert len(definitions) == len(set(definitions))


@pytest.mark.parametrize("id", ["war", "occupation", "embargo", "crisis", "dispute", "negotiation", "siege", "alliance"])
def test_lasting_types(id: str) -> None:
    assert event_type(id).lasts


@pytest.mark.parametrize("id", ["declaration-of-war", "visit", "treaty", "relations-severed", "sinking", "statement"])
def test_instants(id: str) -> None:
    assert not event_type(id).lasts


def test_probes() -> None:
    siege = event_type("siege")
    assert (siege.type, siege.plover, siege.verbal, siege.cooperative) == ("battle", "ASSAULT", False, False)
    assert event_type("embargo").plover == "SANCTION"
    assert event_type("withdrawal").type == "occupation"
    assert event_type("invasion").type == "attack"
    assert event_type("war").reciprocal and not event_type("visit").reciprocal
    assert QUADS[event_type("treaty").quad] == "verbal cooperation"
    assert "siege" in {row.id for row in refinements("battle")}


def test_unknown_types_are_refused() -> None:
    with pytest.raises(KeyError):
        event_type("picnic")
    with pytest.raises(KeyError):
        refinements("siege")
