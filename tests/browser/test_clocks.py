"""The pages of the two clocks in a real browser: another moment of the record, what changed, versions, the history of a fact."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from relazione.record.writing import now

pytestmark = pytest.mark.browser

DIFF = "/diff/ITA/TUR?from=1912&to=1925"


@pytest.fixture(scope="module")
def clocks(
    record_path: Path, served_at: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str]]:
    """Where a record is served that was told the seed, then something else of it; the moment between, and a fact that was judged."""
    import shutil

    from relazione.record.store import Record

    path = tmp_path_factory.mktemp("clocks") / "clocks.db"
    shutil.copy(record_path, path)
    moment = now()
    with Record.open(path) as record:
        fact = next(fact for fact in record.facts(kind="mission") if len(fact.claims) > 2)
        record.decide(
            fact.claims[1], "reject", "Ada", "a note of some length, so that the line has to be broken on a narrow screen"
        )
        document = record.documents()[0]
        read = record.document(document.id)
        changed = msgspec.structs.replace(read, text=read.text + "\nIn 1999 they met again.")
        record.add(changed, [claim for claim in record.claims(document.id)][:-3], coder="other")
    with served_at(path) as address:
        yield address, moment, fact.id


def pages(moment: str, fact: str) -> tuple[str, ...]:
    at = moment.replace("+", "%2B")
    return (
        DIFF,
        f"/diff/ITA/TUR?known-from={at}",
        "/versions/italy-turkey",
        "/document/italy-turkey",
        f"/fact/{fact}",
        f"/pair/ITA/TUR?known-at={at}",
        "/?known-at=1999-01-01",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("number", range(7))
def test_all_text_can_be_read(
    clocks: tuple[str, str, str],
    open_page: Callable[..., Any],
    poor_contrast: Callable[[Any], list[Any]],
    number: int,
    scheme: str,
) -> None:
    address, moment, fact = clocks
    assert poor_contrast(open_page(address + pages(moment, fact)[number], color_scheme=scheme)) == []


@pytest.mark.parametrize("width", [320, 2560])
@pytest.mark.parametrize("number", range(7))
def test_nothing_sticks_out(clocks: tuple[str, str, str], open_page: Callable[..., Any], number: int, width: int) -> None:
    address, moment, fact = clocks
    page = open_page(address + pages(moment, fact)[number], viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_earlier_moment_goes_along_and_there_is_a_way_back(
    clocks: tuple[str, str, str], open_page: Callable[..., Any]
) -> None:
    address, moment, fact = clocks
    page = open_page(f"{address}/fact/{fact}")
    assert page.get_by_text("Rejected by Ada").is_visible()
    page.get_by_label("As the record stood on").fill(moment)
    page.locator("form.moment").get_by_role("button", name="Show").click()
    assert page.get_by_label("Moment of the record").is_visible()
    assert page.get_by_text("Rejected by Ada").count() == 0
    page.locator(".back").get_by_role("link", name="Italy and Türkiye").click()
    assert "known-at=" in page.url and page.get_by_label("Moment of the record").is_visible()
    page.locator("#as-of").fill("1925")
    page.locator("form.as-of").get_by_role("button", name="Show").click()
    assert "known-at=" in page.url and "as-of=1925" in page.url
    page.get_by_role("link", name="Show it as it stands now").click()
    assert page.url == f"{address}/pair/ITA/TUR?as-of=1925"
    assert page.get_by_label("Moment of the record").count() == 0


def test_the_slider_keeps_the_moment(clocks: tuple[str, str, str], open_page: Callable[..., Any]) -> None:
    address, moment, _ = clocks
    page = open_page(f"{address}/pair/ITA/TUR?known-at={moment.replace('+', '%2B')}")
    page.locator("#year").evaluate(
        "e => { e.focus(); e.value = '1912'; e.dispatchEvent(new Event('input', {bubbles: true}));"
        " e.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    page.wait_for_url("**as-of=1912**")
    assert "known-at=" in page.url
    assert page.get_by_label("Moment of the record").is_visible()


def test_from_the_pair_to_what_changed_and_on_to_the_words(clocks: tuple[str, str, str], open_page: Callable[..., Any]) -> None:
    address, _, _ = clocks
    page = open_page(f"{address}/pair/ITA/TUR?as-of=1912")
    page.get_by_role("link", name="What changed since").click()
    assert "from=1912" in page.url
    page.get_by_label("to", exact=True).fill("1925")
    page.locator("form.between").get_by_role("button", name="Show").click()
    line = page.locator(".changes li").filter(has_text="Kastellorizo").first
    assert line.is_visible()
    line.locator("a.note").first.click()
    source = page.locator(":target")
    assert source.is_visible()
    source.get_by_role("link").click()
    assert page.locator(":target").is_visible() and "/document/" in page.url


def test_it_prints_without_its_forms(clocks: tuple[str, str, str], open_page: Callable[..., Any]) -> None:
    address, _, _ = clocks
    page = open_page(address + DIFF)
    page.emulate_media(media="print")
    assert not page.locator("form.between").is_visible() and not page.locator("form.moment").is_visible()
    assert page.locator(".changes li").first.is_visible()
