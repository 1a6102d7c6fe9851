"""Make the pictures of the pages for the README and docs: read the example, serve it here, photograph it in a chromium.

    python scripts/make_screenshots.py [FOLDER]     pair.png, timeline.png, fact.png, document.png, curve.png, review.png;
                                                    FOLDER is docs/images unless told

Needs the development environment and a chromium (`CHROMIUM` names one; else the first on the PATH). What comes of it depends on the
fonts of the machine, so no test compares pictures; a test makes them all (tests/browser/test_screenshots.py).
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

ARTICLE = ROOT / "examples" / "italy-turkey.txt"
WIDTH = 1280
LARGEST = 300_000
"""Bytes of one picture."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

PAIR = "/pair/ITA/TUR"
TIMELINE = "/timeline/ITA/TUR"
DISPUTED = "Consulate-General of Türkiye in Milan"
"""The fact that is shown: its sources disagree."""


def read_example(path: Path) -> tuple[str, str]:
    """Read the example into a new record; the ids of the disputed fact and of the document."""
    from relazione.coding.coder import code
    from relazione.record.store import Record
    from relazione.sources.read import read_document

    document = read_document(ARTICLE)
    coded = code(document)
    with Record.open(path, create=True) as record:
        record.add(document, coded.claims, coded.unread)
        fact = next((fact.id for fact in record.facts(kind="mission") if fact.label == DISPUTED), None)
    if fact is None:
        raise LookupError(f"the example's record has no fact {DISPUTED!r}: choose another for the picture")
    return fact, document.id


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The record at a free port of this machine, as long as the block lasts."""
    import uvicorn

    from relazione.web.app import create_app
    from relazione.web.visitor import OnePerson

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(path, door=OnePerson("ada")), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def photograph(base: str, shots: dict[str, tuple[str, int, str]], folder: Path) -> None:
    """One picture for each of name -> (path, height in pixels, what to scroll to: a selector, or "" for the top)."""
    from playwright.sync_api import sync_playwright

    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            for name, (path, height, where) in shots.items():
                page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
                page.goto(base + path)
                if where:
                    page.locator(where).first.evaluate("element => scrollTo(0, element.offsetTop - 24)")
                page.screenshot(path=folder / f"{name}.png")
                page.close()
        finally:
            browser.close()


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        record = Path(aside) / "example.db"
        fact, document = read_example(record)
        shots = {
            "pair": (PAIR, 885, ""),
            "timeline": (TIMELINE, 960, ""),
            "fact": (f"/fact/{fact}", 860, ""),
            "document": (f"/document/{document}", 800, "h2"),
            "curve": (f"/curve/{PAIR.removeprefix('/pair/')}", 1010, ""),
            "review": ("/review?kind=holding", 900, ""),
        }
        with served(record) as base:
            photograph(base, shots, folder)
    large = [name for name in shots if (folder / f"{name}.png").stat().st_size > LARGEST]
    for name in shots:
        print(folder / f"{name}.png")
    if large:
        print(f"over {LARGEST:,} bytes: {', '.join(large)}; show less of the page", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
