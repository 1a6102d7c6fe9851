"""What `make bench` runs: how fast reading and asking are, how exact the reading is. Prints one table, with the limits we keep.

    python benchmarks/run.py [--quick | --large]

Works from a clean checkout on the texts in `examples/` and on made data; where the texts of ../shared are there, they are measured too.
Each part runs in a process of its own. `--quick`: small, to see that it runs. `--large`: feeds with 200 million
rows, too (half an hour or more, 12 GB of disk). Ends with 1 if a limit is not kept.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from feeds_table import feeds
from measuring import BENCHMARKS, COMMAND, ROOT, SOURCE, Measured, Row, Size, measured, run, walls

EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus" / "foreign-relations"
DEVELOPMENT = SHARED / "eval" / "dev"
REVIEW = {"first page of the queue": 200, "one claim with all that is known of it": 200, "one decision": 50}
"""What is done in a review -> milliseconds that the median must stay below."""
FULL = Size(rounds=7, texts=12, starts=11, facts=100_000, events=20_000_000, files=1_000_000)
QUICK = Size(rounds=1, texts=1, starts=1, facts=500, events=20_000, files=3_000)
LARGE = 200_000_000


def texts(size: Size) -> Iterator[tuple[str, list[Path]]]:
    """The texts that reading is measured on, by name."""
    yield "the example", [EXAMPLES / "italy-turkey.txt"]
    if CORPUS.is_dir() and size.texts > 1:
        about_a_pair = [path for path in sorted(CORPUS.glob("*_relations.txt")) if not path.name.startswith("Foreign")]
        yield "articles of ../shared", about_a_pair[: size.texts]


def reading(size: Size) -> Iterator[Row]:
    """Reading against the bare language model."""
    for name, paths in texts(size):
        found = json.loads(run(sys.executable, BENCHMARKS / "reading.py", "--rounds", str(size.rounds), *paths))
        ratio, peak = found["ratio"], found["peak_megabytes"]
        documents = f"{found['documents']} × " if found["documents"] > 1 else ""
        yield Row(
            f"reading {name} ({documents}{found['words']:,} words): CPU time, bare model = 1",
            f"{ratio:.2f}",
            "≤ 1.2",
            ratio <= 1.2,
        )
        yield Row("    words in a CPU second", f"{found['words_per_second']:,.0f}")
        yield Row("    most memory", f"{peak:.0f} MB", "< 400 MB", peak < 400)


def starting(size: Size) -> Iterator[Row]:
    """The start of the command."""
    bare, help_ = walls([[sys.executable, "-c", "pass"], [*COMMAND, "--help"]], size.starts)
    yield Row("python -c pass", f"{1000 * bare:.0f} ms")
    yield Row("relazione --help", f"{1000 * help_:.0f} ms", "< 300 ms", help_ < 0.3)


def asking(size: Size) -> Iterator[Row]:
    """A question to a large record, against the same command on one of a few facts."""
    sys.path[:0] = [str(BENCHMARKS), SOURCE]
    from as_of import build

    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        build(small, 1, False)
        build(large, size.facts, False)
        ask = [*COMMAND, "pair", "Italy", "Turkey", "--as-of", "1988-06-15", "--json", "--db"]
        start, whole = walls([[*ask, str(small)], [*ask, str(large)]], size.starts)
    added = whole - start
    yield Row("pair --as-of on a record of a few facts", f"{1000 * start:.0f} ms")
    yield Row(f"    what {size.facts:,} facts add to it", f"{1000 * added:.0f} ms", "< 50 ms", added < 0.05)


def pages(size: Size) -> Iterator[Row]:
    """Every page of the server on a large record, and the weight of the pair's."""
    sys.path[:0] = [str(BENCHMARKS), SOURCE]
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "pages.db"
        from pages import build

        build(record, size.facts, SHARED / "corpus" if size.texts > 1 else None, min(size.facts, 3_000))
        found = json.loads(run(sys.executable, BENCHMARKS / "pages.py", "--record", record, "--rounds", str(size.rounds)))
        judging = json.loads(run(sys.executable, BENCHMARKS / "review.py", "--record", record, "--rounds", str(30 * size.rounds)))
    for name, page in found.items():
        took, weight = page["milliseconds"], page["bytes"] / 1000
        yield Row(f"page: {name} (CPU {page['cpu']:.0f} ms)", f"{took:.0f} ms", "< 200 ms", took < 200)
        if page["address"].startswith("/pair/"):
            yield Row("    its weight", f"{weight:.0f} kB", "< 300 kB", weight < 300)
    for name, took in judging.items():
        limit = REVIEW.get(name)
        kept = took["median"] < limit if limit else None
        measured = f"{took['median']:.1f} ms, 19 of 20 below {took['most']:.0f} ms"
        yield Row(f"review: {name}", measured, f"< {limit} ms" if limit else "", kept)


