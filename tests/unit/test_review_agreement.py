"""The review: Krippendorff's alpha against published examples, and who agrees with whom."""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType

import msgspec
import pytest

from relazione.analysis import review
from relazione.analysis.review.alpha import nominal
from relazione.record.store import Record


def units(*reviewers: str) -> list[list[str]]:
    return [[value for value in unit if value not in "* "] for unit in zip(*reviewers, strict=True)]


# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A (binary), B (nominal, two observers) and C (nominal, four
# observers, "*" where one is missing), with its results.
PUBLISHED = [
    (("0100000010", "1110010000"), 0.095),
    (("aabbdcccedda", "babbbccceddd"), 0.692),
    (("123321412***", "1233224125*3", "*3332342251*", "12332441251*"), 0.743),
]


@pytest.mark.parametrize(("reviewers", "alpha"), PUBLISHED)
def test_published_examples(reviewers: tuple[str, ...], alpha: float) -> None:
    found = nominal(units(*reviewers)).alpha
    assert found is not None
    assert round(found, 3) == alpha


def test_the_ends_of_the_scale() -> None:
    assert nominal([]).alpha is None
    assert nominal([["accept"], ["reject"]]).units == 0
    assert nominal([["accept", "accept"]] * 5).alpha is None, "without a second verdict chance cannot be told"
    assert nominal([["accept", "accept"], ["reject", "reject"]]).alpha == 1
    assert (nominal([["accept", "reject"]] * 4).alpha or 0) < 0
    order = [["a", "b", "a"], ["a", "a"], ["b"], ["b", "b", "b"]]
    assert nominal(order) == nominal([list(reversed(unit)) for unit in reversed(order)])


@pytest.fixture
def judged(seed: ModuleType, record: Record) -> Record:
    record.add(seed.document(), seed.claims(), coder="hand")
    missions = [claim.id for claim in record.claims() if claim.kind == "mission"][:4]
    wars = [claim.id for claim in record.claims() if claim.kind == "event"][:2]
    for claim in missions:
        review.accept(record, claim, "ada")
    for claim in missions[:3]:
        review.accept(record, claim, "bob")
    review.reject(record, missions[3], "bob")
    review.reject(record, wars[0], "ada")
    review.reject(record, wars[0], "bob")
    review.accept(record, wars[0], "eve")
    review.unsure(record, wars[1], "eve")
    return record


def test_progress_tells_who_judged_what_and_who_disagrees(judged: Record) -> None:
    told = review.progress(judged)
    assert (told.claims, told.judged) == (len(judged.claims()), 5)
    assert [(one.name, one.accepted, one.rejected, one.unsure) for one in told.reviewers] == [
        ("ada", 4, 1, 0),
        ("bob", 3, 2, 0),
        ("eve", 1, 0, 1),
    ]
    assert (told.agreement.units, told.agreement.judgements, told.agreement.agreed) == (5, 11, 3)
    verdicts = [["accept"] * 2] * 3 + [["accept", "reject"], ["reject", "reject", "accept"]]
    assert told.agreement.alpha == nominal(verdicts).alpha
    kinds = {one.kind: one for one in told.kinds}
    assert (kinds["mission"].judged, kinds["mission"].agreement.units, kinds["event"].agreement.agreed) == (4, 4, 0)
    assert [(one.one, one.other, one.agreement.agreed, one.agreement.units) for one in told.pairs] == [
        ("ada", "eve", 0, 1),
        ("bob", "eve", 0, 1),
        ("ada", "bob", 4, 5),
    ]
    assert len(told.disagreements) == 2
    assert all(len(set(one.verdicts.values())) > 1 for one in told.disagreements)
    assert (told.states["split"], told.states["unsure"]) == (2, 1)


def test_what_was_taken_back_does_not_count(judged: Record) -> None:
    review.undo(judged, "eve")
    review.undo(judged, "eve")
    told = review.progress(judged)
    assert [one.name for one in told.reviewers if one.accepted + one.rejected + one.unsure] == ["ada", "bob"]
    assert told.agreement.units == 5
    assert len(told.disagreements) == 1


def test_progress_of_a_part(judged: Record) -> None:
    part = review.progress(judged, kind="mission")
    assert (part.judged, [one.kind for one in part.kinds]) == (4, ["mission"])
    assert review.progress(judged, pair=("ITA", "TUR")).judged == 5
    assert msgspec.to_builtins(part)["claims"] == part.claims
    agreed = [one.agreement.agreed / one.agreement.units for one in review.progress(judged).pairs]
    assert all(a <= b for a, b in pairwise(agreed))
