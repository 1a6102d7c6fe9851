"""The lines of `make bench` on feeds of coded events: a lake is made, asked and filled. `feeds.py` measures."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measuring import BENCHMARKS, ROOT, SOURCE, Row, Size, measured, run


def feeds(size: Size) -> Iterator[Row]:
    """Feeds of coded events: the questions to a lake, against the bare scan and against pandas; loading, against zlib."""
    if any(importlib.util.find_spec(name) is None for name in ("duckdb", "ibis", "isal", "pyarrow")):
        yield Row("feeds: not measured without the extra (make bench brings it)", "")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lake = folder / "made"
        run(sys.executable, BENCHMARKS / "feeds_data.py", "lake", lake, "--rows", str(size.events))
        yield from asking_feeds(lake, size, f"{size.events / 1e6:g} million rows", 1000)
        yield from feeds_in_pandas(lake, folder)
        yield from feeds_by_spark(lake, size)
        yield from loading_feeds(folder, size)
    if size.large:
        yield from large_feeds(size)


def measure_feeds(what: str, *more: str | Path) -> dict[str, Any]:
    """A measurement of `feeds.py`."""
    found: dict[str, Any] = json.loads(run(sys.executable, BENCHMARKS / "feeds.py", what, *more).splitlines()[-1])
    return found


def asking_feeds(lake: Path, size: Size, rows: str, memory: int) -> Iterator[Row]:
    """The series of all pairs, and of one."""
    found = measure_feeds("series", lake, "--rounds", str(size.rounds))
    yield Row(f"feeds, {rows}: bare scan of the columns, CPU time", f"{found['scan']:.2f} s")
    months = f"{found['rows'] / 1e6:.2f} million months"
    yield Row(f"    month series of all pairs ({months}): CPU time", f"{found['cpu']:.2f} s")
    yield Row("    CPU time, bare scan = 1", f"{found['ratio']:.1f}", "≤ 8", found["ratio"] <= 8)
    peak = found["peak_megabytes"]
    yield Row("    most memory", f"{peak:.0f} MB", f"< {memory} MB", peak < memory)
    one = measure_feeds("pairs", lake)
    yield Row("    series of one pair, warm: median of 40 pairs", f"{one['median']:.1f} ms", "< 20 ms", one["median"] < 20)
    yield Row("    the slowest of them; the one with most rows", f"{one['worst']:.1f}; {one['most_frequent']:.1f} ms")
    yield Row("    CPU time: median, slowest", f"{one['cpu']:.1f}; {one['worst_cpu']:.1f} ms")


def feeds_in_pandas(lake: Path, folder: Path) -> Iterator[Row]:
    """The same series in pandas, as whole processes."""
    python = ROOT / ".venv-bench/bin/python"
    if not python.exists():
        yield Row("    in pandas: not measured (make bench brings .venv-bench)", "")
        return
    ours = measured([sys.executable, str(BENCHMARKS / "feeds.py"), "answer", str(lake), str(folder / "ours.parquet")], 1)
    theirs = measured([str(python), str(BENCHMARKS / "feeds_pandas.py"), str(lake), str(folder / "pandas.parquet")], 1)
    yield Row("    whole process, start and Parquet file included: CPU time", f"{ours.cpu:.1f} s")
    yield Row("    in pandas: CPU time; most memory", f"{theirs.cpu:.1f} s; {theirs.peak:.0f} MB")
    ratio = theirs.cpu / ours.cpu
    yield Row("    CPU time of pandas, ours = 1", f"{ratio:.1f}", "≥ 3", ratio >= 3)
    same = run(python, BENCHMARKS / "feeds_pandas.py", "--same", folder / "ours.parquet", folder / "pandas.parquet").strip()
    yield Row("    columns that are the same in both", same, "all", same.split("/")[0] == same.split("/")[1])


def feeds_by_spark(lake: Path, size: Size) -> Iterator[Row]:
    """The same by Spark within this machine, warm."""
    sys.path[:0] = [SOURCE]
    from relazione.analysis.feeds import ENGINES

    if "spark" not in ENGINES or importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        yield Row("    by Spark: not measured without pyspark and Java", "")
        return
    found = measure_feeds("spark", lake, "--rounds", str(size.rounds))
    yield Row("    by Spark (local), warm: time, DuckDB = 1", f"{found['ratio']:.1f}", "≤ 5", found["ratio"] <= 5)
    yield Row("    equal answers", str(found["same"]).lower(), "true", found["same"])


def loading_feeds(folder: Path, size: Size) -> Iterator[Row]:
    """Loading made files: GDELT 1.0 by day, GDELT 2.0 by quarter of an hour."""
    for feed, limit in (("gdelt1", 0.45), ("gdelt2", None)):
        rows = size.files if limit else size.files // 4
        run(sys.executable, BENCHMARKS / "feeds_data.py", "files", folder / feed, "--feed", feed, "--rows", str(rows))
        found = measure_feeds("load", *sorted((folder / feed).iterdir()), "--rounds", str(size.rounds // 2 + 1))
        files = "by day" if limit else "by quarter of an hour"
        rate = f"{found['megabytes_per_second']:.0f} MB/s"
        yield Row(f"loading {found['text'] / 1e6:.0f} MB of {feed} {files}: text in a CPU second", rate)
        share = found["share"]
        kept = share >= limit if limit else None
        yield Row("    as a part of zlib's own rate", f"{100 * share:.0f} %", f"≥ {100 * limit:.0f} %" if limit else "", kept)
        yield Row("    most memory", f"{found['peak_megabytes']:.0f} MB")


def large_feeds(size: Size) -> Iterator[Row]:
    """Feeds that are larger than memory: filling a lake, and asking it."""
    with tempfile.TemporaryDirectory() as name:
        made, lake = Path(name) / "made", Path(name) / "made.lake"
        run(sys.executable, BENCHMARKS / "feeds_data.py", "lake", made, "--rows", str(size.large))
        found = json.loads(run(sys.executable, BENCHMARKS / "feeds_fill.py", made, lake))
        rows = f"{size.large / 1e6:g} million rows"
        yield Row(f"feeds, {rows}: filling a lake and sorting it, CPU time", f"{found['cpu']:.0f} s")
        peak = found["peak_megabytes"]
        yield Row("    most memory", f"{peak:.0f} MB", "< 1500 MB", peak < 1500)
        yield Row("    on the disk", f"{found['bytes'] / 1e9:.1f} GB")
        yield from asking_feeds(lake, size._replace(rounds=1), rows, 1500)
