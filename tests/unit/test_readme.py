"""The README: its example runs, its commands and make targets exist, its links and pictures lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LARGEST_PICTURE = 300_000


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_every_command_it_names_exists(readme: str) -> None:
    from relazione.cli.door import COMMANDS

    named = set(re.findall(r"(?:^\$ |`|bin/)relazione ([a-z]+)\b", readme, re.MULTILINE))
    assert named >= {"read", "pair", "fact", "brief"}
    assert named - set(COMMANDS) == set()


def test_every_make_target_it_names_exists(readme: str, repository: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", readme, re.MULTILINE))
    assert named >= {"demo", "test"}
    assert named - targets == set()


def test_links_and_pictures_lead_somewhere(readme: str, repository: Path) -> None:
    inside = [target for target in re.findall(r"\]\(([^)\s]+)\)", readme) if "://" not in target]
    assert [target for target in inside if not (repository / target).exists()] == []
    pictures = [repository / target for target in inside if target.endswith(".png")]
    assert len(pictures) == 3
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.model
def test_its_python_example_runs(readme: str, repository: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    shutil.copytree(repository / "examples", tmp_path / "examples")
    environment = {**os.environ, "PYTHONPATH": str(repository / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert "At war on 1 June 1912: True" in done.stdout
    assert "Kingdom of Italy possession Kastellorizo 1921" in done.stdout
    assert "Consulate-General of Türkiye in Milan" in done.stdout
