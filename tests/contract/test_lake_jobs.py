"""Files of feeds read by several processes: the same lake as by one, also where a process is killed in the middle."""

from __future__ import annotations

import os
import signal
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from feed_rows import rows_of
from relazione.record.lake import Lake
from relazione.record.lake.seam import Readers

HEADER = "Event ID\tEvent Date\tSource Country\tCAMEO Code\tIntensity\tTarget Country\tPublisher"


class Deadly(Readers):
    """Reads as always; on a file that says so its process is killed."""

    def recognise(self, path: Path) -> Any:
        if path.name.startswith("deadly"):
            os.kill(os.getpid(), signal.SIGKILL)
        once = path.with_suffix(".once")
        if path.name.startswith("once") and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().recognise(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve files of ICEWS; one of them also zipped, one that is no feed's, one with a bad row."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        lines = [f"{number}{at}\t{1995 + number % 3}-01-{at % 9 + 1:02d}\tItaly\t042\t1.9\tTurkey\tA" for at in range(40)]
        lines += ["x\t1995-13-01\tItaly\t042\t1.9\tTurkey\tA"] * (number == 5)
        (folder / f"{number:02d}.tab").write_text("\n".join([HEADER, *lines]) + "\n")
    with zipfile.ZipFile(folder / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(folder / "03.tab", "03.tab")
    (folder / "notes.txt").write_text("no feed\n")
    return folder


def load(place: Path, folder: Path, jobs: int, reader: Readers | None = None) -> tuple[list[tuple[str, str]], list[Any], Any]:
    with Lake.open(place, create=True) as lake:
        outcomes = [(one.path.name, one.what) for one in lake.add([folder], jobs=jobs, reader=reader)]
        return outcomes, rows_of(lake.files()), lake.status().feeds


def test_the_lake_is_the_same_whatever_the_number_of_processes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relazione.record.lake.loading.FILES_TOGETHER", 3)
    one, two = load(tmp_path / "one.lake", folder, 1), load(tmp_path / "two.lake", folder, 2)
    assert one == two
    assert [what for _, what in one[0]] == ["added"] * 12 + ["bad", "known"]
    assert [path.name[:8] for path in (tmp_path / "two.lake" / "aside").iterdir()] == ["0000006-"]


def test_a_process_that_is_killed_costs_the_file_on_which_it_dies_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relazione.record.lake.loading.FILES_TOGETHER", 5)
    expected = load(tmp_path / "one.lake", folder, 1)
    for name, count in (("deadly", 41), ("once", 42)):
        lines = [f"{name}{at}\t1996-01-01\tItaly\t042\t1.9\tTurkey\tA" for at in range(count)]
        (folder / f"{name}.tab").write_text("\n".join([HEADER, *lines]) + "\n")
    outcomes, rows, feeds = load(tmp_path / "two.lake", folder, 2, Deadly())
    assert [one for one in outcomes if one[0] not in ("deadly.tab", "once.tab")] == expected[0]
    assert (dict(outcomes)["deadly.tab"], dict(outcomes)["once.tab"]) == ("bad", "added")
    assert len(rows) == len(expected[1]) + 42 and feeds[0].files == 13
