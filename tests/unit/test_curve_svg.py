"""The picture of the curve."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from types import ModuleType

import msgspec
import pytest

from relazione.analysis.curve import Act, Base, Curve, Point, curve
from relazione.publish.curve_svg import curve_svg, description, gaps_of, marks
from relazione.record.store import Record
from relazione.web.rendering import style_sheet

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def seed_curve(seed: ModuleType, seed_record: Record) -> Curve:
    return curve(seed_record, "ITA", "TUR", today="2026-01-01")


def classes(root: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def test_it_is_well_formed_and_has_a_name(seed_curve: Curve) -> None:
    root = ET.fromstring(curve_svg(seed_curve))
    assert root.get("aria-label") == "Cooperation and conflict, 1396 to 2021"
    assert root.findtext(f"{SVG}desc") == description(seed_curve)
    assert "No source covers" in description(seed_curve)


def test_gaps_are_drawn_as_gaps(seed_curve: Curve) -> None:
    root = ET.fromstring(curve_svg(seed_curve))
    told = [one.findtext(f"{SVG}title") for one in classes(root, "gap")]
    assert len(told) == len(gaps_of(seed_curve.points)) > 0
    net = classes(root, "net")[0].get("d") or ""
    assert net.count("M") == len(gaps_of(seed_curve.points)) + 1  # the line is broken at each


def test_the_strongest_acts_lead_to_their_facts(seed_curve: Curve) -> None:
    root = ET.fromstring(curve_svg(seed_curve, href="/fact/{}".format))
    links = [one.get("href") for one in classes(root, "act")]
    assert links == [f"/fact/{mark.act.fact}" for mark in marks(seed_curve)]
    assert [mark.number for mark in marks(seed_curve)] == list(range(1, len(links) + 1))
    assert {mark.side for mark in marks(seed_curve)} == {"cooperation", "conflict"}


def test_the_day_asked_about_is_a_line(seed_curve: Curve) -> None:
    root = ET.fromstring(curve_svg(seed_curve, on="1925-01-01"))
    assert [one.text for one in classes(root, "now") if one.tag == f"{SVG}text"] == ["1 January 1925"]
    assert not classes(ET.fromstring(curve_svg(seed_curve, on="2030")), "now")


def test_a_hostile_label_stays_a_text(seed_curve: Curve) -> None:
    bad = '"><script>alert(1)</script>\u202e'
    acts = tuple(msgspec.structs.replace(act, label=bad) for act in seed_curve.acts)
    svg = curve_svg(msgspec.structs.replace(seed_curve, acts=acts), href=lambda id: f'/"{id}<')
    assert "<script" not in svg and "\u202e" not in svg
    ET.fromstring(svg)


def test_very_many_periods_share_steps(seed_record: Record) -> None:
    found = curve(seed_record, "ITA", "TUR", by="month", today="2026-01-01")
    assert len(found.points) > 7000
    assert len(curve_svg(found)) < 40_000


def test_no_points_no_picture() -> None:
    empty = Curve(pair=("ITA", "TUR"), by="year", start=None, end=None, half_life=2, silence=30, ontology="", realis={}, points=(),
                  acts=(), left_out={})  # fmt: skip
    assert curve_svg(empty) == ""
    assert marks(empty) == []


def test_one_point_of_one_act_is_drawn() -> None:
    act = Act(fact="c1", label="War", kind="event", type="war", date="1911", lasts=False, implied=False, quad=4, intensity=-9,
              weight=1, score=-9, realis="fact", confidence=1)  # fmt: skip
    point = Point("1911", 0.0, -9.0, -9.0, 0, 1, ("c1",), Base(0, 0, 0))
    one = Curve(pair=("ITA", "TUR"), by="year", start="1911", end="1911", half_life=2, silence=30, ontology="", realis={},
                points=(point,), acts=(act,), left_out={})  # fmt: skip
    root = ET.fromstring(curve_svg(one))
    assert len(classes(root, "act")) == 1


def test_the_style_sheet_knows_its_classes() -> None:
    for name in (".curve .gap", ".curve path.cooperation", ".curve path.conflict", ".curve .net", ".curve path.now"):
        assert name in style_sheet()
