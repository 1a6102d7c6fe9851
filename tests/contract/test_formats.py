"""One article in every format: the same blocks, the same claims, and evidence that leads back to the very words.

What may differ between formats is told here and nowhere else: a format that reads less than plain text does is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.model.documents import Document
from relazione.model.errors import InputError
from relazione.sources.formats import FORMATS
from relazione.sources.read import document_from_text, read_document, read_documents

# Formats that hold other documents, or of which the article is no example.
WITHOUT_ARTICLE = {"archive", "dump"}
NAMES = ("plain", "wikitext", "html", "tei", "docx", "pdf", "jsonl")
# Where a title stands outside the text (a header, a field), it is the document's and no block of it.
TITLE_OUTSIDE = {"html", "tei", "jsonl"}
KINDS = ("title", "heading", "paragraph", "item", "row")


@pytest.fixture(scope="module")
def documents(format_files: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("article")
    found = {}
    for name, write in format_files.WRITERS.items():
        # The ending tells nothing: a format is known by its content.
        path = folder / f"{name}.file"
        path.write_bytes(write())
        found[name] = read_document(path)
    return found


def outline(document: Document) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """Kind, section and words of each block, without the title; a row's words cell by cell."""
    return [
        (
            block.kind,
            block.section,
            [document.shown_words(*span) for span in block.cells or ((block.start, block.end),)],
        )
        for block in document.blocks
        if block.kind != "title"
    ]


