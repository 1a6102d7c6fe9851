"""The API for other programs: what it answers, page by page, and that its description is true of every answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance
from starlette.testclient import TestClient

from relazione.record.store import Record
from relazione.web.api.openapi import PREFIX, description
from relazione.web.api.operations import OPERATIONS, Operation
from relazione.web.app import create_app

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(seed_record: Record, lake_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(seed_record.path, lake=lake_path), base_url=HOST, follow_redirects=False) as found:
        yield found


def test_every_operation_is_described_and_shown(client: TestClient) -> None:
    told = client.get(f"{PREFIX}/openapi.json").json()
    assert told["openapi"].startswith("3.1") and set(told["paths"]) == {one.path for one in OPERATIONS}
    page = client.get("/api")
    assert page.status_code == 200
    assert all(one.path in page.text for one in OPERATIONS)


def test_a_pair_as_of_a_date_is_the_contract(client: TestClient) -> None:
    told = client.get(f"{PREFIX}/pairs/ITA/TUR", params={"as-of": "1925-01-01"}).json()
    assert {one["territory"] for one in told["holdings"]} >= {"Libya", "Kastellorizo"}
    assert told["as_of"] == "1925-01-01"


@pytest.mark.parametrize(
    ("path", "limit"), [("facts", 7), ("pairs/ITA/TUR/facts", 500), ("pairs/ITA/TUR/timeline", 5), ("states", 50)]
)
def test_pages_follow_each_other_and_miss_nothing(client: TestClient, path: str, limit: int) -> None:
    found, address = [], f"{PREFIX}/{path}?limit={limit}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200 and len(answer.json()["items"]) <= limit
        found += [json.dumps(one) for one in answer.json()["items"]]
        link = answer.links.get("next")
        assert bool(link) == (answer.json()["next"] is not None)
        address = link["url"] if link else ""
    assert len(found) == len(set(found)) > 5


def test_facts_are_filtered(client: TestClient, seed_record: Record) -> None:
    every = seed_record.facts()
    missions = client.get(f"{PREFIX}/facts", params={"kind": "mission", "limit": 500}).json()["items"]
    assert {one["id"] for one in missions} == {fact.id for fact in every if fact.kind == "mission"}
    disputed = client.get(f"{PREFIX}/facts", params={"disputed": "true", "limit": 500}).json()["items"]
    assert {one["id"] for one in disputed} == {fact.id for fact in every if fact.conflicts or fact.against}
    old = client.get(f"{PREFIX}/facts", params={"to": "1500", "limit": 500}).json()["items"]
    assert old and all(one["start"][:4] <= "1500" for one in old)


def test_a_fact_comes_with_the_words_that_say_it(client: TestClient) -> None:
    fact = client.get(f"{PREFIX}/facts", params={"kind": "holding"}).json()["items"][0]
    told = client.get(f"{PREFIX}/facts/{fact['id']}").json()
    claim = told["claims"][0]
    text = client.get(f"{PREFIX}/documents/{claim['document']}").json()["document"]["text"]
    passage = claim["evidence"][0]
    assert text[passage["start"] : passage["end"]] == passage["exact"]
    assert client.get(f"{PREFIX}/claims/{claim['id']}").json()["fact"] == fact["id"]


def test_what_is_still_so_is_not_sent_again(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Record.open(path, create=True) as record:
        document = seed.document()
        record.add(document, seed.claims(document), coder="hand")
    with TestClient(create_app(path), base_url=HOST) as client:
        first = client.get(f"{PREFIX}/status")
        again = client.get(f"{PREFIX}/status", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(f"{PREFIX}/facts", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
        with Record.open(path) as record:
            record.decide(record.claims()[0].id, "accept", "ada")
        assert client.get(f"{PREFIX}/status", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_link_that_is_taken_back_is_news(seed: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
        one, other = (claim.id for claim in record.claims()[:2])
        record.link(one, other, False, "ada")
    with TestClient(create_app(path), base_url=HOST) as client:
        linked = client.get(f"{PREFIX}/facts")
        with Record.open(path) as record:
            record.undo("ada")
        assert client.get(f"{PREFIX}/facts", headers={"If-None-Match": linked.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/facts/none", 404, "no fact 'none'"),
        ("/facts?kind=war", 422, "kind: 'war' does not fit"),
        ("/facts?limit=0", 422, "limit"),
        ("/facts?limit=501", 422, "limit"),
        ("/facts?limit=1&limit=2", 422, "more than once"),
        ("/facts?colour=red", 422, "there is no parameter 'colour'"),
        ("/pairs/ITA/ITA", 404, "name two"),
        ("/pairs/ITA/QQQ", 404, "QQQ"),
        ("/pairs/ITA/TUR?as-of=1925-02-30", 400, "impossible date"),
        ("/pairs/ITA/TUR?as-of=yesterday", 422, "as-of"),
        ("/search", 422, "is needed"),
        ("/status?known-at=soon", 400, "soon"),
        ("/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "no document"),
        ("/nothing", 404, "openapi.json"),
    ],
)
def test_what_cannot_be_asked_is_told(client: TestClient, address: str, status: int, said: str) -> None:
    answer = client.get(PREFIX + address)
    assert answer.status_code == status
    assert said in answer.json()["error"]


def test_the_record_as_it_stood_at_an_earlier_moment(client: TestClient) -> None:
    assert client.get(f"{PREFIX}/status", params={"known-at": "2020-01-01"}).json()["facts"] == 0
    assert client.get(f"{PREFIX}/facts", params={"known-at": "2020-01-01"}).json()["items"] == []


def test_nothing_writes(client: TestClient) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{PREFIX}/facts")
        assert answer.status_code in (403, 405, 415) and "error" in answer.json()
    assert client.head(f"{PREFIX}/facts").status_code == 200


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_every_answer_is_as_described(seed_record: Record, operation: Operation, mode: str) -> None:
    app = create_app(seed_record.path, hosts=("localhost", "127.0.0.1", "testserver"))
    described = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)[operation.path]["GET"]
    if mode == "NEGATIVE" and all(one.place == "path" and "pattern" not in one.schema for one in operation.parameters):
        pytest.skip("nothing can be asked wrongly of an operation that takes nothing, or any text")

    @given(described.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def ask(case: schemathesis.Case) -> None:
        answer = case.call()  # what fits each schema may still be a 30 February, or end before it begins: that is a 400
        case.validate_response(answer, excluded_checks=[positive_data_acceptance] if answer.status_code == 400 else [])

    ask()


def test_the_description_names_no_schema_that_is_not_there() -> None:
    told = json.dumps(description())
    known = set(description()["components"]["schemas"])
    named = {part.split('"')[0] for part in told.split("#/components/schemas/")[1:]}
    assert named <= known


def test_the_example_in_the_docs_runs(seed_record: Record, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import re

    text = (repository / "docs" / "api.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    with TestClient(create_app(seed_record.path), base_url=HOST) as client:

        def answer(address: str) -> object:
            import io

            return io.BytesIO(client.get(address.replace("http://127.0.0.1:8000", "")).content)

        code = found[1].replace("from urllib.request import urlopen\n", "")
        exec(compile(code, "api.md", "exec"), {"urlopen": answer})
    assert "Kingdom of Italy held Kastellorizo" in capsys.readouterr().out
