"""Since when there are relations: each date of an infobox line or of a table's cell."""

from __future__ import annotations

import pytest

from relazione.coding.event_cells import read_cell
from relazione.coding.parsed import parse_document
from relazione.coding.parts import split
from relazione.model.claims import Event
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model

PAGE = """= Foreign relations of Norway =

== Bilateral relations ==

- Country | Formal relations began | Notes
-  | {cell} | - Norway has an embassy in Lima.
-  |  | - Norway has an embassy in Accra.
-  |  | - Norway has an embassy in Nairobi.
"""


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1921", ["+1921"]),
        ("12 May 1921", ["+1921-05-12"]),
        ("1921-05", ["+1921-05"]),
        ("1905–11", ["+1905-11"]),
        ("1922-04;re-established in 1981", ["+1922-04", "+1981"]),
        ("May 1921", ["+1921-05"]),
        ("~1921", ["+1921~"]),
        ("1960s", ["+196X"]),
        ("1920 & 1991", ["+1920", "+1991"]),
        ("1921-01-26, 1991-08-30", ["+1921-01-26", "+1991-08-30"]),
        ("1960 1993 (reestablished)", ["+1960", "+1993"]),
        ("1960 (ceased in 1974)", ["+1960", "-1974"]),
        ("26 May 1984 (DIPLOMATIC TIES ENDED ON 5 JUNE 2017)", ["+1984-05-26", "-2017-06-05"]),
        ("First contact in 1584, officialized in 1868, broken on 11 April 1945", ["+1868", "-1945-04-11"]),
        ("1955-06-30 (interrupted between 1963 and 1974)", ["+1955-06-30"]),
        ("1905–1911", ["+1905"]),
        ("No diplomatic relations since 1991", []),
        ("None", []),
    ],
)
def test_each_date_of_a_cell(cell: str, told: list[str]) -> None:
    part = split(document_from_text(PAGE.format(cell=cell)))[0]
    parsed = parse_document(part)
    chunk = parsed.chunks[0]
    assert chunk.chunk.block.kind == "infobox"
    found = []
    for draft in read_cell(parsed, chunk):
        assert isinstance(draft.body, Event) and draft.body.when is not None
        assert [actor.state for actor in draft.body.actors] == ["NOR", "PER"]
        (evidence,) = draft.evidence
        assert part.text[evidence.start : evidence.end] == evidence.exact and draft.body.when.wording in evidence.exact
        found.append(("-" if draft.body.type == "relations-severed" else "+") + draft.body.when.edtf)
    assert found == told
