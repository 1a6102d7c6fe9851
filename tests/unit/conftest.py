"""What the unit tests share: an empty record, one that holds the hand-made claims, and how missions are told in one line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from relazione.model.claims import Mission
from relazione.record.store import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty record."""
    with Record.open(tmp_path / "relazione.db", create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def seed_record(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record that holds the hand-made claims. Read only."""
    path = tmp_path_factory.mktemp("record") / "seed.db"
    with Record.open(path, create=True) as opened:
        opened.add(seed.document(), seed.claims(), coder="hand")
    with Record.open(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def missions_told() -> Callable[[str, str], set[str]]:
    """The missions that a text about a pair ("USA SRB") tells, each as "sender city kind status opened/closed"."""
    from relazione.coding.missions import read_missions
    from relazione.coding.parsed import parse_document
    from relazione.sources.read import document_from_text

    def told(text: str, pair: str) -> set[str]:
        a, b = pair.split()
        found = set()
        for draft in read_missions(parse_document(document_from_text(text, pair=(a, b)))):
            body = draft.body
            assert isinstance(body, Mission)
            dates = f" {body.opened.edtf if body.opened else ''}/{body.closed.edtf if body.closed else ''}"
            known = dates if body.opened or body.closed else ""
            found.add(f"{body.sender.state} {body.city or '-'} {body.kind} {body.status}{known}")
        return found

    return told
