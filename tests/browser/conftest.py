"""What the browser tests share: a record with the hand-made claims, a server that shows it, and a browser."""

import importlib.util
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage")


def _seed() -> Any:
    path = Path(__file__).resolve().parent.parent / "seed_claims.py"
    spec = importlib.util.spec_from_file_location("seed_claims", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["seed_claims"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds the hand-made claims."""
    from relazione.record.store import Record

    seed = _seed()
    path = tmp_path_factory.mktemp("browser") / "seed.db"
    with Record.open(path, create=True) as record:
        document = seed.document(date="2025-05-01")
        record.add(document, seed.claims(document), coder="hand")
    return path


@pytest.fixture(scope="session")
def address(record_path: Path) -> Iterator[str]:
    """Where the record is served, on a free port of this machine."""
    yield from served(record_path)


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
    yield from served(path)


def served(path: Path) -> Iterator[str]:
    """The address of a server that shows the record at a path; it ends when the fixture does."""
    import uvicorn

    from relazione.web.app import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(path), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Any]:
    """A chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(chromium_path), args=list(ARGUMENTS))
        yield running
        running.close()
