"""One page, many pairs: the other state of each row or section."""

from __future__ import annotations

import msgspec

from relazione.coding.parts import split
from relazione.sources.read import document_from_text

PAGE = """= Foreign relations of Norway =

Norway is a state in the north of Europe and takes part in many bodies.

== Bilateral relations ==

- Country | Formal Relations Began | Notes
-  | 12 May 1921 | - Both countries exchanged envoys on 12 May 1921. - Norway has an embassy in Lima. - Peru has an embassy in Oslo.
-  |  | Chad is represented in Norway by its embassy in Berlin, Germany.
-  | 1949 | See Norway–Pakistan relations Norway opened an embassy in Islamabad in 1976.
-  |  | They are good friends.

=== Kenya ===

Norway opened an embassy in Nairobi in 1965.
- Kenya has a consulate in Bergen.
"""


def test_each_row_and_section_is_a_part() -> None:
    parts = split(document_from_text(PAGE))
    assert [p.pair for p in parts] == [("NOR", "PER"), ("NOR", "TCD"), ("NOR", "PAK"), ("NOR", "KEN")]
    for part in parts:
        assert PAGE[part.offset : part.offset + len(part.text)] == part.text
        assert part.part_of == "foreign-relations-of-norway"
    first = parts[0]
    told = [(b.kind, b.key, first.text[b.start : b.end]) for b in first.blocks]
    assert told[0] == ("infobox", "Formal Relations Began", "12 May 1921")
    assert ("item", "", "Norway has an embassy in Lima.") in told


def test_a_part_keeps_where_its_page_is_from() -> None:
    origin = {"address": "https://wiki.example.org/wiki/X", "revision": "7", "licence": "CC BY-SA 4.0", "date": "2024-05-07"}
    parts = split(msgspec.structs.replace(document_from_text(PAGE), **origin))
    assert parts and all({key: getattr(part, key) for key in origin} == origin for part in parts)


def test_other_documents_have_no_parts() -> None:
    assert split(document_from_text("= Italy–Norway relations =\n\nItaly and Norway signed a treaty in 1950.\n")) == []
