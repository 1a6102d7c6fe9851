"""The curve of cooperation and conflict: hand-made records, with values worked out by hand."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.analysis.curve import Curve, curve
from relazione.model.claims import Actor, Agreement, Body, Event, Mission
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.errors import SameState, UnknownState, WrongUse
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

ITALY = Actor("Italy", state="ITA", polity="italian-republic")
TURKEY = Actor("Türkiye", state="TUR", polity="republic-of-turkiye")
FRANCE = Actor("France", state="FRA", polity="france")
LIBYA = Actor("Libya", state="LBY", polity="libya")
BOTH = (ITALY, TURKEY)
TO = (ITALY, msgspec.structs.replace(TURKEY, role="recipient"))


def event(type_: str, when: str | None, actors: tuple[Actor, ...] = TO, **more: Any) -> Event:
    return Event(type_, actors, When(when) if when else None, **more)


def told(record: Record, *bodies: Body, realis: str = "fact", confidence: float = 1.0, id: str = "d", **more: Any) -> None:
    """Put claims into the record, each with a sentence of its own."""
    text = "".join(f"Sentence {n:03}.\n" for n in range(len(bodies)))
    document = Document(id, id, text, pair=("ITA", "TUR"), date=more.pop("date", None))
    drafts = [
        Draft(body, (quote(text, text.index(f"Sentence {n:03}"), text.index(f"Sentence {n:03}") + 12),), realis,
              confidence=confidence, **more)
        for n, body in enumerate(bodies)
    ]  # fmt: skip
    record.add(document, number_claims(id, drafts), coder="hand")


def drawn(record: Record, **asked: Any) -> Curve:
    return curve(record, "ITA", "TUR", today="2026-01-01", **asked)


def levels(found: Curve) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {point.period: (point.cooperation, point.conflict, point.net) for point in found.points}


def test_what_is_over_counts_half_after_each_half_life(record: Record) -> None:
    told(record, event("visit", "1950-06-03"), event("attack", "1954", place="Rhodes"))
    found = levels(drawn(record, half_life=2))
    assert found["1950"] == (4.0, 0.0, 4.0)
    assert found["1951"] == (2.8284, 0.0, 2.8284)
    assert found["1952"] == (2.0, 0.0, 2.0)
    assert found["1954"] == (1.0, -9.0, -8.0)
    assert list(found) == ["1950", "1951", "1952", "1953", "1954"]


def test_without_a_half_life_only_the_year_itself_counts(record: Record) -> None:
    told(record, event("visit", "1950"), event("visit", "1952", place="Rome"))
    assert [net for _, _, net in levels(drawn(record, half_life=0)).values()] == [4.0, 0.0, 4.0]


def test_a_war_counts_in_full_while_it_lasts(record: Record) -> None:
    told(record, event("war", "1911-09-29/1912-10-18", BOTH), event("visit", "1914", place="Rome"))
    found = levels(drawn(record, half_life=1))
    assert [found[year][1] for year in ("1911", "1912", "1913", "1914")] == [-9.0, -9.0, -4.5, -2.25]
    months = levels(drawn(record, by="month", half_life=1))
    assert [months[month][1] for month in ("1911-09", "1912-03", "1912-10")] == [-9.0, -9.0, -9.0]
    assert months["1912-11"][1] == round(-9 * 0.5 ** (1 / 12), 4)
    assert months["1913-10"][1] == -4.5


def test_a_decade_is_a_band_and_not_a_point(record: Record) -> None:
    told(record, event("crisis", "199X"))
    points = drawn(record, half_life=0).points
    assert [point.period for point in points] == [str(year) for year in range(1990, 2000)]
    days = [365 + (year % 4 == 0) for year in range(1990, 2000)]
    assert [point.conflict for point in points] == [round(-3.0 * of / sum(days), 4) for of in days]
    assert all(point.hostile == 1 for point in points)


def test_realis_and_confidence_weigh(record: Record) -> None:
    told(record, event("attack", "1900"), confidence=0.8, id="sure")
    told(record, event("attack", "1901"), confidence=0.8, id="alleged", realis="claimed")
    told(record, event("attack", "1902"), confidence=0.8, id="threatened", realis="planned")
    told(record, event("attack", "1903"), confidence=0.8, id="denied", realis="denied")
    told(record, event("attack", "1903"), confidence=0.8, id="would", realis="hypothetical")
    found = drawn(record, half_life=0)
    assert [point.conflict for point in found.points] == [-7.2, -3.6, -1.8]
    assert found.left_out == {"denied or hypothetical": 2}


def test_a_silence_is_a_gap_and_no_zero(record: Record) -> None:
    told(record, event("visit", "1850"), event("visit", "1870", place="Rome"), event("visit", "1950", place="Pisa"))
    found = levels(drawn(record, half_life=0, silence=30))
    assert found["1860"] == (0.0, 0.0, 0.0)
    assert found["1871"] == found["1949"] == (None, None, None)
    assert found["1950"][2] == 4.0
    assert levels(drawn(record, half_life=0, silence=100))["1900"] == (0.0, 0.0, 0.0)


def test_nothing_told_is_no_curve(record: Record) -> None:
    found = drawn(record)
    assert (found.points, found.start, found.end) == ((), None, None)


def test_on_one_side_is_no_conflict_of_theirs(record: Record) -> None:
    told(
        record,
        event("war", "1950/1953", (ITALY, TURKEY, msgspec.structs.replace(LIBYA, role="recipient"))),
        event("battle", "1951", tuple(msgspec.structs.replace(one, side=side) for one, side in zip((ITALY, TURKEY, LIBYA), "aab", strict=True))),
        event("bombardment", "1952", (FRANCE, *(msgspec.structs.replace(one, role="recipient") for one in BOTH))),
    )  # fmt: skip
    found = drawn(record)
    assert not found.acts
    assert found.left_out == {"not between the two": 3}


def test_what_many_do_together_is_shared(record: Record) -> None:
    told(record, event("summit", "1950", (ITALY, TURKEY, FRANCE, LIBYA)))
    assert drawn(record).points[0].cooperation == 2.5 * 2 / 4


def test_a_war_between_many_is_no_less_a_war(record: Record) -> None:
    sides = tuple(msgspec.structs.replace(one, side=side) for one, side in zip((ITALY, FRANCE, TURKEY), "aab", strict=True))
    told(record, event("war", "1915/1918", sides))
    assert drawn(record).points[0].conflict == -9.0


def test_a_signing_told_as_event_and_as_agreement_counts_once(record: Record) -> None:
    told(
        record,
        event("treaty", "1932-01-04", BOTH),
        Agreement("Convention of Ankara", "convention", BOTH, When("1932-01-04")),
        Agreement("Memorandum on fishing", "memorandum", BOTH, When("1935")),
    )
    found = drawn(record, half_life=0)
    assert [point.cooperation for point in found.points] == [5.0, 0.0, 0.0, 5.0]
    assert found.left_out == {"the signing of an agreement that counts itself": 1}


def test_a_declared_war_goes_on_to_the_peace(record: Record) -> None:
    told(
        record,
        event("declaration-of-war", "1897-04-17"),
        Agreement("Treaty of Rome", "peace-treaty", BOTH, When("1899-12-04")),
    )
    found = drawn(record, half_life=0)
    assert [point.conflict for point in found.points] == [-9.0, -9.0, -9.0]
    assert (found.acts[0].implied, found.acts[0].date) == (True, "1897-04-17/1899-12-04")


def test_what_is_over_before_the_part_shown_still_counts_in_it(record: Record) -> None:
    told(record, event("visit", "1950"), event("visit", "1960", place="Rome"))
    whole, part = levels(drawn(record)), drawn(record, start="1952", end="1953-06-01")
    assert levels(part) == {year: whole[year] for year in ("1952", "1953")}
    assert (part.start, part.end, part.acts) == ("1952", "1953", ())


def test_what_stands_is_counted_apart(record: Record) -> None:
    told(
        record,
        event("visit", "1940"),
        Mission(ITALY, "embassy", TURKEY, "Ankara", opened=When("1930"), closed=When("1941")),
        Agreement("Pact", "treaty", BOTH, When("1938"), ended=When("1939")),
    )
    base = {point.period: point.base for point in drawn(record).points}
    assert (base["1937"].missions, base["1937"].agreements) == (1, 0)
    assert (base["1939"].missions, base["1939"].agreements) == (1, 1)
    assert (base["1940"].missions, base["1940"].agreements) == (1, 0)


def test_each_point_names_its_facts(record: Record) -> None:
    told(record, event("visit", "1950"), event("attack", "1950", place="Rhodes"))
    point = drawn(record).points[0]
    labels = [record.fact(id).label for id in point.facts]
    assert [label.split(":")[0] for label in labels] == ["Attack", "Visit"]
    assert (point.cooperative, point.hostile) == (1, 1)


def test_the_future_is_not_drawn(record: Record) -> None:
    told(record, event("visit", "2025"), event("visit", "2031", place="Rome"))
    found = drawn(record)
    assert (found.end, found.left_out) == ("2025", {"dated after today": 1})


def test_it_is_asked_rightly(record: Record) -> None:
    with pytest.raises(SameState):
        curve(record, "ITA", "ITA")
    with pytest.raises(UnknownState):
        curve(record, "ITA", "QQQ")
    with pytest.raises(WrongUse):
        drawn(record, half_life=-1)
    with pytest.raises(WrongUse):
        drawn(record, start="1950", end="1940")


def test_the_seed_article(seed: ModuleType, seed_record: Record) -> None:
    found = levels(curve(seed_record, "ITA", "TUR", today="2026-01-01"))
    war = found["1912"][1]
    assert war is not None and war < -7
    peace = found["1932"][2]
    assert peace is not None and peace > 0
    assert found["1760"] == (None, None, None)
