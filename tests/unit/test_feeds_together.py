"""Small files of feeds that are read as one block give, each, what they give alone: rows, bad rows with their lines, counts, content."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from hypothesis import given, settings
from hypothesis import strategies as st

from feed_rows import rows_of
from relazione.model.errors import InputError
from relazione.record.lake import Lake, gathering
from relazione.record.lake.same import Seen
from relazione.record.lake.seam import Readers
from relazione.sources.feeds import batches as batches_module
from relazione.sources.feeds.batches import batches
from relazione.sources.feeds.files import recognise
from relazione.sources.feeds.together import together

ICEWS = "Event ID\tEvent Date\tSource Country\tCAMEO Code\tIntensity\tTarget Country\tPublisher"


def gdelt(key: int, width: int = 61, a: str = "ITA", b: str = "TUR", date: str = "20180101", cameo: str = "043") -> bytes:
    row = [""] * width
    row[:5] = str(key), date, date[:6], date[:4], date[:4] + ".01"
    row[7], row[17], row[25], row[26], row[28] = a, b, "1", cameo, cameo[:2]
    row[29:32] = "1", "2.8", "3"
    if width == 61:
        row[59:] = "20180101000000", f"https://example.org/{key}"
    else:
        row[56:] = ["20180101", f"https://example.org/{key}"][: width - 56]
    return "\t".join(row).encode()


ODD: list[Callable[[int], bytes]] = [
    lambda key: gdelt(key, width=59),
    lambda key: gdelt(key, date="99991231"),
    lambda key: gdelt(key, a="QQQ"),
    lambda key: gdelt(key, cameo="999999"),
    lambda key: gdelt(key, b=""),
    lambda key: gdelt(key, b="ITA"),
    lambda key: gdelt(key, a="IGO"),
    lambda key: gdelt(key).replace(b"ITA", b"I\0A"),
    lambda key: gdelt(key).replace(b"example", b"ex\xffmple"),
    lambda key: gdelt(key) + b"\r",
    lambda key: b"",
    lambda key: b"\r",
    lambda key: b"x" * 300_000,
]
"""Rows of which something is out of the ordinary."""


def text_of(draw: random.Random, width: int) -> bytes:
    """The text of a file: some rows, some of them odd; sometimes with a mark at its beginning, sometimes without a last line feed."""
    widths = (57, 58) if width == 58 and draw.random() < 0.5 else (width,)
    rows = [
        gdelt(draw.randrange(10**9), draw.choice(widths), a=draw.choice(["ITA", "USA", "RUS"]))
        for _ in range(draw.randrange(1, 30))
    ]
    for _ in range(draw.choice([0, 0, 1, 4])):
        rows.insert(draw.randrange(1, len(rows) + 1), draw.choice(ODD)(draw.randrange(10**9)))
    text = b"\n".join(rows) + (b"\n" if draw.random() < 0.8 else b"")
    return b"\xef\xbb\xbf" + text if draw.random() < 0.2 else text


def folder_of(draw: random.Random, folder: Path) -> list[Path]:
    """Files of which most are alike: plain or zipped, one cut off, one of several members, one with a header."""
    folder.mkdir()
    paths = []
    for number in range(draw.randrange(2, 9)):
        width = draw.choice([61, 61, 61, 58])
        path = folder / f"{number}.CSV"
        text = text_of(draw, width)
        how = draw.choice(["plain", "zip", "zip", "zip", "cut", "two", "header"])
        if how == "plain":
            path.write_bytes(text)
        elif how == "header":
            path.write_text(f"{ICEWS}\n1\t2018-06-01\tItaly\t042\t1.9\tTurkey\tA\nx\t1995-13-01\tItaly\t042\t1.9\tTurkey\tA\n")
        else:
            path = path.with_suffix(".zip")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr("a.CSV", text)
                if how == "two":
                    packed.writestr("b.CSV", text_of(draw, width))
            if how == "cut":
                path.write_bytes(path.read_bytes()[: -draw.randrange(120, 200)])
        paths.append(path)
    return paths


def told(of: Any, seen: Seen) -> tuple[Any, ...]:
    """All that batches tell."""
    every = list(of)
    rows = [row for one in every for row in one.rows.to_pylist()]
    counts = [(one.read, one.events, one.left_out, one.cut_off, one.member) for one in every]
    return rows, counts, [row for one in every for row in one.bad], seen.mark, seen.size


def alone(path: Path) -> tuple[Any, ...]:
    seen = Seen()
    return told(batches(recognise(path), seen=seen), seen)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_files_read_together_give_what_they_give_alone(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    draw = random.Random(seed)
    paths = folder_of(draw, tmp_path_factory.mktemp("together") / "in")
    known = []
    for path in paths:
        try:
            known.append((path, recognise(path)))
        except InputError:  # cut so that nothing of it is there: told before, as ever
            assert path.suffix == ".zip"
    found = together([file for _, file in known], Seen)
    assert len(found) == len(known)
    for (path, _), (of, seen) in zip(known, found, strict=True):
        assert told(of, seen) == alone(path), path


def test_alike_files_are_read_as_one_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.CSV"
        path.write_bytes(b"".join(gdelt(10 * number + at) + b"\n" for at in range(7)))
        paths.append(path)
    monkeypatch.setattr(batches_module, "batches", None)  # none of them is read alone
    monkeypatch.setattr("relazione.sources.feeds.together.batches", None)
    found = together([recognise(path) for path in paths], Seen)
    for number, (of, _) in enumerate(found):
        [batch] = of
        assert batch.rows["key"].to_pylist() == [str(10 * number + at) for at in range(7)]


@pytest.mark.parametrize("seed", range(4))
def test_the_lake_is_the_same(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = folder_of(random.Random(seed), tmp_path / "in")

    def load(name: str, reader: Readers) -> Any:
        with Lake.open(tmp_path / name, create=True) as lake:
            outcomes = [
                (one.path.name, one.what, one.read, one.kept, one.left_out, one.bad_by, one.shown, one.message, one.first_day)
                for one in lake.add(paths, reader=reader)
            ]
            return outcomes, rows_of(lake.files())

    class OneByOne(Readers):
        together = None  # type: ignore[assignment]

    at_once = load("together.lake", Readers())
    assert sum(what == "added" for _, what, *_ in at_once[0]) >= 2 and at_once[1]
    monkeypatch.setattr(gathering, "LOT", 1 << 12)
    assert load("lots.lake", Readers()) == at_once
    assert load("alone.lake", OneByOne()) == at_once
