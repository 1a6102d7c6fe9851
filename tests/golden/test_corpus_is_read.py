"""Every ninth text of a corpus of articles nobody tuned for: it is read or refused with a message, and every quote is in the text."""

from pathlib import Path

import pytest

from relazione.model.errors import RelazioneError

EVERY = 9
MOST_REFUSED = 3


@pytest.mark.shared
@pytest.mark.model
def test_a_sample_of_the_corpus_is_read(shared_dir: Path) -> None:
    from relazione.coding.coder import code
    from relazione.sources.read import read_document

    paths = sorted((shared_dir / "corpus" / "foreign-relations").glob("*.txt"))[::EVERY]
    if not paths:
        pytest.skip("no articles in ../shared/corpus/foreign-relations")
    refused: list[str] = []
    wrong: list[tuple[str, str]] = []
    for path in paths:
        try:
            coded = code(read_document(path))
        except RelazioneError as error:
            refused.append(f"{path.name}: {error}")
            continue
        text = coded.document.text
        quotes = [evidence for claim in coded.claims for evidence in claim.evidence]
        wrong += [(path.name, quote.exact) for quote in quotes if text[quote.start : quote.end] != quote.exact]
    assert wrong == []
    assert len(refused) <= MOST_REFUSED, refused
