"""The pictures in the docs are made here, by the script that makes them: each is there, of its width, and not too heavy.

With RELAZIONE_SCREENSHOTS=1 they are written into docs/images; without it they are made aside, so that what the docs show can be made
again at any time. What they look like depends on the fonts of the machine: no picture is compared.
"""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_the_pictures_of_the_docs_are_made(repository: Path, chromium_path: Path, tmp_path: Path) -> None:
    shown = repository / "docs" / "images"
    folder = shown if os.environ.get("RELAZIONE_SCREENSHOTS") else tmp_path
    made = subprocess.run(
        [sys.executable, str(repository / "scripts" / "make_screenshots.py"), str(folder)],
        env={**os.environ, "CHROMIUM": str(chromium_path)},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    assert {path.name for path in folder.glob("*.png")} == {path.name for path in shown.glob("*.png")}
    for path in folder.glob("*.png"):
        assert struct.unpack(">I", path.read_bytes()[16:20])[0] == 1280
