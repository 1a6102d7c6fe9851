"""The tables of CAMEO codes and PLOVER types agree with each other, with the ontology and with what the field's files hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from relazione.reference import cameo, plover
from relazione.reference.ontology import ontology

SHARED = Path(__file__).parents[3] / "shared"
LATE = {"155": "MOBILIZE", "176": "COERCE", "1834": "ASSAULT", "1951": "ASSAULT", "1952": "ASSAULT"}


def test_codes_have_the_quad_and_score_of_their_type_and_mode() -> None:
    for one in cameo.codes().values():
        if one.plover:
            kind = plover.kind(one.plover, one.mode)
            assert kind is not None and (kind.mode, kind.quad, kind.score) == (one.mode, one.quad, one.score), one
        else:
            assert (one.code[:2], one.mode, one.score, one.quad) in {(root, "", 0.0, 1) for root in ("01", "02")}, one


def test_every_code_has_the_codes_above_it() -> None:
    assert len(cameo.codes()) == 318
    for code in cameo.codes():
        assert len(code) == 2 or code[:2] in cameo.codes()
        assert len(code) < 4 or code[:3] in cameo.codes() or code[:3] == "204"


def test_names_of_types_and_modes() -> None:
    assert plover.kind("fight", "Heavy_Weapons") == plover.Kind("ASSAULT", "heavy-weapons", 4, -9.5)
    assert plover.kind("CONSULT", "dance") == plover.Kind("CONSULT", "", 1, 2.5)
    assert plover.kind("DANCE") is None
    assert cameo.cameo("9999") is None


def test_the_ontology_has_the_same_scores() -> None:
    for one in ontology().values():
        if one.plover:
            kind = plover.kind(one.plover, one.mode)
            assert kind is not None and (kind.mode, kind.score) == (one.mode, one.intensity), one.id


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_against_the_published_tables() -> None:
    """What differs from the table of 2021 is what the head of ours names."""
    told = json.loads((SHARED / "ontology" / "plover_ontology.json").read_text(encoding="utf-8"))
    for name, type in told["event_types"].items():
        assert plover.kind(name) == plover.Kind(name, "", type["quad_number"], type["score"])
        for mode, about in type["modes"].items():
            score = type["score"] if about["score"] is None else about["score"]
            assert plover.kind(name, mode) == plover.Kind(name, mode, type["quad_number"], score)
    differing = set()
    for code, means in told["cameo_to_plover"].items():
        ours = cameo.codes()[code]
        if (ours.plover, ours.mode or None) != (means["event"], means["mode"]):
            differing.add(code)
            assert (
                code in ("163", "195")
                or means["mode"] == "assassinate"
                or means["mode"] not in told["event_types"][means["event"]]["modes"]
            )
    assert len(differing) == 16
    for code in told["cameo_codes_without_plover"]:
        assert cameo.codes()[code].plover == LATE.get(code, "")
    assert {code: cameo.codes()[code].goldstein for code in told["cameo_goldstein"]} == told["cameo_goldstein"]
    with (SHARED / "datasets" / "whole" / "icews" / "goldstein_mappings.csv").open(encoding="utf-8") as stream:
        roots = {row["code"]: float(row["goldstein"]) for row in csv.DictReader(stream) if len(row["code"]) == 2}
    assert {code: cameo.codes()[code].goldstein for code in roots} == roots
