"""A real MediaWiki on loopback: what is fetched from it is what its source text as a file and its dump give.

The wiki is set up in a temporary folder, with SQLite, served by PHP itself, and gone at the end. No other address is asked.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from relazione.cli.door import relazione
from relazione.record.store import Record
from relazione.web.app import create_app

MEDIAWIKI = Path("/usr/share/mediawiki")
SETTINGS = """
$wgRightsText = "Creative Commons Attribution-ShareAlike 4.0";
$wgRightsUrl = "https://creativecommons.org/licenses/by-sa/4.0/";
$wgArticlePath = "/index.php/$1";
$wgJobRunRate = 0;
"""
LICENCE = "Creative Commons Attribution-ShareAlike 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
ID = "bulgaria-greece-relations"
ADDRESS = "/index.php/Bulgaria%E2%80%93Greece_relations"
REDIRECT = "Greece–Bulgaria relations"

pytestmark = [pytest.mark.mediawiki, pytest.mark.model]


class Wiki:
    """A wiki in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder = folder
        self.host = f"127.0.0.1:{port}"
        self.address = f"http://{self.host}"
        self.environment = {**os.environ, "MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
        self.server: subprocess.Popen[bytes] | None = None

    def maintain(self, script: str, *arguments: str, text: str = "", config: bool = True) -> str:
        """Run one of MediaWiki's own scripts; what it prints."""
        done = subprocess.run(
            ["php", str(MEDIAWIKI / "maintenance" / script), *arguments],
            input=text.encode(),
            capture_output=True,
            env=self.environment if config else {k: v for k, v in self.environment.items() if k != "MW_CONFIG_FILE"},
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (script, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode()

    def start(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        where = ("--confpath", str(self.folder), "--dbtype", "sqlite", "--dbpath", str(data), "--dbname", "wiki")
        self.maintain(
            "install.php", *where, "--server", self.address, "--scriptpath", "", "--pass", "only-for-one-test-7", "Rivers", "Editor",
            config=False,
        )  # fmt: skip
        with (self.folder / "LocalSettings.php").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS)
        self.server = subprocess.Popen(
            ["php", "-S", self.host, "-t", str(MEDIAWIKI)],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.log").open("wb"),
            start_new_session=True,
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(300):
            assert self.server.poll() is None, (self.folder / "server.log").read_text(errors="replace")
            try:
                with opener.open(f"{self.address}/api.php?action=query&meta=siteinfo&format=json", timeout=60) as answer:
                    assert json.load(answer)["query"]["general"]["generator"].startswith("MediaWiki")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the wiki does not answer")

    def stop(self) -> None:
        if self.server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(timeout=30)

    def edit(self, title: str, text: str) -> None:
        self.maintain("edit.php", "-u", "Editor", "-s", "an edit", title, text=text)

    def dump(self) -> Path:
        path = self.folder / "dump.xml"
        path.write_text(self.maintain("dumpBackup.php", "--current", "--quiet"), encoding="utf-8")
        return path


@pytest.fixture(scope="module")
def article(format_files: ModuleType) -> str:
    """The article's source text, as a wiki keeps it."""
    text: str = format_files.WRITERS["wikitext"]().decode()
    return text.rstrip()


@pytest.fixture
def wiki(tmp_path: Path, article: str, format_files: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "wiki"
    folder.mkdir()
    made = Wiki(folder)
    try:
        made.start()
        made.edit(format_files.TITLE, article)
        made.edit(REDIRECT, f"#REDIRECT [[{format_files.TITLE}]]")
        yield made
    finally:
        made.stop()


def run(tmp_path: Path, db: str, *arguments: str) -> Result:
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "RELAZIONE_DB": str(tmp_path / db)}
    return CliRunner().invoke(relazione, list(arguments), env=environment)


def documents(made: Result) -> list[dict[str, Any]]:
    assert made.exit_code == 0, made.output
    return list(json.loads(made.stdout)["documents"])


def test_a_live_wiki_its_dump_and_its_text_say_the_same(
    wiki: Wiki, tmp_path: Path, article: str, format_files: ModuleType
) -> None:
    fetched = run(tmp_path, "live.db", "fetch", REDIRECT, "--wiki", wiki.address, "--json")
    [live] = documents(fetched)
    assert f"{REDIRECT} is a redirect to {format_files.TITLE}" in fetched.stderr
    assert (live["document"], live["address"], live["licence"]) == (ID, wiki.address + ADDRESS, LICENCE)
    assert live["revision"].isdecimal() and live["claims"] > 10

    [dumped] = documents(run(tmp_path, "dump.db", "read", str(wiki.dump()), "--title-matches", format_files.TITLE, "--json"))
    for key in ("document", "title", "pair", "date", "revision", "address", "words", "claims_by_kind"):
        assert dumped[key] == live[key], key
    file = tmp_path / "article.wiki"
    file.write_text(article, encoding="utf-8")
    documents(run(tmp_path, "file.db", "read", str(file), "--date", live["date"], "--json"))
    told = []
    for db in ("live.db", "dump.db", "file.db"):
        with Record.open(tmp_path / db, read_only=True) as record:
            told.append((record.claims(ID), [fact.label for fact in record.facts()], record.document(ID).text))
    assert told[0] == told[1] == told[2]

    [again] = documents(run(tmp_path, "live.db", "read", str(wiki.dump()), "--title-matches", format_files.TITLE, "--json"))
    assert not again["new_version"] and not again["new_document"], "the same page, whichever way it came"


def test_an_edit_is_a_new_version(wiki: Wiki, tmp_path: Path, article: str, format_files: ModuleType) -> None:
    [first] = documents(run(tmp_path, "r.db", "fetch", format_files.TITLE, "--wiki", wiki.address, "--json"))
    known = run(tmp_path, "r.db", "fetch", format_files.TITLE, "--wiki", wiki.address + "/index.php", "--json")
    assert not documents(known)[0]["new_version"] and json.loads(known.stdout)["fetched"][0]["from_cache"]
    wiki.edit(format_files.TITLE, article + "\n\nIn May 1992 Bulgaria and Greece signed a treaty of cooperation in Athens.")
    [second] = documents(run(tmp_path, "r.db", "fetch", format_files.TITLE, "--wiki", wiki.address, "--json"))
    assert second["new_version"] and not second["new_document"] and second["document"] == first["document"]
    assert int(second["revision"]) > int(first["revision"])
    assert second["new_claims"] >= 1 and second["kept_claims"] == first["claims"] and second["gone_claims"] == 0


def test_revision_address_and_licence_are_shown(wiki: Wiki, tmp_path: Path, format_files: ModuleType) -> None:
    from starlette.testclient import TestClient

    [live] = documents(run(tmp_path, "r.db", "fetch", format_files.TITLE, "--wiki", wiki.address, "--json"))
    told = f"{format_files.TITLE}: revision {live['revision']}, {live['address']}, licence {LICENCE}"
    [fact, *_] = json.loads(run(tmp_path, "r.db", "facts", "Bulgaria", "Greece", "--json").stdout)
    assert told in run(tmp_path, "r.db", "fact", fact["id"]).stdout
    assert f"revision {live['revision']}" in run(tmp_path, "r.db", "brief", "Bulgaria", "Greece").stdout
    with TestClient(create_app(tmp_path / "r.db"), base_url="http://127.0.0.1") as client:
        page = client.get(f"/document/{ID}").text
        assert f'href="{live["address"]}"' in page and f"revision <bdi>{live['revision']}</bdi>" in page and LICENCE in page
        assert f"revision <bdi>{live['revision']}</bdi>" in client.get(f"/fact/{fact['id']}").text


def test_a_missing_page_and_what_is_near(wiki: Wiki, tmp_path: Path) -> None:
    made = run(tmp_path, "r.db", "fetch", "Bulgaria", "--wiki", wiki.address)
    assert made.exit_code == 4
    assert "Bulgaria: there is no such page; did you mean Bulgaria–Greece relations?" in made.stderr
    assert "Special:Version" in run(tmp_path, "r.db", "fetch", "Special:Version", "A<b", "--wiki", wiki.address).stderr