def panels(size: Size) -> Iterator[Row]:
    """The panel of all pairs with disputes, alliances and distances, against the same in pandas; one pair against the start."""
    if any(importlib.util.find_spec(name) is None for name in ("numpy", "pyarrow")):
        yield Row("panels: not measured without pyarrow (make bench brings it)", "")
        return
    years = ("1816", "2016") if size.texts > 1 else ("1990", "1992")
    add = ["--add", "gml", "--add", "atop", "--add", "capital-distance"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, BENCHMARKS / "panel_data.py", folder, "--share", "1" if size.texts > 1 else "0.01")
        ask = [
            *COMMAND,
            "panel",
            "--db",
            str(folder / "panel.db"),
            "--years",
            "-".join(years),
            "-o",
            str(folder / "ours.parquet"),
        ]
        ours = measured([*ask, *add], size.starts // 2 + 1)
        yield Row(
            "panel of all directed dyad-years, disputes, alliances, distance: time",
            f"{ours.wall:.2f} s",
            "< 1.8 s",
            ours.wall < 1.8,
        )
        yield Row("    CPU time", f"{ours.cpu:.2f} s")
        yield Row("    most memory", f"{ours.peak:.0f} MB", "< 1000 MB", ours.peak < 1000)
        yield from against_pandas(folder, years, ours, size.starts // 4 + 1)
        one, start = (measured([*ask, *some, "--pairs", "Italy:Turkey"], size.starts) for some in (add, []))
        added = one.wall - start.wall
        yield Row("one pair: what the columns add to the start", f"{1000 * added:.0f} ms", "< 100 ms", added < 0.1)


def against_pandas(folder: Path, years: tuple[str, str], ours: Measured, times: int) -> Iterator[Row]:
    """The same panel in pandas, from an environment of its own, and whether it is the same."""
    python = ROOT / ".venv-bench/bin/python"
    if not python.exists():
        yield Row("    in pandas: not measured (make bench brings .venv-bench)", "")
        return
    theirs = measured(
        [str(python), str(BENCHMARKS / "panel_pandas.py"), str(folder), *years, str(folder / "pandas.parquet")], times
    )
    ratio = theirs.cpu / ours.cpu
    yield Row("    in pandas: time", f"{theirs.wall:.2f} s")
    yield Row("    CPU time of pandas, ours = 1", f"{ratio:.1f}", "≥ 3", ratio >= 3)
    yield Row("    time of pandas, ours = 1", f"{theirs.wall / ours.wall:.1f}", "≥ 3", theirs.wall >= 3 * ours.wall)
    same = run(python, BENCHMARKS / "panel_pandas.py", "--same", folder / "ours.parquet", folder / "pandas.parquet").strip()
    yield Row("    columns that are the same in both", same, "all", same.split("/")[0] == same.split("/")[1])


def exactness(size: Size) -> Iterator[Row]:
    """F1 of the reading, by kind, on texts annotated by hand."""
    folders = [EXAMPLES, *([DEVELOPMENT] if DEVELOPMENT.is_dir() and size.texts > 1 else [])]
    for folder in folders:
        found = json.loads(run(*COMMAND, "evaluate", folder, "--json"))
        name = "the example" if folder == EXAMPLES else "../shared/eval/dev"
        for kind, score in found["families"].items():
            yield Row(f"F1 on {name}: {kind}", f"{score['f1']:.3f}")


def say(row: Row) -> None:
    """One line of the table."""
    mark = {None: "", True: "kept", False: "NOT KEPT"}[row.kept]
    print(f"{row.what:<78} {row.measured:>9}  {row.limit:<9} {mark}".rstrip(), flush=True)


def main() -> int:
    """Measure all parts, print the table; 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small, to see that it runs")
    parser.add_argument("--large", action="store_true", help="feeds with 200 million rows, too")
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL._replace(large=LARGE if asked.large else 0)
    kept = True
    for part in (starting, reading, asking, pages, panels, feeds, exactness):
        for row in part(size):
            say(row)
            kept = kept and row.kept is not False
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
