"""The pages of the brief: the page, its files, its links, and what cannot be asked."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from relazione.record.store import Record
from relazione.web.app import create_app


@pytest.fixture(scope="module")
def client(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("web") / "seed.db"
    with Record.open(path, create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
    with TestClient(create_app(path), base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


def test_the_page_reads_as_of_its_day_and_leads_to_its_files(client: TestClient) -> None:
    answer = client.get("/brief/ITA/TUR?as-of=1912-06-01")
    assert answer.status_code == 200 and "The Kingdom of Italy and the Ottoman Empire" in answer.text
    assert "are at war and have been since 1911" in answer.text
    assert "<style" not in answer.text.partition("</head>")[2].partition("<svg")[0] and "style=" not in answer.text
    for form in ("pdf", "docx", "md", "html", "json"):
        assert f'href="/brief/ITA/TUR.{form}?as-of=1912-06-01"' in answer.text


@pytest.mark.parametrize(
    ("form", "begins", "type_"),
    [
        ("pdf", b"%PDF-", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("md", b"# The Kingdom of Italy", "text/markdown; charset=utf-8"),
        ("html", b"<!doctype html>", "text/html; charset=utf-8"),
    ],
)
def test_the_files_are_saved_under_a_plain_name(client: TestClient, form: str, begins: bytes, type_: str) -> None:
    answer = client.get(f"/brief/ITA/TUR.{form}?as-of=1912-06-01")
    assert answer.content.startswith(begins) and answer.headers["content-type"] == type_
    assert answer.headers["content-disposition"] == f'attachment; filename="brief-ITA-TUR-1912-06-01.{form}"'


def test_the_data_are_those_of_the_command(client: TestClient) -> None:
    found = client.get("/brief/ITA/TUR.json").json()
    assert found["title"] == "Italy and Türkiye" and found["sections"] and found["sources"] and len(found["record"]) == 64


def test_the_pair_leads_to_its_brief(client: TestClient) -> None:
    text = client.get("/pair/ITA/TUR?as-of=1925").text
    assert 'href="/brief/ITA/TUR.pdf?as-of=1925"' in text and 'href="/brief/ITA/TUR?as-of=1925"' in text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/brief/Italy/Turkey.pdf?as-of=1912", 303),
        ("/brief/ITA/ITA", 400),
        ("/brief/ITA/XXX", 404),
        ("/brief/ITA/TUR?as-of=1912-02-31", 400),
        ("/brief/ITA/TUR.exe", 404),
    ],
)
def test_what_cannot_be_asked(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if status == 303:
        assert answer.headers["location"] == "/brief/ITA/TUR.pdf?as-of=1912"


def test_the_article_is_a_page_with_its_text_and_a_file(client: TestClient) -> None:
    page = client.get("/article/ITA/TUR?as-of=1912-06-01")
    assert page.status_code == 200 and "{{Infobox bilateral relations" in page.text and "&lt;ref name=" in page.text
    assert 'href="/article/ITA/TUR.wiki?as-of=1912-06-01"' in page.text
    file = client.get("/article/ITA/TUR.wiki")
    assert file.headers["content-type"] == "text/plain; charset=utf-8" and file.text.startswith("{{Infobox bilateral relations")
    assert file.headers["content-disposition"] == 'attachment; filename="ITA-TUR.wiki"'
    assert client.get("/article/Italy/Turkey").headers["location"] == "/article/ITA/TUR"
    assert client.get("/article/ITA/XXX").status_code == 404
