"""One page, many pairs: the other state of each row or section."""

from __future__ import annotations

import msgspec

from relazione.coding.left_out import page_of
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


TOLD = PAGE.replace(
    "bodies.\n",
    "bodies.\n\nWith Sweden it had one king until 1905.\n\nThe Swedish king gave way.\n\nDenmark, Iceland and Norway are near.\n",
)


def test_a_paragraph_that_names_one_other_state_is_a_part() -> None:
    document = document_from_text(TOLD)
    first, *others = split(document)
    assert (first.pair, first.id) == (("NOR", "SWE"), "foreign-relations-of-norway--sweden--told")
    assert first.text == "With Sweden it had one king until 1905.\n\nThe Swedish king gave way."
    assert [part.id for part in others] == [part.id for part in split(document_from_text(PAGE))]
    few = "= Foreign relations of Norway =\n\nWith Sweden it had one king.\n"
    assert split(document_from_text(few)) == []


def test_what_stands_in_no_part_is_counted_with_the_reason() -> None:
    document = document_from_text(TOLD + "\n== See also ==\n\nForeign relations of Sweden, a page of its own\n")
    parts = split(document)
    page = page_of(document, parts)
    why = {one.text: one.why for one in page.left_out}
    assert why["Denmark, Iceland and Norway are near."] == "paragraphs that name several other states"
    assert why["| | They are good friends."] == "rows that name no other state"
    assert why["Bilateral relations"] == "headings"
    assert why["Foreign relations of Sweden, a page of its own"] == "references and links"
    assert sum(one.words for one in page.left_out) + page.words_in_parts <= page.words
    spans = [(part.offset, part.offset + len(part.text)) for part in parts]
    spans += [(one.start, one.end) for one in page.left_out]
    for block in document.blocks:
        assert sum(start <= block.start and block.end <= end for start, end in spans) == 1
