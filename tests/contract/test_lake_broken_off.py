"""The lake when things go wrong: a loading killed at any step, read while it is written, two writers, a full disk. Nothing is lost, and
nothing is half there."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from feed_rows import Lines, many, rows_of, write
from relazione.model.errors import LockedRecord, RecordError
from relazione.record.lake import Lake

TESTS = Path(__file__).parent.parent
LOADING = """
import os, resource, signal, sys
from pathlib import Path
from feed_rows import Lines
from relazione.record.lake import Lake
import relazione.record.lake.gathering as gathering, relazione.record.lake.loading as loading
import numpy, pyarrow.compute, pyarrow.parquet, duckdb

gathering.TOGETHER, loading.FILES_TOGETHER = 300, 2
place, folder, last, most = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
steps = 0

def step(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect") and place in str(arguments[0]):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(step)
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
with Lake.open(place, create=True) as lake:
    print(*(one.what for one in lake.add([Path(folder)], reader=Lines())))
print(steps)
"""


def load(place: Path, folder: Path, last: int = 0, most: int = 0) -> subprocess.CompletedProcess[str]:
    """Load a folder in a process of its own, which is killed at step `last`, or may write no file larger than `most` bytes."""
    paths = os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])
    return subprocess.run(
        [sys.executable, "-c", LOADING, str(place), str(folder), str(last), str(most)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven files of two years; rows of one are repeated in another."""
    for number in range(6):
        rows = many(120, seed=number) + many(60, year=2015, seed=number)
        write(tmp_path / "in" / f"{number}.lines", rows + (many(120)[:30] if number == 3 else []))
    write(tmp_path / "in" / "large.lines", many(900, seed=9))
    return tmp_path / "in"


@pytest.fixture
def whole(folder: Path, tmp_path: Path) -> Path:
    """The lake of a loading that nothing disturbed."""
    with Lake.open(tmp_path / "whole.lake", create=True) as lake:
        assert {one.what for one in lake.add([folder], reader=Lines())} == {"added"}
    return tmp_path / "whole.lake"


def files_of(lake: Path) -> set[str]:
    return {path.relative_to(lake).parts[0] for path in lake.rglob("*") if path.is_file()}


def test_a_loading_killed_at_any_step_goes_on_and_gives_the_same_lake(folder: Path, whole: Path, tmp_path: Path) -> None:
    steps = int(load(tmp_path / "counted.lake", folder).stdout.split()[-1])
    assert steps > 40
    place = tmp_path / "killed.lake"
    dice = random.Random(6)
    for _ in range(6):
        at = dice.randint(2, steps)
        done = load(place, folder, last=at)
        assert done.returncode in (-signal.SIGKILL, 0), done.stderr
        if (place / "loads.db").exists():
            with Lake.open(place) as lake:
                assert lake.status().rows in (0, 1980)  # what is seen is all or nothing
    assert load(place, folder).returncode == 0
    with Lake.open(place) as lake, Lake.open(whole) as other:
        assert rows_of(lake.files()) == rows_of(other.files())
        assert lake.status().feeds == other.status().feeds
        assert lake.waiting() == []
    assert files_of(place) == files_of(whole)


def test_each_step_of_the_end_can_be_the_last(folder: Path, whole: Path, tmp_path: Path) -> None:
    """Sorting in and coming in force are at the end: each of its steps is killed at in turn, each from where the one before left off."""
    steps = int(load(tmp_path / "counted.lake", folder).stdout.split()[-1])
    place = tmp_path / "killed.lake"
    assert load(place, folder, last=steps - 12).returncode == -signal.SIGKILL
    for last in range(3, 23, 4):
        assert load(place, folder, last=last).returncode in (-signal.SIGKILL, 0)
    assert load(place, folder).returncode == 0
    with Lake.open(place) as lake, Lake.open(whole) as other:
        assert rows_of(lake.files()) == rows_of(other.files())


def test_readers_see_whole_loads_while_another_process_writes(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "it.lake"
    first = tmp_path / "first"
    write(first / "a.lines", many(50, seed=20))
    with Lake.open(place, create=True) as lake:
        list(lake.add([first], reader=Lines()))
        paths = os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])
        writer = subprocess.Popen(
            [sys.executable, "-c", LOADING, str(place), str(folder), "0", "0"],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
        )
        seen = []
        try:
            while writer.poll() is None:
                seen.append(len(rows_of(lake.files())))
                time.sleep(0.01)
        finally:
            writer.kill()
            writer.wait()
        assert writer.returncode == 0
        seen.append(len(rows_of(lake.files())))
    assert (seen[0], seen[-1]) == (50, 2030)
    assert set(seen) == {50, 2030}
    assert seen == sorted(seen)


def test_another_process_that_writes_is_told_and_its_death_frees_the_lake(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "it.lake"
    with Lake.open(place, create=True) as lake:
        holder = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys, time\nfrom relazione.record.lake import Lake\n"
                "with Lake.open(sys.argv[1]) as lake, lake.writing():\n    print('held', flush=True)\n    time.sleep(600)",
                str(place),
            ],
            env={**os.environ, "PYTHONPATH": str(TESTS.parent / "src")},
            stdout=subprocess.PIPE,
        )
        try:
            assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
            with pytest.raises(LockedRecord, match=str(holder.pid)):
                list(lake.add([folder], reader=Lines()))
            assert lake.status().rows == 0
        finally:
            holder.kill()
            holder.wait()
        assert {one.what for one in lake.add([folder], reader=Lines())} == {"added"}


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system limits no sizes of files")
@pytest.mark.parametrize("most", [3_000, 13_000])
def test_a_full_disk_leaves_the_old_state(folder: Path, whole: Path, tmp_path: Path, most: int) -> None:
    """A limit to the size of files stands for the disk: what is larger cannot be written to its end."""
    place = tmp_path / "it.lake"
    with Lake.open(place, create=True) as lake:
        list(lake.add([folder / "0.lines"], reader=Lines()))
        before = rows_of(lake.files())
    done = load(place, folder, most=most)
    assert done.returncode != 0
    assert "RecordError" in done.stderr, done.stderr
    with Lake.open(place) as lake:
        assert rows_of(lake.files()) == before
    assert not (place / "tmp").exists() or not any((place / "tmp").iterdir())
    assert load(place, folder).returncode == 0
    with Lake.open(place) as lake, Lake.open(whole) as other:
        assert rows_of(lake.files()) == rows_of(other.files())


@pytest.mark.parametrize("last", [1, 2, 9, -3, -1])
def test_no_room_at_any_moment_is_said_as_such(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    import errno

    from relazione.record.lake import folder as files

    calls = 0
    sync = files.sync

    def counted(path: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == last:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(path)

    monkeypatch.setattr(files, "sync", counted)
    if last < 0:  # from the end: sorted years and months
        with Lake.open(tmp_path / "counted.lake", create=True) as lake:
            list(lake.add([folder], reader=Lines()))
        last, calls = calls + last + 1, 0
    with Lake.open(tmp_path / "it.lake", create=True) as lake:
        with pytest.raises(RecordError, match=r"no room left on the disk for .*it\.lake"):
            list(lake.add([folder], reader=Lines()))
        assert lake.status().rows == 0
        listed = {path.name for path in (lake.path / "waiting").glob("*")}
        assert len(listed) == len(lake._connection.execute("SELECT name FROM files WHERE state = 'waiting'").fetchall())
        list(lake.add([folder], reader=Lines()))
        assert lake.status().rows == 1980
