"""Made data for the panel's benchmark, as much of it as the field's files hold: disputes like those of Gibler, Miller and Little,
alliances like those of ATOP, at random dyad-years of the COW system.

    python benchmarks/panel_data.py FOLDER [--share 0.01]

Writes FOLDER/panel.db (a record that holds them) and the same as files for whoever builds the panel in another way: disputes.parquet,
alliances.parquet, spells.csv (membership), seats.csv (capitals).
"""

from __future__ import annotations

import argparse
import csv
import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from relazione.analysis.panel.frame import Frame
from relazione.model.documents import Document
from relazione.record.datasets import DataColumn, DataFile
from relazione.record.store import Record
from relazione.reference.seats import seats
from relazione.reference.systems import spells

DISPUTE_YEARS = 5_138
ALLIANCE_YEARS = 136_648
PLEDGES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
SEED = 1816


def both_ways(frame: Frame, count: int, random: np.random.Generator) -> dict[str, Any]:
    """Random dyad-years, each in both directions."""
    rows = random.choice(len(frame), min(count, len(frame)), replace=False)
    a, b = frame.numbers[frame.a[rows]], frame.numbers[frame.b[rows]]
    year = frame.calendar[rows]
    return {"a": np.concatenate((a, b)), "b": np.concatenate((b, a)), "year": np.concatenate((year, year))}


def disputes(frame: Frame, count: int, random: np.random.Generator) -> dict[str, Any]:
    """Disputes, one dyad-year in twenty having a second one."""
    found = both_ways(frame, count, random)
    half = len(found["a"]) // 2
    again = np.flatnonzero(random.random(half) < 0.05)
    again = np.concatenate((again, again + half))
    found = {name: np.concatenate((values, values[again])) for name, values in found.items()}
    rows = len(found["a"])
    hostility = [random.integers(1, 6, rows) for _ in range(2)]
    return found | {
        "dispute": random.integers(1, 5000, rows),
        "onset": random.integers(0, 2, rows),
        "hostility_a": hostility[0],
        "hostility_b": hostility[1],
        "hostility": np.maximum(*hostility),
        "fatalities_a": random.integers(0, 7, rows),
        "fatalities_b": random.integers(0, 7, rows),
        "fatalities": random.integers(0, 7, rows),
        "side_a": random.integers(0, 2, rows),
    }


def alliances(frame: Frame, count: int, random: np.random.Generator) -> dict[str, Any]:
    """Alliances with random pledges."""
    found = both_ways(frame, count, random)
    return found | {pledge: random.integers(0, 2, len(found["a"])) for pledge in PLEDGES}


def keep(record: Record, dataset: str, covers: tuple[str, str], columns: dict[str, Any]) -> None:
    """Put columns into the record as a data file of the dataset."""
    rows = len(next(iter(columns.values())))
    document = Document(id=f"dataset:{dataset}", title=f"Made data in the form of {dataset}", text="made\n", format="dataset")
    file = DataFile(dataset=dataset, release="made", sha256="0" * 64, first=covers[0], last=covers[1], rows=rows)
    arrays = (DataColumn(name, "int", values.astype("<i4").tobytes()) for name, values in columns.items())
    record.add_data(document, [], file, arrays, coder="made")


def build(folder: Path, share: float = 1.0) -> None:
    """The record and the files."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    frame = Frame.of("cow", (1816, 2010), directed=False)
    made = {
        "disputes": disputes(frame, int(DISPUTE_YEARS * share), random),
        "alliances": alliances(frame, int(ALLIANCE_YEARS * share), random),
    }
    with Record.open(folder / "panel.db", create=True) as record:
        keep(record, "gml-mid-directed", ("1816-01-01", "2010-12-31"), made["disputes"])
        keep(record, "atop-dyad-year-extract", ("1815-01-01", "2018-12-31"), made["alliances"])
    for name, columns in made.items():
        parquet.write_table(
            pa.table({column: values.astype(np.int32) for column, values in columns.items()}), folder / f"{name}.parquet"
        )
    last = datetime.date(2016, 12, 31)
    with (folder / "spells.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("number", "start", "end"), *((spell.number, spell.start, spell.end or last) for spell in spells("cow"))]
        )
    with (folder / "seats.csv").open("w", newline="", encoding="utf-8") as file:
        head = ("number", "start", "end", "city", "lat", "lon")
        own = ((seat.number, seat.start, seat.end or last, seat.city, seat.lat, seat.lon) for seat in seats("cow"))
        csv.writer(file).writerows([head, *own])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of rows")
    arguments = parser.parse_args()
    build(arguments.folder, arguments.share)
