"""What the browser tests share: a record with the hand-made claims, a server that shows it, and a browser."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage")


@pytest.fixture(scope="session")
def record_path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds the hand-made claims."""
    from relazione.record.store import Record

    path = tmp_path_factory.mktemp("browser") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


@pytest.fixture(scope="session")
def address(record_path: Path) -> Iterator[str]:
    """Where the record is served, on a free port of this machine."""
    with served(record_path) as found:
        yield found


@pytest.fixture(scope="session")
def dense_address(dense_path: Path) -> Iterator[str]:
    """Where a pair with thousands of facts is served."""
    with served(dense_path) as found:
        yield found


@pytest.fixture(scope="session")
def article_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a record of one short article, with its blocks and nothing read in it, is served."""
    from relazione.record.store import Record
    from relazione.sources.read import document_from_text

    path = tmp_path_factory.mktemp("article") / "article.db"
    lines = (
        "Greece has an embassy in Sofia. In October 1925 Greek troops invaded Bulgaria after a soldier had been shot at the border.",
        "The League of Nations condemned the invasion. Bulgaria and Greece signed a treaty of friendship in Sofia in July 1964.",
    )
    with Record.open(path, create=True) as record:
        text = "= Bulgaria–Greece relations =\n\n" + "\n".join(lines) + "\n"
        record.add(document_from_text(text, pair=("BGR", "GRC"), id="article"), (), coder="hand")
    with served(path) as found:
        yield found


@pytest.fixture(scope="session")
def reviewer_address(record_path: Path, lake_path: Path) -> Iterator[str]:
    """Where the same record, with a lake of feeds, is served to somebody who may decide."""
    from relazione.web.visitor import OnePerson

    with served(record_path, OnePerson("ada"), lake_path) as found:
        yield found


@pytest.fixture(scope="session")
def served_at() -> Callable[..., AbstractContextManager[str]]:
    """Serves a record at a path, to whom a door lets in: `with served_at(path, door) as address`."""
    return served


@contextmanager
def served(path: Path, door: Any = None, lake: Path | None = None) -> Iterator[str]:
    """The address of a server that shows the record at a path, as `relazione serve` does; without a door anybody reads it."""
    from relazione.web.serving import server
    from relazione.web.visitor import Anyone

    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = server(path, door or Anyone(), lake=lake)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started and time.monotonic() < until:
            time.sleep(0.02)
        assert running.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Any]:
    """A chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(chromium_path), args=list(ARGUMENTS))
        yield running
        running.close()


_CONTRAST = """
() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = v => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
  const luminance = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
    if (!words || node.closest('.hidden, .skip, option, svg title, svg desc')) continue;
    const style = getComputedStyle(node), inside = node.closest('svg');
    const a = luminance(rgb(inside ? style.fill : style.color));
    const b = luminance(ground(inside ? inside.parentElement : node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push([ratio.toFixed(2), node.outerHTML.slice(0, 60), words.slice(0, 40)]);
  }
  return poor;
}
"""
"""Texts whose contrast with what lies behind them is under 4.5 (WCAG 2.2, AA)."""


@pytest.fixture
def poor_contrast() -> Callable[[Any], list[Any]]:
    """The texts of a page that are hard to read."""
    return lambda page: page.evaluate(_CONTRAST)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages in contexts of their own; fails at the end where a console had anything to say or a page asked elsewhere."""
    contexts: list[Any] = []
    said: list[str] = []

    def opening(url: str, **options: Any) -> Any:
        context = browser.new_context(**{"java_script_enabled": True, **options})
        contexts.append(context)
        page = context.new_page()
        start = re.match(r"\w+://[^/]*", url)
        assert start

        def asked(request: Any) -> None:
            if not request.url.startswith(start[0]):
                said.append(f"asked elsewhere: {request.url}")

        page.on("request", asked)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert [line for line in said if "status of 404" not in line] == []
