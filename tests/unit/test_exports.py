"""Exports, each read by a reader that is not ours; texts from outside stay texts in all of them."""

import io
import json
import re
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from relazione.model.claims import Actor, Agreement, Event, Membership, Mission
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.publish.exports import FORMS, Extract, extract, write
from relazione.publish.exports.flat import COLUMNS
from relazione.publish.exports.forms import form_of
from relazione.publish.exports.plover import POLECAT
from relazione.record.store import Record

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
HOSTILE = '=HYPERLINK("x")\t"a"\r\nb\u202e;,\\{{c}}|<script>\x07'
ADDRESS = "https://example.org/wiki/A?b=c&d=é"


@pytest.fixture(scope="module")
def taken(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Extract:
    """The hand-made claims, of a document with address and licence."""
    with Record.open(tmp_path_factory.mktemp("exports") / "seed.db", create=True) as record:
        document = msgspec.structs.replace(
            seed.document(date="2025-05-01"), address=ADDRESS, licence="CC BY-SA 4.0", revision="12"
        )
        record.add(document, seed.claims(document), coder="hand")
        return extract(record, pair=("ITA", "TUR"), about="Italy and Türkiye")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    """Facts whose every text is hostile."""
    text = f"{HOSTILE} and more."
    evidence = (quote(text, 0, len(HOSTILE)),)
    two = tuple(
        Actor(HOSTILE, state=state, polity=polity)
        for state, polity in (("ITA", "italian-republic"), ("TUR", "republic-of-turkiye"))
    )
    bodies = (
        Event("visit", two, When("2001-02-03"), place=HOSTILE, about=HOSTILE, name=HOSTILE),
        Event("relations-established", two, When("1856")),
        Agreement(HOSTILE, "treaty", two, When("1932-01-04"), provisions=(HOSTILE,)),
        Mission(two[0], "embassy", two[1], HOSTILE, name=HOSTILE),
        Membership(two[0], HOSTILE, "nato"),
    )
    with Record.open(tmp_path_factory.mktemp("exports") / "hostile.db", create=True) as record:
        claims = number_claims("d", [Draft(body, evidence) for body in bodies])
        record.add(Document("d", HOSTILE, text, pair=("ITA", "TUR"), address=ADDRESS, licence=HOSTILE), claims, coder="hand")
        return extract(record)


@pytest.fixture(params=["taken", "hostile"])
def any_extract(request: pytest.FixtureRequest) -> Extract:
    found: Extract = request.getfixturevalue(request.param)
    return found


def made(taken: Extract, form: str) -> bytes:
    content = write(taken, form).content
    assert content == write(taken, form).content, "the same record gives the same file"
    return content


def test_the_flat_table_is_read_by_arrow(any_extract: Extract) -> None:
    from pyarrow import csv

    table = csv.read_csv(io.BytesIO(made(any_extract, "table")), parse_options=csv.ParseOptions(newlines_in_values=True))
    assert table.column_names == [column.name for column in COLUMNS]
    assert table["fact"].to_pylist() == [fact.id for fact in any_extract.facts]
    assert set(table["record"].to_pylist()) == {any_extract.record}
    assert all(cell and cell[0] not in "=+@\t" for cell in table["sources"].to_pylist())


def test_the_workbook_is_read_by_openpyxl(any_extract: Extract) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(made(any_extract, "xlsx")))
    assert book.sheetnames == ["facts", "sources", "codebook", "about"]
    head, *rows = book["facts"].iter_rows(values_only=True)
    assert list(head) == [column.name for column in COLUMNS]
    assert [row[0] for row in rows] == [fact.id for fact in any_extract.facts]
    assert all(cell.data_type != "f" and cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row)
    assert ADDRESS in book["sources"]["B2"].value and "licence" in book["sources"]["B2"].value
    assert any_extract.record in [row[1] for row in book["about"].iter_rows(values_only=True)]


def test_the_parquet_file_is_read_by_arrow(any_extract: Extract) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(made(any_extract, "parquet")))
    about = {key.decode(): text.decode() for key, text in table.schema.metadata.items()}
    assert about["record"] == any_extract.record and ADDRESS in about["sources"]
    assert table.num_rows == len(any_extract.facts)
    assert all(field.metadata[b"meaning"] for field in table.schema)


def test_the_stata_file_is_read_by_readstat(any_extract: Extract, tmp_path: Path) -> None:
    import pyreadstat

    path = tmp_path / "facts.dta"
    path.write_bytes(made(any_extract, "stata"))
    frame, about = pyreadstat.read_dta(path)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert about.column_names_to_labels["intensity"] == "intensity of an event, -10 to 10"
    assert list(frame["fact"]) == [fact.id for fact in any_extract.facts]
    assert any_extract.record[:16] in about.file_label
    assert set(frame["record"]) == {any_extract.record}


