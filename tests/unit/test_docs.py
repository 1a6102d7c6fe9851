"""The documentation: its links lead somewhere, the as-of page names every key, and the tutorial's commands run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from relazione.record.store import Record

PAGES = (
    "index.md",
    "tutorial.md",
    "review.md",
    "cli.md",
    "as-of.md",
    "curve.md",
    "clocks.md",
    "codebook.md",
    "datasets.md",
    "limitations.md",
    "pages.md",
    "pair.md",
    "server.md",
    "accuracy.md",
    "frames.md",
)


@pytest.mark.parametrize("name", PAGES)
def test_links_between_pages_lead_somewhere(repository: Path, name: str) -> None:
    text = (repository / "docs" / name).read_text(encoding="utf-8")
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in links if not (repository / "docs" / target).exists()] == []


def test_the_first_page_leads_to_all_others(repository: Path) -> None:
    first = (repository / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {path.name for path in (repository / "docs").iterdir() if path.suffix in (".md", ".json")}
    assert {name for name in pages if f"({name})" not in first} == {"index.md"}


def test_no_line_of_the_changelog_stands_twice(repository: Path) -> None:
    """Two hands that write in the same place are put together line by line; what both had is easily kept twice."""
    lines = [line for line in (repository / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if len(line) > 40]
    assert lines and [line for line, times in Counter(lines).items() if times > 1] == []


def test_the_page_on_the_pair_names_every_section(repository: Path) -> None:
    from relazione.publish.sections import sections

    page = (repository / "docs" / "pair.md").read_text(encoding="utf-8")
    assert [f"| `{one.id}` | {one.about} |" for one in sections()] == [
        line for line in page.splitlines() if line.startswith("| `") and "`sources`" not in line
    ]


def test_the_as_of_page_names_every_key(repository: Path) -> None:
    page = (repository / "docs" / "as-of.md").read_text(encoding="utf-8")
    definitions = json.loads((repository / "docs" / "as-of.schema.json").read_text(encoding="utf-8"))["$defs"]
    keys = {key for one in definitions.values() for key in one.get("properties", {})}
    assert keys >= {"at_war", "certainty", "from", "provisions"}
    assert {key for key in keys if f"`{key}`" not in page} == set()
    named = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) - {"attested", "assumed", "disputed"}
    assert named - keys == set()


def test_the_page_on_data_files_is_up_to_date(repository: Path) -> None:
    script = repository / "scripts" / "make_datasets_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, cwd=repository)
    assert done.returncode == 0, done.stderr


def test_the_python_of_the_page_on_the_review_runs(
    repository: Path, seed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (repository / "docs" / "review.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    with Record.open(tmp_path / "relazione.db", create=True) as record:
        record.add(seed.document(), seed.claims(), coder="hand")
        before = record.facts()
        exec(compile(example, "review.md", "exec"), {})
        assert [one.verdict for one in record.decisions()] == ["edit", "withdraw"]
        assert record.facts() == before


@pytest.mark.model
def test_every_command_of_the_tutorial_runs(repository: Path) -> None:
    script = repository / "scripts" / "make_tutorial.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, cwd=repository)
    assert done.returncode == 0, done.stderr
