"""Made rows of feeds, as many as one likes: for the benchmarks of the lake and of the questions to it.

    python benchmarks/feeds_data.py lake FOLDER --rows 20000000            a lake of sorted yearly Parquet files
    python benchmarks/feeds_data.py files FOLDER --feed gdelt2 --rows 1000000    zipped files as the feed publishes them

No row is real. What they have in common with real ones is measured and told in `feeds_facts.toml`. The same seed gives the same bytes; rows
are made a million at a time, so that the memory does not grow with their number.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
from feeds_draw import MENTIONS, taken, text_of
from feeds_files import FEED_FILES, write_files
from feeds_world import FIRST_YEAR, LAST_YEAR, SEED, World

from relazione.record.lake.parts import parquet_options
from relazione.record.lake.tidying import GROUP
from relazione.sources.feeds.columns import FEEDS, arrow_schema

ROWS_AT_ONCE = 1_000_000
GROWTH, FULL_SIZE = 0.10, 2016
"""Rows grow by a tenth a year until 2016 and stay at that, which is about how GDELT grew."""
SHARES = {
    1979: {"gdelt1": 1.0},
    1995: {"gdelt1": 0.85, "icews": 0.15},
    2015: {"gdelt1": 0.38, "gdelt2": 0.52, "icews": 0.1},
    2018: {"gdelt1": 0.35, "gdelt2": 0.5, "icews": 0.07, "polecat": 0.08},
    2024: {"gdelt1": 0.37, "gdelt2": 0.55, "polecat": 0.08},
}
"""Share of each feed in the rows, from a year on."""
PUBLISHERS = 400
KEYS_OF_A_DAY = 500_000
ADDRESSES_SINCE = 2013
"""GDELT's older files have no column of addresses."""
ICEWS, POLECAT = FEEDS.index("icews"), FEEDS.index("polecat")


def rows_of_years(rows: int) -> dict[int, int]:
    """How many of so many rows fall into each year."""
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    weight = np.exp(GROWTH * (np.minimum(years, FULL_SIZE) - FIRST_YEAR))
    bounds = np.round(np.concatenate(([0], np.cumsum(weight / weight.sum()))) * rows).astype(int)
    return dict(zip(years.tolist(), np.diff(bounds).tolist(), strict=True))


def year_rows(world: World, year: int, rows: int, seed: int = SEED) -> Iterator[pa.Table]:
    """Rows of one year in the lake's order, in tables of about a million. A pair is never cut."""
    random = np.random.default_rng((seed, year))
    counts = random.multinomial(rows, world.pair_share)
    begun = 0
    ends = np.cumsum(counts)
    while begun < len(counts):
        done = ends[begun - 1] if begun else 0
        end = max(begun + 1, int(np.searchsorted(ends, done + ROWS_AT_ONCE, side="right")))
        pairs = np.repeat(np.arange(begun, end), counts[begun:end])
        begun = end
        if len(pairs):
            yield _table(world, year, pairs, random)


class _Rows(NamedTuple):
    """What a year's rows are made of, in the lake's order. `day` counts from the first of January."""

    pair: np.ndarray
    day: np.ndarray
    feed: np.ndarray
    key: np.ndarray
    code: np.ndarray
    direction: np.ndarray


def _rows(world: World, year: int, pairs: np.ndarray, random: np.random.Generator) -> _Rows:
    """Rows come in stories, two to a story: same pair, day, feed and code, and mostly direction. No key is there twice on a pair's day."""
    shares = SHARES[max(first for first in SHARES if first <= year)]
    cuts = np.cumsum([shares.get(feed, 0.0) for feed in FEEDS])
    begins = np.concatenate(([True], (pairs[1:] != pairs[:-1]) | (random.random(len(pairs) - 1) < 0.45)))
    story, own = np.cumsum(begins) - 1, pairs[begins]
    feed = np.minimum(np.searchsorted(cuts, random.random(len(own)), side="right"), len(FEEDS) - 1)
    day = random.integers(0, 366 if year % 4 == 0 else 365, len(own))
    code = world.draw_codes("gdelt", world.hostility[(year >= world.turn[own]).astype(int), own], random)
    direction = random.choice(np.array([1, -1], np.int8), len(own))
    direction[(feed == POLECAT) & (random.random(len(own)) < 0.3)] = 0
    key = (((own.astype(np.int64) * 366 + day) * 4 + feed) << 20)[story] + random.integers(0, KEYS_OF_A_DAY, len(pairs))
    order = np.argsort(key)
    key, story = key[order], story[order]
    while len(twice := np.flatnonzero(key[1:] <= key[:-1])):
        key[twice + 1] = key[twice] + 1
    turned = random.random(len(pairs)) < 0.2
    numbers = 10**9 + ((year - FIRST_YEAR) * 366 + day[story]) * (KEYS_OF_A_DAY + 1_000)
    towards = np.where(turned, -direction[story], direction[story])
    return _Rows(own[story], day[story], feed[story], numbers + (key & ((1 << 20) - 1)), code[story], towards)


