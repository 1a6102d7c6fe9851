"""Made rows of feeds, a folder of Parquet that holds them, and the questions to feeds in plain Python: what every engine has to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import floor, isclose, sqrt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from relazione.model.dates import civil
from relazione.record.lake.engine import engine
from relazione.record.lake.months import write
from relazione.sources.feeds.columns import FEEDS, SORTED_BY, arrow_schema

Row = dict[str, Any]


def row(a: str, b: str, day: int, quad: int = 1, intensity: float = 1.0, weight: float = 1.0, once: int = 1, **more: Any) -> Row:
    """One row of a feed; `day` counts from 1970-01-01."""
    year, month, _ = civil(day)
    texts = {one.name: "" for one in arrow_schema() if one.type == pa.string()}
    numbers = {"direction": 1, "mentions": 1, "load": 0, "source_intensity": None}
    own = {"quad": quad, "intensity": intensity, "weight": weight, "once": once, "feed": "gdelt2"}
    return {**texts, **numbers, **own, "a": a, "b": b, "day": day, "month_ix": 12 * year + month - 1, "year": year, **more}


@dataclass
class FolderLake:
    """Parquet files in folders by year, sorted as in a lake."""

    folder: Path

    def fill(self, rows: Iterable[Row], files_a_year: int = 1) -> FolderLake:
        """Write these rows."""
        by_year: dict[int, list[Row]] = defaultdict(list)
        for one in rows:
            by_year[one["year"]].append(one)
        for year, of_it in by_year.items():
            of_it.sort(key=lambda one: tuple(one[name] for name in SORTED_BY))
            (self.folder / str(year)).mkdir(parents=True, exist_ok=True)
            for part in range(files_a_year):
                table = pa.Table.from_pylist(of_it[part::files_a_year], arrow_schema())
                if table.num_rows or part == 0:
                    pq.write_table(table, self.folder / str(year) / f"rows-{part}.parquet", compression="zstd")
        return self

    def files(self, years: Collection[int] | None = None) -> list[Path]:
        """The files, as a lake gives them."""
        found = sorted(self.folder.glob("*/*.parquet"))
        return found if years is None else [path for path in found if int(path.parent.name) in years]

    def months(self) -> list[Path]:
        """The file of their months, as a lake makes it."""
        by_year: dict[int, list[Path]] = defaultdict(list)
        for path in self.files():
            by_year[int(path.parent.name)].append(path)
        path = self.folder / "months.parquet"
        with engine() as sorting:
            return [path] if by_year and write(sorting, by_year, None, path) else []


def told(rows: Iterable[Row], by_feed: bool) -> dict[str, Any]:
    """What is told in some rows."""
    rows = list(rows)
    found: dict[str, Any] = {"n": len(rows), "acts": sum(one["once"] == 1 for one in rows)}
    for quad in (1, 2, 3, 4):
        found[f"quad{quad}"] = sum(one["quad"] == quad for one in rows)
    found["intensity"] = sum(one["intensity"] for one in rows) / len(rows)
    found |= _sums(rows, "")
    for feed in FEEDS:
        its = [one for one in rows if one["feed"] == feed]
        found[f"share_{feed}"] = len(its) / len(rows)
        if by_feed:
            found[f"rows_{feed}"] = len(its)
            found[f"acts_{feed}"] = sum(one["once"] == 1 for one in its)
            found |= _sums(its, f"_{feed}")
    return found


def _sums(rows: list[Row], end: str) -> dict[str, float]:
    scores = [one["intensity"] * one["weight"] for one in rows if one["once"] == 1]
    return {
        f"cooperation{end}": sum(score for score in scores if score > 0),
        f"conflict{end}": sum(score for score in scores if score < 0),
    }


def grouped(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    """The rows by the values of some columns, in their order."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for one in rows:
        found[tuple(one[key] for key in keys)].append(one)
    return dict(sorted(found.items()))


def series(
    rows: Iterable[Row],
    by: str = "month",
    first: int | None = None,
    last: int | None = None,
    half_life: float = 2.0,
    by_feed: bool = False,
) -> list[dict[str, Any]]:
    """The series of every pair, as `Feeds.series_all` gives it."""
    period = "month_ix" if by == "month" else "year"
    per_year = 12 if by == "month" else 1
    found: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for (a, b, when), of_it in grouped(rows, "a", "b", period).items():
        if last is not None and when > last:
            continue
        now = {"a": a, "b": b, period: when, **told(of_it, by_feed)}
        same = (before.get("a"), before.get("b")) == (a, b)
        left = 0.5 ** ((when - before[period]) / (per_year * half_life)) if same and half_life > 0 else 0.0
        for side in ("cooperation", "conflict"):
            now[f"{side}_index"] = now[side] + (before[f"{side}_index"] * left if same else 0.0)
        before = now
        if first is None or when >= first:
            found.append(now)
    return found


