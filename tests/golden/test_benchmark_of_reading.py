"""The benchmark of reading runs on the smallest text. How many seconds it measures is nothing that a test can hold."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """= Italy–Turkey relations =

Italy has an embassy in Ankara and Turkey has an embassy in Rome. The treaty between the two states was signed on 4 January 1932.
"""


@pytest.mark.model
def test_reading_is_measured_against_the_bare_model(repository: Path, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, str(repository / "benchmarks" / "reading.py"), "--rounds", "1", str(text)],
        env={**os.environ, "PYTHONPATH": str(repository / "src")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(made.stdout)
    assert found["documents"] == 1
    assert found["words"] > 20
    assert found["ratio"] > 0
    assert found["peak_megabytes"] > 50
