"""The month series of all pairs in pandas, written as one writes it: for the benchmark alone. Needs pandas and pyarrow, and nothing of Relazione.

    python benchmarks/feeds_pandas.py LAKE OUTPUT
    python benchmarks/feeds_pandas.py --same OURS OUTPUT        how many of its columns are the same in ours: "18/18"

LAKE is a folder with a folder of Parquet for each year; OUTPUT is a Parquet file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ["a", "b", "month_ix", "quad", "intensity", "weight", "once", "feed"]
KEYS = ["a", "b", "month_ix"]
FEEDS = ["gdelt1", "gdelt2", "icews", "polecat"]
HALF_LIFE = 24
"""Months."""


def series(lake: Path) -> pd.DataFrame:
    """A row for each pair and month in which something is told."""
    rows = pd.concat([pd.read_parquet(path, columns=COLUMNS) for path in sorted(lake.glob("*/*.parquet"))], ignore_index=True)
    rows["feed"] = rows["feed"].astype("category")
    for name in ("a", "b"):
        rows[name] = rows[name].astype("category")
    act = rows["once"] == 1
    score = (rows["intensity"] * rows["weight"]).where(act, 0.0)
    rows["acts"] = act
    rows["cooperation"] = score.clip(lower=0)
    rows["conflict"] = score.clip(upper=0)
    for quad in range(1, 5):
        rows[f"quad{quad}"] = rows["quad"] == quad
    for feed in FEEDS:
        rows[f"share_{feed}"] = rows["feed"] == feed
    counted = ["acts", *(f"quad{quad}" for quad in range(1, 5))]
    shares = [f"share_{feed}" for feed in FEEDS]
    how = (
        dict.fromkeys(counted, "sum")
        | {"intensity": "mean", "cooperation": "sum", "conflict": "sum"}
        | dict.fromkeys(shares, "mean")
    )
    groups = rows.groupby(KEYS, observed=True)
    found = groups.agg(how)
    found["n"] = groups.size()
    found = found.reset_index()
    ahead = np.exp2((found["month_ix"] - found["month_ix"].min()) / HALF_LIFE)
    for side in ("cooperation", "conflict"):
        carried = (found[side] * ahead).groupby([found["a"], found["b"]], observed=True).cumsum()
        found[f"{side}_index"] = carried / ahead
    return found.astype({"a": str, "b": str}).sort_values(KEYS, ignore_index=True)


def same(ours: Path, theirs: Path) -> str:
    """How many columns of the pandas series are the same in the other, row by row, of how many. Floats within 1e-9."""
    mine, own = pd.read_parquet(ours), pd.read_parquet(theirs)
    equal = len(mine) == len(own) and [_equal(mine[name], own[name]) for name in own.columns]
    return f"{sum(equal or [])}/{len(own.columns)}"


def _equal(one: pd.Series, other: pd.Series) -> bool:
    if other.dtype.kind == "f":
        return bool(np.allclose(one, other, rtol=1e-9, atol=1e-9))
    return bool((one.to_numpy() == other.to_numpy()).all())


if __name__ == "__main__":
    if sys.argv[1] == "--same":
        print(same(Path(sys.argv[2]), Path(sys.argv[3])))
    else:
        series(Path(sys.argv[1])).to_parquet(sys.argv[2], index=False)