def _table(world: World, year: int, pairs: np.ndarray, random: np.random.Generator) -> pa.Table:
    """Rows in all columns of a lake."""
    rows = _rows(world, year, pairs, random)
    count = len(pairs)
    types, _, scores = world.plover
    kinds = sorted(set(types))
    kind = np.array([kinds.index(name) for name in types])[rows.code]
    several = np.where((rows.feed == POLECAT) & (random.random(count) < 0.02), random.integers(3, 8, count), 2)
    begin = np.datetime64(f"{year}-01-01")
    dates = begin + np.arange(366)
    month = (dates.astype("datetime64[M]").astype(int) % 12)[rows.day]
    a, b = world.pair_a[rows.pair], world.pair_b[rows.pair]
    own = {
        "a": taken(world.states, a),
        "b": taken(world.states, b),
        "day": pa.array((begin.astype(int) + rows.day).astype(np.int32)),
        "month_ix": pa.array((12 * year + month).astype(np.int32)),
        "year": pa.array(np.full(count, year, np.int32)),
        "direction": pa.array(rows.direction),
        "quad": pa.array(np.array([one.quad for one in world.codes], np.int8)[rows.code]),
        "intensity": pa.array(scores[rows.code]),
        "weight": pa.array(2.0 / several),
        "once": pa.array(_once(rows, kind)),
        "plover": taken(kinds, kind),
        "mode": taken([], np.full(count, -1)),
        "cameo": taken([one.code for one in world.codes], np.where(rows.feed == POLECAT, -1, rows.code)),
        "source_intensity": pa.array(np.array([one.goldstein for one in world.codes])[rows.code]),
        "a_polity": taken(world.polities, a),
        "b_polity": taken(world.polities, b),
        "a_code": taken(world.states, a),
        "b_code": taken(world.states, b),
        "mentions": pa.array(np.where(rows.feed < ICEWS, random.choice(MENTIONS, count), 1).astype(np.int32)),
        "publisher": _publishers(world, rows.feed, random),
        "address": _addresses(world, year, dates, rows, random),
        "feed": taken(list(FEEDS), rows.feed),
        "key": text_of(rows.key),
        "load": pa.array(np.ones(count, np.int32)),
    }
    return pa.table([own[name] for name in arrow_schema().names], schema=arrow_schema())


def _once(rows: _Rows, kind: np.ndarray) -> np.ndarray:
    """1 for the first row of its feed with its pair, day, direction and type of act."""
    same = (((rows.pair * 366 + rows.day) * 4 + rows.feed) * 3 + rows.direction + 1) * 32 + kind
    order = np.argsort(same, kind="stable")
    ordered = same[order]
    once = np.ones(len(same), np.int8)
    once[order[1:]] = ordered[1:] != ordered[:-1]
    return once


def _publishers(world: World, feed: np.ndarray, random: np.random.Generator) -> pa.Array:
    """ICEWS and POLECAT name one, few of them often; GDELT has only addresses."""
    rank = np.minimum((random.pareto(0.8, len(feed)) * 8).astype(int), PUBLISHERS - 1)
    names = [f"{one.capitalize()} {two.capitalize()} News" for one, two in zip(world.words, world.words[1:], strict=False)]
    return taken(names[:PUBLISHERS], np.where(feed < ICEWS, -1, rank))


def _addresses(world: World, year: int, dates: np.ndarray, rows: _Rows, random: np.random.Generator) -> pa.Array:
    """GDELT's rows have one, but for its years before 2013. Of a pair's rows on a day two in three are from the article of the row before."""
    begins = np.concatenate(([True], (rows.day[1:] != rows.day[:-1]) | (random.random(len(rows.day) - 1) < 1 / 3)))
    told = (rows.feed < ICEWS) & (year >= ADDRESSES_SINCE)
    if not told.any():
        return taken([], np.full(len(told), -1))
    found = world.addresses(taken([str(date).replace("-", "/") for date in dates], rows.day[begins]), random)
    return compute.if_else(pa.array(told), found.take(pa.array(np.cumsum(begins) - 1)), "")


def write_lake(folder: Path, rows: int, seed: int = SEED) -> None:
    """A folder of yearly Parquet files, each as a lake writes it."""
    import pyarrow.parquet as parquet

    world = World(seed)
    for year, count in rows_of_years(rows).items():
        target = folder / str(year)
        target.mkdir(parents=True, exist_ok=True)
        with parquet.ParquetWriter(target / "rows.parquet", arrow_schema(), **parquet_options()) as writer:
            for table in year_rows(world, year, count, seed):
                writer.write_table(table, row_group_size=GROUP)


def main() -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("lake", "files"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--feed", choices=sorted(FEED_FILES), default="gdelt2")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    if asked.what == "lake":
        write_lake(asked.folder, asked.rows, asked.seed)
    else:
        write_files(asked.folder, asked.feed, asked.rows, asked.seed)


if __name__ == "__main__":
    main()