PLOVER_RECORD = {
    "type": "object",
    "required": ["id", "date", "actor", "event", "source", "record"],
    "properties": {
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "event": {"enum": ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]},
        "mode": {"type": "array", "items": {"type": "string"}},
        "context": {"type": "array", "items": {"type": "string"}},
        "actor": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
        "recipient": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "quad": {"enum": [1, 2, 3, 4]},
        "intensity": {"type": "number", "minimum": -10, "maximum": 10},
        "source": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["id", "title"]}},
    },
}  # fmt: skip


def test_plover_records_fit_the_codebook(any_extract: Extract) -> None:
    import jsonschema

    found = [json.loads(line) for line in made(any_extract, "plover").splitlines()]
    assert found
    for one in found:
        jsonschema.validate(one, PLOVER_RECORD)
        assert one["record"] == any_extract.record


@pytest.mark.shared
def test_types_and_modes_are_those_of_the_published_ontology(taken: Extract, shared_dir: Path) -> None:
    known = (shared_dir / "ontology" / "plover_ontology.json").read_text(encoding="utf-8")
    for line in made(taken, "plover").splitlines():
        one = json.loads(line)
        assert f'"{one["event"]}"' in known
        assert all(f'"{mode}"' in known for mode in one["mode"] if mode not in ("future", "negation", "hypothetical"))


def test_polecat_rows_are_read_by_arrow(any_extract: Extract) -> None:
    from pyarrow import csv

    options = csv.ParseOptions(delimiter="\t", quote_char=False)
    table = csv.read_csv(io.BytesIO(made(any_extract, "polecat")), parse_options=options)
    assert tuple(table.column_names) == POLECAT and len(POLECAT) == 40
    assert set(table["Quad Code"].to_pylist()) <= {
        f"{one} {two}" for one in ("VERBAL", "MATERIAL") for two in ("COOPERATION", "CONFLICT")
    }
    assert all(any_extract.record in text for text in table["Version"].to_pylist())
    assert all(ADDRESS in text for text in table["Source"].to_pylist())
    cells = [str(cell) for column in table.columns for cell in column.to_pylist()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], "what a spreadsheet would run"


@pytest.mark.shared
def test_polecats_columns_are_the_published_ones(shared_dir: Path) -> None:
    head = (shared_dir / "datasets" / "whole" / "polecat_format" / "HEADER.tsv").read_text(encoding="utf-8")
    assert head.rstrip("\n").split("\t") == list(POLECAT)


def test_json_ld_is_read_by_rdflib_and_fits_the_shapes(any_extract: Extract, repository: Path) -> None:
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(data=made(any_extract, "jsonld"), format="json-ld")
    fits, _, told = pyshacl.validate(graph, shacl_graph=(repository / "tests" / "export_shapes.ttl").read_text(encoding="utf-8"))
    assert fits, told
    asked = """SELECT ?label ?exact ?cited WHERE {
        ?fact a <urn:relazione:term:Fact> ; rdfs:label ?label ; prov:wasDerivedFrom ?claim .
        ?claim oa:hasTarget ?target . ?target oa:hasSource ?document ; oa:hasSelector ?words .
        ?words oa:exact ?exact . ?document dcterms:bibliographicCitation ?cited }"""
    names = {
        "prov": rdflib.PROV,
        "oa": rdflib.Namespace("http://www.w3.org/ns/oa#"),
        "dcterms": rdflib.DCTERMS,
        "rdfs": rdflib.RDFS,
    }
    found = list(graph.query(asked, initNs=names))
    assert {str(row[0]) for row in found} >= {
        fact.label for fact in any_extract.facts if fact.label.isprintable() and "\u202e" not in fact.label
    }
    assert all(ADDRESS in str(row[2]) for row in found)


def test_the_shapes_find_a_fact_without_a_claim(taken: Extract, repository: Path) -> None:
    import pyshacl
    import rdflib

    whole = json.loads(made(taken, "jsonld"))
    fact = next(node for node in whole["@graph"] if "rel:Fact" in node["@type"])
    fact["derivedFrom"] = []
    graph = rdflib.Graph().parse(data=json.dumps(whole), format="json-ld")
    shapes = (repository / "tests" / "export_shapes.ttl").read_text(encoding="utf-8")
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


