"""The feeds: how fast a lake is asked and loaded. Each measurement is a run of its own and prints JSON.

    python benchmarks/feeds.py series LAKE [--rounds 5]       all pairs, against the bare scan of the columns, and the memory
    python benchmarks/feeds.py pairs LAKE                     the series of single pairs, the most frequent one first
    python benchmarks/feeds.py load FILE... [--rounds 5]      loading, against zlib's unpacking of the same files
    python benchmarks/feeds.py answer LAKE OUTPUT             the series of all pairs into a Parquet file
    python benchmarks/feeds.py spark LAKE [--master URL]      the same by Spark, warm, against DuckDB

LAKE is a lake, or a folder that `feeds_data.py lake` made.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from relazione.analysis.feeds import connect
from relazione.record.lake import Lake
from relazione.record.lake.engine import engine
from relazione.record.lake.months import write

SCAN = (
    "SELECT sum(strlen(a)), sum(strlen(b)), sum(month_ix), sum(quad), sum(intensity), sum(weight), sum(once), sum(strlen(feed)) "
    "FROM read_parquet($files)"
)
"""Every value of the columns that the series is made of is read, and the least is done with it."""
PAIRS = 40
TIMES = 15


class MadeLake:
    """A folder of made rows, with the months that a lake would have made of them."""

    def __init__(self, folder: Path) -> None:
        self._files = sorted(folder.glob("[0-9]*/*.parquet"))
        months = folder / "months.parquet"
        if not months.exists():
            with engine(folder / "spill") as sorting:
                write(sorting, {int(path.parent.name): [path] for path in self._files}, None, months)
        self._months = [months]

    def files(self, years: Collection[int] | None = None) -> list[Path]:
        """The rows."""
        return [path for path in self._files if years is None or int(path.parent.name) in years]

    def months(self) -> list[Path]:
        """The months."""
        return self._months


def lake_at(folder: Path) -> Lake | MadeLake:
    """The lake in a folder, or the made rows."""
    return Lake.open(folder) if (folder / "loads.db").exists() else MadeLake(folder)


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and CPU seconds that something takes."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


def series(lake: Lake | MadeLake, rounds: int) -> dict[str, Any]:
    """The series of all pairs and the bare scan by the same engine, in turns. The first round is not counted."""
    files = [str(path) for path in lake.files()]
    ratios, ours, walls, scans = [], [], [], []
    rows = 0
    with connect(lake) as feeds:
        connection: Any = feeds.engine._connection  # type: ignore[attr-defined]
        for turn in range(rounds + 1):
            _, bare = taken(lambda: connection.execute(SCAN, {"files": files}).fetchall())
            begun, used = time.perf_counter(), time.process_time()
            rows = feeds.series_all().num_rows
            wall, cpu = time.perf_counter() - begun, time.process_time() - used
            if turn:
                ratios.append(cpu / bare)
                ours.append(cpu)
                walls.append(wall)
                scans.append(bare)
    middle = statistics.median
    return {
        "ratio": middle(ratios),
        "cpu": middle(ours),
        "seconds": middle(walls),
        "scan": middle(scans),
        "rows": rows,
        "peak_megabytes": peak(),
    }


def pairs(lake: Lake | MadeLake) -> dict[str, Any]:
    """Milliseconds of one pair's series, warm: for pairs of every rank, the one with most rows first; the median of some times each."""
    path = str(lake.months()[0])
    with connect(lake) as feeds:
        connection: Any = feeds.engine._connection  # type: ignore[attr-defined]
        ranked = connection.execute(
            "SELECT a, b FROM read_parquet($p) GROUP BY a, b ORDER BY sum(n) DESC, a, b", {"p": path}
        ).fetchall()
        asked = [ranked[place * (len(ranked) - 1) // (PAIRS - 1)] for place in range(PAIRS)] if len(ranked) >= PAIRS else ranked
        found = []
        for a, b in asked:
            feeds.series(a, b)
            found.append([taken(lambda a=a, b=b: feeds.series(a, b)) for _ in range(TIMES)])  # type: ignore[misc]
    walls = [1000 * statistics.median(wall for wall, _ in times) for times in found]
    cpus = [1000 * statistics.median(cpu for _, cpu in times) for times in found]
    return {
        "median": statistics.median(walls),
        "worst": max(walls),
        "most_frequent": walls[0],
        "cpu": statistics.median(cpus),
        "worst_cpu": max(cpus),
        "peak_megabytes": peak(),
    }


def unpacked(path: Path) -> int:
    """Bytes that zlib, and nothing else, unpacks from the one member of an archive."""
    with zipfile.ZipFile(path) as archive:
        member = archive.infolist()[0]
    raw = path.read_bytes()
    begin = member.header_offset + 30 + sum(int.from_bytes(raw[at : at + 2], "little") for at in (26, 28))
    return len(zlib.decompressobj(-15).decompress(raw[begin : begin + member.compress_size]))


def load(paths: list[Path], rounds: int) -> dict[str, Any]:
    """Files into a new lake, sorted in, against the bare unpacking of them, in turns. The first round is not counted."""
    shares, rates, bare_rates = [], [], []
    kept = read = 0
    for turn in range(rounds + 1):
        used = time.process_time()
        text = sum(unpacked(path) for path in paths)
        bare = time.process_time() - used
        with tempfile.TemporaryDirectory() as folder:
            used = time.process_time()
            with Lake.open(Path(folder) / "made.lake", create=True) as lake:
                outcomes = list(lake.add(paths))
            cpu = time.process_time() - used
        kept, read = sum(one.kept for one in outcomes), sum(one.read for one in outcomes)
        if turn:
            shares.append(bare / cpu)
            rates.append(text / cpu / 1e6)
            bare_rates.append(text / bare / 1e6)
    return {
        "share": statistics.median(shares),
        "megabytes_per_second": statistics.median(rates),
        "zlib_megabytes_per_second": statistics.median(bare_rates),
        "read": read,
        "kept": kept,
        "text": text,
        "peak_megabytes": peak(),
    }


def spark(lake: Lake | MadeLake, master: str | None, rounds: int) -> dict[str, Any]:
    """The series of all pairs by Spark against DuckDB, on the wall, in turns, and whether the answers are equal."""
    with connect(lake) as near, connect(lake, engine="spark", master=master) as far:
        same = _same(near.series_all(), far.series_all())
        times = []
        for _ in range(rounds):
            ours, _ = taken(near.series_all)
            theirs, _ = taken(far.series_all)
            times.append((theirs / ours, ours, theirs))
    ratio, ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return {"ratio": ratio, "duckdb": ours, "spark": theirs, "same": same}


def _same(one: Any, other: Any) -> bool:
    """Equal counts and names, floats within 1e-9."""
    import numpy as np

    return one.num_rows == other.num_rows and all(
        np.allclose(mine, its, rtol=1e-9, atol=1e-9) if mine.dtype.kind == "f" else bool((mine == its).all())
        for mine, its in ((one[name].to_numpy(), other[name].to_numpy()) for name in one.column_names)
    )


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("series", "pairs", "load", "answer", "spark"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--master")
    asked = parser.parse_args()
    if asked.what == "load":
        found = load(asked.paths, asked.rounds)
    elif asked.what == "answer":
        with connect(lake_at(asked.paths[0])) as feeds:
            parquet.write_table(feeds.series_all(), asked.paths[1])
        found = {"peak_megabytes": peak()}
    elif asked.what == "series":
        found = series(lake_at(asked.paths[0]), asked.rounds)
    elif asked.what == "pairs":
        found = pairs(lake_at(asked.paths[0]))
    else:
        found = spark(lake_at(asked.paths[0]), asked.master, asked.rounds)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
