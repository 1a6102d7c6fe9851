"""The same panel in pandas, written as one writes it: for the benchmark alone. Needs pandas and pyarrow, and nothing of Relazione.

    python benchmarks/panel_pandas.py FOLDER FIRST LAST OUTPUT
    python benchmarks/panel_pandas.py --same OURS OUTPUT        how many of its columns are the same in ours: "18/18"

FOLDER as `panel_data.py` makes it; FIRST and LAST are years; OUTPUT is a Parquet file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

PLEDGES = ["defense", "offense", "neutrality", "nonaggression", "consultation"]


def dyad_years(spells: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Directed dyad-years in which both are members on a common day, with the first such day."""
    years = []
    for year in range(first, last + 1):
        begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
        own = spells[(spells["start"] <= end) & (spells["end"] >= begin)]
        pairs = own.merge(own, how="cross", suffixes=("_a", "_b"))
        pairs = pairs[pairs["number_a"] != pairs["number_b"]]
        day = pairs[["start_a", "start_b"]].max(axis=1).clip(lower=begin)
        common = day <= pairs[["end_a", "end_b"]].min(axis=1)
        pairs = pairs.assign(day=day, year=year)[common]
        years.append(pairs[["number_a", "number_b", "year", "day"]])
    found = pd.concat(years, ignore_index=True).rename(columns={"number_a": "a", "number_b": "b"})
    return found.drop_duplicates(["a", "b", "year"]).sort_values(["a", "b", "year"], ignore_index=True)


def with_disputes(panel: pd.DataFrame, disputes: pd.DataFrame) -> pd.DataFrame:
    """Counts, onsets, list, highest hostility, war, the first dispute, fatalities, sides; nothing outside the coverage."""
    disputes = disputes.assign(
        hostility=disputes[["hostility_a", "hostility_b"]].max(axis=1),
        fatalities=disputes[["fatalities_a", "fatalities_b"]].max(axis=1),
    )
    disputes = disputes.sort_values(
        ["a", "b", "year", "hostility", "onset", "dispute"], ascending=[True, True, True, False, False, True]
    )
    disputes = disputes.drop_duplicates(["a", "b", "year", "dispute"])
    found = disputes.groupby(["a", "b", "year"]).agg(
        gml_count=("dispute", "size"),
        gml_onsets=("onset", "sum"),
        gml_disputes=("dispute", list),
        gml_hostility=("hostility", "max"),
        gml_first=("dispute", "first"),
        gml_side_a=("side_a", "sum"),
        gml_fatalities=("fatalities", "max"),
    )
    found["gml_war"] = (found["gml_hostility"] == 5).astype("int8")
    panel = panel.merge(found.reset_index(), on=["a", "b", "year"], how="left")
    covered = panel["year"] <= 2010
    numbers = [name for name in found.columns if name != "gml_disputes"]
    panel[numbers] = panel[numbers].where(panel["gml_count"].notna() | ~covered, 0).astype("Int32")
    panel["gml_absent"] = np.where(covered, None, "not covered")
    return panel


def with_alliances(panel: pd.DataFrame, alliances: pd.DataFrame) -> pd.DataFrame:
    """The pledges."""
    panel = panel.merge(alliances, on=["a", "b", "year"], how="left")
    panel[PLEDGES] = panel[PLEDGES].fillna(0).astype("int8")
    return panel.rename(columns={name: f"atop_{name}" for name in PLEDGES})


def with_capitals(panel: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """The capitals of the first common day, and how far they are from each other."""
    seats = seats.sort_values("start")
    for side in ("a", "b"):
        own = seats[["number", "start", "city", "lat", "lon"]].rename(
            columns={"number": side, "city": f"capital_{side}", "lat": f"lat_{side}", "lon": f"lon_{side}"}
        )
        panel = pd.merge_asof(panel.sort_values("day"), own, left_on="day", right_on="start", by=side).drop(columns="start")
    lat_a, lat_b, lon_a, lon_b = (np.radians(panel[name]) for name in ("lat_a", "lat_b", "lon_a", "lon_b"))
    half = np.sin((lat_a - lat_b) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_a - lon_b) / 2) ** 2
    panel["capital_distance"] = (2 * 6371.0088 * np.arcsin(np.sqrt(half))).astype("float32")
    return panel.drop(columns=["lat_a", "lat_b", "lon_a", "lon_b", "day"])


def main(folder: Path, first: int, last: int, output: Path) -> None:
    """Read, build, write."""
    days = ["start", "end"]
    panel = dyad_years(pd.read_csv(folder / "spells.csv", parse_dates=days), first, last)
    panel = with_disputes(panel, pd.read_parquet(folder / "disputes.parquet"))
    panel = with_alliances(panel, pd.read_parquet(folder / "alliances.parquet"))
    panel = with_capitals(panel, pd.read_csv(folder / "seats.csv", parse_dates=days))
    panel.sort_values(["a", "b", "year"]).to_parquet(output, index=False)


def same(ours: Path, theirs: Path) -> str:
    """How many columns of the pandas panel are the same in the other, row by row, of how many."""
    mine, own = pd.read_parquet(ours), pd.read_parquet(theirs)
    equal = len(mine) == len(own) and [_equal(mine[name], own[name]) for name in own.columns]
    return f"{sum(equal or [])}/{len(own.columns)}"


def _equal(one: pd.Series, other: pd.Series) -> bool:
    if one.name == "gml_disputes":
        lists = (column.map(lambda value: () if value is None else tuple(value)) for column in (one, other))
        return bool(next(lists).equals(next(lists)))
    if one.name == "capital_distance":
        return bool(np.allclose(one, other, atol=0.01))
    if str(one.name).startswith(("gml_absent", "capital")):
        return bool((one.astype(object).where(one.notna(), "") == other.astype(object).where(other.notna(), "")).all())
    return bool((one.astype(float).fillna(-1).to_numpy() == other.astype(float).fillna(-1).to_numpy()).all())


if __name__ == "__main__":
    if sys.argv[1] == "--same":
        print(same(Path(sys.argv[2]), Path(sys.argv[3])))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
