"""Every page in a real browser: axe-core finds nothing in light and dark, nothing sticks out from 320 to 2560 px, it prints, it works
without script. A page that the application has and this list does not is a failure, so that no page is forgotten."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "/": "/",
    "/world": "/world",
    "/world/{layer}": "/world/wars",
    "/world/matrix": "/world/matrix",
    "/state/{state}": "/state/ITA",
    "/pair/{a}/{b}": "/pair/ITA/TUR?as-of=1925-01-01",
    "/pair/{a}/{b}/{section}": "/pair/ITA/TUR/agreements",
    "/timeline/{a}/{b}": "/timeline/ITA/TUR",
    "/curve/{a}/{b}": "/curve/ITA/TUR",
    "/feed/{a}/{b}": "/feed/ITA/TUR?from=2015&to=2016",
    "/feed/row/{a}/{b}/{day}/{feed}/{key:path}": "/feed/row/ITA/TUR/ROW",
    "/brief/{a}/{b}": "/brief/ITA/TUR?as-of=1912-06-01",
    "/diff/{a}/{b}": "/diff/ITA/TUR?from=1910&to=1925",
    "/export/{a}/{b}": "/export/ITA/TUR",
    "/article/{a}/{b}": "/article/ITA/TUR",
    "/fact/{id:path}": "/fact/FACT",
    "/document/{id:path}": "/document/italy-turkey",
    "/versions/{id:path}": "/versions/italy-turkey",
    "/polities": "/polities?q=venice",
    "/polities/{id:path}": "/polities/papal-states",
    "/map/{a}/{b}": "/map/ITA/TUR?as-of=1925",
    "/map/{a}/{b}/{view}": "/map/ITA/TUR/world",
    "/coverage": "/coverage",
    "/about": "/about",
    "/search": "/search?q=ankara",
    "/review": "/review",
    "/review/edit": "/review/edit?claim=CLAIM",
    "/review/bulk": "/review/bulk",
    "/review/status": "/review/status",
    "/login": "/login",
    "/api": "/api",
}
"""A route of the application, and an address of it that is looked at. FACT and CLAIM: the first of the record; ROW: a row of the lake."""
NO_PAGE = re.compile(
    r".*\.(?:json|csv|js|css|svg)|/api/.*|/pair|/export/\{a\}/\{b\}/\{form\}|/explain/.*|/logout|/review/(?:decide|undo)"
)
"""Routes that answer with data, lead elsewhere, or need the language model (the explanations have tests of their own)."""


@cache
def axe() -> str:
    """The script of axe-core."""
    found = find_spec("axe_playwright_python")
    assert found and found.submodule_search_locations
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in a context of its own."""
    contexts: list[Any] = []

    def opening(url: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def where(reviewer_address: str) -> Callable[[str], str]:
    """The whole address of a route's page."""
    with urlopen(f"{reviewer_address}/api/v1/facts?limit=1") as answer:
        fact = json.load(answer)["items"][0]
    with urlopen(f"{reviewer_address}/feed/ITA/TUR.json?from=2016&feed=gdelt2") as answer:
        row = json.load(answer)["rows"][1]

    def address(route: str) -> str:
        own = {"FACT": fact["id"], "CLAIM": fact["claims"][0], "ROW": f"{row['day']}/gdelt2/{row['key']}"}
        return reviewer_address + re.sub("|".join(own), lambda found: own[found[0]], PAGES[route])

    return address


def test_no_page_is_forgotten() -> None:
    from relazione.web.app import create_app

    routes = {route.path for route in create_app("none.db").routes if "GET" in (getattr(route, "methods", None) or ())}
    assert {route for route in routes if not NO_PAGE.fullmatch(route)} == set(PAGES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("route", PAGES)
def test_axe_finds_nothing(where: Callable[[str], str], look: Callable[..., Any], route: str, scheme: str) -> None:
    page = look(where(route), color_scheme=scheme)
    assert route == "/login" or page.locator("text=There is nothing here").count() == 0  # one person at a machine does not log in
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [
        (one["id"], one["help"], [(node["html"][:120], node["failureSummary"][:300]) for node in one["nodes"][:3]])
        for one in found["violations"]
    ]
    assert told == []


@pytest.mark.parametrize("route", PAGES)
def test_nothing_sticks_out(where: Callable[[str], str], look: Callable[..., Any], route: str) -> None:
    page = look(where(route))
    for width in (320, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("route", PAGES)
def test_it_reads_without_script_and_prints(where: Callable[[str], str], look: Callable[..., Any], route: str) -> None:
    page = look(where(route), java_script_enabled=False, color_scheme="dark")
    assert page.get_by_role("heading", level=1).first.is_visible()
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).first.is_visible()
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