def test_geojson_is_read_by_a_geojson_reader(any_extract: Extract) -> None:
    import geojson

    found = geojson.loads(made(any_extract, "geojson"))
    assert isinstance(found, geojson.FeatureCollection) and found.is_valid
    assert found["record"] == any_extract.record
    for one in found.features:
        longitude, latitude = one.geometry.coordinates
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        assert one.properties["sources"]


def test_places_are_where_they_are(taken: Extract) -> None:
    found = json.loads(made(taken, "geojson"))["features"]
    rome = next(one for one in found if one["properties"]["place"] == "Rome")
    assert rome["geometry"]["coordinates"] == pytest.approx([12.5, 41.9], abs=0.2)


def test_anniversaries_are_read_by_icalendar(any_extract: Extract) -> None:
    import icalendar

    content = made(any_extract, "ical")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = icalendar.Calendar.from_ical(content)
    events = list(found.walk("VEVENT"))
    assert events
    labels = {fact.id: fact.label for fact in any_extract.facts}
    for one in events:
        assert one["RRULE"]["FREQ"] == ["YEARLY"]
        assert any_extract.record in one["DESCRIPTION"]
        plain = labels[str(one["UID"]).partition("@")[0]]
        if plain.isprintable():
            assert str(one["SUMMARY"]) == plain


def test_no_anniversary_of_what_has_no_day(taken: Extract) -> None:
    written = write(taken, "ical")
    assert written.left_out["not dated to the day"] > 0
    assert written.content.count(b"BEGIN:VEVENT") + sum(written.left_out.values()) == len(taken.facts)


STATEMENT = re.compile(
    r"Q\d+\tP\d+\tQ\d+(?:\tP58[02]\t\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11))*"
    r'(?:\tS854\t"https?://[^"\t]+")?\tS1476\ten:"[^"\t\n]{1,400}"\tS1683\ten:"[^"\t\n]{1,400}"'
)


def test_quickstatements_are_such(any_extract: Extract) -> None:
    lines = made(any_extract, "quickstatements").decode().splitlines()
    assert lines
    for line in lines:
        assert STATEMENT.fullmatch(line), line
    assert any("\tP463\tQ7184\t" in line for line in lines)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_on_record_gives_an_empty_file(form: str, tmp_path: Path) -> None:
    with Record.open(tmp_path / "empty.db", create=True) as record:
        assert isinstance(write(extract(record), form).content, bytes)


def test_kinds_and_states_are_chosen(seed: ModuleType, seed_record: Record) -> None:
    missions = extract(seed_record, pair=("ITA", "TUR"), kinds=("mission",))
    assert {fact.kind for fact in missions.facts} == {"mission"}
    assert all("GBR" in fact.states for fact in extract(seed_record, state="GBR").facts)


def test_a_form_is_found_by_its_ending_or_named() -> None:
    from relazione.model.errors import WrongUse

    assert form_of(None, ".XLSX").name == "xlsx" and form_of("polecat", ".anything").name == "polecat"
    with pytest.raises(WrongUse, match="name one with --format"):
        form_of(None, ".doc")


@pytest.mark.parametrize(
    ("form", "needs", "extra"),
    [("xlsx", "xlsxwriter", "exports"), ("stata", "pandas", "exports"), ("parquet", "pyarrow", "data")],
)
def test_a_missing_library_is_named(taken: Extract, monkeypatch: pytest.MonkeyPatch, form: str, needs: str, extra: str) -> None:
    import sys

    from relazione.model.errors import WrongUse

    for name in (needs, "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(WrongUse, match=rf"install relazione\[{extra}\]"):
        write(taken, form)


def test_the_command_writes_and_counts(seed_record: Record, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from relazione.cli.commands.export import export_command

    target = tmp_path / "map.geojson"
    done = CliRunner().invoke(export_command, ["Italy", "Turkey", "--db", str(seed_record.path), "-o", str(target), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["facts"] == len(json.loads(target.read_text(encoding="utf-8"))["features"])
    assert sum(told["left_out"].values()) > 0


def test_the_server_gives_the_files(seed_record: Record) -> None:
    from starlette.testclient import TestClient

    from relazione.web.app import create_app

    with TestClient(create_app(seed_record.path), base_url="http://127.0.0.1") as client:
        page = client.get("/export/ITA/TUR")
        assert page.status_code == 200
        for form in FORMS.values():
            assert f"/export/ITA/TUR/{form.name}" in page.text
            answer = client.get(f"/export/ITA/TUR/{form.name}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == form.media
            assert answer.headers["content-disposition"] == f'attachment; filename="relazione-ITA-TUR{form.ending}"'
        assert client.get("/export/ITA/TUR/doc").status_code == 404
        assert client.get("/export/ITA/XXX/xlsx").status_code == 404
