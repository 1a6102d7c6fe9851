"""Files of feeds become batches of rows, with every row accounted for. What the tests read is made by the tests."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from relazione.sources.feeds.batches import BadRow, batches
from relazione.sources.feeds.columns import arrow_schema
from relazione.sources.feeds.files import recognise

SHARED = Path(__file__).parents[3] / "shared" / "datasets" / "whole"


class Told:
    """What became of a file: all its batches together."""

    def __init__(self, path: Path, block_size: int = 1 << 22) -> None:
        self.rows: list[dict[str, Any]] = []
        self.bad: list[BadRow] = []
        self.left_out: Counter[str] = Counter()
        self.read = self.events = 0
        self.cut_off = ""
        for batch in batches(recognise(path), block_size):
            assert batch.rows.schema.equals(arrow_schema())
            assert batch.read == batch.events + batch.bad_count + batch.left_out.total()
            self.rows += batch.rows.to_pylist()
            self.bad += batch.bad
            self.left_out += batch.left_out
            self.read += batch.read
            self.events += batch.events
            self.cut_off = self.cut_off or batch.cut_off


def gdelt(width: int = 61, **cells: str) -> str:
    """A row of GDELT: of 2.0, or of 1.0 where the width is 58 or 57."""
    row = [""] * width
    told = {
        "key": "7",
        "date": "20180101",
        "a": "ITA",
        "b": "TUR",
        "cameo": "043",
        "quad": "1",
        "goldstein": "2.8",
        "mentions": "3",
    } | cells
    row[:5] = told["key"], told["date"], told["date"][:6], told["date"][:4], told["date"][:4] + ".01"
    row[7], row[17], row[25], row[26], row[28] = told["a"], told["b"], "1", told["cameo"], told["cameo"][:2]
    row[29:32] = told["quad"], told["goldstein"], told["mentions"]
    if width == 61:
        row[59:] = "20180101000000", told.get("address", "https://example.org/a")
    else:
        row[56] = "20180101"
        row[57:] = ["https://example.org/b"] if width == 58 else []
    return "\t".join(row)


def written(folder: Path, *rows: str | bytes, name: str = "20180101000000.export.CSV", end: bytes = b"\n") -> Path:
    path = folder / name
    path.write_bytes(b"".join((row if isinstance(row, bytes) else row.encode()) + end for row in rows))
    return path


def test_a_row_of_gdelt(tmp_path: Path) -> None:
    told = Told(written(tmp_path, gdelt(), gdelt(key="8", a="TUR", b="ITA", cameo="190", quad="4", goldstein="-10.0")))
    assert told.rows[0] == {
        "a": "ITA", "b": "TUR", "day": 17532, "month_ix": 24216, "year": 2018, "direction": 1, "quad": 1, "intensity": 4.0, "weight": 1.0,
        "once": 1, "plover": "CONSULT", "mode": "visit", "cameo": "043", "source_intensity": 2.8, "a_polity": "italian-republic",
        "b_polity": "republic-of-turkiye", "a_code": "ITA", "b_code": "TUR", "mentions": 3, "publisher": "", "address": "https://example.org/a",
        "feed": "gdelt2", "key": "7", "load": 0,
    }  # fmt: skip
    second = told.rows[1]
    assert (second["a"], second["b"], second["direction"], second["intensity"], second["a_code"]) == (
        "ITA",
        "TUR",
        -1,
        -9.0,
        "ITA",
    )
    assert (told.read, told.events, told.bad) == (2, 2, [])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "read", "events", "left_out"),
    [
        (
            "gdelt/20180101000000.export.CSV", 2414, 450,
            {"no state on either side": 579, "no first state": 474, "no second state": 767, "a region, and no state": 17, "within one state": 127},
        ),
        (
            "gdelt/20190121220000.export.CSV", 1629, 300,
            {"no state on either side": 407, "no first state": 320, "no second state": 480, "a region, and no state": 18, "within one state": 104},
        ),
        ("gdelt/gdelt1_58col_and_57col_rows.tsv", 4, 0, {"no state on either side": 3, "no first state": 1}),
        (
            "icews/icews_sample.csv", 4993, 2305,
            {"no state on either side": 11, "no first state": 163, "no second state": 282, "within one state": 2232},
        ),
    ],
)  # fmt: skip
def test_real_samples(name: str, read: int, events: int, left_out: dict[str, int]) -> None:
    told = Told(SHARED / name)
    assert (told.read, told.events, dict(told.left_out), told.bad) == (read, events, left_out, [])
    assert len(told.rows) == events
