"""Status and method: the page counts what the record counts, and names each source with its terms."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from relazione.cli.commands.datasets import add_to_record
from relazione.coding.coder import CODER_VERSION
from relazione.model.documents import Document
from relazione.record.store import Record
from relazione.reference.ontology import ONTOLOGY_VERSION
from relazione.sources.datasets.imported import import_file
from relazione.web.app import create_app

HEADER = "gwcode,country_name,start,end,status,owner,capname,caplong,caplat"
ROW = '325,"Italy/Sardinia",1886-01-01,2019-12-31,independent,325,Rome,12.5,41.9'


@pytest.fixture
def path(seed: ModuleType, tmp_path: Path) -> Path:
    path, data = tmp_path / "about.db", tmp_path / "cshapes.csv"
    data.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    with Record.open(path, create=True) as record:
        seed.tell(record)
        for number in range(7):
            record.add(Document(f"d{number}", f"Page {number}", "Some text.", licence="CC <b>BY-SA</b> 4.0"), (), coder="hand")
        add_to_record(data, import_file(data), record)
    return path


def test_it_counts_what_the_record_counts_and_names_terms(path: Path) -> None:
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        data, shown = client.get("/about.json").json(), client.get("/about").text
    with Record.open(path, read_only=True) as record:
        status, fingerprint = record.status(), record.fingerprint()
    told = data["record"]
    assert (told["facts"], told["claims"], told["conflicts"]) == (status.facts, status.claims, status.conflicts)
    assert told["fingerprint"] == fingerprint and fingerprint in shown and "path" not in told
    assert data["versions"]["coder"] == CODER_VERSION and data["versions"]["ontology"] == ONTOLOGY_VERSION
    (file,) = data["data_files"]
    assert file["terms"] == "CC BY-NC-SA 4.0" and "Schvitz" in file["cite"] and file["cite"] in shown.replace("&#39;", "'")
    licences = {one["licence"]: one["documents"] for one in data["licences"]}
    assert licences == {"CC <b>BY-SA</b> 4.0": 7, "": 1}
    assert "CC &lt;b&gt;BY-SA&lt;/b&gt; 4.0" in shown and "Natural Earth" in shown


def test_an_empty_record_has_a_method_all_the_same(tmp_path: Path) -> None:
    Record.open(tmp_path / "empty.db", create=True).close()
    with TestClient(create_app(tmp_path / "empty.db"), base_url="http://127.0.0.1") as client:
        for address in ("/about", "/", "/world", "/world/matrix", "/state/ITA", "/map/ITA/TUR", "/search?q=x"):
            assert client.get(address).status_code == 200, address
