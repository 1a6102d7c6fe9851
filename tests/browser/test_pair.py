"""The page of a pair and its timeline in a real browser: the slider with and without script, keys, ways back, widths, print."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAIR = "/pair/ITA/TUR"
DENSE = (PAIR, f"{PAIR}?as-of=1913", f"{PAIR}/positions", "/timeline/ITA/TUR", "/timeline/ITA/TUR?from=1910&to=1919")


def slide(page: Any, year: int) -> None:
    """Move the slider as a hand does: it tells of the move, then of its end."""
    page.locator("#year").evaluate(
        "(e, year) => { e.focus(); e.value = year; e.dispatchEvent(new Event('input', {bubbles: true}));"
        " e.dispatchEvent(new Event('change', {bubbles: true})); }",
        str(year),
    )


def test_the_slider_moves_everything_without_a_reload(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(address + PAIR)
    assert not page.get_by_role("button", name="Go").is_visible()
    page.evaluate("window.mark = 1")
    slide(page, 1912)
    page.wait_for_url(f"{address}{PAIR}?as-of=1912")
    assert page.evaluate("window.mark") == 1
    assert page.locator("#year-shown").inner_text() == "1912"
    assert page.locator("#as-of").input_value() == "1912"
    assert page.get_by_role("heading", name="What held on 1 January 1912").is_visible()
    assert "1 January 1912" in page.title() and "Ottoman Empire" in page.locator(".lead").inner_text()
    assert page.locator(".box").get_by_text("Yes").is_visible()
    assert page.locator(".curve text.now").text_content() == "1912"
    assert page.get_by_role("link", name="JSON").get_attribute("href") == f"{PAIR}.json?as-of=1912"
    assert page.evaluate("document.activeElement.id") == "year"


def test_back_and_forward_go_through_the_years(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(address + PAIR)
    for year in (1912, 1925):
        slide(page, year)
        page.wait_for_url(f"{address}{PAIR}?as-of={year}")
    page.go_back()
    page.get_by_role("heading", name="What held on 1 January 1912").wait_for()
    assert page.url.endswith("as-of=1912") and page.locator("#year").input_value() == "1912"
    assert page.locator("#as-of").input_value() == "1912"
    page.go_back()
    page.get_by_role("heading", name="What holds").wait_for()
    assert page.url == address + PAIR
    assert not page.locator("a.present").count()
    page.go_forward()
    page.get_by_role("heading", name="What held on 1 January 1912").wait_for()
    page.locator("a.present").click()
    page.wait_for_url(address + PAIR)
    page.reload()
    assert page.get_by_role("heading", name="What holds").is_visible()


def test_the_end_of_the_slider_is_the_present(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}{PAIR}?as-of=1925-06-15")
    assert page.locator("#year").input_value() == "1925"
    slide(page, int(page.locator("#year").get_attribute("max")))
    page.wait_for_url(address + PAIR)
    assert page.locator("#year").get_attribute("aria-valuetext") == "at present"


def test_the_slider_goes_by_keys(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}{PAIR}?as-of=1911")
    page.locator("#year").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{address}{PAIR}?as-of=1912")
    assert page.evaluate("document.activeElement.id") == "year"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav.within') !== null")


def test_a_way_within_the_page_asks_for_nothing(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(address + PAIR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Territory").click()
    assert page.url.endswith("#s-territory") and page.locator("#s-territory").is_visible()
    page.go_back()
    page.wait_for_timeout(200)
    assert [url for url in asked if "/static/" not in url] == []


def test_without_script_the_slider_is_a_form(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(address + PAIR, java_script_enabled=False)
    page.locator("#year").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Go").click()
    assert page.url == f"{address}{PAIR}?as-of=1396"
    page.locator("#as-of").fill("1925-01-01")
    page.locator("#main").get_by_role("button", name="Show").click()
    assert page.url == f"{address}{PAIR}?as-of=1925-01-01"
    assert page.locator("#year").input_value() == "1925"


@pytest.mark.parametrize("script", [True, False])
def test_the_timeline_is_gone_through_by_keys(address: str, open_page: Callable[..., Any], script: bool) -> None:
    page = open_page(f"{address}/timeline/ITA/TUR", java_script_enabled=script)
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.inner_text() == "The 20th century":
            break
    assert focused.inner_text() == "The 20th century"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/timeline/ITA/TUR?from=1900&to=1999")
    page.get_by_role("navigation", name="Zoom").get_by_role("link", name="The 1910s").click()
    page.get_by_role("navigation", name="Zoom").get_by_role("link", name="1912", exact=True).click()
    assert page.url == f"{address}/timeline/ITA/TUR?from=1912&to=1912"
    page.get_by_role("navigation", name="Zoom").get_by_role("link", name="All", exact=True).click()
    assert page.url == f"{address}/timeline/ITA/TUR"


def test_lanes_are_chosen_by_check_boxes(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/timeline/ITA/TUR", java_script_enabled=False)
    page.get_by_text("Lanes and filters").click()
    for lane in page.locator("input[name=lane]").all()[1:]:
        lane.uncheck()
    page.locator("#main").get_by_role("button", name="Show").click()
    assert "lane=conflict" in page.url and "lane=territory" not in page.url
    assert page.locator("svg.lanes text.lane").all_text_contents() == ["Conflict"]
    assert page.locator("input[name=lane]:checked").count() == 1
    assert page.locator(".facts li").count() == page.locator(".facts li.lane-conflict").count() > 10


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("path", DENSE)
def test_a_dense_pair_sticks_out_nowhere(dense_address: str, open_page: Callable[..., Any], path: str, width: int) -> None:
    page = open_page(dense_address + path, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", DENSE[::3])
def test_a_dense_pair_can_be_read(
    dense_address: str, open_page: Callable[..., Any], poor_contrast: Callable[[Any], list[Any]], path: str, scheme: str
) -> None:
    page = open_page(dense_address + path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert poor_contrast(page) == []


def test_labels_of_the_timeline_do_not_lie_on_each_other(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/timeline/ITA/TUR?from=1910&to=1919", viewport={"width": 1280, "height": 900})
    boxes = [label.bounding_box() for label in page.locator("svg.lanes text.name, svg.lanes text.lane").all()]
    assert len(boxes) > 12
    overlaps = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one["x"] < other["x"] + other["width"] - 3
        and other["x"] < one["x"] + one["width"] - 3
        and one["y"] < other["y"] + other["height"] - 4
        and other["y"] < one["y"] + one["height"] - 4
    ]
    assert overlaps == []


@pytest.mark.parametrize("path", [f"{PAIR}?as-of=1925", f"{PAIR}/territory", "/timeline/ITA/TUR"])
def test_they_print_without_their_controls(address: str, open_page: Callable[..., Any], path: str) -> None:
    page = open_page(address + path, color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("form:visible, nav:visible").count()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").is_visible()
    if path.startswith("/timeline"):
        assert page.locator("svg.lanes").bounding_box()["width"] <= page.viewport_size["width"]
