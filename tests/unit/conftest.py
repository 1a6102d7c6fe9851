"""What the unit tests share: hand-made claims (`seed`), and a record that holds them."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from relazione.record.store import Record


@pytest.fixture(scope="session")
def seed() -> ModuleType:
    """The module `tests/seed_claims.py`: builders of claims, and what the seed article tells."""
    path = Path(__file__).resolve().parent.parent / "seed_claims.py"
    spec = importlib.util.spec_from_file_location("seed_claims", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["seed_claims"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty record."""
    with Record.open(tmp_path / "relazione.db", create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def seed_record(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record that holds the hand-made claims. Read only."""
    with Record.open(tmp_path_factory.mktemp("record") / "seed.db", create=True) as opened:
        opened.add(seed.document(), seed.claims(), coder="hand")
        yield opened
