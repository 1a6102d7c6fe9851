"""What is faster must be the same: documents coded together, and the language model with its rule-based parts remembered."""

from pathlib import Path

import pytest

from relazione.model.documents import Document
from relazione.model.errors import NoPair

pytestmark = pytest.mark.model

TEXTS = (
    "= Italy–Turkey relations =\n\nItaly isn't at war. There's a treaty, and they all got ta sign it. Let's say it was signed in 1932.\n",
    "= Nothing =\n\nThere is no state in it, and nobody is named.\n",
    "= Greece–Turkey relations =\n\nGreece has an embassy in Ankara. The two ain't friends; there are embassies.\n",
)


def documents(example: Path) -> list[Document]:
    """Short documents and a long one; the second is about no pair."""
    from relazione.sources.read import document_from_text, read_document

    return [*map(document_from_text, TEXTS), read_document(example), document_from_text(TEXTS[0], id="again")]


def test_documents_coded_together_are_coded_as_one_by_one(example_path: Path) -> None:
    from relazione.coding.coder import Coded, code, code_all

    given = documents(example_path)
    for document, found in zip(given, code_all(given), strict=True):
        if isinstance(found, Coded):
            assert found == code(document)
        else:
            assert isinstance(found, NoPair)
            assert document.title == "Nothing"


def test_a_text_that_the_model_cannot_parse_costs_no_other(example_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.coding import coder, parsed

    plain = parsed.parse

    def parse(texts):  # type: ignore[no-untyped-def]
        for text in texts:
            if "nobody" in text:
                raise ValueError("odd")
            yield from plain([text])

    monkeypatch.setattr(parsed, "parse", parse)
    given = [document for document in documents(example_path)[:3]]
    given[1] = type(given[1])(given[1].id, given[1].title, given[1].text, given[1].blocks, ("ITA", "TUR"))
    found = list(coder.code_all(given))
    assert [isinstance(one, coder.Coded) for one in found] == [True, False, True]


def test_the_quick_parts_answer_as_the_model_does(example_path: Path) -> None:
    from relazione.coding.language_model import language_model, plain_model
    from relazione.coding.text import chunks

    texts = [chunk.text for document in documents(example_path) for chunk in chunks(document)] + [
        " ",
        "",
        "It's   all y'all gon na get.",
    ]
    columns = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
    told = [doc.to_array(columns).tolist() for doc in plain_model().pipe(texts)]
    assert {"relazione_parser", "relazione_remembered", "relazione_ner"} <= set(language_model().pipe_names)
    for _ in range(2):  # the second time from memory
        assert [doc.to_array(columns).tolist() for doc in language_model().pipe(texts)] == told
