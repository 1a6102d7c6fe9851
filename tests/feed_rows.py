"""Rows of feeds made for tests, and a reader of files that say which rows they hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from relazione.model.errors import BinaryInput
from relazione.sources.feeds.columns import COLUMNS, arrow_schema


class Bad(NamedTuple):
    line: int
    why: str
    text: str
    cells: str = ""


class Batch(NamedTuple):
    rows: Any
    read: int
    bad: Sequence[Bad]
    bad_count: int
    left_out: Counter[str]
    cut_off: str = ""


class File(NamedTuple):
    path: Path
    feed: str


def row(
    key: int | str, a: str = "ITA", b: str = "TUR", day: str = "2014-03-01", feed: str = "gdelt1", **other: Any
) -> dict[str, Any]:
    """A row with everything that is not told made plain."""
    on = date.fromisoformat(day)
    made: dict[str, Any] = {column.name: "" if column.type == "string" else 0 for column in COLUMNS}
    made |= {"a": a, "b": b, "day": (on - date(1970, 1, 1)).days, "month_ix": 12 * on.year + on.month - 1, "year": on.year}
    made |= {
        "feed": feed,
        "key": str(key),
        "once": 1,
        "weight": 1.0,
        "mentions": 1,
        "plover": "CONSULT",
        "source_intensity": None,
    }
    return made | {"direction": 1, "quad": 1} | other


def batch(rows: Iterable[dict[str, Any]], bad: Sequence[Bad] = (), left_out: dict[str, int] | None = None) -> Batch:
    """A batch as a reader gives it."""
    import pyarrow

    rows = list(rows)
    out = Counter(left_out or {})
    table = pyarrow.RecordBatch.from_pylist(rows, schema=arrow_schema())
    return Batch(table, len(rows) + len(bad) + out.total(), bad, len(bad), out)


def many(count: int, year: int = 2014, seed: int = 0, feed: str = "gdelt1") -> list[dict[str, Any]]:
    """So many rows of twelve pairs, with days, types and keys in no order, some of which tell the same again."""
    import random

    dice = random.Random(seed)
    states = ["DEU", "FRA", "ITA", "TUR"]
    made = []
    for number in range(count):
        a, b = sorted(dice.sample(states, 2))
        day = date(year, 1, 1) + timedelta(days=dice.randrange(20))
        key = f"{seed}-{dice.randrange(10**6)}-{number}"
        made.append(
            row(key, a, b, day.isoformat(), feed, plover=dice.choice(["CONSULT", "AID"]), direction=dice.choice([-1, 0, 1]))
        )
    return made


def write(path: Path, rows: Iterable[dict[str, Any]], bad: Sequence[Bad] = (), left_out: dict[str, int] | None = None) -> Path:
    """A file of such rows, for `Lines`."""
    told = [json.dumps({"row": one}) for one in rows]
    told += [json.dumps({"bad": list(one)}) for one in bad] + [json.dumps({"left_out": left_out})] * bool(left_out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


class Lines:
    """A reader of the files that `write` makes, also zipped; a line that is no JSON makes the file bad there and then."""

    def __init__(self, size: int = 100) -> None:
        self.size = size
        self.opened: list[str] = []

    def files_in(self, path: Path) -> Iterator[Path]:
        yield from sorted(one for one in path.rglob("*") if one.suffix in (".lines", ".zip"))

    def recognise(self, path: Path) -> File:
        if _text(path).startswith("\0"):
            raise BinaryInput(f"{path} is no text")
        return File(path, "gdelt1")

    def content(self, file: File) -> Iterator[bytes]:
        yield _text(file.path).encode()

    def batches(self, file: File, seen: Callable[[bytes], object]) -> Iterator[Batch]:
        self.opened.append(file.path.name)
        text = _text(file.path)
        seen(text.encode())
        lines = text.splitlines()
        for at in range(0, len(lines), self.size):
            rows, bad, out = [], [], Counter[str]()
            for line in lines[at : at + self.size]:
                try:
                    told = json.loads(line)
                except ValueError as error:
                    raise BinaryInput(f"{file.path} breaks off") from error
                if "row" in told:
                    rows.append(told["row"])
                elif "bad" in told:
                    bad.append(Bad(*told["bad"]))
                else:
                    out.update(told["left_out"])
            yield batch(rows, bad, out)


def _text(path: Path) -> str:
    import zipfile

    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return packed.read(packed.namelist()[0]).decode()
    return path.read_text(encoding="utf-8", errors="replace")


def rows_of(paths: Iterable[Path], without: Sequence[str] = ("load",)) -> list[dict[str, Any]]:
    """The rows of Parquet files, in order."""
    import pyarrow.parquet

    return [
        {name: value for name, value in one.items() if name not in without}
        for path in paths
        for one in pyarrow.parquet.ParquetFile(path).read().to_pylist()
    ]
