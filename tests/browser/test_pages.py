"""The pages in a real browser: the way to the words, without script, in light and dark, narrow and wide, printed, from files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/polities/papal-states",
    "/pair/ITA/TUR",
    "/pair/ITA/TUR?as-of=1925-01-01",
    "/pair/ITA/TUR/conflict",
    "/pair/ITA/TUR/sources",
    "/timeline/ITA/TUR",
    "/curve/ITA/TUR?as-of=1925-01-01",
    "/curve/ITA/TUR?by=month&from=1910&to=1919",
    "/timeline/ITA/TUR?from=1910&to=1919&lane=conflict",
    "/document/italy-turkey",
    "/coverage",
    "/world",
    "/world?state=ITA&as-of=1925",
    "/world/matrix",
    "/map/ITA/TUR?as-of=1925",
    "/state/ITA",
    "/polities?q=Congo",
    "/search?q=ankara",
    "/search?q=ankarra",
    "/fact/none",
)


@pytest.mark.parametrize("script", [True, False])
def test_from_home_to_the_words_on_kastellorizo_in_three_clicks(
    address: str, open_page: Callable[..., Any], script: bool
) -> None:
    page = open_page(f"{address}/", java_script_enabled=script)
    page.get_by_label("One state").fill("Italy")
    page.get_by_label("The other").fill("Turkey")
    page.get_by_label("As of").fill("1925-01-01")
    page.locator("#main").get_by_role("button", name="Show").click()
    assert page.url == f"{address}/pair/ITA/TUR?as-of=1925-01-01"
    page.locator(".main").get_by_role("link", name="Kastellorizo").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Kingdom of Italy held Kastellorizo")
    page.locator("blockquote a").first.click()
    target = page.locator(":target")
    assert target.inner_text().startswith("Kastellorizo had been an Italian possession")
    assert target.is_visible()
    box = target.bounding_box()
    assert 0 <= box["y"] <= page.viewport_size["height"]
    page.go_back()
    page.go_back()
    assert page.url.endswith("as-of=1925-01-01")


def test_the_words_aimed_at_stand_out(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/document/italy-turkey")
    first = page.locator(".said.event").first
    plain = first.evaluate("e => getComputedStyle(e).backgroundColor")
    page.goto(f"{address}/document/italy-turkey#{first.get_attribute('id')}")
    assert first.evaluate("e => getComputedStyle(e).backgroundColor") != plain


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_all_text_can_be_read(
    address: str, open_page: Callable[..., Any], poor_contrast: Callable[[Any], list[Any]], path: str, scheme: str
) -> None:
    page = open_page(address + path, color_scheme=scheme)
    assert poor_contrast(page) == []


def test_dark_is_dark(address: str, open_page: Callable[..., Any]) -> None:
    grounds = [
        open_page(f"{address}/pair/ITA/TUR", color_scheme=scheme).evaluate(
            "() => getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", ground)[:3])) for ground in grounds)
    assert light > 600 > 150 > dark


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_at_any_width(address: str, open_page: Callable[..., Any], path: str, width: int) -> None:
    page = open_page(address + path, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_alone_lead_through(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/pair/ITA/TUR")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_landmarks_and_names_for_those_who_listen(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/pair/ITA/TUR")
    for role in ("banner", "main", "contentinfo", "search", "complementary"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("img", name="Locator map of Italy and Türkiye").count() == 1
    for control in page.locator("input, button").all():
        assert control.evaluate("e => e.labels?.length || e.textContent.trim().length") > 0


def test_targets_are_large_enough_for_a_finger(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/pair/ITA/TUR", viewport={"width": 320, "height": 800})
    for control in page.locator("button:visible, input:visible").all():
        assert control.bounding_box()["height"] >= 40


def test_it_prints_without_its_controls(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/pair/ITA/TUR?as-of=1925-01-01", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("form:visible").count()
    assert page.locator("h1").is_visible() and page.locator("svg.locator").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_search_leads_to_a_paragraph(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/")
    page.get_by_role("searchbox").fill("iskenderun")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.inner_text() == "İskenderun"
    page.locator(".passages a").first.click()
    assert "İskenderun" in page.locator("p:target").inner_text()


def test_a_mark_on_the_timeline_leads_to_its_line(address: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{address}/timeline/ITA/TUR")
    page.locator("svg.lanes a:not(.bundle)").first.click()
    assert page.locator("li:target").count() == 1


def test_the_site_works_from_files(record_path: Path, tmp_path: Path, open_page: Callable[..., Any]) -> None:
    from relazione.web.site import write_site

    start = write_site(record_path, tmp_path / "site")
    page = open_page(start.as_uri(), java_script_enabled=False)
    page.get_by_role("link", name="Italy and Türkiye").click()
    assert page.locator("svg.locator").is_visible()
    page.get_by_role("navigation", name="Other pages of the two").get_by_role("link", name="Timeline").click()
    page.locator(".facts").get_by_role("link", name="Kastellorizo").first.click()
    page.locator("blockquote a").first.click()
    assert "Kastellorizo" in page.locator(":target").inner_text()
    page.get_by_role("link", name="Search").click()
    assert page.get_by_role("link", name="Kastellorizo").count()
    assert page.get_by_text("does not run").is_visible() and not page.get_by_role("searchbox").is_visible()


def test_the_files_are_searched_without_a_server(
    record_path: Path, tmp_path: Path, open_page: Callable[..., Any], poor_contrast: Callable[[Any], list[Any]]
) -> None:
    from relazione.web.site import write_site

    start = write_site(record_path, tmp_path / "site")
    page = open_page((start.parent / "search.html").as_uri(), viewport={"width": 320, "height": 800})
    page.get_by_role("searchbox").fill("KASTELLÓRIZO ital")
    results = page.locator("[data-found] a")
    results.first.wait_for()
    assert all("Kastellorizo" in words for words in results.all_inner_texts())
    assert page.get_by_role("status").inner_text() == f"{results.count()} result{'s' if results.count() > 1 else ''}."
    assert page.evaluate("document.documentElement.scrollWidth") <= 320 and poor_contrast(page) == []
    results.first.click()
    assert "/fact/" in page.url and "Kastellorizo" in page.locator("h1").inner_text()
    page.go_back()
    page.get_by_role("searchbox").fill("iskenderun")
    page.get_by_role("status").get_by_text("result").wait_for()
    page.get_by_role("searchbox").fill("<img src=x>")
    page.get_by_text("Nothing has all these words").wait_for()
    assert results.count() == 0


@pytest.mark.model
@pytest.mark.parametrize(("scheme", "width", "script"), [("light", 1200, True), ("dark", 320, False)])
def test_why_a_sentence_was_read_so_stands_beside_it(
    article_address: str,
    open_page: Callable[..., Any],
    poor_contrast: Callable[[Any], list[Any]],
    scheme: str,
    width: int,
    script: bool,
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = open_page(f"{article_address}/document/article", java_script_enabled=script, **options)
    page.locator("article a.why-sign").nth(1).click(timeout=90_000)
    assert "/explain/article" in page.url and "#s-" in page.url
    target = page.locator(":target")
    assert target.is_visible()
    sentence, reasons = target.locator(".sentence").bounding_box(), target.locator(".reasons").bounding_box()
    if width > 900:
        assert reasons["x"] > sentence["x"] + sentence["width"] / 2 and abs(reasons["y"] - sentence["y"]) < 40
    else:
        assert reasons["y"] >= sentence["y"] + sentence["height"]
    target.locator("summary").last.click()
    assert target.locator(".token").first.is_visible()
    target.locator("blockquote a").click()
    assert page.url.startswith(f"{article_address}/document/article#p-") and page.locator(":target").is_visible()
    measured = open_page(f"{article_address}/explain/article", **options)
    assert measured.evaluate("document.documentElement.scrollWidth") <= width
    measured.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert poor_contrast(measured) == []
    assert measured.evaluate("document.documentElement.scrollWidth") <= width