def panel(rows: Iterable[Row], first: int | None = None, last: int | None = None) -> list[dict[str, Any]]:
    """As `Feeds.panel` gives it."""
    kept = [one for one in rows if (first is None or one["year"] >= first) and (last is None or one["year"] <= last)]
    return [
        {"a": a, "b": b, "year": year, **told(of_it, True)} for (a, b, year), of_it in grouped(kept, "a", "b", "year").items()
    ]


def assert_equal(found: pa.Table, expected: list[dict[str, Any]]) -> None:
    """The same rows in the same order: what is counted or named exactly, what is summed to 1e-9."""
    got = found.to_pylist()
    assert len(got) == len(expected), f"{len(got)} rows and not {len(expected)}"
    for place, (one, other) in enumerate(zip(got, expected, strict=True)):
        assert one.keys() == other.keys()
        for key, value in other.items():
            same = isclose(one[key], value, rel_tol=1e-09, abs_tol=1e-09) if isinstance(value, float) else one[key] == value
            assert same, f"row {place}, {key}: {one[key]!r} and not {value!r} in {other}"


def exactly(points: float) -> int:
    """Points in whole thousandths, as `expressions` rounds them."""
    return floor(points * 1000.0 + 0.4871)


def top(rows: Iterable[Row], by: str, first: int, last: int, limit: int = 10, least: bool = False) -> list[dict[str, Any]]:
    """As `Feeds.top` gives it."""
    begin = first - (last - first + 1) if by == "change" else first
    found = []
    for (a, b), of_it in grouped([one for one in rows if begin <= one["year"] <= last], "a", "b").items():
        now = [one for one in of_it if one["year"] >= first]
        one: dict[str, Any] = {"a": a, "b": b, "n": len(now), "acts": sum(row["once"] == 1 for row in now)}
        one |= {f"quad{quad}": sum(row["quad"] == quad for row in now) for quad in (1, 2, 3, 4)} | _sums(now, "")
        one["net"] = one["cooperation"] + one["conflict"]
        if by == "change":
            one["net_before"] = sum(_sums([row for row in of_it if row["year"] < first], "").values())
            one["change"] = one["net"] - one["net_before"]
        key = {
            "conflict": exactly(-one["conflict"]),
            "cooperation": exactly(one["cooperation"]),
            "events": one["acts"],
            "reports": one["n"],
            "net": exactly(one["net"]),
            "change": exactly(abs(one.get("change", 0.0))),
        }[by]
        if by == "net" or key > 0:
            found.append((key if least else -key, a, b, one))
    found.sort(key=lambda each: each[:3])
    return [{"rank": place, **one} for place, (*_, one) in enumerate(found[:limit], 1)]


def changes(
    rows: Iterable[Row], first: int, last: int, window: int = 12, each: int = 5, limit: int = 5, of: str = "net"
) -> list[dict[str, Any]]:
    """As `Feeds.changes_all` gives it."""
    found = []
    kept = [one for one in rows if first <= one["month_ix"] <= last]
    for (a, b), of_pair in grouped(kept, "a", "b").items():
        score: dict[int, int] = defaultdict(int)
        for (month,), of_it in grouped(of_pair, "month_ix").items():
            sums = _sums(of_it, "")
            score[month] = exactly(sum(sums[side] for side in (("cooperation", "conflict") if of == "net" else (of,))))
        moves = {}
        for month in sorted({*score, *(month + 1 for month in score)}):
            if first + window <= month <= last + 1 - window:
                before = [score.get(one, 0) for one in range(month - window, month)]
                after = [score.get(one, 0) for one in range(month, month + window)]
                moves[month] = _move(before, after)
        peaks = [
            month
            for month, move in moves.items()
            if abs(move["strength"])
            > max((abs(moves[one]["strength"]) for one in range(month - window + 1, month) if one in moves), default=0.0)
            and all(
                abs(move["strength"]) >= abs(moves[one]["strength"]) for one in range(month + 1, month + window) if one in moves
            )
        ]
        peaks.sort(key=lambda month: (-abs(moves[month]["strength"]), month))
        found += [{"a": a, "b": b, "month_ix": month, **moves[month]} for month in peaks[:each]]
    found.sort(key=lambda one: (-abs(one["strength"]), one["a"], one["b"], one["month_ix"]))
    return [{"rank": place, **one} for place, one in enumerate(found[:limit], 1)]


def _move(before: list[int], after: list[int]) -> dict[str, float]:
    sides = []
    for of_it in (before, after):
        mean = sum(of_it) / (1000.0 * len(of_it))
        sides.append((mean, max(0.0, sum(one * one for one in of_it) / (1_000_000.0 * len(of_it)) - mean * mean)))
    (mean_before, spread_before), (mean_after, spread_after) = sides
    difference = mean_after - mean_before
    strength = difference / sqrt((spread_before + spread_after + 1.0) / len(before))
    return {"before": mean_before, "after": mean_after, "difference": difference, "strength": strength}
