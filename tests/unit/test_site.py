"""The static site: the same files by any number of processes, links that lead somewhere, what fails, and what is searched in it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from relazione.record.store import Record
from relazione.web import site, site_files, site_search
from relazione.web.links import FileLinks
from relazione.web.site import PagesMissing, write_site

HOSTILE = "</script><script>alert(1)</script> \u2028 \u202e <!-- Zürich & İzmir"
CODES = ("FRA", "DEU", "GBR", "USA", "CHN", "FJI", "EGY", "PER", "AUS")


@pytest.fixture(scope="module")
def seeded(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


@pytest.fixture(scope="module")
def many(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Consultations and missions of 36 pairs, told by documents with hostile names."""
    path = tmp_path_factory.mktemp("many") / "many.db"
    with Record.open(path, create=True) as record:
        for a, b in ((a, b) for a in CODES for b in CODES if a < b):
            one, other = seed.actor(a, a, None), seed.actor(b, b, None)
            bodies = [
                seed.event("consultation", one, other, on="1950", place=HOSTILE),
                seed.mission(one, "embassy", other, "Bern", opened=seed.when("1980")),
            ]
            document, claims = seed.told(f"{a}/{b}? {HOSTILE}", *((body, {}) for body in bodies), pair=(a, b))
            record.add(document, claims, coder="hand")
    return path


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_files_are_the_same_by_any_number_of_processes(many: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_site(many, tmp_path / "one", jobs=1)
    write_site(many, tmp_path / "three", jobs=3, watch=lambda done, of: seen.append((done, of)))
    one = files_in(tmp_path / "one")
    assert one == files_in(tmp_path / "three") and len(one) > 600
    assert seen[-1][0] == seen[-1][1] and [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize("which", ["seeded", "many"])
def test_every_link_leads_to_a_file_that_is_there(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    write_site(request.getfixturevalue(which), tmp_path)
    files = files_in(tmp_path)
    ids = {
        name: set(re.findall(r'\bid="([^"]+)"', content.decode())) for name, content in files.items() if name.endswith(".html")
    }
    reached = {"index.html"}
    for name in ids:
        for href in re.findall(r'(?:href|src)="([^"]+)"', files[name].decode()):
            parts = urlsplit(urljoin(f"file:///{name}", unescape(href)))
            target = unquote(parts.path)[1:]
            assert parts.scheme == "file" and target in files, (name, href)
            assert not parts.fragment or unquote(parts.fragment) in ids[target], (name, href)
            reached.add(target)
    assert set(ids) <= reached, "pages to which nothing leads"


def test_a_page_that_fails_is_named_and_the_rest_is_written(
    seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> str:
        raise ValueError("no such curve")

    write_site(seeded, tmp_path / "whole")
    monkeypatch.setattr(site_files, "curve_page", broken)
    with pytest.raises(PagesMissing, match=r"curve/ITA/TUR \(no such curve\)") as failed:
        write_site(seeded, tmp_path / "part")
    whole, part = files_in(tmp_path / "whole"), files_in(tmp_path / "part")
    assert failed.value.exit_code == 1 and "index.html" in part
    assert {name.split("/")[0] for name in whole.keys() - part.keys()} == {"curve"}
    assert all(whole[name] == content for name, content in part.items())


def test_a_folder_that_cannot_be_written_ends_it(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        write_site(seeded, tmp_path)
    assert files_in(tmp_path) == {}


def entries_of(shards: list[tuple[str, bytes]]) -> list[list[str]]:
    found: list[list[str]] = []
    for name, content in shards:
        assert re.fullmatch(r"search/\d+\.js", name)
        head, body = content.decode().split("push(", 1)
        assert head == "(self.RELAZIONE_SEARCH = self.RELAZIONE_SEARCH || [])."
        found += json.loads(body.rstrip().removesuffix(");"))
    return found


def test_the_index_holds_facts_and_documents_and_nothing_that_ends_a_script(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Record.open(many, read_only=True) as record:
        links = FileLinks(0)
        whole = site_search.index_files(record, links)
        facts, documents = record.facts(), record.documents()
        monkeypatch.setattr(site_search, "SHARD", 5_000)
        parts = site_search.index_files(record, links)
    found = entries_of(whole)
    assert entries_of(parts) == found and len(whole) == 1 and len(parts) > 3
    assert all(len(content) < 7_000 for _, content in parts)
    assert [entry[0] for entry in found] == [
        *(links.fact(one.id) for one in facts),
        *(links.document(one.id) for one in documents),
    ]
    assert any("France FRA" in entry[4] and entry[3] == "event" and "1950" in entry[4] for entry in found)
    text = whole[0][1].decode()
    assert not any(sign in text for sign in "<>&\u2028\u2029\u202e")
    assert any("</script><script>alert(1)</script>" in entry[1] for entry in found)
    assert any("⟨U+202E⟩" in entry[1] for entry in found)


def test_without_script_the_page_lists_all_facts_and_says_so(many: Path, tmp_path: Path) -> None:
    write_site(many, tmp_path)
    page = (tmp_path / "search.html").read_text(encoding="utf-8")
    with Record.open(many, read_only=True) as record:
        assert all(f'href="fact/{fact.id}.html"' in page for fact in record.facts())
    assert "which does not run. All facts are listed below" in page and re.search(r'<div class="finder"[^>]* hidden>', page)
    assert not re.search(r"<script(?![^>]* src=)", page) and "innerHTML" not in (tmp_path / "static/search.js").read_text(
        encoding="utf-8"
    )