def test_every_format_has_the_article(format_files: ModuleType) -> None:
    assert {form.name for form in FORMATS} - WITHOUT_ARTICLE == set(format_files.WRITERS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_format_is_known_by_its_content(documents: dict[str, Document], name: str) -> None:
    assert documents[name].format == name


@pytest.mark.parametrize("name", NAMES)
def test_title_and_blocks_are_the_same(documents: dict[str, Document], format_files: ModuleType, name: str) -> None:
    document = documents[name]
    assert document.title == format_files.TITLE
    assert outline(document) == outline(documents["plain"])
    assert {block.kind for block in document.blocks} >= set(KINDS) - ({"title"} if name in TITLE_OUTSIDE else set())


@pytest.mark.parametrize("name", NAMES)
def test_blocks_stand_in_order_within_the_text(documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert all(block.start <= a <= b <= block.end for a, b in block.cells)
        end = block.end
    assert document.shown is None or len(document.shown) == len(document.text)


def test_originals_that_are_text_are_kept_letter_by_letter(documents: dict[str, Document], format_files: ModuleType) -> None:
    for name in ("plain", "wikitext", "html", "tei"):
        assert documents[name].text == format_files.WRITERS[name]().decode()


def test_only_pages_have_pages(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        pages = {document.page_at(block.start) for block in document.blocks}
        assert pages == ({1, 2} if name == "pdf" else {0})


def test_news_keeps_its_date_address_and_line(documents: dict[str, Document], format_files: ModuleType) -> None:
    news = documents["jsonl"]
    assert (news.id, news.date, news.address) == ("n-1", format_files.DATE, format_files.ADDRESS)
    assert news.origin.endswith("line 1")


# --- claims ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def claims(documents: dict[str, Document]) -> dict[str, list[Any]]:
    from relazione.coding.coder import code

    return {name: list(code(document).claims) for name, document in documents.items()}


def told(claims: list[Any]) -> Counter[str]:
    """The claims without what only this document has: ids and places."""
    out: Counter[str] = Counter()
    for claim in claims:
        value = msgspec.to_builtins(claim)
        out[f"{claim.kind} { ({k: v for k, v in value.items() if k not in ('id', 'document', 'evidence')}) }"] += 1
    return out


@pytest.mark.model
@pytest.mark.parametrize("name", [name for name in NAMES if name != "plain"])
def test_the_claims_are_the_same_kind_by_kind(claims: dict[str, list[Any]], name: str) -> None:
    expected, found = told(claims["plain"]), told(claims[name])
    assert found == expected, f"missing: {expected - found}; too many: {found - expected}"
    assert {claim.kind for claim in claims["plain"]} >= {"event", "agreement", "mission", "membership", "holding", "measure"}


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_the_evidence_is_the_same_words(claims: dict[str, list[Any]], documents: dict[str, Document], name: str) -> None:
    def quoted(of: str) -> list[str]:
        document = documents[of]
        for claim in claims[of]:
            for one in claim.evidence:
                assert document.text[one.start : one.end] == one.exact
        # Rows are quoted whole, and what parts their cells is the format's own.
        words = (document.shown_words(one.start, one.end) for claim in claims[of] for one in claim.evidence)
        return [re.sub(r"\W+", " ", text) for text in words]

    assert quoted(name) == quoted("plain")


@pytest.mark.model
def test_a_quote_leads_to_its_page(claims: dict[str, list[Any]], documents: dict[str, Document]) -> None:
    from relazione.publish.quoting import quotation

    said = [quotation(documents["pdf"], claim.evidence[0]) for claim in claims["pdf"]]
    by_page = {one.page: " ".join(other.words for other in said if other.page == one.page) for one in said}
    assert set(by_page) == {1, 2}
    assert "Western Thrace" in by_page[1] and "Plovdiv" in by_page[2]
    assert "Page 1" not in by_page[1] + by_page[2]


@pytest.mark.model
def test_a_quote_is_shown_without_markup(claims: dict[str, list[Any]], documents: dict[str, Document]) -> None:
    from relazione.publish.quoting import quotation

    for name in ("wikitext", "html", "tei"):
        shown = [quotation(documents[name], one) for claim in claims[name] for one in claim.evidence]
        assert not any(set("<>[]{}\u2060") & set(one.before + one.words + one.after) for one in shown)


# --- a whole article ------------------------------------------------------------------------------------------------------------

# What may differ, and nothing else: these have no infobox. Its lines are rows of a table there, which name an embassy and do not tell
# that it stands: status unknown, and not of the present.
WITHOUT_INFOBOX = {"tei", "docx", "pdf"}


@pytest.fixture(scope="module")
def whole(format_files: ModuleType, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """The example, an article of 1,800 words with an infobox, lists and sections in sections, and a table of visits."""
    article = format_files.full_size(repository / "examples" / "italy-turkey.txt")
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for name, write in format_files.WRITERS.items():
        path = folder / f"{name}.file"
        path.write_bytes(write(article=article))
        found[name] = read_document(path)
    return found


@pytest.fixture(scope="module")
def whole_claims(whole: dict[str, Document]) -> dict[str, list[Any]]:
    from relazione.coding.coder import code

    return {name: list(code(document).claims) for name, document in whole.items()}


def test_a_whole_article_has_the_same_blocks(whole: dict[str, Document]) -> None:
    def prose(name: str) -> list[tuple[str, tuple[str, ...], list[str]]]:
        # "See ." (of a link that was left out) is a leftover where the layout is an encyclopedia's, else a short paragraph.
        blocks = [("paragraph", *rest) if kind == "leftover" else (kind, *rest) for kind, *rest in outline(whole[name])]
        return [block for block in blocks if block[1]]  # the infobox stands before all sections

    for name in NAMES:
        assert whole[name].title == "Italy–Turkey relations"
        assert prose(name) == prose("plain"), name


@pytest.mark.model
@pytest.mark.parametrize("name", [name for name in NAMES if name != "plain"])
def test_a_whole_article_gives_the_same_claims(whole: dict[str, Document], whole_claims: dict[str, list[Any]], name: str) -> None:
    def without_standing(of: str) -> list[Any]:
        """The claims; of those in the infobox without what only an infobox tells."""
        first = next(block.start for block in whole[of].blocks if block.section)
        lead = max(block.start for block in whole[of].blocks if block.start < first and block.kind == "paragraph")
        return [
            msgspec.structs.replace(claim, current=False, body=msgspec.structs.replace(claim.body, status="unknown"))
            if claim.kind == "mission" and claim.evidence[0].start < lead
            else claim
            for claim in whole_claims[of]
        ]

    if name in WITHOUT_INFOBOX:
        expected, found = told(without_standing("plain")), told(without_standing(name))
        differ = told(whole_claims["plain"]) - told(whole_claims[name])
        assert differ.total() == 2, differ
    else:
        expected, found = told(whole_claims["plain"]), told(whole_claims[name])
    assert found == expected, f"missing: {expected - found}; too many: {found - expected}"
    assert found.total() > 150


@pytest.mark.model
def test_a_dump_gives_the_claims_of_its_page(
    format_files: ModuleType, repository: Path, whole_claims: dict[str, list[Any]], tmp_path: Path
) -> None:
    from relazione.coding.coder import code

    source = format_files.wikitext(article=format_files.full_size(repository / "examples" / "italy-turkey.txt")).decode()
    path = tmp_path / "dump.xml"
    path.write_bytes(format_files.dump({"Italy–Turkey relations": source}))
    document = read_document(path)
    assert (document.format, document.date, document.revision) == ("dump", "2024-05-02", "7")

    def undated(claims: list[Any]) -> Counter[str]:
        return told([msgspec.structs.replace(claim, confidence=0.0) for claim in claims])

    assert undated(list(code(document).claims)) == undated(whole_claims["wikitext"])


# --- real editions --------------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.model
def test_real_editions_are_read(shared_dir: Path) -> None:
    from relazione.coding.coder import code

    files = sorted((shared_dir / "corpus" / "rdcr").glob("*.xml"))
    for path in files[:: len(files) // 11][:12]:
        document = read_document(path)
        assert document.format == "tei" and document.title.startswith("A Guide to the United States")
        assert not any("<" in document.shown_words(block.start, block.end) for block in document.blocks)
        found = code(document).claims
        assert found
        assert all(document.text[one.start : one.end] == one.exact for claim in found for one in claim.evidence)


@pytest.mark.shared
def test_all_real_editions_are_read_each_with_an_id_of_its_own(shared_dir: Path) -> None:
    found = [one for name in ("rdcr", "milestones") for one in read_documents(shared_dir / "corpus" / name)]
    assert [one for one in found if isinstance(one, InputError)] == []
    assert len({one.id for one in found if isinstance(one, Document)}) == len(found) > 200


def test_text_at_hand_is_recognised_too(format_files: ModuleType, documents: dict[str, Document]) -> None:
    for name in ("plain", "wikitext", "html", "tei", "jsonl"):
        document = document_from_text(format_files.WRITERS[name]().decode())
        assert (document.format, outline(document)) == (name, outline(documents[name]))


def test_words_are_counted_without_markup(documents: dict[str, Document]) -> None:
    plain = documents["plain"].words
    # Signs between cells and of headings are counted where they are to be seen, titles where they are in the text.
    assert all(abs(document.words - plain) <= 25 for document in documents.values())
