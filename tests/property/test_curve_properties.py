"""The curve, whatever is told: documents in any order and read twice give the same one, and a friendly act more never lowers it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from relazione.analysis.curve import By, Curve, curve
from relazione.analysis.curve.levels import Levels
from relazione.analysis.curve.spans import Span, period_of, shares
from relazione.model.claims import Actor, Agreement, Body, Claim, Event
from relazione.model.dates import When, day_number
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

ITALY = Actor("Italy", state="ITA", polity="italian-republic")
TURKEY = Actor("Türkiye", state="TUR", polity="republic-of-turkiye")
FRANCE = Actor("France", state="FRA", polity="france")
ON = msgspec.structs.replace(TURKEY, role="recipient")

actors = st.sampled_from([(ITALY, TURKEY), (ITALY, ON), (ITALY, TURKEY, FRANCE), (ITALY, FRANCE)])
whens = st.sampled_from(["1911", "1911/1912", "1911-09-29/1912-10-18", "1915-05", "1923/..", "199X", "1998-03-01", "19XX"]).map(
    When
)
maybe = st.none() | whens
places = st.sampled_from([None, "Rome", "Rhodes"])
bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(
        Event, st.sampled_from(["war", "visit", "attack", "declaration-of-war", "treaty", "embargo"]), actors, maybe, places
    ),
    st.builds(Agreement, st.just("Treaty"), st.sampled_from(["treaty", "armistice"]), actors, maybe),
)
told = st.tuples(bodies, st.sampled_from(["fact", "fact", "claimed", "planned", "denied"]), st.sampled_from([0.4, 0.9]))
library = st.lists(st.lists(told, max_size=5), min_size=1, max_size=4)
ways: st.SearchStrategy[By] = st.sampled_from(["year", "month"])


def documents(of: list[list[Any]]) -> list[tuple[Document, list[Claim]]]:
    found = []
    for number, lines in enumerate(of):
        text = "".join(f"Sentence {n:03} of {number}.\n" for n in range(len(lines))) or "Nothing."
        document = Document(f"d{number}", f"D {number}", text, pair=("ITA", "TUR"), date="2020")
        drafts = [
            Draft(body, (quote(text, text.index(f"Sentence {n:03}"), text.index(f"Sentence {n:03}") + 12),), realis,
                  confidence=confidence)
            for n, (body, realis, confidence) in enumerate(lines)
        ]  # fmt: skip
        found.append((document, number_claims(document.id, drafts)))
    return found


def drawn(entries: list[tuple[Document, list[Claim]]], by: By = "year") -> Curve:
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "r.db", create=True) as record:
        for document, claims in entries:
            record.add(document, claims, coder="1")
        return curve(record, "ITA", "TUR", by=by, today="2026-01-01")


def levels(found: Curve) -> list[Any]:
    return [(point.period, point.cooperation, point.conflict, point.net, point.cooperative, point.hostile, point.base)
            for point in found.points]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(library, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(of: list[Any], random: Any) -> None:
    entries = documents(of)
    shuffled = random.sample(entries, len(entries))
    assert levels(drawn(entries)) == levels(drawn(shuffled))


@settings(max_examples=25, deadline=None)
@given(library)
def test_the_same_reading_twice_changes_nothing(of: list[Any]) -> None:
    entries = documents(of)
    assert drawn([*entries, *entries]) == drawn(entries)


@settings(max_examples=25, deadline=None)
@given(library, whens)
def test_a_friendly_act_more_never_lowers_the_net(of: list[Any], when: When) -> None:
    entries = documents(of)
    more = Document("more", "More", "A loan was given.", pair=("ITA", "TUR"), date="2020")
    loan = Event("loan", (ITALY, ON), when)
    claims = number_claims("more", [Draft(loan, (quote(more.text, 0, 6),), confidence=0.9)])
    before = {point.period: point.net for point in drawn(entries).points if point.net is not None}
    after = {point.period: point.net for point in drawn([*entries, (more, claims)]).points}
    assert all((now := after[period]) is not None and now >= net - 1e-9 for period, net in before.items())


days = st.integers(day_number(1300, 1, 1), day_number(2025, 12, 31))


@settings(deadline=None)
@given(st.tuples(days, days, days, days), st.booleans(), ways)
def test_the_shares_of_a_thing_add_up(four: tuple[int, int, int, int], lasts: bool, by: By) -> None:
    a, b, c, d = sorted(four)
    found = list(shares(Span(a, b, c, d, lasts), by, period_of(d, by)))
    assert [period for period, _, _ in found] == list(range(period_of(a, by), period_of(d, by) + 1))
    assert abs(sum(ends for _, _, ends in found) - 1) < 1e-6  # it ends once
    assert all(0 <= goes_on <= 1 + 1e-9 and ends <= goes_on + 1e-9 for _, goes_on, ends in found)


late = st.integers(day_number(1890, 1, 1), day_number(1930, 12, 31))
spans = st.tuples(late, late).map(lambda two: Span(min(two), min(two), max(two), max(two), True))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-10, 10).filter(bool), spans), max_size=8), st.sampled_from([0.0, 0.5, 2.0]), ways)
def test_levels_are_sums_over_acts(scored: list[tuple[float, Span]], half_life: float, by: By) -> None:
    first, last = period_of(day_number(1890, 1, 1), by), period_of(day_number(1930, 12, 31), by)
    whole = Levels(scored, by, first, last, half_life)
    parts = [Levels([one], by, first, last, half_life) for one in scored]
    for at in range(0, last - first + 1, 7):
        assert abs(whole.cooperation[at] - sum(part.cooperation[at] for part in parts)) < 1e-6
        assert abs(whole.conflict[at] - sum(part.conflict[at] for part in parts)) < 1e-6
